//! What the merchant asks: charge, look up, cancel, refund.

use seatkeeper_core::payment::DisputeState;

use super::{
    Behaviour, CardFrom, ChargeKey, Event, NewPayment, Payment, PaymentView, State, Till,
    TillError, Transaction, cards, charges, deliveries, disputes, event, payments, refused,
    secret_hex,
};
use crate::gateway::sandbox::wire::{NewRefund, Record, RefundView};

/// An answer to the merchant, perhaps one that gets lost on the way.
pub(in crate::gateway::sandbox) struct MerchantAnswer {
    pub(in crate::gateway::sandbox) view: PaymentView,
    pub(in crate::gateway::sandbox) is_lost: bool,
}

impl Till {
    /// A new payment, or how the one under this key stands.
    pub(in crate::gateway::sandbox) fn ask(
        &self,
        key: ChargeKey,
        asked: &NewPayment,
    ) -> Result<MerchantAnswer, TillError> {
        check(asked)?;
        self.answer(|unit| match payments::by_key(unit, key)? {
            Some(payment) if payment.was_asked_as(asked) => Ok(payment),
            Some(_) => refused(
                "key_reused",
                "This key was used with another amount, currency or card.",
            ),
            None => self.open(unit, key, asked),
        })
    }

    /// How a payment stands.
    pub(in crate::gateway::sandbox) fn look_up(
        &self,
        key: ChargeKey,
    ) -> Result<MerchantAnswer, TillError> {
        self.answer(|unit| known(unit, key))
    }

    /// Ends a payment that waits for the payer.
    pub(in crate::gateway::sandbox) fn cancel(
        &self,
        key: ChargeKey,
    ) -> Result<MerchantAnswer, TillError> {
        self.answer(|unit| {
            let mut payment = known(unit, key)?;
            self.end_unpaid(unit, &mut payment)?;
            Ok(payment)
        })
    }

    /// Gives money back, once per id and never more than was taken.
    pub(in crate::gateway::sandbox) fn refund(
        &self,
        key: ChargeKey,
        asked: &NewRefund,
    ) -> Result<RefundView, TillError> {
        let refund = self.record.unit(|unit| {
            self.let_banks_decide(unit)?;
            known(unit, key)?;
            let Some(charge) = charges::charged(unit, key)? else {
                return refused("not_charged", "Nothing was charged under this key.");
            };
            if let Some(done) = charges::refunded(unit, asked.id)? {
                return if done.reference == charge.reference && done.amount == asked.amount {
                    Ok(done)
                } else {
                    refused(
                        "key_reused",
                        "This refund's id was used for something else.",
                    )
                };
            }
            if asked.amount.currency != charge.amount.currency || asked.amount.minor <= 0 {
                return refused(
                    "invalid_request",
                    "A refund is above zero and in the charge's currency.",
                );
            }
            let mut told = disputes::of(unit, &charge.reference)?.into_iter();
            if told.any(|dispute| dispute.state == DisputeState::Open) {
                return refused(
                    "disputed",
                    "The payer's bank wants this charge back itself.",
                );
            }
            let gone = charges::refunded_minor(unit, &charge.reference)?
                + disputes::away_minor(unit, &charge.reference)?;
            let left = charge.amount.minor - gone;
            if asked.amount.minor > left {
                return refused(
                    "refund_too_large",
                    "This is more than what is left of the charge.",
                );
            }
            let refund = RefundView {
                id: asked.id,
                reference: charge.reference,
                amount: asked.amount.clone(),
                refunded_at: self.now(),
            };
            charges::refund(unit, &refund)?;
            self.tell_once(unit, &event(key, "payment.refunded")?)?;
            Ok(refund)
        })?;
        self.wake.notify_one();
        Ok(refund)
    }

    /// All money that ever moved.
    pub(in crate::gateway::sandbox) fn audit(&self) -> Result<Record, TillError> {
        self.record.unit(|unit| {
            self.let_banks_decide(unit)?;
            Ok(Record {
                charges: charges::all_charges(unit)?,
                refunds: charges::all_refunds(unit)?,
                disputes: disputes::all(unit)?,
            })
        })
    }

    fn tell_once(&self, unit: &Transaction<'_>, event: &Event) -> Result<(), TillError> {
        Ok(deliveries::queue(
            unit,
            event,
            Some(self.now().as_second()),
        )?)
    }

    pub(super) fn answer(
        &self,
        step: impl FnOnce(&Transaction<'_>) -> Result<Payment, TillError>,
    ) -> Result<MerchantAnswer, TillError> {
        let answer = self.record.unit(|unit| {
            self.let_banks_decide(unit)?;
            let payment = step(unit)?;
            let is_lost = payments::is_answer_lost(unit, payment.key)?;
            Ok::<_, TillError>(MerchantAnswer {
                view: self.view(unit, &payment)?,
                is_lost,
            })
        })?;
        self.wake.notify_one();
        Ok(answer)
    }

    fn open(
        &self,
        unit: &Transaction<'_>,
        key: ChargeKey,
        asked: &NewPayment,
    ) -> Result<Payment, TillError> {
        let mut payment = Payment {
            key,
            page: secret_hex::<32>()?,
            asked: asked.clone(),
            state: State::AwaitsCard,
        };
        let CardFrom::SavedCard { token } = &asked.from else {
            payments::insert(unit, &payment)?;
            self.tell(unit, &payment, true)?;
            return Ok(payment);
        };
        let Some(card) = cards::kept(unit, token)? else {
            return refused("unknown_card", "There is no saved card with this token.");
        };
        payments::insert(unit, &payment)?;
        if card.behaviour == Behaviour::AnswerLost {
            payments::lose_next_answer(unit, key)?;
        }
        self.present(unit, &mut payment, card.behaviour.kept(), card, false)?;
        Ok(payment)
    }
}

pub(super) fn known(unit: &Transaction<'_>, key: ChargeKey) -> Result<Payment, TillError> {
    match payments::by_key(unit, key)? {
        Some(payment) => Ok(payment),
        None => refused("unknown_payment", "There is no payment under this key."),
    }
}

fn check(asked: &NewPayment) -> Result<(), TillError> {
    if asked.amount.money().is_none() {
        return refused("invalid_request", "The currency is not known.");
    }
    let nothing = asked.from == CardFrom::KeepOnly;
    if asked.amount.minor < 0 || (asked.amount.minor == 0) != nothing {
        return refused("invalid_request", "The amount is not above zero.");
    }
    let is_web_address = reqwest::Url::parse(&asked.return_url)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if !is_web_address || asked.return_url.len() > 2000 || !asked.return_url.is_ascii() {
        return refused(
            "invalid_request",
            "The return address is not an absolute http or https address.",
        );
    }
    if asked.description.chars().count() > 500 || asked.locale.len() > 35 {
        return refused(
            "invalid_request",
            "The description or the locale is too long.",
        );
    }
    Ok(())
}
