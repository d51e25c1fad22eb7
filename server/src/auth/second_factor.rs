//! The second factor: which codes work, who needs one, and how the operator takes a lost one away.
//!
//! Promises that each code works once, that a backup code's owner is told, and that a key is told
//! nobody but whoever sets it up.

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::{
    api::SecondFactor,
    form::{self, BACKUP_CODE_LENGTH, Code, Field, FieldError, FieldFault},
    id::AccountId,
    permission::{Actor, needs_second_factor},
};
use sha2::{Digest, Sha256};

use super::{
    ending, hex,
    totp::{Key, base32},
};
use crate::{
    context::Context,
    emails::FactorChange,
    error::{Answer, Failure},
    http::Source,
    outbox::{self, Letter, PeopleLetter},
    store::{
        Store, StoreError, Tx, accounts,
        audit::{self, Audit},
        second_factors,
        sessions::Which,
    },
};

/// How long a right password waits for a code.
pub const HALF_OPEN: SignedDuration = SignedDuration::from_mins(10);
/// How long a key waits for its first code.
pub const OFFER_HOLDS: SignedDuration = SignedDuration::from_mins(30);
/// How many backup codes there are.
const BACKUP_CODES: usize = 10;

/// When and from where a code is entered.
#[derive(Clone, Copy, Debug)]
pub struct Entering {
    /// The instant of records.
    pub now: Timestamp,
    /// The instant on the clock of whoever enters it.
    pub wall: Timestamp,
    /// The network address.
    pub source: Source,
}

impl Entering {
    /// Now.
    pub fn at(context: &Context, source: Source) -> Self {
        Self {
            now: context.clock.now(),
            wall: context.clock.wall(),
            source,
        }
    }
}

/// Reads what was typed into the field of a code.
///
/// # Errors
/// The fault of that field.
pub fn read(field: Field, code: &str) -> Result<Code, FieldError> {
    form::code(code).map_err(|fault| FieldError { field, fault })
}

/// What was typed into this field is not a code that works now.
pub fn wrong(field: Field) -> Failure {
    let fault = FieldFault::WrongCode;
    vec![FieldError { field, fault }].into()
}

/// Uses a code up, if it works now.
///
/// # Errors
/// The store's.
pub fn use_up(
    tx: &mut Tx<'_>,
    account: AccountId,
    code: &Code,
    at: Entering,
) -> Result<bool, StoreError> {
    let Some(key) = second_factors::app_key(tx, account)? else {
        return Ok(false);
    };
    match code {
        Code::Step(code) => match Key::read(&key).and_then(|key| key.step_of(*code, at.wall)) {
            Some(step) => second_factors::use_step(tx, account, step),
            None => Ok(false),
        },
        Code::Backup(code) => {
            if !second_factors::use_backup_code(tx, account, &hash_of(account, code))? {
                return Ok(false);
            }
            let entry = Audit::by_account(account, at.source, at.now, "second_factor.code_used");
            audit::record(tx, &entry)?;
            tell(tx, account, FactorChange::CodeUsed, at.now)?;
            Ok(true)
        }
    }
}

/// New backup codes in the place of all others, as they are to be written down.
///
/// # Errors
/// The store's, or when the machine gives no randomness.
pub fn renew_backup_codes(tx: &mut Tx<'_>, account: AccountId) -> Answer<Vec<String>> {
    let mut codes = Vec::with_capacity(BACKUP_CODES);
    for _ in 0..BACKUP_CODES {
        let mut bytes = [0_u8; 8];
        getrandom::fill(&mut bytes).map_err(Failure::fault)?;
        let mut code = base32(&bytes).to_ascii_lowercase();
        code.truncate(BACKUP_CODE_LENGTH);
        codes.push(code);
    }
    let hashes: Vec<_> = codes.iter().map(|code| hash_of(account, code)).collect();
    second_factors::set_backup_codes(tx, account, &hashes)?;
    Ok(codes.iter().map(|code| in_groups(code, "-")).collect())
}

/// A plain hash is enough for 60 random bits of which ten are tried in a quarter of an hour.
fn hash_of(account: AccountId, code: &str) -> String {
    hex(&Sha256::digest(format!("{account} {code}").as_bytes()))
}

/// Four signs each, to be read and typed.
pub fn in_groups(text: &str, between: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let groups = signs
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(between)
}

/// Has the account told what has happened to its second factor, in the same commit.
///
/// # Errors
/// The store's.
pub fn tell(
    tx: &mut Tx<'_>,
    account: AccountId,
    change: FactorChange,
    now: Timestamp,
) -> Result<(), StoreError> {
    let letter = PeopleLetter::SecondFactor { account, change };
    outbox::put(tx, now, &Letter::People(letter))
}

/// Whether an account needs one.
///
/// # Errors
/// The store's.
pub fn is_needed(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool, StoreError> {
    let stakes = second_factors::stakes(tx, actor)?;
    Ok(needs_second_factor(actor, stakes))
}

/// How it stands with somebody signed in.
///
/// # Errors
/// The store's.
pub fn standing(tx: &mut Tx<'_>, actor: &Actor, insists: bool) -> Result<SecondFactor, StoreError> {
    let on = second_factors::app_key(tx, actor.account)?.is_some();
    let required = is_needed(tx, actor)?;
    Ok(SecondFactor {
        on,
        required,
        first: required && insists && !on,
        backup_codes: second_factors::backup_codes(tx, actor.account)?,
    })
}

/// Why nothing was taken away.
#[derive(Debug, thiserror::Error)]
pub enum NotRemoved {
    /// Nobody has the address.
    #[error("{0} has no account")]
    Nobody(String),
    /// There is nothing to take away.
    #[error("{0} has no second factor")]
    None(String),
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// `seatkeeper second-factor remove`: for whoever has lost both the app and the backup codes. Every
/// session of the account ends, and the server mails it; blocks.
///
/// # Errors
/// [`NotRemoved`].
pub fn remove(store: &Store, email: &str, now: Timestamp) -> Result<(), NotRemoved> {
    let email = email.to_owned();
    store.write_blocking(move |tx| {
        let account = accounts::by_email(tx, &email)?;
        let account = account.ok_or_else(|| NotRemoved::Nobody(email.clone()))?.id;
        if !second_factors::remove(tx, account)? {
            return Err(NotRemoved::None(email.clone()));
        }
        ending::close(tx, Which::All(account), (now, None))?;
        let details = serde_json::json!({ "account": account });
        let entry = Audit::by_itself(now, "second_factor.removed").with(details);
        audit::record(tx, &entry)?;
        Ok(tell(tx, account, FactorChange::Removed, now)?)
    })
}
