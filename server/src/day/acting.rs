//! Whoever acted as a reseller and has not come back since: that its time was up is written down now, at
//! the latest.

use super::shift::Shift;
use crate::{auth::ending, error::Answer};

pub(super) async fn lapse(shift: &mut Shift<'_>) -> Answer<()> {
    let now = shift.now().await?.now;
    let lapsing = shift.context.store.write(move |tx| ending::lapse(tx, now));
    Ok(lapsing.await?)
}
