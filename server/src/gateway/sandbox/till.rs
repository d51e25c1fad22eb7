//! Everything that can happen to a payment at the sandbox, each as one durable unit of work.
//!
//! Promises: a key is charged at most once and never after it was cancelled or declined; what was
//! asked first under a key stays. Leaves to `api` and `pages` how it is asked and shown.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp, civil::Date};
use rusqlite::Transaction;
use seatkeeper_core::payment::DeclineReason;
use tokio::sync::Notify;
use uuid::Uuid;

use super::{
    cards::{Behaviour, HeldCard, Presented, Verdict},
    payment::{Payment, State},
    signature::hex,
    store::{RecordFile, cards, charges, deliveries, disputes, payments},
    wire::{Amount, CardFrom, ChargeView, Event, NewPayment, PaymentView, StateView},
};
use crate::{clock::Clock, gateway::ChargeKey};

mod asked;
mod disputed;
mod told;

pub(super) use asked::MerchantAnswer;

/// How long a bank that takes its time takes.
const DECIDES_WITHIN_SECONDS: i64 = 5;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum TillError {
    /// By a rule; `code` is part of the API.
    #[error("{message}")]
    Refused {
        code: &'static str,
        message: &'static str,
    },
    /// The record could not be read or written.
    #[error(transparent)]
    Record(#[from] rusqlite::Error),
    /// The machine gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// The work ended before it answered: the process is being stopped.
    #[error("interrupted")]
    Interrupted,
}

pub(super) fn refused<T>(code: &'static str, message: &'static str) -> Result<T, TillError> {
    Err(TillError::Refused { code, message })
}

/// The open record, the clock, and the address of the pages.
pub(super) struct Till {
    pub(super) record: RecordFile,
    clock: Arc<dyn Clock>,
    /// By how much tests have moved the time on.
    advanced_seconds: AtomicI64,
    /// `http://127.0.0.1:4242`, without a stroke at the end.
    public_url: String,
    /// Wakes the webhooks.
    pub(super) wake: Notify,
}

/// What the payer's browser is shown after a step.
pub(super) struct PageAnswer {
    pub(super) payment: Payment,
    /// The way back is broken on purpose.
    pub(super) is_answer_lost: bool,
}

impl Till {
    pub(super) fn new(record: RecordFile, clock: Arc<dyn Clock>, public_url: String) -> Self {
        Self {
            record,
            clock,
            advanced_seconds: AtomicI64::new(0),
            public_url,
            wake: Notify::new(),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        let advanced = SignedDuration::from_secs(self.advanced_seconds.load(Ordering::Relaxed));
        let now = self.clock.now();
        now.checked_add(advanced).unwrap_or(now)
    }

    /// The day on which a card must not have expired.
    pub(super) fn today(&self) -> Date {
        self.clock.today()
    }

    /// The payment of a page, as it stands.
    pub(super) fn visit(&self, page: &str) -> Result<Payment, TillError> {
        self.on_page(page, |_, _| Ok(false))
            .map(|answer| answer.payment)
    }

    /// The payer presents a card. A payment that already went on is left as it is.
    pub(super) fn pay(
        &self,
        page: &str,
        card: HeldCard,
        keep: bool,
    ) -> Result<PageAnswer, TillError> {
        self.on_page(page, |unit, payment| {
            if payment.state != State::AwaitsCard {
                return Ok(false);
            }
            let keep = keep && payment.offers_to_keep();
            let is_answer_lost = card.behaviour == Behaviour::AnswerLost;
            self.present(unit, payment, card.behaviour.typed(), card, keep)?;
            if is_answer_lost {
                payments::lose_next_answer(unit, payment.key)?;
            }
            Ok(is_answer_lost)
        })
    }

    /// The holder approves or refuses.
    pub(super) fn confirm(&self, page: &str, approves: bool) -> Result<PageAnswer, TillError> {
        self.on_page(page, |unit, payment| {
            let State::AwaitsHolder { card, keep } = payment.state.clone() else {
                return Ok(false);
            };
            let verdict = if approves {
                Verdict::Charge
            } else {
                Verdict::Decline(DeclineReason::AuthenticationFailed)
            };
            self.decide(unit, payment, &card, keep, verdict)?;
            Ok(false)
        })
    }

    /// The payer gives up.
    pub(super) fn give_up(&self, page: &str) -> Result<PageAnswer, TillError> {
        self.on_page(page, |unit, payment| {
            self.end_unpaid(unit, payment)?;
            Ok(false)
        })
    }

    fn on_page(
        &self,
        page: &str,
        step: impl FnOnce(&Transaction<'_>, &mut Payment) -> Result<bool, TillError>,
    ) -> Result<PageAnswer, TillError> {
        let answer = self.record.unit(|unit| {
            self.let_banks_decide(unit)?;
            let Some(mut payment) = payments::by_page(unit, page)? else {
                return refused("unknown_payment", "There is no such payment.");
            };
            let is_answer_lost = step(unit, &mut payment)?;
            Ok(PageAnswer {
                payment,
                is_answer_lost,
            })
        })?;
        self.wake.notify_one();
        Ok(answer)
    }

    fn present(
        &self,
        unit: &Transaction<'_>,
        payment: &mut Payment,
        presented: Presented,
        card: HeldCard,
        keep: bool,
    ) -> Result<(), TillError> {
        match presented {
            Presented::Decided(verdict) => self.decide(unit, payment, &card, keep, verdict),
            Presented::AsksHolder => {
                self.go_to(unit, payment, State::AwaitsHolder { card, keep }, true)
            }
            Presented::Later(verdict) => {
                let until = self
                    .now()
                    .as_second()
                    .saturating_add(DECIDES_WITHIN_SECONDS);
                self.go_to(
                    unit,
                    payment,
                    State::Deciding {
                        card,
                        keep,
                        verdict,
                        until,
                    },
                    true,
                )
            }
        }
    }

    fn decide(
        &self,
        unit: &Transaction<'_>,
        payment: &mut Payment,
        card: &HeldCard,
        keep: bool,
        verdict: Verdict,
    ) -> Result<(), TillError> {
        match verdict {
            Verdict::Decline(reason) => self.go_to(unit, payment, State::Declined { reason }, true),
            Verdict::Charge => self.charge(unit, payment, card, keep),
        }
    }

    fn charge(
        &self,
        unit: &Transaction<'_>,
        payment: &mut Payment,
        card: &HeldCard,
        keep: bool,
    ) -> Result<(), TillError> {
        let keeps_only = payment.keeps_only();
        let saved_card = if keep || keeps_only {
            let token = format!("card_{}", secret_hex::<16>()?);
            cards::keep(unit, &token, card)?;
            Some(token)
        } else {
            None
        };
        let tells = card.behaviour != Behaviour::NoWebhook;
        if let Some(token) = saved_card.clone().filter(|_| keeps_only) {
            let card = card.summary();
            return self.go_to(unit, payment, State::Kept { token, card }, tells);
        }
        let charge = ChargeView {
            reference: format!("ch_{}", secret_hex::<12>()?),
            charged_order: payment.key.order,
            amount: payment.asked.amount.clone(),
            card: card.summary(),
            saved_card,
            charged_at: self.now(),
            disputes: Vec::new(),
            refunds: Vec::new(),
        };
        charges::charge(unit, payment.key, &charge)?;
        self.go_to(unit, payment, State::Charged, tells)?;
        if card.behaviour == Behaviour::Disputed {
            self.open_dispute(unit, payment.key, &charge, None)?;
        }
        Ok(())
    }

    fn end_unpaid(&self, unit: &Transaction<'_>, payment: &mut Payment) -> Result<(), TillError> {
        match payment.state {
            State::AwaitsCard | State::AwaitsHolder { .. } => {
                self.go_to(unit, payment, State::Cancelled, true)
            }
            _ => Ok(()),
        }
    }

    /// The banks that took their time and have decided by now.
    pub(super) fn let_banks_decide(&self, unit: &Transaction<'_>) -> Result<(), TillError> {
        for mut payment in payments::decided_by(unit, self.now().as_second())? {
            if let State::Deciding {
                card,
                keep,
                verdict,
                ..
            } = payment.state.clone()
            {
                self.decide(unit, &mut payment, &card, keep, verdict)?;
            }
        }
        Ok(())
    }

    fn go_to(
        &self,
        unit: &Transaction<'_>,
        payment: &mut Payment,
        state: State,
        tells: bool,
    ) -> Result<(), TillError> {
        payment.state = state;
        payments::save_state(unit, payment)?;
        self.tell(unit, payment, tells)
    }

    /// Queues the webhooks, unkindly on purpose: what happened before the end is told after it,
    /// and the end is told twice.
    fn tell(
        &self,
        unit: &Transaction<'_>,
        payment: &Payment,
        tells: bool,
    ) -> Result<(), TillError> {
        let (key, now) = (payment.key, self.now().as_second());
        if !tells {
            deliveries::forget_held(unit, key)?;
            return Ok(());
        }
        let event = event(key, payment.state.event())?;
        if payment.state.is_final() {
            deliveries::queue(unit, &event, Some(now))?;
            deliveries::release_held(unit, key, now)?;
            deliveries::queue(unit, &event, Some(now))?;
        } else {
            deliveries::queue(unit, &event, None)?;
        }
        Ok(())
    }

    fn view(&self, unit: &Transaction<'_>, payment: &Payment) -> Result<PaymentView, TillError> {
        let state = match &payment.state {
            State::AwaitsCard => StateView::NeedsAction {
                url: self.page_url(payment, ""),
            },
            State::AwaitsHolder { .. } => StateView::NeedsAction {
                url: self.page_url(payment, "/confirm"),
            },
            State::Deciding { .. } => StateView::Pending,
            State::Charged => match charges::charged(unit, payment.key)? {
                Some(mut charge) => {
                    charge.disputes = disputes::of(unit, &charge.reference)?;
                    charge.refunds = charges::refunds_of(unit, &charge.reference)?;
                    StateView::Charged(charge)
                }
                None => return Err(rusqlite::Error::QueryReturnedNoRows.into()),
            },
            State::Kept { token, card } => StateView::Kept {
                token: token.clone(),
                card: card.clone(),
            },
            State::Declined { reason } => StateView::Declined { reason: *reason },
            State::Cancelled => StateView::Cancelled,
        };
        Ok(PaymentView {
            order: payment.key.order,
            attempt: payment.key.attempt,
            payment: state,
        })
    }

    fn page_url(&self, payment: &Payment, page: &str) -> String {
        format!("{}/pay/{}{page}", self.public_url, payment.page)
    }
}

fn event(key: ChargeKey, kind: &str) -> Result<Event, TillError> {
    let mut id = [0; 16];
    getrandom::fill(&mut id)?;
    Ok(Event {
        id: uuid::Builder::from_random_bytes(id).into_uuid(),
        kind: kind.to_owned(),
        order: key.order,
        attempt: key.attempt,
    })
}

/// `N` random bytes that cannot be guessed.
fn secret_hex<const N: usize>() -> Result<String, TillError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}
