//! Orders that one of the seller's people goes on with, acting as their reseller.

use seatkeeper_core::id::{AccountId, OrderId};

use crate::{
    params,
    store::{StoreError, Tx},
};

/// One of the seller's people tries an order again, acting as its reseller.
///
/// # Errors
/// The store's.
pub fn acted_on(tx: &mut Tx<'_>, id: OrderId, by: AccountId) -> Result<(), StoreError> {
    tx.execute(
        "update orders set acting = 1, placed_by = $1 where id = $2",
        params![by.0, id.0],
    )?;
    Ok(())
}
