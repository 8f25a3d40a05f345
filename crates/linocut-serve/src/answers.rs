//! Answers by what was asked, so that the same request is not even read again: its picture is not decoded.

use crate::answer::Answer;
use crate::asked::Asked;
use linocut_flow::Digest;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// Most bytes of answers: some thousand drawings.
const MOST: usize = 64 << 20;

/// The answers that were given last, the ones asked for longest ago forgotten first.
#[derive(Default)]
pub(crate) struct Answers(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    known: HashMap<Digest, (Answer, u64)>,
    /// Keys by the time they were last asked for.
    uses: BTreeMap<u64, Digest>,
    clock: u64,
    bytes: usize,
}

/// A digest of all that an answer depends on.
pub(crate) fn key(path: &str, asked: &Asked) -> Digest {
    let files: Vec<_> = asked.files.iter().map(|file| (&file.field, Digest::of(&file.bytes).to_string())).collect();
    Digest::of(json!([path, files, asked.fields]).to_string().as_bytes())
}

impl Answers {
    pub(crate) fn get(&self, key: Digest) -> Option<Answer> {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inside.clock += 1;
        let now = inside.clock;
        let (answer, used) = inside.known.get_mut(&key)?;
        let (answer, before) = (answer.clone(), std::mem::replace(used, now));
        inside.uses.remove(&before);
        inside.uses.insert(now, key);
        Some(answer)
    }

    pub(crate) fn put(&self, key: Digest, answer: &Answer) {
        let size = answer.bytes();
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if size > MOST || inside.known.contains_key(&key) {
            return;
        }
        inside.clock += 1;
        let now = inside.clock;
        inside.bytes += size;
        inside.uses.insert(now, key);
        inside.known.insert(key, (answer.clone(), now));
        while inside.bytes > MOST {
            let Some((_, oldest)) = inside.uses.pop_first() else { return };
            let gone = inside.known.remove(&oldest).map_or(0, |(answer, _)| answer.bytes());
            inside.bytes = inside.bytes.saturating_sub(gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, MOST, key};
    use crate::answer::Answer;
    use crate::asked::{Asked, Attached};
    use serde_json::{Map, json};

    fn asked(bytes: &[u8], colors: u8) -> Asked {
        let files = vec![Attached { field: "body".to_owned(), name: None, bytes: bytes.to_vec() }];
        Asked { files, fields: Map::from_iter([("colors".to_owned(), json!(colors))]), ..Asked::default() }
    }

    #[test]
    fn what_differs_has_another_key() {
        let first = key("/a", &asked(b"x", 1));
        assert_eq!(first, key("/a", &asked(b"x", 1)));
        for other in [key("/b", &asked(b"x", 1)), key("/a", &asked(b"y", 1)), key("/a", &asked(b"x", 2))] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn forgets_what_was_not_asked_for() {
        let answers = Answers::default();
        let large = Answer::Text("text".into(), "x".repeat(MOST / 2));
        let keys = [1, 2, 3].map(|colors| key("/a", &asked(b"x", colors)));
        answers.put(keys[0], &large);
        answers.put(keys[1], &Answer::Text("text".into(), "small".to_owned()));
        assert!(answers.get(keys[0]).is_some());
        answers.put(keys[2], &large);
        assert_eq!(keys.map(|key| answers.get(key).is_some()), [true, false, true]);
    }
}
