//! Checking a VAT number while a form is filled in.

use axum::{Json, Router, extract::State, routing::post};
use jiff::SignedDuration;
use seatkeeper_core::{
    api::{CheckVatNumber, Endpoint, VatNumberCheck},
    form::{self, Field, FieldError, FieldFault},
    permission::{Action, may},
    vat_number::VatNumber,
};

use crate::{
    auth::{self, Limit, SignedIn},
    context::Context,
    error::Answer,
    http::Body,
    vat_numbers,
};

/// How often one account may ask about numbers: the register blocks who asks too much.
const CHECKS: Limit = Limit {
    scope: "vat-check",
    most: 60,
    window: SignedDuration::from_mins(10),
};

/// The routes of VAT numbers.
pub fn routes() -> Router<Context> {
    Router::new().route(CheckVatNumber::PATH, post(check))
}

async fn check(
    State(context): State<Context>,
    who: SignedIn,
    Body(ask): Body<CheckVatNumber>,
) -> Answer<Json<VatNumberCheck>> {
    may(&who.actor, &Action::CheckVatNumber)?;
    let wrong = |field, fault| vec![FieldError { field, fault }];
    let name = form::line(&ask.business_name).map_err(|fault| wrong(Field::BusinessName, fault))?;
    let (number, odd) = VatNumber::parse(&ask.vat_number)
        .map_err(|_| wrong(Field::VatNumber, FieldFault::VatNumberPattern))?;
    let account = who.actor.account.to_string();
    auth::count(&context.store, context.clock.now(), vec![(CHECKS, account)]).await?;
    vat_numbers::check(&context, number, odd.is_some(), name)
        .await
        .map(Json)
}
