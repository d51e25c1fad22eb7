//! The audit log: who did what, acting as and on whom, when, from where. Only ever appended to.

mod reading;

use jiff::Timestamp;
use seatkeeper_core::id::{AccountId, CustomerId, ResellerId};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{StoreError, Tx};
use crate::{auth::SignedIn, http::Source, params};
pub use reading::{Entry, Reader, Wanted, read};

/// One thing that was done.
#[derive(Clone, Debug)]
pub struct Audit {
    /// When.
    pub at: Timestamp,
    /// Who; nobody for what the portal does by itself.
    pub account: Option<AccountId>,
    /// The reseller that one of the seller's people acted as.
    pub acting_as: Option<ResellerId>,
    /// Which reseller it concerns: it stands in that one's own log.
    pub reseller: Option<ResellerId>,
    /// Which customer it concerns.
    pub customer: Option<CustomerId>,
    /// What, as `member.added`: the noun, and what happened to it.
    pub action: &'static str,
    /// What is worth knowing besides; no secret. An `order` here decides who may read it: what a
    /// customer pays by itself is not in its reseller's log.
    pub details: Json,
    /// From which network address; empty for the portal itself.
    pub address: String,
}

impl Audit {
    /// What the portal does by itself.
    pub fn by_itself(at: Timestamp, action: &'static str) -> Self {
        Self {
            at,
            account: None,
            acting_as: None,
            reseller: None,
            customer: None,
            action,
            details: Json::Null,
            address: String::new(),
        }
    }

    /// What somebody signed in does.
    pub fn by(who: &SignedIn, at: Timestamp, action: &'static str) -> Self {
        let entry = Self::by_account(who.actor.account, who.source, at, action);
        match who.actor.reseller {
            // what is done for a reseller stands in its own log, whatever it is done to
            Some((reseller, _)) if who.actor.acting => Self {
                acting_as: Some(reseller),
                reseller: Some(reseller),
                ..entry
            },
            _ => entry,
        }
    }

    /// What an account does from somewhere.
    pub fn by_account(
        account: AccountId,
        from: Source,
        at: Timestamp,
        action: &'static str,
    ) -> Self {
        Self {
            account: Some(account),
            address: from.to_string(),
            ..Self::by_itself(at, action)
        }
    }

    /// … on a reseller.
    #[must_use]
    pub fn of(mut self, reseller: ResellerId) -> Self {
        self.reseller = Some(reseller);
        self
    }

    /// … on a customer of a reseller.
    #[must_use]
    pub fn on(mut self, reseller: ResellerId, customer: CustomerId) -> Self {
        self.reseller = Some(reseller);
        self.customer = Some(customer);
        self
    }

    /// … with this worth knowing.
    #[must_use]
    pub fn with(mut self, details: Json) -> Self {
        self.details = details;
        self
    }
}

/// Writes it down, in the transaction of what was done.
///
/// # Errors
/// The store's.
pub fn record(tx: &mut Tx<'_>, audit: &Audit) -> Result<(), StoreError> {
    let details = audit.details.to_string();
    tx.execute(
        "insert into audit_log (id, happened_at, account_id, acting_as_reseller_id, reseller_id,
             customer_id, action, details, details_folded, address, order_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            Uuid::now_v7(),
            audit.at,
            audit.account.map(|id| id.0),
            audit.acting_as.map(|id| id.0),
            audit.reseller.map(|id| id.0),
            audit.customer.map(|id| id.0),
            audit.action,
            &details,
            details.to_lowercase(),
            &audit.address,
            // what is paid by a customer itself is told from its order
            audit
                .details
                .get("order")
                .and_then(Json::as_str)
                .map(str::to_owned),
        ],
    )?;
    Ok(())
}
