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

/// How long is waited for a client.
const PATIENCE: Patience = Patience {
    head: Duration::from_secs(15),
    reader: Duration::from_secs(30),
};
/// How long running requests are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(20);
/// How many connections at most; further ones wait to be accepted.
const MOST_CONNECTIONS: usize = 4096;
/// The most headers of a request, and the most bytes of its head.
const MOST_HEADERS: usize = 64;
const LARGEST_HEAD: usize = 32 * 1024;

/// How long a client may take.
#[derive(Clone, Copy)]
struct Patience {
    /// To send the head of a request, or to send a next one.
    head: Duration,
    /// To make room for more of an answer.
    reader: Duration,
}

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
            converse(stream, Peer(peer.ip()), routes, closes, PATIENCE).await;
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

async fn converse(
    stream: TcpStream,
    peer: Peer,
    routes: Router,
    mut closes: watch::Receiver<()>,
    patience: Patience,
) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        routes.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_headers(MOST_HEADERS)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Patient::new(stream, patience.reader)), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = closes.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const LARGE: usize = 64 * 1024 * 1024;
    const SHORT: Patience = Patience {
        head: Duration::from_millis(100),
        reader: Duration::from_millis(100),
    };

    /// A client's end of a connection, and the server's work on the other.
    async fn connected() -> (TcpStream, impl Future<Output = ()>, watch::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let client = TcpStream::connect(address).await.expect("a connection");
        let (stream, peer) = listener.accept().await.expect("a connection");
        let routes = Router::new()
            .route("/held", get(held))
            .route("/large", get(async || vec![b'x'; LARGE]));
        let (closing, closes) = watch::channel(());
        (
            client,
            converse(stream, Peer(peer.ip()), routes, closes, SHORT),
            closing,
        )
    }

    /// Has a permit once the held route runs.
    static HELD: Semaphore = Semaphore::const_new(0);

    /// Answers a little after it has told that it runs.
    async fn held() -> &'static str {
        HELD.add_permits(1);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        "hello"
    }

    /// Clients that say or take too little are let go, however long they would stay.
    #[tokio::test]
    async fn slow_clients_are_let_go() {
        for said in [
            "",
            "GET / HT",
            "GET / HTTP/1.1\r\nhost: x\r\nx-",
            "GET /large HTTP/1.1\r\nhost: x\r\n\r\n",
        ] {
            let (mut client, conversation, _closing) = connected().await;
            client.write_all(said.as_bytes()).await.expect("sent");
            let ended = tokio::time::timeout(Duration::from_secs(10), conversation);
            ended
                .await
                .unwrap_or_else(|_| panic!("still there after {said:?}"));
            drop(client);
        }
    }

    #[tokio::test]
    async fn a_running_request_is_answered_although_we_are_asked_to_stop() {
        let (mut client, conversation, closing) = connected().await;
        client
            .write_all(b"GET /held HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .expect("sent");
        let conversation = tokio::spawn(conversation);
        // the route runs, and only then are we asked to stop
        HELD.acquire().await.expect("never closed").forget();
        drop(closing);
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.expect("an answer");
        conversation.await.expect("no panic");
        assert!(
            answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("hello"),
            "{answer}"
        );
    }
}
