//! Listening.

use crate::app::{App, app};
use crate::work::now;
use crate::{lines, queue};
use linocut_core::{Error, Kind, Result};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

/// How long requests and jobs in progress may go on, all together, after the server was told to stop.
const GRACE: Duration = Duration::from_secs(20);
/// How often the wish to stop is looked for.
const GLANCE: Duration = Duration::from_millis(100);

/// Whether the person wants the server to stop; asked several times a second.
pub type Stop = Arc<dyn Fn() -> bool + Send + Sync>;

/// Answers at `address` until `stop` says so; `ready` hears where that is, a port of 0 being any that is free.
///
/// Work that goes on when `stop` says so has 20 s to end.
///
/// # Errors
/// [`Kind::Refused`] for an address that others can reach without a token, [`Kind::Io`] when the system refuses it.
pub fn serve(shared: &Arc<App>, address: SocketAddr, stop: Stop, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    if !is_local(address.ip()) && shared.options.token.is_none() {
        return Err(Error::new(
            Kind::Refused,
            format!("{} can be reached by others, who would need no token", address.ip()),
        )
        .hinted("--token-file FILE sets one"));
    }
    let io = |what: &str, e: std::io::Error| Error::new(Kind::Io, what.to_owned()).cause(e);
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(|e| io("no threads for the server", e))?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(|e| {
            io(&format!("cannot listen at {address}"), e).hinted("--port N names another port, 0 any that is free")
        })?;
        queue::begin(shared);
        ready(listener.local_addr().map_err(|e| io("no address", e))?);
        let (closing, told) = tokio::sync::oneshot::channel::<()>();
        let shared_too = Arc::clone(shared);
        let watch = async move {
            while !stop() {
                tokio::time::sleep(GLANCE).await;
            }
            shared_too.drain();
            let _ = closing.send(());
        };
        let mut end = None;
        let late = async {
            // An error means that the server ended by itself.
            let _ = told.await;
            end = Some(now() + GRACE);
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            () = lines::answer(listener, app(Arc::clone(shared)), watch) => {}
            () = late => {}
        }
        Ok(end)
    });
    runtime.shutdown_background();
    // Jobs give themselves back; who is killed before that has them handed out again at the next start.
    let end = served?.unwrap_or_else(|| now() + GRACE);
    while shared.queue.busy() > 0 && now() < end {
        std::thread::sleep(GLANCE);
    }
    Ok(())
}

fn is_local(ip: IpAddr) -> bool {
    ip.is_loopback()
}
