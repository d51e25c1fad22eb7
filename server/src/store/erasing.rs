//! A person's name and address, taken out of every table but those of orders, documents and books.

use jiff::Timestamp;
use seatkeeper_core::id::{AccountId, CustomerId, ResellerId};
use uuid::Uuid;

use super::{StoreError, Tx, customers::pattern};
use crate::params;

/// What stands in the place of a name or an address.
const ERASED: &str = "–";

/// Where an address still has to receive papers, or a company's only administrator has it; the name.
///
/// # Errors
/// The store's.
pub fn is_needed_by(
    tx: &mut Tx<'_>,
    email: &str,
    account: Option<AccountId>,
) -> Result<Option<String>, StoreError> {
    let needed = tx.query(
        "select name from resellers where lower(invoice_email) = $1
         union all select name from customers where lower(invoice_email) = $1
         union all select r.name from reseller_people p join resellers r on r.id = p.reseller_id
            where p.account_id = $2 and p.role = 'administrator' and not exists (
                select 1 from reseller_people o where o.reseller_id = p.reseller_id
                    and o.account_id <> p.account_id and o.role = 'administrator')
         union all select c.name from members m join customers c on c.id = m.customer_id
            where m.account_id = $2 and m.role = 'administrator' and c.reseller_id = $3 and not exists (
                select 1 from members o join accounts a on a.id = o.account_id
                where o.customer_id = m.customer_id and o.id <> m.id and o.role = 'administrator'
                    and a.password_hash is not null)",
        params![email, account.map(|id| id.0), ResellerId::NOBODY.0],
        |row| row.get::<String>(0),
    )?;
    Ok(needed.into_iter().next())
}

/// The businesses in which an address is a member or invited.
///
/// # Errors
/// The store's.
pub fn businesses(tx: &mut Tx<'_>, email: &str) -> Result<Vec<CustomerId>, StoreError> {
    tx.query(
        "select customer_id from members where email = $1 order by customer_id",
        params![email],
        |row| row.parse("customer_id"),
    )
}

/// Takes an address out of everything that waits for it: invitations, offers, links.
///
/// # Errors
/// The store's.
pub fn address(tx: &mut Tx<'_>, email: &str) -> Result<(), StoreError> {
    for sql in [
        "delete from links where email = $1",
        "delete from members where email = $1",
        "delete from colleague_invitations where email = $1",
        "delete from managing_offers where email = $1",
        "delete from email_changes where email = $1",
        "delete from mail_stops where email = $1",
    ] {
        tx.execute(sql, params![email])?;
    }
    Ok(())
}

/// Takes an account's roles and secrets away, and its name and address out of it; what it has
/// done stays, done by nobody in particular.
///
/// # Errors
/// The store's.
pub fn account(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    for sql in [
        "delete from second_factors where account_id = $1",
        "delete from second_factor_offers where account_id = $1",
        "delete from backup_codes where account_id = $1",
        "delete from links where account_id = $1",
        "delete from email_changes where account_id = $1",
        "delete from giving_up where account_id = $1",
        "delete from members where account_id = $1",
        "delete from reseller_people where account_id = $1",
        "delete from staff where account_id = $1",
        "update audit_log set address = '' where account_id = $1",
    ] {
        tx.execute(sql, params![account.0])?;
    }
    // no address can be written like that, so nobody ever has it
    let email = format!("erased {}", account.0);
    tx.execute(
        "update accounts set email = $1, email_shown = $2, name = $2, password_hash = null, erased_at = $3,
            version = version + 1
         where id = $4",
        params![email, ERASED, now, account.0],
    )?;
    Ok(())
}

/// Takes an address out of what the audit log tells, however it was written there.
///
/// # Errors
/// The store's.
pub fn log(tx: &mut Tx<'_>, email: &str) -> Result<(), StoreError> {
    let entries = tx.query(
        "select id, details from audit_log where details_folded like $1 escape '!'",
        params![pattern(email)],
        |row| Ok((row.get::<Uuid>("id")?, row.get::<String>("details")?)),
    )?;
    for (id, details) in entries {
        let told = without(&details, email);
        tx.execute(
            "update audit_log set details = $1, details_folded = $2 where id = $3",
            params![&told, told.to_lowercase(), id],
        )?;
    }
    Ok(())
}

/// A text without an address, of which the capitals do not count.
fn without(text: &str, email: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut told = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(found) = lower.get(from..).and_then(|rest| rest.find(email)) {
        told.push_str(text.get(from..from + found).unwrap_or_default());
        told.push_str(ERASED);
        from += found + email.len();
    }
    told.push_str(text.get(from..).unwrap_or_default());
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_whatever_letters() {
        let told = without(
            r#"{"from":"Anna@Ö.example","to":"anna@ö.example"}"#,
            "anna@ö.example",
        );
        assert_eq!(told, r#"{"from":"Anna@Ö.example","to":"–"}"#);
        let told = without("ANNA@b.example, anna@B.example", "anna@b.example");
        assert_eq!(told, "–, –");
        assert_eq!(without("nobody", "anna@b.example"), "nobody");
    }
}
