//! What tests may tell the sandbox: that time passed, and misfortunes no card can bring about.

use std::sync::atomic::Ordering;

use super::{
    Amount, Behaviour, ChargeKey, HeldCard, MerchantAnswer, State, Till, TillError, Uuid,
    asked::known, charges, refused,
};
use crate::gateway::sandbox::cards::Expiry;

impl Till {
    /// Time passes: banks decide, webhooks fall due.
    pub(in crate::gateway::sandbox) fn advance(&self, seconds: u32) -> Result<(), TillError> {
        self.advanced_seconds
            .fetch_add(i64::from(seconds), Ordering::Relaxed);
        self.record.unit(|unit| self.let_banks_decide(unit))?;
        self.wake.notify_one();
        Ok(())
    }

    /// The bank took the money although the payment was cancelled, as in a race that was lost.
    pub(in crate::gateway::sandbox) fn charge_cancelled(
        &self,
        key: ChargeKey,
    ) -> Result<MerchantAnswer, TillError> {
        self.answer(|unit| {
            let mut payment = known(unit, key)?;
            if payment.state != State::Cancelled {
                return refused(
                    "not_cancelled",
                    "Only a cancelled payment can be charged this way.",
                );
            }
            let card = HeldCard {
                behaviour: Behaviour::Succeeds,
                brand: "Visa".to_owned(),
                last_four: "4242".to_owned(),
                expiry: Expiry {
                    year: 2099,
                    month: 12,
                },
            };
            self.charge(unit, &mut payment, &card, false)?;
            Ok(payment)
        })
    }

    /// The record says something else than what was asked.
    pub(in crate::gateway::sandbox) fn tamper(
        &self,
        key: ChargeKey,
        order: Uuid,
        amount: &Amount,
    ) -> Result<MerchantAnswer, TillError> {
        if amount.money().is_none() || amount.minor <= 0 {
            return refused(
                "invalid_request",
                "The amount is not above zero in a known currency.",
            );
        }
        self.answer(|unit| {
            let payment = known(unit, key)?;
            let Some(charge) = charges::charged(unit, key)? else {
                return refused("not_charged", "Nothing was charged under this key.");
            };
            charges::tamper(unit, &charge.reference, &order.to_string(), amount)?;
            Ok(payment)
        })
    }
}
