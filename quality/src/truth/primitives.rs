//! Which circles, ellipses and rectangles of a source a result has.

use super::place::{Place, places};
use super::{Share, count, shown};
use linocut_core::{Drawing, Result};
use linocut_svg::{KeepIds, TidyOptions, tidy};

/// Narrower primitives than this are not asked for, in pixels.
const LEAST_SIDE: f64 = 6.0;
/// How far sides and centers may lie off, in pixels.
const SLACK: f64 = 0.6;
/// How much of a primitive must be visible before a tracer can know it for one.
const VISIBLE: f64 = 0.95;
/// How far a path may lie from the primitive it stands for, as a share of the drawing's longer side: sources say circles
/// with two decimals of a 24-unit grid.
const DRAWN: f64 = 0.0005;

/// The primitives that `truth` shows whole, and those of them that `found` has at the same place.
pub(super) fn recovered(truth: &Drawing, found: &Drawing, size: (u32, u32)) -> Result<Share> {
    let side = truth.view_box.width().max(truth.view_box.height());
    let options = TidyOptions { max_error: Some(DRAWN * side), keep_ids: KeepIds::All, ..TidyOptions::default() };
    let truth = tidy(truth, &options);
    let found = places(found, size);
    let mut share = Share::default();
    for place in places(&truth, size) {
        if place.narrow() < LEAST_SIDE || place.spans(size) || !is_visible(&truth, &place, size)? {
            continue;
        }
        share.of += 1;
        share.back += u32::from(found.iter().any(|other| place.is_near(other, SLACK)));
    }
    Ok(share)
}

fn is_visible(drawing: &Drawing, place: &Place, size: (u32, u32)) -> Result<bool> {
    let number = place.number;
    let seen = count(shown(drawing, size, &|i, _| i == number)?.into_iter());
    let mut alone = drawing.clone();
    keep_only(&mut alone.items, number, &mut 0);
    let all = count(shown(&alone, size, &|_, _| true)?.into_iter());
    Ok(all > 0 && f64::from(seen) >= VISIBLE * f64::from(all))
}

fn keep_only(items: &mut [linocut_core::Item], number: usize, next: &mut usize) {
    for item in items {
        match &mut item.body {
            linocut_core::Body::Shape(shape) => {
                if *next != number {
                    shape.fill = None;
                    shape.stroke = None;
                }
                *next += 1;
            }
            linocut_core::Body::Group(inner) => keep_only(inner, number, next),
            linocut_core::Body::Words(_) | linocut_core::Body::Opaque(_) => {}
        }
    }
}
