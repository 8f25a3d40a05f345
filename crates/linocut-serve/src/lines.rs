//! Connections: how many, and how long one may keep the server waiting.

use crate::line::Line;
use crate::quota::Peer;
use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Most connections at the same time; more wait in the system's own queue. Each costs some kilobytes while idle.
const MOST: usize = 1024;
/// How long the head of a request may take to come, the first one and each later one of a connection. Shorter would
/// hit people on slow lines, longer would let idle clients fill the server.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pause after the system refused a connection, as when files are short: time for others to end.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers connections until `closing` is done, then waits for those in the middle of an answer.
pub(crate) async fn answer(listener: TcpListener, routes: Router, closing: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let (open, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(MOST)));
    let mut closing = pin!(closing);
    let line = |stream: TcpStream| {
        // Small answers go at once; a system that cannot do so sends them a little later.
        let _ = stream.set_nodelay(true);
        let peer = stream.peer_addr().map(|address| Peer(address.ip().to_canonical())).ok();
        let routes = TowerToHyperService::new(routes.clone());
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            if let Some(peer) = peer {
                request.extensions_mut().insert(peer);
            }
            routes.call(request)
        });
        http.serve_connection(TokioIo::new(Line::new(stream)), service)
    };
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (accept(&listener).await, place)
        };
        let (stream, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut closing => break,
        };
        let connection = open.watch(line(stream));
        tokio::spawn(async move {
            // A client that goes away or talks nonsense is its own affair.
            let _ = connection.await;
            drop(place);
        });
    }
    // Whoever comes meanwhile hears that no work is taken any more; nobody waits for them.
    let mut over = pin!(open.shutdown());
    loop {
        tokio::select! {
            () = &mut over => return,
            stream = accept(&listener) => drop(tokio::spawn(line(stream))),
        }
    }
}

/// The next connection.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
