//! From the Pay button to the card gateway: one order, however often one presses.
//!
//! Promises: what is sent again unchanged goes under the same id, so it is charged once; another
//! request, price or day gets another id; the amount on the button is the one that is asked for.
//! Leaves what was typed to the page's draft.

use jiff::civil::Date;
use leptos::prelude::*;
use seatkeeper_core::{
    api::{CancelOrder, GetOrder, OrderView, PayAgain, PlaceOrder, Problem},
    id::OrderId,
    money::Money,
    order::{OrderRequest, OrderState},
    page::{Address, Page},
    quote::Quote,
};
use uuid::{Builder, Uuid};

use crate::{
    draft::{Attempt, Outcome},
    held::Held,
    http::{self, Failure},
    router, session,
};

/// What the page asks to pay, with everything that its price was computed from.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What, as typed.
    pub request: OrderRequest,
    /// The version of the price list.
    pub price_list: u32,
    /// The business date.
    pub today: Date,
    /// The first day of what is paid.
    pub starts_on: Date,
    /// The amount on the button.
    pub total: Money,
}

impl Asked {
    /// What is ordered at a quoted price.
    pub fn at(quote: &Quote, request: OrderRequest, price_list: u32, today: Date) -> Self {
        Self {
            request,
            price_list,
            today,
            starts_on: quote.period.start(),
            total: quote.total,
        }
    }

    /// Everything but the id, to compare with what was sent before.
    pub fn text(&self) -> String {
        let price = (self.price_list, self.today, self.starts_on, self.total);
        serde_json::to_string(&(&self.request, price)).unwrap_or_default()
    }
}

/// Places the order, or tries a declined one again, and goes where the payer has to go.
///
/// # Errors
/// What the server said instead; nothing was charged then.
pub async fn pay(asked: Asked, attempt: Held<Attempt>) -> Result<(), Failure> {
    let sent = asked.text();
    let earlier = attempt
        .get_untracked()
        .filter(|earlier| earlier.sent == sent);
    let view = match earlier {
        Some(Attempt {
            order,
            outcome: Some(Outcome::Declined(_)),
            ..
        }) => again(order, &asked, sent, attempt).await?,
        Some(Attempt {
            order,
            outcome: None,
            ..
        }) => place(order, asked, sent, attempt).await?,
        _ => match unsettled(attempt).await? {
            Some(view) => view,
            None => place(new_id(), asked, sent, attempt).await?,
        },
    };
    match view.go_to {
        Some(href) => router::leave(&href),
        None => router::go(&Address {
            page: Page::Order(view.order.id),
            acting_on: router::here_now().acting_on,
        }),
    }
    Ok(())
}

/// What was sent before, in other words, and whose answer may have been lost: it is given up first,
/// so that no two orders are paid. The order itself where that is too late.
async fn unsettled(attempt: Held<Attempt>) -> Result<Option<OrderView>, Failure> {
    let Some(Attempt {
        order,
        outcome: None,
        ..
    }) = attempt.get_untracked()
    else {
        return Ok(None);
    };
    let known = match http::persist(&GetOrder { order }).await {
        // it never arrived
        Err(Failure::Refused(Problem::NotFound)) => return Ok(None),
        known => known?,
    };
    let view = if known.order.state.is_open() {
        http::persist(&CancelOrder { order }).await?
    } else {
        known
    };
    Ok((!is_over(view.order.state)).then_some(view))
}

/// It ended without licences.
fn is_over(state: OrderState) -> bool {
    matches!(
        state,
        OrderState::Declined | OrderState::Cancelled | OrderState::Lapsed
    )
}

async fn place(
    id: OrderId,
    asked: Asked,
    sent: String,
    attempt: Held<Attempt>,
) -> Result<OrderView, Failure> {
    attempt.set(Some(Attempt {
        order: id,
        sent,
        outcome: None,
    }));
    let Asked {
        request,
        price_list,
        today,
        starts_on,
        total,
    } = asked;
    let placed = http::persist(&PlaceOrder {
        id,
        request,
        price_list,
        today,
        starts_on,
        expected_total: total,
    })
    .await;
    match &placed {
        // nothing was stored, and the next attempt is another order
        Err(Failure::Refused(Problem::OrderIdReused | Problem::OrderOpen { .. })) => {
            attempt.set(None);
        }
        Err(Failure::Refused(Problem::QuoteChanged { .. })) => {
            attempt.set(None);
            session::fetch().await;
            session::acting::fetch_again();
        }
        _ => {}
    }
    placed
}

/// Another attempt at the same order, on the day it was placed; on another day it is another order.
async fn again(
    order: OrderId,
    asked: &Asked,
    sent: String,
    attempt: Held<Attempt>,
) -> Result<OrderView, Failure> {
    match http::call(&PayAgain { order }).await {
        Err(Failure::Refused(Problem::WrongState | Problem::QuoteChanged { .. })) => {
            let view = http::persist(&GetOrder { order }).await?;
            if is_over(view.order.state) {
                place(new_id(), asked.clone(), sent, attempt).await
            } else {
                Ok(view)
            }
        }
        Ok(view) => {
            attempt.set(Some(Attempt {
                order,
                sent,
                outcome: None,
            }));
            Ok(view)
        }
        Err(failure) => Err(failure),
    }
}

/// The id of an order to be.
fn new_id() -> OrderId {
    OrderId(new_uuid())
}

/// A UUID v7: random, and sorted by the time at which it was made.
pub fn new_uuid() -> Uuid {
    let mut random = [0; 10];
    if let Ok(crypto) = window().crypto() {
        // refused only above 65,536 bytes
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    Builder::from_unix_timestamp_millis(unix_ms(), &random).into_uuid()
}

#[expect(
    clippy::disallowed_methods,
    reason = "only sorts ids by time; no price and no date comes of it"
)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole milliseconds since 1970"
)]
fn unix_ms() -> u64 {
    js_sys::Date::now() as u64
}
