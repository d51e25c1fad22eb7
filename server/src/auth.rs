//! Who is asking: passwords, sessions, the limits of trying, and the roles of an account.
//!
//! Promises that roles are read anew for each request, that the database holds no secret that
//! would let anyone in, and that neither answers nor their time tell whether an address is known.
//! Leaves what somebody may do to `seatkeeper_core::permission`.

mod cookie;
pub mod ending;
pub mod erasing;
pub mod limits;
mod opening;
pub mod password;
pub mod proof;
pub mod second_factor;
mod signed_in;
pub mod staff;
mod token;
pub mod totp;

pub use crate::store::throttle::Limit;
pub use cookie::{forget, remember};
pub use limits::{Limits, count};
pub use opening::{Browser, Entered};
pub use signed_in::{Known, SignedIn};
pub use token::Token;
pub(crate) use token::hex;

use jiff::SignedDuration;

/// How long a session lasts without a request.
pub const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// How long a session lasts at most.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long one of the seller's people acts as a reseller at most.
pub const ACTING: SignedDuration = SignedDuration::from_hours(4);
/// How much later than the last note a request must be to be noted.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);
