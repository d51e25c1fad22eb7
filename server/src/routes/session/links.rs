//! What the links in mails lead to, and how one asks for another.
//!
//! Promises that a link is used up in the same transaction as what it was for, and that asking
//! for a link answers the same, in the same time, whether or not the address is known.

mod accepting_role;
mod answering;
mod changing_business;

use axum::{Json, Router, extract::State, http::HeaderMap, response::Response, routing::post};
use jiff::Timestamp;
use seatkeeper_core::{
    api::{
        AcceptRole, Activate, AgreeToManaging, ChangeBusiness, DeclineManaging, Done, Endpoint,
        ForgottenPassword, Link, LinkKind, OpenLink, Problem, ResetPassword, StopMails,
    },
    form::{self, Field, FieldError},
    id::AccountId,
};
use serde_json::json;
use uuid::Uuid;

use super::welcome;
use crate::{
    auth::{
        Browser, Entered, Token, ending,
        limits::{self, RESET_BY_ADDRESS, RESET_BY_SOURCE},
        password,
    },
    context::Context,
    error::{Answer, Failure},
    http::{Body, Source},
    links::{self, OpenedLink},
    outbox::{self, Letter},
    store::{
        Tx, accounts,
        audit::{self, Audit},
        email_changes, members,
        sessions::Which,
    },
    words::Language,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(ForgottenPassword::PATH, post(forgotten))
        .route(OpenLink::PATH, post(open))
        .route(ResetPassword::PATH, post(reset))
        .route(Activate::PATH, post(activate))
        .route(
            ChangeBusiness::PATH,
            post(changing_business::change_business),
        )
        .route(AcceptRole::PATH, post(accepting_role::accept))
        .route(AgreeToManaging::PATH, post(answering::agree))
        .route(DeclineManaging::PATH, post(answering::decline))
        .route(StopMails::PATH, post(stop_mails))
}

async fn forgotten(
    State(context): State<Context>,
    source: Source,
    Body(ask): Body<ForgottenPassword>,
) -> Answer<Json<Done>> {
    let email = form::email(&ask.email).map_err(|fault| {
        vec![FieldError {
            field: Field::Email,
            fault,
        }]
    })?;
    let language = Language::of(&ask.language).tag().to_owned();
    let now = context.clock.now();
    let tries = vec![
        (RESET_BY_ADDRESS, accounts::folded(&email)),
        (RESET_BY_SOURCE, source.network().to_string()),
    ];
    // counted in the same commit, so that an unknown address waits for the disk as well
    let asked = context.store.write(move |tx| -> Answer<()> {
        limits::try_once(tx, now, &tries)?;
        let known =
            accounts::by_email(tx, &email)?.filter(|account| account.password_hash.is_some());
        if let Some(account) = known {
            let letter = Letter::ResetPassword {
                account: account.id,
                language: language.clone(),
            };
            outbox::put(tx, now, &letter)?;
            // whose password it is, not who asked: that nobody knows
            let entry = Audit::by_account(account.id, source, now, "password.reset_asked");
            audit::record(tx, &entry)?;
        }
        Ok(())
    });
    asked.await?;
    context.wake.notify_waiters();
    Ok(Json(Done {}))
}

async fn open(State(context): State<Context>, Body(ask): Body<OpenLink>) -> Answer<Json<Link>> {
    let opened = working(&context, ask.secret).await?;
    Ok(Json(opened.into()))
}

/// What a link is for, if it still works.
async fn working(context: &Context, secret: String) -> Answer<OpenedLink> {
    let now = context.clock.now();
    let opened = context
        .store
        .read(move |tx| links::open(tx, &secret, now))
        .await?;
    opened.ok_or_else(|| Problem::LinkGone.into())
}

async fn reset(
    State(context): State<Context>,
    source: Source,
    headers: HeaderMap,
    Body(ask): Body<ResetPassword>,
) -> Answer<Response> {
    new_password(&ask.password)?;
    if working(&context, ask.secret.clone()).await?.kind != LinkKind::Reset {
        return Err(Problem::LinkGone.into());
    }
    let hash = password::hash(&context.limits, ask.password).await?;
    let browser = Browser::of(&headers, source, context.clock.now());
    let token = Token::fresh().map_err(Failure::fault)?;
    let signed = token.clone();
    let entering = context
        .store
        .write(move |tx| -> Answer<(AccountId, Entered)> {
            let opened = links::use_up(tx, &ask.secret, LinkKind::Reset, browser.now)?;
            let account = opened
                .and_then(|opened| opened.account)
                .ok_or(Problem::LinkGone)?;
            change_password(tx, account, &hash, &browser)?;
            let entered = entered(browser.sign_in(tx, account, &hash, &signed)?)?;
            Ok((account, entered))
        });
    welcome(&context, entering.await?, &token, source).await
}

/// A new password ends every session, and a change of address that waits: whoever knew the old one is
/// out.
fn change_password(
    tx: &mut Tx<'_>,
    account: AccountId,
    hash: &str,
    browser: &Browser,
) -> Answer<()> {
    if !accounts::set_password(tx, account, hash)? {
        return Err(Problem::LinkGone.into());
    }
    let at = (browser.now, Some(browser.source));
    ending::close(tx, Which::All(account), at)?;
    email_changes::drop_of(tx, account)?;
    let entry = Audit::by_account(account, browser.source, browser.now, "password.changed");
    Ok(audit::record(tx, &entry)?)
}

async fn activate(
    State(context): State<Context>,
    source: Source,
    headers: HeaderMap,
    Body(ask): Body<Activate>,
) -> Answer<Response> {
    let name = form::line(&ask.name).map_err(|fault| {
        vec![FieldError {
            field: Field::Name,
            fault,
        }]
    });
    let name = match (name, new_password(&ask.password)) {
        (Ok(name), Ok(())) => name,
        (name, password) => {
            let errors = [name.err(), password.err()].into_iter().flatten().flatten();
            return Err(errors.collect::<Vec<_>>().into());
        }
    };
    let opened = working(&context, ask.secret.clone()).await?;
    if opened.kind != LinkKind::Activation {
        return Err(Problem::LinkGone.into());
    }
    if opened.elsewhere.is_some() {
        return Err(Problem::WrongState.into());
    }
    let hash = password::hash(&context.limits, ask.password).await?;
    let language = Language::of(&ask.language).tag();
    let browser = Browser::of(&headers, source, context.clock.now());
    let token = Token::fresh().map_err(Failure::fault)?;
    let signed = token.clone();
    let entering = context
        .store
        .write(move |tx| -> Answer<(AccountId, Entered)> {
            let opened = links::use_up(tx, &ask.secret, LinkKind::Activation, browser.now)?
                .ok_or(Problem::LinkGone)?;
            let account = account_of(tx, &opened, language, browser.now)?;
            // the mail proved the address, as that of a reset does
            if !accounts::activate(tx, account, (&name, language, &hash), browser.now)? {
                change_password(tx, account, &hash, &browser)?;
            }
            if let Some(member) = opened.member
                && !members::accept(tx, member, account, browser.now)?
            {
                return Err(Problem::WrongState.into());
            }
            accepting_role::join(tx, &opened, account, (browser.source, browser.now))?;
            let entry =
                Audit::by_account(account, browser.source, browser.now, "account.activated");
            audit::record(tx, &entry.with(json!({ "member": opened.member })))?;
            let entered = entered(browser.sign_in(tx, account, &hash, &signed)?)?;
            Ok((account, entered))
        });
    welcome(&context, entering.await?, &token, source).await
}

/// The account of the address that the link was mailed to, made if there is none.
fn account_of(
    tx: &mut Tx<'_>,
    opened: &OpenedLink,
    language: &str,
    now: Timestamp,
) -> Answer<AccountId> {
    if let Some(account) = accounts::by_email(tx, &opened.email)? {
        return Ok(account.id);
    }
    let id = AccountId(Uuid::now_v7());
    accounts::insert(tx, id, &opened.email, language, now)?;
    Ok(id)
}

fn new_password(password: &str) -> Result<(), Vec<FieldError>> {
    form::new_password(password).map_err(|fault| {
        vec![FieldError {
            field: Field::Password,
            fault,
        }]
    })
}

/// The password was set a moment ago, in the same transaction.
fn entered(entered: Option<Entered>) -> Answer<Entered> {
    entered.ok_or_else(|| Failure::fault("a password that was just set does not fit"))
}

/// "Not me, never again"; twice is no fault.
async fn stop_mails(
    State(context): State<Context>,
    Body(ask): Body<StopMails>,
) -> Answer<Json<Done>> {
    let now = context.clock.now();
    let stopped = context
        .store
        .write(move |tx| links::stop_mails(tx, &ask.secret, now))
        .await?;
    if stopped {
        Ok(Json(Done {}))
    } else {
        Err(Problem::LinkGone.into())
    }
}
