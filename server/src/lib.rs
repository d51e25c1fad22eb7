//! The portal's server: loads, asks `seatkeeper_core`, saves, tells. Which room holds what is
//! written in ARCHITECTURE.md.

pub mod assets;
pub mod auth;
pub mod checkout;
pub mod clock;
pub mod config;
pub mod context;
pub mod crash;
pub mod crediting;
mod csv;
pub mod day;
pub mod demo;
pub mod documents;
pub mod emails;
pub mod error;
pub mod gateway;
pub mod handing;
pub mod http;
pub mod links;
pub mod mailer;
pub mod numbering;
pub mod outbox;
pub mod outward;
pub mod portal;
mod qr;
pub mod quote_lines;
pub mod rendering;
mod rounds;
pub mod routes;
pub mod sandbox;
pub mod store;
pub mod telemetry;
pub mod vat_numbers;
pub mod vies;
pub mod words;
