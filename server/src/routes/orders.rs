//! Placing orders, following them, paying again, giving up.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use seatkeeper_core::{
    api::{CancelOrder, Endpoint, GetOrder, OrderView, PayAgain, PlaceOrder},
    id::OrderId,
};

use crate::{
    auth::SignedIn,
    checkout,
    context::Context,
    error::Answer,
    http::{Body, Id},
};

/// The routes of orders.
pub fn routes() -> Router<Context> {
    Router::new()
        .route(PlaceOrder::PATH, post(place))
        .route(GetOrder::PATH, get(follow))
        .route(PayAgain::PATH, post(pay_again))
        .route(CancelOrder::PATH, post(cancel))
}

async fn place(
    State(context): State<Context>,
    who: SignedIn,
    Body(ask): Body<PlaceOrder>,
) -> Answer<Json<OrderView>> {
    checkout::place(&context, &who, ask).await.map(Json)
}

async fn follow(
    State(context): State<Context>,
    who: SignedIn,
    Id(id): Id<OrderId>,
) -> Answer<Json<OrderView>> {
    checkout::follow(&context, &who, id).await.map(Json)
}

async fn pay_again(
    State(context): State<Context>,
    who: SignedIn,
    Id(id): Id<OrderId>,
) -> Answer<Json<OrderView>> {
    checkout::pay_again(&context, &who, id).await.map(Json)
}

async fn cancel(
    State(context): State<Context>,
    who: SignedIn,
    Id(id): Id<OrderId>,
) -> Answer<Json<OrderView>> {
    checkout::cancel(&context, &who, id).await.map(Json)
}
