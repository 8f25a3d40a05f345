//! Colors of diagrams.

use linocut_core::{Error, Kind, Oklab, Result, Rgba};

/// What colors a diagram is drawn in.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Theme {
    /// Dark ink on white, calm blues. The default.
    #[default]
    Light,
    /// Light ink on a dark page.
    Dark,
    /// Grays, for print.
    Neutral,
    /// Made of these colors: the first for boxes and lines, all of them in charts. Empty is [`Theme::Light`].
    Brand(Vec<Rgba>),
}

impl Theme {
    /// The names that [`Theme::parse`] takes.
    pub const NAMES: [&'static str; 3] = ["light", "dark", "neutral"];

    /// The theme of a name.
    ///
    /// # Errors
    /// [`Kind::Missing`] when there is none of that name.
    pub fn parse(name: &str) -> Result<Self> {
        match name {
            "light" => Ok(Self::Light),
            "dark" => Ok(Self::Dark),
            "neutral" => Ok(Self::Neutral),
            _ => Err(Error::new(Kind::Missing, format!("no theme is called {name:?}"))
                .hinted(format!("the themes are {}", Self::NAMES.join(", ")))),
        }
    }

    pub(super) fn colors(&self) -> Colors {
        match self {
            Self::Light => light(),
            Self::Dark => dark(),
            Self::Neutral => neutral(),
            Self::Brand(palette) => palette.first().map_or_else(light, |&first| brand(first, palette)),
        }
    }
}

/// The colors of everything in a diagram; every text on what lies behind it has a contrast of at least 4.5 (WCAG AA).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Colors {
    pub(super) page: Rgba,
    /// Text.
    pub(super) ink: Rgba,
    /// Text of less weight: edge labels, axes.
    pub(super) quiet: Rgba,
    /// Edges and arrow heads.
    pub(super) line: Rgba,
    /// Faint lines: grids, lifelines, borders of rows.
    pub(super) faint: Rgba,
    pub(super) fill: Rgba,
    pub(super) stroke: Rgba,
    /// Heads of tables.
    pub(super) head: Rgba,
    pub(super) group_fill: Rgba,
    pub(super) group_stroke: Rgba,
    pub(super) note_fill: Rgba,
    pub(super) note_stroke: Rgba,
    pub(super) alarm: Rgba,
    /// Colors of a chart's series, each apart from its neighbors.
    pub(super) series: Vec<Rgba>,
}

impl Colors {
    /// The color of series `index`; they begin again after the last.
    pub(super) fn series(&self, index: usize) -> Rgba {
        let at = index.checked_rem(self.series.len()).unwrap_or(0);
        self.series.get(at).copied().unwrap_or(self.stroke)
    }

    /// A pale tone of series `index`, on which [`Colors::ink`] is read.
    pub(super) fn tint(&self, index: usize) -> Rgba {
        mix(self.series(index), self.page, 0.8)
    }

    /// The ordinary ink, or on a ground that the author chose the one that is read best.
    pub(super) fn on_or(&self, ground: Rgba, chosen: bool) -> Rgba {
        if chosen && ground.a > 127 { self.on(ground) } else { self.ink }
    }

    /// The ink that is read best on `ground`.
    pub(super) fn on(&self, ground: Rgba) -> Rgba {
        let dark =
            if contrast(self.ink, Rgba::BLACK) < contrast(self.page, Rgba::BLACK) { self.ink } else { self.page };
        if contrast(dark, ground) >= contrast(Rgba::WHITE, ground) { dark } else { Rgba::WHITE }
    }
}

fn rgb(hex: u32) -> Rgba {
    let [_, r, g, b] = hex.to_be_bytes();
    Rgba::opaque(r, g, b)
}

fn all(hexes: &[u32]) -> Vec<Rgba> {
    hexes.iter().map(|&hex| rgb(hex)).collect()
}

fn light() -> Colors {
    Colors {
        page: Rgba::WHITE,
        ink: rgb(0x1b_2a41),
        quiet: rgb(0x4a_5a72),
        line: rgb(0x5b_6b84),
        faint: rgb(0xd5_dce6),
        fill: rgb(0xee_f3fb),
        stroke: rgb(0x4a_6fa5),
        head: rgb(0xd9_e4f5),
        group_fill: rgb(0xf7_f9fc),
        group_stroke: rgb(0xc3_cddb),
        note_fill: rgb(0xff_f6d8),
        note_stroke: rgb(0xd8_b94c),
        alarm: rgb(0xb4_3a46),
        series: all(&[0x4a_6fa5, 0xe0_8e45, 0x4f_9d80, 0xb6_5f76, 0x7d_6bb0, 0xc9_a227, 0x3f_9fb0, 0x8a_7464]),
    }
}

fn dark() -> Colors {
    Colors {
        page: rgb(0x14_1922),
        ink: rgb(0xe8_edf5),
        quiet: rgb(0xb4_bfcf),
        line: rgb(0x93_a3ba),
        faint: rgb(0x35_4052),
        fill: rgb(0x20_2b3b),
        stroke: rgb(0x7a_9ccc),
        head: rgb(0x2d_3c53),
        group_fill: rgb(0x19_212d),
        group_stroke: rgb(0x45_5469),
        note_fill: rgb(0x3a_3420),
        note_stroke: rgb(0xa8_9045),
        alarm: rgb(0xf0_8a93),
        series: all(&[0x7a_9ccc, 0xe5_a15f, 0x6f_bf9f, 0xd3_8398, 0xa0_90d0, 0xd9_bb55, 0x62_bccb, 0xb0_9a89]),
    }
}

fn neutral() -> Colors {
    Colors {
        page: Rgba::WHITE,
        ink: rgb(0x22_2222),
        quiet: rgb(0x55_5555),
        line: rgb(0x5a_5a5a),
        faint: rgb(0xd8_d8d8),
        fill: rgb(0xf4_f4f4),
        stroke: rgb(0x6b_6b6b),
        head: rgb(0xe2_e2e2),
        group_fill: rgb(0xfa_fafa),
        group_stroke: rgb(0xc8_c8c8),
        note_fill: rgb(0xff_ffff),
        note_stroke: rgb(0x99_9999),
        alarm: rgb(0x22_2222),
        series: all(&[0x4d_4d4d, 0xa6_a6a6, 0x75_7575, 0xc4_c4c4, 0x5f_5f5f, 0xb4_b4b4, 0x89_8989, 0xd2_d2d2]),
    }
}

/// The light theme with the palette's colors where blue was: pale for boxes, dark enough to be seen for lines.
fn brand(first: Rgba, palette: &[Rgba]) -> Colors {
    let base = light();
    let stroke = until(first, |color| contrast(color, Rgba::WHITE) >= 3.0);
    Colors {
        ink: mix(until(first, |color| contrast(color, Rgba::WHITE) >= 12.0), base.ink, 0.4),
        stroke,
        fill: mix(first, Rgba::WHITE, 0.9),
        head: mix(first, Rgba::WHITE, 0.78),
        group_fill: mix(first, Rgba::WHITE, 0.96),
        group_stroke: mix(first, base.group_stroke, 0.6),
        series: palette.to_vec(),
        ..base
    }
}

/// `color` made darker step by step until it is `enough`.
fn until(color: Rgba, enough: impl Fn(Rgba) -> bool) -> Rgba {
    (0..=20_u8).map(|step| mix(color, Rgba::BLACK, f64::from(step) / 20.0)).find(|&c| enough(c)).unwrap_or(Rgba::BLACK)
}

/// The color `share` of the way from `from` to `to`, along a straight line in Oklab.
pub(super) fn mix(from: Rgba, to: Rgba, share: f64) -> Rgba {
    let (a, b) = (Oklab::of(from), Oklab::of(to));
    let between = |x: f64, y: f64| x + (y - x) * share;
    Oklab { l: between(a.l, b.l), a: between(a.a, b.a), b: between(a.b, b.b) }.color(255)
}

/// The contrast of two opaque colors, 1 to 21 (WCAG 2.2, "contrast ratio").
pub(super) fn contrast(one: Rgba, other: Rgba) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Rgba) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
    };
    0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
}

#[cfg(test)]
mod tests {
    use super::{Theme, contrast};
    use linocut_core::Rgba;

    #[test]
    fn every_text_is_read_on_what_lies_behind_it() {
        let brand = Theme::Brand(vec![Rgba::opaque(255, 210, 0), Rgba::opaque(0, 120, 80)]);
        for theme in [Theme::Light, Theme::Dark, Theme::Neutral, brand] {
            let colors = theme.colors();
            let grounds = [colors.page, colors.fill, colors.head, colors.group_fill, colors.note_fill];
            for ground in grounds {
                assert!(contrast(colors.ink, ground) >= 4.5, "{theme:?} {ground}");
            }
            for ground in [colors.page, colors.group_fill] {
                assert!(contrast(colors.quiet, ground) >= 4.5, "{theme:?} {ground}");
            }
            for (index, &ground) in colors.series.iter().enumerate() {
                assert!(contrast(colors.ink, colors.tint(index)) >= 4.5, "{theme:?} {ground}");
                assert!(contrast(colors.on(ground), ground) >= 3.0, "{theme:?} {ground}");
            }
        }
    }
}
