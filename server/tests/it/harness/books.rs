//! The audit at the end of a story: what must be true of the books whatever happened.

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
/// The demo's past was not charged by the gateway; nor is an order of nothing.
const PAST: &str = "past";
/// What was transferred did not come through the gateway.
const BANK: &str = "bank";

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
        gateway_and_books_agree(tx, &record)?;
        disputes_and_books_agree(tx, &record)?;
        bank_and_books_agree(tx)?;
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

/// What the gateway took and gave back is what the portal recorded, charge by charge.
fn gateway_and_books_agree(tx: &mut Tx<'_>, record: &Record) -> Result<(), StoreError> {
    let mut recorded = tx.query(
        "select order_id, attempt, gateway_reference, currency, amount_minor from payments
         where gateway not in ($1, $2) and amount_minor > 0 and state = 'received'",
        params![PAST, BANK],
        |row| {
            Ok((
                row.get::<String>(0)?,
                row.get::<u32>(1)?,
                row.get::<String>(2)?,
                row.get::<String>(3)?,
                row.get::<i64>(4)?,
            ))
        },
    )?;
    let mut charged: Vec<_> = record
        .charges
        .iter()
        .map(|one| {
            let money = one.charge.amount.money().expect("an amount");
            let currency = money.currency().code().to_owned();
            (
                one.order.to_string(),
                one.attempt,
                one.charge.reference.clone(),
                currency,
                money.minor(),
            )
        })
        .collect();
    recorded.sort();
    charged.sort();
    assert_eq!(recorded, charged, "payments here, charges at the gateway");
    let mut asked = tx.query(
        "select id from refunds where state = 'made'",
        params![],
        |row| row.get::<String>(0),
    )?;
    let mut given: Vec<_> = record
        .refunds
        .iter()
        .map(|refund| refund.id.to_string())
        .collect();
    asked.sort();
    given.sort();
    assert_eq!(asked, given, "refunds here, refunds at the gateway");
    Ok(())
}

/// Disputes here are those at the gateway; the money that is away is on their account; an order is
/// disputed or lost exactly where it has such a dispute, and gives no licences then.
fn disputes_and_books_agree(tx: &mut Tx<'_>, record: &Record) -> Result<(), StoreError> {
    let mut known = tx.query(
        "select gateway_reference, state, amount_minor from disputes",
        params![],
        |row| {
            Ok((
                row.get::<String>(0)?,
                row.get::<String>(1)?,
                row.get::<i64>(2)?,
            ))
        },
    )?;
    let told = record.disputes.iter().map(|one| {
        let state = format!("{:?}", one.state).to_lowercase();
        (one.reference.clone(), state, one.amount.minor)
    });
    let mut told: Vec<_> = told.collect();
    known.sort();
    told.sort();
    assert_eq!(known, told, "disputes here, disputes at the gateway");
    let mut sum = |sql| tx.only(sql, params![], |row| row.get::<i64>(0));
    let held = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from ledger_postings where account_code = '1590'",
    )?;
    let open = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from disputes where state = 'open'",
    )?;
    assert_eq!(held, open, "disputed money");
    let gateway = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from ledger_postings where account_code = '1580'",
    )?;
    let moved = sum(
        "select cast(coalesce((select sum(amount_minor) from payments where gateway <> 'bank'), 0)
             - coalesce((select sum(amount_minor) from refunds where state = 'made'), 0)
             - coalesce((select sum(amount_minor) from disputes where state <> 'won'), 0) as bigint)",
    )?;
    assert_eq!(gateway, moved, "money at the gateway");
    let wrong = sum(
        "select count(*) from orders o where
             (o.state = 'disputed') <> exists (select 1 from disputes d join payments p on p.id = d.payment_id
                 where p.order_id = o.id and d.state = 'open')
          or (o.state = 'lost') <> exists (select 1 from disputes d join payments p on p.id = d.payment_id
                 where p.order_id = o.id and d.state = 'lost')
          or (o.state = 'lost' and exists (select 1 from licences l where l.order_id = o.id and l.ended_on is null))
          or (o.state = 'lost' and exists (select 1 from refunds r where r.order_id = o.id and r.state = 'asked'))",
    )?;
    assert_eq!(wrong, 0, "orders that do not fit their disputes");
    let negative = sum(
        "select count(*) from (select e.order_id from ledger_postings p join ledger_entries e on e.id = p.entry_id
             where p.account_code = '1519' group by e.order_id having sum(p.amount_minor) < 0) less",
    )?;
    assert_eq!(negative, 0, "orders for which less than nothing is owed");
    Ok(())
}

/// What came on the bank account is what was recorded; what no order took is somebody's balance, and
/// a transferred order took exactly its total.
fn bank_and_books_agree(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let mut sum = |sql| tx.only(sql, params![], |row| row.get::<i64>(0));
    let on_account = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from ledger_postings where account_code = '1930'",
    )?;
    let recorded = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from bank_entries where state = 'counted'",
    )?;
    assert_eq!(on_account, recorded, "the bank account");
    let balance = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from ledger_postings where account_code = '2420'",
    )?;
    let kept = sum(
        "select cast(coalesce(sum(kept_minor), 0) as bigint) from bank_entries where state = 'counted'",
    )?;
    let unused = sum(
        "select cast(coalesce(sum(t.received_minor), 0) as bigint) from transfers t join orders o on o.id = t.order_id
         where o.state in ('awaiting_transfer', 'lapsed', 'cancelled')",
    )?;
    let credited = sum(
        "select cast(coalesce(sum(total_minor), 0) as bigint) from invoices where kind = 'credit_note'",
    )?;
    let given_back = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from refunds where state in ('made', 'withdrawn') and reason = 'credit_note'",
    )?;
    // a note on an order whose dispute was lost gives up what is owed, or what that took already
    let given_up = sum(
        "select cast(coalesce(sum(i.total_minor), 0) - coalesce(sum((
             select -sum(p.amount_minor) from ledger_postings p join ledger_entries e on e.id = p.entry_id
             where e.cause = 'credit:' || i.id and p.account_code = '2420')), 0) as bigint)
         from invoices i join orders o on o.id = i.order_id
         where i.kind = 'credit_note' and o.state = 'lost'",
    )?;
    // and a dispute that was lost takes what a note had left to the payer; what of a refund it has not
    // taken is asked for anew
    let taken = sum(
        "select cast(coalesce((select sum(p.amount_minor) from ledger_postings p join ledger_entries e on e.id = p.entry_id
                 where e.cause like 'dispute lost:%' and p.account_code = '2420'), 0)
             - coalesce((select sum(amount_minor) from refunds where state = 'withdrawn'), 0)
             + coalesce((select sum(amount_minor) from refunds where reason = 'rest_after_dispute'), 0) as bigint)",
    )?;
    assert_eq!(
        -balance,
        kept + unused + credited - given_up - given_back - taken,
        "the payers' balances"
    );
    let too_much = sum(
        "select count(*) from invoices i where i.kind = 'invoice' and i.total_minor < (
             select coalesce(sum(n.total_minor), 0) from invoices n where n.corrects_id = i.id)",
    )?;
    assert_eq!(
        too_much, 0,
        "invoices of which more was given back than they say"
    );
    let anybodys = sum(
        "select count(*) from ledger_postings where account_code = '2420' and reseller_id is null and customer_id is null",
    )?;
    assert_eq!(anybodys, 0, "balances of nobody");
    let wrong = sum(
        "select count(*) from transfers t join orders o on o.id = t.order_id
         where (o.state = 'awaiting_transfer') <> (t.closed_at is null)
            or (o.state = 'paid' and t.received_minor <> t.amount_minor)",
    )?;
    assert_eq!(wrong, 0, "transfers that do not fit their order");
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
