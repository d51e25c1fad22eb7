//! Who wants to give an order up, while the gateway has not said that it has ended.

use seatkeeper_core::id::OrderId;

use super::{StoreError, Tx, audit::Audit};
use crate::params;

/// Somebody wants to give an order up; whoever wanted it last counts.
///
/// # Errors
/// The store's.
pub fn insert(tx: &mut Tx<'_>, order: OrderId, by: &Audit) -> Result<(), StoreError> {
    tx.execute(
        "insert into giving_up (order_id, account_id, acting_as_reseller_id, address) values ($1, $2, $3, $4)
         on conflict (order_id) do update set account_id = excluded.account_id,
            acting_as_reseller_id = excluded.acting_as_reseller_id, address = excluded.address",
        params![
            order.0,
            by.account.map(|id| id.0),
            by.acting_as.map(|id| id.0),
            &by.address
        ],
    )?;
    Ok(())
}

/// The order is decided: `entry` by whoever wanted to give it up, if somebody did.
///
/// # Errors
/// The store's.
pub fn take(tx: &mut Tx<'_>, order: OrderId, entry: &Audit) -> Result<Option<Audit>, StoreError> {
    let wanted = tx.one(
        "select account_id, acting_as_reseller_id, address from giving_up where order_id = $1",
        params![order.0],
        |row| {
            Ok(Audit {
                account: Some(row.parse("account_id")?),
                acting_as: row.parse_optional("acting_as_reseller_id")?,
                address: row.get("address")?,
                ..entry.clone()
            })
        },
    )?;
    if wanted.is_some() {
        forget(tx, order)?;
    }
    Ok(wanted)
}

/// Nobody wants it any more, or it does not matter.
///
/// # Errors
/// The store's.
pub fn forget(tx: &mut Tx<'_>, order: OrderId) -> Result<(), StoreError> {
    tx.execute(
        "delete from giving_up where order_id = $1",
        params![order.0],
    )?;
    Ok(())
}
