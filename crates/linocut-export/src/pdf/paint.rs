//! Fills, strokes and gradients of PDF.

use super::Writer;
use crate::content::Content;
use crate::geometry::{page_path, path, similarity};
use crate::gradient::{list, rgb, settled, shading, unrolled};
use linocut_core::kurbo::Affine;
use linocut_core::{Gradient, Paint, Result, Rgba, Stroke, Unit};
use linocut_svg::Stamp;

/// Which of the two colors of PDF a paint is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Fill,
    Stroke,
}

impl Use {
    /// The operators that set a color, a color space and a pattern.
    fn operators(self) -> [&'static str; 3] {
        match self {
            Self::Fill => ["rg", "cs", "scn"],
            Self::Stroke => ["RG", "CS", "SCN"],
        }
    }
}

impl Writer {
    /// Paints a shape.
    pub(super) fn stamp(&mut self, stamp: &Stamp, content: &mut Content) -> Result<()> {
        if let Some(fill) = &stamp.shape.fill {
            content.op("q");
            self.paint(fill, Use::Fill, stamp, content)?;
            content.path(&page_path(stamp));
            content.fill(stamp.shape.fill_rule);
            content.op("Q");
        }
        if let Some(stroke) = &stamp.shape.stroke {
            content.op("q");
            self.paint(&stroke.paint, Use::Stroke, stamp, content)?;
            follow(stamp, stroke, content);
            content.op("Q");
        }
        Ok(())
    }

    /// Sets the color or pattern, and the opacity that belongs to it.
    fn paint(&mut self, paint: &Paint, use_: Use, stamp: &Stamp, content: &mut Content) -> Result<()> {
        let [color_operator, space_operator, pattern_operator] = use_.operators();
        match settled(paint) {
            Paint::Solid(color) => {
                self.opacity(color.a, content);
                content.color(color, color_operator);
            }
            Paint::Gradient(gradient) => {
                let on_page = Gradient { transform: stamp.transform * gradient.transform, ..gradient };
                let gradient = unrolled(&on_page, self.page);
                self.gradient_opacity(&gradient, content)?;
                let pattern = self.pattern(&gradient, "DeviceRGB", rgb);
                content.op(&format!("/Pattern {space_operator}"));
                content.op(&format!("/{pattern} {pattern_operator}"));
            }
            Paint::CurrentColor => {}
        }
        Ok(())
    }

    fn opacity(&mut self, alpha: u8, content: &mut Content) {
        if alpha < 255 {
            let state = self.alpha(Unit::clamped(f64::from(alpha) / 255.0));
            content.op(&format!("/{state} gs"));
        }
    }

    /// One opacity for all stops, or a mask that changes as the color does.
    fn gradient_opacity(&mut self, gradient: &Gradient, content: &mut Content) -> Result<()> {
        let first = gradient.stops.first().map_or(255, |stop| stop.color.a);
        if gradient.stops.iter().all(|stop| stop.color.a == first) {
            self.opacity(first, content);
            return Ok(());
        }
        let gray = self.pattern(gradient, "DeviceGray", |color: Rgba| vec![f64::from(color.a) / 255.0]);
        let mut mask = Content::new(4);
        mask.op("/Pattern cs");
        mask.op(&format!("/{gray} scn"));
        mask.with(&[0.0, 0.0, self.page.x1, self.page.y1], "re");
        mask.op("f");
        let form = self.form_of(&mask, " /Group << /S /Transparency /CS /DeviceGray >>")?;
        let form = self.named.get(&("XObject", form)).map(|number| number.reference()).unwrap_or_default();
        let state = self.file.add(format!("<< /Type /ExtGState /SMask << /S /Luminosity /G {form} >> >>"));
        let state = self.name("ExtGState", 's', state);
        content.op(&format!("/{state} gs"));
        Ok(())
    }

    /// The name of a pattern that shows a gradient.
    fn pattern(&mut self, gradient: &Gradient, space: &str, channels: impl Fn(Rgba) -> Vec<f64>) -> String {
        let number = self.file.add(format!(
            "<< /Type /Pattern /PatternType 2 /Matrix [{}]\n/Shading {} >>",
            list(gradient.transform.as_coeffs()),
            shading(gradient, space, channels)
        ));
        self.name("Pattern", 'p', number)
    }
}

/// Draws the line along a shape; a transform that is not alike in every direction makes it wider in one.
fn follow(stamp: &Stamp, stroke: &Stroke, content: &mut Content) {
    if let Some(scale) = similarity(stamp.transform) {
        content.line(stroke, scale);
        content.path(&page_path(stamp));
    } else {
        content.matrix(stamp.transform);
        let decimals = content.decimals;
        content.decimals += finer(stamp.transform);
        content.line(stroke, 1.0);
        content.path(&path(&stamp.shape.outline));
        content.decimals = decimals;
    }
    content.op("S");
}

/// How many more decimals coordinates need that `transform` enlarges.
fn finer(transform: Affine) -> usize {
    (0..9)
        .find(|digits| 10_f64.powi(*digits) >= transform.spectral_norm())
        .and_then(|d| usize::try_from(d).ok())
        .unwrap_or(9)
}
