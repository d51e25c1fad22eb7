//! A card provider to try the portal with: behaves like a real one, and no real money moves.
//!
//! A server of its own on an origin of its own, with its own record, so that it outlives the
//! portal; [`SandboxGateway`] is its client and all that the portal knows of it. Its SQL stands in
//! `store/` here and nowhere else. No card number is stored, logged or passed on.

use std::{
    future::Future,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{Router, extract::DefaultBodyLimit};
use tokio::net::TcpListener;

use crate::clock::Clock;

mod amounts;
mod api;
mod cards;
mod client;
mod pages;
mod payment;
mod signature;
mod store;
mod test_api;
mod texts;
mod till;
mod typed;
mod webhooks;
pub mod wire;

pub use client::{Address, SandboxGateway};
pub use signature::{HEADER as SIGNATURE_HEADER, sign};

use till::Till;

/// Nothing that is sent to it is longer.
const LONGEST_BODY_BYTES: usize = 16 * 1024;

/// Who charges through the sandbox, and how they know each other.
#[derive(Clone)]
pub struct Merchant {
    /// Shown to the payer.
    pub name: String,
    /// The bearer secret of the merchant API; not empty.
    pub secret: String,
    /// Signs the webhooks; not empty.
    pub webhook_secret: String,
    /// Where webhooks are posted; none are sent without.
    pub webhook_url: Option<String>,
    /// Where browsers reach it, without a stroke at the end; its own socket's address if `None`.
    pub public_url: Option<String>,
}

/// Serves the sandbox until the future is dropped. Everything that was answered is on disk.
///
/// # Errors
/// When a secret is empty, the folder cannot hold the record, or the socket breaks.
pub fn serve_sandbox(
    listener: TcpListener,
    data_dir: &Path,
    merchant: Merchant,
    clock: Arc<dyn Clock>,
) -> impl Future<Output = io::Result<()>> + Send + use<> {
    let data_dir: PathBuf = data_dir.to_owned();
    async move {
        if merchant.secret.is_empty() || merchant.webhook_secret.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the sandbox's secrets are empty",
            ));
        }
        let public_url = match &merchant.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", listener.local_addr()?),
        };
        let record = tokio::task::spawn_blocking(move || store::RecordFile::open(&data_dir))
            .await
            .map_err(io::Error::other)?
            .map_err(io::Error::other)?;
        let counter = Counter {
            till: Arc::new(Till::new(record, clock, public_url)),
            merchant: Arc::new(merchant),
        };
        let posting = webhooks::post_all(Arc::clone(&counter.till), Arc::clone(&counter.merchant));
        let serving = axum::serve(listener, router(counter));
        tokio::select! {
            served = serving.into_future() => served,
            () = posting => Ok(()),
        }
    }
}

/// What every request has at hand.
#[derive(Clone)]
struct Counter {
    till: Arc<Till>,
    merchant: Arc<Merchant>,
}

impl Counter {
    /// Works on the record off the async threads.
    async fn at_till<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Till) -> Result<T, till::TillError> + Send + 'static,
    ) -> Result<T, till::TillError> {
        let till = Arc::clone(&self.till);
        tokio::task::spawn_blocking(move || work(&till))
            .await
            .unwrap_or(Err(till::TillError::Interrupted))
    }
}

fn router(counter: Counter) -> Router {
    let merchant = api::routes().merge(test_api::routes());
    let merchant = merchant.layer(axum::middleware::from_fn_with_state(
        counter.clone(),
        api::only_the_merchant,
    ));
    Router::new()
        .merge(merchant)
        .merge(pages::routes())
        .fallback(pages::not_found)
        .layer(axum::middleware::from_fn(pages::with_safe_headers))
        .layer(DefaultBodyLimit::max(LONGEST_BODY_BYTES))
        .with_state(counter)
}
