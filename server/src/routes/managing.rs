//! Asking to manage a business, handing a customer over, detaching one. What is offered is answered by a
//! mailed link, see [`super::session`].
//!
//! Promises: asking answers the same for every address, in the same time, for nothing is looked up.

use axum::{Json, Router, extract::State, routing::post};
use jiff::{SignedDuration, ToSpan};
use seatkeeper_core::{
    api::{AskToManage, Detach, Done, Endpoint, HandOver, Problem},
    form::{self, Field, FieldError},
    id::{CustomerId, ResellerId},
    permission::{Action, Managed, Refusal, may},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    auth::{Limit, SignedIn, limits::try_once},
    context::Context,
    error::{Answer, Failure},
    handing,
    http::{Body, Id},
    outbox::{self, Letter, ManagingLetter},
    store::{
        Tx,
        audit::{self, Audit},
        managing::{self, NewOffer, Span},
        parties, people,
    },
};

/// For how many days an offer can be answered.
const OFFER_DAYS: i64 = 30;
/// Offers that one account makes.
const OFFERS: Limit = Limit {
    scope: "managing offers by",
    most: 50,
    window: SignedDuration::from_hours(24),
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(AskToManage::PATH, post(ask))
        .route(HandOver::PATH, post(hand_over))
        .route(Detach::PATH, post(detach))
}

async fn ask(
    State(context): State<Context>,
    who: SignedIn,
    Body(ask): Body<AskToManage>,
) -> Answer<Json<Done>> {
    may(&who.actor, &Action::AskToManage)?;
    let email = readable(&ask.email)?;
    offer(&context, who, None, email).await
}

async fn hand_over(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<HandOver>,
) -> Answer<Json<Done>> {
    same(customer, ask.customer)?;
    let actor = who.actor.clone();
    let asking = context.store.read(move |tx| allowed(tx, &actor, customer));
    asking.await?;
    let email = readable(&ask.email)?;
    offer(&context, who, Some(customer), email).await
}

async fn detach(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<Detach>,
) -> Answer<Json<Done>> {
    same(customer, ask.customer)?;
    let now = context.clock.now();
    let detaching = context.store.write(move |tx| {
        let actor = people::again(tx, &who.actor)?;
        let managed = allowed(tx, &actor, customer)?;
        handing::detach(tx, managed, &Audit::by(&who, now, "customer.detached"))
    });
    detaching.await?;
    context.wake.notify_waiters();
    Ok(Json(Done {}))
}

/// Makes an offer to an address, about a customer or about the one that the address is of.
async fn offer(
    context: &Context,
    who: SignedIn,
    customer: Option<CustomerId>,
    email: String,
) -> Answer<Json<Done>> {
    let span = Span {
        at: context.clock.now(),
        until_on: context.clock.today().saturating_add(OFFER_DAYS.days()),
    };
    let offering = context.store.write(move |tx| {
        let actor = people::again(tx, &who.actor)?;
        let reseller = match customer {
            Some(customer) => allowed(tx, &actor, customer)?.reseller,
            None => own_reseller(&actor)?,
        };
        try_once(tx, span.at, &[(OFFERS, actor.account.to_string())])?;
        let new = NewOffer {
            id: Uuid::now_v7(),
            reseller,
            customer,
            email: email.clone(),
            by: actor.account,
            span,
        };
        managing::insert(tx, &new)?;
        let letter = ManagingLetter::Offer { offer: new.id };
        outbox::put(tx, span.at, &Letter::Managing(letter))?;
        let entry = match customer {
            Some(customer) => Audit::by(&who, span.at, "customer.offered").on(reseller, customer),
            None => Audit::by(&who, span.at, "customer.asked_for").of(reseller),
        };
        Ok::<_, Failure>(audit::record(tx, &entry.with(json!({ "email": email })))?)
    });
    offering.await?;
    context.wake.notify_waiters();
    Ok(Json(Done {}))
}

fn own_reseller(actor: &seatkeeper_core::permission::Actor) -> Answer<ResellerId> {
    may(actor, &Action::AskToManage)?;
    let (reseller, _) = actor.reseller.ok_or(Refusal::ResellerAdministratorsOnly)?;
    Ok(reseller)
}

fn allowed(
    tx: &mut Tx<'_>,
    actor: &seatkeeper_core::permission::Actor,
    customer: CustomerId,
) -> Answer<Managed> {
    let managed = parties::managed(tx, customer)?.ok_or(Failure::from(Problem::NotFound))?;
    may(actor, &Action::EndManaging(managed))?;
    Ok(managed)
}

/// The customer stands in the path and in the body.
fn same(path: CustomerId, body: CustomerId) -> Answer<()> {
    if path == body {
        Ok(())
    } else {
        Err(Problem::NotFound.into())
    }
}

fn readable(email: &str) -> Answer<String> {
    let read = form::email(email);
    read.map_err(|fault| {
        vec![FieldError {
            field: Field::NewEmail,
            fault,
        }]
        .into()
    })
}
