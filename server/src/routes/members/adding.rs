//! Adding one address.
//!
//! Promises: no licence is given twice, whoever adds at the same moment; an account that is in no
//! other business is added at once, everybody else is invited, and both look the same.

use axum::{Json, extract::State};
use jiff::{SignedDuration, Timestamp, civil::Date};
use seatkeeper_core::{
    api::{AddMember, Problem},
    form::{self, Field, FieldError},
    id::{CustomerId, MemberId},
    licence::Seats,
    permission::{Action, Managed},
};
use serde_json::json;
use uuid::Uuid;

use super::{allowed, ask_for_period, language, last_day, same};
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
    },
    words::Language,
};

/// Mails that one account makes the portal send, one by one.
const ADDITIONS: Limit = Limit {
    scope: "additions by",
    most: 1000,
    window: SignedDuration::from_hours(1),
};

pub(super) async fn add(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<AddMember>,
) -> Answer<Json<Seats>> {
    same(customer, ask.customer)?;
    let email = address(&ask.email, Field::Email)?;
    let adding = Adding::new(&context, who, &ask.language);
    let seats = context
        .store
        .write(move |tx| adding.one(tx, customer, &email));
    let seats = seats.await?;
    context.wake.notify_waiters();
    Ok(Json(seats))
}

/// Reads an address as its form does.
pub(super) fn address(typed: &str, field: Field) -> Answer<String> {
    form::email(typed).map_err(|fault| vec![FieldError { field, fault }].into())
}

/// Counts a mail that somebody makes the portal send.
pub(super) fn count(tx: &mut Tx<'_>, who: &SignedIn, now: Timestamp) -> Answer<()> {
    try_once(tx, now, &[(ADDITIONS, who.actor.account.to_string())])
}

/// Somebody who adds addresses, and when.
pub(super) struct Adding {
    pub(super) who: SignedIn,
    pub(super) language: Language,
    pub(super) now: Timestamp,
    pub(super) today: Date,
}

impl Adding {
    pub(super) fn new(context: &Context, who: SignedIn, asked: &str) -> Self {
        let language = language(asked, &who);
        let (now, today) = (context.clock.now(), context.clock.today());
        Self {
            who,
            language,
            now,
            today,
        }
    }

    /// Everything that must hold is asked in the transaction that takes the licence.
    fn one(&self, tx: &mut Tx<'_>, customer: CustomerId, email: &str) -> Answer<Seats> {
        let managed = allowed(tx, &self.who.actor, customer, Action::AddMember)?;
        ask_for_period(tx, customer, self.today)?;
        if members::is_in(tx, customer, email, self.today)? {
            return Err(Problem::AlreadyMember.into());
        }
        if licences::seats(tx, customer, self.today)?.free() == 0 {
            return Err(Problem::NoFreeLicence.into());
        }
        count(tx, &self.who, self.now)?;
        self.insert(tx, managed, email, true)?;
        licences::seats(tx, customer, self.today).map_err(Failure::from)
    }

    /// Puts the row there with its mail and its line in the audit log. That there is a licence for
    /// it is known. One address that may not be given one refuses all that is asked for with it.
    pub(super) fn insert(
        &self,
        tx: &mut Tx<'_>,
        managed: Managed,
        email: &str,
        licensed: bool,
    ) -> Answer<()> {
        self.who.may_give_to(email)?;
        let account =
            accounts::by_email(tx, email)?.filter(|account| account.password_hash.is_some());
        let elsewhere = members::elsewhere(tx, email, managed.customer)?;
        let new = NewMember {
            id: MemberId(Uuid::now_v7()),
            email: email.to_owned(),
            account: account
                .filter(|_| elsewhere.is_none())
                .map(|account| account.id),
            licensed,
            by: self.who.actor.account,
            at: self.now,
            on: self.today,
            until_on: last_day(self.today),
        };
        members::insert(tx, managed.customer, &new)?;
        outbox::put(
            tx,
            self.now,
            &letter(new.id, new.account.is_some(), self.language),
        )?;
        let details = json!({ "member": new.id, "email": email });
        let done = Audit::by(&self.who, self.now, "member.added");
        audit::record(
            tx,
            &done.on(managed.reseller, managed.customer).with(details),
        )?;
        Ok(())
    }
}

/// The mail to a row that waits: to an account that was added at once, or an invitation.
pub(super) fn letter(member: MemberId, has_account: bool, language: Language) -> Letter {
    if has_account {
        Letter::Added { member }
    } else {
        let language = language.tag().to_owned();
        Letter::Invitation { member, language }
    }
}
