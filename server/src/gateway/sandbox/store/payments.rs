//! Rows of `payments`.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::unreadable;
use crate::gateway::{
    ChargeKey,
    sandbox::payment::{Payment, State},
};

const COLUMNS: &str = "order_id, attempt, page, asked, state";

fn read(row: &Row<'_>) -> Result<Payment, rusqlite::Error> {
    let order: String = row.get(0)?;
    let asked: String = row.get(3)?;
    let state: String = row.get(4)?;
    Ok(Payment {
        key: ChargeKey {
            order: order.parse().map_err(|error| unreadable(0, error))?,
            attempt: row.get(1)?,
        },
        page: row.get(2)?,
        asked: serde_json::from_str(&asked).map_err(|error| unreadable(3, error))?,
        state: serde_json::from_str(&state).map_err(|error| unreadable(4, error))?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String, rusqlite::Error> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// When its state changes by itself.
fn decide_at(state: &State) -> Option<i64> {
    match state {
        State::Deciding { until, .. } => Some(*until),
        _ => None,
    }
}

/// A new payment; fails on a key that is there.
pub(in crate::gateway::sandbox) fn insert(
    unit: &Transaction<'_>,
    payment: &Payment,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached(
        "insert into payments (order_id, attempt, page, asked, state, decide_at) values ($1, $2, $3, $4, $5, $6)",
    )?
    .execute(params![
        payment.key.order.to_string(),
        payment.key.attempt,
        payment.page,
        json(&payment.asked)?,
        json(&payment.state)?,
        decide_at(&payment.state),
    ])?;
    Ok(())
}

/// Writes how it stands.
pub(in crate::gateway::sandbox) fn save_state(
    unit: &Transaction<'_>,
    payment: &Payment,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached(
        "update payments set state = $1, decide_at = $2 where order_id = $3 and attempt = $4",
    )?
    .execute(params![
        json(&payment.state)?,
        decide_at(&payment.state),
        payment.key.order.to_string(),
        payment.key.attempt,
    ])?;
    Ok(())
}

/// By the merchant's key.
pub(in crate::gateway::sandbox) fn by_key(
    unit: &Transaction<'_>,
    key: ChargeKey,
) -> Result<Option<Payment>, rusqlite::Error> {
    unit.prepare_cached(&format!(
        "select {COLUMNS} from payments where order_id = $1 and attempt = $2"
    ))?
    .query_row(params![key.order.to_string(), key.attempt], read)
    .optional()
}

/// By the address of its pages.
pub(in crate::gateway::sandbox) fn by_page(
    unit: &Transaction<'_>,
    page: &str,
) -> Result<Option<Payment>, rusqlite::Error> {
    unit.prepare_cached(&format!("select {COLUMNS} from payments where page = $1"))?
        .query_row([page], read)
        .optional()
}

/// Those whose bank has made up its mind by now.
pub(in crate::gateway::sandbox) fn decided_by(
    unit: &Transaction<'_>,
    now_seconds: i64,
) -> Result<Vec<Payment>, rusqlite::Error> {
    unit.prepare_cached(&format!(
        "select {COLUMNS} from payments where decide_at <= $1 order by decide_at, order_id, attempt"
    ))?
    .query_map([now_seconds], read)?
    .collect()
}

/// The next answer to the merchant about it will be lost.
pub(in crate::gateway::sandbox) fn lose_next_answer(
    unit: &Transaction<'_>,
    key: ChargeKey,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached("update payments set stalls = 1 where order_id = $1 and attempt = $2")?
        .execute(params![key.order.to_string(), key.attempt])?;
    Ok(())
}

/// Whether this answer is the one that is lost; true only once.
pub(in crate::gateway::sandbox) fn is_answer_lost(
    unit: &Transaction<'_>,
    key: ChargeKey,
) -> Result<bool, rusqlite::Error> {
    let changed = unit
        .prepare_cached(
            "update payments set stalls = 0 where order_id = $1 and attempt = $2 and stalls > 0",
        )?
        .execute(params![key.order.to_string(), key.attempt])?;
    Ok(changed > 0)
}
