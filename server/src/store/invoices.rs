//! Invoices: drafted with their order's payment, numbered without gaps just after, then stored as
//! bytes for ever.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::InvoiceRef,
    id::{CustomerId, InvoiceId, OrderId},
    invoice::{DocumentKind, Draft, InvoiceNumber},
};

use super::{
    StoreError, Tx, Value,
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
            total_minor, drafted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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

/// Issues a draft: number, day and document, once and for ever.
///
/// # Errors
/// The store's.
pub fn issue(
    tx: &mut Tx<'_>,
    (id, number, on): (InvoiceId, InvoiceNumber, Date),
    (media_type, document, sha256): (&str, &[u8], &str),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "update invoices set year = $1, number = $2, issued_on = $3, issued_at = $4 where id = $5 and number is null",
        params![i64::from(number.year), number.number, on, now, id.0],
    )?;
    if rows == 1 {
        tx.execute(
            "insert into invoice_documents (invoice_id, media_type, document, sha256, rendered_at)
             values ($1, $2, $3, $4, $5)",
            params![id.0, media_type, document, sha256, now],
        )?;
    }
    Ok(rows == 1)
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
