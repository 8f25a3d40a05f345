//! The formats that requests want drawings in, and how they look there.

use crate::answer::Answer;
use crate::asked::Asked;
use crate::cage;
use crate::here::Here;
use crate::problem::Problem;
use linocut_core::{Context, Drawing, Error, Kind, Result};
use linocut_export::{DxfVersion, ExportOptions, Format, Ink, Length, LengthUnit, Size};
use linocut_raster::encode_png;
use linocut_svg::Precision;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Page};

/// What is written: a format of shapes, or pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    Drawn(Format),
    Png,
}

/// How a drawing is exported, as the options of `linocut convert` say it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Look {
    /// Width of the page, such as `50mm` or `640px`. Default: the drawing's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<String>,
    /// Size of the page against the drawing's own, above 0. Default: 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// Unit of lengths: `px`, `mm`, `in` or `pt`. Default: pixels, in DXF millimeters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Decimals of coordinates, 0 to 6. Default: what nobody sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<u8>,
    /// Whether colors are the text's around it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub current_color: bool,
    /// What components and classes are called. Default: `Drawing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which DXF, `r12` or `r2000`. Default: `r2000`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dxf: Option<String>,
}

/// The fields of [`Look`] in requests, and what they say.
pub(crate) const LOOK: [(&str, &str); 7] = [
    ("width", "Width of the page, such as 50mm or 640px; the drawing's own when left out."),
    ("scale", "Size of the page against the drawing's own."),
    ("unit", "Unit of lengths: px, mm, in or pt."),
    ("precision", "Decimals of coordinates, 0 to 6."),
    ("current_color", "Whether colors are the text's around it, true or false."),
    ("name", "What components and classes are called."),
    ("dxf", "Which DXF: r12 or r2000."),
];

impl Made {
    /// Takes the format out of a request, where it stands as `format`, `to` or as others call it.
    pub(crate) fn take(asked: &mut Asked) -> Result<Option<Self>> {
        let names = ["format", "to", "file_format", "output.file_format"];
        let Some(name) = names.iter().find_map(|name| asked.fields.remove(*name)) else { return Ok(None) };
        let name = name.as_str().unwrap_or_default();
        if name == "png" {
            return Ok(Some(Self::Png));
        }
        let format = Format::ALL.into_iter().find(|format| format.name() == name);
        format.map(|format| Some(Self::Drawn(format))).ok_or_else(|| unknown(name))
    }
}

/// A format that nobody knows, or none at all.
pub(crate) fn unknown(name: &str) -> Error {
    let names: Vec<&str> = Format::ALL.into_iter().map(Format::name).collect();
    Error::new(Kind::Input, format!("'{name}' is no format"))
        .about("format")
        .hinted(format!("there are {}, png", names.join(", ")))
}

impl Look {
    /// Takes its fields out of a request.
    pub(crate) fn take(asked: &mut Asked) -> Result<Self> {
        let taken = LOOK.iter().filter_map(|(name, _)| Some(((*name).to_owned(), asked.fields.remove(*name)?)));
        let own = taken.map(|(name, value)| (name.clone(), typed(&name, value))).collect::<Map<_, _>>();
        let look: Self = serde_json::from_value(Page::Object(own))
            .map_err(|e| Error::new(Kind::Input, "the page of the drawing is asked for wrongly").cause(e))?;
        look.options()?;
        Ok(look)
    }

    /// The options that it means.
    ///
    /// # Errors
    /// [`Kind::Input`] for what is no length, unit or version, or out of range.
    pub fn options(&self) -> Result<ExportOptions> {
        let wrong = |sentence: String, hint: &str| Error::new(Kind::Input, sentence).hinted(hint.to_owned());
        let unit = self.unit.as_deref().map(|name| {
            let known = LengthUnit::ALL.into_iter().find(|unit| unit.name() == name);
            known.ok_or_else(|| wrong(format!("'{name}' is no unit"), "there are px, mm, in and pt"))
        });
        let unit = unit.transpose()?;
        let width = self.width.as_deref().map(|text| {
            let read = Length::parse(text, unit.unwrap_or_default());
            read.ok_or_else(|| wrong(format!("'{text}' is not a length above zero"), "write it like 50mm or 640px"))
        });
        let size = match (width.transpose()?, self.scale) {
            (Some(_), Some(_)) => return Err(wrong("both width and scale are given".into(), "leave out one of them")),
            (Some(length), None) => Size::Width(length),
            (None, Some(factor)) if (0.0001..=10_000.0).contains(&factor) => Size::Scaled(factor),
            (None, Some(_)) => return Err(wrong("scale is out of range".into(), "it goes from 0.0001 to 10000")),
            (None, None) => Size::Own,
        };
        let dxf = match self.dxf.as_deref() {
            None | Some("r2000") => DxfVersion::R2000,
            Some("r12") => DxfVersion::R12,
            Some(other) => return Err(wrong(format!("'{other}' is no version of DXF"), "there are r12 and r2000")),
        };
        let precision = self.precision.map(|places| {
            let known = Precision::new(places).filter(|_| places <= 6);
            known.ok_or_else(|| wrong("precision is out of range".into(), "it goes from 0 to 6 decimals"))
        });
        let ink = if self.current_color { Ink::Current } else { Ink::Own };
        Ok(ExportOptions { name: self.name.clone(), precision: precision.transpose()?, size, unit, ink, dxf })
    }
}

/// A field of an address or form, which are texts, as what it is.
fn typed(name: &str, value: Page) -> Page {
    match (name, value.as_str()) {
        ("scale" | "precision" | "current_color", Some(text)) => serde_json::from_str(text).unwrap_or(value),
        ("width", None) => Page::String(value.to_string()),
        _ => value,
    }
}

/// The file that `drawing` becomes.
pub(crate) fn file(here: &Here, drawing: &Drawing, made: Made, look: &Look, cx: &Context) -> Result<Answer, Problem> {
    let program = here.options.program.as_deref();
    match made {
        Made::Drawn(format) => {
            let bytes = cage::converted(program, drawing, format, look, cx)?;
            Ok(Answer::File(format.media_type().into(), format!("drawing.{}", format.extension()), bytes))
        }
        Made::Png => {
            let picture = cage::pictured(program, drawing, look, cx)?;
            Ok(Answer::File("image/png".into(), "drawing.png".to_owned(), encode_png(&picture)?))
        }
    }
}
