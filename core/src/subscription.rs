//! The running agreement of a customer: its term, its periods, its state on a day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{currency::Currency, id::SubscriptionId, proration::Period, term::Term};

/// From how many days before the end a period is called expiring and may be renewed by hand.
pub const RENEWABLE_DAYS: i32 = 30;

/// A subscription with its latest paid period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// How it is paid: by the month or the year.
    pub term: Term,
    /// In what currency.
    pub currency: Currency,
    /// The period that runs, or the last one that did.
    pub period: Period,
    /// The period after it, when that is paid too.
    pub next: Option<Period>,
    /// Whether it renews by itself.
    pub auto_renew: bool,
}

/// What a subscription is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionState {
    /// The day is in a paid period.
    Active,
    /// Active, but its last day is near and it does not renew by itself.
    Expiring,
    /// The day is on or after the end.
    Expired,
}

impl Subscription {
    /// The first day that is not paid.
    pub fn ends_on(&self) -> Date {
        self.next.as_ref().map_or(self.period.end(), Period::end)
    }

    /// Its state on a day.
    pub fn state(&self, today: Date) -> SubscriptionState {
        SubscriptionState::on(today, self.ends_on(), self.auto_renew)
    }
}

impl SubscriptionState {
    /// The state on a day of what is paid up to, but not including, `ends_on`.
    pub fn on(today: Date, ends_on: Date, auto_renew: bool) -> Self {
        if today >= ends_on {
            return Self::Expired;
        }
        let near = today
            .until(ends_on)
            .is_ok_and(|left| left.get_days() <= RENEWABLE_DAYS);
        if near && !auto_renew {
            Self::Expiring
        } else {
            Self::Active
        }
    }
}
