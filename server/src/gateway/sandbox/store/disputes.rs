//! Rows of `disputes`: charges that a payer's bank wants back.

use rusqlite::{Row, Transaction, params};
use seatkeeper_core::payment::DisputeState;

use super::unreadable;
use crate::gateway::sandbox::wire::{Amount, DisputeView, DisputedView};

fn read(row: &Row<'_>) -> Result<DisputeView, rusqlite::Error> {
    let state: String = row.get(3)?;
    Ok(DisputeView {
        reference: row.get(0)?,
        amount: Amount {
            minor: row.get(1)?,
            currency: row.get(2)?,
        },
        state: serde_json::from_str(&state).map_err(|error| unreadable(3, error))?,
    })
}

fn json(state: DisputeState) -> Result<String, rusqlite::Error> {
    serde_json::to_string(&state)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// Opens one about a charge.
pub(in crate::gateway::sandbox) fn open(
    unit: &Transaction<'_>,
    charge: &str,
    dispute: &DisputeView,
    now_seconds: i64,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached(
        "insert into disputes (reference, charge, minor, currency, state, changed_at)
         values ($1, $2, $3, $4, $5, $6)",
    )?
    .execute(params![
        dispute.reference,
        charge,
        dispute.amount.minor,
        dispute.amount.currency,
        json(dispute.state)?,
        now_seconds,
    ])?;
    Ok(())
}

/// Decides one.
pub(in crate::gateway::sandbox) fn decide(
    unit: &Transaction<'_>,
    reference: &str,
    state: DisputeState,
    now_seconds: i64,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached("update disputes set state = $1, changed_at = $2 where reference = $3")?
        .execute(params![json(state)?, now_seconds, reference])?;
    Ok(())
}

/// Those about a charge, the earliest first.
pub(in crate::gateway::sandbox) fn of(
    unit: &Transaction<'_>,
    charge: &str,
) -> Result<Vec<DisputeView>, rusqlite::Error> {
    unit.prepare_cached(
        "select reference, minor, currency, state from disputes where charge = $1 order by rowid",
    )?
    .query_map([charge], read)?
    .collect()
}

/// How much of a charge is away by disputes that are open or lost.
pub(in crate::gateway::sandbox) fn away_minor(
    unit: &Transaction<'_>,
    charge: &str,
) -> Result<i64, rusqlite::Error> {
    unit.prepare_cached(
        "select coalesce(sum(minor), 0) from disputes where charge = $1 and state <> $2",
    )?
    .query_row(params![charge, json(DisputeState::Won)?], |row| row.get(0))
}

/// The charges whose disputes were opened or decided since then.
pub(in crate::gateway::sandbox) fn since(
    unit: &Transaction<'_>,
    since_seconds: i64,
) -> Result<Vec<DisputedView>, rusqlite::Error> {
    unit.prepare_cached(
        "select distinct c.order_id, c.attempt from disputes d join charges c on c.reference = d.charge
         where d.changed_at >= $1 order by c.order_id, c.attempt",
    )?
    .query_map([since_seconds], |row| {
        let order: String = row.get(0)?;
        Ok(DisputedView {
            order: order.parse().map_err(|error| unreadable(0, error))?,
            attempt: row.get(1)?,
        })
    })?
    .collect()
}

/// All disputes.
pub(in crate::gateway::sandbox) fn all(
    unit: &Transaction<'_>,
) -> Result<Vec<DisputeView>, rusqlite::Error> {
    unit.prepare_cached("select reference, minor, currency, state from disputes order by rowid")?
        .query_map([], read)?
        .collect()
}
