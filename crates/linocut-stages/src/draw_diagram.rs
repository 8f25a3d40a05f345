//! Mermaid text → drawing.

use crate::choice::choice;
use linocut_core::{Context, Drawing, Result, Rgba, Type, Value, Warned};
use linocut_diagram::{DrawOptions, Drawer, draw};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{Lettering, lacking, lettered};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Draws a diagram of Mermaid text, with plain text and one group for every node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DrawDiagram {
    /// Its colors; as the text says when left out, else light.
    pub(crate) theme: Option<Theme>,
    /// Colors of its own instead, the most important first, such as `#0a7d5a,#f4b400`.
    pub(crate) palette: String,
    /// Which way it flows; as the text says when left out.
    pub(crate) direction: Option<Direction>,
    /// Title above the diagram; as the text says when left out.
    pub(crate) title: Option<String>,
    /// How viewers get the letters.
    pub(crate) font: Font,
}

choice! {
    /// Colors of diagrams.
    Theme => linocut_diagram::Theme {
        /// Dark ink on white.
        Light,
        /// Light ink on a dark page.
        Dark,
        /// Grays, for print.
        Neutral,
    }
}
choice! {
    /// Ways to flow.
    Direction => linocut_diagram::Direction { Down, Up, Right, Left }
}

/// How viewers get the letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Font {
    /// By the name of a font only: smallest, widths may differ.
    None,
    /// The part of the font that is needed is put into the drawing.
    #[default]
    Embed,
    /// As outlines: the same everywhere, but no longer text.
    Outline,
}

impl From<Font> for Lettering {
    fn from(font: Font) -> Self {
        match font {
            Font::None => Self::Named,
            Font::Embed => Self::Embedded,
            Font::Outline => Self::Outlined,
        }
    }
}

impl Stage for DrawDiagram {
    const NAME: &'static str = "draw-diagram";
    const VERSION: u32 = 2;
    const INPUTS: &'static [Port] = &[Port::needed("mermaid", Type::Text)];
    const OUTPUT: Type = Type::Drawing;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        self.run_warned(inputs, cx).map(|drawn| drawn.value)
    }

    fn run_warned(&self, inputs: &Inputs, cx: &Context) -> Result<Warned<Value>> {
        let colors = self.palette.split(',').map(str::trim).filter(|color| !color.is_empty());
        let palette = colors.map(Rgba::parse).collect::<Result<Vec<Rgba>>>()?;
        let own = (!palette.is_empty()).then_some(linocut_diagram::Theme::Brand(palette));
        let theme = own.or_else(|| self.theme.map(Into::into));
        let options = DrawOptions { theme, direction: self.direction.map(Into::into), title: self.title.clone() };
        let drawn = draw(&inputs.text("mermaid")?, &options, cx)?;
        let mut warnings = Vec::new();
        if drawn.drawer == Drawer::Merman {
            warnings.push(format!("{} is drawn by merman, in its own colors and letters", drawn.kind));
        }
        warnings.extend(drawn.ignored);
        warnings.extend(letters(&drawn.drawing));
        let set = lettered(&drawn.drawing, self.font.into());
        warnings.extend(set.warnings);
        Ok(Warned { value: Value::Drawing(Arc::new(set.value)), warnings })
    }
}

/// What is to be said of characters that the font has no letters for.
fn letters(drawing: &Drawing) -> Option<String> {
    const NAMED: usize = 8;
    let lacking = lacking(drawing);
    let mut named: Vec<String> = lacking.iter().take(NAMED).map(char::to_string).collect();
    if lacking.len() > NAMED {
        named.push("…".to_owned());
    }
    let count = match lacking.len() {
        0 => return None,
        1 => "1 character".to_owned(),
        many => format!("{many} characters"),
    };
    Some(format!(
        "{count} the font lacks ({}): viewers of SVG take another font, pixels and PDF show boxes; \
         linocut render --font-file draws them",
        named.join(" ")
    ))
}
