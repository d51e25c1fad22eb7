//! Rows of `cards`: the kept ones, without their numbers.

use rusqlite::{OptionalExtension, Transaction, params};

use super::unreadable;
use crate::gateway::sandbox::cards::HeldCard;

/// Keeps a card under a new token.
pub(in crate::gateway::sandbox) fn keep(
    unit: &Transaction<'_>,
    token: &str,
    card: &HeldCard,
) -> Result<(), rusqlite::Error> {
    let card = serde_json::to_string(card)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    unit.prepare_cached("insert into cards (token, card) values ($1, $2)")?
        .execute(params![token, card])?;
    Ok(())
}

/// The card of a token.
pub(in crate::gateway::sandbox) fn kept(
    unit: &Transaction<'_>,
    token: &str,
) -> Result<Option<HeldCard>, rusqlite::Error> {
    let card: Option<String> = unit
        .prepare_cached("select card from cards where token = $1")?
        .query_row([token], |row| row.get(0))
        .optional()?;
    card.map(|card| serde_json::from_str(&card).map_err(|error| unreadable(0, error)))
        .transpose()
}
