//! The answer to a prompt: icons, the best first.

use super::prompt::{Role, terms};
use super::score::{Desk, Found, Way, score};
use super::variants::{Wanted, variants};
use crate::family::Family;
use crate::library::{IconId, Library};
use crate::pack::{Pack, at};
use linocut_glyph::Style;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Score from which on an icon without missed words shows the whole prompt.
pub const WHOLE: f64 = 0.7;
/// Score below which an icon is no answer.
const LEAST: f64 = 0.2;
/// Scores nearer to each other than one part of this are equal, and preference decides.
const GRADES: f64 = 100.0;
/// Grades that an icon loses for not being of the first families, and at most for the rank of its family, reached at
/// [`LAST_RANK`]: a well-drawn synonym comes before an exact name in a set of mixed quality.
const NOT_FIRST: usize = 2;
const FAMILY_GRADES: usize = 5;
const FIRST_RANKS: usize = 3;
const LAST_RANK: usize = 30;
/// What the similarity of a name that the caller finds near is worth.
const NEAREST: f64 = 0.6;
/// Styles in order of preference for those who ask for none: strokes can be restyled best.
const STYLES: [Style; 6] = [Style::Line, Style::Outline, Style::Solid, Style::Duotone, Style::Mixed, Style::Color];

/// What to search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchOptions {
    /// Styles that will do, the preferred one first; empty for any.
    pub styles: Vec<Style>,
    /// Ids of sets that will do; empty for any. The sets of a family are in [`Family::sets`].
    pub sets: Vec<String>,
    /// Most icons to give back; 20 unless changed.
    pub limit: usize,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { styles: Vec::new(), sets: Vec::new(), limit: 20 }
    }
}

/// One icon that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The icon.
    pub icon: IconId,
    /// How well it answers the prompt, 0..=1; 1 for a name of exactly these words.
    pub score: f64,
    /// How it was found.
    pub kind: MatchKind,
    /// Words of the prompt that it answers.
    pub covered: Vec<String>,
    /// Words of the prompt that it lacks.
    pub missed: Vec<String>,
}

impl Hit {
    /// Whether it shows the whole prompt, so that nothing need be composed or generated.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missed.is_empty() && self.score >= WHOLE
    }
}

/// How an icon was found, from the surest way to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// A name of exactly these words.
    Exact,
    /// A name with all these words.
    Name,
    /// Tags, alone or together with a name.
    Tag,
    /// Words of the same meaning.
    Synonym,
    /// Other forms of the words, or another spelling.
    Stem,
    /// Some of the words.
    Partial,
    /// Words with typing mistakes corrected.
    Fuzzy,
    /// A name that the caller found near in meaning.
    Nearest,
}

impl MatchKind {
    /// Its permanent name: `exact`, `name`, `tag`, `synonym`, `stem`, `partial`, `fuzzy` or `nearest`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Name => "name",
            Self::Tag => "tag",
            Self::Synonym => "synonym",
            Self::Stem => "stem",
            Self::Partial => "partial",
            Self::Fuzzy => "fuzzy",
            Self::Nearest => "nearest",
        }
    }
}

/// A label that answers a prompt.
struct Ranked {
    pack: u32,
    label: u32,
    found: Found,
}

/// Labels that answer a prompt, the best first, and the words of the prompt.
struct Answer {
    ranked: Vec<Ranked>,
    words: Vec<String>,
}

impl Library {
    /// The icons that show `prompt`, the best first; none when nothing fits.
    ///
    /// Articles, order and forms of words, hyphens, British spelling and most typing mistakes do not matter; emoji
    /// count as their names. Of a long prompt the first 40 words are read and the 12 that say most are used.
    /// Among equal icons the family that comes first in [`Library::families`] wins, then the first style.
    #[must_use]
    pub fn search(&self, prompt: &str, options: &SearchOptions) -> Vec<Hit> {
        self.hits(&self.answer(prompt), options)
    }

    /// As [`Library::search`]; when no icon shows the whole prompt, `nearest` names icons of near meaning, each with a
    /// similarity in 0..=1, and those take part with three fifths of it as their score.
    #[must_use]
    pub fn search_nearest(
        &self,
        prompt: &str,
        options: &SearchOptions,
        nearest: &dyn Fn(&str) -> Vec<(String, f32)>,
    ) -> Vec<Hit> {
        let mut answer = self.answer(prompt);
        let hits = self.hits(&answer, options);
        if hits.first().is_some_and(Hit::is_whole) {
            return hits;
        }
        for (name, similarity) in nearest(prompt) {
            let words: Vec<&str> = name.split_whitespace().collect();
            let score = NEAREST * f64::from(similarity.clamp(0.0, 1.0));
            let found = Found { score, missed: u32::MAX, way: Way::Nothing };
            for (pack, icons) in (0_u32..).zip(&self.packs) {
                answer.ranked.extend(named(icons, &words).into_iter().map(|label| Ranked { pack, label, found }));
            }
        }
        answer.ranked.sort_by(|a, b| b.found.score.total_cmp(&a.found.score));
        self.hits(&answer, options)
    }

    /// The family that shows most of `prompts` whole, in that style if one is given; the preferred one in a tie.
    ///
    /// `None` only for a library without a set in that style.
    #[must_use]
    pub fn best_family(&self, prompts: &[&str], style: Option<Style>) -> Option<&Family> {
        let families: Vec<&Family> =
            self.families().iter().filter(|family| style.is_none_or(|style| family.styles.contains(&style))).collect();
        let mut shown = vec![0_usize; self.families().len()];
        for prompt in prompts {
            let mut seen = vec![false; shown.len()];
            let answer = self.answer(prompt);
            let whole = answer.ranked.iter().filter(|r| r.found.missed == 0 && r.found.score >= WHOLE);
            for icon in whole.flat_map(|ranked| self.icons_of(ranked)) {
                let fits = style.is_none_or(|style| self.style(icon) == Some(style));
                let rank = self.place(icon).filter(|_| fits).map(|(rank, _)| rank);
                if let Some(seen) = rank.and_then(|rank| seen.get_mut(rank)) {
                    *seen = true;
                }
            }
            for (count, seen) in shown.iter_mut().zip(seen) {
                *count += usize::from(seen);
            }
        }
        let shows = |family: &Family| {
            let place = self.families().iter().position(|own| own.id == family.id);
            place.and_then(|place| shown.get(place)).copied().unwrap_or_default()
        };
        // The first of equal families has to win, `max_by_key` gives the last.
        families.into_iter().rev().max_by_key(|family| shows(family))
    }

    fn answer(&self, prompt: &str) -> Answer {
        let terms = terms(prompt);
        let packs: Vec<&Pack> = self.packs.iter().map(AsRef::as_ref).collect();
        let variants = variants(&terms, &packs);
        let mut ranked = Vec::new();
        for (number, pack) in (0_u32..).zip(&packs) {
            let found = (0..).zip(best(pack, &variants)).filter(|(_, found)| found.score >= LEAST);
            ranked.extend(found.map(|(label, found)| Ranked { pack: number, label, found }));
        }
        ranked.sort_by(|a, b| b.found.score.total_cmp(&a.found.score));
        let words =
            terms.into_iter().map(|term| if term.role == Role::Optional { String::new() } else { term.text }).collect();
        Answer { ranked, words }
    }

    /// The icons of the labels that fit the options, in order.
    fn hits(&self, answer: &Answer, options: &SearchOptions) -> Vec<Hit> {
        let mut found: Vec<(_, IconId, &Ranked)> = Vec::new();
        let mut enough = None;
        for ranked in &answer.ranked {
            let grade = usize::from(grade(ranked.found.score));
            if enough.is_some_and(|enough| grade + NOT_FIRST + FAMILY_GRADES < enough) {
                break;
            }
            for icon in self.icons_of(ranked) {
                if let Some(key) = self.key(icon, ranked, options) {
                    found.push((key, icon, ranked));
                }
            }
            if enough.is_none() && found.len() >= options.limit {
                enough = Some(grade);
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut seen = BTreeSet::new();
        found.retain(|(_, icon, _)| seen.insert(*icon));
        found.truncate(options.limit);
        found.into_iter().map(|(_, icon, ranked)| hit(icon, ranked, &answer.words)).collect()
    }

    fn icons_of<'a>(&'a self, ranked: &'a Ranked) -> impl Iterator<Item = IconId> + 'a {
        let pack = self.packs.get(at(ranked.pack));
        let icons = pack.map_or(&[][..], |pack| pack.index().label_icons.row(ranked.label));
        icons.iter().map(move |&icon| IconId { pack: ranked.pack, icon })
    }

    /// Grade, family, style and place of the set in its family; less is better. `None` when it does not fit the options.
    fn key(&self, icon: IconId, ranked: &Ranked, options: &SearchOptions) -> Option<impl Ord + use<>> {
        let (family, set) = self.place(icon)?;
        let style = self.style(icon)?;
        let wanted = if options.styles.is_empty() { &STYLES[..] } else { &options.styles };
        let style = wanted.iter().position(|wanted| *wanted == style)?;
        let pack = self.packs.get(at(icon.pack))?;
        let own = pack.sets.get(set)?;
        let order = self.families().get(family)?.sets.iter().position(|set| *set == own.id);
        let fits = options.sets.is_empty() || options.sets.contains(&own.id);
        let later = if family < FIRST_RANKS { 0 } else { NOT_FIRST };
        let lost = later + FAMILY_GRADES * family.min(LAST_RANK) / LAST_RANK;
        let key = (Reverse(usize::from(grade(ranked.found.score)).saturating_sub(lost)), family, style, order);
        (fits && !self.is_hidden(icon.pack, &own.id)).then_some(key)
    }

    /// Rank of the family and number of the set of an icon.
    fn place(&self, icon: IconId) -> Option<(usize, usize)> {
        let set = self.packs.get(at(icon.pack))?.set_of(icon.icon);
        Some((self.rank(icon.pack, set), set))
    }

    fn style(&self, icon: IconId) -> Option<Style> {
        self.packs.get(at(icon.pack)).map(|pack| pack.look(icon.icon).style)
    }
}

/// The best that any variant of a prompt gives for each label.
fn best(pack: &Pack, variants: &[Vec<Wanted>]) -> Vec<Found> {
    let mut best = vec![Found::default(); at(pack.names.len())];
    let mut desk = Desk::new(pack);
    for wanted in variants {
        score(pack, wanted, &mut desk, &mut |label, found| {
            if let Some(old) = best.get_mut(at(label)).filter(|old| old.score < found.score) {
                *old = found;
            }
        });
    }
    best
}

/// A score in steps of one part of [`GRADES`].
fn grade(score: f64) -> u8 {
    let steps = (score * GRADES).round();
    (0..=100).rev().find(|&step| f64::from(step) <= steps).unwrap_or_default()
}

/// The labels that have a name of exactly these words.
fn named(pack: &Pack, words: &[&str]) -> Vec<u32> {
    pack.numbered(words).map(|phrase| pack.index().name_labels.row(phrase).to_vec()).unwrap_or_default()
}

fn hit(icon: IconId, ranked: &Ranked, words: &[String]) -> Hit {
    let Found { score, missed, way } = ranked.found;
    let is_missed = |place: usize| missed >> place.min(31) & 1 == 1;
    let select = |wanted: bool| {
        let words = words.iter().enumerate().filter(|(place, word)| !word.is_empty() && is_missed(*place) == wanted);
        words.map(|(_, word)| word.clone()).collect()
    };
    let kind = match way {
        Way::Nothing => MatchKind::Nearest,
        Way::Corrected => MatchKind::Fuzzy,
        _ if missed != 0 => MatchKind::Partial,
        Way::Exact => MatchKind::Exact,
        Way::Name => MatchKind::Name,
        Way::Form => MatchKind::Stem,
        Way::Synonym => MatchKind::Synonym,
        Way::Tag => MatchKind::Tag,
    };
    Hit { icon, score: score.clamp(0.0, 1.0), kind, covered: select(false), missed: select(true) }
}
