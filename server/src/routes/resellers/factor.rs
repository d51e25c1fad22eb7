//! The second factor that staff ask of everybody who works for a reseller.

use axum::{Json, extract::State};
use seatkeeper_core::{
    api::{RequireSecondFactor, ResellerDetails},
    id::ResellerId,
    permission::{Action, may},
};
use serde_json::json;

use super::{Making, changing::change};
use crate::{
    auth::SignedIn,
    context::Context,
    error::Answer,
    http::{Body, Id},
    store::{Tx, resellers},
};

pub(super) async fn require(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Body(ask): Body<RequireSecondFactor>,
) -> Answer<Json<ResellerDetails>> {
    may(&who.actor, &Action::RequireSecondFactor)?;
    let requiring = move |tx: &mut Tx<'_>, making: &Making<'_>| {
        resellers::require_second_factor(tx, reseller, ask.required)?;
        let details = json!({ "required": ask.required });
        making.note(tx, "reseller.second_factor_required", details)
    };
    change(&context, who, (reseller, ask.reseller), requiring).await
}
