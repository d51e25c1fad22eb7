//! The running agreement of a customer: its term, its periods, its state on a day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{currency::Currency, id::SubscriptionId, proration::Period, term::Term};

/// From how many days before the end a year is called expiring, and any period may be renewed by hand.
pub const RENEWABLE_DAYS: i32 = 30;

/// From how many days before the end a month is called expiring: it is always paid within 31.
const SOON_DAYS_OF_A_MONTH: i32 = 7;

/// How many days before its end a period counts as near it.
pub const fn soon_days(term: Term) -> i32 {
    match term {
        Term::Month => SOON_DAYS_OF_A_MONTH,
        Term::Year => RENEWABLE_DAYS,
    }
}

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
    /// The day from which licences rest: the first day that is not paid, or the day after the grace.
    #[serde(with = "crate::day")]
    pub rests_on: Date,
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
    /// The end has passed, and licences go on for the days of the grace: it can only be renewed.
    Grace,
    /// The end has passed, and licences rest.
    Expired,
}

impl Subscription {
    /// The first day on which its next period can be paid by hand; `None` while that is paid already.
    pub fn renewable_from(&self) -> Option<Date> {
        if self.next.is_some() {
            return None;
        }
        let before = jiff::Span::new().days(RENEWABLE_DAYS);
        Some(self.ends_on().saturating_sub(before))
    }

    /// The first day that is not paid.
    pub fn ends_on(&self) -> Date {
        self.next.as_ref().map_or(self.period.end(), Period::end)
    }

    /// Its state on a day.
    pub fn state(&self, today: Date) -> SubscriptionState {
        let ends = (self.ends_on(), self.rests_on);
        SubscriptionState::on(today, ends, self.term, self.auto_renew)
    }
}

impl SubscriptionState {
    /// The state on a day of what is paid up to, but not including, `ends_on`, and whose licences
    /// rest from `rests_on`.
    pub fn on(
        today: Date,
        (ends_on, rests_on): (Date, Date),
        term: Term,
        auto_renew: bool,
    ) -> Self {
        if today >= rests_on.max(ends_on) {
            return Self::Expired;
        }
        if today >= ends_on {
            return Self::Grace;
        }
        let near = today
            .until(ends_on)
            .is_ok_and(|left| left.get_days() <= soon_days(term));
        if near && !auto_renew {
            Self::Expiring
        } else {
            Self::Active
        }
    }

    /// Whether the last period has ended: there is only renewal.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Grace | Self::Expired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_state_follows_the_days() {
        use SubscriptionState as S;
        let (ends, rests) = (date(2027, 1, 31), date(2027, 2, 7));
        for (day, renews, state) in [
            (date(2026, 12, 31), false, S::Active),
            (date(2027, 1, 1), false, S::Expiring),
            (date(2027, 1, 1), true, S::Active),
            (date(2027, 1, 30), true, S::Active),
            (date(2027, 1, 31), true, S::Grace),
            (date(2027, 2, 6), false, S::Grace),
            (date(2027, 2, 7), false, S::Expired),
        ] {
            assert_eq!(
                S::on(day, (ends, rests), Term::Year, renews),
                state,
                "{day}"
            );
        }
        // no grace twice in a row
        assert_eq!(S::on(ends, (ends, ends), Term::Year, true), S::Expired);
        let month = |day| S::on(day, (ends, rests), Term::Month, false);
        assert_eq!(
            (month(date(2027, 1, 23)), month(date(2027, 1, 24))),
            (S::Active, S::Expiring)
        );
    }
}
