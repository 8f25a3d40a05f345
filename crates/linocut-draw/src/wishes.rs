//! Wishes about the look among the words of a prompt: "solid bell", "red warning triangle".

use crate::request::{DrawRequest, Route};
use linocut_edit::{Ink, Palette};
use linocut_glyph::Style;
use linocut_icons::{Library, MatchKind, SearchOptions};

/// Thin and thick lines, in 24ths of the grid: what icon sets call light and bold.
const THIN: f64 = 1.25;
const THICK: f64 = 2.5;
/// Words of a prompt that are looked at; longer prompts describe scenes.
const MOST_WORDS: usize = 12;

/// Words that mean a color and hardly ever a thing: "red heart" is a heart even though a set has an icon of that name,
/// "orange juice" is no juice in orange.
const COLORS: [&str; 16] = [
    "red", "blue", "green", "yellow", "purple", "pink", "brown", "black", "white", "gray", "grey", "crimson", "navy",
    "teal", "cyan", "magenta",
];

/// What a few words at the beginning or end of a prompt wish for, longer ones first.
const WISHES: [(&[&str], Wish); 26] = [
    (&["thin", "line"], Wish::Lines(Some(THIN))),
    (&["thin", "outline"], Wish::Lines(Some(THIN))),
    (&["light", "line"], Wish::Lines(Some(THIN))),
    (&["thick", "line"], Wish::Lines(Some(THICK))),
    (&["bold", "line"], Wish::Lines(Some(THICK))),
    (&["line", "icon"], Wish::Lines(None)),
    (&["line", "style"], Wish::Lines(None)),
    (&["line", "art"], Wish::Lines(None)),
    (&["flat", "color"], Wish::Style(Style::Color)),
    (&["flat", "colour"], Wish::Style(Style::Color)),
    (&["full", "color"], Wish::Style(Style::Color)),
    (&["two", "tone"], Wish::Style(Style::Duotone)),
    (&["color", "icon"], Wish::Style(Style::Color)),
    (&["solid", "style"], Wish::Style(Style::Solid)),
    (&["outline", "style"], Wish::Style(Style::Outline)),
    (&["duotone", "style"], Wish::Style(Style::Duotone)),
    (&["solid"], Wish::Style(Style::Solid)),
    (&["filled"], Wish::Style(Style::Solid)),
    (&["outline"], Wish::Style(Style::Outline)),
    (&["outlined"], Wish::Style(Style::Outline)),
    (&["duotone"], Wish::Style(Style::Duotone)),
    (&["colored"], Wish::Style(Style::Color)),
    (&["coloured"], Wish::Style(Style::Color)),
    (&["colorful"], Wish::Style(Style::Color)),
    (&["colourful"], Wish::Style(Style::Color)),
    (&["multicolor"], Wish::Style(Style::Color)),
];

#[derive(Clone, Copy)]
enum Wish {
    Style(Style),
    /// Lines of this width.
    Lines(Option<f64>),
}

/// The request with the wishes among its words taken as options, and what was taken; options that were given win.
///
/// A prompt that is the name of an icon as it stands, such as "line chart", is left alone.
pub(crate) fn taken(request: &DrawRequest, library: &Library) -> (DrawRequest, Vec<String>) {
    let (mut out, mut notes) = (request.clone(), Vec::new());
    // Painters understand colors and manners themselves, and paint more than one thing.
    if request.route == Route::Diffusion {
        return (out, notes);
    }
    let lower = request.prompt.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let colored = words.first().is_some_and(|first| COLORS.contains(first));
    if words.len() < 2 || words.len() > MOST_WORDS || (!colored && is_name(&request.prompt, library)) {
        return (out, notes);
    }
    let mut rest = words.as_slice();
    loop {
        if let Some((wish, said, left)) = WISHES.iter().find_map(|(said, wish)| Some((wish, said, cut(rest, said)?))) {
            rest = left;
            if wish.apply(&mut out) {
                notes.push(format!("\"{}\" taken as the style", said.join(" ")));
            }
        } else if let Some((color, said, left)) = color(rest) {
            rest = left;
            if out.palette.is_none() {
                out.palette = Palette::new(vec![color]);
                notes.push(format!("\"{said}\" taken as the color"));
            }
        } else {
            break;
        }
    }
    if rest.len() < words.len() {
        out.prompt = rest.join(" ");
    }
    (out, notes)
}

/// What is left of `words` without `said` at one end; `None` when it is not there or nothing is left.
fn cut<'a>(words: &'a [&'a str], said: &'a [&'a str]) -> Option<&'a [&'a str]> {
    let left = words.strip_prefix(said).or_else(|| words.strip_suffix(said))?;
    (!left.is_empty()).then_some(left)
}

impl Wish {
    /// Makes it an option of the request, and tells whether that changed anything.
    fn apply(self, request: &mut DrawRequest) -> bool {
        let before = (request.style, request.stroke);
        let (style, width) = match self {
            Self::Style(style) => (style, None),
            Self::Lines(width) => (Style::Line, width),
        };
        let unit = request.unit();
        request.style = request.style.or(Some(style));
        request.stroke = request.stroke.or(width.map(|width| width * unit));
        before != (request.style, request.stroke)
    }
}

/// The color that the first word or two name; of single words only those in [`COLORS`].
fn color<'a>(words: &'a [&'a str]) -> Option<(Ink, String, &'a [&'a str])> {
    [2, 1].into_iter().find_map(|count| {
        let (first, rest) = words.split_at_checked(count)?;
        let said = first.join(" ");
        let plain = count == 2 || COLORS.contains(&said.as_str());
        let ink = Ink::parse(&said).ok().filter(|_| plain && !rest.is_empty())?;
        Some((ink, said, rest))
    })
}

fn is_name(prompt: &str, library: &Library) -> bool {
    let options = SearchOptions { limit: 1, ..SearchOptions::default() };
    library.search(prompt, &options).first().is_some_and(|hit| hit.kind == MatchKind::Exact)
}

#[cfg(test)]
mod tests {
    use super::taken;
    use crate::request::DrawRequest;
    use linocut_glyph::Style;
    use linocut_icons::Library;

    #[track_caller]
    fn check(prompt: &str, rest: &str, style: Option<Style>, colors: usize) {
        let (request, _) = taken(&DrawRequest::new(prompt), Library::embedded().unwrap());
        assert_eq!((request.prompt.as_str(), request.style), (rest, style), "{prompt}");
        assert_eq!(request.palette.map_or(0, |palette| palette.inks().len()), colors, "{prompt}");
    }

    #[test]
    fn styles_and_colors_are_wishes() {
        check("solid bell", "bell", Some(Style::Solid), 0);
        check("Flat color cactus", "cactus", Some(Style::Color), 0);
        check("thin line airplane", "airplane", Some(Style::Line), 0);
        check("red warning triangle", "warning triangle", None, 1);
        check("dark blue outlined cat", "cat", Some(Style::Outline), 1);
        check("outlined dark blue cat", "cat", Some(Style::Outline), 1);
    }

    #[test]
    fn colors_win_over_names() {
        check("red heart", "heart", None, 1);
        check("orange juice", "orange juice", None, 0);
    }

    #[test]
    fn names_of_icons_stay() {
        check("line chart", "line chart", None, 0);
        check("solid", "solid", None, 0);
        check("bell", "bell", None, 0);
    }

    #[test]
    fn options_win() {
        let asked = DrawRequest { style: Some(Style::Line), ..DrawRequest::new("solid bell") };
        let (request, notes) = taken(&asked, Library::embedded().unwrap());
        assert_eq!((request.style, request.prompt.as_str(), notes.len()), (Some(Style::Line), "bell", 0));
    }
}
