//! Serving: connections on a socket, each with its limits, until we are asked to stop.
//!
//! A client that sends its head slowly, reads its answer slowly or stays without asking anything
//! is let go. Asked to stop, no new connection is taken and the running requests are finished.

use std::{future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
};
use tower::ServiceExt;

use super::{slow::Patient, source::Peer};

/// How long a client may take to send the head of a request, or to send a next one.
const SLOWEST_HEAD: Duration = Duration::from_secs(15);
/// How long running requests are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(20);
/// How many connections at most; further ones wait to be accepted.
const MOST_CONNECTIONS: usize = 4096;
/// The most headers of a request, and the most bytes of its head.
const MOST_HEADERS: usize = 64;
const LARGEST_HEAD: usize = 32 * 1024;

/// Serves until `shutdown` is done, then finishes what runs.
///
/// # Errors
/// When the socket can no longer be used.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (closing, closes) = watch::channel(());
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut open = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            Some(_) = open.join_next() => continue,
            accepted = accept(&listener, &places) => accepted,
        };
        let (stream, peer, place) = accepted?;
        let (routes, closes) = (routes.clone(), closes.clone());
        open.spawn(async move {
            converse(stream, Peer(peer.ip()), routes, closes).await;
            drop(place);
        });
    }
    drop(listener);
    drop(closing);
    let finished = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(FAREWELL, finished).await.is_err() {
        tracing::warn!("some requests were still running and are cut off");
    }
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(places)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Ok((stream, peer, place)),
            Err(error) if is_passing(&error) => {}
            Err(error) => {
                // out of file descriptors, most likely: others have to end first
                tracing::error!(%error, "no connection could be accepted");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

/// Errors of the one connection that was about to be.
fn is_passing(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::ConnectionAborted | Kind::ConnectionReset | Kind::ConnectionRefused
    )
}

async fn converse(stream: TcpStream, peer: Peer, routes: Router, mut closes: watch::Receiver<()>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        routes.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SLOWEST_HEAD)
        .max_headers(MOST_HEADERS)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Patient::new(stream)), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = closes.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
