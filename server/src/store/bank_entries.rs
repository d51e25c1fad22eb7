//! Money that came on the seller's bank account or left it, as staff recorded it: each entry of the bank
//! once.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::WaitingEntry,
    currency::Currency,
    form::NewBankEntry,
    id::{AccountId, BankEntryId, OrderId},
    money::Money,
};

use super::{Row, StoreError, Tx, orders::Payer};
use crate::params;

/// A recorded entry.
#[derive(Clone, Debug)]
pub struct BankEntry {
    /// Its id.
    pub id: BankEntryId,
    /// For which order; of what was paid out, one of the payer's.
    pub order: OrderId,
    /// It was paid out of the payer's balance.
    pub is_payout: bool,
    /// On which account of the seller.
    pub bank_account: String,
    /// What the bank says.
    pub said: NewBankEntry,
    /// What of it no order took.
    pub kept: Money,
    /// Who recorded it.
    pub recorded_by: AccountId,
    /// It waits for a second person, and nothing has come of it yet.
    pub waits: bool,
}

/// Writes an entry down.
///
/// # Errors
/// A conflict when the bank's entry is recorded already.
pub fn insert(
    tx: &mut Tx<'_>,
    entry: &BankEntry,
    payer: Payer,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (reseller, customer) = payer.columns();
    let NewBankEntry {
        entry_reference,
        booked_on,
        amount,
        remittance,
    } = &entry.said;
    tx.execute(
        "insert into bank_entries (id, bank_account, entry_reference, booked_on, currency, amount_minor, remittance,
            order_id, payer_reseller_id, payer_customer_id, recorded_by, recorded_at, state, direction)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            entry.id.0,
            &entry.bank_account,
            entry_reference,
            *booked_on,
            amount.currency().code(),
            amount.minor(),
            remittance,
            entry.order.0,
            reseller,
            customer,
            entry.recorded_by.0,
            now,
            if entry.waits { "waiting" } else { "counted" },
            if entry.is_payout { "out" } else { "in" },
        ],
    )?;
    Ok(())
}

/// What [`read`] reads.
macro_rules! entry_columns {
    () => {
        "id, bank_account, entry_reference, booked_on, currency, amount_minor, remittance, order_id, recorded_by, state,
            kept_minor, direction"
    };
}

/// An entry by the bank's own reference.
///
/// # Errors
/// The store's.
pub fn by_reference(
    tx: &mut Tx<'_>,
    bank_account: &str,
    entry_reference: &str,
) -> Result<Option<BankEntry>, StoreError> {
    tx.one(
        concat!(
            "select ",
            entry_columns!(),
            " from bank_entries where bank_account = $1 and entry_reference = $2"
        ),
        params![bank_account, entry_reference],
        read,
    )
}

/// An entry by its id.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, id: BankEntryId) -> Result<Option<BankEntry>, StoreError> {
    tx.one(
        concat!(
            "select ",
            entry_columns!(),
            " from bank_entries where id = $1"
        ),
        params![id.0],
        read,
    )
}

/// What of an order's money waits for a second person, the earliest first; `asks` is who asks.
///
/// # Errors
/// The store's.
pub fn waiting(
    tx: &mut Tx<'_>,
    order: OrderId,
    asks: AccountId,
) -> Result<Option<WaitingEntry>, StoreError> {
    tx.one(
        "select b.id, b.currency, b.amount_minor, b.booked_on, b.entry_reference, b.recorded_by, a.name
         from bank_entries b join accounts a on a.id = b.recorded_by
         where b.order_id = $1 and b.direction = 'in' and b.state = 'waiting' order by b.recorded_at, b.id limit 1",
        params![order.0],
        |row| waits(row, asks),
    )
}

/// An entry that waits for a second person, for whoever asks.
pub(super) fn waits(row: &Row<'_>, asks: AccountId) -> Result<WaitingEntry, StoreError> {
    let recorded_by: AccountId = row.parse("recorded_by")?;
    Ok(WaitingEntry {
        id: row.parse("id")?,
        amount: Money::new(row.get("amount_minor")?, row.parse("currency")?),
        booked_on: row.get("booked_on")?,
        entry_reference: row.get("entry_reference")?,
        recorded_by: row.get("name")?,
        is_own: recorded_by == asks,
    })
}

/// All that was recorded for an order: what counts, taken or kept, and what waits for a second person.
///
/// # Errors
/// The store's.
pub fn recorded(tx: &mut Tx<'_>, order: OrderId, currency: Currency) -> Result<Money, StoreError> {
    tx.only(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) as recorded from bank_entries
         where order_id = $1 and direction = 'in' and state in ('counted', 'waiting')",
        params![order.0],
        |row| Ok(Money::new(row.get("recorded")?, currency)),
    )
}

/// The last bank day of what counted for an order.
///
/// # Errors
/// The store's.
pub fn last_booked_on(tx: &mut Tx<'_>, order: OrderId) -> Result<Option<Date>, StoreError> {
    tx.only(
        "select max(booked_on) as last from bank_entries where order_id = $1 and direction = 'in' and state = 'counted'",
        params![order.0],
        |row| row.get("last"),
    )
}

/// An entry counts, and so much of it no order took.
///
/// # Errors
/// The store's.
pub fn count(
    tx: &mut Tx<'_>,
    id: BankEntryId,
    kept: Money,
    (by, now): (AccountId, Timestamp),
) -> Result<(), StoreError> {
    tx.execute(
        "update bank_entries set state = 'counted', kept_minor = $1, decided_by = $2, decided_at = $3 where id = $4",
        params![kept.minor(), by.0, now, id.0],
    )?;
    Ok(())
}

/// An entry that waited was recorded by mistake; the audit log remembers it.
///
/// # Errors
/// The store's.
pub fn withdraw(tx: &mut Tx<'_>, id: BankEntryId) -> Result<(), StoreError> {
    tx.execute(
        "delete from bank_entries where id = $1 and state = 'waiting'",
        params![id.0],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<BankEntry, StoreError> {
    let currency = row.parse("currency")?;
    Ok(BankEntry {
        id: row.parse("id")?,
        order: row.parse("order_id")?,
        is_payout: row.get::<String>("direction")? == "out",
        bank_account: row.get("bank_account")?,
        said: NewBankEntry {
            entry_reference: row.get("entry_reference")?,
            booked_on: row.get("booked_on")?,
            amount: Money::new(row.get("amount_minor")?, currency),
            remittance: row.get("remittance")?,
        },
        kept: Money::new(row.get("kept_minor")?, currency),
        recorded_by: row.parse("recorded_by")?,
        waits: row.get::<String>("state")? == "waiting",
    })
}
