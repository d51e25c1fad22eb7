//! Invoices: drafted with their order's payment, numbered without gaps just after. Their documents
//! are stored by [`super::documents`].

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{INVOICES_A_PAGE, InvoicePage, InvoiceRef, InvoiceRow},
    id::{CustomerId, InvoiceId, OrderId, ResellerId},
    invoice::{DocumentKind, Draft, InvoiceNumber},
    money::Money,
    order::OrderState,
};

use super::{
    Row, StoreError, Tx, Value,
    orders::{Payer, word},
};
use crate::params;

/// Stores a draft.
///
/// # Errors
/// The store's.
pub fn insert(
    tx: &mut Tx<'_>,
    draft: &Draft,
    customer: CustomerId,
    payer: Payer,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (reseller, payer_customer) = payer.columns();
    tx.execute(
        "insert into invoices (id, kind, order_id, customer_id, payer_reseller_id, payer_customer_id, draft, currency,
            total_minor, drafted_at, corrects_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            draft.id.0,
            word(&draft.kind),
            draft.order.0,
            customer.0,
            reseller,
            payer_customer,
            Value::json(draft)?,
            draft.quote.currency.code(),
            draft.quote.total.minor(),
            now,
            draft.corrects.as_ref().map(|corrects| corrects.invoice.0),
        ],
    )?;
    Ok(())
}

/// Drafts without a number, oldest first.
///
/// # Errors
/// The store's.
pub fn drafts(tx: &mut Tx<'_>, most: u32) -> Result<Vec<Draft>, StoreError> {
    tx.query(
        "select draft from invoices where number is null order by drafted_at, id limit $1",
        params![most],
        |row| row.json("draft"),
    )
}

/// Takes the next number of the series of a day. A day before the series' last one takes that
/// last one instead: dates never run backwards.
///
/// # Errors
/// The store's.
pub fn next_number(
    tx: &mut Tx<'_>,
    kind: DocumentKind,
    today: Date,
) -> Result<(InvoiceNumber, Date), StoreError> {
    let latest: Option<String> = tx.only(
        "select max(last_issued_on) from invoice_series where kind = $1",
        params![word(&kind)],
        |row| row.get(0),
    )?;
    let on = latest
        .and_then(|latest| latest.parse::<Date>().ok())
        .map_or(today, |latest| latest.max(today));
    let number = tx.only(
        "insert into invoice_series (kind, year, last_number, last_issued_on) values ($1, $2, 1, $3)
         on conflict (kind, year) do update set last_number = invoice_series.last_number + 1, last_issued_on = $3
         returning last_number",
        params![word(&kind), i64::from(on.year()), on],
        |row| row.get(0),
    )?;
    Ok((
        InvoiceNumber {
            kind,
            year: on.year(),
            number,
        },
        on,
    ))
}

/// Issues a draft: number and day, once and for ever. Its document is missing from then on.
///
/// # Errors
/// The store's.
pub fn issue(
    tx: &mut Tx<'_>,
    (id, number, on): (InvoiceId, InvoiceNumber, Date),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update invoices set year = $1, number = $2, issued_on = $3, issued_at = $4 where id = $5 and number is null",
        params![i64::from(number.year), number.number, on, now, id.0],
    )?;
    if rows == 1 {
        tx.execute(
            "insert into invoice_renderings (invoice_id) values ($1)",
            params![id.0],
        )?;
    }
    Ok(rows == 1)
}

/// The invoices of up to two payers: a reseller, and the business that its administrator is in.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Of this reseller's orders.
    pub reseller: Option<ResellerId>,
    /// Of this customer's own orders.
    pub own: Option<CustomerId>,
    /// Only those paid for this customer.
    pub paid_for: Option<CustomerId>,
    /// From 1.
    pub page: u32,
}

impl Wanted {
    /// All of one payer's.
    pub fn of(payer: Payer) -> Self {
        let (reseller, own) = match payer {
            Payer::Reseller(reseller) => (Some(reseller), None),
            Payer::Customer(customer) => (None, Some(customer)),
        };
        Self {
            reseller,
            own,
            paid_for: None,
            page: 1,
        }
    }
}

/// Which documents are wanted, whosever they are.
#[derive(Clone, Debug)]
pub struct Narrowed {
    /// Only this kind.
    pub kind: Option<DocumentKind>,
    /// Only those whose orders are in this state now.
    pub state: Option<OrderState>,
    /// The first day of issue.
    pub from: Date,
    /// The last one.
    pub until: Date,
}

impl Narrowed {
    /// The words of kind and state, empty for all.
    pub(super) fn words(&self) -> (String, &'static str) {
        let kind = self.kind.map(|kind| word(&kind)).unwrap_or_default();
        (kind, self.state.map_or("", OrderState::word))
    }
}

/// What of documents is wanted: `$5` the kind and `$6` the state, empty for all, `$7` the first and
/// `$8` the last day.
macro_rules! narrowed {
    () => {
        " and (cast($5 as text) = '' or i.kind = $5) and (cast($6 as text) = '' or o.state = $6)
            and i.issued_on >= $7 and i.issued_on <= $8"
    };
}
pub(super) use narrowed;

/// `$1` the reseller, `$2` the customer that paid, `$3` 1 for every customer, `$4` else which.
macro_rules! issued_rows {
    () => {
        "from invoices i join orders o on o.id = i.order_id
         where i.number is not null and (i.payer_reseller_id = $1 or i.payer_customer_id = $2)
            and (cast($3 as bigint) = 1 or i.customer_id = $4)"
    };
}

/// One page of the issued invoices of payers, the latest first.
///
/// # Errors
/// The store's.
pub fn list(tx: &mut Tx<'_>, wanted: &Wanted, only: &Narrowed) -> Result<InvoicePage, StoreError> {
    let (reseller, own) = (wanted.reseller.map(|id| id.0), wanted.own.map(|id| id.0));
    let (all, paid_for) = (wanted.paid_for.is_none(), wanted.paid_for.map(|id| id.0));
    let (kind, state) = only.words();
    let total: u32 = tx.only(
        concat!("select count(*) as found ", issued_rows!(), narrowed!()),
        params![
            reseller, own, all, paid_for, &kind, state, only.from, only.until
        ],
        |row| row.get("found"),
    )?;
    let page = wanted.page.clamp(1, total.div_ceil(INVOICES_A_PAGE).max(1));
    let rows = tx.query(
        concat!(
            "select i.id, i.kind, i.year, i.number, i.issued_on, i.draft, i.currency, i.total_minor, o.id as order_id, o.state ",
            issued_rows!(),
            narrowed!(),
            " order by i.issued_on desc, i.issued_at desc, i.number desc, i.id limit $9 offset $10"
        ),
        params![
            reseller,
            own,
            all,
            paid_for,
            &kind,
            state,
            only.from,
            only.until,
            INVOICES_A_PAGE,
            (page - 1) * INVOICES_A_PAGE
        ],
        listed,
    )?;
    Ok(InvoicePage { rows, total, page })
}

/// The row of an issued document.
///
/// # Errors
/// The store's.
pub fn row(tx: &mut Tx<'_>, id: InvoiceId) -> Result<Option<InvoiceRow>, StoreError> {
    tx.one(
        "select i.id, i.kind, i.year, i.number, i.issued_on, i.draft, i.currency, i.total_minor, o.id as order_id, o.state
         from invoices i join orders o on o.id = i.order_id where i.id = $1 and i.number is not null",
        params![id.0],
        listed,
    )
}

pub(super) fn listed(row: &Row<'_>) -> Result<InvoiceRow, StoreError> {
    let draft: Draft = row.json("draft")?;
    let number = InvoiceNumber {
        kind: draft.kind,
        year: i16::try_from(row.get::<i64>("year")?).unwrap_or_default(),
        number: row.get("number")?,
    };
    let state: String = row.get("state")?;
    Ok(InvoiceRow {
        id: row.parse("id")?,
        number: number.to_string(),
        kind: draft.kind,
        issued_on: row.get("issued_on")?,
        paid_by: draft.paid_by,
        billed_to: draft.buyer.name,
        paid_for: draft.paid_for,
        total: Money::new(row.get("total_minor")?, row.parse("currency")?),
        order: row.parse("order_id")?,
        state: OrderState::of(&state)
            .ok_or_else(|| StoreError::Unexpected(format!("no order state {state}")))?,
    })
}

/// The issued invoice of an order.
///
/// # Errors
/// The store's.
pub fn of_order(
    tx: &mut Tx<'_>,
    payer: Payer,
    order: OrderId,
) -> Result<Option<InvoiceRef>, StoreError> {
    let (reseller, customer) = payer.columns();
    tx.one(
        "select id, year, number, issued_on from invoices
         where order_id = $1 and kind = 'invoice' and number is not null
            and (payer_reseller_id = $2 or payer_customer_id = $3)",
        params![order.0, reseller, customer],
        |row| {
            let number = InvoiceNumber {
                kind: DocumentKind::Invoice,
                year: i16::try_from(row.get::<i64>("year")?).unwrap_or_default(),
                number: row.get("number")?,
            };
            Ok(InvoiceRef {
                id: row.parse("id")?,
                number: number.to_string(),
                issued_on: row.get("issued_on")?,
            })
        },
    )
}
