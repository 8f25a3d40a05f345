//! Who watches jobs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many streams of events there are: by job, and of all jobs under `None`.
#[derive(Default)]
pub(crate) struct Followers(Mutex<BTreeMap<Option<String>, u32>>);

/// A stream of events, until dropped.
pub(crate) struct Follower(Arc<Followers>, Option<String>);

impl Followers {
    /// Counts a stream of `job`, or of all jobs.
    pub(crate) fn enter(self: &Arc<Self>, job: Option<&str>) -> Follower {
        let job = job.map(ToOwned::to_owned);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(job.clone()).or_default() += 1;
        Follower(Arc::clone(self), job)
    }

    /// Whether anybody would hear what happens to `job`.
    pub(crate) fn any(&self, job: &str) -> bool {
        let streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        streams.contains_key(&None) || streams.contains_key(&Some(job.to_owned()))
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut streams = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = streams.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                streams.remove(&self.1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Followers;
    use std::sync::Arc;

    #[test]
    fn somebody_watches_until_the_last_one_left() {
        let followers = Arc::new(Followers::default());
        let (first, second) = (followers.enter(Some("a")), followers.enter(Some("a")));
        drop(first);
        assert!(followers.any("a") && !followers.any("b"));
        drop(second);
        assert!(!followers.any("a"));
        let all = followers.enter(None);
        assert!(followers.any("a") && followers.any("b"));
        drop(all);
        assert!(!followers.any("a"));
    }
}
