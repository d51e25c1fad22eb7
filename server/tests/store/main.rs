//! The promises of the database seam, on both engines.
//!
//! SQLite always; PostgreSQL where `SEATKEEPER_TEST_POSTGRES` names a server on which
//! databases may be made, as `cargo xtask test` sees to.

mod contention;
mod durability;
mod engine;
mod failures;
mod leases;
mod migrations;
mod source;
mod statements;
mod units;
