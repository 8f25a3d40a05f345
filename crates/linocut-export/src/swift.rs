//! `SwiftUI`: a view that draws on a `Canvas` (iOS 15, macOS 12), which knows gradients, opacity and clip paths.

use crate::brush::{Brush, brush};
use crate::content::dashes;
use crate::geometry::{page_path, similarity};
use crate::line::{Line, line};
use crate::page::short;
use crate::tree::put;
use linocut_core::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use linocut_core::{Cap, Drawing, FillRule, Join, Outline, Paint, Result, Rgba, Stop, Stroke, Unit, Warned};
use linocut_svg::{FlatOptions, Layer, Mark, Stamp, flatten};
use std::collections::BTreeSet;

/// How a view is written.
pub(crate) struct View<'a> {
    /// Name of its type.
    pub(crate) name: &'a str,
    /// Width and height in points, which are CSS pixels.
    pub(crate) size: (f64, f64),
    /// Decimals of coordinates.
    pub(crate) decimals: usize,
}

/// The text of a Swift file with a view.
pub(crate) fn swift(drawing: &Drawing, view: &View<'_>) -> Result<Warned<String>> {
    let flat = flatten(drawing, &FlatOptions { size: Some(view.size), pictures: None })?;
    let page = Rect::new(0.0, 0.0, flat.value.width, flat.value.height);
    let mut writer =
        Writer { page, decimals: view.decimals, text: String::new(), depth: 2, count: 0, notes: BTreeSet::new() };
    for mark in &flat.value.marks {
        writer.mark(mark, "context");
    }
    let [width, height] = [page.width(), page.height()].map(|side| short(side, 3));
    let (name, marks) = (view.name, writer.text.trim_end_matches('\n'));
    let value = format!(
        "\
import SwiftUI

struct {name}: View {{
    static let size = CGSize(width: {width}, height: {height})

{BODY}
    private static func draw(in context: GraphicsContext) {{
{marks}
    }}
}}
"
    );
    Ok(Warned { value, warnings: [flat.warnings, writer.notes.into_iter().map(str::to_owned).collect()].concat() })
}

/// The part of a view that is the same in all: its drawing as large as there is room for.
const BODY: &str = "    var body: some View {
        Canvas { context, size in
            let scale = min(size.width / Self.size.width, size.height / Self.size.height)
            let x = (size.width - Self.size.width * scale) / 2
            let y = (size.height - Self.size.height * scale) / 2
            context.translateBy(x: x, y: y)
            context.scaleBy(x: scale, y: scale)
            Self.draw(in: context)
        }
        .aspectRatio(Self.size, contentMode: .fit)
    }
";

struct Writer {
    page: Rect,
    decimals: usize,
    text: String,
    depth: usize,
    /// How many contexts have a name.
    count: usize,
    notes: BTreeSet<&'static str>,
}

impl Writer {
    fn line(&mut self, text: &str) {
        let indent = "    ".repeat(self.depth);
        put(&mut self.text, &[&indent, text, "\n"]);
    }

    fn mark(&mut self, mark: &Mark, context: &str) {
        match mark {
            Mark::Stamp(stamp) => self.stamp(stamp, context),
            Mark::Layer(layer) => self.layer(layer, context),
            Mark::Picture(_) => {}
        }
    }

    /// A copy of `context` under a new name.
    fn copy(&mut self, context: &str) -> String {
        self.count += 1;
        let name = format!("context{}", self.count);
        self.line(&format!("var {name} = {context}"));
        name
    }

    fn layer(&mut self, layer: &Layer, context: &str) {
        if let Some(name) = &layer.name {
            let name: String = name.chars().filter(|c| !c.is_control()).collect();
            self.line(&format!("// {}", name.trim()));
        }
        if layer.opacity == Unit::ONE && layer.clips.is_empty() {
            return layer.marks.iter().for_each(|mark| self.mark(mark, context));
        }
        let copy = self.copy(context);
        for clip in &layer.clips {
            let path = self.path(&clip.path);
            self.line(&format!("{copy}.clip(to: {path}{})", style(clip.rule)));
        }
        if layer.opacity == Unit::ONE {
            return layer.marks.iter().for_each(|mark| self.mark(mark, &copy));
        }
        self.line(&format!("{copy}.opacity = {}", short(layer.opacity.get(), 4)));
        self.count += 1;
        let inner = format!("context{}", self.count);
        self.line(&format!("{copy}.drawLayer {{ {inner} in"));
        self.depth += 1;
        layer.marks.iter().for_each(|mark| self.mark(mark, &inner));
        self.depth -= 1;
        self.line("}");
    }

    fn stamp(&mut self, stamp: &Stamp, context: &str) {
        if let Some(fill) = &stamp.shape.fill {
            let rule = stamp.shape.fill_rule;
            self.area(fill, stamp, &page_path(stamp), (rule, context));
        }
        let Some(stroke) = &stamp.shape.stroke else { return };
        match line(stamp, stroke) {
            Line::Area(path) => self.area(&stroke.paint, stamp, &path, (FillRule::NonZero, context)),
            Line::Stroke(path, width) => {
                let scale = similarity(stamp.transform).unwrap_or(1.0);
                let brush = self.brush(&stroke.paint, stamp);
                let style = self.stroke_style(stroke, width, scale);
                self.painted(&brush, &path, ("stroke", &style), context);
            }
        }
    }

    fn area(&mut self, paint: &Paint, stamp: &Stamp, path: &BezPath, (rule, context): (FillRule, &str)) {
        let brush = self.brush(paint, stamp);
        let whole = stamp.shape.fill.as_ref() == Some(paint) && !matches!(brush, Brush::Elliptic { .. });
        if let Some(path) = self.primitive(stamp).filter(|_| whole) {
            return self.line(&format!("{context}.fill({path}, with: {}{})", self.shading(&brush), style(rule)));
        }
        self.painted(&brush, path, ("fill", style(rule)), context);
    }

    /// A shape for which Swift has a word, where it lies along the axes of the page.
    fn primitive(&self, stamp: &Stamp) -> Option<String> {
        let scale = similarity(stamp.transform)?;
        let [_, b, c, ..] = stamp.transform.as_coeffs();
        let upright = b == 0.0 && c == 0.0;
        let frame = |rect: Rect| {
            let sides = [rect.x0, rect.y0, rect.width(), rect.height()].map(|side| short(side, self.decimals));
            let [x, y, width, height] = sides;
            format!("CGRect(x: {x}, y: {y}, width: {width}, height: {height})")
        };
        let bounds = stamp.transform.transform_rect_bbox(stamp.shape.outline.bounds());
        match &stamp.shape.outline {
            Outline::Circle(circle) => {
                let (center, radius) = (stamp.transform * circle.center, circle.radius * scale);
                let around = Rect::from_center_size(center, (radius * 2.0, radius * 2.0));
                Some(format!("Path(ellipseIn: {})", frame(around)))
            }
            Outline::Rect(rect) if upright && rect.radii().top_left <= 0.0 => Some(format!("Path({})", frame(bounds))),
            Outline::Rect(rect) if upright => {
                let radius = short(rect.radii().top_left * scale, self.decimals);
                Some(format!("Path(roundedRect: {}, cornerRadius: {radius})", frame(bounds)))
            }
            Outline::Path(_) | Outline::Rect(_) | Outline::Ellipse(_) | Outline::Line(_) => None,
        }
    }

    fn brush(&mut self, paint: &Paint, stamp: &Stamp) -> Brush {
        let found = brush(paint, stamp.transform, self.page);
        if found.refocused {
            self.notes.insert("the focus of a radial gradient went to its center");
        }
        found.brush
    }

    /// Fills or strokes a path; an elliptic gradient is drawn round in a stretched space.
    fn painted(&mut self, brush: &Brush, path: &BezPath, (verb, style): (&str, &str), context: &str) {
        let Brush::Elliptic { place, .. } = brush else {
            let text = self.path(path);
            return self.line(&format!("{context}.{verb}({text}, with: {}{style})", self.shading(brush)));
        };
        if verb == "stroke" {
            self.notes.insert("an elliptic gradient along a line became round");
            let text = self.path(path);
            return self.line(&format!("{context}.{verb}({text}, with: {}{style})", self.shading(brush)));
        }
        let [a, b, c, d, tx, ty] = place.affine().as_coeffs().map(|value| short(value, 6));
        let copy = self.copy(context);
        self.line(&format!(
            "{copy}.concatenate(CGAffineTransform(a: {a}, b: {b}, c: {c}, d: {d}, tx: {tx}, ty: {ty}))"
        ));
        let decimals = self.decimals;
        self.decimals += 3;
        let inverse: Affine = place.affine().inverse();
        let text = self.path(&(inverse * path.clone()));
        self.decimals = decimals;
        self.line(&format!("{copy}.{verb}({text}, with: {}{style})", self.shading(brush)));
    }

    /// An expression for a path, its steps on lines of their own.
    fn path(&self, path: &BezPath) -> String {
        let indent = "    ".repeat(self.depth);
        let mut out = "Path { p in\n".to_owned();
        let mut at = Point::ORIGIN;
        for element in path.elements() {
            let step = match *element {
                PathEl::MoveTo(p) => format!("p.move(to: {})", self.point(p)),
                PathEl::LineTo(p) => format!("p.addLine(to: {})", self.point(p)),
                PathEl::QuadTo(a, p) => format!("p.addQuadCurve(to: {}, control: {})", self.point(p), self.point(a)),
                PathEl::CurveTo(a, b, p) => format!(
                    "p.addCurve(to: {}, control1: {}, control2: {})",
                    self.point(p),
                    self.point(a),
                    self.point(b)
                ),
                PathEl::ClosePath => "p.closeSubpath()".to_owned(),
            };
            put(&mut out, &[&indent, "    ", &step, "\n"]);
            at = element.end_point().unwrap_or(at);
        }
        put(&mut out, &[&indent, "}"]);
        out
    }

    fn point(&self, point: Point) -> String {
        format!("CGPoint(x: {}, y: {})", short(point.x, self.decimals), short(point.y, self.decimals))
    }

    fn shading(&self, brush: &Brush) -> String {
        match brush {
            Brush::Solid(color) => format!(".color({})", self::color(*color)),
            Brush::Current => ".foreground".to_owned(),
            Brush::Linear { start, end, stops } => format!(
                ".linearGradient({}, startPoint: {}, endPoint: {})",
                gradient(stops),
                self.point(*start),
                self.point(*end)
            ),
            Brush::Radial { center, radius, stops } => self.radial(*center, *radius, stops),
            Brush::Elliptic { radius, stops, .. } => self.radial(Point::ORIGIN, *radius, stops),
        }
    }

    fn radial(&self, center: Point, radius: f64, stops: &[Stop]) -> String {
        let radius = short(radius, self.decimals + 2);
        let (gradient, center) = (gradient(stops), self.point(center));
        format!(".radialGradient({gradient}, center: {center}, startRadius: 0, endRadius: {radius})")
    }

    fn stroke_style(&self, stroke: &Stroke, width: f64, scale: f64) -> String {
        let number = |value: f64| short(value, self.decimals + 2);
        let mut parts = vec![format!("lineWidth: {}", number(width))];
        match stroke.cap {
            Cap::Butt => {}
            Cap::Round => parts.push("lineCap: .round".to_owned()),
            Cap::Square => parts.push("lineCap: .square".to_owned()),
        }
        match stroke.join {
            Join::Miter => parts.push(format!("miterLimit: {}", short(stroke.miter_limit, 3))),
            Join::Round => parts.push("lineJoin: .round".to_owned()),
            Join::Bevel => parts.push("lineJoin: .bevel".to_owned()),
        }
        let dashes = dashes(stroke);
        if !dashes.is_empty() {
            let lengths: Vec<String> = dashes.iter().map(|dash| number(dash * scale)).collect();
            parts.push(format!("dash: [{}]", lengths.join(", ")));
            parts.push(format!("dashPhase: {}", number(stroke.dash_offset * scale)));
        }
        format!(", style: StrokeStyle({})", parts.join(", "))
    }
}

/// The argument that asks for a fill rule.
fn style(rule: FillRule) -> &'static str {
    match rule {
        FillRule::NonZero => "",
        FillRule::EvenOdd => ", style: FillStyle(eoFill: true)",
    }
}

fn color(color: Rgba) -> String {
    let share = |channel: u8| short(f64::from(channel) / 255.0, 4);
    let (r, g, b) = (share(color.r), share(color.g), share(color.b));
    let opacity = if color.a == 255 { String::new() } else { format!(", opacity: {}", share(color.a)) };
    format!("Color(red: {r}, green: {g}, blue: {b}{opacity})")
}

fn gradient(stops: &[Stop]) -> String {
    let stop = |stop: &Stop| format!(".init(color: {}, location: {})", color(stop.color), short(stop.offset.get(), 4));
    format!("Gradient(stops: [{}])", stops.iter().map(stop).collect::<Vec<_>>().join(", "))
}
