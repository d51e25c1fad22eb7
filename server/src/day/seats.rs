//! On the first day of a period with fewer licences than members, the latest added are without
//! one; where there are more again, the earliest added have one.

use super::shift::{Shift, go_on};
use crate::{
    error::{Answer, Failure},
    store::{licences, members},
};

/// Fits every customer whose period begins on a day.
pub(super) async fn fit(shift: &mut Shift<'_>) -> Answer<()> {
    let (context, day) = (shift.context, shift.day);
    let begun = context
        .store
        .read(move |tx| licences::beginning(tx, day))
        .await?;
    for customer in begun {
        shift.now().await?;
        let fitted = context.store.write(move |tx| {
            members::fit_to_seats(tx, customer, day)?;
            Ok::<_, Failure>(())
        });
        go_on(fitted.await, customer)?;
    }
    Ok(())
}
