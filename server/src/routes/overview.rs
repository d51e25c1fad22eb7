//! Overview: the customers that one may act on, as each role may see them, and what a reseller has to
//! pay in the months to come.

use axum::{Json, Router, extract::State, routing::get};
use seatkeeper_core::{
    api::{CurrencyRenewals, CustomerPage, Endpoint, GetComingRenewals, ListCustomers},
    form::LONGEST_LINE,
    permission::{Action, Actor, Refusal, may},
};
use unicode_normalization::UnicodeNormalization;

use super::invoices::own_papers;
use crate::{
    auth::SignedIn,
    checkout::{self, Moment},
    context::Context,
    error::Answer,
    http::Search,
    store::overview::{self, On, Scope},
    vat_numbers,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(ListCustomers::PATH, get(list))
        .route(GetComingRenewals::PATH, get(coming))
}

async fn list(
    State(context): State<Context>,
    who: SignedIn,
    Search(mut ask): Search<ListCustomers>,
) -> Answer<Json<CustomerPage>> {
    may(&who.actor, &Action::ListCustomers)?;
    let scope = scope(&who.actor);
    ask.search = ask.search.nfc().take(LONGEST_LINE).collect();
    let on = On {
        today: context.clock.today(),
        answers_since: vat_numbers::counting_since(context.clock.now()),
    };
    let page = context
        .store
        .read(move |tx| overview::list(tx, scope, &ask, on));
    Ok(Json(page.await?))
}

/// Staff see all, a reseller's people its own, everybody else the businesses they are in. Whoever acts as
/// a reseller is not there as oneself.
fn scope(actor: &Actor) -> Scope {
    if actor.staff {
        Scope::All
    } else {
        Scope::Of {
            account: (!actor.acting).then_some(actor.account),
            reseller: actor.reseller.map(|(reseller, _)| reseller),
            payer: own_papers(actor).reseller,
        }
    }
}

async fn coming(
    State(context): State<Context>,
    who: SignedIn,
) -> Answer<Json<Vec<CurrencyRenewals>>> {
    may(&who.actor, &Action::SeeComingRenewals)?;
    let (reseller, _) = who
        .actor
        .reseller
        .ok_or(Refusal::ResellerAdministratorsOnly)?;
    let at = Moment::of(&context);
    let renewals = context
        .store
        .read(move |tx| checkout::coming(tx, reseller, at));
    renewals.await.map(Json)
}
