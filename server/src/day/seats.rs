//! On the first day of a period with fewer licences than members, the latest added are without
//! one; where there are more again, the earliest added have one.

use jiff::civil::Date;

use crate::{
    context::Context,
    error::{Answer, Failure},
    store::{licences, members},
};

/// Fits every customer whose period begins on a day.
pub(super) async fn fit(context: &Context, day: Date) -> Answer<()> {
    let begun = context
        .store
        .read(move |tx| licences::beginning(tx, day))
        .await?;
    for customer in begun {
        let fitted = context.store.write(move |tx| {
            let seats = licences::seats(tx, customer, day)?;
            members::fit(tx, customer, seats.total, day)?;
            Ok::<_, Failure>(())
        });
        fitted.await?;
    }
    Ok(())
}
