//! Proof that whoever asks is who they say: for what a session that was left open, or a mail that
//! somebody else reads, must not be enough.
//!
//! Promises that wrong passwords are counted as those of signing in are, under the same names.

use jiff::Timestamp;
use seatkeeper_core::{api::Problem, id::AccountId};

use super::{
    Limit, SignedIn,
    limits::{self, SIGN_IN_BY_ADDRESS, SIGN_IN_BY_SOURCE},
    password,
};
use crate::{
    context::Context,
    error::Answer,
    http::Source,
    store::{StoreError, Tx, accounts, throttle},
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

/// Asks whoever is signed in to prove it anew before the account itself is changed: by the password.
/// This is the one place for everything else that an account asks for, such as a second factor.
///
/// # Errors
/// [`Problem::WrongCredentials`], and [`Problem::TooMany`] after too many tries.
pub async fn anew(context: &Context, who: &SignedIn, password: String) -> Answer<Proven> {
    by_password(
        context,
        (who.actor.account, &who.email),
        who.source,
        password,
    )
    .await
}

/// Asks for the password of an account.
///
/// # Errors
/// As [`anew`].
pub async fn by_password(
    context: &Context,
    (account, email): (AccountId, &str),
    source: Source,
    password: String,
) -> Answer<Proven> {
    let now = context.clock.now();
    let tries = vec![
        (SIGN_IN_BY_ADDRESS, accounts::folded(email)),
        (SIGN_IN_BY_SOURCE, source.network().to_string()),
    ];
    limits::count(&context.store, now, tries.clone()).await?;
    let found = context.store.read(move |tx| accounts::get(tx, account));
    let hash = found.await?.and_then(|account| account.password_hash);
    let right = password::verify(&context.limits, password, hash.clone()).await?;
    let (true, Some(hash)) = (right, hash) else {
        return Err(Problem::WrongCredentials.into());
    };
    let forgiving = context.store.write(move |tx| forgive(tx, &tries, now));
    forgiving.await?;
    Ok(Proven { account, hash })
}

/// Takes the counted try back: the password was right.
fn forgive(tx: &mut Tx<'_>, tries: &[(Limit, String)], now: Timestamp) -> Result<(), StoreError> {
    for (limit, of) in tries {
        throttle::take_back(tx, limit, of, now)?;
    }
    Ok(())
}
