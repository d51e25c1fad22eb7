//! `seatkeeper staff`: who of the seller's people may do what staff do.

use super::{Ended, open, open_as_marked};
use crate::{
    auth::staff,
    clock::{Clock, SystemClock},
    config::Settings,
    demo,
    store::{Store, mark::Mark},
};

/// `seatkeeper staff add`: offers an address the role of staff.
///
/// # Errors
/// A sentence for whoever called it.
pub fn add(settings: &Settings, email: &str) -> Ended {
    let config = settings.read()?;
    let clock = SystemClock::in_zone(&config.zone)?;
    let store = open(&config, Mark::Real, &clock)?;
    staff::add(&store, email, "en", clock.now())?;
    println!("{email} is mailed a link as soon as the server runs.");
    Ok(())
}

/// `seatkeeper staff remove`: takes the role from an address.
///
/// # Errors
/// A sentence for whoever called it.
pub fn remove(settings: &Settings, email: &str) -> Ended {
    let (store, clock) = opened(settings)?;
    staff::remove(&store, email, clock.now())?;
    println!("{email} is none of the staff any more, and is signed out.");
    Ok(())
}

/// `seatkeeper staff list`: tells who has it, an address a line.
///
/// # Errors
/// A sentence for whoever called it.
pub fn list(settings: &Settings) -> Ended {
    let (store, _) = opened(settings)?;
    for email in staff::list(&store)? {
        println!("{email}");
    }
    Ok(())
}

fn opened(
    settings: &Settings,
) -> Result<(Store, SystemClock), Box<dyn std::error::Error + Send + Sync>> {
    let mut settings = settings.clone();
    // only the place of the database and the zone count: who sells need not be told
    demo::seller(&mut settings);
    let config = settings.read()?;
    let (store, _) = open_as_marked(&config)?;
    Ok((store, SystemClock::in_zone(&config.zone)?))
}
