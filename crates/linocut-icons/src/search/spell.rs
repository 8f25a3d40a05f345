//! Words with a typing mistake.

use crate::pack::Pack;
use strsim::osa_distance;

/// Most corrections of one word.
const MAX_CORRECTIONS: usize = 3;
/// How well a correction of one mistake serves, in percent; two mistakes serve [`TWO`].
const ONE: u8 = 85;
const TWO: u8 = 75;

/// How well a word serves that is itself a mistake, in percent: like its correction.
pub(crate) const MISTAKE: u8 = ONE;

/// Words that names of icons misspell; those who type them want the right word. Sorted.
const MISTAKES: [&str; 54] = [
    "acount",
    "airplace",
    "allert",
    "asteriks",
    "attachement",
    "backwrad",
    "bluetooh",
    "braket",
    "breake",
    "brecket",
    "busket",
    "calender",
    "canlendar",
    "clese",
    "colum",
    "colums",
    "commnet",
    "deacending",
    "disabaled",
    "emogi",
    "envolope",
    "exclaimation",
    "famale",
    "foward",
    "funcion",
    "hight",
    "horisontal",
    "infor",
    "lanscape",
    "loaction",
    "managment",
    "mobey",
    "motorcyle",
    "mutliple",
    "octogon",
    "packge",
    "papper",
    "pensil",
    "purcentage",
    "reciept",
    "replyd",
    "sacle",
    "savety",
    "screeen",
    "sharei",
    "shiled",
    "sotrage",
    "squre",
    "substract",
    "sucess",
    "trinangle",
    "unknow",
    "virual",
    "waeve",
];

/// Whether `word` is one that names of icons misspell.
pub(crate) fn is_mistake(word: &str) -> bool {
    MISTAKES.binary_search(&word).is_ok()
}

/// The words of `packs` nearest to `text`: one letter wrong, missing, too many or swapped; two from eight letters on.
///
/// The first letter is taken to be right unless that is the only mistake. Frequent words come first.
pub(crate) fn corrections(text: &str, packs: &[&Pack]) -> Vec<(String, u8)> {
    let most = match text.chars().count() {
        0..4 => return Vec::new(),
        4..8 => 1,
        _ => 2,
    };
    let mut found: Vec<(usize, std::cmp::Reverse<usize>, &str)> = Vec::new();
    for pack in packs {
        for (word, number) in pack.words.iter().zip(0..) {
            if word.len().abs_diff(text.len()) > most || word.len() < 3 || is_mistake(word) {
                continue;
            }
            let distance = osa_distance(text, word);
            let begins_alike = word.chars().next() == text.chars().next();
            if distance <= most && (begins_alike || distance == 1) {
                found.push((distance, std::cmp::Reverse(pack.index().frequency(number)), word));
            }
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(_, _, word)| *word);
    let best = found.first().map_or(0, |&(distance, ..)| distance);
    let nearest = found.into_iter().take_while(|&(distance, ..)| distance == best).take(MAX_CORRECTIONS);
    nearest.map(|(distance, _, word)| (word.to_owned(), if distance == 1 { ONE } else { TWO })).collect()
}

#[cfg(test)]
mod tests {
    use super::{MISTAKES, is_mistake};

    #[test]
    fn knows_mistakes_in_names() {
        assert!(MISTAKES.is_sorted() && is_mistake("shiled") && !is_mistake("shield"));
    }
}
