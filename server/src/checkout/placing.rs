//! Placing: the transaction that stores an order, or finds it, or says why not.

use jiff::{SignedDuration, Timestamp, civil::Date};
use seatkeeper_core::form::{Field, FieldError, FieldFault};
use seatkeeper_core::{
    api::{PlaceOrder, Problem},
    currency::Currency,
    form::NewSubscription,
    id::{CustomerId, OrderId, SubscriptionId},
    order::{Order, OrderRequest, OrderState},
    payment::PaymentMethod,
    permission::Managed,
    transfer::Terms,
};
use uuid::Uuid;

use super::{
    pricing::{self, Asked, Meant, Moment, Priced},
    transferring,
};
use crate::{
    auth::SignedIn,
    error::{Answer, Failure},
    store::{
        StoreError, Tx,
        audit::{self, Audit},
        disputes, giving_up,
        orders::{self, Step, Stored},
        parties, subscriptions,
    },
};

/// How soon somebody looks after an order that the gateway was not asked about, after a crash.
const LOOK_SOON: SignedDuration = SignedDuration::from_secs(15);

/// Everything that placing needs; may run more than once, so it owns it all.
pub(super) struct Placing {
    pub who: SignedIn,
    pub ask: PlaceOrder,
    pub at: Moment,
    /// The currencies in which the seller has a bank account.
    pub transferred: Vec<Currency>,
}

impl Placing {
    /// Permission first, then the id, then the price, then the place of an open order.
    pub fn place(&self, tx: &mut Tx<'_>) -> Answer<Stored> {
        let meant = pricing::read(&self.ask.request)?;
        let asked = Asked {
            actor: &self.who.actor,
            at: self.at,
        };
        let priced = match pricing::price(tx, &asked, &meant) {
            Ok(priced) => priced,
            // A repeated request is the first order, even where it could not be placed today. Of
            // another's order not even the refusal may tell.
            Err(failure) => return self.repeated(tx)?.ok_or(failure),
        };
        if let Some(before) = self.placed_before(tx, &priced)? {
            return Ok(before);
        }
        self.agreed(&priced)?;
        chargeable(tx, &priced)?;
        let terms = self.offered(&priced)?;
        let (customer, subscription) = match &meant {
            Meant::Create(new) => self.found(tx, new, &priced)?,
            Meant::TopUp(new) => self.free_place(tx, new.customer, &priced)?,
            Meant::Renew(form) => self.free_place(tx, form.customer, &priced)?,
        };
        let ids = (self.ask.id, customer, subscription);
        let stored = Stored {
            placed_by: Some(self.who.actor.account),
            acting: self.who.actor.acting,
            locale: self.who.language.clone(),
            ..placed(priced, self.ask.request.clone(), ids, self.at)
        };
        store(tx, &stored)?;
        let by = Audit::by(&self.who, self.at.now, "order.placed");
        note(tx, &stored.order, by)?;
        match terms {
            // what costs nothing is paid at once, however it was to be paid
            Some(terms) if !stored.order.quote.total.is_zero() => {
                transferring::wait(tx, &stored, terms, self.at.now)
            }
            _ => Ok(stored),
        }
    }

    /// Until when an order waits for its transfer; nothing for a card.
    fn offered(&self, priced: &Priced) -> Answer<Option<Terms>> {
        if priced.method == PaymentMethod::Card {
            return Ok(None);
        }
        let terms = priced
            .terms
            .filter(|_| self.transferred.contains(&priced.quote.currency));
        terms.map(Some).ok_or_else(|| {
            vec![FieldError {
                field: Field::Payment,
                fault: FieldFault::NotOffered,
            }]
            .into()
        })
    }

    /// The caller's own order of this id, if this is the same request again.
    fn repeated(&self, tx: &mut Tx<'_>) -> Answer<Option<Stored>> {
        let own = match pricing::own(tx, &self.who.actor, self.ask.id) {
            Ok(own) => own,
            Err(Failure {
                problem: Problem::NotFound | Problem::Forbidden { .. },
                ..
            }) => return Ok(None),
            Err(failure) => return Err(failure),
        };
        Ok((own.order.request == self.ask.request).then_some(own))
    }

    /// The order of this id: the caller's own and the same, or a refusal that tells nothing.
    fn placed_before(&self, tx: &mut Tx<'_>, priced: &Priced) -> Answer<Option<Stored>> {
        let Some(before) = orders::find_any(tx, self.ask.id)? else {
            return Ok(None);
        };
        if !pricing::payers(&self.who.actor).any(|payer| payer == before.payer) {
            // whoever asks with another price hears of the price, as with an id that nobody has
            self.agreed(priced)?;
            return Err(Problem::NotFound.into());
        }
        let own = pricing::own(tx, &self.who.actor, self.ask.id)?;
        let same = own.order.request == self.ask.request
            && own.order.quote.total == self.ask.expected_total;
        if same {
            Ok(Some(own))
        } else {
            Err(Problem::OrderIdReused.into())
        }
    }

    /// The browser's quote must be ours, to the cent, of the same day, list and period.
    fn agreed(&self, priced: &Priced) -> Answer<()> {
        let PlaceOrder {
            price_list,
            today,
            starts_on,
            expected_total,
            ..
        } = self.ask;
        let quote = &priced.quote;
        if (price_list, today, starts_on, expected_total)
            == (
                priced.price_list,
                self.at.today,
                quote.period.start(),
                quote.total,
            )
        {
            return Ok(());
        }
        Err(changed(priced, self.at.today))
    }

    /// Writes the new customer and its subscription down; neither is active before the money.
    fn found(
        &self,
        tx: &mut Tx<'_>,
        new: &NewSubscription,
        priced: &Priced,
    ) -> Answer<(CustomerId, SubscriptionId)> {
        let (customer, subscription) = (CustomerId(Uuid::now_v7()), SubscriptionId(Uuid::now_v7()));
        let managed = Managed {
            reseller: priced.reseller,
            customer,
        };
        parties::insert_customer(
            tx,
            managed,
            &new.customer,
            &priced.locale,
            self.who.actor.account,
            self.at.now,
        )?;
        subscriptions::insert(
            tx,
            subscription,
            customer,
            (new.term, new.currency),
            self.at.now,
        )?;
        Ok((customer, subscription))
    }

    /// One open order per subscription and kind.
    fn free_place(
        &self,
        tx: &mut Tx<'_>,
        customer: CustomerId,
        priced: &Priced,
    ) -> Answer<(CustomerId, SubscriptionId)> {
        let held =
            subscriptions::of_customer(tx, customer, self.at.today)?.ok_or(Problem::Expired)?;
        let subscription = held.subscription.id;
        match orders::open(tx, subscription, priced.quote.kind)? {
            Some((order, payer)) => Err(Problem::OrderOpen {
                order: (payer == priced.payer).then_some(order),
            }
            .into()),
            None => Ok((customer, subscription)),
        }
    }
}

/// No card of a payer is charged while it disputes a payment; a transfer is welcome.
fn chargeable(tx: &mut Tx<'_>, priced: &Priced) -> Answer<()> {
    let by_card = priced.method == PaymentMethod::Card && !priced.quote.total.is_zero();
    if by_card && disputes::is_open(tx, priced.payer)? {
        return Err(Problem::CardDisputed.into());
    }
    Ok(())
}

/// A priced order before anything was asked of a gateway; placed by nobody, in the language of the
/// reseller's papers.
pub(super) fn placed(
    priced: Priced,
    request: OrderRequest,
    (id, customer, subscription): (OrderId, CustomerId, SubscriptionId),
    at: Moment,
) -> Stored {
    let order = Order {
        id,
        reseller: priced.reseller,
        customer,
        payer: priced.payer.side(),
        bill_to: priced.bill_to,
        request,
        quote: priced.quote,
        method: priced.method,
        state: OrderState::Placed,
        attempt: 1,
        declined: None,
        placed_on: at.today,
        price_list: priced.price_list,
    };
    Stored {
        order,
        payer: priced.payer,
        subscription,
        parties: priced.parties,
        evidence: priced.evidence,
        placed_by: None,
        acting: false,
        placed_at: at.now,
        state_at: at.now,
        locale: priced.locale,
        action_url: None,
        version: 1,
    }
}

/// Stores a placed order; somebody looks after it soon, should the server stop before it is charged.
pub(super) fn store(tx: &mut Tx<'_>, stored: &Stored) -> Result<(), StoreError> {
    orders::insert(tx, stored, stored.placed_at + LOOK_SOON)
}

/// Writes what happened to an order into the audit log, with its amount.
pub(super) fn note(tx: &mut Tx<'_>, order: &Order, entry: Audit) -> Result<(), StoreError> {
    let quote = &order.quote;
    let details = serde_json::json!({
        "order": order.id, "total": quote.total.to_string(), "currency": quote.currency.code(),
    });
    audit::record(tx, &entry.on(order.reseller, order.customer).with(details))
}

/// Moves a declined order to its next attempt; `None` when somebody was faster.
pub(super) fn next_attempt(
    tx: &mut Tx<'_>,
    stored: &Stored,
    now: Timestamp,
) -> Answer<Option<Stored>> {
    let step = Step {
        state: OrderState::Authorising,
        attempt: stored.order.attempt + 1,
        declined: None,
        action_url: None,
        next_look_at: Some(now + LOOK_SOON),
        paid_on: None,
    };
    if orders::step(tx, stored, &step, now)? {
        // whoever wanted to give it up was slower
        giving_up::forget(tx, stored.order.id)?;
        reread(tx, stored.order.id).map(Some)
    } else {
        Ok(None)
    }
}

/// Places an order at whatever its day's price is: only for the demo's past, which nobody watched.
pub(super) fn place_at_any_price(
    tx: &mut Tx<'_>,
    who: &SignedIn,
    request: &OrderRequest,
    (at, transferred): (Moment, Vec<Currency>),
) -> Answer<Stored> {
    let meant = pricing::read(request)?;
    let priced = pricing::price(
        tx,
        &Asked {
            actor: &who.actor,
            at,
        },
        &meant,
    )?;
    let ask = PlaceOrder {
        id: OrderId(Uuid::now_v7()),
        request: request.clone(),
        price_list: priced.price_list,
        today: at.today,
        starts_on: priced.quote.period.start(),
        expected_total: priced.quote.total,
    };
    Placing {
        who: who.clone(),
        ask,
        at,
        transferred,
    }
    .place(tx)
}

/// Moves a declined order to its next attempt, on its own day and at its own price.
pub(super) fn again(tx: &mut Tx<'_>, who: &SignedIn, id: OrderId, at: Moment) -> Answer<Stored> {
    let actor = &who.actor;
    let stored = pricing::own(tx, actor, id)?;
    // what nobody placed is tried again by its own schedule; by hand it is another order
    let is_ours = stored.placed_by.is_some() && stored.order.placed_on == at.today;
    if stored.order.state != OrderState::Declined || !is_ours {
        return Err(Problem::WrongState.into());
    }
    let meant = pricing::read(&stored.order.request)?;
    let priced = pricing::price(tx, &Asked { actor, at }, &meant)?;
    chargeable(tx, &priced)?;
    if priced.quote != stored.order.quote || priced.price_list != stored.order.price_list {
        return Err(changed(&priced, at.today));
    }
    if let Some((order, payer)) = orders::open(tx, stored.subscription, stored.order.quote.kind)? {
        return Err(Problem::OrderOpen {
            order: (payer == stored.payer).then_some(order),
        }
        .into());
    }
    if actor.acting {
        orders::acted_on(tx, id, actor.account)?;
    }
    let by = Audit::by(who, at.now, "order.tried_again");
    note(tx, &stored.order, by)?;
    next_attempt(tx, &stored, at.now)?.ok_or_else(|| Problem::WrongState.into())
}

/// The order as it is now.
pub(super) fn reread(tx: &mut Tx<'_>, id: OrderId) -> Answer<Stored> {
    orders::find_any(tx, id)?
        .ok_or_else(|| Failure::fault("an order that was just written is missing"))
}

fn changed(priced: &Priced, today: Date) -> Failure {
    Problem::QuoteChanged {
        quote: Box::new(priced.quote.clone()),
        today,
        price_list: priced.price_list,
    }
    .into()
}
