//! Proof that whoever asks is who they say: for what a session that was left open, or a mail that
//! somebody else reads, must not be enough.
//!
//! Promises that wrong passwords and codes are counted as those of signing in are, under the same names.

use jiff::Timestamp;
use seatkeeper_core::{
    api::Problem,
    form::{Field, FieldError},
    id::AccountId,
    permission::Refusal,
};

use super::{
    Limit, SignedIn,
    limits::{self, SIGN_IN_BY_ADDRESS, SIGN_IN_BY_SOURCE},
    password,
    second_factor::{self, Entering},
};
use crate::{
    context::Context,
    error::Answer,
    http::Source,
    store::{StoreError, Tx, accounts, people, throttle},
};

/// An account whose password was right a moment ago.
#[derive(Clone, Debug)]
pub struct Proven {
    /// Which.
    pub account: AccountId,
    hash: String,
}

impl Proven {
    /// Whether it still holds, in the transaction of what it was asked for.
    ///
    /// # Errors
    /// The store's.
    pub fn holds(&self, tx: &mut Tx<'_>) -> Result<bool, StoreError> {
        let account = accounts::get(tx, self.account)?;
        Ok(account.is_some_and(|account| account.password_hash.as_ref() == Some(&self.hash)))
    }
}

/// What somebody types to prove it.
pub struct Typed {
    /// The password.
    pub password: String,
    /// A code of the second factor, and the field of it; not looked at where the account has none.
    pub code: (Field, String),
}

/// Asks whoever is signed in to prove it anew before the account itself is changed: by the password,
/// and by a code where there is a second factor.
///
/// # Errors
/// [`Problem::WrongCredentials`], a fault of the code's field, and [`Problem::TooMany`] after too many
/// tries.
pub async fn anew(context: &Context, who: &SignedIn, typed: Typed) -> Answer<Proven> {
    let of = (who.actor.account, who.email.as_str());
    prove(context, of, who.source, typed).await
}

/// Asks whoever follows a link to prove that the account is theirs, as signing in would: by the password
/// and by a code where there is a second factor. Whoever has to set one up first does so by signing in.
///
/// # Errors
/// As [`anew`], and [`Refusal::SecondFactorRequired`] where the account lacks one that it needs.
pub async fn by_link(
    context: &Context,
    of: (AccountId, &str),
    source: Source,
    typed: Typed,
) -> Answer<Proven> {
    let proven = prove(context, of, source, typed).await?;
    let (account, insists) = (proven.account, context.insists_on_second_factor());
    let lacking = context.store.read(move |tx| {
        let actor = people::actor(tx, account)?;
        second_factor::standing(tx, &actor, insists)
    });
    // told to nobody who has not given the password
    if lacking.await?.first {
        return Err(Refusal::SecondFactorRequired.into());
    }
    Ok(proven)
}

async fn prove(
    context: &Context,
    (account, email): (AccountId, &str),
    source: Source,
    Typed { password, code }: Typed,
) -> Answer<Proven> {
    let at = Entering::at(context, source);
    let tries = tries(email, source);
    limits::count(&context.store, at.now, tries.clone()).await?;
    let found = context.store.read(move |tx| accounts::get(tx, account));
    let found = found.await?;
    let asks = found.as_ref().is_some_and(|found| found.has_second_factor);
    let code = asks
        .then_some(code)
        .map(|(field, code)| Ok((field, second_factor::read(field, &code)?)));
    let hash = found.and_then(|account| account.password_hash);
    let right = password::verify(&context.limits, password, hash.clone()).await?;
    let (true, Some(hash)) = (right, hash) else {
        return Err(Problem::WrongCredentials.into());
    };
    let code = code.transpose().map_err(|fault: FieldError| vec![fault])?;
    let proving = context.store.write(move |tx| -> Answer<()> {
        if let Some((field, code)) = &code
            && !second_factor::use_up(tx, account, code, at)?
        {
            return Err(second_factor::wrong(*field));
        }
        Ok(forgive(tx, &tries, at.now)?)
    });
    proving.await?;
    Ok(Proven { account, hash })
}

/// What a wrong password or code counts as.
pub fn tries(email: &str, source: Source) -> Vec<(Limit, String)> {
    vec![
        (SIGN_IN_BY_ADDRESS, accounts::folded(email)),
        (SIGN_IN_BY_SOURCE, source.network().to_string()),
    ]
}

/// Takes the counted try back: what was typed was right.
///
/// # Errors
/// The store's.
pub fn forgive(
    tx: &mut Tx<'_>,
    tries: &[(Limit, String)],
    now: Timestamp,
) -> Result<(), StoreError> {
    for (limit, of) in tries {
        throttle::take_back(tx, limit, of, now)?;
    }
    Ok(())
}
