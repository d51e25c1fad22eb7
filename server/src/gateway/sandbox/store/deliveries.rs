//! Rows of `deliveries`: what has yet to be told by webhook, in the order of `place`. A row without
//! a due time is held back until its payment is final.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::unreadable;
use crate::gateway::{ChargeKey, sandbox::wire::Event};

/// One posting of one event.
#[derive(Clone, Debug)]
pub(in crate::gateway::sandbox) struct Delivery {
    pub(in crate::gateway::sandbox) place: i64,
    pub(in crate::gateway::sandbox) event: Event,
    /// How often it was tried in vain.
    pub(in crate::gateway::sandbox) tries: u32,
}

fn read(row: &Row<'_>) -> Result<Delivery, rusqlite::Error> {
    let event: String = row.get(1)?;
    let order: String = row.get(3)?;
    Ok(Delivery {
        place: row.get(0)?,
        event: Event {
            id: event.parse().map_err(|error| unreadable(1, error))?,
            kind: row.get(2)?,
            order: order.parse().map_err(|error| unreadable(3, error))?,
            attempt: row.get(4)?,
        },
        tries: row.get(5)?,
    })
}

/// Queues one posting at the end.
pub(in crate::gateway::sandbox) fn queue(
    unit: &Transaction<'_>,
    event: &Event,
    due_seconds: Option<i64>,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached(
        "insert into deliveries (event, kind, order_id, attempt, due_at) values ($1, $2, $3, $4, $5)",
    )?
    .execute(params![event.id.to_string(), event.kind, event.order.to_string(), event.attempt, due_seconds])?;
    Ok(())
}

/// Moves what was held back for a payment to the end of the queue.
pub(in crate::gateway::sandbox) fn release_held(
    unit: &Transaction<'_>,
    key: ChargeKey,
    due_seconds: i64,
) -> Result<(), rusqlite::Error> {
    // parameters are numbered as they are first used, which SQLite goes by
    unit.prepare_cached(
        "insert into deliveries (event, kind, order_id, attempt, due_at)
         select event, kind, order_id, attempt, $1 from deliveries
         where order_id = $2 and attempt = $3 and due_at is null order by place",
    )?
    .execute(params![due_seconds, key.order.to_string(), key.attempt])?;
    forget_held(unit, key)
}

/// Drops what was held back for a payment.
pub(in crate::gateway::sandbox) fn forget_held(
    unit: &Transaction<'_>,
    key: ChargeKey,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached(
        "delete from deliveries where order_id = $1 and attempt = $2 and due_at is null",
    )?
    .execute(params![key.order.to_string(), key.attempt])?;
    Ok(())
}

/// Tests only: nothing more is told of a payment.
pub(in crate::gateway::sandbox) fn forget(
    unit: &Transaction<'_>,
    key: ChargeKey,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached("delete from deliveries where order_id = $1 and attempt = $2")?
        .execute(params![key.order.to_string(), key.attempt])?;
    Ok(())
}

/// The next one to post.
pub(in crate::gateway::sandbox) fn next_due(
    unit: &Transaction<'_>,
    now_seconds: i64,
) -> Result<Option<Delivery>, rusqlite::Error> {
    unit.prepare_cached(
        "select place, event, kind, order_id, attempt, tries from deliveries
         where due_at <= $1 order by place limit 1",
    )?
    .query_row([now_seconds], read)
    .optional()
}

/// It arrived, or was tried often enough.
pub(in crate::gateway::sandbox) fn done(
    unit: &Transaction<'_>,
    place: i64,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached("delete from deliveries where place = $1")?
        .execute([place])?;
    Ok(())
}

/// It did not arrive; it is tried again then.
pub(in crate::gateway::sandbox) fn again(
    unit: &Transaction<'_>,
    place: i64,
    due_seconds: i64,
) -> Result<(), rusqlite::Error> {
    unit.prepare_cached("update deliveries set tries = tries + 1, due_at = $1 where place = $2")?
        .execute([due_seconds, place])?;
    Ok(())
}
