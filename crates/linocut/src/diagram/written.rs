//! What is written, and where.

use super::ResultArgs;
use crate::format::Made;
use crate::output::{Target, make_folder};
use clap::ValueEnum;
use linocut_core::{Error, Kind, Result};
use linocut_export::Format;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What is written for a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A drawing, or pixels.
    Picture(Made),
    /// Mermaid text.
    Mermaid,
    /// The plan as JSON.
    Plan,
}

impl Written {
    /// A drawing as SVG.
    pub(super) const SVG: Self = Self::Picture(Made::Drawn(Format::Svg));

    /// The format of a name.
    pub(super) fn parse(name: &str) -> Result<Self, String> {
        match name {
            "mmd" | "mermaid" => Ok(Self::Mermaid),
            "json" => Ok(Self::Plan),
            _ => Made::from_str(name, true).map(Self::Picture).map_err(|_| {
                let names: Vec<&str> = Made::value_variants().iter().map(|made| made.name()).collect();
                format!("the formats are mmd, json, {}", names.join(", "))
            }),
        }
    }

    /// The format that a person named, or what the name of the output says, else SVG.
    pub(super) fn of_output(named: Option<Self>, output: Option<&Path>) -> Result<Self> {
        if let Some(named) = named {
            return Ok(named);
        }
        let Some(path) = output.filter(|path| *path != Path::new("-") && !path.is_dir() && !ends_in_slash(path)) else {
            return Ok(Self::SVG);
        };
        match path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
            Some("mmd" | "mermaid") => Ok(Self::Mermaid),
            Some("json") => Ok(Self::Plan),
            Some(_) | None => Made::from_name(path).map(Self::Picture).ok_or_else(|| {
                Error::new(Kind::Input, "no diagram is written in this format")
                    .at(path.display().to_string())
                    .hinted("name it .svg, .png, .pdf, .mmd or .json, or give --format")
            }),
        }
    }

    pub(super) fn is_picture(self) -> bool {
        matches!(self, Self::Picture(_))
    }

    /// Refuses to show a terminal what it cannot.
    pub(super) fn check_terminal(self, target: &Target) -> Result<()> {
        match self {
            Self::Picture(made) => made.check_terminal(target),
            Self::Mermaid | Self::Plan => Ok(()),
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Picture(made) => made.extension(),
            Self::Mermaid => "mmd",
            Self::Plan => "json",
        }
    }
}

/// Where diagrams go.
pub(super) struct Places<'a> {
    pub(super) args: &'a ResultArgs,
    pub(super) written: Written,
    pub(super) several: bool,
}

impl Places<'_> {
    /// Where the diagram of a name goes; with a number when others have the name, too.
    pub(super) fn target(&self, name: &Path, number: Option<usize>) -> Result<Target> {
        let output = self.args.output.as_deref();
        let folder = output.filter(|out| out.is_dir() || ends_in_slash(out));
        let file = |name: &Path| {
            let mut file = name.as_os_str().to_owned();
            if let Some(number) = number {
                file.push(format!("-{number}"));
            }
            file.push(format!(".{}", self.written.extension()));
            PathBuf::from(file)
        };
        match (output, folder) {
            (_, Some(folder)) => {
                make_folder(folder)?;
                let name = name.file_name().map_or(name, Path::new);
                Ok(Target::File { path: folder.join(file(name)), replace: true })
            }
            (Some(_), None) if self.several => {
                Err(Error::new(Kind::Input, "several diagrams need a directory").hinted("name one: -o pictures/"))
            }
            (Some(out), None) => Ok(Target::named(out)),
            (None, None) if !self.written.is_picture() => Ok(Target::Stdout),
            (None, None) => {
                let path = file(name);
                if !self.args.force && path.exists() {
                    return Err(Error::new(Kind::Input, "exists already")
                        .at(path.display().to_string())
                        .hinted("--force overwrites it, -o names another file"));
                }
                Ok(Target::File { path, replace: self.args.force })
            }
        }
    }
}

fn ends_in_slash(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}
