//! How a diagram is to look as parameters of its stage.

use crate::choice::Said;
use crate::draw_diagram::{DrawDiagram, Font};
use linocut_core::{Error, Kind, Result, Rgba};
use linocut_diagram::DrawOptions;
use linocut_svg::Lettering;
use serde_json::Value as Json;

/// The parameters of the stage `draw-diagram` that mean `options`, its letters as `letters` says.
///
/// # Errors
/// [`Kind::Bug`] when they cannot be written.
pub fn diagram_params(options: &DrawOptions, letters: Lettering) -> Result<Json> {
    let (theme, palette) = match &options.theme {
        Some(linocut_diagram::Theme::Brand(colors)) => (None, colors.as_slice()),
        Some(
            theme @ (linocut_diagram::Theme::Light | linocut_diagram::Theme::Dark | linocut_diagram::Theme::Neutral),
        ) => (theme.said(), [].as_slice()),
        None => (None, [].as_slice()),
    };
    let stage = DrawDiagram {
        theme,
        palette: palette
            .iter()
            .map(|Rgba { r, g, b, a }| format!("#{r:02x}{g:02x}{b:02x}{a:02x}"))
            .collect::<Vec<_>>()
            .join(","),
        direction: options.direction.as_ref().and_then(Said::said),
        title: options.title.clone(),
        font: match letters {
            Lettering::Named => Font::None,
            Lettering::Embedded => Font::Embed,
            Lettering::Outlined => Font::Outline,
        },
    };
    serde_json::to_value(stage).map_err(|e| Error::new(Kind::Bug, "a look cannot be written").cause(e))
}

#[cfg(test)]
mod tests {
    use super::diagram_params;
    use linocut_core::Rgba;
    use linocut_diagram::{Direction, DrawOptions, Theme};
    use linocut_svg::Lettering;
    use serde_json::json;

    #[test]
    fn says_all_of_a_look() {
        let options = DrawOptions {
            theme: Some(Theme::Brand(vec![Rgba::BLACK, Rgba::WHITE])),
            direction: Some(Direction::Right),
            title: Some("T".to_owned()),
        };
        let said = diagram_params(&options, Lettering::Outlined).unwrap();
        let palette = "#000000ff,#ffffffff";
        let wanted =
            json!({ "theme": null, "palette": palette, "direction": "right", "title": "T", "font": "outline" });
        assert_eq!(said, wanted);
        let plain = DrawOptions { theme: Some(Theme::Dark), direction: None, title: None };
        assert_eq!(diagram_params(&plain, Lettering::Embedded).unwrap()["theme"], "dark");
    }
}
