//! The discounts of a reseller, each from a day on: entering one, and withdrawing one that has not
//! begun. What an order was priced by is frozen in it and stays.

use axum::{Json, extract::State};
use seatkeeper_core::{
    api::{EnterDiscount, Problem, ResellerDetails, WithdrawDiscount},
    id::ResellerId,
};
use serde_json::json;

use super::{Making, changing::change};
use crate::{
    auth::SignedIn,
    context::Context,
    error::Answer,
    http::{Body, Id},
    store::{Tx, parties, resellers},
};

pub(super) async fn enter(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Body(ask): Body<EnterDiscount>,
) -> Answer<Json<ResellerDetails>> {
    let entering = move |tx: &mut Tx<'_>, making: &Making<'_>| {
        let entered = parties::discounts(tx, reseller)?;
        let discount = ask.form.read(&entered, making.at.beginning())?;
        making.discount(tx, discount)
    };
    change(&context, who, (reseller, ask.reseller), entering).await
}

pub(super) async fn withdraw(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Body(ask): Body<WithdrawDiscount>,
) -> Answer<Json<ResellerDetails>> {
    let withdrawing = move |tx: &mut Tx<'_>, making: &Making<'_>| {
        if !resellers::withdraw_discount(tx, reseller, ask.from_on, making.at.today)? {
            return Err(Problem::WrongState.into());
        }
        let details = json!({ "from_on": ask.from_on.to_string() });
        making.note(tx, "discount.withdrawn", details)
    };
    change(&context, who, (reseller, ask.reseller), withdrawing).await
}
