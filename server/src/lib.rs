//! The portal.

pub mod store;
pub mod words;
