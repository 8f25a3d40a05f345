//! What can be asked of an export.

use linocut_svg::Precision;

/// How [`export`](crate::export) spells a drawing; formats ignore what does not concern them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportOptions {
    /// What components, classes and views are called, in any spelling. Default: `Drawing`.
    pub name: Option<String>,
    /// Decimals of coordinates. Default: what nobody sees at the size of the page, [`Precision::fitting`].
    pub precision: Option<Precision>,
    /// How large the page is. Default: [`Size::Own`].
    pub size: Size,
    /// The unit of lengths in formats that can choose: SVG's width and height, DXF's coordinates.
    /// Default: pixels for SVG, millimeters for DXF.
    pub unit: Option<LengthUnit>,
    /// Where colors come from. Default: [`Ink::Own`].
    pub ink: Ink,
    /// Which DXF. Default: [`DxfVersion::R2000`].
    pub dxf: DxfVersion,
}

/// How large the page of an exported drawing is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Size {
    /// As large as the drawing wants to be shown.
    #[default]
    Own,
    /// That many times as large as it wants to be shown; above 0.
    Scaled(f64),
    /// That wide; the height follows.
    Width(Length),
}

/// A length on paper or screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// How many units, above 0.
    pub value: f64,
    /// The unit.
    pub unit: LengthUnit,
}

/// A unit of length as CSS defines it: an inch has 96 pixels, 25.4 millimeters and 72 points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LengthUnit {
    /// CSS pixel.
    #[default]
    Px,
    /// Millimeter.
    Mm,
    /// Inch.
    In,
    /// Point.
    Pt,
}

/// Where the colors of an exported drawing come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    /// The drawing's own.
    #[default]
    Own,
    /// The text around it, `currentColor`; only a drawing of one color can.
    Current,
}

/// A version of DXF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DxfVersion {
    /// Release 12 of 1992, which every cutter reads: polylines with arcs, circles, lines; other curves become polylines.
    R12,
    /// `AutoCAD` 2000: ellipses and splines stay what they are.
    #[default]
    R2000,
}

impl Length {
    /// Reads `50mm`, `2in`, `36pt`, `640px` or a number alone, which is in `usual` units.
    #[must_use]
    pub fn parse(text: &str, usual: LengthUnit) -> Option<Self> {
        let ending = LengthUnit::ALL.into_iter().find_map(|unit| Some((text.strip_suffix(unit.name())?, unit)));
        let (number, unit) = ending.unwrap_or((text, usual));
        let value: f64 = number.trim_end().parse().ok()?;
        (value.is_finite() && value > 0.0).then_some(Self { value, unit })
    }

    /// The length in CSS pixels.
    #[must_use]
    pub fn pixels(self) -> f64 {
        self.value * self.unit.pixels()
    }
}

impl LengthUnit {
    /// Every unit.
    pub const ALL: [Self; 4] = [Self::Px, Self::Mm, Self::In, Self::Pt];

    /// Its name in CSS.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Px => "px",
            Self::Mm => "mm",
            Self::In => "in",
            Self::Pt => "pt",
        }
    }

    /// How many CSS pixels it is.
    #[must_use]
    pub const fn pixels(self) -> f64 {
        match self {
            Self::Px => 1.0,
            Self::Mm => linocut_core::PIXELS_PER_MM,
            Self::In => 96.0,
            Self::Pt => 96.0 / 72.0,
        }
    }
}
