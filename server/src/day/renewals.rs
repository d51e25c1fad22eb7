//! Subscriptions that renew by themselves: on the day their period ends, and on the days after it
//! on which a declined card is tried again.

use jiff::ToSpan;

use crate::{
    checkout::{self, Moment},
    context::Context,
    error::Answer,
    store::renewals,
};

/// For how many days after the end it is tried.
const TRIED_FOR: i64 = 8;

/// Renews what is due on a day.
pub(super) async fn renew(context: &Context, at: Moment) -> Answer<()> {
    let from = at.today.saturating_sub(TRIED_FOR.days());
    let ended = context
        .store
        .read(move |tx| renewals::ending(tx, from, at.today))
        .await?;
    for ending in ended {
        checkout::renew(context, at, ending).await?;
    }
    Ok(())
}
