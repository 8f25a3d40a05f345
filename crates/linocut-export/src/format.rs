//! What a drawing can become.

/// A format that [`export`](crate::export) writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Canonical SVG, as [`linocut_svg::write`] spells it.
    #[default]
    Svg,
    /// SVG for Illustrator and its like: every shape says its own paint, layers have names, the size is in pixels.
    SvgIllustrator,
    /// SVG in the fewest bytes that show the same: tidied first.
    SvgMin,
    /// The fewest bytes of SVG, compressed with gzip.
    Svgz,
    /// A React component in JavaScript.
    Jsx,
    /// A React component in TypeScript.
    Tsx,
    /// A Vue 3 component.
    Vue,
    /// A Svelte 5 component.
    Svelte,
    /// A `data:` address that fits between the quotes of `url("…")` and of `src="…"`.
    DataUri,
    /// A CSS class with the drawing as background, or as mask over `currentColor`.
    Css,
}

impl Format {
    /// Every format, in the order in which help pages list them.
    pub const ALL: [Self; 10] = [
        Self::Svg,
        Self::SvgIllustrator,
        Self::SvgMin,
        Self::Svgz,
        Self::Jsx,
        Self::Tsx,
        Self::Vue,
        Self::Svelte,
        Self::DataUri,
        Self::Css,
    ];

    /// Its permanent name: lower case and hyphenated.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::SvgIllustrator => "svg-illustrator",
            Self::SvgMin => "svg-min",
            Self::Svgz => "svgz",
            Self::Jsx => "jsx",
            Self::Tsx => "tsx",
            Self::Vue => "vue",
            Self::Svelte => "svelte",
            Self::DataUri => "data-uri",
            Self::Css => "css",
        }
    }

    /// What names of such files end with, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::SvgIllustrator => "illustrator.svg",
            Self::SvgMin => "min.svg",
            Self::DataUri => "uri.txt",
            Self::Svg | Self::Svgz | Self::Jsx | Self::Tsx | Self::Vue | Self::Svelte | Self::Css => self.name(),
        }
    }

    /// The format whose files are named `….extension`; of several the plain one.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let wanted = extension.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.extension() == wanted)
    }

    /// Whether its bytes are no text, which a terminal must not be shown.
    #[must_use]
    pub const fn is_binary(self) -> bool {
        match self {
            Self::Svgz => true,
            Self::Svg
            | Self::SvgIllustrator
            | Self::SvgMin
            | Self::Jsx
            | Self::Tsx
            | Self::Vue
            | Self::Svelte
            | Self::DataUri
            | Self::Css => false,
        }
    }
}
