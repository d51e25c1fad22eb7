//! Stories over HTTP, crashes of the real binary, and the house's own rules.

mod crashes;
mod harness;
mod sessions;
mod tidy;
