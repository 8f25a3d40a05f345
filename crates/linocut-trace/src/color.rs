//! Colors as vectors in which anti-aliasing is a straight line.
//!
//! Renderers blend premultiplied sRGB bytes, so an edge pixel lies on the segment between the colors of its two sides,
//! transparency included.

use linocut_core::{Raster, Rgba};

use crate::grid::Grid;
use crate::number::byte;

/// Premultiplied red, green, blue and alpha, each `0.0..=255.0`.
pub(crate) type Color = [f32; 4];

/// The picture as premultiplied colors.
pub(crate) fn premultiply(picture: &Raster) -> Grid<Color> {
    let cells = picture.pixels().iter().map(|&p| premultiplied(p)).collect();
    let side = |n: u32| usize::try_from(n).unwrap_or(0);
    Grid { width: side(picture.width()), height: side(picture.height()), cells }
}

/// One color, premultiplied.
pub(crate) fn premultiplied(p: Rgba) -> Color {
    let a = f32::from(p.a) / 255.0;
    [f32::from(p.r) * a, f32::from(p.g) * a, f32::from(p.b) * a, f32::from(p.a)]
}

/// The nearest 8-bit color with straight alpha.
pub(crate) fn straight(color: Color) -> Rgba {
    let [r, g, b, a] = color;
    if a < 0.5 {
        return Rgba::TRANSPARENT;
    }
    let un = |c: f32| byte(c * 255.0 / a);
    Rgba { r: un(r), g: un(g), b: un(b), a: byte(a) }
}

/// The largest difference of any channel.
pub(crate) fn distance(a: Color, b: Color) -> f32 {
    let mut most = 0.0_f32;
    for (x, y) in a.iter().zip(b) {
        most = most.max((x - y).abs());
    }
    most
}

/// `a − b`.
pub(crate) fn sub(a: Color, b: Color) -> Color {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]]
}

/// The scalar product.
pub(crate) fn dot(a: Color, b: Color) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]
}

/// `a + (b − a)·t`.
pub(crate) fn mix(a: Color, b: Color, t: f32) -> Color {
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t, a[3] + (b[3] - a[3]) * t]
}

/// Colors this little beyond black or white are at it, in levels: rounding leaves as much.
const AT_THE_END: f32 = 1.5;

/// A stop `to` beyond the stop `from`, drawn back to where its color is one: a slope goes on no farther than black or white.
pub(crate) fn drawn_back(from: (f32, Color), to: (f32, Color)) -> (f32, Color) {
    let share = from.1.iter().zip(to.1).fold(1.0_f32, |share, (&near, far)| {
        let room = if far > 255.0 { 255.0 - near } else { near };
        let within = (-AT_THE_END..=255.0 + AT_THE_END).contains(&far);
        if within { share } else { share.min(room / (far - near).abs()) }
    });
    // What is at the end already has nothing to be drawn back along.
    if share < 0.02 {
        return (to.0, to.1.map(|c| c.clamp(0.0, 255.0)));
    }
    (from.0 + (to.0 - from.0) * share, mix(from.1, to.1, share).map(|c| c.clamp(0.0, 255.0)))
}

/// `top` painted on `bottom`, both premultiplied.
pub(crate) fn over(top: Color, bottom: Color) -> Color {
    let clear = 1.0 - top[3] / 255.0;
    [top[0] + bottom[0] * clear, top[1] + bottom[1] * clear, top[2] + bottom[2] * clear, top[3] + bottom[3] * clear]
}

/// How much of `b` is in `color`, a mix of `a` and `b`: the projection, and the residual as a largest channel difference.
pub(crate) fn unmix(color: Color, a: Color, b: Color) -> (f32, f32) {
    let axis = sub(b, a);
    let length2 = dot(axis, axis);
    if length2 < 1.0 {
        return (0.0, distance(color, a));
    }
    let t = (dot(sub(color, a), axis) / length2).clamp(0.0, 1.0);
    (t, distance(color, mix(a, b, t)))
}
