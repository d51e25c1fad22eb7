//! Asking others over HTTP: the one way in which a client of ours is made.
//!
//! Promises: TLS in Rust with the roots that browsers trust, whatever the machine has; no redirect is
//! followed. Leaves time-outs and proxies to whoever asks.

use std::sync::Arc;

use reqwest::{Client, ClientBuilder, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};

/// A client to be, over HTTP and HTTPS.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that makes them"
)]
pub fn client() -> ClientBuilder {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let builder = Client::builder().redirect(Policy::none());
    let versions = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions();
    match versions {
        Ok(versions) => {
            let tls = versions.with_root_certificates(roots).with_no_client_auth();
            builder.tls_backend_preconfigured(tls)
        }
        // without versions there is no TLS, and the builder says so
        Err(error) => {
            tracing::error!(%error, "no TLS");
            builder
        }
    }
}
