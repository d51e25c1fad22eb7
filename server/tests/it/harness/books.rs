//! The audit at the end of a story: what must be true of the books whatever happened.

mod money;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use seatkeeper_core::{invoice::Draft, quote::Quote};
use seatkeeper_server::{
    gateway::sandbox::wire::Record,
    params,
    store::{Store, StoreError, Tx},
};

/// The states of an order whose money was taken.
const TAKEN: [&str; 6] = [
    "paid",
    "disputed",
    "won",
    "lost",
    "partly_refunded",
    "refunded",
];
/// Audits everything; panics with what is wrong.
pub(super) async fn audit(store: &Store, today: Date, record: Record) {
    let audited = store.read(move |tx| {
        entries_balance(tx)?;
        orders_have_their_invoices(tx)?;
        licences_were_paid_for(tx)?;
        numbers_have_no_gaps(tx)?;
        numbers_have_documents(tx)?;
        what_is_due_is_revenue(tx, today)?;
        nothing_waits_to_be_sent(tx)?;
        money::gateway_and_books_agree(tx, &record)?;
        money::disputes_and_books_agree(tx, &record)?;
        money::bank_and_books_agree(tx)?;
        nobody_has_more_than_was_paid(tx, today)
    });
    audited
        .await
        .unwrap_or_else(|error: StoreError| panic!("the books cannot be read: {error}"));
}

fn entries_balance(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let wrong = tx.query(
        "select entry_id, currency, cast(sum(amount_minor) as bigint) as left_over from ledger_postings
         group by entry_id, currency having sum(amount_minor) <> 0",
        params![],
        |row| Ok(format!("{} {} {}", row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)),
    )?;
    assert_eq!(wrong, [""; 0], "entries that do not balance");
    let empty = tx.only(
        "select count(*) from ledger_entries e left join orders o on o.id = e.order_id
         where not exists (select 1 from ledger_postings p where p.entry_id = e.id)
           and coalesce(o.total_minor, 1) <> 0",
        params![],
        |row| row.get::<i64>(0),
    )?;
    assert_eq!(
        empty, 0,
        "entries without postings of orders that cost something"
    );
    Ok(())
}

/// Deferred revenue is what was not released yet, and nothing that is due waits.
fn what_is_due_is_revenue(tx: &mut Tx<'_>, today: Date) -> Result<(), StoreError> {
    let late = tx.only(
        "select count(*) from revenue_releases d join orders o on o.id = d.order_id
         where d.entry_id is null and d.due_on <= $1 and o.state <> 'disputed'",
        params![today],
        |row| row.get::<i64>(0),
    )?;
    assert_eq!(late, 0, "revenue that is due and not booked");
    let deferred = tx.only(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from ledger_postings where account_code = '2970'",
        params![],
        |row| row.get::<i64>(0),
    )?;
    let to_come = tx.only(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from revenue_releases where entry_id is null",
        params![],
        |row| row.get::<i64>(0),
    )?;
    assert_eq!(
        -deferred, to_come,
        "deferred revenue is what is still to come"
    );
    Ok(())
}

/// Each paid order equals its one invoice; no other order has one.
fn orders_have_their_invoices(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let orders = tx.query(
        "select id, state, quote, total_minor, currency from orders",
        params![],
        |row| {
            Ok((
                row.get::<String>(0)?,
                (
                    row.get::<String>(1)?,
                    row.json::<Quote>(2)?,
                    row.get::<i64>(3)?,
                    row.get::<String>(4)?,
                ),
            ))
        },
    )?;
    let invoices = tx.query(
        "select order_id, draft, total_minor, currency from invoices where kind = 'invoice'",
        params![],
        |row| {
            Ok((
                row.get::<String>(0)?,
                row.json::<Draft>(1)?,
                row.get::<i64>(2)?,
                row.get::<String>(3)?,
            ))
        },
    )?;
    let orders: BTreeMap<_, _> = orders.into_iter().collect();
    let mut with_invoice = BTreeSet::new();
    for (order, draft, total, currency) in invoices {
        let (state, quote, order_total, order_currency) =
            orders.get(&order).expect("the invoice's order");
        assert!(
            TAKEN.contains(&state.as_str()),
            "order {order} is {state} and has an invoice"
        );
        assert_eq!(&draft.quote, quote, "the invoice of order {order}");
        assert_eq!(
            (&total, &currency),
            (order_total, order_currency),
            "the invoice of order {order}"
        );
        assert_eq!(quote.total.minor(), total, "the quote of order {order}");
        assert!(
            with_invoice.insert(order.clone()),
            "order {order} has two invoices"
        );
    }
    for (order, (state, ..)) in &orders {
        let paid = TAKEN.contains(&state.as_str());
        assert_eq!(
            paid,
            with_invoice.contains(order),
            "order {order} is {state}"
        );
    }
    Ok(())
}

/// Licences belong to orders whose money was taken, as many as were bought in each period.
fn licences_were_paid_for(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let rows = tx.query(
        "select o.id, o.state, o.quote, l.period_id, cast(coalesce(sum(l.quantity), 0) as bigint) as licences
         from orders o left join licences l on l.order_id = o.id
         group by o.id, o.state, o.quote, l.period_id",
        params![],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.json::<Quote>(2)?, row.get::<i64>(4)?)),
    )?;
    for (order, state, quote, licences) in rows {
        let bought = if TAKEN.contains(&state.as_str()) {
            i64::from(quote.licences)
        } else {
            0
        };
        assert_eq!(
            licences, bought,
            "licences of order {order}, which is {state}"
        );
    }
    Ok(())
}

/// From 1, without gaps, on days that never run backwards.
fn numbers_have_no_gaps(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let numbers = tx.query(
        "select kind, year, number, issued_on from invoices order by kind, year, number",
        params![],
        |row| {
            Ok((
                row.get::<String>(0)?,
                row.get::<Option<i64>>(1)?,
                row.get::<Option<i64>>(2)?,
                row.get::<Option<Date>>(3)?,
            ))
        },
    )?;
    let mut last: BTreeMap<(String, i64), (i64, Date)> = BTreeMap::new();
    for (kind, year, number, issued_on) in numbers {
        let (Some(year), Some(number), Some(issued_on)) = (year, number, issued_on) else {
            panic!("a document without a number is left over");
        };
        let (before, day) = last
            .get(&(kind.clone(), year))
            .copied()
            .unwrap_or((0, issued_on));
        assert_eq!(number, before + 1, "the {kind} after {before} of {year}");
        assert!(
            issued_on >= day,
            "{kind} {year}-{number} is issued before the one before it"
        );
        last.insert((kind, year), (number, issued_on));
    }
    Ok(())
}

/// One each, and none is remembered as missing.
fn numbers_have_documents(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let without: u32 = tx.only(
        "select count(*) from invoices i where exists (select 1 from invoice_renderings r where r.invoice_id = i.id)
            or (select count(*) from invoice_documents d where d.invoice_id = i.id) <> 1",
        params![],
        |row| row.get(0),
    )?;
    assert_eq!(without, 0, "numbered, and without a document");
    Ok(())
}

fn nothing_waits_to_be_sent(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let waiting = tx.query(
        "select kind, payload, coalesce(last_error, '') from outbox where delivered_at is null",
        params![],
        |row| {
            Ok(format!(
                "{} {} {}",
                row.get::<String>(0)?,
                row.get::<String>(1)?,
                row.get::<String>(2)?
            ))
        },
    )?;
    assert_eq!(waiting, [""; 0], "left in the outbox");
    Ok(())
}

/// Nobody was given a licence that was not paid for, while the period runs.
fn nobody_has_more_than_was_paid(tx: &mut Tx<'_>, today: Date) -> Result<(), StoreError> {
    let customers = tx.query(
        "select c.name, c.id from customers c where c.active_on is not null",
        params![],
        |row| Ok((row.get::<String>(0)?, row.parse(1)?)),
    )?;
    for (name, customer) in customers {
        let seats = seatkeeper_server::store::licences::seats(tx, customer, today)?;
        let taken = seats.used + seats.invited;
        assert!(
            seats.total == 0 || taken <= seats.total,
            "{name} has {seats:?}"
        );
    }
    Ok(())
}
