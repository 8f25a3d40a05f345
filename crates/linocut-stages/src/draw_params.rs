//! A request for drawings as parameters of its stage.

use crate::choice::Said;
use crate::draw::Draw;
use linocut_draw::{DrawRequest, PaintOptions};
use serde_json::Value as Json;

/// The parameters of the stage `draw` that give drawing number `pick`, from 0, of what `request` asks for.
///
/// `None` when the stage has no word for something in the request.
#[must_use]
pub fn draw_params(request: &DrawRequest, pick: usize) -> Option<Json> {
    let style = match request.style {
        Some(style) => Some(style.said()?),
        None => None,
    };
    let (usual, paint) = (PaintOptions::default(), &request.paint);
    let (width, height) = paint.size;
    let stage = Draw {
        route: request.route.said()?,
        style,
        family: request.family.clone(),
        stroke: request.stroke,
        grid: request.grid,
        palette: request.palette.as_ref().map(ToString::to_string).unwrap_or_default(),
        size: if paint.size == usual.size { String::new() } else { format!("{width}x{height}") },
        steps: paint.steps,
        guidance: paint.guidance,
        negative: (paint.negative != usual.negative).then(|| paint.negative.clone()),
        count: request.count,
        pick,
    };
    let mut params = serde_json::to_value(stage).ok()?;
    // What nobody chose is no parameter.
    params.as_object_mut()?.retain(|_, value| !value.is_null() && value != "");
    Some(params)
}

#[cfg(test)]
mod tests {
    use super::draw_params;
    use crate::draw::Draw;
    use linocut_draw::{DrawRequest, PaintOptions, Route};
    use linocut_edit::Palette;
    use linocut_glyph::Style;

    #[test]
    fn a_request_is_said_whole() {
        let request = DrawRequest {
            route: Route::Library,
            count: 4,
            style: Some(Style::Duotone),
            grid: Some(32.0),
            palette: Some(Palette::parse("navy,currentColor").unwrap()),
            paint: PaintOptions { size: (768, 512), ..PaintOptions::default() },
            ..DrawRequest::new("bell")
        };
        let stage: Draw = serde_json::from_value(draw_params(&request, 2).unwrap()).unwrap();
        assert_eq!((stage.pick, stage.count, stage.palette.as_str()), (2, 4, "#000080,currentColor"));
        assert_eq!((stage.size.as_str(), stage.negative), ("768x512", None));
        assert_eq!(
            (Route::from(stage.route), stage.style.map(Style::from), stage.family),
            (Route::Library, Some(Style::Duotone), None)
        );
        // A mixture of manners has no word.
        assert_eq!(draw_params(&DrawRequest { style: Some(Style::Mixed), ..request }, 0), None);
    }
}
