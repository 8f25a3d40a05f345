//! Which color each color of a picture is painted with: palette rules first, then a number of colors.

use crate::cluster;
use crate::options::TraceOptions;
use crate::rules::PaletteRule;
use linocut_core::Rgba;

/// A color to paint with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ink {
    /// The color; transparent for what is left out.
    pub(crate) color: Rgba,
    /// What its shapes are labeled with.
    pub(crate) name: Option<String>,
}

/// A color of the picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) color: Rgba,
    /// The pixels that show it.
    pub(crate) pixels: u32,
}

/// The inks of a picture and which of its colors takes which; `None` keeps a color as it is.
#[derive(Debug)]
pub(crate) struct Inks {
    pub(crate) inks: Vec<Ink>,
    pub(crate) of: Vec<Option<usize>>,
}

/// Alpha from which on a color counts as opaque, as renderers and encoders leave a level or two missing.
const OPAQUE: u8 = 250;
/// Alpha below which nothing shows.
const INVISIBLE: u8 = 3;

/// Whether the options leave no color of a picture as it is.
pub(crate) fn is_closed(rules: &[PaletteRule], most: Option<u16>) -> bool {
    most.is_some() || rules.iter().any(|rule| rule.tolerance.is_none())
}

/// Gives every color of `seen` an ink, by the rules of `options` and at most `most` of them.
///
/// Colors that a rule names never merge. Where rules and a number of colors meet, the named colors count; what is left
/// of the number goes to the other colors, and if nothing is left, they take the nearest named one.
pub(crate) fn assign(seen: &[Seen], options: &TraceOptions, most: Option<u16>) -> Inks {
    let mut inks = Inks { inks: Vec::new(), of: Vec::with_capacity(seen.len()) };
    for &Seen { color, .. } in seen {
        let ink = match rule_for(color, &options.palette) {
            _ if color.a < INVISIBLE => Some(inks.add(Ink { color: Rgba::TRANSPARENT, name: None })),
            Some(rule) => Some(inks.add(painted(color, rule))),
            None => None,
        };
        inks.of.push(ink);
    }
    if let Some(most) = most {
        inks.limit(seen, usize::from(most));
    }
    inks
}

impl Inks {
    fn add(&mut self, ink: Ink) -> usize {
        let known = self.inks.iter().position(|other| *other == ink);
        known.unwrap_or_else(|| {
            self.inks.push(ink);
            self.inks.len() - 1
        })
    }

    /// Gives what has no ink yet one of at most `most`, those that are there included.
    fn limit(&mut self, seen: &[Seen], most: usize) {
        let free: Vec<usize> = (0..seen.len()).filter(|&i| self.of.get(i) == Some(&None)).collect();
        let named: Vec<usize> =
            (0..self.inks.len()).filter(|&k| self.inks.get(k).is_some_and(|i| i.color.a > 0)).collect();
        let room = most.saturating_sub(named.len());
        let free_colors: Vec<Seen> = free.iter().filter_map(|&i| seen.get(i)).copied().collect();
        let (colors, of) = if room == 0 {
            let colors: Vec<Rgba> = named.iter().filter_map(|&k| self.inks.get(k)).map(|i| i.color).collect();
            let of = free_colors.iter().map(|s| cluster::nearest(s.color, &colors)).collect();
            (colors, of)
        } else {
            cluster::reduce(&free_colors, room)
        };
        let added: Vec<usize> =
            colors.into_iter().map(|color| self.add(Ink { color, name: self.name_of(color) })).collect();
        for (i, k) in free.into_iter().zip::<Vec<usize>>(of) {
            if let (Some(slot), Some(&ink)) = (self.of.get_mut(i), added.get(k)) {
                *slot = Some(ink);
            }
        }
    }

    fn name_of(&self, color: Rgba) -> Option<String> {
        self.inks.iter().find(|ink| ink.color == color).and_then(|ink| ink.name.clone())
    }
}

/// The rule that applies to `color`: the nearest whose tolerance it is in, then the nearest without one.
fn rule_for(color: Rgba, rules: &[PaletteRule]) -> Option<&PaletteRule> {
    let nearest = |with: bool| {
        let fits = rules.iter().filter(|r| r.tolerance.is_some() == with).filter_map(|r| Some((r.reach(color)?, r)));
        fits.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, rule)| rule)
    };
    nearest(true).or_else(|| nearest(false))
}

/// What `color` becomes by `rule`.
fn painted(color: Rgba, rule: &PaletteRule) -> Ink {
    let Some(target) = rule.target else { return Ink { color: Rgba::TRANSPARENT, name: None } };
    let alpha = u16::from(target.a) * u16::from(color.a) / 255;
    let alpha = if color.a >= OPAQUE { target.a } else { u8::try_from(alpha).unwrap_or(target.a) };
    Ink { color: target.with_alpha(alpha), name: rule.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::{Seen, assign};
    use crate::{TraceOptions, parse_palette};
    use linocut_core::Rgba;

    #[track_caller]
    fn check(colors: &[(&str, u32)], palette: &str, most: Option<u16>, expected: &[&str]) {
        let seen: Vec<Seen> =
            colors.iter().map(|&(c, pixels)| Seen { color: Rgba::from_hex(c).unwrap(), pixels }).collect();
        let rules = if palette.is_empty() { Vec::new() } else { parse_palette(palette).unwrap() };
        let inks = assign(&seen, &TraceOptions { palette: rules, ..TraceOptions::default() }, most);
        let word = |k: usize| {
            let color = inks.inks[k].color;
            if color.a == 0 { "none".to_owned() } else { color.to_string() }
        };
        let found: Vec<String> = inks.of.iter().map(|k| k.map_or("free".to_owned(), word)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn colors_follow_the_nearest_rule() {
        let colors = [("#fefefe", 9), ("#ee3030", 9), ("#101010", 9), ("#00f", 9)];
        check(&colors, "#fff -> none ~ 0.05; #e33 -> #d00; black", None, &["none", "#d00", "#000", "#000"]);
        check(&colors, "#fff -> none ~ 0.05; #e33 -> #d00 ~ .1", None, &["none", "#d00", "free", "free"]);
    }

    #[test]
    fn spot_colors_stay_apart_when_colors_are_few() {
        let colors = [("#fff", 1000), ("#eee", 500), ("#e30613", 3), ("#d8101c", 2)];
        check(&colors, "#e30613 ~ 0.01; #d8101c ~ 0.01", Some(3), &["#fff", "#fff", "#e30613", "#d8101c"]);
        check(&colors, "#e30613 ~ 0.06; #fff ~ 0.01", Some(2), &["#fff", "#fff", "#e30613", "#e30613"]);
    }

    #[test]
    fn what_is_transparent_stays_so_and_does_not_count() {
        check(&[("#0000", 90), ("#f00", 5), ("#800", 4)], "", Some(1), &["none", "#f00", "#f00"]);
        check(&[("#0000", 90), ("#f00", 5)], "#fff,#000", None, &["none", "#000"]);
    }
}
