//! The door: what every request passes on its way to a route, and every reply on its way back.
//!
//! Promises that no bytes from outside reach a route as anything but what it asked for, that each
//! reply is a page, a file or a [`seatkeeper_core::api::Problem`], and that a slow client, a panic
//! or a page of another site does no harm. Leaves who may do what to `auth` and `routes`.

mod body;
mod guard;
mod headers;
mod origin;
mod parts;
mod serve;
mod slow;
mod source;
mod told;

use axum::{Router, extract::DefaultBodyLimit, middleware};

use crate::context::Context;

pub use body::Body;
pub(crate) use body::malformed;
pub use parts::{Id, Search};
pub use serve::serve;
pub use source::Source;

/// The largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 256 * 1024;

/// Puts the door in front of the routes. From the outside in: the request's id and log line,
/// headers, panics and time-outs, the origin, the whole body.
pub fn door(routes: Router, context: &Context) -> Router {
    routes
        .layer(DefaultBodyLimit::disable()) // the body is whole and measured by then
        .layer(middleware::from_fn_with_state(
            body::SLOWEST_BODY,
            body::whole,
        ))
        .layer(middleware::from_fn_with_state(
            context.clone(),
            origin::own_pages_only,
        ))
        .layer(middleware::from_fn(guard::time_limit))
        .layer(guard::panics())
        .layer(middleware::from_fn_with_state(
            told::Told::new(context.clone()),
            told::tell,
        ))
        .layer(middleware::from_fn_with_state(
            headers::Policy::of(&context.config),
            headers::add,
        ))
        .layer(middleware::from_fn_with_state(context.clone(), guard::note))
}
