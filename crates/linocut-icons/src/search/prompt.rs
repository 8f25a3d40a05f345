//! A prompt → words with a part to play.
//!
//! English puts the thing last in a group of words ("red fire truck") and the setting after a preposition ("in the
//! park"); so much is enough to know which words an icon must show and which are welcome.

use super::fold;

/// Most words that are matched; of a longer prompt the weightiest.
pub(crate) const MAX_TERMS: usize = 12;

/// Words that say nothing about a picture.
const EMPTY: [&str; 27] = [
    "a", "an", "the", "of", "for", "my", "your", "our", "his", "her", "its", "their", "this", "that", "is", "are",
    "be", "please", "some", "any", "many", "few", "several", "very", "me", "draw", "make",
];
/// Words that join a second thing to the first one.
const JOINING: [&str; 8] = ["with", "and", "or", ",", "plus", "has", "having", "holding"];
/// Words before a place or a time.
const PLACING: [&str; 17] = [
    "in", "on", "at", "over", "under", "near", "behind", "inside", "outside", "between", "beside", "through", "during",
    "against", "around", "across", "about",
];
/// Words between an action and its thing: "add to favorites".
const LEADING: [&str; 5] = ["to", "from", "by", "into", "onto"];
/// Words about the picture instead of what it shows, and numbers; they may be in a name and need not be.
const OPTIONAL: [&str; 42] = [
    "icon",
    "icons",
    "logo",
    "image",
    "picture",
    "drawing",
    "illustration",
    "pictogram",
    "svg",
    "vector",
    "glyph",
    "simple",
    "minimal",
    "minimalist",
    "modern",
    "flat",
    "clean",
    "professional",
    "style",
    "styled",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "pair",
    "couple",
    "set",
    "going",
    "showing",
    "pointing",
    "facing",
    "looking",
    "machine",
    "device",
    "thing",
    "object",
];
/// Words that are optional at the end of a group: "dollar sign", but "sign in".
const OPTIONAL_LAST: [&str; 3] = ["symbol", "sign", "mark"];
/// Qualities that icons seldom show.
const QUALITIES: [&str; 58] = [
    "big",
    "small",
    "little",
    "large",
    "tiny",
    "huge",
    "happy",
    "sad",
    "angry",
    "cute",
    "beautiful",
    "pretty",
    "nice",
    "fancy",
    "colorful",
    "old",
    "new",
    "young",
    "fresh",
    "fast",
    "slow",
    "red",
    "blue",
    "green",
    "yellow",
    "orange",
    "purple",
    "pink",
    "brown",
    "black",
    "white",
    "gray",
    "grey",
    "golden",
    "silver",
    "shiny",
    "bright",
    "dark",
    "hot",
    "cold",
    "tall",
    "short",
    "long",
    "round",
    "modern",
    "ancient",
    "funny",
    "lovely",
    "sleepy",
    "tired",
    "good",
    "bad",
    "great",
    "wooden",
    "sunny",
    "delicious",
    "tasty",
    "friendly",
];

/// How much the words of a setting matter, compared with those of the thing.
const SETTING: f64 = 0.3;

/// A word of a prompt.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    pub(crate) text: String,
    /// How much it matters that an icon shows it; 1 for the main thing.
    pub(crate) weight: f64,
    pub(crate) role: Role,
}

/// The part that a word plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// An icon is complete without it.
    Optional,
    /// It says where or when; a "dog park" is no answer to a dog in the park.
    Setting,
    /// An icon shall show it.
    #[default]
    Thing,
}

/// The words of `prompt` that matter, in its order.
pub(crate) fn terms(prompt: &str) -> Vec<Term> {
    let words = fold::words(prompt);
    let mut terms = Vec::new();
    let mut group: Vec<String> = Vec::new();
    let mut share = 1.0;
    for (place, word) in words.iter().enumerate() {
        let joins = JOINING.contains(&word.as_str());
        let places = PLACING.contains(&word.as_str());
        let leads = LEADING.contains(&word.as_str());
        // "user plus", "sign in": last words are no joints.
        if (joins || places || leads)
            && (place + 1 < words.len() || word == ",")
            && (word != "plus" || group.is_empty())
        {
            close(&mut group, share, &mut terms);
            terms.extend((places || leads).then(|| Term { text: word.clone(), weight: 0.3, role: Role::Optional }));
            let next = if places { SETTING } else { 0.75 };
            share = if terms.iter().any(|term: &Term| term.role != Role::Optional) { next } else { 1.0 };
        } else if !EMPTY.contains(&word.as_str()) || words.len() == 1 || is_letter(&words, place) {
            group.push(word.clone());
        }
    }
    close(&mut group, share, &mut terms);
    if terms.iter().all(|term| term.role == Role::Optional) {
        for term in &mut terms {
            (term.weight, term.role) = (1.0, Role::Thing);
        }
    }
    shorten(terms)
}

/// Whether the word is the `a` of "letter a".
fn is_letter(words: &[String], place: usize) -> bool {
    place > 0 && place + 1 == words.len() && words.last().is_some_and(|word| word == "a")
}

/// Gives the words of a group their weights.
fn close(group: &mut Vec<String>, share: f64, terms: &mut Vec<Term>) {
    let about = [&OPTIONAL[..], &OPTIONAL_LAST, &QUALITIES].concat();
    let plain = |word: &String| !about.contains(&word.as_str());
    let things = group.iter().filter(|word| plain(word)).count();
    let is_doing = |word: &String| word.len() > 5 && word.ends_with("ing") && things > 1;
    let head = group.iter().rposition(|word| plain(word) && !is_doing(word));
    let last = group.len().saturating_sub(1);
    for (place, text) in group.drain(..).enumerate() {
        let at_end = place == last && OPTIONAL_LAST.contains(&text.as_str());
        let role = match () {
            () if at_end || OPTIONAL.contains(&text.as_str()) => Role::Optional,
            () if share <= SETTING => Role::Setting,
            () => Role::Thing,
        };
        let weight = match () {
            () if Some(place) == head => 1.0,
            () if role == Role::Optional => 0.3,
            () if QUALITIES.contains(&text.as_str()) => 0.35,
            () if is_doing(&text) => 0.5,
            () => 0.8,
        };
        terms.push(Term { text, weight: weight * share, role });
    }
}

/// Keeps the weightiest terms in their order.
fn shorten(mut terms: Vec<Term>) -> Vec<Term> {
    while terms.len() > MAX_TERMS {
        let lightest = terms.iter().enumerate().min_by(|(_, a), (_, b)| a.weight.total_cmp(&b.weight));
        let Some((place, _)) = lightest else { break };
        terms.remove(place);
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::{Role, terms};

    #[track_caller]
    fn check(prompt: &str, expected: &str) {
        let found: Vec<_> = terms(prompt).iter().filter(|t| t.role != Role::Optional).map(|t| t.text.clone()).collect();
        assert_eq!(found.join(" "), expected, "{prompt:?}");
    }

    #[test]
    fn keeps_what_an_icon_can_show() {
        check("shield with check mark", "shield check");
        check("An icon of the cloud, please", "cloud");
        check("sign in", "sign in");
        check("letter a", "letter a");
        check("the", "the");
        check("", "");
    }

    #[test]
    fn puts_the_thing_before_its_setting() {
        let found = terms("a happy dog running in the park");
        let weight = |word: &str| found.iter().find(|t| t.text == word).map_or(0.0, |t| t.weight);
        assert!(weight("dog") > weight("running") && weight("running") > weight("happy"));
        assert!(weight("dog") > weight("park"));
    }

    #[test]
    fn bounds_long_prompts() {
        assert_eq!(terms(&"cloud lock ".repeat(100_000)).len(), super::MAX_TERMS);
    }
}
