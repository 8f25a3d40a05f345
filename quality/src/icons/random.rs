//! Prompts nobody thought of.

use linocut_core::Result;
use linocut_glyph::Style;
use linocut_icons::{IconId, Library};

/// One random request.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// One to four words out of the names of icons.
    pub(super) text: String,
    /// A style, or none.
    pub(super) style: Option<Style>,
    /// Seed of the model.
    pub(super) seed: u64,
    /// Tokens that a generated drawing may have beyond the least there must be.
    pub(super) spare: usize,
}

/// Numbers that look random (`SplitMix64`: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
pub(super) struct Random(u64);

impl Random {
    /// A sequence that depends on `seed` alone.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which must not be 0; the bias is under `end` in 2⁶⁴.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// `count` random requests.
///
/// # Errors
/// Those of a damaged library.
pub(super) fn requests(library: &Library, count: usize, seed: u64) -> Result<Vec<Request>> {
    let icons: Vec<IconId> = library.icons().collect();
    let mut random = Random::new(seed);
    (0..count).map(|_| request(library, &icons, &mut random)).collect()
}

fn request(library: &Library, icons: &[IconId], random: &mut Random) -> Result<Request> {
    let wanted = 1 + random.below(4);
    let mut words = Vec::new();
    while words.len() < wanted {
        let Some(&icon) = random.pick(icons) else { break };
        let name = library.info(icon)?.name;
        let parts: Vec<&str> = name.split([' ', '-']).filter(|part| !part.is_empty()).collect();
        words.extend(random.pick(&parts).map(|&part| part.to_owned()));
    }
    let styles = [None, None, Some(Style::Line), Some(Style::Outline), Some(Style::Solid), Some(Style::Duotone)];
    Ok(Request {
        text: words.join(" "),
        style: random.pick(&styles).copied().flatten(),
        seed: random.next(),
        spare: random.below(60),
    })
}

#[cfg(test)]
mod tests {
    use super::{Random, requests};
    use linocut_icons::Library;

    #[test]
    fn numbers_are_those_of_the_paper() {
        // The first outputs of the reference program for the seed 1234567.
        let mut random = Random::new(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn requests_differ_and_repeat_with_their_seed() {
        let texts = |seed| -> Vec<String> {
            let made = requests(Library::embedded().unwrap(), 20, seed).unwrap();
            made.into_iter().map(|request| request.text).collect()
        };
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
        assert!(texts(1).iter().all(|text| !text.is_empty()));
    }
}
