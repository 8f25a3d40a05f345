//! The formats that drawings are written in.

use crate::input::is_picture_name;
use crate::output::{Target, check_svg_name};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use linocut_core::{Drawing, Error, Kind, Result, Warned};
use linocut_export::{ExportOptions, Format, Size, export};
use linocut_svg::{Layout, Precision, RenderOptions, WriteOptions};
use std::ffi::OsStr;
use std::io::{IsTerminal, stdout};
use std::path::Path;

/// What a drawing can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// A format of shapes.
    Drawn(Format),
    /// Pixels.
    Png,
}

impl ValueEnum for Made {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Made; Format::ALL.len() + 1] = {
            let mut all = [Made::Png; Format::ALL.len() + 1];
            let (mut rest, mut room) = (Format::ALL.as_slice(), all.as_mut_slice());
            while let ([format, formats @ ..], [place, places @ ..]) = (rest, room) {
                *place = Made::Drawn(*format);
                (rest, room) = (formats, places);
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl Made {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Drawn(format) => format.name(),
            Self::Png => "png",
        }
    }

    /// What names of such files end with, without the dot.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Drawn(format) => format.extension(),
            Self::Png => "png",
        }
    }

    /// What the name of a file to write asks for; nothing when it is a directory or says nothing known.
    pub(crate) fn from_name(path: &Path) -> Option<Self> {
        if path.is_dir() {
            return None;
        }
        let extension = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
        if extension == "png" { Some(Self::Png) } else { Format::from_extension(&extension).map(Self::Drawn) }
    }

    /// The format that a person named, or what the name of the output says, else SVG.
    ///
    /// # Errors
    /// [`Kind::Input`] when the output is named like something else.
    pub(crate) fn of_output(named: Option<Self>, output: Option<&Path>) -> Result<Self> {
        let made = named.or_else(|| output.and_then(Self::from_name)).unwrap_or(Self::Drawn(Format::Svg));
        made.check_name(output)?;
        Ok(made)
    }

    /// Refuses an output whose name says that it holds pixels, or another format, when it does not.
    pub(crate) fn check_name(self, output: Option<&Path>) -> Result<()> {
        if let Some((path, told)) = output.and_then(|path| Some((path, self.contradicted(path)?))) {
            let sentence = format!("the result is {}, this is a name for {}", self.name(), told.name());
            return Err(Error::new(Kind::Input, sentence).at(path.display().to_string()).hinted(format!(
                "name it .{}, or ask for {}",
                self.extension(),
                told.name()
            )));
        }
        if self == Self::Drawn(Format::Svg) {
            return check_svg_name(output);
        }
        match output {
            Some(path) if self != Self::Png && is_picture_name(path) && !path.is_dir() => {
                Err(Error::new(Kind::Input, format!("the result is {}, this is a name for pixels", self.name()))
                    .at(path.display().to_string())
                    .hinted(format!("name it .{}", self.extension())))
            }
            _ => Ok(()),
        }
    }

    /// The other format of shapes that a name stands for.
    fn contradicted(self, path: &Path) -> Option<Self> {
        let told = Self::from_name(path).filter(|told| *told != self && *told != Self::Png)?;
        // Some formats are spellings of another, and share its ending.
        let shared = self.extension().rsplit('.').next() == Some(told.extension());
        (!shared).then_some(told)
    }

    /// Refuses to show a terminal what it cannot.
    pub(crate) fn check_terminal(self, target: &Target) -> Result<()> {
        let binary = match self {
            Self::Drawn(format) => format.is_binary(),
            Self::Png => true,
        };
        if binary && *target == Target::Stdout && stdout().is_terminal() {
            return Err(Error::new(Kind::Input, format!("{} is not for a terminal", self.name())).hinted(format!(
                "write it to a file with -o drawing.{}, or pipe it into a command",
                self.extension()
            )));
        }
        Ok(())
    }

    /// The bytes of `drawing`, and what the format could not take over.
    pub(crate) fn make(self, drawing: &Drawing, options: &ExportOptions) -> Result<Warned<Vec<u8>>> {
        match self {
            Self::Drawn(format) => export(drawing, format, options),
            Self::Png => png(drawing, options.size).map(Warned::clean),
        }
    }

    /// The bytes of `drawing`, SVG in `layout`; `name` is for formats that give it one.
    pub(crate) fn laid_out(self, drawing: &Drawing, layout: Layout, name: Option<String>) -> Result<Warned<Vec<u8>>> {
        if self == Self::Drawn(Format::Svg) {
            let options =
                WriteOptions { layout, precision: Precision::fitting(drawing.view_box), ..WriteOptions::default() };
            return Ok(Warned::clean(linocut_svg::write(drawing, &options).into_bytes()));
        }
        self.make(drawing, &ExportOptions { name, ..ExportOptions::default() })
    }
}

/// The drawing as pixels, a CSS pixel each unless another size is wanted.
fn png(drawing: &Drawing, size: Size) -> Result<Vec<u8>> {
    let (width, _) = drawing.size.unwrap_or_else(|| drawing.view_box.abs().size().into());
    let wanted = match size {
        Size::Own => None,
        Size::Scaled(factor) => Some(pixels(width * factor)?),
        Size::Width(length) => Some(pixels(length.pixels())?),
    };
    let picture = linocut_svg::render(drawing, &RenderOptions { width: wanted, ..RenderOptions::default() })?;
    linocut_raster::encode_png(&picture)
}

/// A width in whole pixels, at least 1.
fn pixels(width: f64) -> Result<u32> {
    let text = format!("{:.0}", width.max(1.0));
    text.parse().map_err(|_| Error::new(Kind::Limit, format!("picture would be {text} pixels wide")))
}
