//! Stories over HTTP, crashes of the real binary, and the house's own rules.

mod bad_input;
mod crashes;
mod harness;
mod members;
mod sessions;
mod tidy;
