//! To whom the papers of an order go: now, not when it was placed.

use seatkeeper_core::id::OrderId;

use super::{StoreError, Tx};
use crate::params;

/// Where the papers of an order go: to its payer's address for invoices, or else to an administrator
/// of the side that paid: whoever ordered, while that is one of them, or else the one who was added
/// first. Nowhere where none is left: whoever has left is told nothing more.
///
/// # Errors
/// The store's.
pub fn papers_go_to(tx: &mut Tx<'_>, id: OrderId) -> Result<Option<String>, StoreError> {
    let found = tx.one(
        "select coalesce(nullif(r.invoice_email, ''), nullif(c.invoice_email, ''),
            (select a.email_shown from members m join accounts a on a.id = m.account_id
             where m.customer_id = o.payer_customer_id and m.role = 'administrator'
             order by case when m.account_id = o.placed_by then 0 else 1 end, m.added_at, m.id limit 1),
            (select a.email_shown from reseller_people p join accounts a on a.id = p.account_id
             where p.reseller_id = o.payer_reseller_id and p.role = 'administrator'
             order by case when p.account_id = o.placed_by then 0 else 1 end, p.added_at, p.account_id limit 1)
            ) as goes_to
         from orders o left join resellers r on r.id = o.payer_reseller_id
            left join customers c on c.id = o.payer_customer_id
         where o.id = $1",
        params![id.0],
        |row| row.get::<Option<String>>("goes_to"),
    )?;
    Ok(found.flatten())
}
