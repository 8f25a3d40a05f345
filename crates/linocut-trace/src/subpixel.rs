//! Linocut's own tracer, from pixels to shapes.

use crate::color::{self, Color};
use crate::contour::{self, Contour};
use crate::fill::Fill;
use crate::grid::Grid;
use crate::junction::Votes;
use crate::layering::{self, Basis};
use crate::locate::Edges;
use crate::noise::Noise;
use crate::number::{float, whole};
use crate::options::{Background, Preset, TraceOptions};
use crate::outline::Plan;
use crate::palette::{self, Palette};
use crate::recolor::{self, Recolored};
use crate::regions::Regions;
use crate::regular::Snap;
use crate::specks::Least;
use crate::stroke::among::{self, Ask};
use crate::stroke::{Sheet, Wanted};
use crate::{
    blur, denoise, enlarged, glass, inks, layers, light, matte, noise, order, overshoot, photo, refine, regions,
    regular, scatter, shape, sliver, soft, stroke, unmix,
};
use linocut_core::kurbo::Rect;
use linocut_core::{Context, Drawing, Effort, Item, Raster, Result};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Traces `picture` with sub-pixel boundaries; one whose pixels were enlarged, in its own.
pub(crate) fn trace(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    let Some((small, side)) = enlarged::original(picture)? else { return traced(picture, options, cx) };
    let mut drawing = traced(&small, &enlarged::options(options, side), cx)?;
    enlarged::enlarge(&mut drawing, side);
    Ok(drawing)
}

fn traced(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    if is_poster(options) {
        return poster(picture, options, cx);
    }
    let most = options.implied_colors();
    let asked = most.is_some() || !options.palette.is_empty();
    let mut field = cut_out(picture);
    let lobes = overshoot::undo(&mut field);
    let (field, shadows) =
        if !asked && soft::is_wanted(options) { soft::lift(field, options, cx)? } else { (field, Vec::new()) };
    let (seen, compression) = calmed(field, cx)?;
    let rings = Rings { compression, lobes };
    let recolored = asked.then(|| recolor::recolor(&seen, options, most, cx)).transpose()?;
    let mut drawing = drawn((&seen, rings), recolored.as_ref(), options, cx)?;
    for shadow in shadows {
        shadow.put(&mut drawing, cx)?;
    }
    if let Some(recolored) = recolored {
        recolor::finish(&mut drawing, &recolored);
    }
    Ok(drawing)
}

/// The picture without what a former background added beside its edges.
fn cut_out(picture: &Raster) -> Grid<Color> {
    let mut field = color::premultiply(picture);
    if !picture.is_opaque() {
        matte::undo(picture, &mut field);
    }
    field
}

/// What edges still show in part after most of it was taken off a picture, in levels.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rings {
    /// What compression left, as a standard deviation.
    compression: f32,
    /// What resampling added.
    lobes: f32,
}

/// `field` without what compression added beside its edges, and the standard deviation of that, in levels.
fn calmed(field: Grid<Color>, cx: &Context) -> Result<(Grid<Color>, f32)> {
    cx.note("noise", 0, 0);
    let ringing = noise::measure(&field).ringing;
    cx.check()?;
    let calm = if ringing > 0.0 { denoise::calm(&field, ringing, cx)? } else { field };
    Ok((calm, ringing))
}

/// The drawing of the picture as it was `seen` or `recolored`, but for the rings taken off it.
pub(crate) fn drawn(
    (seen, rings): (&Grid<Color>, Rings),
    recolored: Option<&Recolored>,
    options: &TraceOptions,
    cx: &Context,
) -> Result<Drawing> {
    let field = recolored.map_or(seen, |r| &r.field);
    let (sigma, ringing) = (noise::deviation(field), rings.compression);
    cx.check()?;
    cx.note("colors", 0, 0);
    let mut palette = fills(field, Noise { sigma, ringing }, recolored, cx)?;
    palette.smear = if ringing > 0.0 { SMEAR } else { 0.0 };
    cx.check()?;
    let reach = blur::reach(&palette);
    let mut field = light::as_bytes(field, &palette, reach).map_or(Cow::Borrowed(field), Cow::Owned);
    // What strays beside crisp edges of a picture without any noise was drawn there: a faint line.
    let clean = sigma <= palette::TEXTURE && ringing <= 0.0 && reach <= blur::CRISP;
    let ringing = if clean { rings.lobes } else { blur::ringing(&field, &palette, reach).max(ringing) };
    cx.note("regions", 0, 0);
    let mut labels = labels((&field, reach), &mut palette, (sigma, ringing), cx)?;
    let mut lines = Vec::new();
    if let Some(wanted) = wanted_lines(options.preset) {
        let Palette { pure, fills, .. } = &mut palette;
        // Repainting few colors may harden edges in noise; what lines cover is read off the picture itself.
        let true_colors = options.palette.is_empty();
        let inked = if true_colors { seen.clone() } else { field.clone().into_owned() };
        let sigma = if true_colors { noise::deviation(seen) } else { sigma };
        // In clean pictures somebody drew each dot.
        let dust = if clean { options.min_area.unwrap_or(0.0) } else { f64::from(least(options, sigma, 0.0).area) };
        let mut sheet = Sheet { inked: &inked, field: field.to_mut(), labels: &mut labels, pure, fills, sigma, dust };
        lines = regular_lines(stroke::lift(&mut sheet, wanted, options.tolerance), &field, options, cx)?;
    }
    let smallest = least(options, sigma, ringing);
    let mut regions = regions::connect(&labels, smallest, Some(&palette), cx)?;
    if recolored.is_none()
        && glass::is_wanted(options, sigma.max(ringing))
        && let Some(drawing) = glazed((&field, &regions), &palette.fills, options, cx)?
    {
        return Ok(drawing);
    }
    if draws_lines(options) {
        let ask = Ask { sigma, smallest, reach, options, cx };
        lines = regular_lines(among::lift(&mut field, &mut regions, &mut palette, ask)?, &field, options, cx)?;
    }
    let field = field.as_ref();
    cx.check()?;
    let reach = i32::try_from(reach).unwrap_or(i32::MAX).saturating_add(1);
    let basis = Basis { field, fills: &palette.fills, reach, sigma, edges: Edges::Drawn };
    let mut drawing = painted(&basis, regions, options, cx)?;
    drawing.items.extend(lines);
    Ok(drawing)
}

/// The drawing with a sheet of glass over it; `None` where there is none. What lies under it may have glass, too.
fn glazed(
    (field, regions): (&Grid<Color>, &Regions),
    fills: &[Fill],
    options: &TraceOptions,
    cx: &Context,
) -> Result<Option<Drawing>> {
    let Some(glass) = glass::find(field, regions, fills, cx)? else { return Ok(None) };
    let mut drawing = drawn((&glass.clean, Rings::default()), None, options, cx)?;
    Ok(glass.put(&mut drawing, options, cx)?.then_some(drawing))
}

/// Strokes that lie among the fills of `field`, as regular as those.
fn regular_lines(lines: Vec<Item>, field: &Grid<Color>, options: &TraceOptions, cx: &Context) -> Result<Vec<Item>> {
    if options.snap == Snap::Off || lines.is_empty() {
        return Ok(lines);
    }
    let mut own = Drawing::new(Rect::new(0.0, 0.0, float(field.width), float(field.height)), lines);
    regular::snap(&mut own, 0.0, cx)?;
    Ok(own.items)
}

/// Whether lines among filled shapes become strokes. Cut-outs have no use for them: there every shape is an area.
fn draws_lines(options: &TraceOptions) -> bool {
    let preset = matches!(options.preset, Preset::Logo | Preset::Icon);
    preset && options.stacking == layers::Stacking::Stacked && layers::fills_shapes(options)
}

/// The drawing of a photograph whose colors nobody restricted; what rules name is painted first.
fn poster(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    let field = color::premultiply(picture);
    let sigma = noise::deviation(&field);
    let asked = !options.palette.is_empty();
    let recolored = asked.then(|| recolor::recolor(&field, options, None, cx)).transpose()?;
    let field = recolored.as_ref().map_or(&field, |r| &r.field);
    let photo::Poster { labels, mut fills } = photo::poster(field, least(options, sigma, 0.0).area, cx)?;
    if let Some(recolored) = &recolored {
        recolored.settle(&labels, &mut fills);
    }
    let regions = regions::connect(&labels, Least::even(0), None, cx)?;
    let tolerance = options.tolerance.or(Some(POSTER_TOLERANCE));
    // Regions of a photograph have no regularity that somebody meant.
    let options = TraceOptions { tolerance, snap: Snap::Off, ..options.clone() };
    let basis = Basis { field, fills: &fills, reach: 1, sigma, edges: Edges::Parted };
    let mut drawing = painted(&basis, regions, &options, cx)?;
    if let Some(recolored) = recolored {
        recolor::finish(&mut drawing, &recolored);
    }
    Ok(drawing)
}

/// Whether the picture is a photograph whose colors nobody restricted.
fn is_poster(options: &TraceOptions) -> bool {
    options.preset == Preset::Photo && !inks::is_closed(&options.palette, options.colors)
}

/// The drawing of all `regions`.
fn painted(basis: &Basis, mut regions: Regions, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    let Basis { field, fills, sigma, edges, .. } = *basis;
    let mut contours = contour::contours(&regions);
    cx.check()?;
    let fit = scatter::fit_options(&basis.scene(&regions), &contours, options, cx.effort);
    let order = match edges {
        Edges::Drawn => layering::layer(basis, &mut regions, &mut contours, fit),
        Edges::Parted => order::order(&regions, &contours, fills, &Votes::default()),
    };
    cx.check()?;
    let scene = basis.scene(&regions);
    let plan = Plan { scene: &scene, order: &order, options: fit };
    let items = items(&plan, &contours, cx)?;
    let holes = if options.background == Background::Drop { holes(&order, &regions, &items) } else { Vec::new() };
    let view = Rect::new(0.0, 0.0, float(field.width), float(field.height));
    let mut drawing = Drawing::new(view, items.into_iter().flatten().collect());
    // No edge of a photograph is drawn so sharply that refining could tell.
    if cx.effort == Effort::Best && !is_poster(options) {
        refine::refine(&mut drawing, field, sigma, cx)?;
    }
    let cx = &if cx.effort == Effort::Best { cx.untimed() } else { cx.clone() };
    if options.snap == Snap::On {
        regular::snap(&mut drawing, fit.sigma, cx)?;
    }
    if holes.contains(&true) {
        drawing.items = layers::knock_out(drawing.items, &holes, cx)?;
    }
    Ok(drawing)
}

/// The fills of the picture, or the colors that were asked for in their place.
fn fills(field: &Grid<Color>, noise: Noise, recolored: Option<&Recolored>, cx: &Context) -> Result<Palette> {
    let closed = recolored.filter(|r| r.closed);
    let mut palette = palette::find(field, noise, closed.is_none(), cx)?;
    if let Some(closed) = closed {
        let inks = closed.inks.iter().map(|&(stand_in, _)| color::premultiplied(stand_in));
        palette.restrict(&[[0.0; 4]].into_iter().chain(inks).collect::<Vec<_>>());
    }
    Ok(palette)
}

/// The fill of every pixel, without what blur, compression and texture add.
fn labels(
    (field, reach): (&Grid<Color>, usize),
    palette: &mut Palette,
    (sigma, ringing): (f32, f32),
    cx: &Context,
) -> Result<Grid<u16>> {
    palette.tolerance = palette.tolerance.max(ringing);
    if palette.room.is_none() {
        let textured = if sigma > palette::TEXTURE { FAINT + 2.0 * sigma } else { 0.0 };
        palette.flatten(1.5 * ringing);
        palette.join(ringing.max(textured));
    }
    let mut labels = unmix::labels(field, palette, reach, cx)?;
    if reach > blur::CRISP || ringing > 0.0 {
        let thickness = if palette.smear > 0.0 { reach.max(SMEARED) } else { reach };
        // Twice: the first pass may leave strips between strips.
        for _ in 0..2 {
            labels = sliver::dissolve((field, palette), &labels, float(thickness), cx)?;
        }
    }
    Ok(labels)
}

/// The items of the regions from the bottom up; `None` where one shows nothing of its own.
pub(crate) fn items(plan: &Plan, contours: &[Contour], cx: &Context) -> Result<Vec<Option<Item>>> {
    let mut by_region: BTreeMap<u32, Vec<&Contour>> = BTreeMap::new();
    for contour in contours {
        by_region.entry(contour.region).or_default().push(contour);
    }
    let (done, total) = (AtomicU64::new(0), u64::try_from(plan.order.regions().len()).unwrap_or(u64::MAX));
    cx.note("curves", 0, total);
    let item = |region: &u32| {
        cx.check()?;
        let shape = shape::shape(plan, *region, &by_region);
        cx.note("curves", done.fetch_add(1, Ordering::Relaxed) + 1, total);
        Ok(shape)
    };
    plan.order.regions().par_iter().map(item).collect()
}

/// How far the curves of a poster stray, in pixels: more is simpler, and beyond this what lies below shows at seams.
const POSTER_TOLERANCE: f64 = 0.7;
/// How far hue that was stored at half the resolution pulls mixes off the line between their fills, as a share of it.
const SMEAR: f32 = 0.1;
/// What differs by this many times the ringing was drawn.
const STANDS_OUT: f32 = 4.0;
/// And by this many levels: where something rings, colors nearer to each other are often shades of one.
const SHADES: f32 = 40.0;
/// How wide a strip of smeared hue beside an edge may be, in pixels: two of the larger pixels of hue.
const SMEARED: usize = 4;

/// Colors this near are one in a textured picture, in levels: bands there follow the texture, not the drawing.
const FAINT: f32 = 10.0;

/// For every item there is, whether it shows the color of a background that lies below all.
fn holes(order: &order::Order, regions: &regions::Regions, items: &[Option<Item>]) -> Vec<bool> {
    let numbers = order.regions();
    let fill = |region: &u32| regions.fill.get(regions::cell(*region)).copied();
    let Some(background) = numbers.first().filter(|r| is_background(regions, **r)).and_then(fill) else {
        return Vec::new();
    };
    let shown = numbers.iter().zip(items).filter(|(_, item)| item.is_some());
    shown.map(|(region, _)| fill(region) == Some(background)).collect()
}

/// Whether `region` surrounds the rest: most of the picture's border shows it.
fn is_background(regions: &regions::Regions, region: u32) -> bool {
    let (w, h) = (regions.of.width, regions.of.height);
    let on_border = |&(at, _): &(usize, &u32)| at < w || at >= w * (h - 1) || at % w == 0 || at % w == w - 1;
    let border = regions.of.cells.iter().enumerate().filter(on_border);
    let (mut shows, mut all) = (0_usize, 0_usize);
    for (_, &r) in border {
        all += 1;
        shows += usize::from(r == region);
    }
    // Two thirds: a logo may touch one side.
    3 * shows >= 2 * all
}

/// The lines that become strokes.
fn wanted_lines(preset: Preset) -> Option<Wanted> {
    match preset {
        Preset::Centerline => Some(Wanted::Lines),
        Preset::Lineart => Some(Wanted::Constant),
        Preset::Logo | Preset::Icon | Preset::Cutter | Preset::Pixel | Preset::Photo => None,
    }
}

/// Smaller regions are specks. Noise makes them of any contrast, compression none that stands out from its ringing.
fn least(options: &TraceOptions, sigma: f32, ringing: f32) -> Least {
    let preset = match options.preset {
        Preset::Logo | Preset::Lineart | Preset::Centerline | Preset::Cutter => 3.0,
        Preset::Icon | Preset::Pixel => 1.0,
        Preset::Photo => 12.0,
    };
    let pixels = |area: f64| u32::try_from(whole(area.round())).unwrap_or(u32::MAX);
    if let Some(area) = options.min_area {
        return Least::even(pixels(area));
    }
    let area = preset + 3.0 * f64::from(sigma);
    Least {
        area: pixels(area),
        faint: pixels(area + 0.6 * f64::from(ringing)),
        contrast: (STANDS_OUT * ringing).max(SHADES),
    }
}
