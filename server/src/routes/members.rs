//! Members of a customer: who is there, and adding one address at a time.
//!
//! Promises: no licence is given twice, whoever adds at the same moment; whether an address has an
//! account is told by nothing, neither the answer nor what the list shows of it afterwards.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use seatkeeper_core::{
    api::{AddMember, Endpoint, ListMembers, Members, Problem},
    form::{self, Field, FieldError},
    id::{CustomerId, MemberId},
    permission::{Action, Actor, Managed, may},
    subscription::SubscriptionState,
};
use uuid::Uuid;

use crate::{
    auth::{Limit, SignedIn, limits::try_once},
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id},
    outbox::{self, Letter},
    store::{
        Tx, accounts,
        audit::{self, Audit},
        licences,
        members::{self, NewMember},
        parties, subscriptions,
    },
    words::Language,
};

/// For how many days an invitation holds a licence.
const INVITATION_DAYS: i64 = 30;
/// Mails that one account makes the portal send.
const ADDITIONS: Limit = Limit {
    scope: "additions by",
    most: 1000,
    window: SignedDuration::from_hours(1),
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(ListMembers::PATH, get(list))
        .route(AddMember::PATH, post(add))
}

async fn list(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
) -> Answer<Json<Members>> {
    let today = context.clock.today();
    let reading = context.store.read(move |tx| {
        let managed = allowed(tx, &who.actor, customer, Action::SeeMembers)?;
        view(tx, managed, today)
    });
    reading.await.map(Json)
}

async fn add(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<AddMember>,
) -> Answer<Json<Members>> {
    if ask.customer != customer {
        return Err(Problem::NotFound.into());
    }
    let email = form::email(&ask.email).map_err(|fault| {
        vec![FieldError {
            field: Field::Email,
            fault,
        }]
    })?;
    let language = Language::known(&ask.language).unwrap_or_else(|| Language::of(&who.language));
    let (now, today) = (context.clock.now(), context.clock.today());
    let adding = Adding {
        who,
        customer,
        email,
        language,
        member: MemberId(Uuid::now_v7()),
        now,
        today,
    };
    let managed = context.store.write(move |tx| adding.add(tx)).await?;
    context.wake.notify_waiters();
    // read apart: a long list must not keep everybody's writer waiting
    let members = context
        .store
        .read(move |tx| view(tx, managed, today))
        .await?;
    Ok(Json(members))
}

/// An address on its way into a business.
struct Adding {
    who: SignedIn,
    customer: CustomerId,
    email: String,
    language: Language,
    member: MemberId,
    now: Timestamp,
    today: Date,
}

impl Adding {
    /// Everything that must hold is asked in the transaction that takes the licence.
    fn add(&self, tx: &mut Tx<'_>) -> Answer<Managed> {
        let managed = allowed(tx, &self.who.actor, self.customer, Action::AddMember)?;
        self.ask_for_room(tx)?;
        try_once(
            tx,
            self.now,
            &[(ADDITIONS, self.who.actor.account.to_string())],
        )?;
        let letter = self.insert(tx)?;
        outbox::put(tx, self.now, &letter)?;
        let details = serde_json::json!({ "member": self.member, "email": self.email });
        let done = Audit::by(&self.who, self.now, "member.added");
        audit::record(
            tx,
            &done.on(managed.reseller, managed.customer).with(details),
        )?;
        Ok(managed)
    }

    fn ask_for_room(&self, tx: &mut Tx<'_>) -> Answer<()> {
        let held = subscriptions::of_customer(tx, self.customer, self.today)?;
        let runs = held
            .is_some_and(|held| held.subscription.state(self.today) != SubscriptionState::Expired);
        if !runs {
            return Err(Problem::Expired.into());
        }
        if members::is_in(tx, self.customer, &self.email, self.today)? {
            return Err(Problem::AlreadyMember.into());
        }
        let seats = licences::seats(tx, self.customer, self.today)?;
        if seats.free() == 0 {
            Err(Problem::NoFreeLicence.into())
        } else {
            Ok(())
        }
    }

    /// An account that is in no other business is added at once, everybody else is invited.
    fn insert(&self, tx: &mut Tx<'_>) -> Answer<Letter> {
        let account =
            accounts::by_email(tx, &self.email)?.filter(|account| account.password_hash.is_some());
        let elsewhere = members::is_elsewhere(tx, &self.email, self.customer)?;
        let account = account.filter(|_| !elsewhere).map(|account| account.id);
        let new = NewMember {
            id: self.member,
            email: self.email.clone(),
            account,
            by: self.who.actor.account,
            at: self.now,
            on: self.today,
            until_on: self.today.saturating_add(INVITATION_DAYS.days()),
        };
        members::insert(tx, self.customer, &new)?;
        let member = self.member;
        let language = self.language.tag().to_owned();
        Ok(if account.is_some() {
            Letter::Added { member }
        } else {
            Letter::Invitation { member, language }
        })
    }
}

/// The customer, if somebody may do this with it; another's is as unknown as one that is not.
fn allowed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    customer: CustomerId,
    action: fn(Managed) -> Action,
) -> Answer<Managed> {
    let managed = parties::managed(tx, customer)?.ok_or(Failure::from(Problem::NotFound))?;
    may(actor, &action(managed))?;
    Ok(managed)
}

fn view(tx: &mut Tx<'_>, managed: Managed, today: Date) -> Answer<Members> {
    let members = members::list(tx, managed, today)?;
    Ok(Members {
        members,
        seats: licences::seats(tx, managed.customer, today)?,
    })
}
