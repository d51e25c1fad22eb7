//! Members of a customer: who is there. Adding, changing and leaving have files of their own.
//!
//! Promises: whether an address has an account is told by nothing, neither an answer nor what the
//! list shows of it afterwards.

mod adding;
mod changing;
mod importing;
mod leaving;
mod usage;

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{
    api::{
        AddMember, CUSTOMER_USAGE, ChangeAddress, Endpoint, ImportMembers, Leave, ListMembers,
        Members, Problem, RemoveMember, ResendInvitation, SetMemberRole,
    },
    form::LONGEST_LINE,
    id::CustomerId,
    member::Member,
    permission::{Action, Actor, Managed, Target, may, reach},
    subscription::SubscriptionState,
};
use unicode_normalization::UnicodeNormalization;

use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    http::{Id, Search},
    store::{
        Tx, licences,
        members::{self, Held, Wanted},
        parties, subscriptions,
    },
    words::Language,
};

/// For how many days an invitation holds a licence.
const INVITATION_DAYS: i64 = 30;

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(ListMembers::PATH, get(list))
        .route(AddMember::PATH, post(adding::add))
        .route(ImportMembers::PATH, post(importing::import))
        .route(RemoveMember::PATH, post(changing::remove))
        .route(ResendInvitation::PATH, post(changing::resend))
        .route(ChangeAddress::PATH, post(changing::change_address))
        .route(SetMemberRole::PATH, post(changing::set_role))
        .route(Leave::PATH, post(leaving::leave))
        .route(CUSTOMER_USAGE, get(usage::download))
}

async fn list(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Search(ask): Search<ListMembers>,
) -> Answer<Json<Members>> {
    let wanted = Wanted {
        today: context.clock.today(),
        search: ask.search.nfc().take(LONGEST_LINE).collect(),
        page: ask.page,
    };
    let reading = context.store.read(move |tx| {
        let managed = allowed(tx, &who.actor, customer, Action::SeeMembers)?;
        let (rows, total, page) = members::list(tx, managed, &wanted)?;
        let members = rows
            .into_iter()
            .map(|held| shown(&who.actor, managed, held));
        Ok::<_, Failure>(Members {
            members: members.collect(),
            total,
            page,
            seats: licences::seats(tx, customer, wanted.today)?,
        })
    });
    reading.await.map(Json)
}

/// A row as this caller sees it.
fn shown(actor: &Actor, managed: Managed, held: Held) -> Member {
    let target = target(actor, &held);
    Member {
        id: held.id,
        email: held.email,
        name: held.name,
        role: held.role,
        state: held.state,
        licensed: held.licensed,
        reach: reach(actor, managed, target),
    }
}

fn target(actor: &Actor, held: &Held) -> Target {
    Target {
        own: held.account == Some(actor.account),
        role: held.role,
    }
}

/// The customer, if somebody may do this with it; another's is as unknown as one that is not.
fn allowed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    customer: CustomerId,
    action: impl Fn(Managed) -> Action,
) -> Answer<Managed> {
    let managed = parties::managed(tx, customer)?.ok_or(Failure::from(Problem::NotFound))?;
    may(actor, &action(managed))?;
    Ok(managed)
}

/// Licences are given only while a period runs.
fn ask_for_period(tx: &mut Tx<'_>, customer: CustomerId, today: Date) -> Answer<()> {
    let held = subscriptions::of_customer(tx, customer, today)?;
    if held.is_some_and(|held| held.subscription.state(today) != SubscriptionState::Expired) {
        Ok(())
    } else {
        Err(Problem::Expired.into())
    }
}

/// The last day of an invitation of today.
fn last_day(today: Date) -> Date {
    today.saturating_add(INVITATION_DAYS.days())
}

/// The language of a mail: as asked for, or else the account's own.
fn language(asked: &str, who: &SignedIn) -> Language {
    Language::known(asked).unwrap_or_else(|| Language::of(&who.language))
}

/// The customer stands in the path and in the body.
fn same(path: CustomerId, body: CustomerId) -> Answer<()> {
    if path == body {
        Ok(())
    } else {
        Err(Problem::NotFound.into())
    }
}
