//! How a subscription renews by itself: on or off, the next number, the saved card.
//!
//! Promises that only whoever paid the last create or renewal touches any of it, and that staff who act
//! as a reseller only switch off and forget: what its card will pay is decided by its own people.

use axum::{Json, Router, extract::State, routing::post};
use jiff::Timestamp;
use seatkeeper_core::{
    api::{
        AutoRenewal, CancelAtEnd, Done, Endpoint, GatewayPage, KeepCard, Problem, RemoveCard,
        SetAutoRenewal, SetNextLicences, TakeBackCancellation,
    },
    form::RenewForm,
    id::CustomerId,
    permission::{Action, Managed, Refusal, may},
    subscription::Subscription,
};
use serde_json::{Value, json};

use crate::{
    auth::SignedIn,
    checkout::{self, buyer_of},
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id},
    outbox::{self, Letter},
    store::{
        Tx,
        audit::{self, Audit},
        cancellations, disputes, licences,
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
        .route(KeepCard::PATH, post(keep_card))
        .route(CancelAtEnd::PATH, post(cancel))
        .route(TakeBackCancellation::PATH, post(take_back))
}

/// How a subscription renews, if that is the business of whoever asks.
pub(super) fn of(tx: &mut Tx<'_>, payer: Payer, held: &Held) -> Answer<Option<AutoRenewal>> {
    let subscription = held.subscription.id;
    if renewals::next_payer(tx, subscription)? != Some(payer) {
        return Ok(None);
    }
    let saved = saved_cards::find(tx, subscription)?;
    let chosen = renewals::next_licences(tx, subscription)?;
    let before = licences::bought(tx, held.running.id)?;
    Ok(Some(AutoRenewal {
        on: renewals::is_on(tx, subscription)?,
        card: saved.map(|saved| saved.card),
        licences: chosen.unwrap_or(before),
        cancelled: cancellations::find(tx, subscription)?.is_some(),
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
    let now = context.clock.now();
    let done = change(
        &context,
        who,
        (customer, ask.customer),
        (asked, action),
        move |tx, _, held| {
            let subscription = &held.subscription;
            let goes_on = ask.on && cancellations::find(tx, subscription.id)?.is_some();
            if goes_on {
                cancellations::remove(tx, subscription.id)?;
                tell(tx, subscription, goes_on, now)?;
            }
            renewals::switch(tx, subscription.id, ask.on)?;
            Ok(json!({}))
        },
    )
    .await;
    context.wake.notify_waiters();
    done
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

async fn keep_card(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<KeepCard>,
) -> Answer<Json<GatewayPage>> {
    if customer != ask.customer {
        return Err(Problem::NotFound.into());
    }
    checkout::keep_card(&context, &who, customer)
        .await
        .map(Json)
}

/// It runs until its end; then nothing is charged, and until then nobody is reminded.
async fn cancel(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<CancelAtEnd>,
) -> Answer<Json<Done>> {
    let (body, form) = (ask.customer, ask.form);
    let (by, now, today) = (
        who.actor.account,
        context.clock.now(),
        context.clock.today(),
    );
    let done = change(
        &context,
        who,
        (customer, body),
        (Action::Buy, "subscription.cancelled"),
        move |tx, managed, held| {
            let new = form.read()?;
            let subscription = &held.subscription;
            if subscription.state(today).has_ended() {
                return Err(Problem::WrongState.into());
            }
            let renewed = renewals::is_on(tx, subscription.id)?;
            if cancellations::insert(tx, subscription.id, (&new, renewed), by, now)? {
                renewals::switch(tx, subscription.id, false)?;
                tell(tx, subscription, false, now)?;
            }
            let ends_on = subscription.ends_on();
            Ok(json!({ "customer": managed.customer, "cancelled": new, "ends_on": ends_on.to_string() }))
        },
    )
    .await;
    context.wake.notify_waiters();
    done
}

/// The payer's side has it in writing until when it runs, or that it goes on.
fn tell(tx: &mut Tx<'_>, subscription: &Subscription, goes_on: bool, now: Timestamp) -> Answer<()> {
    let administrators = match renewals::next_payer(tx, subscription.id)? {
        Some(payer) => disputes::administrators(tx, payer)?,
        None => Vec::new(),
    };
    let administrators = administrators.into_iter().map(Some);
    for to in [None].into_iter().chain(administrators) {
        let letter = Letter::Cancelled {
            subscription: subscription.id,
            ends_on: subscription.ends_on(),
            goes_on,
            to,
        };
        outbox::put(tx, now, &letter)?;
    }
    Ok(())
}

async fn take_back(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<TakeBackCancellation>,
) -> Answer<Json<Done>> {
    let (now, today) = (context.clock.now(), context.clock.today());
    let done = change(
        &context,
        who,
        (customer, ask.customer),
        (Action::UseSavedCard, "subscription.goes_on"),
        move |tx, _, held| {
            let subscription = &held.subscription;
            if subscription.state(today).has_ended() {
                return Err(Problem::WrongState.into());
            }
            if let Some(renewed) = cancellations::find(tx, subscription.id)? {
                cancellations::remove(tx, subscription.id)?;
                renewals::switch(tx, subscription.id, renewed)?;
                tell(tx, subscription, true, now)?;
            }
            Ok(json!({}))
        },
    )
    .await;
    context.wake.notify_waiters();
    done
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
        if renewals::next_payer(tx, held.subscription.id)? != Some(payer) {
            return Err(Failure::from(Refusal::PayersOnly));
        }
        let details = deed(tx, managed, &held)?;
        let entry = Audit::by(&who, now, action).on(managed.reseller, path);
        Ok(audit::record(tx, &entry.with(details))?)
    });
    changed.await?;
    Ok(Json(Done {}))
}
