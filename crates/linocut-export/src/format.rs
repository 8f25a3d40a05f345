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
    /// PDF with vectors, gradients and transparency; the page is as large as the drawing.
    Pdf,
    /// Encapsulated PostScript, level 3: vectors and gradients; what is transparent is laid over white.
    Eps,
    /// DXF: outlines as polylines, arcs, circles, ellipses and splines, y up, a layer for each color.
    Dxf,
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
    /// Android's `VectorDrawable`.
    Android,
    /// A `SwiftUI` view.
    SwiftUi,
}

impl Format {
    /// Every format, in the order in which help pages list them.
    pub const ALL: [Self; 15] = [
        Self::Svg,
        Self::SvgIllustrator,
        Self::SvgMin,
        Self::Svgz,
        Self::Pdf,
        Self::Eps,
        Self::Dxf,
        Self::Jsx,
        Self::Tsx,
        Self::Vue,
        Self::Svelte,
        Self::DataUri,
        Self::Css,
        Self::Android,
        Self::SwiftUi,
    ];

    /// Its permanent name: lower case and hyphenated.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::SvgIllustrator => "svg-illustrator",
            Self::SvgMin => "svg-min",
            Self::Svgz => "svgz",
            Self::Pdf => "pdf",
            Self::Eps => "eps",
            Self::Dxf => "dxf",
            Self::Jsx => "jsx",
            Self::Tsx => "tsx",
            Self::Vue => "vue",
            Self::Svelte => "svelte",
            Self::DataUri => "data-uri",
            Self::Css => "css",
            Self::Android => "android",
            Self::SwiftUi => "swiftui",
        }
    }

    /// What names of such files end with, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::SvgIllustrator => "illustrator.svg",
            Self::SvgMin => "min.svg",
            Self::DataUri => "uri.txt",
            Self::Android => "xml",
            Self::SwiftUi => "swift",
            Self::Svg
            | Self::Svgz
            | Self::Pdf
            | Self::Eps
            | Self::Dxf
            | Self::Jsx
            | Self::Tsx
            | Self::Vue
            | Self::Svelte
            | Self::Css => self.name(),
        }
    }

    /// Its media type, as RFC 6838 and its registry spell it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Svg | Self::SvgIllustrator | Self::SvgMin => "image/svg+xml",
            Self::Svgz => "application/gzip",
            Self::Pdf => "application/pdf",
            Self::Eps => "application/postscript",
            Self::Dxf => "image/vnd.dxf",
            Self::Jsx | Self::Tsx => "text/javascript; charset=utf-8",
            Self::Css => "text/css; charset=utf-8",
            Self::Android => "application/xml",
            Self::Vue | Self::Svelte | Self::DataUri | Self::SwiftUi => "text/plain; charset=utf-8",
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
            Self::Svgz | Self::Pdf => true,
            Self::Dxf
            | Self::Svg
            | Self::SvgIllustrator
            | Self::SvgMin
            | Self::Eps
            | Self::Jsx
            | Self::Tsx
            | Self::Vue
            | Self::Svelte
            | Self::DataUri
            | Self::Css
            | Self::Android
            | Self::SwiftUi => false,
        }
    }
}
