//! Values of recipes from arguments, and into files.

use crate::flow::Flow;
use crate::format::Made;
use crate::input::Source;
use crate::output::Target;
use crate::picture::{load_file, svg_bytes, warn};
use crate::screen::write_data;
use crate::world::World;
use linocut_core::{Error, Kind, Result, Type, Value};
use linocut_export::{ExportOptions, Format};
use linocut_flow::{Given, Lineage, Plan};
use linocut_svg::Limits;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Largest text file that is read, in bytes.
const MOST_TEXT: u64 = 10 << 20;

/// The values of a plan's inputs, and what is told of them: one argument each, in the order of their names.
pub(super) fn inputs(plan: &Plan, given: &[String], world: &World) -> Result<BTreeMap<String, (Value, Given)>> {
    let wanted: Vec<String> = plan.inputs.iter().map(|(name, sort)| format!("{name} ({sort})")).collect();
    if given.len() != plan.inputs.len() {
        let sentence = format!("the recipe takes {}, {} given", wanted.len(), given.len());
        return Err(Error::new(Kind::Input, sentence).hinted(format!("it takes {}", wanted.join(", "))));
    }
    let pairs = plan.inputs.iter().zip(given);
    pairs.map(|((name, sort), text)| Ok((name.clone(), value(*sort, text, world)?))).collect()
}

/// A picture or a drawing from a file; a text as it stands, from `@FILE`, or from stdin.
fn value(sort: Type, text: &str, world: &World) -> Result<(Value, Given)> {
    let source = Source::new(Path::new(text));
    let words = |text: &str| (Value::text(text), Given::text(text));
    match sort {
        Type::Raster => {
            let (picture, bytes) = load_file(&source)?;
            Ok((Value::Raster(Arc::new(picture)), Given::file(sort, &bytes)))
        }
        Type::Drawing => {
            let bytes = svg_bytes(&source)?;
            let read = linocut_svg::read(&bytes, &Limits::default()).map_err(|e| e.at(source.name()))?;
            warn(&source, &read.warnings, world);
            Ok((Value::Drawing(Arc::new(read.value)), Given::file(sort, &bytes)))
        }
        Type::Text => {
            let Some(file) = text.strip_prefix('@').or((text == "-").then_some("-")) else { return Ok(words(text)) };
            let bytes = Source::new(Path::new(file)).read(MOST_TEXT)?;
            Ok(words(&String::from_utf8_lossy(&bytes)))
        }
        Type::Score => Err(Error::new(Kind::Input, "a score cannot be given, only measured")),
    }
}

/// Where a value goes, and as what.
pub(super) struct Place {
    target: Target,
    made: Made,
}

/// The place that `output` names for a value of type `gives`.
///
/// # Errors
/// [`Kind::Input`] when the name does not go with the type, or a terminal would get pixels.
pub(super) fn place(output: &Path, gives: Type) -> Result<Place> {
    let target = Target::named(output);
    let made = match gives {
        Type::Drawing => Made::of_output(None, Some(output))?,
        Type::Raster => Made::Png,
        Type::Text | Type::Score => Made::Drawn(Format::Svg),
    };
    let named = Made::from_name(output);
    match gives {
        Type::Raster if named != Some(Made::Png) && target != Target::Stdout => {
            return Err(named_wrongly(output, gives, "name it .png"));
        }
        Type::Raster => made.check_terminal(&target)?,
        Type::Text | Type::Score if named.is_some() => {
            return Err(named_wrongly(output, gives, "name it .txt, or .mmd when it is Mermaid text"));
        }
        Type::Drawing | Type::Text | Type::Score => {}
    }
    Ok(Place { target, made })
}

fn named_wrongly(output: &Path, gives: Type, hint: &str) -> Error {
    let sentence = format!("the result is a {gives}, this is a name for something else");
    Error::new(Kind::Input, sentence).at(output.display().to_string()).hinted(hint)
}

impl Place {
    pub(super) fn is_stdout(&self) -> bool {
        self.target == Target::Stdout
    }

    pub(super) fn name(&self) -> String {
        self.target.name()
    }

    /// Whether it takes SVG.
    pub(super) fn is_svg(&self, gives: Type) -> bool {
        gives == Type::Drawing && self.made == Made::Drawn(Format::Svg)
    }

    /// Writes a value there, a drawing with its `lineage` where `flow` was asked for that.
    pub(super) fn write(&self, value: &Value, flow: &Flow, lineage: &Lineage) -> Result<()> {
        match value {
            Value::Text(text) if self.is_stdout() && !text.ends_with('\n') => {
                write_data(format!("{text}\n").as_bytes())
            }
            Value::Text(text) => self.target.write(text.as_bytes()),
            Value::Raster(picture) => self.target.write(&linocut_raster::encode_png(picture)?),
            Value::Drawing(drawing) => {
                let made = self.made.make(drawing, &ExportOptions::default())?.value;
                self.target.write(&flow.signed_bytes(made, Some(lineage))?)
            }
            Value::Score(score) => {
                let lines = score.parts.iter().map(|(name, value)| format!("{name:<11}{value:>10.4}\n"));
                self.target.write(lines.collect::<String>().as_bytes())
            }
        }
    }
}
