//! Families that merman draws: its SVG, cleaned up, with plain text for labels.

use linocut_core::{Drawing, Error, Kind, Result};
use linocut_svg::Limits;
use merman::svg::SvgPipeline;
use merman::{OperationControl, RenderOutput, RenderRequest, Renderer, SvgRequest};
use std::sync::LazyLock;

/// Built once: it holds merman's registries.
static RENDERER: LazyLock<Renderer> = LazyLock::new(Renderer::new);

/// Draws `text` as merman does.
///
/// # Errors
/// [`Kind::Input`] when merman refuses it.
pub(super) fn draw(text: &str, control: &OperationControl) -> Result<Drawing> {
    // This pipeline turns labels in HTML into SVG text.
    let request = SvgRequest { pipeline: Some(SvgPipeline::resvg_safe()), ..SvgRequest::default() };
    let output = RENDERER.render(RenderRequest::svg(text, control.clone(), request));
    let output = output.map_err(|error| Error::new(Kind::Input, error.to_string().replace('\n', " ")))?;
    let RenderOutput::Svg(Some(svg)) = output else {
        return Err(Error::new(Kind::Input, "there is no diagram in this text"));
    };
    Ok(linocut_svg::read(svg.svg().as_bytes(), &Limits::default())?.value)
}
