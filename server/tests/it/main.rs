//! Stories over HTTP, crashes of the real binary, and the house's own rules.

mod bad_input;
mod businesses;
mod buying;
mod charges;
mod colleagues;
mod crashes;
mod credit_notes;
mod customers;
mod days;
mod email;
mod harness;
mod invoices;
mod log;
mod members;
mod operating;
mod overview;
mod passwords;
mod permissions;
mod renewing;
mod resellers;
mod second_factor;
mod sessions;
mod tidy;
mod transfers;
mod vat_numbers;
mod vies_client;
