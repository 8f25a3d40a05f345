//! The tracer's options as parameters of its stage.

use crate::choice::Said;
use crate::trace::Trace;
use linocut_core::Rgba;
use linocut_trace::{PaletteRule, Preset, TraceOptions};
use serde_json::Value as Json;

/// The parameters of the stage `trace` that mean `options`.
///
/// `None` when the stage has no parameters for some of them, such as names of colors.
#[must_use]
pub fn trace_params(options: &TraceOptions) -> Option<Json> {
    let stage = Trace {
        preset: options.preset.said()?,
        colors: options.colors,
        palette: options.palette.iter().map(rule).collect::<Vec<_>>().join("; "),
        keep: String::new(),
        min_area: options.min_area,
        tolerance: options.tolerance,
        curves: options.curves.said()?,
        snap: options.snap.said()?,
        background: options.background.said()?,
        shadows: options.shadows.said()?,
        stacking: options.stacking.said()?,
        gap_filler: options.gap_filler,
        trap: options.trap,
        draw_style: match options.draw_style {
            Some(style) => Some(style.said()?),
            None => None,
        },
        line_width: options.line_width,
        line_color: options.line_color.map(|color| color.to_string()),
        group_by: options.group_by.said()?,
        pixel: if options.preset == Preset::Pixel { options.pixel_edges.said() } else { None },
        engine: options.engine.said()?,
        ..Trace::default()
    }
    .of_engines(options);
    // Whatever has no place among the parameters is missed here.
    let same = stage.options().is_ok_and(|said| said == *options);
    if same { serde_json::to_value(&stage).ok() } else { None }
}

/// A rule of a palette as people write it.
fn rule(rule: &PaletteRule) -> String {
    let color = |color: Option<Rgba>| color.map_or_else(|| "none".to_owned(), |color| color.to_string());
    let change = if rule.target == Some(rule.source) && rule.tolerance.is_none() {
        String::new()
    } else {
        format!(" -> {}", color(rule.target))
    };
    let reach = rule.tolerance.map_or_else(String::new, |reach| format!(" ~ {reach}"));
    format!("{}{change}{reach}", rule.source)
}

#[cfg(test)]
mod tests {
    use super::trace_params;
    use linocut_core::Rgba;
    use linocut_trace::{
        BilevelOptions, DrawStyle, Engine, PaletteRule, PixelEdges, Preset, Snap, TraceOptions, parse_palette,
    };

    #[test]
    fn options_are_said_or_refused_never_lost() {
        let palette = parse_palette("#fff -> none ~ 0.05; #e33 -> #d00 ~ 0.1").unwrap();
        let rich = TraceOptions {
            preset: Preset::Cutter,
            colors: Some(7),
            palette: [vec![PaletteRule::spot(Rgba::BLACK), PaletteRule::color(Rgba::WHITE)], palette].concat(),
            snap: Snap::Off,
            trap: 1.5,
            draw_style: Some(DrawStyle::StrokeShapes),
            line_color: Some(Rgba { r: 1, g: 2, b: 3, a: 255 }),
            ..TraceOptions::default()
        };
        let bilevel = BilevelOptions { invert: true, turd_size: 5.0, ..BilevelOptions::default() };
        let dark = TraceOptions { engine: Engine::Bilevel, bilevel: bilevel.clone(), ..TraceOptions::default() };
        let smooth = TraceOptions { preset: Preset::Pixel, pixel_edges: PixelEdges::Smooth, ..TraceOptions::default() };
        for options in [TraceOptions::default(), rich.clone(), dark, smooth] {
            let params = trace_params(&options).unwrap();
            let stage: super::Trace = serde_json::from_value(params).unwrap();
            assert_eq!(stage.options().unwrap(), options);
        }
        // Options that would be ignored are said to nobody.
        assert_eq!(trace_params(&TraceOptions { bilevel, ..TraceOptions::default() }), None);
        let named = PaletteRule { name: Some("sky".to_owned()), ..PaletteRule::color(Rgba::WHITE) };
        assert_eq!(trace_params(&TraceOptions { palette: vec![named], ..rich }), None);
    }
}
