//! The sandbox gateway over real HTTP: every card, every repetition, every misfortune. Whether
//! money moved is read from the gateway's record, never from what it answered.

mod bench;
mod malformed;
mod paying;
mod repeating;
mod showing;
mod telling;
