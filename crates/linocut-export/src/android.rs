//! Android's `VectorDrawable` (developer.android.com, its reference and that of
//! `GradientColor`; API level 24 for gradients).

use crate::brush::{Brush, brush};
use crate::geometry::page_path;
use crate::line::{Line, dashed};
use crate::page::{byte, short};
use crate::tree::put;
use linocut_core::kurbo::{BezPath, Rect};
use linocut_core::{Cap, Drawing, FillRule, Join, Paint, Result, Rgba, Stop, Stroke, Unit, Warned};
use linocut_svg::{FlatOptions, Layer, Mark, Precision, Stamp, flatten, path_data};
use std::collections::BTreeSet;

/// Longest string that Android's packager takes, in bytes.
const LONGEST: usize = 32_767;

/// The text of a vector drawable of `size` dp.
pub(crate) fn android(drawing: &Drawing, size: (f64, f64), precision: Precision) -> Result<Warned<String>> {
    let flat = flatten(drawing, &FlatOptions { size: Some(size), pictures: None })?;
    let page = Rect::new(0.0, 0.0, flat.value.width, flat.value.height);
    let mut writer = Writer { page, precision, text: String::new(), depth: 1, notes: BTreeSet::new() };
    for mark in &flat.value.marks {
        writer.mark(mark, Unit::ONE);
    }
    let [width, height] = [page.width(), page.height()].map(|side| short(side, 3));
    let aapt = if writer.text.contains("<aapt:") { "\n    xmlns:aapt=\"http://schemas.android.com/aapt\"" } else { "" };
    let value = format!(
        "<vector xmlns:android=\"http://schemas.android.com/apk/res/android\"{aapt}\n    android:width=\"{width}dp\"\n    android:height=\"{height}dp\"\n    android:viewportWidth=\"{width}\"\n    android:viewportHeight=\"{height}\">\n{}</vector>\n",
        writer.text
    );
    Ok(Warned { value, warnings: [flat.warnings, writer.notes.into_iter().map(str::to_owned).collect()].concat() })
}

struct Writer {
    page: Rect,
    precision: Precision,
    text: String,
    depth: usize,
    notes: BTreeSet<&'static str>,
}

/// What a path element says, without its gradients.
#[derive(Default)]
struct Element {
    attributes: Vec<(&'static str, String)>,
    /// Attributes that are gradients, with their elements.
    gradients: Vec<(&'static str, Vec<String>)>,
}

impl Writer {
    fn line(&mut self, text: &str) {
        let indent = "    ".repeat(self.depth);
        put(&mut self.text, &[&indent, text, "\n"]);
    }

    /// An element around what `inside` writes.
    fn around(&mut self, start: &str, name: &str, inside: impl FnOnce(&mut Self)) {
        self.line(start);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }

    fn mark(&mut self, mark: &Mark, opacity: Unit) {
        match mark {
            Mark::Stamp(stamp) => self.stamp(stamp, opacity),
            Mark::Layer(layer) => self.layer(layer, opacity),
            Mark::Picture(_) => {}
        }
    }

    fn layer(&mut self, layer: &Layer, opacity: Unit) {
        if layer.opacity != Unit::ONE && layer.marks.len() > 1 {
            self.notes.insert("the opacity of a group became that of each of its shapes");
        }
        let opacity = Unit::clamped(opacity.get() * layer.opacity.get());
        let marks = |writer: &mut Self| layer.marks.iter().for_each(|mark| writer.mark(mark, opacity));
        let name = layer.name.as_deref().map(plain).filter(|name| !name.is_empty());
        let start = name.map_or("<group>".to_owned(), |name| format!("<group android:name=\"{name}\">"));
        self.around(&start, "group", |writer| {
            for clip in &layer.clips {
                if clip.rule == FillRule::EvenOdd && clip.path.elements().iter().skip(1).any(is_move) {
                    writer.notes.insert("a clip path lost its holes");
                }
                let data = writer.data(&clip.path);
                writer.line(&format!("<clip-path android:pathData=\"{data}\" />"));
            }
            marks(writer);
        });
    }

    fn data(&mut self, path: &BezPath) -> String {
        let data = path_data(path, self.precision);
        if data.len() > LONGEST {
            self.notes.insert("a path is longer than the 32,767 bytes that Android takes");
        }
        data
    }

    fn stamp(&mut self, stamp: &Stamp, opacity: Unit) {
        let shape = &stamp.shape;
        let fill = shape.fill.as_ref().map(|fill| (fill, page_path(stamp), shape.fill_rule));
        let line = shape.stroke.as_ref().map(|stroke| (stroke, dashed(stamp, stroke)));
        if let Some((paint, path, rule)) = fill {
            self.area((paint, opacity), stamp, &path, rule);
        }
        match line {
            Some((stroke, Line::Area(path))) => self.area((&stroke.paint, opacity), stamp, &path, FillRule::NonZero),
            Some((stroke, Line::Stroke(path, width))) => self.stroke((stroke, opacity), stamp, &path, width),
            None => {}
        }
    }

    fn area(&mut self, (paint, opacity): (&Paint, Unit), stamp: &Stamp, path: &BezPath, rule: FillRule) {
        let mut element = Element::default();
        if rule == FillRule::EvenOdd {
            element.set("android:fillType", "evenOdd".to_owned());
        }
        let brush = self.brush(paint, stamp);
        self.painted(&brush, ("android:fillColor", opacity), path, element);
    }

    fn stroke(&mut self, (stroke, opacity): (&Stroke, Unit), stamp: &Stamp, path: &BezPath, width: f64) {
        let mut element = Element::default();
        element.set("android:strokeWidth", short(width, usize::from(self.precision.decimals()) + 2));
        match stroke.cap {
            Cap::Butt => {}
            Cap::Round => element.set("android:strokeLineCap", "round".to_owned()),
            Cap::Square => element.set("android:strokeLineCap", "square".to_owned()),
        }
        match stroke.join {
            Join::Miter => element.set("android:strokeMiterLimit", short(stroke.miter_limit, 3)),
            Join::Round => element.set("android:strokeLineJoin", "round".to_owned()),
            Join::Bevel => element.set("android:strokeLineJoin", "bevel".to_owned()),
        }
        let brush = match self.brush(&stroke.paint, stamp) {
            // A group would stretch the line as well.
            Brush::Elliptic { place, radius, stops } => {
                self.notes.insert("an elliptic gradient along a line became round");
                let scale = (place.stretch.0 * place.stretch.1).sqrt();
                Brush::Radial { center: place.center, radius: radius * scale, stops }
            }
            brush @ (Brush::Solid(_) | Brush::Current | Brush::Linear { .. } | Brush::Radial { .. }) => brush,
        };
        self.painted(&brush, ("android:strokeColor", opacity), path, element);
    }

    fn brush(&mut self, paint: &Paint, stamp: &Stamp) -> Brush {
        let found = brush(paint, stamp.transform, self.page);
        if found.refocused {
            self.notes.insert("the focus of a radial gradient went to its center");
        }
        found.brush
    }

    /// Writes a path painted with a brush, inside a group that stretches it if the brush is elliptic.
    fn painted(&mut self, brush: &Brush, (name, opacity): (&'static str, Unit), path: &BezPath, mut element: Element) {
        match brush {
            Brush::Solid(color) => element.set(name, hex(*color, opacity)),
            Brush::Current => element.set(name, hex(Rgba::BLACK, opacity)),
            Brush::Linear { start, end, stops } => {
                let ends = [("startX", start.x), ("startY", start.y), ("endX", end.x), ("endY", end.y)];
                element.gradients.push((name, gradient("linear", &ends, stops, opacity)));
            }
            Brush::Radial { center, radius, stops } => {
                let circle = [("centerX", center.x), ("centerY", center.y), ("gradientRadius", *radius)];
                element.gradients.push((name, gradient("radial", &circle, stops, opacity)));
            }
            Brush::Elliptic { place, radius, stops } => {
                let circle = [("centerX", 0.0), ("centerY", 0.0), ("gradientRadius", *radius)];
                element.gradients.push((name, gradient("radial", &circle, stops, opacity)));
                let degrees = place.turn.to_degrees();
                let group = format!(
                    "<group android:rotation=\"{}\" android:scaleX=\"{}\" android:scaleY=\"{}\" android:translateX=\"{}\" android:translateY=\"{}\">",
                    short(degrees, 4),
                    short(place.stretch.0, 6),
                    short(place.stretch.1, 6),
                    short(place.center.x, 4),
                    short(place.center.y, 4)
                );
                let inside = place.affine().inverse() * path.clone();
                // As exact as the page when stretched.
                let data = path_data(&inside, finer(self.precision, place.stretch.0.max(place.stretch.1)));
                return self.around(&group, "group", |writer| writer.element(&element, &data));
            }
        }
        let data = self.data(path);
        self.element(&element, &data);
    }

    fn element(&mut self, element: &Element, data: &str) {
        self.line("<path");
        self.depth += 1;
        for (name, value) in &element.attributes {
            self.line(&format!("{name}=\"{value}\""));
        }
        let end = if element.gradients.is_empty() { " />" } else { ">" };
        self.line(&format!("android:pathData=\"{data}\"{end}"));
        for (name, lines) in &element.gradients {
            self.around(&format!("<aapt:attr name=\"{name}\">"), "aapt:attr", |writer| {
                for line in lines {
                    writer.line(line);
                }
            });
        }
        self.depth -= 1;
        if !element.gradients.is_empty() {
            self.line("</path>");
        }
    }
}

impl Element {
    fn set(&mut self, name: &'static str, value: String) {
        self.attributes.push((name, value));
    }
}

/// The lines of a gradient element.
fn gradient(kind: &str, geometry: &[(&str, f64)], stops: &[Stop], opacity: Unit) -> Vec<String> {
    let places: Vec<String> =
        geometry.iter().map(|(name, value)| format!(" android:{name}=\"{}\"", short(*value, 4))).collect();
    let item = |stop: &Stop| {
        let (offset, color) = (short(stop.offset.get(), 4), hex(stop.color, opacity));
        format!("    <item android:offset=\"{offset}\" android:color=\"{color}\" />")
    };
    let start = format!("<gradient android:type=\"{kind}\"{}>", places.concat());
    std::iter::once(start).chain(stops.iter().map(item)).chain(["</gradient>".to_owned()]).collect()
}

/// A color with its alpha in front, left out where it is opaque.
fn hex(color: Rgba, opacity: Unit) -> String {
    let alpha = byte(f64::from(color.a) * opacity.get());
    let alpha = if alpha == 255 { String::new() } else { format!("{alpha:02X}") };
    format!("#{alpha}{:02X}{:02X}{:02X}", color.r, color.g, color.b)
}

/// The precision with decimals for what is seen `scale` times as large.
fn finer(precision: Precision, scale: f64) -> Precision {
    let more = (0..6_u8).find(|digits| 10_f64.powi(i32::from(*digits)) >= scale).unwrap_or(6);
    Precision::new(precision.decimals() + more).unwrap_or(Precision::MAX)
}

/// A name without what XML would have to escape.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(64).collect()
}

fn is_move(element: &linocut_core::kurbo::PathEl) -> bool {
    matches!(element, linocut_core::kurbo::PathEl::MoveTo(_))
}
