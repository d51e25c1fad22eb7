//! Opening a session after a right password: at once, or, where the account has a second factor, only
//! after a code. There is no other way to one.

use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use seatkeeper_core::{
    api::Problem,
    form::{Code, Field},
    id::AccountId,
};
use serde_json::json;

use super::{
    LONGEST, Token, ending,
    second_factor::{self, Entering, HALF_OPEN},
};
use crate::{
    error::{Answer, Failure},
    http::Source,
    store::{
        StoreError, Tx, accounts,
        audit::{self, Audit},
        half_open, members,
        sessions::{self, Opened, Which},
        throttle,
    },
};

/// How many characters of a browser's name are kept.
const LONGEST_NAME: usize = 200;

/// How far a right password leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// The token is that of a session.
    SignedIn,
    /// The token waits for a code: nobody is signed in by it.
    HalfOpen,
}

/// A browser that is about to be signed in.
#[derive(Clone, Debug)]
pub struct Browser {
    /// When.
    pub now: Timestamp,
    /// From where.
    pub source: Source,
    /// What it calls itself.
    pub name: String,
    /// The session that it presented, to be replaced by the new one.
    pub presented: Option<String>,
}

impl Browser {
    /// What a request tells of its browser.
    pub fn of(headers: &HeaderMap, source: Source, now: Timestamp) -> Self {
        let name = headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok());
        let presented = super::cookie::presented(headers).map(|token| token.hash());
        Self {
            now,
            source,
            name: name
                .unwrap_or_default()
                .chars()
                .take(LONGEST_NAME)
                .collect(),
            presented,
        }
    }

    /// Signs an account in, or has it wait for a code of its second factor; `None` when its password
    /// is no longer the one that was verified.
    ///
    /// # Errors
    /// The store's.
    pub fn sign_in(
        &self,
        tx: &mut Tx<'_>,
        account: AccountId,
        verified_hash: &str,
        token: &Token,
    ) -> Result<Option<Entered>, StoreError> {
        let found = accounts::get(tx, account)?;
        let found = found.filter(|found| found.password_hash.as_deref() == Some(verified_hash));
        let Some(found) = found else {
            return Ok(None);
        };
        if found.has_second_factor {
            half_open::sweep(tx, self.now)?;
            half_open::insert(tx, &token.hash(), account, self.now + HALF_OPEN)?;
            return Ok(Some(Entered::HalfOpen));
        }
        self.open(tx, account, token)?;
        Ok(Some(Entered::SignedIn))
    }

    /// Signs in whose password waited for a code, with that code used up; answers whose it was.
    ///
    /// # Errors
    /// The store's; a wrong code is told at its field.
    pub fn enter_code(
        &self,
        tx: &mut Tx<'_>,
        (waiting, code): (&Token, &Code),
        wall: Timestamp,
        token: &Token,
    ) -> Answer<AccountId> {
        let hash = waiting.hash();
        let account = half_open::find(tx, &hash, self.now)?;
        let account = account.ok_or(Failure::from(Problem::NotSignedIn))?;
        let at = Entering {
            now: self.now,
            wall,
            source: self.source,
        };
        if !second_factor::use_up(tx, account, code, at)? {
            return Err(second_factor::wrong(Field::Code));
        }
        half_open::close(tx, &hash)?;
        self.open(tx, account, token)?;
        Ok(account)
    }

    fn open(&self, tx: &mut Tx<'_>, account: AccountId, token: &Token) -> Result<(), StoreError> {
        accounts::signed_in(tx, account, self.now)?;
        if let Some(presented) = &self.presented {
            ending::close(tx, Which::One(presented), (self.now, Some(self.source)))?;
        }
        ending::close(tx, Which::Expired(self.now), (self.now, None))?;
        throttle::sweep(tx, self.now - LONGEST)?;
        members::seen(tx, account, self.now)?;
        let opened = Opened {
            at: self.now,
            expires_at: self.now + LONGEST,
            address: self.source.to_string(),
            browser: self.name.clone(),
        };
        sessions::open(tx, &token.hash(), account, &opened)?;
        let entry = Audit::by_account(account, self.source, self.now, "session.opened");
        audit::record(tx, &entry.with(json!({ "browser": self.name })))
    }
}
