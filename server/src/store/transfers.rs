//! Orders that wait for money on the bank account, and how much of it has come.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{OwnTransfer, TRANSFERS_A_PAGE, TransferPage, TransferRow},
    id::{AccountId, OrderId},
    money::Money,
    order::OrderState,
    transfer::Terms,
};

use super::{
    Row, StoreError, Tx, balances, bank_entries, customers::pattern, invoices::Wanted,
    orders::Parties,
};
use crate::params;

/// What an order waits for.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Of which order.
    pub order: OrderId,
    /// What stands in the transfer (ISO 11649), without spaces.
    pub reference: String,
    /// What is asked for.
    pub amount: Money,
    /// How much of it has come.
    pub received: Money,
    /// It still waits.
    pub open: bool,
    /// Until when, and when the period begins.
    pub terms: Terms,
}

impl Transfer {
    /// What is still to come while it waits; nothing below nothing.
    pub fn missing(&self) -> Money {
        if self.open {
            missing(self.amount, self.received)
        } else {
            Money::zero(self.amount.currency())
        }
    }
}

fn missing(amount: Money, received: Money) -> Money {
    let minor = amount.minor().saturating_sub(received.minor());
    Money::new(minor, amount.currency())
}

/// The next running number of a year: `2026000001` is its first.
///
/// # Errors
/// The store's.
pub fn next_number(tx: &mut Tx<'_>, year: i16) -> Result<i64, StoreError> {
    let first = i64::from(year) * 1_000_000;
    tx.only(
        "select cast(coalesce(max(number), $1) as bigint) + 1 as next from transfers where number > $1 and number < $2",
        params![first, first + 1_000_000],
        |row| row.get("next"),
    )
}

/// Money is asked for.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    order: OrderId,
    (number, reference): (i64, &str),
    amount: Money,
    terms: Terms,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into transfers (order_id, reference, currency, amount_minor, due_on, number, begins_when_recorded)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            order.0,
            reference,
            amount.currency().code(),
            amount.minor(),
            terms.due_on,
            number,
            terms.begins_when_recorded,
        ],
    )?;
    Ok(())
}

/// What an order waits for, or waited for.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, order: OrderId) -> Result<Option<Transfer>, StoreError> {
    tx.one(
        "select order_id, reference, currency, amount_minor, received_minor, due_on, begins_when_recorded,
            case when closed_at is null then 1 else 0 end as is_open
         from transfers where order_id = $1",
        params![order.0],
        |row| {
            let (amount, received) = amounts(row)?;
            Ok(Transfer {
                order: row.parse("order_id")?,
                reference: row.get("reference")?,
                amount,
                received,
                open: row.get::<i64>("is_open")? == 1,
                terms: Terms {
                    due_on: row.get("due_on")?,
                    begins_when_recorded: row.get("begins_when_recorded")?,
                },
            })
        },
    )
}

/// More of the money has come.
///
/// # Errors
/// The store's.
pub fn receive(tx: &mut Tx<'_>, order: OrderId, part: Money) -> Result<(), StoreError> {
    tx.execute(
        "update transfers set received_minor = received_minor + $1 where order_id = $2",
        params![part.minor(), order.0],
    )?;
    Ok(())
}

/// Another amount is asked for, until another day.
///
/// # Errors
/// The store's.
pub fn ask_anew(
    tx: &mut Tx<'_>,
    order: OrderId,
    amount: Money,
    due_on: Date,
) -> Result<(), StoreError> {
    tx.execute(
        "update transfers set amount_minor = $1, due_on = $2, closed_at = null where order_id = $3",
        params![amount.minor(), due_on, order.0],
    )?;
    Ok(())
}

/// An order waits no longer.
///
/// # Errors
/// The store's.
pub fn close(tx: &mut Tx<'_>, order: OrderId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update transfers set closed_at = $1 where order_id = $2 and closed_at is null",
        params![now, order.0],
    )?;
    Ok(())
}

/// Waiting orders whose last day has passed by a day, without money that waits for a second person.
///
/// # Errors
/// The store's.
pub fn overdue(tx: &mut Tx<'_>, day: Date) -> Result<Vec<OrderId>, StoreError> {
    tx.query(
        "select t.order_id from transfers t join orders o on o.id = t.order_id
         where t.closed_at is null and o.state = 'awaiting_transfer' and t.due_on < $1
            and not exists (select b.id from bank_entries b where b.order_id = t.order_id and b.direction = 'in' and b.state = 'waiting')
         order by t.due_on, t.order_id",
        params![day],
        |row| row.parse("order_id"),
    )
}

/// The open transfers of payers, the first due first.
///
/// # Errors
/// The store's.
pub fn own(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<OwnTransfer>, StoreError> {
    let (reseller, own) = (wanted.reseller.map(|id| id.0), wanted.own.map(|id| id.0));
    tx.query(
        "select t.order_id, t.reference, t.currency, t.amount_minor, t.received_minor, t.due_on, o.buyer
         from transfers t join orders o on o.id = t.order_id
         where t.closed_at is null and (o.payer_reseller_id = $1 or o.payer_customer_id = $2)
         order by t.due_on, t.number",
        params![reseller, own],
        |row| {
            let (amount, received) = amounts(row)?;
            let parties: Parties = row.json("buyer")?;
            Ok(OwnTransfer {
                order: row.parse("order_id")?,
                reference: row.get("reference")?,
                paid_for: parties.paid_for,
                missing: missing(amount, received),
                due_on: row.get("due_on")?,
            })
        },
    )
}

/// `$1` 1 for the open ones, else those of which reference or a name holds `$2` or `$3`.
macro_rules! found_transfers {
    () => {
        "from transfers t join orders o on o.id = t.order_id join resellers r on r.id = o.reseller_id
            join customers c on c.id = o.customer_id
         where (cast($1 as bigint) = 1 and t.closed_at is null)
            or (cast($1 as bigint) = 0
                and (lower(t.reference) like $2 escape '!' or c.name_folded like $3 escape '!'
                    or r.name_folded like $3 escape '!'))"
    };
}

/// One page of transfers for one of the seller's people: the open ones, the first due first, or
/// those that hold a text.
///
/// # Errors
/// The store's.
pub fn search(
    tx: &mut Tx<'_>,
    text: &str,
    page: u32,
    asks: AccountId,
) -> Result<TransferPage, StoreError> {
    let text = text.trim();
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (open, reference, name) = (text.is_empty(), pattern(&compact), pattern(text));
    let total: u32 = tx.only(
        concat!("select count(*) as found ", found_transfers!()),
        params![open, &reference, &name],
        |row| row.get("found"),
    )?;
    let page = page.clamp(1, total.div_ceil(TRANSFERS_A_PAGE).max(1));
    let mut rows = tx.query(
        concat!(
            "select t.order_id, t.reference, t.currency, t.amount_minor, t.received_minor, t.due_on, o.buyer, o.state,
                o.placed_on, r.name as reseller ",
            found_transfers!(),
            " order by t.due_on, t.number limit $4 offset $5"
        ),
        params![
            open,
            &reference,
            &name,
            TRANSFERS_A_PAGE,
            (page - 1) * TRANSFERS_A_PAGE
        ],
        listed,
    )?;
    for row in &mut rows {
        row.waiting = bank_entries::waiting(tx, row.order, asks)?;
    }
    let balances = if page == 1 {
        balances::find(tx, text, asks)?
    } else {
        Vec::new()
    };
    Ok(TransferPage {
        rows,
        total,
        page,
        balances,
    })
}

fn listed(row: &Row<'_>) -> Result<TransferRow, StoreError> {
    let (amount, received) = amounts(row)?;
    let parties: Parties = row.json("buyer")?;
    let state: String = row.get("state")?;
    Ok(TransferRow {
        order: row.parse("order_id")?,
        reference: row.get("reference")?,
        reseller: row.get("reseller")?,
        paid_by: parties.paid_by,
        paid_for: parties.paid_for,
        amount,
        received,
        placed_on: row.get("placed_on")?,
        due_on: row.get("due_on")?,
        state: OrderState::of(&state)
            .ok_or_else(|| StoreError::Unexpected(format!("no order state {state}")))?,
        waiting: None,
    })
}

fn amounts(row: &Row<'_>) -> Result<(Money, Money), StoreError> {
    let currency = row.parse("currency")?;
    Ok((
        Money::new(row.get("amount_minor")?, currency),
        Money::new(row.get("received_minor")?, currency),
    ))
}
