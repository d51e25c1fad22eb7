//! Settling: the transaction in which money that is really in becomes licences, an invoice draft
//! and book entries; and money that came for nothing goes back.

mod giving_back;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use seatkeeper_core::{
    id::{InvoiceId, OrderId},
    invoice::Party,
    order::{OrderState, Settlement, Settling, settle as settled},
    payment::{Payment, PaymentMethod},
    permission::Managed,
    quote::{Change, LineKind, LineReason},
};
use uuid::Uuid;

use super::{charging::GATEWAY, disputing, placing::reread};
use crate::{
    context::Context,
    crash,
    error::{Answer, Failure},
    gateway::Charged,
    store::{
        StoreError, Tx,
        audit::{self, Audit},
        cancellations, giving_up, invoices,
        ledger::{self as books, About},
        members,
        orders::{self, Step, Stored},
        parties, payments, renewals,
        saved_cards::{self, SavedCard},
        subscriptions,
    },
};
pub(super) use giving_back::refunded;

/// The gateway says "charged": settles if order, amount and currency are ours. The payer's bank may
/// want it back by then.
pub(super) async fn charged(context: &Context, stored: Stored, charged: Charged) -> Answer<Stored> {
    let disputed = (!charged.disputes.is_empty()).then(|| charged.clone());
    // large, and inside of much
    let settled = Box::pin(settle_charge(context, stored, charged)).await?;
    match disputed {
        // also where the order was given up: a bank that takes the money makes the refund itself
        Some(charged)
            if settled.order.state.was_paid() || settled.order.state == OrderState::Cancelled =>
        {
            Box::pin(disputing::told(context, settled, &charged)).await
        }
        _ => Ok(settled),
    }
}

async fn settle_charge(context: &Context, stored: Stored, charged: Charged) -> Answer<Stored> {
    crash::point(context, "fetched");
    let Charged {
        order,
        amount,
        reference,
        card,
        saved_card,
        charged_at,
        disputes: _,
        refunds: _,
    } = charged;
    if order != stored.order.id.0 {
        tracing::error!(order = %stored.order.id, %reference, "the gateway tells of another order under this key; nothing is settled");
        let (id, at) = (stored.order.id, context.clock.now() + STRANGE);
        context
            .store
            .write(move |tx| orders::look_later(tx, id, at))
            .await?;
        return Ok(stored);
    }
    let payment = Payment {
        reference,
        amount,
        received_on: received_on(context, charged_at, stored.order.placed_on),
        card: Some(card),
    };
    if amount == stored.order.quote.total {
        let paid = Received {
            gateway: GATEWAY,
            worth: Worth::TheOrder,
            payment,
            saved_card,
        };
        return settle_at(context, stored.order.id, paid, context.clock.now()).await;
    }
    tracing::error!(order = %stored.order.id, "the gateway charged another amount; it goes back");
    let paid = Received {
        gateway: GATEWAY,
        worth: Worth::Nothing,
        payment,
        saved_card: None,
    };
    settle_at(context, stored.order.id, paid, context.clock.now()).await
}

/// When an order is looked after again of which the gateway tells what cannot be.
const STRANGE: SignedDuration = SignedDuration::from_hours(1);

/// The day on which the payment was received, which is the tax point: the provider's instant in the
/// seller's zone, however late it is asked about; never before the order nor after today.
fn received_on(context: &Context, charged_at: Timestamp, placed_on: Date) -> Date {
    let zone = TimeZone::get(&context.config.zone).unwrap_or(TimeZone::UTC);
    let day = charged_at.to_zoned(zone).date();
    day.max(placed_on).min(context.clock.today())
}

/// Settles an order once, with a payment that is exactly its total.
pub(super) async fn settle(
    context: &Context,
    id: OrderId,
    gateway: &'static str,
    payment: Payment,
) -> Answer<Stored> {
    let paid = Received {
        gateway,
        worth: Worth::TheOrder,
        payment,
        saved_card: None,
    };
    settle_at(context, id, paid, context.clock.now()).await
}

/// Money as a provider told of it.
pub(super) struct Received {
    /// Which provider.
    pub gateway: &'static str,
    /// What it is worth to the order.
    pub worth: Worth,
    /// The money.
    pub payment: Payment,
    /// Under what the card is kept there, when its payer wants that.
    pub saved_card: Option<String>,
}

/// What a payment is worth to its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    /// Exactly its total.
    TheOrder,
    /// It is another amount: the order is given up, and what was taken goes back.
    Nothing,
}

/// [`settle`] at a told instant, with what the payment is worth.
pub(super) async fn settle_at(
    context: &Context,
    id: OrderId,
    received: Received,
    now: Timestamp,
) -> Answer<Stored> {
    let Received {
        gateway,
        worth,
        payment,
        saved_card,
    } = received;
    let settling = Paid {
        gateway,
        saved_card,
        counted_on: payment.received_on,
        payment,
        till: Till::of(context, now),
    };
    let stored = context
        .store
        .write(move |tx| {
            let stored = reread(tx, id)?;
            giving_up::forget(tx, id)?;
            match stored.order.state {
                OrderState::Placed | OrderState::Authorising | OrderState::NeedsAction => {
                    match worth {
                        Worth::TheOrder => settling.settle(tx, &stored),
                        Worth::Nothing => settling.refuse(tx, &stored),
                    }
                }
                OrderState::Cancelled => settling.come_late(tx, stored),
                _ => Ok(stored),
            }
        })
        .await?;
    crash::point(context, "settled");
    context.wake.notify_waiters();
    Ok(stored)
}

/// The house that money comes into.
#[derive(Clone)]
pub(super) struct Till {
    seller: Party,
    demo: bool,
    grace_days: u16,
    now: Timestamp,
}

impl Till {
    /// The house as it is set up.
    pub fn of(context: &Context, now: Timestamp) -> Self {
        Self {
            seller: context.config.seller.clone(),
            demo: context.demo,
            grace_days: context.config.grace_days,
            now,
        }
    }
}

/// Money that is in.
pub(super) struct Paid {
    /// Which provider.
    pub gateway: &'static str,
    /// The money.
    pub payment: Payment,
    /// Under what the card is kept there, when its payer wants that.
    pub saved_card: Option<String>,
    /// The day from which licences exist: a card's is that of receipt, a transfer's that of recording.
    pub counted_on: Date,
    /// Into what house.
    pub till: Till,
}

impl Paid {
    /// The order becomes paid, with everything that follows, in this transaction.
    pub fn settle(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<Stored> {
        let order = &stored.order;
        self.take(tx, stored)?;
        let step = Step {
            state: OrderState::Paid,
            attempt: order.attempt,
            declined: None,
            action_url: None,
            next_look_at: None,
            paid_on: Some(self.payment.received_on),
        };
        if !orders::step(tx, stored, &step, self.till.now)? {
            return Err(Failure::fault(
                "an order was changed within its own transaction",
            ));
        }
        let with = Settling {
            invoice: InvoiceId(Uuid::now_v7()),
            seller: self.till.seller.clone(),
            buyer: stored.parties.buyer.clone(),
            paid_by: stored.parties.paid_by.clone(),
            paid_for: stored.parties.paid_for.clone(),
            locale: stored.locale.clone(),
            demo: self.till.demo,
            decided_on: match order.method {
                PaymentMethod::Card => order.placed_on,
                PaymentMethod::BankTransfer => self.counted_on,
            },
        };
        let settlement = settled(order, &self.payment, with).map_err(Failure::fault)?;
        self.save(tx, stored, &settlement)?;
        reread(tx, order.id)
    }

    fn save(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        settlement: &Settlement,
    ) -> Result<(), StoreError> {
        let order = &stored.order;
        for grant in &settlement.grants {
            let line = order.quote.lines.iter().find(|line| {
                line.kind == LineKind::Licences && period_of(&line.reason) == Some(grant.period)
            });
            let unit = line
                .and_then(|line| line.unit_price)
                .unwrap_or(order.quote.unit_price);
            subscriptions::grant(
                tx,
                stored.subscription,
                order.id,
                grant,
                (order.price_list, unit),
                self.till.grace_days,
            )?;
        }
        if !settlement.sale.postings().is_empty() {
            let (country, cause) = (
                stored.evidence.sale.buyer.country.code(),
                format!("sale:{}", order.id),
            );
            books::book(
                tx,
                (Uuid::now_v7(), &cause),
                About {
                    order: Some(order.id),
                    payer: stored.payer,
                    country,
                },
                &settlement.sale,
                self.till.now,
            )?;
        }
        books::plan_releases(tx, order.id, &settlement.releases)?;
        self.keep_card(tx, stored)?;
        invoices::insert(
            tx,
            &settlement.draft,
            order.customer,
            stored.payer,
            self.till.now,
        )?;
        let managed = Managed {
            reseller: order.reseller,
            customer: order.customer,
        };
        let today = self.counted_on;
        // whoever was without a licence has one again, the earliest added first
        members::fit_to_seats(tx, order.customer, today)?;
        parties::activate(tx, managed, today)?;
        audit::record(
            tx,
            &Audit {
                at: self.till.now,
                account: None,
                acting_as: None,
                reseller: Some(order.reseller),
                customer: Some(order.customer),
                action: "order.paid",
                details: serde_json::json!({ "order": order.id, "total": self.payment.amount.to_string() }),
                address: String::new(),
            },
        )
    }

    /// Whoever paid the last create or renewal renews: with the card that was saved with it, or one
    /// saved earlier; another payer's is forgotten.
    fn keep_card(&self, tx: &mut Tx<'_>, stored: &Stored) -> Result<(), StoreError> {
        if stored.order.kind() == Change::TopUp {
            return Ok(());
        }
        let (payer, subscription) = (stored.payer, stored.subscription);
        // the number that was chosen was that of this period
        renewals::forget_licences(tx, subscription)?;
        cancellations::remove(tx, subscription)?;
        let token = self.saved_card.clone().filter(|_| !stored.acting);
        if let (Some(token), Some(card)) = (token, self.payment.card.clone()) {
            let saved = SavedCard {
                payer,
                token,
                card,
                saved_at: self.till.now,
            };
            let by = stored.placed_by;
            return saved_cards::keep(tx, subscription, &saved, self.gateway, by);
        }
        match saved_cards::find(tx, subscription)? {
            Some(saved) if saved.payer != payer => saved_cards::remove(tx, subscription),
            _ => Ok(()),
        }
    }

    /// Records the money under the provider's reference, which counts once.
    fn take(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<Uuid> {
        let id = Uuid::now_v7();
        let new = payments::insert(
            tx,
            (id, stored.order.id, stored.order.attempt),
            self.gateway,
            &self.payment,
            self.till.now,
        )?;
        if new {
            Ok(id)
        } else {
            Err(Failure::fault("a payment's reference was used before"))
        }
    }
}

fn period_of(reason: &LineReason) -> Option<seatkeeper_core::proration::Period> {
    match reason {
        LineReason::WholePeriod { period }
        | LineReason::StartedMonths { period }
        | LineReason::NextPeriod { period } => Some(*period),
        LineReason::Discount | LineReason::Vat { .. } => None,
    }
}
