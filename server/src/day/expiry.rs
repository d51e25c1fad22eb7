//! On the day on which licences begin to rest everybody of the customer hears of it.

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

/// Tells whose licences rest from this day on.
pub(super) async fn tell(shift: &mut Shift<'_>) -> Answer<()> {
    let (context, day) = (shift.context, shift.day);
    let resting = context
        .store
        .read(move |tx| renewals::resting(tx, day))
        .await?;
    for ending in resting {
        let at = shift.now().await?;
        let told = context.store.write(move |tx| put(tx, at, &ending)).await;
        go_on(told.map_err(Into::into), ending.subscription)?;
    }
    Ok(())
}

fn put(tx: &mut Tx<'_>, at: Moment, ending: &Ending) -> Result<(), StoreError> {
    for to in readers(tx, ending, Told::Everybody)? {
        let letter = Letter::Expired {
            subscription: ending.subscription,
            ended_on: ending.ends_on,
            to,
        };
        outbox::put(tx, at.now, &letter)?;
    }
    Ok(())
}
