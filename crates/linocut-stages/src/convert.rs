//! Drawing → text of another format.

use crate::choice::choice;
use linocut_core::{Context, Error, Kind, Result, Type, Value};
use linocut_export::{DxfVersion, ExportOptions, Format, Ink, Length, LengthUnit, Size, export};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::Precision;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes a drawing as a component, a view, a style or in the format of another program. For PDF and SVGZ, which are no text, there is `linocut convert`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Convert {
    /// What the text is for.
    pub(crate) format: Text,
    /// What components, classes and views are called; empty is `Drawing`.
    pub(crate) name: String,
    /// How wide, with a unit: `24px`, `80mm`, `2in`; empty is as wide as the drawing.
    pub(crate) width: String,
    /// Decimals of coordinates; left out is what nobody sees at the size of the page.
    #[schemars(range(min = 0, max = 6))]
    pub(crate) precision: Option<u8>,
    /// Whether the color is that of the text around; only a drawing of one color can.
    pub(crate) current_color: bool,
    /// Which DXF.
    pub(crate) dxf: Dxf,
}

choice! {
    /// Formats that are text.
    Text => Format {
        /// SVG.
        Svg,
        /// SVG for Illustrator.
        SvgIllustrator,
        /// SVG in the fewest bytes.
        SvgMin,
        /// Encapsulated PostScript.
        Eps,
        /// For cutters and CAD, in millimeters.
        Dxf,
        /// A React component.
        Jsx,
        /// A React component in TypeScript.
        Tsx,
        /// A Vue component.
        Vue,
        /// A Svelte component.
        Svelte,
        /// A `data:` address.
        DataUri,
        /// A CSS class.
        Css,
        /// Android's vector drawable.
        Android,
        /// A `SwiftUI` view.
        #[serde(rename = "swiftui")]
        SwiftUi,
    }
}

choice! {
    /// Versions of DXF.
    Dxf => DxfVersion {
        /// Release 12, which every cutter reads.
        R12,
        /// With ellipses and splines.
        R2000,
    }
}

impl Default for Convert {
    fn default() -> Self {
        let (name, width) = (String::new(), String::new());
        Self { format: Text::SvgMin, name, width, precision: None, current_color: false, dxf: Dxf::R2000 }
    }
}

impl Convert {
    fn options(&self) -> Result<ExportOptions> {
        let size = match self.width.as_str() {
            "" => Size::Own,
            text => Size::Width(Length::parse(text, LengthUnit::Px).ok_or_else(|| {
                Error::new(Kind::Input, format!("'{text}' is no width")).hinted("write one such as 24px, 80mm or 2in")
            })?),
        };
        Ok(ExportOptions {
            name: Some(self.name.clone()).filter(|name| !name.is_empty()),
            precision: self.precision.and_then(Precision::new),
            size,
            ink: if self.current_color { Ink::Current } else { Ink::Own },
            dxf: self.dxf.into(),
            ..ExportOptions::default()
        })
    }
}

impl Stage for Convert {
    const NAME: &'static str = "convert";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("drawing", Type::Drawing)];
    const OUTPUT: Type = Type::Text;

    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        let made = export(&*inputs.drawing("drawing")?, self.format.into(), &self.options()?)?;
        let text = String::from_utf8(made.value)
            .map_err(|_| Error::new(Kind::Bug, "a format that is text was written as something else"))?;
        Ok(Value::text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::{Convert, Text};

    #[test]
    fn widths_have_units() {
        let wide = |width: &str| Convert { width: width.to_owned(), format: Text::Dxf, ..Convert::default() }.options();
        assert!(wide("80mm").is_ok() && wide("").is_ok());
        assert_eq!(wide("wide").unwrap_err().to_string(), "'wide' is no width");
    }
}
