//! What kind of picture it is: features, palette, class and a preset that suits it.

mod canvas;
mod classes;
mod colors;
mod edges;
mod letters;
mod shading;

use crate::number::{byte, float};
use crate::{Preset, grid::Grid, sprite};
use canvas::Canvas;
use linocut_core::{Raster, Rgba, Unit};

/// What [`analyze`] found out about a picture.
///
/// Features are measured on the picture laid over white (over black if what is visible is nearly white), reduced by a
/// whole factor to a longer side near 512 pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Share of pixels on an edge: Sobel magnitude above 24 levels per pixel.
    pub edge_density: Unit,
    /// Colors at 4 bits per channel, `1..=4096`; 0 for a picture that is invisible.
    pub unique_colors: u32,
    /// Entropy of the luma histogram, in bits, `0..=8`.
    pub entropy: f64,
    /// Harris corners per thousand pixels, at least 0.
    pub corner_density: f64,
    /// Share of the pixels that differ from the border color which are shaded smoothly.
    pub gradient_strength: Unit,
    /// How much the outlines turn together: n / (n + 8) for about n full turns; 0 for an empty
    /// picture, .14 for a disc.
    pub complexity: Unit,
    /// Letter-like parts in the longest row, at least 0.
    pub letters: u32,
    /// The main colors, largest share first, at most 24.
    pub palette: Vec<Swatch>,
    /// Whether any pixel is not opaque.
    pub has_alpha: bool,
    /// What kind of picture it is.
    pub class: Class,
    /// The probability that `class` is right, by the rules' own reckoning.
    pub confidence: Unit,
    /// The preset that suits the picture.
    pub preset: Preset,
}

/// One main color of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swatch {
    /// The color.
    pub color: Rgba,
    /// Share of the visible pixels that are nearest to it.
    pub share: Unit,
}

/// What kind of picture it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Few flat shapes.
    Simple,
    /// Letters in a row, with or without a mark.
    Text,
    /// Smooth shading.
    Gradient,
    /// Many or intricate shapes.
    Complex,
}

impl Class {
    /// The name: `simple`, `text`, `gradient` or `complex`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Text => "text",
            Self::Gradient => "gradient",
            Self::Complex => "complex",
        }
    }
}

/// Turning, in full turns, at which complexity reaches one half.
const HALF_COMPLEX: f64 = 8.0;

/// Difference from the border color, in levels, from which a pixel counts as drawn.
const INK: f32 = 12.0;

/// Measures `picture` and tells its class.
///
/// Takes about 30 ms for 512 × 512 pixels and grows with the pixels only by a quick reduction above 768.
///
/// ```
/// use linocut_core::{Raster, Rgba};
/// use linocut_trace::{Class, analyze};
///
/// let navy = Rgba::opaque(20, 30, 90);
/// let pixels = (0..64 * 64).map(|i| if i % 64 > 16 && i / 64 > 16 { navy } else { Rgba::WHITE });
/// let analysis = analyze(&Raster::new(64, 64, pixels.collect())?);
/// assert_eq!(analysis.class, Class::Simple);
/// assert_eq!(analysis.palette[0].color, navy);
/// # Ok::<(), linocut_core::Error>(())
/// ```
#[must_use]
pub fn analyze(picture: &Raster) -> Analysis {
    let canvas = canvas::prepare(picture);
    let slopes = edges::slopes(&canvas.luma);
    let pixels = float(canvas.luma.cells.len());
    let ink = ink(&canvas);
    let drawn = float(ink.cells.iter().filter(|&&i| i).count());
    let shaded = shading::shaded(&canvas.color);
    let shaded = float(shaded.cells.iter().zip(&ink.cells).filter(|(s, i)| **s && **i).count());
    let palette = colors::palette(&canvas);
    let labels = colors::labels(&canvas, &palette);
    let by_ink =
        Grid { width: ink.width, height: ink.height, cells: ink.cells.iter().map(|&i| usize::from(i)).collect() };
    let letters = letters::longest_row(&labels).max(letters::longest_row(&by_ink));
    let turning = edges::turning(&canvas.luma);
    let evidence = classes::Evidence { letters: float(letters), gradient_strength: shaded / drawn.max(1.0), turning };
    let (class, confidence) = classes::classify(&evidence);
    let mut analysis = Analysis {
        edge_density: Unit::clamped(float(edges::edge_pixels(&slopes)) / pixels),
        unique_colors: u32::try_from(colors::unique(&canvas)).unwrap_or(u32::MAX),
        entropy: colors::entropy(&canvas),
        corner_density: float(edges::corners(&slopes)) * 1000.0 / pixels,
        gradient_strength: Unit::clamped(evidence.gradient_strength),
        complexity: Unit::clamped(turning / (turning + HALF_COMPLEX)),
        letters: u32::try_from(letters).unwrap_or(u32::MAX),
        palette: swatches(&canvas, &palette, &labels),
        has_alpha: !picture.is_opaque(),
        class,
        confidence: Unit::clamped(confidence),
        preset: Preset::Logo,
    };
    analysis.preset = preset(picture, &analysis, drawn / pixels);
    analysis
}

/// Where the picture differs from the color of its border.
fn ink(canvas: &Canvas) -> Grid<bool> {
    let border = colors::border(&canvas.color);
    let differs = |color: &[f32; 3]| color.iter().zip(border).any(|(a, b)| (a - b).abs() > INK);
    let cells = canvas.color.cells.iter().map(differs).collect();
    Grid { width: canvas.color.width, height: canvas.color.height, cells }
}

/// The palette with shares, largest first.
fn swatches(canvas: &Canvas, palette: &[[f32; 3]], labels: &Grid<usize>) -> Vec<Swatch> {
    let mut counts = vec![0_usize; palette.len()];
    for (&label, _) in labels.cells.iter().zip(&canvas.visible.cells).filter(|(_, v)| **v) {
        if let Some(count) = counts.get_mut(label) {
            *count += 1;
        }
    }
    let visible = float(counts.iter().sum()).max(1.0);
    let mut swatches: Vec<Swatch> = palette
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(&[r, g, b], count)| Swatch {
            color: Rgba::opaque(byte(r), byte(g), byte(b)),
            share: Unit::clamped(float(count) / visible),
        })
        .collect();
    swatches.sort_by(|a, b| b.share.get().total_cmp(&a.share.get()));
    swatches
}

/// The preset that suits: pixel art, as large as it was drawn or enlarged, and icons by size, line art by thin dark ink on light grey paper, photographs by
/// their many colors, logos otherwise.
fn preset(picture: &Raster, analysis: &Analysis, ink_share: f64) -> Preset {
    let longer = picture.width().max(picture.height());
    if sprite::is_sprite(picture) {
        return Preset::Pixel;
    }
    if analysis.unique_colors > 400 && analysis.entropy > 6.0 {
        return Preset::Photo;
    }
    if longer <= 96 {
        return Preset::Icon;
    }
    let grey = |s: &Swatch| colors::is_grey([s.color.r, s.color.g, s.color.b].map(f32::from));
    let two = analysis.palette.len() == 2 && analysis.palette.iter().all(grey);
    // A stroke of width n shows about 2.5 edge pixels for n pixels of ink.
    let thin = ink_share < 2.0 * analysis.edge_density.get();
    if two && thin && analysis.class != Class::Text { Preset::Lineart } else { Preset::Logo }
}
