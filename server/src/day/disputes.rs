//! The gateway is asked each day about disputes, in case it hinted at one and nobody heard.

use super::shift::{Shift, go_on};
use crate::{checkout, error::Answer};

/// Asks about the open ones and about those that the gateway lists.
pub(super) async fn ask(shift: &mut Shift<'_>) -> Answer<()> {
    shift.now().await?;
    let asked = Box::pin(checkout::ask_about_disputes(shift.context)).await;
    go_on(asked, "disputes")
}
