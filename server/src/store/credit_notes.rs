//! Invoices of everybody, and what was given back of each: licences that end, revenue that does not
//! come.

use jiff::civil::Date;
use seatkeeper_core::{
    api::{FoundInvoices, INVOICES_A_PAGE},
    credit::Credit,
    id::{CustomerId, InvoiceId, OrderId},
    invoice::{Draft, Invoice, InvoiceNumber},
    money::Money,
    proration::Period,
};
use uuid::Uuid;

use super::{
    StoreError, Tx,
    customers::pattern,
    invoices::{self, Narrowed, narrowed},
    orders::word,
};
use crate::params;

/// An issued invoice with what a note on it needs.
#[derive(Clone, Debug)]
pub struct Credited {
    /// The invoice.
    pub invoice: Invoice,
    /// Of which customer.
    pub customer: CustomerId,
    /// What was given back already, the oldest first.
    pub before: Vec<Credit>,
    /// The payment by a card that can be given back to, and how much of it is left.
    pub card: Option<(Uuid, Money)>,
}

/// `$1` the pattern of the search, `$2` to `$4` the number that it is, if it is one.
macro_rules! found_rows {
    () => {
        "from invoices i join orders o on o.id = i.order_id join customers c on c.id = i.customer_id
            left join resellers r on r.id = i.payer_reseller_id
         where i.number is not null and (c.name_folded like $1 escape '!' or coalesce(r.name_folded, '') like $1 escape '!'
            or (i.kind = $2 and i.year = $3 and i.number = $4))"
    };
}

/// One page of the issued documents of everybody, the latest first.
///
/// # Errors
/// The store's.
pub fn find(
    tx: &mut Tx<'_>,
    search: &str,
    only: &Narrowed,
    page: u32,
) -> Result<FoundInvoices, StoreError> {
    let pattern = pattern(search);
    let number = search.parse::<InvoiceNumber>().ok();
    let kind = number.map_or_else(String::new, |number| word(&number.kind));
    let year = number.map_or(0, |number| i64::from(number.year));
    let number = number.map_or(0, |number| number.number);
    let (only_kind, state) = only.words();
    let total: u32 = tx.only(
        concat!("select count(*) as found ", found_rows!(), narrowed!()),
        params![
            &pattern, &kind, year, number, &only_kind, state, only.from, only.until
        ],
        |row| row.get("found"),
    )?;
    let page = page.clamp(1, total.div_ceil(INVOICES_A_PAGE).max(1));
    let rows = tx.query(
        concat!(
            "select i.id, i.kind, i.year, i.number, i.issued_on, i.draft, i.currency, i.total_minor, o.id as order_id, o.state ",
            found_rows!(),
            narrowed!(),
            " order by i.issued_on desc, i.issued_at desc, i.id limit $9 offset $10"
        ),
        params![
            &pattern,
            &kind,
            year,
            number,
            &only_kind,
            state,
            only.from,
            only.until,
            INVOICES_A_PAGE,
            (page - 1) * INVOICES_A_PAGE
        ],
        invoices::listed,
    )?;
    Ok(FoundInvoices { rows, total, page })
}

/// An issued invoice and what was given back of it.
///
/// # Errors
/// The store's.
pub fn credited(tx: &mut Tx<'_>, id: InvoiceId) -> Result<Option<Credited>, StoreError> {
    let found = tx.one(
        "select draft, year, number, issued_on, customer_id from invoices
         where id = $1 and kind = 'invoice' and number is not null",
        params![id.0],
        |row| {
            let draft: Draft = row.json("draft")?;
            let number = InvoiceNumber {
                kind: draft.kind,
                year: i16::try_from(row.get::<i64>("year")?).unwrap_or_default(),
                number: row.get("number")?,
            };
            let issued_on = row.get("issued_on")?;
            let invoice = Invoice {
                number,
                issued_on,
                draft,
            };
            Ok((invoice, row.parse("customer_id")?))
        },
    )?;
    let Some((invoice, customer)) = found else {
        return Ok(None);
    };
    let drafts = tx.query(
        "select draft from invoices where corrects_id = $1 order by drafted_at, id",
        params![id.0],
        |row| row.json::<Draft>("draft"),
    )?;
    let notes = drafts.into_iter().filter_map(|draft| draft.corrects);
    let before = notes.map(|note| note.new.credit).collect();
    let card = card(tx, invoice.draft.order)?;
    Ok(Some(Credited {
        invoice,
        customer,
        before,
        card,
    }))
}

/// The charge of an order, and what has not been given back of it.
fn card(tx: &mut Tx<'_>, order: OrderId) -> Result<Option<(Uuid, Money)>, StoreError> {
    let payments = tx.query(
        "select p.id, p.currency, p.amount_minor - coalesce((
             select cast(sum(r.amount_minor) as bigint) from refunds r
             where r.payment_id = p.id and r.state <> 'withdrawn'), 0) as left_minor
         from payments p where p.order_id = $1 and p.gateway = 'card' and p.state = 'received'
            and not exists (select d.id from disputes d where d.payment_id = p.id and d.state <> 'won')
         order by p.attempt desc limit 1",
        params![order.0],
        |row| {
            let left = Money::new(row.get("left_minor")?, row.parse("currency")?);
            Ok((row.get("id")?, left))
        },
    )?;
    Ok(payments.into_iter().next())
}

/// Whether the notes on an order's invoice give back all of it.
///
/// # Errors
/// The store's.
pub fn is_all_given_back(tx: &mut Tx<'_>, order: OrderId) -> Result<bool, StoreError> {
    tx.only(
        "select (select coalesce(sum(n.total_minor), 0) from invoices n where n.order_id = o.id and n.kind = 'credit_note')
             >= o.total_minor as is_all
         from orders o where o.id = $1",
        params![order.0],
        |row| row.get("is_all"),
    )
}

/// The draft of a note, whatever it corrects.
///
/// # Errors
/// The store's.
pub fn note(tx: &mut Tx<'_>, id: InvoiceId) -> Result<Option<Draft>, StoreError> {
    tx.one(
        "select draft from invoices where id = $1",
        params![id.0],
        |row| row.json("draft"),
    )
}

/// Ends so many licences that an order paid for in a period; fewer where it has no more.
///
/// # Errors
/// The store's.
pub fn end_licences(
    tx: &mut Tx<'_>,
    order: OrderId,
    period: &Period,
    licences: u32,
    on: Date,
) -> Result<(), StoreError> {
    let rows = tx.query(
        "select l.id, l.quantity, l.subscription_id, l.period_id from licences l join periods p on p.id = l.period_id
         where l.order_id = $1 and p.starts_on = $2 and l.ended_on is null order by l.id",
        params![order.0, period.start()],
        |row| {
            Ok((
                row.get::<Uuid>("id")?,
                row.get::<u32>("quantity")?,
                row.get::<Uuid>("subscription_id")?,
                row.get::<Uuid>("period_id")?,
            ))
        },
    )?;
    let mut left = licences;
    for (id, quantity, subscription, period) in rows {
        let ending = quantity.min(left);
        left -= ending;
        if ending == quantity {
            tx.execute(
                "update licences set ended_on = $1 where id = $2",
                params![on, id],
            )?;
        } else if ending > 0 {
            tx.execute(
                "update licences set quantity = quantity - $1 where id = $2",
                params![ending, id],
            )?;
            tx.execute(
                "insert into licences (id, subscription_id, period_id, order_id, quantity, ended_on)
                 values ($1, $2, $3, $4, $5, $6)",
                params![Uuid::now_v7(), subscription, period, order.0, ending, on],
            )?;
        }
    }
    Ok(())
}

/// Takes so much out of an order's revenue that is still to come, the last months first; how much
/// that was. The rest was released already.
///
/// # Errors
/// The store's.
pub fn withhold(tx: &mut Tx<'_>, order: OrderId, net: Money) -> Result<Money, StoreError> {
    let parts = tx.query(
        "select part, amount_minor from revenue_releases
         where order_id = $1 and entry_id is null and amount_minor > 0 order by due_on desc, part desc",
        params![order.0],
        |row| Ok((row.get::<i64>("part")?, row.get::<i64>("amount_minor")?)),
    )?;
    let mut left = net.minor();
    for (part, amount) in parts {
        let taken = amount.min(left);
        left -= taken;
        if taken == amount {
            tx.execute(
                "delete from revenue_releases where order_id = $1 and part = $2",
                params![order.0, part],
            )?;
        } else if taken > 0 {
            tx.execute(
                "update revenue_releases set amount_minor = amount_minor - $1 where order_id = $2 and part = $3",
                params![taken, order.0, part],
            )?;
        }
    }
    Ok(Money::new(net.minor() - left, net.currency()))
}
