//! How a subscription renews by itself: on or off, the next number, the saved card.
//!
//! Promises that only whoever paid the last create or renewal touches any of it, and that staff who act
//! as a reseller only switch off and forget: what its card will pay is decided by its own people.

use axum::{Json, Router, extract::State, routing::post};
use seatkeeper_core::{
    api::{AutoRenewal, Done, Endpoint, Problem, RemoveCard, SetAutoRenewal, SetNextLicences},
    form::RenewForm,
    id::CustomerId,
    permission::{Action, Managed, Refusal, may},
};
use serde_json::{Value, json};

use crate::{
    auth::SignedIn,
    checkout::buyer_of,
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id},
    store::{
        Tx,
        audit::{self, Audit},
        licences,
        orders::Payer,
        parties, renewals, saved_cards,
        subscriptions::{self, Held},
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(SetAutoRenewal::PATH, post(set_auto_renewal))
        .route(SetNextLicences::PATH, post(set_next_licences))
        .route(RemoveCard::PATH, post(remove_card))
}

/// How a subscription renews, if that is the business of whoever asks.
pub(super) fn of(tx: &mut Tx<'_>, payer: Payer, held: &Held) -> Answer<Option<AutoRenewal>> {
    let subscription = held.subscription.id;
    if renewals::last_payer(tx, subscription)? != Some(payer) {
        return Ok(None);
    }
    let saved = saved_cards::find(tx, subscription)?;
    let chosen = renewals::next_licences(tx, subscription)?;
    let before = licences::bought(tx, held.running.id)?;
    Ok(Some(AutoRenewal {
        on: renewals::is_on(tx, subscription)?,
        card: saved.map(|saved| saved.card),
        licences: chosen.unwrap_or(before),
    }))
}

async fn set_auto_renewal(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<SetAutoRenewal>,
) -> Answer<Json<Done>> {
    let action = if ask.on {
        "renewal.switched_on"
    } else {
        "renewal.switched_off"
    };
    let asked: fn(Managed) -> Action = if ask.on {
        Action::UseSavedCard
    } else {
        Action::Buy
    };
    change(
        &context,
        who,
        (customer, ask.customer),
        (asked, action),
        move |tx, _, held| {
            renewals::switch(tx, held.subscription.id, ask.on)?;
            Ok(json!({}))
        },
    )
    .await
}

async fn set_next_licences(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<SetNextLicences>,
) -> Answer<Json<Done>> {
    let body = ask.customer;
    let form = RenewForm::by_card(customer, ask.licences);
    let today = context.clock.today();
    change(
        &context,
        who,
        (customer, body),
        (Action::UseSavedCard, "renewal.number_chosen"),
        move |tx, managed, held| {
            let seats = licences::seats(tx, managed.customer, today)?;
            let new = form.read(seats.used.saturating_add(seats.invited))?;
            renewals::choose_licences(tx, held.subscription.id, new.licences)?;
            Ok(json!({ "licences": new.licences }))
        },
    )
    .await
}

async fn remove_card(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<RemoveCard>,
) -> Answer<Json<Done>> {
    change(
        &context,
        who,
        (customer, ask.customer),
        (Action::Buy, "card.removed"),
        |tx, _, held| {
            saved_cards::remove(tx, held.subscription.id)?;
            Ok(json!({}))
        },
    )
    .await
}

/// Does it in one commit with its line in the audit log, if it is the asker's to do.
async fn change(
    context: &Context,
    who: SignedIn,
    (path, body): (CustomerId, CustomerId),
    (asked, action): (fn(Managed) -> Action, &'static str),
    deed: impl Fn(&mut Tx<'_>, Managed, &Held) -> Answer<Value> + Send + 'static,
) -> Answer<Json<Done>> {
    if path != body {
        return Err(Problem::NotFound.into());
    }
    let (now, today) = (context.clock.now(), context.clock.today());
    let changed = context.store.write(move |tx| {
        let managed = parties::managed(tx, path)?.ok_or(Failure::from(Problem::NotFound))?;
        may(&who.actor, &asked(managed))?;
        let held = subscriptions::of_customer(tx, path, today)?
            .ok_or_else(|| Failure::fault("an active customer has no subscription"))?;
        let payer = buyer_of(&who.actor, managed);
        if renewals::last_payer(tx, held.subscription.id)? != Some(payer) {
            return Err(Failure::from(Refusal::PayersOnly));
        }
        let details = deed(tx, managed, &held)?;
        let entry = Audit::by(&who, now, action).on(managed.reseller, path);
        Ok(audit::record(tx, &entry.with(details))?)
    });
    changed.await?;
    Ok(Json(Done {}))
}
