//! Deferred revenue becomes revenue, month by month.

use seatkeeper_core::ledger::{self, Entry, posting};
use uuid::Uuid;

use super::shift::Shift;
use crate::{
    error::{Answer, Failure},
    store::ledger::{self as books, About},
};

/// How many parts one commit releases.
const BATCH: u32 = 200;

/// Books every part that is due.
pub(super) async fn release(shift: &mut Shift<'_>) -> Answer<()> {
    let context = shift.context;
    loop {
        let at = shift.now().await?;
        let released = context.store.write(move |tx| {
            let due = books::due_releases(tx, at.today, BATCH)?;
            for part in &due {
                let text = format!("Revenue of order {}", part.order);
                let lines = vec![
                    posting(ledger::DEFERRED_REVENUE, part.amount),
                    posting(ledger::REVENUE, part.amount.negated()),
                ];
                let entry = Entry::new(part.due_on, text, lines).map_err(Failure::fault)?;
                let (id, cause) = (
                    Uuid::now_v7(),
                    format!("release:{}/{}", part.order, part.part),
                );
                let about = About {
                    order: Some(part.order),
                    payer: part.payer,
                    country: "",
                };
                books::book(tx, (id, &cause), about, &entry, at.now)?;
                books::released(tx, part, id)?;
            }
            Ok::<_, Failure>(due.len())
        });
        if released.await? < BATCH as usize {
            return Ok(());
        }
    }
}
