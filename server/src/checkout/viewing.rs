//! An order as its payer sees it.

use seatkeeper_core::{api::OrderView, order::OrderState};

use super::payment_request;
use crate::{
    context::Context,
    error::Answer,
    store::{accounts, invoices, orders::Stored, payments, transfers},
};

/// Adds the card, the invoice, the gateway's page and the payment request to an order.
pub(super) async fn view(context: &Context, stored: Stored) -> Answer<OrderView> {
    let (payer, id) = (stored.payer, stored.order.id);
    let paid = stored.order.state.was_paid();
    let (card, invoice) = if paid {
        context
            .store
            .read(move |tx| {
                Ok::<_, crate::error::Failure>((
                    payments::card(tx, id)?,
                    invoices::of_order(tx, payer, id)?,
                ))
            })
            .await?
    } else {
        (None, None)
    };
    let acted_by = match stored.placed_by.filter(|_| stored.acting) {
        Some(account) => {
            let found = context.store.read(move |tx| accounts::get(tx, account));
            found.await?.map(|account| account.name)
        }
        None => None,
    };
    let request = if stored.order.state == OrderState::AwaitingTransfer {
        let transfer = context
            .store
            .read(move |tx| transfers::find(tx, id))
            .await?;
        let config = &context.config;
        transfer.and_then(|transfer| {
            payment_request(&config.seller.name, &config.bank_accounts, &transfer)
        })
    } else {
        None
    };
    let go_to = if stored.order.state == OrderState::NeedsAction {
        stored.action_url
    } else {
        None
    };
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
