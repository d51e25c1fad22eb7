//! What a payer's bank does later: it wants a charge back, and says in the end whose the money is.

use seatkeeper_core::payment::DisputeState;

use super::{
    ChargeKey, ChargeView, MerchantAnswer, Till, TillError, Transaction, asked::known, charges,
    deliveries, disputes, event, refused, secret_hex,
};
use crate::gateway::sandbox::wire::{Amount, DisputeView, DisputedView};

impl Till {
    /// Opens a dispute about what is left of a charge, or so much of it, or decides the open one.
    pub(in crate::gateway::sandbox) fn dispute(
        &self,
        key: ChargeKey,
        state: DisputeState,
        most_minor: Option<i64>,
        untold: bool,
    ) -> Result<MerchantAnswer, TillError> {
        self.answer(|unit| {
            let payment = known(unit, key)?;
            let Some(charge) = charges::charged(unit, key)? else {
                return refused("not_charged", "Nothing was charged under this key.");
            };
            let mut told = disputes::of(unit, &charge.reference)?.into_iter();
            let open = told.rfind(|dispute| dispute.state == DisputeState::Open);
            match (open, state) {
                (Some(_), DisputeState::Open) => {}
                (None, DisputeState::Open) => self.open_dispute(unit, key, &charge, most_minor)?,
                (None, _) => return refused("not_disputed", "No dispute about it is open."),
                (Some(open), decided) => {
                    disputes::decide(unit, &open.reference, decided, self.now().as_second())?;
                    self.tell_twice(unit, key, "payment.dispute_decided")?;
                }
            }
            if untold {
                deliveries::forget(unit, key)?;
            }
            Ok(payment)
        })
    }

    pub(super) fn open_dispute(
        &self,
        unit: &Transaction<'_>,
        key: ChargeKey,
        charge: &ChargeView,
        most_minor: Option<i64>,
    ) -> Result<(), TillError> {
        let gone = charges::refunded_minor(unit, &charge.reference)?
            + disputes::away_minor(unit, &charge.reference)?;
        let left = charge.amount.minor - gone;
        let left = left.min(most_minor.unwrap_or(left));
        if left <= 0 {
            return refused("nothing_left", "Nothing is left of the charge.");
        }
        let dispute = DisputeView {
            reference: format!("dp_{}", secret_hex::<12>()?),
            amount: Amount {
                minor: left,
                currency: charge.amount.currency.clone(),
            },
            state: DisputeState::Open,
        };
        disputes::open(unit, &charge.reference, &dispute, self.now().as_second())?;
        self.tell_twice(unit, key, "payment.disputed")
    }

    /// The charges with a dispute that was opened or decided since then.
    pub(in crate::gateway::sandbox) fn disputed(
        &self,
        since_seconds: i64,
    ) -> Result<Vec<DisputedView>, TillError> {
        self.record
            .unit(|unit| Ok(disputes::since(unit, since_seconds)?))
    }

    /// Each event is posted twice.
    fn tell_twice(
        &self,
        unit: &Transaction<'_>,
        key: ChargeKey,
        kind: &str,
    ) -> Result<(), TillError> {
        let (event, now) = (event(key, kind)?, self.now().as_second());
        deliveries::queue(unit, &event, Some(now))?;
        Ok(deliveries::queue(unit, &event, Some(now))?)
    }
}
