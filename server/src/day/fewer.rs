//! Some days before a period begins that is paid already and has fewer licences than members, the
//! payer and the administrators hear of it. No other mail comes then: what is paid is not announced.

use jiff::civil::Date;

use super::{
    readers::{Told, readers},
    shift::{Shift, go_on},
};
use crate::{
    checkout::Moment,
    error::Answer,
    outbox::{self, Letter},
    store::{
        StoreError, Tx,
        renewals::{self, Ending},
    },
};

/// How many days before at the earliest; everybody is told once.
const BEFORE: i64 = 7;

/// Tells of every such period. Mostly there is none, which is found out without keeping others from
/// writing.
pub(super) async fn tell(shift: &mut Shift<'_>) -> Answer<()> {
    let (context, day) = (shift.context, shift.day);
    let short = context.store.read(move |tx| {
        let mut short = Vec::new();
        for (ending, starts_on) in renewals::ahead(tx, day, BEFORE)? {
            let customer = ending.managed.customer;
            if renewals::too_few(tx, customer, starts_on, day)?.is_some() {
                short.push((ending, starts_on));
            }
        }
        Ok::<_, StoreError>(short)
    });
    for (ending, starts_on) in short.await? {
        let at = shift.now().await?;
        let told = context
            .store
            .write(move |tx| put(tx, at, &ending, starts_on));
        go_on(told.await.map_err(Into::into), ending.subscription)?;
    }
    Ok(())
}

fn put(tx: &mut Tx<'_>, at: Moment, ending: &Ending, starts_on: Date) -> Result<(), StoreError> {
    for to in readers(tx, ending, Told::Administrators)? {
        let letter = Letter::FewerLicences {
            subscription: ending.subscription,
            starts_on,
            to,
        };
        outbox::put(tx, at.now, &letter)?;
    }
    Ok(())
}
