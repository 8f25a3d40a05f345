//! Values as bytes and back.

use linocut_core::kurbo::{Affine, BezPath, Circle, Ellipse, Line, Point, Rect, RoundedRect, RoundedRectRadii, Vec2};
use linocut_core::{
    Anchor, Body, Cap, Drawing, FillRule, Gradient, GradientShape, Id, Item, Join, Opaque, Outline, Paint, Raster,
    Rgba, Score, Shape, Spread, Stop, Stroke, Unit, Value, Words,
};
use std::sync::Arc;

/// Something whose bytes say all of it.
pub(crate) trait Exact: Sized {
    /// Appends its bytes.
    fn put(&self, out: &mut Vec<u8>);
    /// Takes it off the front; `None` when that is not one.
    fn take(from: &mut &[u8]) -> Option<Self>;
}

/// Implements [`Exact`] for a struct with public fields, in this order.
macro_rules! record {
    ($name:ident { $($field:ident),* }) => {
        impl Exact for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)*
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: Exact::take(from)?),* })
            }
        }
    };
}

/// Implements [`Exact`] for an enum: a byte for the variant, then what it holds.
macro_rules! choice {
    ($name:ident { $($tag:literal => $variant:ident $(($held:ident))?),* }) => {
        impl Exact for $name {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($held))? => { out.push($tag); $($held.put(out);)? })*
                }
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                match u8::take(from)? {
                    $($tag => Some(Self::$variant $(({ let $held = Exact::take(from)?; $held }))?),)*
                    _ => None,
                }
            }
        }
    };
}

/// Implements [`Exact`] for numbers.
macro_rules! number {
    ($($name:ty),*) => {
        $(impl Exact for $name {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                let (head, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_le_bytes(*head))
            }
        })*
    };
}

number!(u8, u16, u32, u64, f64);
record!(Point { x, y });
record!(Vec2 { x, y });
record!(Rect { x0, y0, x1, y1 });
record!(Circle { center, radius });
record!(Line { p0, p1 });
record!(RoundedRectRadii { top_left, top_right, bottom_right, bottom_left });
record!(Rgba { r, g, b, a });
record!(Opaque { markup });
record!(Drawing { view_box, size, items, defs, title, description });
record!(Item { id, label, node, transform, opacity, clip, mask, filter, body });
record!(Shape { outline, fill, fill_rule, stroke });
record!(Stop { offset, color });
record!(Gradient { shape, stops, spread, transform });
record!(Stroke { paint, width, cap, join, miter_limit, dashes, dash_offset });
record!(Words { text, at, families, size, weight, italic, anchor, fill, stroke });
record!(Score { value, parts, note });
choice!(FillRule { 0 => NonZero, 1 => EvenOdd });
choice!(Spread { 0 => Pad, 1 => Reflect, 2 => Repeat });
choice!(Cap { 0 => Butt, 1 => Round, 2 => Square });
choice!(Join { 0 => Miter, 1 => Round, 2 => Bevel });
choice!(Anchor { 0 => Start, 1 => Middle, 2 => End });
choice!(Paint { 0 => Solid(color), 1 => CurrentColor, 2 => Gradient(gradient) });
choice!(Outline { 0 => Path(path), 1 => Rect(rect), 2 => Circle(circle), 3 => Ellipse(ellipse), 4 => Line(line) });
choice!(Body { 0 => Group(items), 1 => Shape(shape), 2 => Words(words), 3 => Opaque(opaque) });
choice!(Value { 0 => Text(text), 1 => Raster(picture), 2 => Drawing(drawing), 3 => Score(score) });

impl Exact for GradientShape {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Linear { start, end } => (0_u8, *start, *end, 0.0).put(out),
            Self::Radial { center, radius, focus } => (1_u8, *center, *focus, *radius).put(out),
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let (tag, first, second, radius) = <(u8, Point, Point, f64)>::take(from)?;
        match tag {
            0 => Some(Self::Linear { start: first, end: second }),
            1 => Some(Self::Radial { center: first, radius, focus: second }),
            _ => None,
        }
    }
}

impl<A: Exact, B: Exact, C: Exact, D: Exact> Exact for (A, B, C, D) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
        self.3.put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?, C::take(from)?, D::take(from)?))
    }
}

impl<A: Exact, B: Exact> Exact for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?))
    }
}

impl<T: Exact> Exact for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(held) = self {
            held.put(out);
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        if bool::take(from)? { Some(Some(T::take(from)?)) } else { Some(None) }
    }
}

impl<T: Exact> Exact for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        length(self.len()).put(out);
        for held in self {
            held.put(out);
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        // Grows as it reads: a length that lies reserves nothing.
        let mut list = Self::new();
        for _ in 0..u64::take(from)? {
            list.push(T::take(from)?);
        }
        Some(list)
    }
}

impl<T: Exact> Exact for Arc<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_ref().put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        T::take(from).map(Self::new)
    }
}

impl Exact for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        u8::take(from).map(|byte| byte != 0)
    }
}

impl Exact for String {
    fn put(&self, out: &mut Vec<u8>) {
        text(self, out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let (head, rest) = from.get(8..).and_then(|rest| {
            let length = usize::try_from(u64::take(from)?).ok()?;
            rest.split_at_checked(length)
        })?;
        *from = rest;
        Self::from_utf8(head.to_vec()).ok()
    }
}

impl Exact for Arc<str> {
    fn put(&self, out: &mut Vec<u8>) {
        text(self, out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        String::take(from).map(Into::into)
    }
}

impl Exact for Id {
    fn put(&self, out: &mut Vec<u8>) {
        text(self.as_str(), out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Self::new(&String::take(from)?)
    }
}

impl Exact for Unit {
    fn put(&self, out: &mut Vec<u8>) {
        self.get().put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        f64::take(from).map(Self::clamped)
    }
}

impl Exact for Affine {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_coeffs().iter().for_each(|number| number.put(out));
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let mut numbers = [0.0; 6];
        for number in &mut numbers {
            *number = f64::take(from)?;
        }
        Some(Self::new(numbers))
    }
}

impl Exact for Ellipse {
    /// Radii come out of a decomposition, so of these the last bit may change.
    fn put(&self, out: &mut Vec<u8>) {
        let (radii, rotation) = self.radii_and_rotation();
        (self.center(), radii).put(out);
        rotation.put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let (center, radii) = <(Point, Vec2)>::take(from)?;
        Some(Self::new(center, radii, f64::take(from)?))
    }
}

impl Exact for RoundedRect {
    fn put(&self, out: &mut Vec<u8>) {
        self.rect().put(out);
        self.radii().put(out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(Self::from_rect(Rect::take(from)?, RoundedRectRadii::take(from)?))
    }
}

impl Exact for BezPath {
    fn put(&self, out: &mut Vec<u8>) {
        text(&self.to_svg(), out);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Self::from_svg(&String::take(from)?).ok()
    }
}

impl Exact for Raster {
    fn put(&self, out: &mut Vec<u8>) {
        self.width().put(out);
        self.height().put(out);
        out.extend(self.pixels().iter().flat_map(|pixel| pixel.channels()));
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let (width, height) = (u32::take(from)?, u32::take(from)?);
        let bytes = usize::try_from(4 * u64::from(width) * u64::from(height)).ok()?;
        let (pixels, rest) = from.split_at_checked(bytes)?;
        *from = rest;
        Self::from_bytes(width, height, pixels).ok()
    }
}

fn length(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

fn text(text: &str, out: &mut Vec<u8>) {
    length(text.len()).put(out);
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::Exact;
    use linocut_core::kurbo::{Affine, BezPath, Circle, Point, Rect};
    use linocut_core::{
        Anchor, Body, Drawing, Gradient, GradientShape, Id, Item, Opaque, Outline, Paint, Raster, Rgba, Score, Shape,
        Spread, Stop, Stroke, Unit, Value, Words,
    };
    use std::sync::Arc;

    fn drawing() -> Drawing {
        let mut path = BezPath::new();
        path.move_to((0.1 + 0.2, 1.0 / 3.0));
        path.curve_to((1.0, 2.0), (1e-9, 4.0), (5.0, 6.0));
        path.close_path();
        let stops = vec![Stop { offset: Unit::clamped(0.3), color: Rgba { r: 1, g: 2, b: 3, a: 4 } }];
        let shape = GradientShape::Radial { center: Point::ORIGIN, radius: 0.7, focus: Point::new(1.0, 0.1) };
        let paint = Paint::Gradient(Gradient { shape, stops, spread: Spread::Reflect, transform: Affine::rotate(0.1) });
        let mut one = Item::shape(Shape::filled(Outline::Path(path), paint.clone()));
        one.id = Id::new("one");
        let mut two = Item::shape(Shape::filled(Outline::Circle(Circle::new((1.0, 2.0), 3.0)), Paint::CurrentColor));
        if let Body::Shape(shape) = &mut two.body {
            shape.stroke = Some(Stroke::new(paint, 0.3));
        }
        let words = Words {
            text: "ho \u{1f600}".to_owned(),
            at: Point::new(0.5, 0.25),
            families: vec!["Sans".to_owned()],
            size: 12.0,
            weight: 700,
            italic: true,
            anchor: Anchor::Middle,
            fill: None,
            stroke: None,
        };
        let mut three = two.clone();
        three.body = Body::Words(words);
        let mut group = three.clone();
        group.body = Body::Group(vec![one, two, three]);
        let mut drawing = Drawing::new(Rect::new(0.0, 0.0, 9.0, 9.5), vec![group]);
        drawing.defs.push(Opaque { markup: "<clipPath id=\"c\"/>".to_owned() });
        drawing.title = Some("t".to_owned());
        drawing
    }

    fn values() -> Vec<Value> {
        let score = Score { value: Unit::clamped(0.9), parts: vec![("ssim".to_owned(), 0.1 + 0.7)], note: None };
        let picture = Raster::new(2, 1, vec![Rgba::BLACK, Rgba { r: 9, g: 8, b: 7, a: 0 }]).unwrap();
        vec![
            Value::text("words"),
            Value::Raster(Arc::new(picture)),
            Value::Drawing(Arc::new(drawing())),
            Value::Score(Arc::new(score)),
        ]
    }

    #[test]
    fn gives_back_what_it_took() {
        for value in values() {
            let mut bytes = Vec::new();
            value.put(&mut bytes);
            let mut rest = bytes.as_slice();
            assert_eq!(Value::take(&mut rest), Some(value));
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn refuses_what_is_cut_off() {
        for value in values() {
            let mut bytes = Vec::new();
            value.put(&mut bytes);
            for end in 0..bytes.len() {
                assert_eq!(Value::take(&mut &bytes[..end]), None, "{end} bytes of {}", value.of());
            }
        }
    }
}
