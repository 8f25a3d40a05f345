//! The steps from words to an icon.

#![expect(clippy::unwrap_used, reason = "a bench that cannot make its input should stop")]

use divan::{Bencher, black_box};
use linocut_core::{Context, Raster, Rgba};
use linocut_icons::{Library, SearchOptions};
use linocut_models::{IconClip, IconModel, IconRequest};
use linocut_svg::{RenderOptions, render_svg};
use std::time::Duration;

/// Time for one row, in seconds: enough for two samples of the slowest.
const SECONDS: u64 = 6;

/// A name, a composition, a misspelling and a sentence.
const PROMPTS: [&str; 4] =
    ["bell", "octopus with umbrella", "shild with chek mark", "a happy dog running in the park on a sunny day"];

fn main() {
    divan::Divan::default().max_time(Duration::from_secs(SECONDS)).config_with_args().main();
}

#[divan::bench(args = PROMPTS)]
fn search_library(bencher: Bencher, prompt: &str) {
    let library = Library::embedded().unwrap();
    bencher.bench(|| library.search(black_box(prompt), &SearchOptions::default()));
}

#[divan::bench]
fn decode_icon(bencher: Bencher) {
    let library = Library::embedded().unwrap();
    let icon = library.named("lucide:house").unwrap();
    bencher.bench(|| library.svg(black_box(icon)));
}

#[divan::bench(args = [1, 8, 16])]
fn draw_candidates(bencher: Bencher, count: usize) {
    let model = IconModel::embedded().unwrap();
    let request = IconRequest { count, set: Some("lucide".to_owned()), ..IconRequest::new("shield check") };
    bencher.bench(|| model.generate(&request, &Context::default()));
}

#[divan::bench(args = [1, 8])]
fn see_pictures(bencher: Bencher, count: usize) {
    let clip = IconClip::embedded().unwrap();
    let library = Library::embedded().unwrap();
    let svg = library.svg(library.named("lucide:house").unwrap()).unwrap();
    let options = RenderOptions { width: Some(64), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    let picture = render_svg(&svg, &options).unwrap();
    let pictures: Vec<&Raster> = vec![&picture; count];
    bencher.bench(|| clip.embed_images(black_box(&pictures)));
}
