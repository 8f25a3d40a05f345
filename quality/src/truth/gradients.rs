//! Which gradients of a source a result has.

use super::{Share, count, shown};
use linocut_core::{Body, Drawing, Gradient, Item, Paint, Result, Rgba, Shape};

/// A gradient of fewer visible pixels than this cannot be told from a color.
const LEAST_PIXELS: u32 = 64;
/// A gradient whose stops differ by fewer levels than this shows as one color.
const LEAST_RANGE: u8 = 8;

/// The gradients that `truth` shows, and those of them where most of what is seen is painted with a gradient in `found`.
pub(super) fn recovered(truth: &Drawing, found: &Drawing, size: (u32, u32)) -> Result<Share> {
    let painted: Vec<usize> =
        truth.shapes().enumerate().filter(|(_, shape)| gradient(shape).is_some_and(changes)).map(|(i, _)| i).collect();
    let mut share = Share::default();
    if painted.is_empty() {
        return Ok(share);
    }
    let there = shown(&opaque(found), size, &|_, shape| gradient(shape).is_some())?;
    let truth = opaque(truth);
    for number in painted {
        let visible = shown(&truth, size, &|i, _| i == number)?;
        let all = count(visible.iter().copied());
        if all >= LEAST_PIXELS {
            let both = count(visible.iter().zip(&there).map(|(a, b)| *a && *b));
            share.of += 1;
            share.back += u32::from(2 * both >= all);
        }
    }
    Ok(share)
}

fn gradient(shape: &Shape) -> Option<&Gradient> {
    match &shape.fill {
        Some(Paint::Gradient(gradient)) => Some(gradient),
        Some(Paint::Solid(_) | Paint::CurrentColor) | None => None,
    }
}

fn changes(gradient: &Gradient) -> bool {
    let channels = |c: Rgba| [c.r, c.g, c.b, c.a];
    (0..4).any(|channel| {
        let values = gradient.stops.iter().filter_map(|s| channels(s.color).get(channel).copied());
        let (low, high) = values.fold((u8::MAX, 0), |(low, high), v| (low.min(v), high.max(v)));
        high.saturating_sub(low) >= LEAST_RANGE
    })
}

/// The drawing without the opacity of its items: a faint gradient is one, too.
fn opaque(drawing: &Drawing) -> Drawing {
    fn solid(items: &mut [Item]) {
        for item in items {
            item.opacity = linocut_core::Unit::ONE;
            if let Body::Group(inner) = &mut item.body {
                solid(inner);
            }
        }
    }
    let mut copy = drawing.clone();
    solid(&mut copy.items);
    copy
}
