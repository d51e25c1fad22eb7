//! The routes, one module for each noun: read the request, ask whether it may be, have it done.
//!
//! Promises that every row of `api::ALL` is served and nothing else under `/api`; what is not
//! there answers with a problem, and every other address with the app's page.

mod acting;
mod businesses;
mod colleagues;
mod credit_notes;
mod customers;
mod gateway;
mod health;
mod invoices;
mod log;
mod managing;
mod members;
mod orders;
mod overview;
mod pages;
mod renewals;
mod resellers;
mod second_factors;
mod session;
mod transfers;
mod vat_numbers;

use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use seatkeeper_core::api::Problem;

use crate::{context::Context, error::Failure, http};

/// Everything that is served, behind its door.
pub fn router(context: Context) -> Router {
    let door = context.clone();
    let routes = Router::new()
        .merge(session::routes(&context))
        .merge(second_factors::routes())
        .merge(acting::routes())
        .merge(overview::routes())
        .merge(colleagues::routes())
        .merge(customers::routes())
        .merge(businesses::routes())
        .merge(managing::routes())
        .merge(members::routes())
        .merge(invoices::routes())
        .merge(credit_notes::routes())
        .merge(orders::routes())
        .merge(renewals::routes())
        .merge(resellers::routes())
        .merge(log::routes())
        .merge(transfers::routes())
        .merge(vat_numbers::routes())
        .merge(gateway::routes())
        .merge(health::routes())
        .fallback(pages::answer)
        .method_not_allowed_fallback(wrong_method)
        .with_state(context);
    http::door(routes, &door)
}

/// 405 has no sentence of its own: no page of ours asks in a wrong way.
async fn wrong_method() -> Response {
    let detail = "this address is not asked in this way".to_owned();
    let mut response = Failure::from(Problem::Malformed { detail }).into_response();
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}
