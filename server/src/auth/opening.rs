//! Opening a session, and ending every other one where a password changes hands.

use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use seatkeeper_core::id::AccountId;
use serde_json::json;

use super::{LONGEST, Token};
use crate::{
    http::Source,
    store::{
        StoreError, Tx, accounts,
        audit::{self, Audit},
        members,
        sessions::{self, Opened},
        throttle,
    },
};

/// How many characters of a browser's name are kept.
const LONGEST_NAME: usize = 200;

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

    /// Signs an account in, unless its password is no longer the one that was verified.
    ///
    /// # Errors
    /// The store's.
    pub fn sign_in(
        &self,
        tx: &mut Tx<'_>,
        account: AccountId,
        verified_hash: &str,
        token: &Token,
    ) -> Result<bool, StoreError> {
        if !accounts::signed_in(tx, account, verified_hash, self.now)? {
            return Ok(false);
        }
        if let Some(presented) = &self.presented {
            sessions::close(tx, presented)?;
        }
        sessions::sweep(tx, self.now)?;
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
        audit::record(tx, &entry.with(json!({ "browser": self.name })))?;
        Ok(true)
    }
}
