//! How much one client may ask for at the same time.

use crate::problem::Problem;
use axum::http::StatusCode;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Requests of one address elsewhere that may be worked on or wait, unless the options say otherwise: a browser opens
/// six connections.
const USUAL: u32 = 16;

/// The address that a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Requests by where they come from.
pub(crate) struct Quota {
    /// For all addresses; `None` for the usual number, which does not hold for this computer.
    most: Option<u32>,
    inside: Mutex<BTreeMap<Option<IpAddr>, u32>>,
}

/// A request that counts, until dropped.
pub(crate) struct Counted(Arc<Quota>, Option<IpAddr>);

impl Drop for Counted {
    fn drop(&mut self) {
        let mut inside = self.0.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = inside.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                inside.remove(&self.1);
            }
        }
    }
}

impl Quota {
    pub(crate) fn new(most: Option<u32>) -> Arc<Self> {
        Arc::new(Self { most, inside: Mutex::default() })
    }

    /// Counts a request of a client.
    ///
    /// # Errors
    /// 429 with `Retry-After` when it has too many.
    pub(crate) fn enter(self: &Arc<Self>, peer: Option<Peer>) -> Result<Counted, Problem> {
        let address = peer.map(|peer| peer.0);
        let is_here = address.is_none_or(|address| address.is_loopback());
        let most = self.most.unwrap_or(if is_here { u32::MAX } else { USUAL });
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let count = inside.entry(address).or_default();
        if *count >= most {
            let sentence = format!("{most} requests of yours are being worked on");
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "quota", sentence);
            return Err(problem.retry(Duration::from_secs(1)));
        }
        *count += 1;
        Ok(Counted(Arc::clone(self), address))
    }
}

#[cfg(test)]
mod tests {
    use super::{Peer, Quota, USUAL};
    use axum::http::StatusCode;
    use axum::http::header::RETRY_AFTER;
    use axum::response::IntoResponse;

    #[test]
    fn others_have_a_share_and_this_computer_has_all() {
        let quota = Quota::new(None);
        let [here, there, third] = ["127.0.0.1", "192.0.2.1", "192.0.2.2"].map(|ip| Some(Peer(ip.parse().unwrap())));
        let mut held: Vec<_> = (0..USUAL).map(|_| quota.enter(there).unwrap()).collect();
        let refused = quota.enter(there).err().unwrap().into_response();
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert!(refused.headers().contains_key(RETRY_AFTER));
        assert!(quota.enter(third).is_ok());
        let own: Vec<_> = (0..10 * USUAL).map(|_| quota.enter(here)).collect();
        assert!(own.iter().all(Result::is_ok));
        held.pop();
        assert!(quota.enter(there).is_ok());
        let strict = Quota::new(Some(1));
        let _held = strict.enter(here).unwrap();
        assert!(strict.enter(here).is_err() && strict.enter(there).is_ok());
    }
}
