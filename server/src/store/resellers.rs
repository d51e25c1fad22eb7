//! Resellers, as staff find them.

use seatkeeper_core::{
    api::{FoundReseller, RESELLERS_FOUND},
    id::ResellerId,
};

use super::{StoreError, Tx};
use crate::params;

/// Those of whose name or town this is a part, in the order of their names. There are never so many
/// that they could not all be read, and only so is lower case the same in every script on both engines.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, search: &str) -> Result<Vec<FoundReseller>, StoreError> {
    let all = tx.query(
        "select id, name, city from resellers where id <> $1",
        params![ResellerId::NOBODY.0],
        |row| {
            Ok(FoundReseller {
                id: row.parse("id")?,
                name: row.get("name")?,
                city: row.get("city")?,
            })
        },
    )?;
    let search = search.trim().to_lowercase();
    let matches = |text: &str| text.to_lowercase().contains(&search);
    let mut found: Vec<_> = all
        .into_iter()
        .filter(|one| matches(&one.name) || matches(&one.city))
        .collect();
    found.sort_by_cached_key(|one| (one.name.to_lowercase(), one.id));
    found.truncate(usize::try_from(RESELLERS_FOUND).unwrap_or(usize::MAX));
    Ok(found)
}

/// Whether there is one of this id.
///
/// # Errors
/// The store's.
pub fn is_there(tx: &mut Tx<'_>, id: ResellerId) -> Result<bool, StoreError> {
    let found = tx.one(
        "select id from resellers where id = $1 and id <> $2",
        params![id.0, ResellerId::NOBODY.0],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}
