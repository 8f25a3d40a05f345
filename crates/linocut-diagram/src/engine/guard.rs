//! Runs strange code where it can be stopped and cannot take the program with it.

use linocut_core::{Context, Error, Kind, Result};
use merman::OperationControl;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::Builder;
use std::time::Duration;

/// Stack of the working thread, in bytes: sixteen times what the deepest text we let through was seen to need. It is
/// address space, not memory, until it is used.
const STACK: usize = 64 << 20;
/// How often the caller's watch is asked, against the cost of asking; only work longer than this is asked about at all.
const ASK_EVERY: Duration = Duration::from_millis(5);

/// Runs `work` on a thread of its own and hands it a control that follows `cx`.
///
/// Costs about 50 µs. `work` is asked to stop when `cx` says so, and waited for.
///
/// # Errors
/// [`Kind::Limit`] or [`Kind::Cancelled`] as `cx` says, [`Kind::Bug`] when `work` panics, [`Kind::Unavailable`] when the
/// system has no thread to give.
pub(crate) fn guarded<T: Send>(cx: &Context, work: impl FnOnce(&OperationControl) -> T + Send) -> Result<T> {
    cx.check()?;
    let control = OperationControl::new();
    let (done, wait) = channel();
    std::thread::scope(|scope| {
        let theirs = control.clone();
        let worker = Builder::new()
            .name("linocut-diagram".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, move || {
                let result = work(&theirs);
                // Nobody listens when the caller has been stopped, and then nobody misses it.
                let _ = done.send(());
                result
            })
            .map_err(|error| Error::new(Kind::Unavailable, "no thread for the diagram").cause(error))?;
        let stopped = loop {
            match wait.recv_timeout(ASK_EVERY) {
                Ok(()) | Err(RecvTimeoutError::Disconnected) => break None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Err(stop) = cx.check() {
                control.cancel();
                break Some(stop);
            }
        };
        let result = worker.join().map_err(|_| {
            Error::new(Kind::Bug, "the Mermaid engine broke down on this diagram")
                .hinted("please report the diagram; making it smaller or simpler may help meanwhile")
        });
        stopped.map_or(result, Err)
    })
}

#[cfg(test)]
mod tests {
    use super::guarded;
    use linocut_core::{Context, Kind, Watch};
    use std::sync::Arc;

    #[test]
    fn a_panic_becomes_an_error() {
        let error = guarded(&Context::default(), |_| panic!("meant by this test")).unwrap_err();
        assert_eq!(error.kind(), Kind::Bug);
    }

    #[test]
    fn a_caller_who_stops_stops_the_work() {
        struct Soon(std::sync::atomic::AtomicUsize);
        impl Watch for Soon {
            fn cancelled(&self) -> bool {
                self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 0
            }
            fn late(&self) -> bool {
                false
            }
            fn note(&self, _stage: &str, _done: u64, _total: u64) {}
        }
        let cx = Context::new(Arc::new(Soon(0.into())));
        let stopped = guarded(&cx, |control| {
            while control.checkpoint().is_ok() {
                std::thread::yield_now();
            }
        });
        assert_eq!(stopped.unwrap_err().kind(), Kind::Cancelled);
    }
}
