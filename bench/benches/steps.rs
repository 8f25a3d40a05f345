//! The steps of a trace, each over the widths in `WIDTHS`; the column of items is pixels per second.

#![expect(clippy::unwrap_used, reason = "a bench that cannot make its input should stop")]

use divan::{Bencher, counter::ItemsCount};
use linocut_bench::{SOURCE, WIDTHS, drawing, picture};
use linocut_core::{Context, Raster};
use linocut_raster::{decode, encode_png};
use linocut_svg::{Limits, RenderOptions, TidyOptions, WriteOptions, read, render_svg, score, tidy, write};
use linocut_trace::{Engine, Stages, TraceOptions, analyze, trace};
use std::time::Duration;

/// Time for one row, in seconds: enough for two samples at the largest width, and the whole table in two minutes.
const SECONDS: u64 = 2;

fn main() {
    divan::Divan::default().max_time(Duration::from_secs(SECONDS)).config_with_args().main();
}

fn pixels(picture: &Raster) -> ItemsCount {
    ItemsCount::new(picture.pixels().len())
}

#[divan::bench(args = WIDTHS)]
fn decode_png(bencher: Bencher, width: u32) {
    let picture = picture(width).unwrap();
    let file = encode_png(&picture).unwrap();
    bencher.counter(pixels(&picture)).bench(|| decode(&file, &linocut_raster::Limits::default()));
}

#[divan::bench(args = WIDTHS)]
fn analyze_picture(bencher: Bencher, width: u32) {
    let picture = picture(width).unwrap();
    bencher.counter(pixels(&picture)).bench(|| analyze(&picture));
}

#[divan::bench(args = WIDTHS)]
fn stage_palette(bencher: Bencher, width: u32) {
    let picture = picture(width).unwrap();
    let stages = Stages::new(&picture, &Context::default()).unwrap();
    bencher.counter(pixels(&picture)).bench(|| stages.palette(&Context::default()));
}

#[divan::bench(args = WIDTHS)]
fn stage_planar_map(bencher: Bencher, width: u32) {
    let picture = picture(width).unwrap();
    let stages = Stages::new(&picture, &Context::default()).unwrap();
    bencher.counter(pixels(&picture)).bench(|| stages.planar_map(&Context::default()));
}

#[divan::bench(args = WIDTHS)]
fn stage_fitting(bencher: Bencher, width: u32) {
    let picture = picture(width).unwrap();
    let stages = Stages::new(&picture, &Context::default()).unwrap();
    bencher.counter(pixels(&picture)).bench(|| stages.fitting(&Context::default()));
}

#[divan::bench(args = WIDTHS)]
fn trace_subpixel(bencher: Bencher, width: u32) {
    trace_with(bencher, width, Engine::Subpixel);
}

#[divan::bench(args = WIDTHS)]
fn trace_vtracer(bencher: Bencher, width: u32) {
    trace_with(bencher, width, Engine::Vtracer);
}

fn trace_with(bencher: Bencher, width: u32, engine: Engine) {
    let picture = picture(width).unwrap();
    let options = TraceOptions { engine, ..TraceOptions::default() };
    bencher.counter(pixels(&picture)).bench(|| trace(&picture, &options, &Context::default()));
}

#[divan::bench(args = WIDTHS)]
fn write_traced(bencher: Bencher, width: u32) {
    let picture = picture(width).unwrap();
    let drawing = trace(&picture, &TraceOptions::default(), &Context::default()).unwrap();
    bencher.counter(pixels(&picture)).bench(|| write(&drawing, &WriteOptions::default()));
}

#[divan::bench(args = WIDTHS)]
fn render_source(bencher: Bencher, width: u32) {
    let options = RenderOptions { width: Some(width), ..RenderOptions::default() };
    bencher.counter(pixels(&picture(width).unwrap())).bench(|| render_svg(SOURCE, &options));
}

#[divan::bench(args = WIDTHS)]
fn compare_pictures(bencher: Bencher, width: u32) {
    let picture = picture(width).unwrap();
    bencher.counter(pixels(&picture)).bench(|| score::compare(&picture, &picture));
}

#[divan::bench]
fn read_source(bencher: Bencher) {
    bencher.bench(|| read(SOURCE.as_bytes(), &Limits::default()));
}

#[divan::bench]
fn tidy_source(bencher: Bencher) {
    let drawing = drawing().unwrap();
    bencher.bench(|| tidy(&drawing, &TidyOptions::default()));
}
