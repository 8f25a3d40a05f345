//! How well every label of a pack answers a list of wanted words.

use super::prompt::{MAX_TERMS, Role};
use super::variants::{FORM, Wanted};
use crate::pack::{Pack, at};

/// Most wanted words; a variant may have more than its prompt.
const MAX_WANTED: usize = MAX_TERMS + 4;
/// How well a tag serves, compared with a name: it says what an icon can stand for, not what it shows.
const TAG: f64 = 0.8;
/// How well some words of a longer tag serve.
const PART_OF_TAG: f64 = 0.4;
/// What each place further back in the list of tags costs, and the place from which on it costs no more.
const TAG_STEP: f64 = 0.01;
const TAG_STEPS: usize = 10;
/// A word that serves less than this is missed.
const SERVES: f64 = 0.35;
/// What another order of the words costs.
const ORDER: f64 = 0.015;
/// What the most common name gains over one that a single icon has.
const COMMON: f64 = 0.02;
/// Most that words of a name that nobody asked for may cost.
const MAX_SURPLUS: f64 = 0.5;

/// Words that put a thing into a frame or tell its make; the thing stays the same.
const FRAMES: [&str; 30] = [
    "circle",
    "square",
    "box",
    "fill",
    "filled",
    "outline",
    "outlined",
    "line",
    "alt",
    "simple",
    "solid",
    "rounded",
    "duotone",
    "ring",
    "hexagon",
    "octagon",
    "diamond",
    "frame",
    "icon",
    "symbol",
    "sign",
    "mark",
    "vertical",
    "horizontal",
    "o",
    "rectangle",
    "shape",
    "small",
    "large",
    "fat",
];
/// Words that turn a thing into its opposite.
const NEGATIONS: [&str; 15] = [
    "off", "slash", "x", "no", "remove", "disabled", "cancel", "block", "blocked", "cross", "error", "fail", "delete",
    "not", "broken",
];

/// How a label was found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Found {
    /// 0..=1.
    pub(crate) score: f64,
    /// Words of the prompt that the label lacks, one bit each.
    pub(crate) missed: u32,
    pub(crate) way: Way,
}

/// What served, from the best to the worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// A name of exactly these words.
    Exact,
    /// Words of a name.
    Name,
    /// Other forms of words of a name.
    Form,
    /// Words of the same meaning.
    Synonym,
    /// Tags.
    Tag,
    /// Corrected words.
    Corrected,
    /// Nothing.
    #[default]
    Nothing,
}

/// What a word of a name is to the prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Nobody asked for it.
    #[default]
    Surplus,
    /// It is the place or the time.
    Setting,
    /// It is what shall be seen.
    Thing,
}

type Served = [u8; MAX_WANTED];

/// A name or list of tags: how well it serves each wanted word, in percent.
struct Scratch {
    served: Vec<Served>,
    touched: Vec<u32>,
}

impl Scratch {
    fn new(rows: u32) -> Self {
        Self { served: vec![[0; MAX_WANTED]; at(rows)], touched: Vec::new() }
    }

    fn clear(&mut self) {
        for row in self.touched.drain(..) {
            if let Some(served) = self.served.get_mut(at(row)) {
                *served = [0; MAX_WANTED];
            }
        }
    }

    fn raise(&mut self, row: u32, place: usize, percent: u8) {
        let Some(served) = self.served.get_mut(at(row)) else { return };
        if served.iter().all(|&percent| percent == 0) {
            self.touched.push(row);
        }
        if let Some(old) = served.get_mut(place) {
            *old = percent.max(*old);
        }
    }

    fn row(&self, row: u32) -> &Served {
        self.served.get(at(row)).unwrap_or(&[0; MAX_WANTED])
    }
}

/// What the variants of a prompt are scored with, one after another: some megabytes that are made once.
pub(crate) struct Desk {
    phrases: Scratch,
    tags: Scratch,
    labels: Scratch,
}

impl Desk {
    pub(crate) fn new(pack: &Pack) -> Self {
        Self {
            phrases: Scratch::new(pack.phrases.len()),
            tags: Scratch::new(pack.tag_lists.len()),
            labels: Scratch::new(pack.names.len()),
        }
    }

    fn clear(&mut self) {
        [&mut self.phrases, &mut self.tags, &mut self.labels].into_iter().for_each(Scratch::clear);
    }
}

/// Calls `found` for every label of `pack` that serves any of the `wanted` words.
pub(crate) fn score(pack: &Pack, wanted: &[Wanted], desk: &mut Desk, found: &mut dyn FnMut(u32, Found)) {
    let wanted = wanted.get(..wanted.len().min(MAX_WANTED)).unwrap_or_default();
    let index = pack.index();
    desk.clear();
    let Desk { phrases, tags, labels } = desk;
    let mut hits = vec![Part::Surplus; pack.words.len()];
    for (place, want) in wanted.iter().enumerate() {
        for (text, percent) in &want.spellings {
            for word in pack.spelled(text) {
                let part = if want.role == Role::Setting { Part::Setting } else { Part::Thing };
                if let Some(hit) = hits.get_mut(at(word)) {
                    *hit = part.max(*hit);
                }
                for &phrase in index.word_phrases.row(word) {
                    phrases.raise(phrase, place, *percent);
                }
            }
        }
    }
    serve_tags(pack, phrases, &hits, tags);
    for &list in &tags.touched {
        for (place, &percent) in tags.row(list).iter().enumerate().filter(|(_, percent)| **percent > 0) {
            for &label in index.tag_labels.row(list) {
                labels.raise(label, place, percent);
            }
        }
    }
    let matching = Matching { pack, wanted, hits: &hits, phrases, tags: labels };
    let named = phrases.touched.iter().flat_map(|&phrase| index.name_labels.row(phrase)).copied();
    let mut candidates: Vec<u32> = named.chain(labels.touched.iter().copied()).collect();
    candidates.sort_unstable();
    candidates.dedup();
    for label in candidates {
        found(label, matching.label(label));
    }
}

/// How well each list of tags serves, into `lists`.
fn serve_tags(pack: &Pack, phrases: &Scratch, hits: &[Part], lists: &mut Scratch) {
    for &phrase in &phrases.touched {
        let words = pack.phrases.row(phrase);
        let share = ratio(words.iter().filter(|word| is_hit(hits, **word)).count(), words.len());
        let quality = if share >= 1.0 { TAG } else { PART_OF_TAG * share };
        for &list in pack.index().tag_lists.row(phrase) {
            let place = pack.tag_lists.row(list).iter().position(|&tag| tag == phrase).unwrap_or_default();
            let decay = 1.0 - TAG_STEP * count(place.min(TAG_STEPS));
            for (want, &percent) in phrases.row(phrase).iter().enumerate().filter(|(_, percent)| **percent > 0) {
                lists.raise(list, want, percent_of(f64::from(percent) * quality * decay));
            }
        }
    }
}

struct Matching<'a> {
    pack: &'a Pack,
    wanted: &'a [Wanted],
    hits: &'a [Part],
    phrases: &'a Scratch,
    /// How well the tags of each label serve.
    tags: &'a Scratch,
}

impl Matching<'_> {
    /// The best that any name of a label gives, together with its tags.
    fn label(&self, label: u32) -> Found {
        let names = self.pack.names.row(label).iter().map(|&name| self.name(name, self.tags.row(label)));
        names.max_by(|a, b| a.score.total_cmp(&b.score)).unwrap_or_default()
    }

    fn name(&self, name: u32, tags: &Served) -> Found {
        let named = self.phrases.row(name);
        let is_named = named.iter().any(|&percent| percent > 0);
        let (mut score, mut whole, mut missed, mut way) = (0.0, 0.0, 0, Way::Exact);
        for (want, (&by_name, &by_tag)) in self.wanted.iter().zip(named.iter().zip(tags)) {
            let percent = by_name.max(by_tag);
            if want.role == Role::Optional {
                continue;
            }
            whole += want.weight;
            score += want.weight * f64::from(percent) / 100.0;
            if f64::from(percent) < SERVES * 100.0 {
                missed |= want.origin;
            } else {
                way = way.max(if want.corrected { Way::Corrected } else { way_of(by_name, by_tag) });
            }
        }
        let surplus = if is_named { self.surplus(name) } else { self.strangeness(name) };
        let disorder = if is_named && self.wanted.len() > 1 && !self.is_in_order(name) { ORDER } else { 0.0 };
        if way == Way::Exact && (surplus > 0.0 || disorder > 0.0 || missed > 0) {
            way = Way::Name;
        }
        let exact = if way == Way::Exact { 0.0 } else { COMMON * (1.0 - self.commonness(name)) };
        let score = score / f64::max(whole, f64::MIN_POSITIVE) * (1.0 - surplus) * (1.0 - disorder) * (1.0 - exact);
        Found { score, missed, way }
    }

    /// What the words of a name cost that nobody asked for.
    fn surplus(&self, name: u32) -> f64 {
        let words = self.pack.phrases.row(name);
        let cost = |&word: &u32| match (part(self.hits, word), self.pack.word(word)) {
            (Part::Thing, _) => 0.0,
            // One word can be all that is left of a prompt.
            (Part::Setting, _) => {
                if words.len() > 1 {
                    0.2
                } else {
                    0.0
                }
            }
            (_, word) if NEGATIONS.contains(&word) => 0.16,
            (_, word) if FRAMES.contains(&word) => 0.06,
            (_, word) if word.bytes().all(|b| b.is_ascii_digit()) => 0.08,
            _ => 0.11,
        };
        words.iter().map(cost).sum::<f64>().min(MAX_SURPLUS)
    }

    /// What a name costs that has none of the wanted words: the longer, the less plain is the icon.
    fn strangeness(&self, name: u32) -> f64 {
        self.surplus(name) * 0.3
    }

    /// Whether the words of a name come in the order of the wanted words.
    fn is_in_order(&self, name: u32) -> bool {
        let words = self.pack.phrases.row(name);
        let serves = |want: &Wanted, word: u32| {
            let text = self.pack.word(word);
            want.spellings.iter().any(|(spelling, _)| spelling == text)
        };
        let is_said =
            |want: &Wanted, word: u32| want.spellings.first().is_some_and(|(text, _)| text == self.pack.word(word));
        let place = |want: &Wanted| {
            let said = words.iter().position(|&word| is_said(want, word));
            said.or_else(|| words.iter().position(|&word| serves(want, word)))
        };
        let places = self.wanted.iter().filter_map(place);
        places.collect::<Vec<_>>().is_sorted()
    }

    /// How common a name is, 0..=1: a hundred icons of one name are as common as it gets.
    fn commonness(&self, name: u32) -> f64 {
        let icons = self.pack.index().phrase_icons.get(at(name)).copied().unwrap_or_default();
        (f64::from(icons.min(100)) / 100.0).sqrt()
    }
}

fn way_of(by_name: u8, by_tag: u8) -> Way {
    match by_name {
        _ if by_tag > by_name => Way::Tag,
        100 => Way::Exact,
        FORM => Way::Form,
        _ => Way::Synonym,
    }
}

fn is_hit(hits: &[Part], word: u32) -> bool {
    part(hits, word) != Part::Surplus
}

fn part(hits: &[Part], word: u32) -> Part {
    hits.get(at(word)).copied().unwrap_or_default()
}

fn ratio(part: usize, whole: usize) -> f64 {
    count(part) / count(whole.max(1))
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// A percentage as a byte.
fn percent_of(percent: f64) -> u8 {
    (0..=100).rev().find(|&byte| f64::from(byte) <= percent).unwrap_or_default()
}
