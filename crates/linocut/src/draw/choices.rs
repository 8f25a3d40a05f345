//! Words for the closed sets of `draw`.

use clap::ValueEnum;
use linocut_draw::Route;
use linocut_glyph::Style;

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum RouteChoice {
    /// Look up first, make what is missing
    #[default]
    Auto,
    /// An icon that people drew, by its name
    Library,
    /// The icon model draws it
    Icon,
    /// Two icons put together, as in "cloud with lock"
    Compose,
    /// A language model plans icons, then draws them
    Plan,
    /// A language model describes a scene, then draws it
    Template,
    /// An image model paints a picture, which is traced
    Diffusion,
}

impl From<RouteChoice> for Route {
    fn from(choice: RouteChoice) -> Self {
        match choice {
            RouteChoice::Auto => Self::Auto,
            RouteChoice::Library => Self::Library,
            RouteChoice::Icon => Self::Icon,
            RouteChoice::Compose => Self::Compose,
            RouteChoice::Plan => Self::Plan,
            RouteChoice::Template => Self::Template,
            RouteChoice::Diffusion => Self::Diffusion,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StyleChoice {
    /// Strokes of one width
    Line,
    /// Outlines, as strokes or as filled shapes
    Outline,
    /// Filled shapes
    Solid,
    /// One color in two tones
    Duotone,
    /// Several colors
    Color,
}

impl From<StyleChoice> for Style {
    fn from(choice: StyleChoice) -> Self {
        match choice {
            StyleChoice::Line => Self::Line,
            StyleChoice::Outline => Self::Outline,
            StyleChoice::Solid => Self::Solid,
            StyleChoice::Duotone => Self::Duotone,
            StyleChoice::Color => Self::Color,
        }
    }
}
