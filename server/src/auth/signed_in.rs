//! The extractors that stand before everything that needs an account: nobody is answered without a
//! session, nor, but for setting it up, without the second factor that the account needs.

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{StatusCode, request::Parts},
};
use jiff::Timestamp;
use seatkeeper_core::{
    api::Problem,
    permission::{Action, Actor, Refusal, may},
};

use super::{IDLE, NOTED_EVERY, cookie, ending, second_factor};
use crate::{
    context::Context,
    error::Failure,
    http::Source,
    store::{
        StoreError, Tx, accounts, people,
        sessions::{self, Session},
    },
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
    /// Whether a role or a licence may be given to this address: while acting not to the own one, for that
    /// would outlive the acting.
    ///
    /// # Errors
    /// [`Refusal::NotWhileActing`].
    pub fn may_give_to(&self, email: &str) -> Result<(), Refusal> {
        if accounts::folded(email) == accounts::folded(&self.email) {
            return may(&self.actor, &Action::ChangeOwnAccount);
        }
        Ok(())
    }
}

/// Somebody signed in who may still have to set a second factor up: only for what that needs, for
/// leaving, and for asking who one is. Everything else takes [`SignedIn`] and answers nothing before.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who.
    pub who: SignedIn,
    lacks_second_factor: bool,
}

impl Known {
    /// Who holds this session, if it is still alive, and the session as it stands.
    fn read(
        tx: &mut Tx<'_>,
        session: &str,
        (source, insists): (Source, bool),
        now: Timestamp,
    ) -> Result<Option<(Self, Session)>, StoreError> {
        let Some(found) = sessions::find(tx, session)?.filter(|found| found.lives(now, IDLE))
        else {
            return Ok(None);
        };
        let Some(account) = accounts::get(tx, found.account)? else {
            return Ok(None);
        };
        let mut actor = people::actor(tx, account.id)?;
        let lacks_second_factor =
            insists && !account.has_second_factor && second_factor::is_needed(tx, &actor)?;
        if let Some(reseller) = found.acts_as(now) {
            actor = actor.acting_as(reseller);
        }
        let (email, name, language) = (account.email_shown, account.name, account.language);
        let who = SignedIn {
            actor,
            email,
            name,
            language,
            source,
            session: session.to_owned(),
        };
        let known = Self {
            who,
            lacks_second_factor,
        };
        Ok(Some((known, found)))
    }
}

impl FromRequestParts<Context> for Known {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        let source = Source::from_request_parts(parts, context).await?;
        let Some(token) = cookie::presented(&parts.headers) else {
            return Err(Problem::NotSignedIn.into());
        };
        let now = context.clock.now();
        let session = token.hash();
        let how = (source, context.insists_on_second_factor());
        let reading = context
            .store
            .read(move |tx| Self::read(tx, &session, how, now));
        let Some((known, found)) = reading.await? else {
            return Err(Problem::NotSignedIn.into());
        };
        if found.acting.is_some() && !known.who.actor.acting {
            let session = known.who.session.clone();
            let ending = context
                .store
                .write(move |tx| ending::stop_acting_if_over(tx, &session, (now, Some(source))));
            ending.await?;
        }
        if now.duration_since(found.seen_at) >= NOTED_EVERY {
            let session = known.who.session.clone();
            context
                .store
                .write(move |tx| sessions::note(tx, &session, now))
                .await?;
        }
        Ok(known)
    }
}

impl OptionalFromRequestParts<Context> for Known {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        context: &Context,
    ) -> Result<Option<Self>, Failure> {
        match <Self as FromRequestParts<Context>>::from_request_parts(parts, context).await {
            Ok(known) => Ok(Some(known)),
            Err(failure) if failure.problem.status() == StatusCode::UNAUTHORIZED.as_u16() => {
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }
}

impl FromRequestParts<Context> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        let known = <Known as FromRequestParts<Context>>::from_request_parts(parts, context);
        let known = known.await?;
        if known.lacks_second_factor {
            return Err(Refusal::SecondFactorRequired.into());
        }
        Ok(known.who)
    }
}
