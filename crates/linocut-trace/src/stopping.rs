//! What takes long can be stopped in its midst.

use crate::color::Color;
use crate::grid::Grid;
use crate::noise::Noise;
use crate::palette::{self, Palette};
use crate::specks::Least;
use crate::{TraceOptions, photo, recolor, regions, sliver, trace, unmix};
use linocut_core::{Context, Kind, Raster, Result, Rgba, Watch};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Lets so many checks pass, then the person stops it.
struct After(AtomicU64);

impl Watch for After {
    fn cancelled(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
    fn late(&self) -> bool {
        false
    }
    fn note(&self, _: &str, _: u64, _: u64) {}
}

/// `work` passes more than `least` checks, and stops at whichever of them the person wants it to.
#[track_caller]
fn stops<T>(least: u64, work: impl Fn(&Context) -> Result<T>) {
    let after = |checks: u64| {
        let watch = Arc::new(After(AtomicU64::new(checks)));
        (work(&Context::new(watch.clone())), checks - watch.0.load(Ordering::Relaxed))
    };
    let (done, checks) = after(1 << 40);
    assert!(done.is_ok() && checks > least, "{checks} checks");
    for stop in 0..checks {
        let (done, _) = after(stop);
        assert_eq!(done.err().map(|e| e.kind()), Some(Kind::Cancelled), "at check {stop} of {checks}");
    }
}

const SIDE: u32 = 24;

/// A shaded disc on white, and a line thinner than a pixel across it.
fn picture() -> Raster {
    let pixel = |at: u32| {
        let (x, y) = (at % SIDE, at / SIDE);
        let level = |n: u32| u8::try_from(n).unwrap();
        match (x.abs_diff(11).pow(2) + y.abs_diff(12).pow(2), y) {
            (_, 5) => Rgba::opaque(160, 200, 160),
            (d, _) if d < 64 => Rgba::opaque(level(9 * x), level(40 + 5 * y), 120),
            (d, _) if d < 90 => Rgba::opaque(level(120 + 5 * x), level(150 + 2 * y), 190),
            _ => Rgba::WHITE,
        }
    };
    Raster::new(SIDE, SIDE, (0..SIDE * SIDE).map(pixel).collect()).unwrap()
}

fn field() -> Grid<Color> {
    crate::color::premultiply(&picture())
}

fn found() -> Palette {
    palette::find(&field(), Noise::default(), true, &Context::default()).unwrap()
}

#[test]
fn finding_the_fills() {
    stops(5, |cx| palette::find(&field(), Noise::default(), true, cx));
}

#[test]
fn unmixing_the_pixels() {
    stops(2 * u64::from(SIDE), |cx| unmix::labels(&field(), &mut found(), 2, cx));
}

#[test]
fn giving_strips_back() {
    let labels = unmix::labels(&field(), &mut found(), 2, &Context::default()).unwrap();
    stops(u64::from(SIDE), |cx| sliver::dissolve((&field(), &found()), &labels, 2.0, cx));
}

#[test]
fn joining_regions() {
    let labels = unmix::labels(&field(), &mut found(), 2, &Context::default()).unwrap();
    stops(1, |cx| regions::connect(&labels, Least::even(8), None, cx));
}

#[test]
fn repainting_and_posters() {
    stops(u64::from(SIDE), |cx| recolor::recolor(&field(), &TraceOptions::default(), Some(2), cx));
    stops(4 * u64::from(SIDE), |cx| photo::poster(&field(), 2, cx));
}

#[test]
fn the_whole_path() {
    stops(4 * u64::from(SIDE), |cx| trace(&picture(), &TraceOptions::default(), cx));
}
