//! Disputes as the gateway tells of them: the payer's bank takes the money, gives it back or keeps it.
//!
//! Promises: what the gateway says is taken once, by its own reference, in whatever order and however
//! often it comes; licences, books, audit log and mails of a step are one commit. While a dispute is
//! open its order gives no licences and its revenue waits; when it is lost both have ended.

use jiff::{SignedDuration, Timestamp, civil::Date};
use seatkeeper_core::{
    ledger::{self, Entry, posting},
    money::Money,
    order::OrderState,
    payment::DisputeState,
};
use uuid::Uuid;

use super::{charging, looking, placing, settling};
use crate::{
    context::Context,
    crash,
    error::{Answer, Failure},
    gateway::{Charged, Dispute, Outcome},
    outbox::{self, Letter},
    store::{
        Tx,
        audit::Audit,
        credit_notes,
        disputes::{self, Held},
        ledger::{self as books, About},
        members,
        orders::{self, Payer, Step, Stored},
        payments, saved_cards, subscriptions,
    },
};

/// How long after its change a dispute is still asked for by the day's work, should no hint have come.
const ASKED_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Fetches what became of the charge of an order that was paid.
pub(super) async fn fetch(context: &Context, stored: Stored) -> Answer<Stored> {
    match context.gateway.fetch(&charging::key(&stored)).await {
        Ok(Outcome::Charged(charged)) => told(context, stored, &charged).await,
        // the demo's past, a transfer, what cost nothing: no gateway knows of them
        Ok(_) => Ok(stored),
        Err(error) => Err(Failure {
            problem: seatkeeper_core::api::Problem::GatewayUnavailable,
            cause: Some(error.to_string()),
        }),
    }
}

/// Writes down what a paid order's charge tells of disputes. The refunds that it tells of come first: what
/// was given back before a crash could be written down is not given back by the bank as well.
pub(super) async fn told(context: &Context, stored: Stored, charged: &Charged) -> Answer<Stored> {
    if charged.disputes.is_empty() {
        return Ok(stored);
    }
    let id = stored.order.id;
    let (now, today) = (context.clock.now(), context.clock.today());
    let refunds: Vec<Uuid> = charged.refunds.iter().map(|made| made.refund).collect();
    let told = charged.disputes.iter().map(|dispute| Telling {
        charge: charged.reference.clone(),
        dispute: dispute.clone(),
        now,
        today,
    });
    let told: Vec<Telling> = told.collect();
    let stored = context
        .store
        .write(move |tx| {
            for refund in &refunds {
                settling::refunded(tx, *refund, (now, today))?;
            }
            let mut stored = placing::reread(tx, id)?;
            for telling in &told {
                stored = telling.take(tx, stored)?;
            }
            Ok::<_, Failure>(stored)
        })
        .await?;
    crash::point(context, "disputed");
    context.wake.notify_waiters();
    Ok(stored)
}

/// Whether a payer's cards are not charged now.
pub(super) async fn is_open(context: &Context, payer: Payer) -> Answer<bool> {
    let open = context.store.read(move |tx| disputes::is_open(tx, payer));
    Ok(open.await?)
}

/// The day's questions: about every open dispute, and about every charge that the gateway lists, in
/// case a hint was lost.
///
/// # Errors
/// When the database does not answer; a gateway that does not is asked again the day after.
pub(crate) async fn ask(context: &Context) -> Answer<()> {
    let mut ids = context.store.read(disputes::open_orders).await?;
    match context
        .gateway
        .disputed(context.clock.now() - ASKED_FOR)
        .await
    {
        Ok(keys) => ids.extend(
            keys.into_iter()
                .map(|key| seatkeeper_core::id::OrderId(key.order)),
        ),
        Err(error) => tracing::warn!(%error, "disputes are asked for again tomorrow"),
    }
    ids.sort();
    ids.dedup();
    for id in ids {
        if let Err(failure) = looking::look(context, id).await {
            tracing::warn!(order = %id, problem = ?failure.problem, cause = ?failure.cause, "its dispute is asked for again tomorrow");
        }
    }
    Ok(())
}

/// What the gateway tells.
struct Telling {
    charge: String,
    dispute: Dispute,
    now: Timestamp,
    today: Date,
}

impl Telling {
    /// Opens it if it is new, and decides it if it is decided.
    fn take(&self, tx: &mut Tx<'_>, stored: Stored) -> Answer<Stored> {
        let held = match disputes::find(tx, &self.dispute.reference)? {
            Some(held) => held,
            None => match self.open(tx, &stored)? {
                Some(held) => held,
                None => return Ok(stored),
            },
        };
        if held.state != DisputeState::Open || self.dispute.state == DisputeState::Open {
            return placing::reread(tx, stored.order.id);
        }
        let disputed = placing::reread(tx, stored.order.id)?;
        if self.dispute.state == DisputeState::Won {
            self.win(tx, &disputed, held)?;
        } else {
            self.lose(tx, &disputed, held)?;
        }
        placing::reread(tx, stored.order.id)
    }

    /// The money is away, and so are the licences; `None` for what cannot be.
    fn open(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<Option<Held>> {
        let (id, order, amount) = (Uuid::now_v7(), &stored.order, self.dispute.amount);
        let paid = disputes::payment(tx, order.id, &self.charge)?;
        let fits = |(_, paid): &(Uuid, Money)| {
            paid.currency() == amount.currency() && (1..=paid.minor()).contains(&amount.minor())
        };
        let paid = paid.filter(fits);
        let Some((payment, _)) = paid.filter(|_| order.state.may_become(OrderState::Disputed))
        else {
            tracing::error!(order = %order.id, reference = %self.dispute.reference, "the gateway tells of a dispute that cannot be");
            return Ok(None);
        };
        disputes::insert(
            tx,
            (id, payment),
            &self.dispute.reference,
            amount,
            self.today,
        )?;
        let lines = vec![
            posting(ledger::DISPUTED, amount),
            posting(ledger::GATEWAY, amount.negated()),
        ];
        self.book(tx, stored, "dispute", lines)?;
        self.becomes(tx, stored, id, DisputeState::Open)?;
        let state = DisputeState::Open;
        Ok(Some(Held {
            id,
            state,
            payment,
            amount,
        }))
    }

    /// The money is back, and so are the licences.
    fn win(&self, tx: &mut Tx<'_>, stored: &Stored, held: Held) -> Answer<()> {
        let lines = vec![
            posting(ledger::GATEWAY, held.amount),
            posting(ledger::DISPUTED, held.amount.negated()),
        ];
        self.book(tx, stored, "dispute won", lines)?;
        let nothing = Money::new(0, held.amount.currency());
        let decided = (DisputeState::Won, nothing);
        disputes::decide(tx, held.id, decided, (self.now, self.today))?;
        self.becomes(tx, stored, held.id, DisputeState::Won)?;
        if !credit_notes::is_all_given_back(tx, stored.order.id)? {
            return Ok(());
        }
        // it was given back in full before the bank asked, and is no better than that now
        let won = placing::reread(tx, stored.order.id)?;
        self.step(tx, &won, OrderState::Refunded)?;
        Ok(members::fit_to_seats(
            tx,
            stored.order.customer,
            self.today,
        )?)
    }

    /// The money is gone. What was to be given back is given back by it, and so is what notes left to
    /// the payer as a balance; what was not delivered yet never will be; the rest the payer owes, for
    /// its invoice stays.
    fn lose(&self, tx: &mut Tx<'_>, stored: &Stored, held: Held) -> Answer<()> {
        let order = stored.order.id;
        let kept = books::kept(tx, order, stored.payer, held.amount.currency())?;
        let lost = (held.payment, order);
        let withdrawn = payments::withdraw_refunds(tx, lost, held.amount, self.now)?;
        let rest = held.amount.checked_sub(withdrawn).map_err(Failure::fault)?;
        let kept = Money::new(rest.minor().min(kept.minor()), rest.currency());
        let rest = rest.checked_sub(kept).map_err(Failure::fault)?;
        let to_come = credit_notes::withhold(tx, order, rest)?;
        let owed = rest.checked_sub(to_come).map_err(Failure::fault)?;
        let lines = vec![
            posting(ledger::BALANCE, withdrawn),
            posting(ledger::BALANCE, kept),
            posting(ledger::DEFERRED_REVENUE, to_come),
            posting(ledger::OWED, owed),
            posting(ledger::DISPUTED, held.amount.negated()),
        ];
        self.book(tx, stored, "dispute lost", lines)?;
        let decided = (DisputeState::Lost, to_come);
        disputes::decide(tx, held.id, decided, (self.now, self.today))?;
        disputes::end_licences(tx, order, self.today)?;
        subscriptions::give_back_last(tx, stored.subscription, self.today)?;
        // a card whose holder took money back is not charged by itself any more
        if saved_cards::find(tx, stored.subscription)?
            .is_some_and(|card| card.payer == stored.payer)
        {
            saved_cards::remove(tx, stored.subscription)?;
        }
        self.becomes(tx, stored, held.id, DisputeState::Lost)
    }

    /// The order's new state, with all that everything of it has in common.
    fn becomes(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        id: Uuid,
        state: DisputeState,
    ) -> Answer<()> {
        let (becomes, action) = match state {
            DisputeState::Open => (OrderState::Disputed, "dispute.opened"),
            DisputeState::Won => (OrderState::Won, "dispute.won"),
            DisputeState::Lost => (OrderState::Lost, "dispute.lost"),
        };
        self.step(tx, stored, becomes)?;
        members::fit_to_seats(tx, stored.order.customer, self.today)?;
        placing::note(tx, &stored.order, Audit::by_itself(self.now, action))?;
        let administrators = disputes::administrators(tx, stored.payer)?;
        for to in [None]
            .into_iter()
            .chain(administrators.into_iter().map(Some))
        {
            let letter = Letter::Dispute {
                dispute: id,
                order: stored.order.id,
                state,
                to,
            };
            outbox::put(tx, self.now, &letter)?;
        }
        Ok(())
    }

    fn step(&self, tx: &mut Tx<'_>, stored: &Stored, state: OrderState) -> Answer<()> {
        let step = Step {
            state,
            attempt: stored.order.attempt,
            declined: None,
            action_url: None,
            next_look_at: None,
            paid_on: None,
        };
        if orders::step(tx, stored, &step, self.now)? {
            Ok(())
        } else {
            Err(Failure::fault(
                "an order was changed within its own transaction",
            ))
        }
    }

    fn book(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        what: &str,
        lines: Vec<ledger::Posting>,
    ) -> Answer<()> {
        let text = format!("{what} about order {}", stored.order.id);
        let entry = Entry::new(self.today, text, lines).map_err(Failure::fault)?;
        let about = About {
            order: stored.order.id,
            payer: stored.payer,
            country: "",
        };
        let cause = format!("{what}:{}", self.dispute.reference);
        books::book(tx, (Uuid::now_v7(), &cause), about, &entry, self.now)?;
        Ok(())
    }
}
