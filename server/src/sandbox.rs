//! `seatkeeper sandbox`: the sandbox gateway as a process of its own, so that its record and its
//! pages outlive the portal.

use std::{net::SocketAddr, path::Path, sync::Arc};

use serde_json::json;
use tokio::net::TcpListener;

use crate::{
    clock::SystemClock,
    gateway::sandbox::{Merchant, serve_sandbox},
    outward,
    portal::{Ended, stopped},
};

/// Serves the sandbox until told to stop.
///
/// # Errors
/// A sentence for whoever started it.
pub async fn serve(
    listen: SocketAddr,
    data: &Path,
    webhook_url: String,
    secret: String,
    webhook_secret: String,
) -> Ended {
    std::fs::create_dir_all(data)?;
    let listener = TcpListener::bind(listen).await?;
    println!("Sandbox gateway at http://{}", listener.local_addr()?);
    let merchant = Merchant {
        name: "Seatkeeper Demo AB".to_owned(),
        secret,
        webhook_secret,
        webhook_url: Some(webhook_url),
        public_url: None,
    };
    let serving = serve_sandbox(
        listener,
        data,
        merchant,
        Arc::new(SystemClock::in_zone("UTC")?),
    );
    tokio::select! {
        served = serving => served?,
        () = stopped() => {}
    }
    Ok(())
}

/// `seatkeeper dispute`: tells a sandbox that the payer's bank wants a payment back, or has decided.
///
/// # Errors
/// A sentence for whoever called it.
pub async fn dispute(gateway: &str, secret: &str, path: &str, state: &str) -> Ended {
    let url = format!("{}/v1/test/payments/{path}", gateway.trim_end_matches('/'));
    let client = outward::client().no_proxy().build()?;
    let request = client.post(url).bearer_auth(secret);
    let reply = request.json(&json!({ "state": state })).send().await?;
    if reply.status().is_success() {
        println!("The dispute is {state}.");
        return Ok(());
    }
    Err(format!("The gateway refused: {}", reply.text().await?).into())
}
