//! What stands where nothing is connected: answers that nobody can be reached, which charges
//! nothing and decides nothing.

use axum::http::HeaderMap;
use jiff::Timestamp;
use seatkeeper_core::money::Money;
use uuid::Uuid;

use crate::gateway::{
    Asked, Charge, ChargeKey, GatewayError, Keeping, Outcome, PaymentGateway, Refunded, Setup,
};

/// No gateway.
pub struct Unconnected;

impl PaymentGateway for Unconnected {
    fn charge<'a>(&'a self, _: &'a Charge) -> Asked<'a, Outcome> {
        Box::pin(async { Err(GatewayError::Unavailable) })
    }

    fn fetch<'a>(&'a self, _: &'a ChargeKey) -> Asked<'a, Outcome> {
        Box::pin(async { Err(GatewayError::Unavailable) })
    }

    fn cancel<'a>(&'a self, _: &'a ChargeKey) -> Asked<'a, Outcome> {
        Box::pin(async { Err(GatewayError::Unavailable) })
    }

    fn refund<'a>(&'a self, _: &'a ChargeKey, _: Uuid, _: Money) -> Asked<'a, Refunded> {
        Box::pin(async { Err(GatewayError::Unavailable) })
    }

    fn keep_card<'a>(&'a self, _: &'a Setup) -> Asked<'a, Keeping> {
        Box::pin(async { Err(GatewayError::Unavailable) })
    }

    fn fetch_card(&self, _: Uuid) -> Asked<'_, Keeping> {
        Box::pin(async { Err(GatewayError::Unavailable) })
    }

    fn disputed(&self, _: Timestamp) -> Asked<'_, Vec<ChargeKey>> {
        Box::pin(async { Err(GatewayError::Unavailable) })
    }

    fn hint(&self, _: &HeaderMap, _: &[u8]) -> Option<ChargeKey> {
        None
    }

    fn is_sandbox(&self) -> bool {
        false
    }
}
