//! Accounts: a person's sign-in, found by its e-mail address in lower case.

use jiff::Timestamp;
use seatkeeper_core::id::AccountId;

use super::{Row, StoreError, Tx};
use crate::params;

/// A person's sign-in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The address as it was typed.
    pub email_shown: String,
    /// The person's name; empty until activated.
    pub name: String,
    /// `en`, `sv` or `zh-Hans`.
    pub language: String,
    /// A PHC string; none until activated.
    pub password_hash: Option<String>,
    /// Whether signing in asks for a code too.
    pub has_second_factor: bool,
}

/// How addresses are compared.
pub fn folded(email: &str) -> String {
    email.to_lowercase()
}

/// An account that can sign in or be activated, by its id.
///
/// # Errors
/// The store's.
pub fn get(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>, StoreError> {
    tx.one(
        "select id, email_shown, name, locale, password_hash,
             (select count(*) from second_factors f where f.account_id = accounts.id) as factors
         from accounts where id = $1 and erased_at is null",
        params![id.0],
        read,
    )
}

/// An account by its address, however that is written.
///
/// # Errors
/// The store's.
pub fn by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Account>, StoreError> {
    tx.one(
        "select id, email_shown, name, locale, password_hash,
             (select count(*) from second_factors f where f.account_id = accounts.id) as factors
         from accounts where email = $1 and erased_at is null",
        params![folded(email)],
        read,
    )
}

/// Makes an account that nobody can sign in to yet.
///
/// # Errors
/// The store's; a conflict on `accounts_email` when the address has one.
pub fn insert(
    tx: &mut Tx<'_>,
    id: AccountId,
    email: &str,
    language: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into accounts (id, email, email_shown, name, locale, created_at)
         values ($1, $2, $3, '', $4, $5)",
        params![id.0, folded(email), email, language, now],
    )?;
    Ok(())
}

/// Gives an account its name, language and password; answers whether it was not activated before.
///
/// # Errors
/// The store's.
pub fn activate(
    tx: &mut Tx<'_>,
    id: AccountId,
    (name, language, password_hash): (&str, &str, &str),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update accounts set name = $1, locale = $2, password_hash = $3, activated_at = $4,
             version = version + 1
         where id = $5 and password_hash is null and erased_at is null",
        params![name, language, password_hash, now, id.0],
    )?;
    Ok(rows == 1)
}

/// Sets another password. An account that has none is to be activated instead: nothing is
/// changed and the answer is no.
///
/// # Errors
/// The store's.
pub fn set_password(
    tx: &mut Tx<'_>,
    id: AccountId,
    password_hash: &str,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update accounts set password_hash = $1, version = version + 1
         where id = $2 and password_hash is not null and erased_at is null",
        params![password_hash, id.0],
    )?;
    Ok(rows == 1)
}

/// Sets the language of pages and mails.
///
/// # Errors
/// The store's.
pub fn set_language(tx: &mut Tx<'_>, id: AccountId, language: &str) -> Result<(), StoreError> {
    tx.execute(
        "update accounts set locale = $1, version = version + 1 where id = $2",
        params![language, id.0],
    )?;
    Ok(())
}

/// Notes a sign-in.
///
/// # Errors
/// The store's.
pub fn signed_in(tx: &mut Tx<'_>, id: AccountId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update accounts set seen_at = $1 where id = $2",
        params![now, id.0],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.parse("id")?,
        email_shown: row.get("email_shown")?,
        name: row.get("name")?,
        language: row.get("locale")?,
        password_hash: row.get("password_hash")?,
        has_second_factor: row.get::<i64>("factors")? > 0,
    })
}
