//! Asking the server: one function for every endpoint, and what each reply tells besides.
//!
//! Promises: a failure is a value, said once in words; a request that may be repeated is repeated
//! until it is answered; the business date, price list and build of each reply are noticed.
//! Leaves what follows from them to [`crate::session`].

mod exchange;
mod failure;
mod follow;

use std::{future::Future, pin::Pin, sync::LazyLock};

use leptos::prelude::*;
use seatkeeper_core::api::{Endpoint, Method};
use serde::de::DeserializeOwned;

use crate::wire;

pub use exchange::text;
pub use failure::Failure;
pub use follow::{Load, Loading, follow, pause};

/// What the replies of late have told besides their answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The business date.
    pub today: Option<String>,
    /// The version of the price list of that day.
    pub price_list: Option<String>,
    /// The build of this page.
    pub build: Option<String>,
    /// The server has another build than this page.
    pub outdated: bool,
    /// The server does not answer.
    pub away: bool,
    /// How often a request was turned away because nobody is signed in any more.
    pub signed_out: u32,
}

/// What was heard; whoever reads it in a view or an effect follows it.
pub static HEARD: LazyLock<ArcRwSignal<Heard>> = LazyLock::new(ArcRwSignal::default);

/// Asks the server once.
///
/// # Errors
/// What it answered instead, or that it did not.
pub async fn call<E: Endpoint>(endpoint: &E) -> Result<E::Reply, Failure> {
    read::<E>(&Question::of(endpoint)?.ask().await?)
}

/// Asks once what was made by [`Question::of`]; endpoints with the same reply are awaited by the same
/// code.
///
/// # Errors
/// As [`call`].
pub async fn answer<T: DeserializeOwned>(
    question: Result<Question, Failure>,
) -> Result<T, Failure> {
    let text = question?.ask().await?;
    wire::read(&text).map_err(|_| Failure::Unreadable)
}

/// Asks until the server answers: only for what changes nothing, or is the same when repeated.
///
/// # Errors
/// What the server answered instead.
pub async fn persist<E: Endpoint>(endpoint: &E) -> Result<E::Reply, Failure> {
    read::<E>(&Question::of(endpoint)?.insist().await?)
}

fn read<E: Endpoint>(text: &str) -> Result<E::Reply, Failure> {
    wire::read(text).map_err(|_| Failure::Unreadable)
}

/// A request as text: what is asked is no longer of any type, so that asking is compiled once.
#[derive(Clone)]
pub struct Question {
    address: String,
    body: Option<String>,
}

impl Question {
    /// What is asked of an endpoint.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn of<E: Endpoint>(endpoint: &E) -> Result<Self, Failure> {
        let body = match E::METHOD {
            Method::Get => None,
            Method::Post => Some(serde_json::to_string(endpoint).map_err(|_| Failure::Unreadable)?),
        };
        Ok(Self {
            address: endpoint.address(),
            body,
        })
    }

    /// The two ways of asking, boxed: their callers stay small.
    fn ask(self) -> Pin<Box<dyn Future<Output = Result<String, Failure>>>> {
        Box::pin(async move { exchange::json(&self.address, self.body.as_deref()).await })
    }

    fn insist(self) -> Pin<Box<dyn Future<Output = Result<String, Failure>>>> {
        Box::pin(async move {
            let mut attempt = 0;
            loop {
                match exchange::json(&self.address, self.body.as_deref()).await {
                    Err(failure) if failure.passes() => {
                        pause(follow::back_off(attempt)).await;
                        attempt += 1;
                    }
                    settled => return settled,
                }
            }
        })
    }
}
