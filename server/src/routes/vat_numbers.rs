//! Checking a VAT number while a form is filled in, and what staff decide on names.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use jiff::SignedDuration;
use seatkeeper_core::{
    api::{
        CheckVatNumber, DecideVatName, Endpoint, ListVatNames, Problem, VatNames, VatNumberCheck,
    },
    form::{self, Field, FieldError, FieldFault},
    id::VatCheckId,
    permission::{Action, may},
    vat_number::VatNumber,
};

use crate::{
    auth::{self, Limit, SignedIn},
    context::Context,
    error::Answer,
    http::{Body, Id},
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
    Router::new()
        .route(CheckVatNumber::PATH, post(check))
        .route(ListVatNames::PATH, get(names))
        .route(DecideVatName::PATH, post(decide))
}

/// Counts one question of an account.
///
/// # Errors
/// [`Problem::TooMany`].
pub(super) async fn count_check(context: &Context, account: String) -> Answer<()> {
    auth::count(&context.store, context.clock.now(), vec![(CHECKS, account)]).await
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
    count_check(&context, who.actor.account.to_string()).await?;
    vat_numbers::check(&context, number, odd.is_some(), name)
        .await
        .map(Json)
}

async fn names(State(context): State<Context>, who: SignedIn) -> Answer<Json<VatNames>> {
    may(&who.actor, &Action::DecideVatNames)?;
    vat_numbers::names(&context).await.map(Json)
}

async fn decide(
    State(context): State<Context>,
    who: SignedIn,
    Id(check): Id<VatCheckId>,
    Body(ask): Body<DecideVatName>,
) -> Answer<Json<VatNames>> {
    may(&who.actor, &Action::DecideVatNames)?;
    if ask.check != check {
        return Err(Problem::NotFound.into());
    }
    vat_numbers::decide(&context, &who, ask).await?;
    vat_numbers::names(&context).await.map(Json)
}
