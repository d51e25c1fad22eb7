//! An order as its payer sees it.

use seatkeeper_core::{api::OrderView, order::OrderState, permission::Actor};

use super::{payers, payment_request};
use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    store::{accounts, invoices, orders::Stored, payments, transfers},
};

/// Adds the card, the invoice, the gateway's page and the payment request to an order.
pub(super) async fn view(context: &Context, who: &SignedIn, stored: Stored) -> Answer<OrderView> {
    let (payer, id) = (stored.payer, stored.order.id);
    let paid = stored.order.state.was_paid();
    let read = context.store.read(move |tx| {
        let papers = if paid {
            (payments::card(tx, id)?, invoices::of_order(tx, payer, id)?)
        } else {
            (None, None)
        };
        Ok::<_, Failure>((papers, transfers::find(tx, id)?))
    });
    let ((card, invoice), transfer) = read.await?;
    let acted_by = match stored.placed_by.filter(|_| stored.acting) {
        Some(account) => {
            let found = context.store.read(move |tx| accounts::get(tx, account));
            found.await?.map(|account| account.name)
        }
        None => None,
    };
    let config = &context.config;
    let request = transfer
        .filter(|transfer| transfer.open)
        .and_then(|transfer| {
            payment_request(&config.seller.name, &config.bank_accounts, &transfer)
        });
    let go_to = page(&who.actor, &stored);
    Ok(OrderView {
        order: stored.order,
        customer_name: stored.parties.paid_for,
        acted_by,
        go_to,
        card,
        invoice,
        request,
    })
}

/// The gateway's page, to the payer's side only: it keeps whatever card is typed there. To the seller's
/// people never, but for the one of an order that they placed acting, which keeps none.
fn page(actor: &Actor, stored: &Stored) -> Option<String> {
    let is_payers = payers(actor).any(|payer| payer == stored.payer);
    let is_told = is_payers && (stored.acting || !actor.acting);
    let url = stored.action_url.clone();
    url.filter(|_| is_told && stored.order.state == OrderState::NeedsAction)
}
