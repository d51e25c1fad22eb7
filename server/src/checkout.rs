//! Charging: places an order at the price that `quote()` says now, charges it once, settles it.
//! Promises: an order is on disk before the gateway hears of it; what the gateway did is asked by
//! our own key and compared; each step can be repeated after a crash. The gateway is never called
//! inside a transaction. Leaves numbers of invoices to [`crate::numbering`].

mod charging;
mod coming;
mod disputing;
mod keeping;
mod looking;
mod moving;
mod noting;
mod placing;
mod pricing;
mod renewing;
mod settling;
mod transferring;
mod viewing;

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{OrderView, PlaceOrder, Problem},
    id::{CustomerId, OrderId},
    order::{OrderRequest, OrderState},
    payment::{CardSummary, Payment},
    permission::{Action, Managed, may},
};

use crate::{
    auth::SignedIn,
    context::Context,
    crash,
    error::{Answer, Failure},
    store::{audit::Audit, orders::Stored},
};

pub(crate) use coming::coming;
pub(crate) use disputing::ask as ask_about_disputes;
pub(crate) use keeping::look_for_card;
pub use keeping::{keep_card, look_at_card};
pub use looking::{look, look_after, work};
pub(crate) use moving::go_to;
pub(crate) use noting::give_up_declined;
pub use pricing::payers;
pub(crate) use pricing::{Moment, buyer_for_vat, buyer_of, renewal};
pub(crate) use renewing::{announce, next_try, renew};
pub use transferring::{decide, pay_out, record};
pub(crate) use transferring::{demand, lapse, payment_request};

/// Places an order and starts charging it; the same request again answers the same order.
///
/// # Errors
/// Every [`Problem`] of placing, of which none has stored or charged anything, but
/// [`Problem::GatewayUnavailable`]: the order stands, and placing it again goes on with it.
pub async fn place(context: &Context, who: &SignedIn, ask: PlaceOrder) -> Answer<OrderView> {
    let placing = placing::Placing {
        who: who.clone(),
        ask,
        at: Moment::of(context),
        transferred: context.config.transfer_currencies(),
    };
    let stored = context.store.write(move |tx| placing.place(tx)).await?;
    crash::point(context, "placed");
    let stored = if stored.order.state == OrderState::Placed {
        charging::charge(context, stored).await?
    } else {
        stored
    };
    viewing::view(context, who, stored).await
}

/// An order of the demo's past.
pub struct Seeded {
    /// What.
    pub request: OrderRequest,
    /// When it was placed and paid.
    pub now: Timestamp,
    /// On which business date.
    pub today: Date,
}

/// Places and settles an order of the demo's past, at the price of its day, without a gateway.
///
/// # Errors
/// A fault on a real database, and every [`Problem`] of placing.
pub async fn seed(context: &Context, who: &SignedIn, seeded: Seeded) -> Answer<CustomerId> {
    if !context.demo {
        return Err(Failure::fault("only a demo has a made-up past"));
    }
    let Seeded {
        request,
        now,
        today,
    } = seeded;
    let (who, at) = (who.clone(), Moment::at(context, now, today));
    let transferred = context.config.transfer_currencies();
    let stored = context
        .store
        .write(move |tx| placing::place_at_any_price(tx, &who, &request, (at, transferred.clone())))
        .await?;
    let (id, customer) = (stored.order.id, stored.order.customer);
    let card = CardSummary {
        brand: "Visa".to_owned(),
        last_four: "4242".to_owned(),
    };
    let payment = Payment {
        reference: id.to_string(),
        amount: stored.order.quote.total,
        received_on: today,
        card: Some(card),
    };
    let received = settling::Received {
        gateway: "past",
        worth: settling::Worth::TheOrder,
        payment,
        saved_card: None,
    };
    settling::settle_at(context, id, received, now).await?;
    Ok(customer)
}

/// One of the caller's orders; asks the gateway first where it is not decided.
///
/// # Errors
/// [`Problem::NotFound`] for another's order.
pub async fn follow(context: &Context, who: &SignedIn, id: OrderId) -> Answer<OrderView> {
    let mut stored = find(context, who, id).await?;
    if undecided(stored.order.state) {
        stored = look(context, id).await?.unwrap_or(stored);
    } else if stored.order.state == OrderState::Disputed
        // without an answer it stands as it stood
        && let Ok(Some(looked)) = look(context, id).await
    {
        stored = looked;
    }
    viewing::view(context, who, stored).await
}

/// Another attempt at a declined order, on its own day and at its own price.
///
/// # Errors
/// [`Problem::WrongState`] for any other order, [`Problem::QuoteChanged`] at another price.
pub async fn pay_again(context: &Context, who: &SignedIn, id: OrderId) -> Answer<OrderView> {
    let stored = find(context, who, id).await?;
    may_pay(who, &stored)?;
    let (by, at) = (who.clone(), Moment::of(context));
    let again = context
        .store
        .write(move |tx| placing::again(tx, &by, id, at))
        .await?;
    let stored = charging::charge(context, again).await?;
    viewing::view(context, who, stored).await
}

/// Gives an unpaid order up; where the gateway was faster it is paid.
///
/// # Errors
/// [`Problem::WrongState`] when it is decided already.
pub async fn cancel(context: &Context, who: &SignedIn, id: OrderId) -> Answer<OrderView> {
    let stored = find(context, who, id).await?;
    may_pay(who, &stored)?;
    if stored.placed_by.is_none() {
        // it renews by itself: that is switched off, not given up
        return Err(Problem::WrongState.into());
    }
    let stored = match stored.order.state {
        OrderState::AwaitingTransfer => give_up_transfer(context, who, id).await?,
        state if undecided(state) || state == OrderState::Declined => {
            charging::cancel(context, stored, Some(who)).await?
        }
        _ => return Err(Problem::WrongState.into()),
    };
    viewing::view(context, who, stored).await
}

/// An order that waits for a transfer is given up; where the money was faster it is paid.
async fn give_up_transfer(context: &Context, who: &SignedIn, id: OrderId) -> Answer<Stored> {
    let (by, now) = (
        Audit::by(who, context.clock.now(), noting::CANCELLED),
        context.clock.now(),
    );
    let given_up = context.store.write(move |tx| {
        let stored = placing::reread(tx, id)?;
        if stored.order.state != OrderState::AwaitingTransfer {
            return Ok(stored);
        }
        placing::note(tx, &stored.order, by.clone())?;
        transferring::end(tx, &stored, OrderState::Cancelled, now)
    });
    given_up.await
}

/// Whether the gateway has the next word.
fn undecided(state: OrderState) -> bool {
    matches!(
        state,
        OrderState::Placed | OrderState::Authorising | OrderState::NeedsAction
    )
}

/// Seeing an order is not yet paying it: staff do that only for a reseller they act as.
fn may_pay(who: &SignedIn, stored: &Stored) -> Answer<()> {
    let managed = Managed {
        reseller: stored.order.reseller,
        customer: stored.order.customer,
    };
    Ok(may(&who.actor, &Action::Buy(managed))?)
}

async fn find(context: &Context, who: &SignedIn, id: OrderId) -> Answer<Stored> {
    let actor = who.actor.clone();
    context
        .store
        .read(move |tx| pricing::own(tx, &actor, id))
        .await
}
