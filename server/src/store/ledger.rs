//! The books on disk: entries are added and never changed; a cause is booked once.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    id::OrderId,
    ledger::{self, Entry},
    money::Money,
};
use uuid::Uuid;

use super::{StoreError, Tx, orders::Payer};
use crate::params;

/// The accounts that the rules book on, with their names for whoever reads the books.
const ACCOUNTS: [(&str, &str); 8] = [
    (ledger::GATEWAY, "Card gateway"),
    (ledger::DISPUTED, "Disputed card payments"),
    (ledger::OWED, "Owed after lost disputes"),
    (ledger::BANK, "Bank"),
    (ledger::VAT_OWED, "VAT owed"),
    (ledger::DEFERRED_REVENUE, "Deferred revenue"),
    (ledger::REVENUE, "Revenue"),
    (ledger::BALANCE, "Payers' balances"),
];

/// Makes sure that the accounts exist.
///
/// # Errors
/// The store's.
pub fn open_accounts(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    for (code, name) in ACCOUNTS {
        tx.execute(
            "insert into ledger_accounts (code, name) values ($1, $2) on conflict do nothing",
            params![code, name],
        )?;
    }
    Ok(())
}

/// What an entry is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Which order; none for what a payer's balance was paid out with.
    pub order: Option<OrderId>,
    /// Whose balance its postings move.
    pub payer: Payer,
    /// The country of its VAT; may be empty.
    pub country: &'a str,
}

/// Books an entry; `false` when its cause was booked before.
///
/// # Errors
/// The store's.
pub fn book(
    tx: &mut Tx<'_>,
    (id, cause): (Uuid, &str),
    about: About<'_>,
    entry: &Entry,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let new = tx.execute(
        "insert into ledger_entries (id, cause, booked_on, description, order_id, booked_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        params![
            id,
            cause,
            entry.on(),
            entry.text(),
            about.order.map(|order| order.0),
            now
        ],
    )?;
    if new == 0 {
        return Ok(false);
    }
    for (line, posting) in (1_i64..).zip(entry.postings()) {
        let country = (posting.account == ledger::VAT_OWED).then(|| about.country.to_owned());
        let (reseller, customer) = if posting.account == ledger::BALANCE {
            about.payer.columns()
        } else {
            (None, None)
        };
        tx.execute(
            "insert into ledger_postings (entry_id, line, account_code, currency, amount_minor, country, reseller_id,
                customer_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                id,
                line,
                &posting.account,
                posting.amount.currency().code(),
                posting.amount.minor(),
                country,
                reseller,
                customer,
            ],
        )?;
    }
    Ok(true)
}

/// What the payer of an order owes for it after a lost dispute, in minor units.
///
/// # Errors
/// The store's.
pub fn owed(tx: &mut Tx<'_>, order: OrderId) -> Result<i64, StoreError> {
    tx.only(
        "select cast(coalesce(sum(p.amount_minor), 0) as bigint) as owed
         from ledger_postings p join ledger_entries e on e.id = p.entry_id
         where e.order_id = $1 and p.account_code = '1519'",
        params![order.0],
        |row| row.get("owed"),
    )
}

/// Writes down when deferred revenue becomes revenue.
///
/// # Errors
/// The store's.
pub fn plan_releases(
    tx: &mut Tx<'_>,
    order: OrderId,
    releases: &[(Date, Money)],
) -> Result<(), StoreError> {
    for (part, (due_on, amount)) in (1_i64..).zip(releases) {
        tx.execute(
            "insert into revenue_releases (order_id, part, due_on, currency, amount_minor) values ($1, $2, $3, $4, $5)",
            params![order.0, part, *due_on, amount.currency().code(), amount.minor()],
        )?;
    }
    Ok(())
}

/// A part of deferred revenue that has become revenue.
#[derive(Clone, Copy, Debug)]
pub struct Release {
    /// Of which order.
    pub order: OrderId,
    /// Who paid it.
    pub payer: Payer,
    /// Which part.
    pub part: i64,
    /// Since when.
    pub due_on: Date,
    /// How much.
    pub amount: Money,
}

/// Parts that are due on a day and not booked yet. While an order is disputed its revenue waits.
///
/// # Errors
/// The store's.
pub fn due_releases(tx: &mut Tx<'_>, today: Date, most: u32) -> Result<Vec<Release>, StoreError> {
    tx.query(
        "select d.order_id, d.part, d.due_on, d.currency, d.amount_minor, o.payer_reseller_id, o.payer_customer_id
         from revenue_releases d join orders o on o.id = d.order_id
         where d.entry_id is null and d.due_on <= $1 and o.state <> 'disputed' order by d.due_on, d.order_id, d.part limit $2",
        params![today, most],
        |row| {
            Ok(Release {
                order: row.parse("order_id")?,
                payer: Payer::of(row)?,
                part: row.get("part")?,
                due_on: row.get("due_on")?,
                amount: Money::new(row.get("amount_minor")?, row.parse("currency")?),
            })
        },
    )
}

/// A part was booked.
///
/// # Errors
/// The store's.
pub fn released(tx: &mut Tx<'_>, release: &Release, entry: Uuid) -> Result<(), StoreError> {
    tx.execute(
        "update revenue_releases set entry_id = $1 where order_id = $2 and part = $3",
        params![entry, release.order.0, release.part],
    )?;
    Ok(())
}
