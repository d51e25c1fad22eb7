//! Signing in and out, and what a signed-in browser may know.

mod code;
mod email;
mod links;
mod state;

use axum::{
    Json, Router,
    extract::{Request, State},
    http::HeaderMap,
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::Timestamp;
use seatkeeper_core::{
    api::{
        ChangeEmail, ConfirmEmail, Done, Endpoint, EnterCode, GetSession, KeepEmail, Problem,
        SessionState, SetLanguage, SignIn, SignOut, SignOutEverywhere,
    },
    form::{self, Field, FieldError, FieldFault, LONGEST_PASSWORD},
    id::AccountId,
    permission::Actor,
};

use crate::{
    auth::{
        Browser, Entered, Known, Limit, SignedIn, Token, ending, forget,
        limits::{self, SIGN_IN_BY_ADDRESS},
        password, proof, remember,
    },
    context::Context,
    error::{Answer, Failure},
    http::{Body, Source},
    store::{
        StoreError, Tx, accounts,
        audit::{self, Audit},
        people,
        sessions::Which,
        throttle,
    },
    words::Language,
};

pub(super) fn routes(context: &Context) -> Router<Context> {
    let public = Router::new()
        .route(SignIn::PATH, post(sign_in))
        .route(EnterCode::PATH, post(code::enter))
        .route(ConfirmEmail::PATH, post(email::confirm))
        .route(KeepEmail::PATH, post(email::keep))
        .merge(links::routes())
        .layer(from_fn_with_state(context.clone(), patience));
    Router::new()
        .route(GetSession::PATH, get(show))
        .route(SignOut::PATH, post(sign_out))
        .route(SignOutEverywhere::PATH, post(sign_out_everywhere))
        .route(SetLanguage::PATH, post(set_language))
        .route(ChangeEmail::PATH, post(email::change))
        .merge(public)
}

/// What anybody may ask without being known has a limit for each source.
async fn patience(
    State(context): State<Context>,
    source: Source,
    request: Request,
    next: Next,
) -> Response {
    match context.limits.ask(source) {
        Ok(()) => next.run(request).await,
        Err(problem) => Failure::from(problem).into_response(),
    }
}

async fn show(State(context): State<Context>, known: Option<Known>) -> Answer<Json<SessionState>> {
    let Some(known) = known else {
        return Ok(Json(state::nobody(&context)));
    };
    Ok(Json(state::of(&context, known.who).await?))
}

async fn sign_in(
    State(context): State<Context>,
    source: Source,
    headers: HeaderMap,
    Body(ask): Body<SignIn>,
) -> Answer<Response> {
    let email = readable(&ask)?;
    let browser = Browser::of(&headers, source, context.clock.now());
    let tries = proof::tries(&email, source);
    limits::count(&context.store, browser.now, tries.clone()).await?;
    let account = context
        .store
        .read(move |tx| accounts::by_email(tx, &email))
        .await?;
    let hash = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let right = password::verify(&context.limits, ask.password, hash.clone()).await?;
    let (true, Some(account), Some(hash)) = (right, account, hash) else {
        tracing::info!("a sign-in was refused");
        return Err(Problem::WrongCredentials.into());
    };
    let token = Token::fresh().map_err(Failure::fault)?;
    let signed = token.clone();
    let entering = context.store.write(move |tx| -> Answer<Entered> {
        let entered = browser.sign_in(tx, account.id, &hash, &signed)?;
        let entered = entered.ok_or(Failure::from(Problem::WrongCredentials))?;
        match entered {
            Entered::SignedIn => forget_tries(tx, &tries, browser.now)?,
            // wrong codes stay counted, or the password would allow as many as one likes
            Entered::HalfOpen => proof::forgive(tx, &tries, browser.now)?,
        }
        Ok(entered)
    });
    let entered = (account.id, entering.await?);
    welcome(&context, entered, &token, source).await
}

/// Whoever it was knew everything after all: of the address nothing stays counted.
fn forget_tries(
    tx: &mut Tx<'_>,
    tries: &[(Limit, String)],
    now: Timestamp,
) -> Result<(), StoreError> {
    proof::forgive(tx, tries, now)?;
    let of_address = tries
        .iter()
        .filter(|(limit, _)| limit.scope == SIGN_IN_BY_ADDRESS.scope);
    for (limit, of) in of_address {
        throttle::forget(tx, limit, of, now)?;
    }
    Ok(())
}

/// The address; what cannot be a password is refused before it costs anything.
fn readable(ask: &SignIn) -> Answer<String> {
    let mut errors = Vec::new();
    let email = form::email(&ask.email).map_err(|fault| {
        errors.push(FieldError {
            field: Field::Email,
            fault,
        });
    });
    errors.extend(typed_password(&ask.password).err());
    match email {
        Ok(email) if errors.is_empty() => Ok(email),
        _ => Err(errors.into()),
    }
}

/// What cannot be a password.
fn typed_password(password: &str) -> Result<(), FieldError> {
    password_in(Field::Password, password)
}

/// What cannot be a password, in this field.
pub(super) fn password_in(field: Field, password: &str) -> Result<(), FieldError> {
    let fault = match password.chars().count() {
        0 => FieldFault::Missing,
        n if n > LONGEST_PASSWORD => FieldFault::TooLong {
            most: u32::try_from(LONGEST_PASSWORD).unwrap_or(u32::MAX),
        },
        _ => return Ok(()),
    };
    Err(FieldError { field, fault })
}

/// The cookie of a new session, with what it may know; or, where a code is still to come, what that is
/// entered with.
async fn welcome(
    context: &Context,
    (account, entered): (AccountId, Entered),
    token: &Token,
    source: Source,
) -> Answer<Response> {
    if entered == Entered::HalfOpen {
        let half_open = Some(token.reveal().to_owned());
        let nobody = state::nobody(context);
        return Ok(Json(SessionState {
            half_open,
            ..nobody
        })
        .into_response());
    }
    let found = context.store.read(move |tx| {
        Ok::<_, StoreError>((accounts::get(tx, account)?, people::actor(tx, account)?))
    });
    let (Some(account), actor): (_, Actor) = found.await? else {
        return Err(Problem::NotSignedIn.into());
    };
    let who = SignedIn {
        actor,
        email: account.email_shown,
        name: account.name,
        language: account.language,
        source,
        session: token.hash(),
    };
    let state = state::of(context, who).await?;
    Ok((remember(token), Json(state)).into_response())
}

/// Ends the session, if there is one: asking twice is no fault.
async fn sign_out(
    State(context): State<Context>,
    known: Option<Known>,
    Body(SignOut {}): Body<SignOut>,
) -> Answer<Response> {
    if let Some(Known { who, .. }) = known {
        let now = context.clock.now();
        let ended = context.store.write(move |tx| {
            audit::record(tx, &Audit::by(&who, now, "session.closed"))?;
            ending::close(tx, Which::One(&who.session), (now, Some(who.source)))
        });
        ended.await?;
    }
    Ok((forget(), Json(Done {})).into_response())
}

async fn sign_out_everywhere(
    State(context): State<Context>,
    Known { who, .. }: Known,
    Body(SignOutEverywhere {}): Body<SignOutEverywhere>,
) -> Answer<Response> {
    let now = context.clock.now();
    let ended = context.store.write(move |tx| {
        audit::record(tx, &Audit::by(&who, now, "session.closed_everywhere"))?;
        let all = Which::All(who.actor.account);
        ending::close(tx, all, (now, Some(who.source)))
    });
    ended.await?;
    Ok((forget(), Json(Done {})).into_response())
}

async fn set_language(
    State(context): State<Context>,
    Known { who, .. }: Known,
    Body(ask): Body<SetLanguage>,
) -> Answer<Json<Done>> {
    let Some(language) = Language::known(&ask.language) else {
        let detail = "language is one of en, sv, zh-Hans".to_owned();
        return Err(Problem::Malformed { detail }.into());
    };
    let set = context
        .store
        .write(move |tx| accounts::set_language(tx, who.actor.account, language.tag()));
    set.await?;
    Ok(Json(Done {}))
}
