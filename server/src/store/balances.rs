//! What payers have left: their money that came, less what their orders used, less what has come for
//! orders that still wait, less what is on its way back to a card or to a bank account.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{BalanceRow, WaitingEntry},
    currency::Currency,
    id::{AccountId, OrderId},
    money::Money,
};

use super::{
    Row, StoreError, Tx, bank_entries, customers::pattern, invoices::Wanted, orders::Payer,
};
use crate::params;

/// How many balances are shown to staff at once; a search finds the others.
const MOST: u32 = 100;

/// Whose money moved: what is kept for them, and what of it waits to be paid out.
macro_rules! moved {
    () => {
        "(select p.reseller_id as payer_reseller_id, p.customer_id as payer_customer_id, p.currency,
             -p.amount_minor as kept_minor, 0 as held_minor
          from ledger_postings p where p.account_code = '2420'
          union all
          select o.payer_reseller_id, o.payer_customer_id, t.currency, -t.received_minor, 0
          from transfers t join orders o on o.id = t.order_id
          where t.closed_at is null and o.state = 'awaiting_transfer'
          union all
          select o.payer_reseller_id, o.payer_customer_id, r.currency, -r.amount_minor, 0
          from refunds r join orders o on o.id = r.order_id where r.state = 'asked'
          union all
          select b.payer_reseller_id, b.payer_customer_id, b.currency, 0, b.amount_minor
          from bank_entries b where b.direction = 'out' and b.state = 'waiting') moved"
    };
}

/// What payers have left in each currency, above nothing.
///
/// # Errors
/// The store's.
pub fn of(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<Money>, StoreError> {
    let (reseller, own) = (wanted.reseller.map(|id| id.0), wanted.own.map(|id| id.0));
    tx.query(
        concat!(
            "select currency, cast(sum(kept_minor - held_minor) as bigint) as amount_minor from ",
            moved!(),
            " where payer_reseller_id = $1 or payer_customer_id = $2
             group by currency having sum(kept_minor - held_minor) > 0 order by currency"
        ),
        params![reseller, own],
        |row| Ok(Money::new(row.get("amount_minor")?, row.parse("currency")?)),
    )
}

/// What one payer has left in a currency.
///
/// # Errors
/// The store's.
pub fn left(tx: &mut Tx<'_>, payer: Payer, currency: Currency) -> Result<Money, StoreError> {
    let all = of(tx, &Wanted::of(payer))?;
    let left = all.into_iter().find(|money| money.currency() == currency);
    Ok(left.unwrap_or(Money::zero(currency)))
}

/// How much of what notes on an order left to its payer as a balance is still there.
///
/// # Errors
/// The store's.
pub fn kept(
    tx: &mut Tx<'_>,
    order: OrderId,
    payer: Payer,
    currency: Currency,
) -> Result<Money, StoreError> {
    let of_order: i64 = tx.only(
        "select cast(coalesce(sum(moved.amount_minor), 0) as bigint) as kept_minor from (
             select -p.amount_minor as amount_minor from ledger_postings p join ledger_entries e on e.id = p.entry_id
             where e.order_id = $1 and p.account_code = '2420' and e.cause not like 'bank:%' and e.cause not like 'owed:%'
             union all
             select -r.amount_minor as amount_minor from refunds r where r.order_id = $1 and r.state = 'asked'
         ) moved",
        params![order.0],
        |row| row.get("kept_minor"),
    )?;
    let left = left(tx, payer, currency)?;
    Ok(Money::new(of_order.clamp(0, left.minor()), currency))
}

/// Since when a payer has had anything in a currency.
///
/// # Errors
/// The store's.
pub fn since(
    tx: &mut Tx<'_>,
    payer: Payer,
    currency: Currency,
) -> Result<Option<Date>, StoreError> {
    let (reseller, customer) = payer.columns();
    tx.only(
        "select min(e.booked_on) as since from ledger_postings p join ledger_entries e on e.id = p.entry_id
         where p.account_code = '2420' and p.currency = $1 and (p.reseller_id = $2 or p.customer_id = $3)",
        params![currency.code(), reseller, customer],
        |row| row.get("since"),
    )
}

/// The balances of payers of which a name holds a text, by name; `asks` is who asks.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, text: &str, asks: AccountId) -> Result<Vec<BalanceRow>, StoreError> {
    let text = text.trim();
    let found = tx.query(
        concat!(
            "select moved.payer_reseller_id, moved.payer_customer_id, moved.currency,
                cast(sum(moved.kept_minor) as bigint) as kept_minor, coalesce(c.name, r.name) as paid_by,
                coalesce(m.name, r.name) as reseller
             from ",
            moved!(),
            " left join resellers r on r.id = moved.payer_reseller_id
                left join customers c on c.id = moved.payer_customer_id left join resellers m on m.id = c.reseller_id
             where coalesce(c.name_folded, r.name_folded) like $1 escape '!'
             group by moved.payer_reseller_id, moved.payer_customer_id, moved.currency, c.name, r.name, m.name
             having sum(moved.kept_minor) > 0 order by paid_by, moved.currency limit $2"
        ),
        params![pattern(text), MOST],
        |row| {
            let kept = Money::new(row.get("kept_minor")?, row.parse("currency")?);
            Ok((Payer::of(row)?, kept, names(row)?))
        },
    )?;
    let mut rows = Vec::new();
    for (payer, amount, (paid_by, reseller)) in found {
        let currency = amount.currency();
        let (order, since) = (latest(tx, payer, currency)?, since(tx, payer, currency)?);
        if let (Some(order), Some(since_on)) = (order, since) {
            rows.push(BalanceRow {
                order,
                paid_by,
                reseller,
                amount,
                since_on,
                waiting: waiting(tx, payer, currency, asks)?,
            });
        }
    }
    Ok(rows)
}

fn names(row: &Row<'_>) -> Result<(String, String), StoreError> {
    Ok((row.get("paid_by")?, row.get("reseller")?))
}

/// The order by which a payer is known.
fn latest(
    tx: &mut Tx<'_>,
    payer: Payer,
    currency: Currency,
) -> Result<Option<OrderId>, StoreError> {
    let (reseller, customer) = payer.columns();
    tx.one(
        "select id from orders where currency = $1 and (payer_reseller_id = $2 or payer_customer_id = $3)
         order by placed_at desc, id limit 1",
        params![currency.code(), reseller, customer],
        |row| row.parse("id"),
    )
}

/// What waits for a second person before it is paid out.
fn waiting(
    tx: &mut Tx<'_>,
    payer: Payer,
    currency: Currency,
    asks: AccountId,
) -> Result<Option<WaitingEntry>, StoreError> {
    let (reseller, customer) = payer.columns();
    tx.one(
        "select b.id, b.currency, b.amount_minor, b.booked_on, b.entry_reference, b.recorded_by, a.name
         from bank_entries b join accounts a on a.id = b.recorded_by
         where b.direction = 'out' and b.state = 'waiting' and b.currency = $1
            and (b.payer_reseller_id = $2 or b.payer_customer_id = $3)
         order by b.recorded_at, b.id limit 1",
        params![currency.code(), reseller, customer],
        |row| bank_entries::waits(row, asks),
    )
}

/// What was recorded as paid out to a payer since an instant, counted or waiting, whatever days the bank
/// is said to have booked it on.
///
/// # Errors
/// The store's.
pub fn paid_out(
    tx: &mut Tx<'_>,
    payer: Payer,
    currency: Currency,
    since: Timestamp,
) -> Result<Money, StoreError> {
    let (reseller, customer) = payer.columns();
    tx.only(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) as paid_out from bank_entries
         where direction = 'out' and currency = $1 and recorded_at >= $2
            and (payer_reseller_id = $3 or payer_customer_id = $4)",
        params![currency.code(), since, reseller, customer],
        |row| Ok(Money::new(row.get("paid_out")?, currency)),
    )
}
