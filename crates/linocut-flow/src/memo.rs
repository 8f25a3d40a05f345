//! Results kept under a digest of all they depend on.

use crate::exact::Exact;
use linocut_core::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// BLAKE3 of some content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The digest that 64 hexadecimal digits say, in lower case as [`Digest`] writes them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        if text.len() != 64 || text.bytes().any(|byte| !matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        for (byte, digits) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(digest))
    }
}

impl fmt::Display for Digest {
    /// 64 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A value and the digest of its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The value.
    pub value: Value,
    /// Of its content: equal values have equal digests on every machine.
    pub digest: Digest,
    /// What a person should know of it, as the stage said when it made it.
    pub warnings: Arc<[String]>,
    bytes: usize,
}

impl Kept {
    /// Takes the digest of a value.
    #[must_use]
    pub fn new(value: Value) -> Self {
        let mut bytes = Vec::new();
        value.put(&mut bytes);
        Self { digest: Digest::of(&bytes), bytes: bytes.len(), warnings: Arc::default(), value }
    }

    /// The same with what a person should know of it.
    #[must_use]
    pub fn warned(self, warnings: Vec<String>) -> Self {
        Self { warnings: warnings.into(), ..self }
    }

    /// As a file: the digests of what follows and of the value, how long the warnings are, these, the value.
    fn written(&self) -> Vec<u8> {
        let warnings = serde_json::to_vec(&self.warnings[..]).unwrap_or_default();
        let mut rest = self.digest.0.to_vec();
        rest.extend(u64::try_from(warnings.len()).unwrap_or(u64::MAX).to_le_bytes());
        rest.extend(warnings);
        self.value.put(&mut rest);
        [Digest::of(&rest).0.as_slice(), &rest].concat()
    }

    /// What [`Kept::written`] wrote; `None` for a file that was damaged.
    fn read(file: &[u8]) -> Option<Self> {
        let (whole, rest) = file.split_first_chunk()?;
        if Digest::of(rest) != Digest(*whole) {
            return None;
        }
        let (digest, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (warnings, value) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let warnings: Vec<String> = serde_json::from_slice(warnings).ok()?;
        let bytes = value.len();
        Some(Self { value: Value::take(&mut &*value)?, digest: Digest(*digest), warnings: warnings.into(), bytes })
    }
}

/// Where results outlive the process; it may forget at any time.
pub trait Store: Send + Sync {
    /// What is kept under `key`.
    fn get(&self, key: Digest) -> Option<Vec<u8>>;
    /// Keeps `bytes`; a failure to do so is no failure of the work.
    fn put(&self, key: Digest, bytes: &[u8]);
}

/// Results in memory, the ones used least recently forgotten first, over an optional [`Store`].
pub struct Memo {
    limit: usize,
    inside: Mutex<Inside>,
    store: Option<Box<dyn Store>>,
}

#[derive(Default)]
struct Inside {
    kept: HashMap<Digest, (Kept, u64)>,
    /// Keys by the time of their last use.
    uses: BTreeMap<u64, Digest>,
    clock: u64,
    bytes: usize,
}

impl Memo {
    /// An empty memo that holds at most `limit` bytes of values.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { limit, inside: Mutex::new(Inside::default()), store: None }
    }

    /// The memo with `store` behind it.
    #[must_use]
    pub fn over(mut self, store: Box<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// The value kept under `key`.
    #[must_use]
    pub fn get(&self, key: Digest) -> Option<Kept> {
        self.with(|inside| inside.touch(key)).or_else(|| {
            let kept = Kept::read(&self.store.as_ref()?.get(key)?)?;
            self.with(|inside| inside.insert(key, kept.clone(), self.limit));
            Some(kept)
        })
    }

    /// Keeps a value under `key`.
    pub fn put(&self, key: Digest, kept: &Kept) {
        if let Some(store) = &self.store {
            store.put(key, &kept.written());
        }
        self.with(|inside| inside.insert(key, kept.clone(), self.limit));
    }

    /// The bytes of values held in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.with(|inside| inside.bytes)
    }

    /// A panic elsewhere leaves the table whole: each change is done in one go.
    fn with<T>(&self, work: impl FnOnce(&mut Inside) -> T) -> T {
        work(&mut self.inside.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Inside {
    fn touch(&mut self, key: Digest) -> Option<Kept> {
        self.clock += 1;
        let (kept, used) = self.kept.get_mut(&key)?;
        self.uses.remove(used);
        *used = self.clock;
        self.uses.insert(self.clock, key);
        Some(kept.clone())
    }

    fn insert(&mut self, key: Digest, kept: Kept, limit: usize) {
        if kept.bytes > limit || self.touch(key).is_some() {
            return;
        }
        self.bytes += kept.bytes;
        self.uses.insert(self.clock, key);
        self.kept.insert(key, (kept, self.clock));
        while self.bytes > limit {
            let Some((_, oldest)) = self.uses.pop_first() else { return };
            if let Some((gone, _)) = self.kept.remove(&oldest) {
                self.bytes -= gone.bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, Kept, Memo, Store};
    use linocut_core::Value;
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    fn kept(text: &str) -> Kept {
        Kept::new(Value::text(text))
    }

    #[test]
    fn forgets_what_was_not_used_longest() {
        let size = kept("aaaa").bytes;
        let memo = Memo::new(2 * size);
        let keys = [b"1", b"2", b"3"].map(|name| Digest::of(name));
        memo.put(keys[0], &kept("aaaa"));
        memo.put(keys[1], &kept("bbbb"));
        assert!(memo.get(keys[0]).is_some());
        memo.put(keys[2], &kept("cccc"));
        assert_eq!(keys.map(|key| memo.get(key).is_some()), [true, false, true]);
        assert_eq!(memo.bytes(), 2 * size);
    }

    #[test]
    fn digests_are_read_as_they_are_written() {
        let digest = Digest::of(b"words");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        for wrong in ["", &"0".repeat(63), &"G".repeat(64), &"+1".repeat(32), &"\u{e9}".repeat(32)] {
            assert_eq!(Digest::parse(wrong), None, "{wrong}");
        }
    }

    #[derive(Clone, Default)]
    struct Shelf(Arc<Mutex<BTreeMap<Digest, Vec<u8>>>>);
    impl Store for Shelf {
        fn get(&self, key: Digest) -> Option<Vec<u8>> {
            self.0.lock().unwrap().get(&key).cloned()
        }
        fn put(&self, key: Digest, bytes: &[u8]) {
            self.0.lock().unwrap().insert(key, bytes.to_vec());
        }
    }

    #[test]
    fn reads_what_an_earlier_process_kept_unless_it_is_damaged() {
        let shelf = Shelf::default();
        let key = Digest::of(b"key");
        let said = kept("words").warned(vec!["mended".to_owned()]);
        Memo::new(1000).over(Box::new(shelf.clone())).put(key, &said);
        let later = || Memo::new(1000).over(Box::new(shelf.clone())).get(key);
        assert_eq!(later(), Some(said));
        *shelf.0.lock().unwrap().get_mut(&key).unwrap().last_mut().unwrap() ^= 1;
        assert_eq!(later(), None);
    }
}
