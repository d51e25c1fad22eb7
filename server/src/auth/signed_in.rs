//! The extractor that stands before everything that needs an account.

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{StatusCode, request::Parts},
};
use jiff::Timestamp;
use seatkeeper_core::{api::Problem, permission::Actor};

use super::{IDLE, NOTED_EVERY, cookie};
use crate::{
    context::Context,
    error::Failure,
    http::Source,
    store::{StoreError, Tx, accounts, people, sessions},
};

/// Somebody signed in, with the roles of this moment.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account and its roles.
    pub actor: Actor,
    /// The address, as typed.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// `en`, `sv` or `zh-Hans`.
    pub language: String,
    /// From where, for the audit log.
    pub source: Source,
    /// The session, as the database knows it.
    pub session: String,
}

impl SignedIn {
    /// Who holds this session, if it is still alive.
    fn read(
        tx: &mut Tx<'_>,
        session: &str,
        source: Source,
        now: Timestamp,
    ) -> Result<Option<(Self, Timestamp)>, StoreError> {
        let Some(found) = sessions::find(tx, session)?.filter(|found| found.lives(now, IDLE))
        else {
            return Ok(None);
        };
        let Some(account) = accounts::get(tx, found.account)? else {
            return Ok(None);
        };
        let mut actor = people::actor(tx, account.id)?;
        if let Some(reseller) = found.acts_as(now) {
            actor = actor.acting_as(reseller);
        }
        let (email, name, language) = (account.email_shown, account.name, account.language);
        let signed_in = Self {
            actor,
            email,
            name,
            language,
            source,
            session: session.to_owned(),
        };
        Ok(Some((signed_in, found.seen_at)))
    }
}

impl FromRequestParts<Context> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        let source = Source::from_request_parts(parts, context).await?;
        let Some(token) = cookie::presented(&parts.headers) else {
            return Err(Problem::NotSignedIn.into());
        };
        let now = context.clock.now();
        let session = token.hash();
        let reading = context
            .store
            .read(move |tx| Self::read(tx, &session, source, now));
        let Some((signed_in, seen_at)) = reading.await? else {
            return Err(Problem::NotSignedIn.into());
        };
        if now.duration_since(seen_at) >= NOTED_EVERY {
            let session = signed_in.session.clone();
            context
                .store
                .write(move |tx| sessions::note(tx, &session, now))
                .await?;
        }
        Ok(signed_in)
    }
}

impl OptionalFromRequestParts<Context> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        context: &Context,
    ) -> Result<Option<Self>, Failure> {
        match <Self as FromRequestParts<Context>>::from_request_parts(parts, context).await {
            Ok(signed_in) => Ok(Some(signed_in)),
            Err(failure) if failure.problem.status() == StatusCode::UNAUTHORIZED.as_u16() => {
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }
}
