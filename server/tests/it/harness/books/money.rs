//! Money outside and in the books: what the gateway, the payers' banks and the seller's bank account say.

use seatkeeper_server::{
    gateway::sandbox::wire::Record,
    params,
    store::{StoreError, Tx},
};

/// The demo's past was not charged by the gateway; nor is an order of nothing.
const PAST: &str = "past";
/// What was transferred did not come through the gateway.
const BANK: &str = "bank";

/// What the gateway took and gave back is what the portal recorded, charge by charge.
pub(super) fn gateway_and_books_agree(tx: &mut Tx<'_>, record: &Record) -> Result<(), StoreError> {
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
pub(super) fn disputes_and_books_agree(tx: &mut Tx<'_>, record: &Record) -> Result<(), StoreError> {
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
             o.state <> 'cancelled' and (o.state = 'disputed') <> exists (select 1 from disputes d join payments p on p.id = d.payment_id
                 where p.order_id = o.id and d.state = 'open')
          or o.state not in ('cancelled', 'disputed') and (o.state = 'lost') <> exists (
                 select 1 from disputes d join payments p on p.id = d.payment_id
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
pub(super) fn bank_and_books_agree(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let mut sum = |sql| tx.only(sql, params![], |row| row.get::<i64>(0));
    let on_account = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from ledger_postings where account_code = '1930'",
    )?;
    let recorded = sum(
        "select cast(coalesce(sum(case when direction = 'in' then amount_minor else -amount_minor end), 0) as bigint)
         from bank_entries where state = 'counted'",
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
         where o.state in ('awaiting_transfer', 'lapsed', 'cancelled')
            and not exists (select 1 from disputes d join payments p on p.id = d.payment_id where p.order_id = o.id)",
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
    let paid_out = sum(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from bank_entries where state = 'counted' and direction = 'out'",
    )?;
    assert_eq!(
        -balance,
        kept + unused + credited - given_up - given_back - taken - paid_out,
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
    transfers_and_orders_agree(tx)
}

/// An order waits exactly while its transfer is open, and what is owed for one is asked for to the cent.
fn transfers_and_orders_agree(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let mut sum = |sql| tx.only(sql, params![], |row| row.get::<i64>(0));
    let wrong = sum(
        "select count(*) from transfers t join orders o on o.id = t.order_id
         where (t.closed_at is null and o.state <> 'awaiting_transfer'
                and t.amount_minor - t.received_minor <> (
                    select coalesce(sum(p.amount_minor), 0) from ledger_postings p join ledger_entries e on e.id = p.entry_id
                    where e.order_id = o.id and p.account_code = '1519'))
            or (o.state = 'awaiting_transfer' and t.closed_at is not null)
            or (o.state = 'paid' and t.received_minor <> t.amount_minor)",
    )?;
    assert_eq!(wrong, 0, "transfers that do not fit their order");
    let unasked = sum(
        "select count(*) from (
             select e.order_id from ledger_postings p join ledger_entries e on e.id = p.entry_id
             where p.account_code = '1519' group by e.order_id having sum(p.amount_minor) > 0
         ) owed where not exists (select 1 from transfers t where t.order_id = owed.order_id and t.closed_at is null)",
    )?;
    assert_eq!(unasked, 0, "what is owed and not asked for");
    Ok(())
}
