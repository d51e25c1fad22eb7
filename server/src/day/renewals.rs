//! Subscriptions that renew by themselves: on the day their period ends, and on the days after it
//! on which a declined card is tried again.

use super::shift::{Shift, go_on};
use crate::{checkout, error::Answer, store::renewals};

/// Renews what is due on a day.
pub(super) async fn renew(shift: &mut Shift<'_>) -> Answer<()> {
    let (context, day) = (shift.context, shift.day);
    let due = context
        .store
        .read(move |tx| renewals::renewable(tx, day))
        .await?;
    for ending in due {
        let at = shift.now().await?;
        let renewed = checkout::renew(context, at, ending).await;
        go_on(renewed, ending.subscription)?;
    }
    Ok(())
}
