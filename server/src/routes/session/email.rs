//! Changing the address of the own account.
//!
//! Promises: the answer and its time do not tell whether the new address has an account, for nothing
//! is looked up: only the mail to it differs. Once it is confirmed, every session and every other link
//! of the account ends, and both addresses are told.

use axum::{Json, extract::State};
use jiff::{SignedDuration, Timestamp, civil::Date};
use seatkeeper_core::{
    api::{ChangeEmail, ConfirmEmail, Done, KeepEmail, LinkKind, Problem},
    form::{self, Field, FieldError},
    permission::{Action, may},
};
use serde_json::json;
use uuid::Uuid;

use super::typed_password;
use crate::{
    auth::{
        Limit, SignedIn, ending,
        limits::try_once,
        proof::{self, Typed},
    },
    context::Context,
    error::{Answer, Failure},
    http::{Body, Source},
    links::{self, EMAIL_CHANGE_HOLDS},
    outbox::{self, Letter, PeopleLetter},
    store::{
        Tx, accounts,
        audit::{self, Audit},
        email_changes::{self, EmailChange},
        links as stored_links, members,
        sessions::Which,
    },
};

/// Changes that one account asks for.
const CHANGES: Limit = Limit {
    scope: "email changes by",
    most: 5,
    window: SignedDuration::from_hours(24),
};

pub(super) async fn change(
    State(context): State<Context>,
    who: SignedIn,
    Body(ask): Body<ChangeEmail>,
) -> Answer<Json<Done>> {
    may(&who.actor, &Action::ChangeOwnAccount)?;
    let email = readable(&ask)?;
    let typed = Typed {
        password: ask.password,
        code: (Field::Code, ask.code),
    };
    let proven = proof::anew(&context, &who, typed).await?;
    let now = context.clock.now();
    let asking = context.store.write(move |tx| {
        if !proven.holds(tx)? {
            return Err(Failure::from(Problem::WrongCredentials));
        }
        try_once(tx, now, &[(CHANGES, proven.account.to_string())])?;
        let change = EmailChange {
            id: Uuid::now_v7(),
            account: proven.account,
            email: email.clone(),
            expires_at: now + EMAIL_CHANGE_HOLDS,
        };
        email_changes::insert(tx, &change, now)?;
        let change = change.id;
        for letter in [
            PeopleLetter::ConfirmEmail { change },
            PeopleLetter::KeepEmail { change },
        ] {
            outbox::put(tx, now, &Letter::People(letter))?;
        }
        let entry = Audit::by(&who, now, "email.change_asked");
        Ok(audit::record(tx, &entry.with(json!({ "to": email })))?)
    });
    asking.await?;
    context.wake.notify_waiters();
    Ok(Json(Done {}))
}

fn readable(ask: &ChangeEmail) -> Answer<String> {
    let email = form::email(&ask.email).map_err(|fault| FieldError {
        field: Field::NewEmail,
        fault,
    });
    match (email, typed_password(&ask.password)) {
        (Ok(email), Ok(())) => Ok(email),
        (email, password) => {
            let errors = [email.err(), password.err()].into_iter().flatten();
            Err(errors.collect::<Vec<_>>().into())
        }
    }
}

pub(super) async fn confirm(
    State(context): State<Context>,
    source: Source,
    Body(ask): Body<ConfirmEmail>,
) -> Answer<Json<Done>> {
    let (now, today) = (context.clock.now(), context.clock.today());
    let confirming = context
        .store
        .write(move |tx| carry_out(tx, &ask.secret, source, (now, today)));
    confirming.await?;
    context.wake.notify_waiters();
    Ok(Json(Done {}))
}

fn carry_out(
    tx: &mut Tx<'_>,
    secret: &str,
    source: Source,
    (now, today): (Timestamp, Date),
) -> Answer<()> {
    let change = followed(tx, secret, LinkKind::ConfirmEmail, now)?;
    let account = accounts::get(tx, change.account)?.ok_or(Failure::from(Problem::LinkGone))?;
    // somebody else may have taken the address since the mail was written
    if accounts::by_email(tx, &change.email)?.is_some_and(|other| other.id != account.id) {
        return Err(Problem::LinkGone.into());
    }
    let from = account.email_shown;
    email_changes::carry_out(tx, &change)?;
    // the new address may have been invited where its account is already
    if let Some(own) = members::own(tx, account.id)? {
        members::fit_to_seats(tx, own.customer, today)?;
    }
    stored_links::end_all(tx, (account.id, &from), now)?;
    email_changes::drop_of(tx, account.id)?;
    ending::close(tx, Which::All(account.id), (now, Some(source)))?;
    for to in [&from, &change.email] {
        let letter = PeopleLetter::EmailChanged {
            account: account.id,
            to: to.clone(),
            from: from.clone(),
        };
        outbox::put(tx, now, &Letter::People(letter))?;
    }
    let entry = Audit::by_account(account.id, source, now, "email.changed");
    let details = json!({ "from": from, "to": change.email });
    Ok(audit::record(tx, &entry.with(details))?)
}

/// "This was not me": somebody knows the password and may be signed in, so every session ends.
pub(super) async fn keep(
    State(context): State<Context>,
    source: Source,
    Body(ask): Body<KeepEmail>,
) -> Answer<Json<Done>> {
    let now = context.clock.now();
    let keeping = context.store.write(move |tx| -> Answer<()> {
        let change = followed(tx, &ask.secret, LinkKind::KeepEmail, now)?;
        email_changes::drop_of(tx, change.account)?;
        ending::close(tx, Which::All(change.account), (now, Some(source)))?;
        let entry = Audit::by_account(change.account, source, now, "email.change_stopped");
        Ok(audit::record(
            tx,
            &entry.with(json!({ "to": change.email })),
        )?)
    });
    keeping.await?;
    Ok(Json(Done {}))
}

/// The change that a link of this kind is about; uses the link up.
fn followed(tx: &mut Tx<'_>, secret: &str, kind: LinkKind, now: Timestamp) -> Answer<EmailChange> {
    let opened = links::use_up(tx, secret, kind, now)?.ok_or(Failure::from(Problem::LinkGone))?;
    let id = opened
        .email_change
        .ok_or(Failure::from(Problem::LinkGone))?;
    let change = email_changes::get(tx, id)?;
    change.ok_or_else(|| Problem::LinkGone.into())
}
