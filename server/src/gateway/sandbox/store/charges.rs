//! Rows of `charges` and `refunds`: the money that moved.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::unreadable;
use crate::gateway::{
    ChargeKey,
    sandbox::wire::{Amount, ChargeView, RecordedCharge, RefundView},
};

const CHARGE: &str =
    "order_id, attempt, reference, charged_order, minor, currency, card, saved_card, charged_at";
const REFUND: &str = "id, reference, minor, currency, refunded_at";

fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> Result<T, rusqlite::Error>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|error| unreadable(column, error))
}

fn read_charge(row: &Row<'_>) -> Result<RecordedCharge, rusqlite::Error> {
    let card: String = row.get(6)?;
    Ok(RecordedCharge {
        order: parsed(row, 0)?,
        attempt: row.get(1)?,
        charge: ChargeView {
            reference: row.get(2)?,
            charged_order: parsed(row, 3)?,
            amount: Amount {
                minor: row.get(4)?,
                currency: row.get(5)?,
            },
            card: serde_json::from_str(&card).map_err(|error| unreadable(6, error))?,
            saved_card: row.get(7)?,
            charged_at: parsed(row, 8)?,
            disputes: Vec::new(),
            refunds: Vec::new(),
        },
    })
}

fn read_refund(row: &Row<'_>) -> Result<RefundView, rusqlite::Error> {
    Ok(RefundView {
        id: parsed(row, 0)?,
        reference: row.get(1)?,
        amount: Amount {
            minor: row.get(2)?,
            currency: row.get(3)?,
        },
        refunded_at: parsed(row, 4)?,
    })
}

/// Takes the money; fails when this key was charged before.
pub(in crate::gateway::sandbox) fn charge(
    unit: &Transaction<'_>,
    key: ChargeKey,
    charge: &ChargeView,
) -> Result<(), rusqlite::Error> {
    let card = serde_json::to_string(&charge.card)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    unit.prepare_cached(&format!(
        "insert into charges ({CHARGE}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    ))?
    .execute(params![
        key.order.to_string(),
        key.attempt,
        charge.reference,
        charge.charged_order.to_string(),
        charge.amount.minor,
        charge.amount.currency,
        card,
        charge.saved_card,
        charge.charged_at.to_string(),
    ])?;
    Ok(())
}

/// What was charged under a key.
pub(in crate::gateway::sandbox) fn charged(
    unit: &Transaction<'_>,
    key: ChargeKey,
) -> Result<Option<ChargeView>, rusqlite::Error> {
    unit.prepare_cached(&format!(
        "select {CHARGE} from charges where order_id = $1 and attempt = $2"
    ))?
    .query_row(params![key.order.to_string(), key.attempt], read_charge)
    .optional()
    .map(|found| found.map(|recorded| recorded.charge))
}

/// Tests only: makes the record say something else than what was asked.
pub(in crate::gateway::sandbox) fn tamper(
    unit: &Transaction<'_>,
    reference: &str,
    order: &str,
    amount: &Amount,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached(
        "update charges set charged_order = $1, minor = $2, currency = $3 where reference = $4",
    )?
    .execute(params![order, amount.minor, amount.currency, reference])?;
    Ok(())
}

/// Gives money back.
pub(in crate::gateway::sandbox) fn refund(
    unit: &Transaction<'_>,
    refund: &RefundView,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached(&format!(
        "insert into refunds ({REFUND}) values ($1, $2, $3, $4, $5)"
    ))?
    .execute(params![
        refund.id.to_string(),
        refund.reference,
        refund.amount.minor,
        refund.amount.currency,
        refund.refunded_at.to_string(),
    ])?;
    Ok(())
}

/// A refund by its id.
pub(in crate::gateway::sandbox) fn refunded(
    unit: &Transaction<'_>,
    id: uuid::Uuid,
) -> Result<Option<RefundView>, rusqlite::Error> {
    unit.prepare_cached(&format!("select {REFUND} from refunds where id = $1"))?
        .query_row([id.to_string()], read_refund)
        .optional()
}

/// What was given back of a charge, the earliest first.
pub(in crate::gateway::sandbox) fn refunds_of(
    unit: &Transaction<'_>,
    reference: &str,
) -> Result<Vec<RefundView>, rusqlite::Error> {
    unit.prepare_cached(&format!(
        "select {REFUND} from refunds where reference = $1 order by rowid"
    ))?
    .query_map([reference], read_refund)?
    .collect()
}

/// How much of a charge was given back so far.
pub(in crate::gateway::sandbox) fn refunded_minor(
    unit: &Transaction<'_>,
    reference: &str,
) -> Result<i64, rusqlite::Error> {
    unit.prepare_cached("select coalesce(sum(minor), 0) from refunds where reference = $1")?
        .query_row([reference], |row| row.get(0))
}

/// All charges.
pub(in crate::gateway::sandbox) fn all_charges(
    unit: &Transaction<'_>,
) -> Result<Vec<RecordedCharge>, rusqlite::Error> {
    unit.prepare_cached(&format!("select {CHARGE} from charges order by rowid"))?
        .query_map([], read_charge)?
        .collect()
}

/// All refunds.
pub(in crate::gateway::sandbox) fn all_refunds(
    unit: &Transaction<'_>,
) -> Result<Vec<RefundView>, rusqlite::Error> {
    unit.prepare_cached(&format!("select {REFUND} from refunds order by rowid"))?
        .query_map([], read_refund)?
        .collect()
}
