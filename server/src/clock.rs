//! The clock: the only place that asks what time it is. The business date is the seller's, in a
//! configured zone; a told date moves it for demonstrations and tests, the instant stays real.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

/// Tells the instant, for logs and records, and the business date, for prices.
pub trait Clock: Send + Sync {
    /// This instant.
    fn now(&self) -> Timestamp;
    /// The business date.
    fn today(&self) -> Date;
    /// The instant on everybody's own clock, also where another day is told: people's phones compute
    /// the codes of their second factor from it.
    fn wall(&self) -> Timestamp {
        self.now()
    }
}

/// The machine's clock in the seller's zone.
pub struct SystemClock {
    zone: TimeZone,
}

impl SystemClock {
    /// A clock in an IANA time zone.
    ///
    /// # Errors
    /// When the zone's name is not known.
    pub fn in_zone(name: &str) -> Result<Self, jiff::Error> {
        TimeZone::get(name).map(|zone| Self { zone })
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn today(&self) -> Date {
        self.now().to_zoned(self.zone.clone()).date()
    }
}

/// A clock whose business date is told; the instant is that day's at the present time of day, so
/// that what is written on a told date also sorts there.
pub struct ToldClock {
    system: SystemClock,
    told: Mutex<Date>,
    time: Mutex<Option<Time>>,
    wall: Mutex<Option<Timestamp>>,
}

impl ToldClock {
    /// A clock that stands on a day.
    pub fn on(system: SystemClock, today: Date) -> Self {
        Self {
            system,
            told: Mutex::new(today),
            time: Mutex::default(),
            wall: Mutex::default(),
        }
    }

    /// Tells also what everybody's own clock shows: for tests, in which nothing may depend on it.
    pub fn tell_wall(&self, wall: Timestamp) {
        *held(&self.wall) = Some(wall);
    }

    /// Tells also the time of day, which then stands still: for tests of what is counted in spans of
    /// it, which must not fall into two.
    pub fn tell_time(&self, time: Time) {
        *held(&self.time) = Some(time);
    }

    /// Moves it to another day.
    pub fn tell(&self, today: Date) {
        *held(&self.told) = today;
    }
}

fn held<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Clock for ToldClock {
    fn now(&self) -> Timestamp {
        let zone = self.system.zone.clone();
        let real = self.system.now().to_zoned(zone.clone());
        let time = held(&self.time).unwrap_or_else(|| real.time());
        self.today()
            .to_datetime(time)
            .to_zoned(zone)
            .map_or_else(|_| real.timestamp(), |told| told.timestamp())
    }

    fn today(&self) -> Date {
        *held(&self.told)
    }

    fn wall(&self) -> Timestamp {
        let told = *held(&self.wall);
        told.unwrap_or_else(|| self.system.now())
    }
}
