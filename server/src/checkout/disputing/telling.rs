//! One dispute, as it is told: opened, won or lost, with all that follows for its order.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    ledger::{self, Entry, posting},
    money::Money,
    order::OrderState,
    payment::DisputeState,
    quote::Change,
};
use uuid::Uuid;

use crate::{
    checkout::{demand, go_to, placing},
    error::{Answer, Failure},
    gateway::Dispute,
    outbox::{self, Letter},
    store::{
        Tx,
        audit::Audit,
        balances, credit_notes,
        disputes::{self, Held},
        ledger::{self as books, About},
        members,
        orders::{self, Stored},
        payments, saved_cards, subscriptions,
    },
};

/// What the gateway tells.
pub(super) struct Telling {
    pub charge: String,
    pub dispute: Dispute,
    pub now: Timestamp,
    pub today: Date,
}

impl Telling {
    /// Opens it if it is new, and decides it if it is decided.
    pub fn take(&self, tx: &mut Tx<'_>, stored: Stored) -> Answer<Stored> {
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

    /// The money is away, and so are the licences; `None` for what cannot be. Of one charge there may be
    /// several, about a part each.
    fn open(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<Option<Held>> {
        let (id, order, amount) = (Uuid::now_v7(), &stored.order, self.dispute.amount);
        let paid = disputes::payment(tx, order.id, &self.charge)?;
        let fits = |(_, paid): &(Uuid, Money)| {
            paid.currency() == amount.currency() && (1..=paid.minor()).contains(&amount.minor())
        };
        let was_taken = order.state.was_paid() || order.state == OrderState::Cancelled;
        let Some((payment, _)) = paid.filter(fits).filter(|_| was_taken) else {
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
        self.becomes(tx, stored, held.id, DisputeState::Won)
    }

    /// The money is gone. What was to be given back is given back by it, and so is what notes left to
    /// the payer as a balance; what was not delivered yet never will be; the rest the payer owes, for
    /// its invoice stays.
    fn lose(&self, tx: &mut Tx<'_>, stored: &Stored, held: Held) -> Answer<()> {
        let order = stored.order.id;
        let kept = balances::kept(tx, order, stored.payer, held.amount.currency())?;
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
        let more = demand(tx, (order, owed.currency()), (self.now, self.today))?;
        // of one that was given up nothing else is told
        if more && stored.order.state == OrderState::Cancelled {
            outbox::put(tx, self.now, &Letter::PaymentRequest { order })?;
        }
        let decided = (DisputeState::Lost, to_come);
        disputes::decide(tx, held.id, decided, (self.now, self.today))?;
        disputes::end_licences(tx, order, self.today)?;
        self.give_back_ahead(tx, stored)?;
        // a card whose holder took money back is not charged by itself any more
        if saved_cards::find(tx, stored.subscription)?
            .is_some_and(|card| card.payer == stored.payer)
        {
            saved_cards::remove(tx, stored.subscription)?;
        }
        self.becomes(tx, stored, held.id, DisputeState::Lost)
    }

    /// A period ahead of which nothing is left can be bought anew, unless an order for it is on its way.
    fn give_back_ahead(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<()> {
        let subscription = stored.subscription;
        let Some(emptied) = subscriptions::emptied(tx, subscription)? else {
            return Ok(());
        };
        if emptied.starts_on > self.today
            && orders::open(tx, subscription, Change::TopUp)?.is_none()
        {
            subscriptions::give_back(tx, emptied.id, self.today)?;
        }
        Ok(())
    }

    /// What everything that becomes of a dispute has in common. An order that was given up before its
    /// charge came has no licences to lose, and its payer waits for a refund: nobody is written to.
    fn becomes(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        id: Uuid,
        state: DisputeState,
    ) -> Answer<()> {
        let action = match state {
            DisputeState::Open => "dispute.opened",
            DisputeState::Won => "dispute.won",
            DisputeState::Lost => "dispute.lost",
        };
        placing::note(tx, &stored.order, Audit::by_itself(self.now, action))?;
        if stored.order.state == OrderState::Cancelled {
            return Ok(());
        }
        self.stand(tx, stored)?;
        members::fit_to_seats(tx, stored.order.customer, self.today)?;
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

    /// The order stands as all its disputes together have it: disputed while one is open, then lost if one
    /// is. What is won is as good as it was, and no better: given back in full it stays so.
    fn stand(&self, tx: &mut Tx<'_>, stored: &Stored) -> Answer<()> {
        let order = stored.order.id;
        let states = disputes::states(tx, order)?;
        if states.contains(&DisputeState::Open) {
            return self.step(tx, stored, OrderState::Disputed);
        }
        if states.contains(&DisputeState::Lost) {
            return self.step(tx, stored, OrderState::Lost);
        }
        self.step(tx, stored, OrderState::Won)?;
        if credit_notes::is_all_given_back(tx, order)? {
            let won = placing::reread(tx, order)?;
            self.step(tx, &won, OrderState::Refunded)?;
        }
        Ok(())
    }

    fn step(&self, tx: &mut Tx<'_>, stored: &Stored, state: OrderState) -> Answer<()> {
        if stored.order.state == state {
            return Ok(());
        }
        go_to(tx, stored, state, self.now)
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
            order: Some(stored.order.id),
            payer: stored.payer,
            country: "",
        };
        let cause = format!("{what}:{}", self.dispute.reference);
        books::book(tx, (Uuid::now_v7(), &cause), about, &entry, self.now)?;
        Ok(())
    }
}
