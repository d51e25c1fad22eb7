//! Sessions: a signed-in browser, known by the hash of its token.

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::id::{AccountId, ResellerId};

use super::{Row, StoreError, Tx, half_open};
use crate::params;

/// A session as it stands in the database.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// Whose.
    pub account: AccountId,
    /// The last request that was noted.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// The reseller as which its account acts, and until when.
    pub acting: Option<(ResellerId, Timestamp)>,
}

/// From where a session was opened, to recognise it by.
#[derive(Clone, Debug)]
pub struct Opened {
    /// When.
    pub at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// The network address.
    pub address: String,
    /// What the browser calls itself.
    pub browser: String,
}

impl Session {
    /// Whether it is neither too old nor idle for too long.
    pub fn lives(&self, now: Timestamp, idle: SignedDuration) -> bool {
        now < self.expires_at && now.duration_since(self.seen_at) < idle
    }

    /// As which reseller its account acts now.
    pub fn acts_as(&self, now: Timestamp) -> Option<ResellerId> {
        let acting = self.acting.filter(|(_, until)| now < *until);
        acting.map(|(reseller, _)| reseller)
    }

    /// What its account acts as until it is written down that it does no more, also when its time is up.
    pub fn acted(&self) -> Option<Acted> {
        let acted = |(reseller, until)| Acted {
            account: self.account,
            reseller,
            until,
        };
        self.acting.map(acted)
    }
}

/// Opens a session.
///
/// # Errors
/// The store's.
pub fn open(
    tx: &mut Tx<'_>,
    hash: &str,
    account: AccountId,
    opened: &Opened,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into sessions (token_hash, account_id, created_at, seen_at, expires_at, address, browser)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![hash, account.0, opened.at, opened.at, opened.expires_at, &opened.address, &opened.browser],
    )?;
    Ok(())
}

/// A session by the hash of its token, alive or not.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, hash: &str) -> Result<Option<Session>, StoreError> {
    tx.one(
        "select account_id, seen_at, expires_at, acting_as_reseller_id, acting_until from sessions
         where token_hash = $1",
        params![hash],
        |row| {
            let reseller = row.parse_optional("acting_as_reseller_id")?;
            let until: Option<Timestamp> = row.get("acting_until")?;
            Ok(Session {
                acting: reseller.zip(until),
                account: row.parse("account_id")?,
                seen_at: row.get("seen_at")?,
                expires_at: row.get("expires_at")?,
            })
        },
    )
}

/// Notes a request.
///
/// # Errors
/// The store's.
pub fn note(tx: &mut Tx<'_>, hash: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update sessions set seen_at = $1 where token_hash = $2",
        params![now, hash],
    )?;
    Ok(())
}

/// Has the account of a session act as a reseller until then, or no longer.
///
/// # Errors
/// The store's.
pub fn act(
    tx: &mut Tx<'_>,
    hash: &str,
    acting: Option<(ResellerId, Timestamp)>,
) -> Result<(), StoreError> {
    tx.execute(
        "update sessions set acting_as_reseller_id = $1, acting_until = $2 where token_hash = $3",
        params![
            acting.map(|(reseller, _)| reseller.0),
            acting.map(|(_, until)| until),
            hash
        ],
    )?;
    Ok(())
}

/// An acting that is over, or ends with its session.
#[derive(Clone, Copy, Debug)]
pub struct Acted {
    /// Who acted.
    pub account: AccountId,
    /// As which reseller.
    pub reseller: ResellerId,
    /// When its time is up.
    pub until: Timestamp,
}

impl Acted {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            account: row.parse("account_id")?,
            reseller: row.parse("acting_as_reseller_id")?,
            until: row.get("acting_until")?,
        })
    }
}

/// What was acted as and is no more.
#[must_use = "each end of acting is written down"]
#[derive(Debug)]
pub struct Ends(pub Vec<Acted>);

/// What is acted as in the sessions of which …
macro_rules! acting_in {
    () => {
        "select account_id, acting_as_reseller_id, acting_until from sessions where acting_until is not null and "
    };
}

/// Has every acting whose time is up be over, and tells of each once.
///
/// # Errors
/// The store's.
pub fn acted_until(tx: &mut Tx<'_>, now: Timestamp) -> Result<Ends, StoreError> {
    let over = concat!(acting_in!(), "acting_until <= $1 order by acting_until");
    let over = tx.query(over, params![now], Acted::read)?;
    if !over.is_empty() {
        tx.execute(
            "update sessions set acting_as_reseller_id = null, acting_until = null
             where acting_until <= $1",
            params![now],
        )?;
    }
    Ok(Ends(over))
}

/// Sessions that end.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// The one of this hash.
    One(&'a str),
    /// All of an account, and what waits to become one.
    All(AccountId),
    /// All of an account but the one of this hash.
    Others(AccountId, &'a str),
    /// Those that have come to their last end by now.
    Expired(Timestamp),
}

/// Ends sessions; what was acted as in them ends with them.
///
/// # Errors
/// The store's.
pub fn close(tx: &mut Tx<'_>, which: Which<'_>) -> Result<Ends, StoreError> {
    if let Which::All(account) = which {
        half_open::close_all(tx, account)?;
    }
    let (acting, closing, values) = match which {
        Which::One(hash) => (
            concat!(acting_in!(), "token_hash = $1"),
            "delete from sessions where token_hash = $1",
            vec![hash.into()],
        ),
        Which::All(account) => (
            concat!(acting_in!(), "account_id = $1"),
            "delete from sessions where account_id = $1",
            vec![account.0.into()],
        ),
        Which::Others(account, hash) => (
            concat!(acting_in!(), "account_id = $1 and token_hash <> $2"),
            "delete from sessions where account_id = $1 and token_hash <> $2",
            vec![account.0.into(), hash.into()],
        ),
        Which::Expired(now) => (
            concat!(acting_in!(), "expires_at <= $1"),
            "delete from sessions where expires_at <= $1",
            vec![now.into()],
        ),
    };
    let ends = tx.query(acting, &values, Acted::read)?;
    tx.execute(closing, &values)?;
    Ok(Ends(ends))
}
