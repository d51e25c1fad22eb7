//! What every reply tells: the business date, the price list of that day, the server's build.
//! A page that sees one of them change fetches anew.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use jiff::{Timestamp, civil::Date};
use seatkeeper_core::api::{BUILD_HEADER, PRICE_LIST_HEADER, TODAY_HEADER};

use crate::{assets, context::Context, store::price_lists};

/// How long the number of the price list is taken from memory.
const REMEMBERED: Duration = Duration::from_secs(10);

/// The context, and the last answer of the database.
#[derive(Clone)]
pub(super) struct Told {
    context: Context,
    last: Arc<Mutex<Option<Known>>>,
}

#[derive(Clone, Copy)]
struct Known {
    today: Date,
    version: u32,
    at: Timestamp,
}

impl Told {
    pub(super) fn new(context: Context) -> Self {
        Self {
            context,
            last: Arc::default(),
        }
    }

    /// The version of today's price list; `None` when there is none, or the database is away.
    async fn price_list(&self, today: Date) -> Option<u32> {
        let now = self.context.clock.now();
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.filter(|known| known.holds(today, now)) {
            return Some(known.version);
        }
        let read = self
            .context
            .store
            .read(move |tx| price_lists::on(tx, today));
        let version = read.await.ok()??.version;
        let known = Known {
            today,
            version,
            at: now,
        };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
        Some(version)
    }
}

impl Known {
    fn holds(&self, today: Date, now: Timestamp) -> bool {
        let age = now.duration_since(self.at).unsigned_abs();
        self.today == today && age < REMEMBERED
    }
}

pub(super) async fn tell(State(told): State<Told>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if is_api {
        let today = told.context.clock.today();
        let version = told.price_list(today).await;
        let headers = response.headers_mut();
        set(headers, TODAY_HEADER, &today.to_string());
        if let Some(version) = version {
            set(headers, PRICE_LIST_HEADER, &version.to_string());
        }
        set(headers, BUILD_HEADER, assets::build());
    }
    response
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
