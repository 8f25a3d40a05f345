//! What is asked for, and what there is to answer it with.

use crate::paint_options::PaintOptions;
use crate::painted::Painter;
use crate::written::Writer;
use linocut_core::{Error, Kind, Result};
use linocut_edit::Palette;
use linocut_glyph::Style;
use linocut_icons::{Family, Library};
use linocut_models::clip::NameIndex;
use linocut_models::{IconClip, IconModel};

/// Most drawings for one prompt.
pub const MOST_COUNT: usize = 64;
/// The side of the view box of every icon before it is scaled.
const GRID: f64 = 24.0;
/// Smallest and largest grid: below 8 units nothing can be told apart, 256 is what replaced systems allowed.
const GRIDS: (f64, f64) = (8.0, 256.0);
/// Thinnest and thickest line, in units of the grid.
const STROKES: (f64, f64) = (0.1, 32.0);

/// A way from words to a drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// Looks up first, and makes what is missing.
    #[default]
    Auto,
    /// An icon that people drew, found by its name.
    Library,
    /// An icon that the icon model draws.
    Icon,
    /// A large icon and a small one from the library, put together.
    Compose,
    /// An icon that a language model plans and draws.
    Plan,
    /// A scene that a language model describes and draws.
    Template,
    /// A picture that an image model paints, traced.
    Diffusion,
}

impl Route {
    /// Its permanent name: `auto`, `library`, `icon`, `compose`, `plan`, `template` or `diffusion`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Library => "library",
            Self::Icon => "icon",
            Self::Compose => "compose",
            Self::Plan => "plan",
            Self::Template => "template",
            Self::Diffusion => "diffusion",
        }
    }
}

/// What to draw and how.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawRequest {
    /// What the drawing shows.
    pub prompt: String,
    /// The way there. Default: [`Route::Auto`].
    pub route: Route,
    /// How many different drawings, `1..=64`. Default: 1.
    pub count: usize,
    /// The style. Default: whatever fits best, lines first. [`Style::Mixed`] counts as [`Style::Line`].
    pub style: Option<Style>,
    /// The family of icon sets (or one set) to take icons from, or whose manner to follow. Default: the best that has
    /// what is asked for.
    pub family: Option<String>,
    /// Width of all lines in units of the grid, `0.1..=32`. Default: as drawn.
    pub stroke: Option<f64>,
    /// Side of the view box, `8..=256`. Default: 24.
    pub grid: Option<f64>,
    /// Colors to use. Default: the text color, or for [`Style::Color`] the icon's own.
    pub palette: Option<Palette>,
    /// How a picture is painted by [`Route::Diffusion`].
    pub paint: PaintOptions,
}

impl DrawRequest {
    /// A request for `prompt` with every default.
    #[must_use]
    pub fn new(prompt: impl Into<String>) -> Self {
        Self {
            prompt: prompt.into(),
            route: Route::Auto,
            count: 1,
            style: None,
            family: None,
            stroke: None,
            grid: None,
            palette: None,
            paint: PaintOptions::default(),
        }
    }

    /// Passes when every option is in its range and the prompt says something.
    pub(crate) fn check(&self, library: &Library) -> Result<()> {
        if linocut_glyph::words(&self.prompt).is_empty() {
            return Err(Error::new(Kind::Input, "prompt has no words, it must say what to draw")
                .hinted("try `linocut draw \"shield with check mark\"`"));
        }
        range("number of drawings", &self.count, &(1..=MOST_COUNT))?;
        range("grid", &self.grid.unwrap_or(GRIDS.0), &(GRIDS.0..=GRIDS.1))?;
        range("stroke", &self.stroke.unwrap_or(STROKES.0), &(STROKES.0..=STROKES.1))?;
        self.paint.check()?;
        self.home(library).map(drop)
    }

    /// The family that was asked for.
    pub(crate) fn home<'a>(&self, library: &'a Library) -> Result<Option<&'a Family>> {
        let Some(name) = &self.family else { return Ok(None) };
        library.family(name).map(Some).ok_or_else(|| {
            Error::new(Kind::Missing, format!("no icon family is named '{name}'"))
                .hinted("`linocut library list` shows them, lucide, tabler and phosphor among them")
        })
    }

    /// A unit of the icons' own grid in units of the grid that is wanted.
    pub(crate) fn unit(&self) -> f64 {
        self.grid.unwrap_or(GRID) / GRID
    }

    /// The style, mixed counted as line.
    pub(crate) fn look(&self) -> Option<Style> {
        self.style.map(|style| if style == Style::Mixed { Style::Line } else { style })
    }
}

fn range<T: PartialOrd + std::fmt::Display>(name: &str, value: &T, range: &std::ops::RangeInclusive<T>) -> Result<()> {
    if range.contains(value) {
        return Ok(());
    }
    let (least, most) = (range.start(), range.end());
    Err(Error::new(Kind::Input, format!("{name} of {value} is out of range, it goes from {least} to {most}")))
}

/// The models that draw and judge.
#[derive(Clone, Copy, Debug)]
pub struct Models<'a> {
    /// Draws icons.
    pub icon: &'a IconModel,
    /// Tells how well a picture shows words.
    pub clip: &'a IconClip,
    /// Names near in meaning; `None` when it belongs to another [`IconClip`].
    pub names: Option<&'a NameIndex>,
}

/// What there is to answer requests with.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// The icons that people drew.
    pub library: &'a Library,
    /// Gives the models, called only when they are needed, because loading them takes a moment.
    pub models: &'a dyn Fn() -> Result<Models<'a>>,
    /// A language model, if there is one.
    pub writer: Option<Writer<'a>>,
    /// An image model, if there is one.
    pub painter: Option<Painter<'a>>,
}
