//! Painting a drawing, and the way back: from what pixels should become to what the drawing should.

use crate::brush::Brush;
use crate::coverage::{Span, cover, touches};
use crate::field::{Field, Level, same_size, scaled};
use crate::layers::{Layer, Part, Step, steps};
use crate::number::{index, single};
use crate::outline;
use linocut_core::kurbo::Vec2;
use linocut_core::{Context, Drawing, Result};

/// Paints `drawing`, stretched over `width × height` pixels, on nothing.
///
/// Each pixel shows exactly the covered share of each shape, blended as renderers do in premultiplied sRGB; within two
/// levels of resvg where that one's coverage is exact to a 255th. Gradients are read at the center of each pixel.
///
/// # Errors
/// [`Kind::Refused`](linocut_core::Kind::Refused) for words, clip paths, masks, filters and carried SVG;
/// [`Kind::Input`](linocut_core::Kind::Input) for a drawing or picture without extent;
/// [`Kind::Limit`](linocut_core::Kind::Limit) as [`Field::new`] or for groups over 256 deep; what `cx` says.
pub fn render(drawing: &Drawing, width: u32, height: u32, cx: &Context) -> Result<Field> {
    paint(drawing, Field::new(width, height)?, cx, &mut |_| {})
}

/// A painted drawing that remembers how it was painted.
///
/// Costs 16 bytes for each pixel that each shape covers.
pub struct Recording<'a> {
    field: Field,
    steps: Vec<Done<'a>>,
}

/// How a number changes with one shape of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Slope {
    /// Which shape, counted as [`Drawing::shapes`] does.
    pub shape: usize,
    /// Which part of it.
    pub part: Part,
    /// For each of the outline's [`parameters`](crate::parameters), per user unit; empty for a stroke.
    pub outline: Vec<f64>,
    /// For each color of the paint (one, or the gradient's stops): red, green, blue and alpha, straight, per level.
    pub colors: Vec<[f64; 4]>,
}

/// A step that was done, and what it hid.
enum Done<'a> {
    Layer { layer: Box<Layer<'a>>, spans: Vec<Span>, below: Vec<Level> },
    Open,
    Close { opacity: f64, inner: Field, below: Field },
}

/// Paints as [`render`] and remembers.
///
/// # Errors
/// As [`render`].
pub fn record<'a>(drawing: &'a Drawing, width: u32, height: u32, cx: &Context) -> Result<Recording<'a>> {
    let mut done = Vec::new();
    let field = paint(drawing, Field::new(width, height)?, cx, &mut |step| done.push(step))?;
    Ok(Recording { field, steps: done })
}

fn paint<'a>(drawing: &'a Drawing, mut field: Field, cx: &Context, each: &mut impl FnMut(Done<'a>)) -> Result<Field> {
    let size = (field.width(), field.height());
    let mut outer = Vec::new();
    for step in steps(drawing, field.extent())? {
        cx.check()?;
        match step {
            Step::Layer(layer) => {
                let spans = cover(&layer.path, layer.rule, size);
                let mut below = Vec::new();
                lay(&mut field, &layer.brush, &spans, &mut below);
                each(Done::Layer { layer, spans, below });
            }
            Step::Open => {
                outer.push(std::mem::replace(&mut field, Field::new(size.0, size.1)?));
                each(Done::Open);
            }
            Step::Close(opacity) => {
                let Some(below) = outer.pop() else { continue };
                let inner = std::mem::replace(&mut field, below.clone());
                for (out, &top) in field.levels_mut().iter_mut().zip(inner.levels()) {
                    *out = over(scaled(top, opacity), *out);
                }
                each(Done::Close { opacity, inner, below });
            }
        }
    }
    Ok(field)
}

/// Paints spans and notes what they hid.
fn lay(field: &mut Field, brush: &Brush, spans: &[Span], below: &mut Vec<Level>) {
    for span in spans {
        for (x, out) in (span.x..).zip(field.run_mut((span.x, span.y), span.len)) {
            below.push(*out);
            *out = over(scaled(brush.level(x, span.y), f64::from(span.cover)), *out);
        }
    }
}

/// `top` laid over `bottom`, both premultiplied.
pub(crate) fn over(top: Level, bottom: Level) -> Level {
    let rest = 1.0 - top[3] / 255.0;
    [top[0] + bottom[0] * rest, top[1] + bottom[1] * rest, top[2] + bottom[2] * rest, top[3] + bottom[3] * rest]
}

impl Recording<'_> {
    /// The picture.
    #[must_use]
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// How a number changes with the drawing, when it changes with the pixels by `slope`.
    ///
    /// The slope of coverage is the integral of the boundary's normal movement over each pixel (Li et al., "Differentiable
    /// Vector Graphics Rasterization", 2020, in closed form). In painting order, fill before stroke. The geometry and
    /// width of strokes, and the axes of gradients, have no slope here.
    ///
    /// # Errors
    /// [`Kind::Input`](linocut_core::Kind::Input) when the sizes differ; what `cx` says.
    pub fn slopes(&self, slope: &Field, cx: &Context) -> Result<Vec<Slope>> {
        same_size(&self.field, slope)?;
        let mut found = Vec::new();
        let mut slope = slope.clone();
        let mut outer = Vec::new();
        for step in self.steps.iter().rev() {
            cx.check()?;
            match step {
                Done::Layer { layer, spans, below } => found.push(lift(&mut slope, layer, spans, below)),
                Done::Close { opacity, inner, below } => {
                    let mut inside = slope.clone();
                    let parts = inside.levels_mut().iter_mut().zip(slope.levels_mut());
                    for ((inside, out), (top, bottom)) in parts.zip(inner.levels().iter().zip(below.levels())) {
                        let hidden = dot(*out, *bottom) / 255.0;
                        inside[3] -= single(hidden);
                        *inside = scaled(*inside, *opacity);
                        *out = scaled(*out, 1.0 - opacity * f64::from(top[3]) / 255.0);
                    }
                    outer.push(std::mem::replace(&mut slope, inside));
                }
                Done::Open => {
                    if let Some(below) = outer.pop() {
                        slope = below;
                    }
                }
            }
        }
        found.reverse();
        Ok(found)
    }
}

/// The slope of one layer; what is left of `slope` is that of the pixels below.
fn lift(slope: &mut Field, layer: &Layer, spans: &[Span], below: &[Level]) -> Slope {
    let mut colors = vec![[0.0; 4]; layer.brush.colors()];
    // How the number changes with the covered share of each pixel, where that is not whole or may shrink.
    let mut shares = Vec::new();
    let mut rest = below;
    for span in spans {
        let (hidden, after) = rest.split_at_checked(index(span.len)).unwrap_or((rest, &[]));
        rest = after;
        for (x, (out, &bottom)) in (span.x..).zip(slope.run_mut((span.x, span.y), span.len).iter_mut().zip(hidden)) {
            let (cover, top) = (f64::from(span.cover), layer.brush.level(x, span.y));
            let under = dot(*out, bottom) / 255.0;
            if span.len == 1 {
                shares.push((span.y, x, dot(*out, top) - f64::from(top[3]) * under));
            }
            let mut by_level = out.map(|o| f64::from(o) * cover);
            by_level[3] -= under * cover;
            tint(&mut colors, &layer.brush, (x, span.y), by_level);
            *out = scaled(*out, 1.0 - cover * f64::from(top[3]) / 255.0);
        }
    }
    let outline = match layer.part {
        Part::Fill => pull(layer, (slope.width(), slope.height()), &shares),
        Part::Stroke => Vec::new(),
    };
    Slope { shape: layer.index, part: layer.part, outline, colors }
}

/// Adds the slope of one pixel's premultiplied level to that of the colors it is mixed from.
fn tint(colors: &mut [[f64; 4]], brush: &Brush, (x, y): (u32, u32), [r, g, b, a]: [f64; 4]) {
    let mix = brush.mix(x, y);
    let [cr, cg, cb, alpha] = brush.color(mix).map(|c| c / 255.0);
    let straight = [r * alpha, g * alpha, b * alpha, r * cr + g * cg + b * cb + a];
    for (stop, share) in [(mix.stops.0, 1.0 - mix.share), (mix.stops.1, mix.share)] {
        if let Some(color) = colors.get_mut(stop) {
            for (c, s) in color.iter_mut().zip(straight) {
                *c += s * share;
            }
        }
    }
}

/// The slope of the parameters of a layer's outline, from that of the covered shares of pixels.
fn pull(layer: &Layer, size: (u32, u32), shares: &[(u32, u32, f64)]) -> Vec<f64> {
    let mut points: Vec<Vec2> = Vec::new();
    let mut at = shares.iter().peekable();
    for touch in touches(&layer.path, layer.rule, size) {
        while at.next_if(|&&(y, x, _)| (y, x) < (touch.y, touch.x)).is_some() {}
        let Some((_, _, slope)) = at.peek().filter(|&&&(y, x, _)| (y, x) == (touch.y, touch.x)) else { continue };
        let point = index(touch.point);
        if points.len() <= point {
            points.resize(point + 1, Vec2::ZERO);
        }
        if let Some(sum) = points.get_mut(point) {
            *sum += Vec2::new(touch.by[0], touch.by[1]) * *slope;
        }
    }
    let [a, b, c, d, _, _] = layer.place.as_coeffs();
    let mut found = vec![0.0; outline::parameters(&layer.shape.outline).len()];
    for m in outline::moves(&layer.shape.outline) {
        let by = Vec2::new(a * m.by.x + c * m.by.y, b * m.by.x + d * m.by.y);
        if let (Some(sum), Some(slope)) = (found.get_mut(m.parameter), points.get(m.point)) {
            *sum += by.dot(*slope);
        }
    }
    found
}

fn dot(a: Level, b: Level) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(b)).sum()
}
