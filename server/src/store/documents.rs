//! Issued documents: which are missing, and the bytes as they were stored, for their payer and for the
//! mail to it.

use jiff::Timestamp;
use seatkeeper_core::{
    id::{CustomerId, InvoiceId, ResellerId},
    invoice::{DocumentKind, Draft, Invoice, InvoiceNumber, issue},
    permission::{Managed, PayerSide},
};

use super::{
    Row, StoreError, Tx,
    orders::{self, from_word},
};
use crate::params;

/// An issued document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number, as printed.
    pub number: String,
    /// Its media type.
    pub media_type: String,
    /// As it was issued.
    pub bytes: Vec<u8>,
}

/// An issued invoice with whom it is mailed to.
#[derive(Clone, Debug)]
pub struct Mailed {
    /// The document.
    pub document: Document,
    /// What it says.
    pub draft: Draft,
    /// The customer that it is for.
    pub customer: CustomerId,
    /// Where the payer's papers go; nowhere while nobody is left on that side.
    pub to: Option<String>,
}

/// Whose invoice it is: the customer it is for and who paid, what the permission rule asks.
///
/// # Errors
/// The store's.
pub fn whose(
    tx: &mut Tx<'_>,
    invoice: InvoiceId,
) -> Result<Option<(Managed, PayerSide)>, StoreError> {
    tx.one(
        "select coalesce(i.payer_reseller_id, c.reseller_id) as reseller_id, i.customer_id, i.payer_reseller_id
         from invoices i join customers c on c.id = i.customer_id
         where i.id = $1 and i.number is not null and coalesce(i.payer_reseller_id, c.reseller_id) is not null",
        params![invoice.0],
        |row| {
            let managed = Managed { reseller: row.parse("reseller_id")?, customer: row.parse("customer_id")? };
            let payer: Option<ResellerId> = row.parse_optional("payer_reseller_id")?;
            Ok((managed, if payer.is_some() { PayerSide::Reseller } else { PayerSide::Customer }))
        },
    )
}

/// The document of an invoice for a customer, once it is issued.
///
/// # Errors
/// The store's.
pub fn get(
    tx: &mut Tx<'_>,
    managed: Managed,
    invoice: InvoiceId,
) -> Result<Option<Document>, StoreError> {
    tx.one(
        "select i.kind, i.year, i.number, d.media_type, d.document
         from invoices i join invoice_documents d on d.invoice_id = i.id
         where i.id = $1 and i.customer_id = $2 and i.number is not null",
        params![invoice.0, managed.customer.0],
        document,
    )
}

/// An issued invoice as its mail needs it.
///
/// # Errors
/// The store's.
pub fn to_mail(tx: &mut Tx<'_>, invoice: InvoiceId) -> Result<Option<Mailed>, StoreError> {
    let found = tx.one(
        "select i.kind, i.year, i.number, i.order_id, i.customer_id, d.media_type, d.document, i.draft
         from invoices i join invoice_documents d on d.invoice_id = i.id
         where i.id = $1 and i.number is not null",
        params![invoice.0],
        |row| {
            let (document, draft) = (document(row)?, row.json("draft")?);
            Ok((row.parse("order_id")?, row.parse("customer_id")?, document, draft))
        },
    )?;
    let Some((order, customer, document, draft)) = found else {
        return Ok(None);
    };
    let to = orders::papers_go_to(tx, order)?;
    Ok(Some(Mailed {
        document,
        draft,
        customer,
        to,
    }))
}

/// What has its number and no document yet, the oldest first.
///
/// # Errors
/// The store's.
pub fn missing(tx: &mut Tx<'_>, most: u32) -> Result<Vec<(InvoiceId, Invoice)>, StoreError> {
    tx.query(
        "select i.id, i.kind, i.year, i.number, i.issued_on, i.draft
         from invoice_renderings r join invoices i on i.id = r.invoice_id
         order by i.issued_at, i.id limit $1",
        params![most],
        |row| Ok((row.parse("id")?, issued(row)?)),
    )
}

/// One invoice, if it has its number and no document yet.
///
/// # Errors
/// The store's.
pub fn missing_of(tx: &mut Tx<'_>, invoice: InvoiceId) -> Result<Option<Invoice>, StoreError> {
    tx.one(
        "select i.kind, i.year, i.number, i.issued_on, i.draft
         from invoice_renderings r join invoices i on i.id = r.invoice_id where i.id = $1",
        params![invoice.0],
        issued,
    )
}

/// Stores a document for ever; whether it was missing.
///
/// # Errors
/// The store's.
pub fn keep(
    tx: &mut Tx<'_>,
    invoice: InvoiceId,
    (media_type, document, sha256): (&str, &[u8], &str),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let missing = tx.execute(
        "delete from invoice_renderings where invoice_id = $1",
        params![invoice.0],
    )?;
    if missing == 1 {
        tx.execute(
            "insert into invoice_documents (invoice_id, media_type, document, sha256, rendered_at)
             values ($1, $2, $3, $4, $5)",
            params![invoice.0, media_type, document, sha256, now],
        )?;
    }
    Ok(missing == 1)
}

fn issued(row: &Row<'_>) -> Result<Invoice, StoreError> {
    Ok(issue(
        row.json("draft")?,
        number(row)?,
        row.get("issued_on")?,
    ))
}

fn number(row: &Row<'_>) -> Result<InvoiceNumber, StoreError> {
    let kind: DocumentKind = from_word(row.get("kind")?)?;
    let year = row.get::<i64>("year")?;
    let year =
        i16::try_from(year).map_err(|_| StoreError::Unexpected(format!("no year {year}")))?;
    Ok(InvoiceNumber {
        kind,
        year,
        number: row.get("number")?,
    })
}

fn document(row: &Row<'_>) -> Result<Document, StoreError> {
    Ok(Document {
        number: number(row)?.to_string(),
        media_type: row.get("media_type")?,
        bytes: row.get("document")?,
    })
}
