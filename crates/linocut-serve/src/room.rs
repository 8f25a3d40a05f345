//! Memory for pictures: how many pixels may be worked on at the same time, whoever asks.

use linocut_core::{Context, Result, Value};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Pixels that are worked on at the same time: three of the largest pictures that are read when nobody says otherwise.
/// Tracing takes some 40 bytes for each, so that this is about 2 GB, however many workers there are; small pictures never
/// wait for it.
const USUAL: u64 = 48 << 20;
/// How often it is asked whether anybody still waits.
const GLANCE: Duration = Duration::from_millis(20);

/// Room for pixels.
pub(crate) struct Room {
    most: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// Room that is taken, until dropped.
pub(crate) struct Taken<'a>(&'a Room, u64);

impl Room {
    /// Room for pictures of which the largest has `pixels`: for that one at least.
    pub(crate) fn new(pixels: u64) -> Self {
        let most = USUAL.max(pixels);
        Self { most, free: Mutex::new(most), freed: Condvar::new() }
    }

    /// Waits for room for all pictures among `values`; taken once for a piece of work, so that none waits for another
    /// that waits for it.
    ///
    /// # Errors
    /// What `cx` says when nobody waits any more.
    pub(crate) fn take<'a>(&'a self, values: impl IntoIterator<Item = &'a Value>, cx: &Context) -> Result<Taken<'a>> {
        let pixels = |value: &Value| match value {
            Value::Raster(picture) => u64::from(picture.width()) * u64::from(picture.height()),
            Value::Text(_) | Value::Drawing(_) | Value::Score(_) => 0,
        };
        let wanted = values.into_iter().map(pixels).sum::<u64>().min(self.most);
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < wanted {
            cx.check()?;
            free = self.freed.wait_timeout(free, GLANCE).unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= wanted;
        Ok(Taken(self, wanted))
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += self.1;
        self.0.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::Room;
    use linocut_core::{Context, Kind, Raster, Rgba, Value, Watch};
    use std::sync::Arc;

    struct Impatient;

    impl Watch for Impatient {
        fn cancelled(&self) -> bool {
            true
        }
        fn late(&self) -> bool {
            false
        }
        fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    }

    #[test]
    fn large_pictures_wait_for_each_other() {
        let picture = |side: u32| {
            let pixels = vec![Rgba::WHITE; usize::try_from(side * side).unwrap()];
            Value::Raster(Arc::new(Raster::new(side, side, pixels).unwrap()))
        };
        let (large, small, room) = (picture(4096), picture(8), Room::new(16 << 20));
        let nobody = Context::new(Arc::new(Impatient));
        let first = room.take([&large, &large], &nobody).unwrap();
        let second = room.take([&large], &nobody).unwrap();
        assert_eq!(room.take([&small], &nobody).err().unwrap().kind(), Kind::Cancelled);
        drop(first);
        let third = room.take([&small, &large], &nobody).unwrap();
        drop((second, third));
        // One that is larger than all the room has it alone.
        assert!(room.take([&large; 9], &nobody).is_ok());
    }
}
