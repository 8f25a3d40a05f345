//! The picture as if it had been drawn in other colors, its anti-aliasing included.
//!
//! A pixel on an edge is a mix of two fills; here it becomes the same mix of what these fills are painted with. What
//! follows sees a picture of the colors that were asked for, so two shades that become one leave no edge, and what
//! becomes transparent is.

use crate::color::{self, Color};
use crate::fill::Fill;
use crate::grid::Grid;
use crate::inks::{self, Ink, Inks, Seen};
use crate::options::TraceOptions;
use crate::palette::{self, Palette};
use crate::unmix::Mix;
use crate::{blur, flat, noise, unmix};
use linocut_core::{Body, Context, Drawing, Item, Paint, Result, Rgba};

/// Colors nearer to each other than this would be taken for one when the picture is looked at again, in levels.
const APART: f32 = 16.0;
/// Farthest that a color of the traced picture may be from the one it was given, in levels.
const SAME: f32 = 4.0;

/// A picture in other colors.
pub(crate) struct Recolored {
    /// Its pixels.
    pub(crate) field: Grid<Color>,
    /// The colors in `field`, far enough apart to be told from each other, with what they stand for.
    pub(crate) inks: Vec<(Rgba, Ink)>,
    /// Whether there are no other colors in it.
    pub(crate) closed: bool,
}

/// The picture in the inks of `options`, at most `most` of them.
pub(crate) fn recolor(
    field: &Grid<Color>,
    options: &TraceOptions,
    most: Option<u16>,
    cx: &Context,
) -> Result<Recolored> {
    let closed = inks::is_closed(&options.palette, most);
    let sigma = noise::deviation(field);
    let mut palette = palette::find(field, noise::Noise::even(sigma), !closed, cx)?;
    let reach = blur::reach(&palette);
    let mixes = unmix::mixes(field, &mut palette, reach, cx)?;
    let inks = inks_of(&palette, &mixes, options, most);
    let stand_ins = apart(&inks.inks);
    let painted: Vec<Option<Color>> =
        inks.of.iter().map(|ink| ink.and_then(|k| stand_ins.get(k)).map(|&c| color::premultiplied(c))).collect();
    let cells = (0..field.cells.len()).map(|at| repaint(field, &palette, &mixes, &painted, at)).collect();
    let inks = stand_ins.into_iter().zip(inks.inks).filter(|(stand_in, _)| stand_in.a > 0).collect();
    Ok(Recolored { field: Grid { cells, ..*field }, inks, closed })
}

/// The inks of the fills of `palette`.
fn inks_of(palette: &Palette, mixes: &Grid<Mix>, options: &TraceOptions, most: Option<u16>) -> Inks {
    let mut pixels = vec![0_u32; palette.fills.len()];
    for mix in &mixes.cells {
        if let Some(n) = pixels.get_mut(usize::from(mix.dominant())) {
            *n += 1;
        }
    }
    let seen = |(fill, &pixels): (&Fill, &u32)| Seen { color: color::straight(fill.at(0, 0)), pixels };
    let seen: Vec<Seen> = palette.fills.iter().zip(&pixels).map(seen).collect();
    let mut inks = inks::assign(&seen, options, most);
    for (fill, ink) in palette.fills.iter().zip(&mut inks.of) {
        // A gradient is no color that a rule could name.
        if matches!(fill, Fill::Ramp(_)) {
            *ink = None;
        }
    }
    inks
}

/// The color of one pixel: its mix of fills as a mix of what they are painted with.
fn repaint(field: &Grid<Color>, palette: &Palette, mixes: &Grid<Mix>, painted: &[Option<Color>], at: usize) -> Color {
    let (x, y) = (at % field.width, at / field.width);
    let pixel = field.cells.get(at).copied().unwrap_or_default();
    let Some(&Mix { a, b, share }) = mixes.cells.get(at) else { return pixel };
    let fill = |label: u16| palette.fills.get(usize::from(label)).map_or(pixel, |f| f.at(x, y));
    let ink = |label: u16| painted.get(usize::from(label)).copied().flatten();
    match (ink(a), ink(b)) {
        (None, None) => pixel,
        (Some(to), Some(_)) if a == b => match spill(field, palette, mixes, painted, at) {
            Some((b, share)) => color::mix(to, b, share),
            None => to,
        },
        (Some(to_a), Some(to_b)) => color::mix(to_a, to_b, share),
        (to_a, to_b) => {
            // One side keeps what it has, its texture and shading included.
            let seen = color::mix(fill(a), fill(b), share);
            let to = color::mix(to_a.unwrap_or(fill(a)), to_b.unwrap_or(fill(b)), share);
            let [r, g, b, alpha] = color::sub(pixel, color::sub(seen, to));
            let alpha = alpha.clamp(0.0, 255.0);
            [r.clamp(0.0, alpha), g.clamp(0.0, alpha), b.clamp(0.0, alpha), alpha]
        }
    }
}

/// The ink beside a pixel of one fill that reaches into it, and how far.
///
/// Between the bands of soft shading no pixel is a mix; the edge lies where the color crosses the middle between the two
/// bands, and how fast it changes tells how far into the pixel that is. Between hard edges this is nothing.
fn spill(
    field: &Grid<Color>,
    palette: &Palette,
    mixes: &Grid<Mix>,
    painted: &[Option<Color>],
    at: usize,
) -> Option<(Color, f32)> {
    let (w, h) = (field.width, field.height);
    let (x, y) = (at % w, at / w);
    let label = mixes.cells.get(at)?.dominant();
    let (fill, own) = (palette.fills.get(usize::from(label))?, painted.get(usize::from(label))?);
    let here = fill.at(x, y);
    let pixel = field.cells.get(at)?;
    let from = |to: usize| {
        let mix = mixes.cells.get(to).filter(|m| m.a == m.b)?;
        let ink = painted.get(usize::from(mix.a))?.filter(|ink| Some(*ink) != *own)?;
        let axis = color::sub(palette.fills.get(usize::from(mix.a))?.at(to % w, to / w), here);
        let step = color::dot(color::sub(*field.cells.get(to)?, *pixel), axis);
        let beyond = color::dot(color::sub(*pixel, here), axis) - 0.5 * color::dot(axis, axis);
        (step > 0.0).then(|| (ink, (0.5 + beyond / step).clamp(0.0, 0.5)))
    };
    let beside = flat::neighbors(at, w, h).into_iter().flatten().filter_map(from);
    beside.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, share)| *share > 0.0)
}

/// The colors of the inks, or others in their place where two would be taken for one.
fn apart(inks: &[Ink]) -> Vec<Rgba> {
    let mut taken: Vec<Rgba> = Vec::new();
    for ink in inks {
        let far = |c: Rgba| {
            let near = |t: &Rgba| color::distance(color::premultiplied(*t), color::premultiplied(c)) < APART;
            !taken.iter().any(near)
        };
        let found = if ink.color.a == 0 { None } else { nearby(ink.color).find(|&c| far(c)) };
        taken.push(found.unwrap_or(ink.color));
    }
    taken
}

/// Colors around `color`, itself first.
fn nearby(color: Rgba) -> impl Iterator<Item = Rgba> {
    let steps = [0_i16, -18, 18, -36, 36, -54, 54];
    let moved = |level: u8, step: i16| u8::try_from(i16::from(level).saturating_add(step)).ok();
    steps.into_iter().flat_map(move |b| {
        steps.into_iter().flat_map(move |g| {
            steps.into_iter().filter_map(move |r| {
                let (r, g, b) = (moved(color.r, r)?, moved(color.g, g)?, moved(color.b, b)?);
                Some(Rgba { r, g, b, a: color.a })
            })
        })
    })
}

/// Paints a drawing that was traced in stand-ins with what they stand for.
pub(crate) fn finish(drawing: &mut Drawing, recolored: &Recolored) {
    drawing.items.iter_mut().for_each(|item| finish_item(item, recolored));
}

fn finish_item(item: &mut Item, recolored: &Recolored) {
    match &mut item.body {
        Body::Group(items) => items.iter_mut().for_each(|item| finish_item(item, recolored)),
        Body::Shape(shape) => {
            let stroke = shape.stroke.as_mut().map(|stroke| &mut stroke.paint);
            for paint in shape.fill.iter_mut().chain(stroke) {
                let Paint::Solid(color) = paint else { continue };
                if let Some(ink) = recolored.ink_of(*color) {
                    *color = ink.color;
                    item.label = ink.name.clone().or_else(|| item.label.take());
                }
            }
        }
        Body::Words(_) | Body::Opaque(_) => {}
    }
}

impl Recolored {
    /// Gives every fill whose pixels show one ink more than all else that ink alone.
    pub(crate) fn settle(&self, labels: &Grid<u16>, fills: &mut [Fill]) {
        let mut pixels = vec![0_usize; fills.len()];
        let mut shown = vec![vec![0_usize; self.inks.len()]; fills.len()];
        let stand_ins: Vec<Color> = self.inks.iter().map(|(c, _)| color::premultiplied(*c)).collect();
        for (&label, &pixel) in labels.cells.iter().zip(&self.field.cells) {
            let label = usize::from(label);
            let (Some(all), Some(shown)) = (pixels.get_mut(label), shown.get_mut(label)) else { continue };
            *all += 1;
            let ink = stand_ins.iter().position(|c| color::distance(*c, pixel) < 0.5);
            if let Some(count) = ink.and_then(|ink| shown.get_mut(ink)) {
                *count += 1;
            }
        }
        for ((fill, all), shown) in fills.iter_mut().zip(pixels).zip(shown) {
            let most = shown.iter().zip(&stand_ins).max_by_key(|(count, _)| **count);
            if let Some((_, stand_in)) = most.filter(|(count, _)| 2 * **count > all) {
                *fill = Fill::Solid(*stand_in);
            }
        }
    }

    /// What a color of the traced picture stands for; a cap and a fixed palette leave it no other choice.
    fn ink_of(&self, color: Rgba) -> Option<&Ink> {
        let off = |c: Rgba| color::distance(color::premultiplied(c), color::premultiplied(color));
        let near = self.inks.iter().map(|(stand_in, ink)| (off(*stand_in), ink)).min_by(|a, b| a.0.total_cmp(&b.0));
        near.filter(|(d, _)| self.closed || *d <= SAME).map(|(_, ink)| ink)
    }
}
