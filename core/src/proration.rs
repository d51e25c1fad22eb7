//! Periods: which days are paid for, where their months begin, how many of them are left.
//!
//! Promises: boundaries are counted from the first day and the anchor day, so that they never
//! drift (31 January, 28 February, 31 March); a day is a civil date, `end` is not part of a period.
//! Leaves prices to [`crate::quote`] and what is paid ahead to the subscription.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::term::Term;

/// The day of the month on which periods begin, or the month's last day if it has fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct AnchorDay(u8);

/// The days `[start, end)` of a term. Read from the wire it is counted anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Period {
    start: Date,
    end: Date,
    term: Term,
    anchor_day: AnchorDay,
}

/// The days after a period's end in which licences go on and a renewal starts at the old end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grace {
    /// How many days: the first of them is the period's `end`.
    pub days: u16,
    /// Whether the period that ended began by a grace itself; there are never two in a row.
    pub used: bool,
}

/// Why there is no such period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodError {
    /// Not a day of the month.
    #[error("An anchor day is a day of the month, 1 to 31.")]
    NoAnchorDay,
    /// The first day is not where the anchor day puts it in its month.
    #[error("The period's first day, {start}, does not fit the anchor day {anchor_day}.")]
    AnchorDayDoesNotFit {
        /// The first day.
        #[serde(with = "crate::day")]
        start: Date,
        /// The anchor day.
        anchor_day: u8,
    },
    /// A period is as long as a term.
    #[error("A period is 1 or 12 months.")]
    NoTerm,
    /// The stated end is not where the months end.
    #[error("The period's end is not the end of its months.")]
    WrongEnd,
    /// It ends after the last day of the calendar, in the year 9999.
    #[error("The period ends after the calendar does.")]
    EndOfCalendar,
}

impl AnchorDay {
    /// The anchor day with this number, 1 to 31.
    pub const fn new(day: u8) -> Option<Self> {
        match day {
            1..=31 => Some(Self(day)),
            _ => None,
        }
    }

    /// The anchor day of a subscription that starts on this day.
    pub fn of(start: Date) -> Self {
        Self(start.day().unsigned_abs())
    }

    /// The number, 1 to 31.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// This day of the month, or the month's last.
    fn in_month(self, year: i16, month: i8) -> Option<Date> {
        let first = Date::new(year, month, 1).ok()?;
        let last = first.days_in_month();
        let day = i8::try_from(self.0).map_or(last, |day| day.min(last));
        Date::new(year, month, day).ok()
    }
}

impl Default for Grace {
    fn default() -> Self {
        Self {
            days: 7,
            used: false,
        }
    }
}

impl Period {
    /// The period of `months` (1 or 12) that begins on `start`.
    ///
    /// # Errors
    /// When `start` does not lie on the anchor day, or the months are no term.
    pub fn starting(start: Date, months: u32, anchor_day: AnchorDay) -> Result<Self, PeriodError> {
        let term = Term::from_months(months).ok_or(PeriodError::NoTerm)?;
        if anchor_day.in_month(start.year(), start.month()) != Some(start) {
            return Err(PeriodError::AnchorDayDoesNotFit {
                start,
                anchor_day: anchor_day.0,
            });
        }
        let end = months_after(start, months, anchor_day).ok_or(PeriodError::EndOfCalendar)?;
        Ok(Self {
            start,
            end,
            term,
            anchor_day,
        })
    }

    /// The period of a term that begins on `start`, the first of its subscription.
    ///
    /// # Errors
    /// When it would end after the year 9999.
    pub fn first(start: Date, term: Term) -> Result<Self, PeriodError> {
        Self::starting(start, term.months(), AnchorDay::of(start))
    }

    /// The first day.
    pub const fn start(&self) -> Date {
        self.start
    }

    /// The first day that is no longer part of it.
    pub const fn end(&self) -> Date {
        self.end
    }

    /// The last day that is part of it.
    pub fn last_day(&self) -> Date {
        self.end.yesterday().unwrap_or(self.end)
    }

    /// How long it is.
    pub const fn term(&self) -> Term {
        self.term
    }

    /// How many months it has.
    pub const fn months(&self) -> u32 {
        self.term.months()
    }

    /// The day of the month on which its months begin.
    pub const fn anchor_day(&self) -> AnchorDay {
        self.anchor_day
    }

    /// Where month `index` ends and the next begins: 0 is `start`, `months` is `end`.
    pub fn boundary(&self, index: u32) -> Option<Date> {
        months_after(self.start, index, self.anchor_day)
    }

    /// Whether the day is paid for by this period.
    pub fn contains(&self, day: Date) -> bool {
        self.start <= day && day < self.end
    }

    /// The months that are left today, rounded up to started ones: the number of boundaries that
    /// lie after today, from all months (before and on the first day) down to one. None once it
    /// has ended.
    pub fn months_left(&self, today: Date) -> Option<u32> {
        if self.end <= today {
            return None;
        }
        let passed = (1..self.months())
            .filter_map(|index| self.boundary(index))
            .take_while(|boundary| *boundary <= today);
        u32::try_from(passed.count())
            .ok()
            .map(|passed| self.months() - passed)
    }

    /// The period right after this one, on the same anchor day.
    ///
    /// # Errors
    /// When it would end after the year 9999.
    pub fn next(&self, term: Term) -> Result<Self, PeriodError> {
        Self::starting(self.end, term.months(), self.anchor_day)
    }

    /// The period that a renewal paid today buys: the one after `running`; from today with a new
    /// anchor day when that has ended (or there was none), unless the grace still holds.
    ///
    /// # Errors
    /// When it would end after the year 9999.
    pub fn renewal(
        running: Option<&Self>,
        term: Term,
        today: Date,
        grace: Grace,
    ) -> Result<Self, PeriodError> {
        let Some(running) = running else {
            return Self::first(today, term);
        };
        let late = today.duration_since(running.end).as_hours() / 24;
        if late < 0 || (late < i64::from(grace.days) && !grace.used) {
            return running.next(term);
        }
        Self::first(today, term)
    }
}

/// The day that lies `count` months after `start`, on the anchor day or the month's last.
fn months_after(start: Date, count: u32, anchor_day: AnchorDay) -> Option<Date> {
    let months = i64::from(start.year()) * 12 + i64::from(start.month()) - 1 + i64::from(count);
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12)).ok()? + 1;
    anchor_day.in_month(year, month)
}

#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(with = "crate::day")]
    start: Date,
    #[serde(with = "crate::day")]
    end: Date,
    months: u32,
    anchor_day: AnchorDay,
}

impl TryFrom<Written> for Period {
    type Error = PeriodError;

    fn try_from(written: Written) -> Result<Self, PeriodError> {
        let period = Self::starting(written.start, written.months, written.anchor_day)?;
        if period.end == written.end {
            Ok(period)
        } else {
            Err(PeriodError::WrongEnd)
        }
    }
}

impl From<Period> for Written {
    fn from(
        Period {
            start,
            end,
            term,
            anchor_day,
        }: Period,
    ) -> Self {
        Self {
            start,
            end,
            months: term.months(),
            anchor_day,
        }
    }
}

impl TryFrom<u8> for AnchorDay {
    type Error = PeriodError;

    fn try_from(day: u8) -> Result<Self, PeriodError> {
        Self::new(day).ok_or(PeriodError::NoAnchorDay)
    }
}

impl From<AnchorDay> for u8 {
    fn from(day: AnchorDay) -> Self {
        day.0
    }
}
