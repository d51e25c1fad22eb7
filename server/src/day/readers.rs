//! Who hears about a period that ends.

use seatkeeper_core::id::AccountId;

use crate::store::{StoreError, Tx, members, renewals::Ending};

/// Who is told besides the payer.
#[derive(Clone, Copy)]
pub(super) enum Told {
    Administrators,
    Everybody,
}

/// The payer (none of the accounts), and the customer's own people.
pub(super) fn readers(
    tx: &mut Tx<'_>,
    ending: &Ending,
    told: Told,
) -> Result<Vec<Option<AccountId>>, StoreError> {
    let only_administrators = matches!(told, Told::Administrators);
    let people = members::accounts(tx, ending.managed.customer, only_administrators)?;
    let people = people.into_iter().map(Some);
    Ok([None].into_iter().chain(people).collect())
}
