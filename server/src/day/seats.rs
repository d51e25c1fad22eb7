//! On the first day of a period with fewer licences than members, the latest added are without
//! one; where there are more again, or an invitation lapsed, the earliest added have one.

use super::shift::{Shift, go_on};
use crate::{
    error::{Answer, Failure},
    store::{licences, members},
};

/// Fits every customer whose period begins on a day, or for whom somebody is waited no longer.
pub(super) async fn fit(shift: &mut Shift<'_>) -> Answer<()> {
    let (context, day) = (shift.context, shift.day);
    let changing = context.store.read(move |tx| {
        let mut customers = licences::beginning(tx, day)?;
        customers.extend(members::lapsing(tx, day)?);
        Ok::<_, Failure>(customers)
    });
    let mut changing = changing.await?;
    changing.sort_unstable();
    changing.dedup();
    for customer in changing {
        shift.now().await?;
        let fitted = context.store.write(move |tx| {
            members::fit_to_seats(tx, customer, day)?;
            Ok::<_, Failure>(())
        });
        go_on(fitted.await, customer)?;
    }
    Ok(())
}
