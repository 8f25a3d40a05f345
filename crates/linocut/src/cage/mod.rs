//! `linocut cage`: renders one SVG for the server, in a process that can do nothing else.

mod confine;

use crate::failure::Status;
use crate::screen::write_data;
use clap::Args;
use confine::confine;
use linocut_core::{Error, Kind, Raster, Result, Rgba};
use linocut_export::{ExportOptions, Format, export};
use linocut_serve::Look;
use linocut_svg::{Limits, RenderOptions, read, render};
use std::io::{Read, stdin};

/// Largest drawing that is read, in bytes; a little more than is accepted.
const MOST: u64 = (20 << 20) + 1;

/// Render one SVG from stdin to raw pixels on stdout, for `linocut serve`
#[derive(Args, Debug)]
pub(crate) struct CageArgs {
    /// Width in pixels
    #[arg(long)]
    width: Option<u32>,
    /// Height in pixels
    #[arg(long)]
    height: Option<u32>,
    /// Color under the drawing
    #[arg(long)]
    background: Option<String>,
    /// Format to convert to, instead of rendering
    #[arg(long)]
    to: Option<String>,
    /// How that looks, as JSON
    #[arg(long, requires = "to")]
    look: Option<String>,
}

pub(crate) fn run(args: &CageArgs) -> Result<Status> {
    confine()?;
    let mut svg = Vec::new();
    stdin().take(MOST).read_to_end(&mut svg).map_err(|e| Error::new(Kind::Io, "cannot read the drawing").cause(e))?;
    let drawing = read(&svg, &Limits::default())?.value;
    if let Some(name) = &args.to {
        let unknown = || Error::new(Kind::Input, format!("'{name}' is no format"));
        let format = Format::ALL.into_iter().find(|format| format.name() == name).ok_or_else(unknown)?;
        write_data(&export(&drawing, format, &exported(args)?)?.value)?;
        return Ok(Status::Done);
    }
    let options = RenderOptions {
        width: args.width,
        height: args.height,
        background: args.background.as_deref().map(Rgba::parse).transpose()?,
        ..RenderOptions::default()
    };
    write_data(&raw(&render(&drawing, &options)?))?;
    Ok(Status::Done)
}

fn exported(args: &CageArgs) -> Result<ExportOptions> {
    let Some(look) = &args.look else { return Ok(ExportOptions::default()) };
    let look: Look = serde_json::from_str(look).map_err(|e| Error::new(Kind::Input, "the look is no JSON").cause(e))?;
    look.options()
}

/// Width, height, four bytes a pixel.
fn raw(picture: &Raster) -> Vec<u8> {
    let mut bytes = [picture.width().to_le_bytes(), picture.height().to_le_bytes()].concat();
    bytes.extend(picture.to_bytes());
    bytes
}
