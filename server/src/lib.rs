//! The portal.

pub mod store;
