//! `seatkeeper price-list`: publishes the prices of a licence from a day on, out of a file.

use std::path::Path;

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::price_list::{Price, PriceList};
use serde::Deserialize;
use serde_json::json;

use super::{Ended, open_as_marked};
use crate::{
    clock::{Clock, SystemClock},
    config::Settings,
    demo,
    store::{
        Store, StoreError,
        audit::{self, Audit},
        price_lists,
    },
};

/// What the file says, in JSON: `{"from_on": "2027-01-01", "prices": [{"currency": "EUR", "term": 12,
/// "unit": "9.99"}]}`, where a unit is one licence for one month, also of a year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    #[serde(with = "seatkeeper_core::day")]
    from_on: Date,
    prices: Vec<Price>,
}

/// Why a price list is not published.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// The file is no price list.
    #[error("This is no price list: {0}.")]
    Unreadable(#[from] serde_json::Error),
    /// It breaks a rule.
    #[error(transparent)]
    Wrong(#[from] seatkeeper_core::price_list::PriceListError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Publishes what a file says.
///
/// # Errors
/// A sentence for whoever called it.
pub fn publish_file(settings: &Settings, file: &Path) -> Ended {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    let mut settings = settings.clone();
    // only the place of the database and the zone count: who sells need not be told
    demo::seller(&mut settings);
    let config = settings.read()?;
    let (store, _) = open_as_marked(&config)?;
    let clock = SystemClock::in_zone(&config.zone)?;
    let list = publish(&store, &text, clock.now(), clock.today())?;
    println!(
        "Price list {} holds from {} on.",
        list.version, list.from_on
    );
    Ok(())
}

/// Publishes a price list. The first one may hold at once, since nobody was told another price; a later
/// one at least 31 days after it was published.
///
/// # Errors
/// [`NotPublished`]; then nothing is stored.
pub fn publish(
    store: &Store,
    text: &str,
    now: Timestamp,
    today: Date,
) -> Result<PriceList, NotPublished> {
    let told: Told = serde_json::from_str(text)?;
    store.write_blocking(move |tx| {
        let before = price_lists::all(tx)?;
        let list = PriceList {
            version: before.iter().map(|list| list.version).max().unwrap_or(0) + 1,
            from_on: told.from_on,
            prices: told.prices.clone(),
        };
        if before.is_empty() {
            list.check()?;
        } else {
            list.publish(today)?;
        }
        price_lists::publish(tx, &list, None, now)?;
        let details = json!({ "version": list.version, "from_on": list.from_on.to_string() });
        audit::record(tx, &Audit::by_itself(now, "prices.published").with(details))?;
        Ok(list)
    })
}
