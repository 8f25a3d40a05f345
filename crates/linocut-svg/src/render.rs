//! Drawings to pixels.

use crate::font;
use crate::write::{Layout, Precision, WriteOptions, write};
use linocut_core::{Drawing, Error, Kind, Raster, Result, Rgba};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, ID, Query, Source, Weight};
use resvg::usvg::{self, FontResolver, ImageHrefResolver, ImageKind, roxmltree};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Longest side of a rendered picture, in pixels.
const MAX_SIDE: u32 = 32_768;
/// Largest rendered picture, in pixels: 256 MiB of RGBA.
const MAX_PIXELS: u64 = 64 << 20;
/// The namespace of SVG elements.
const SVG: &str = "http://www.w3.org/2000/svg";
/// Deepest nesting of elements; the renderer recurses once or more per level.
const MAX_DEPTH: usize = 256;
/// Characters of one text element. The renderer looks back over the whole element for each of them: this many take
/// 0.4 s on the developers' machine, ten times as many 30 s.
const MAX_CHARACTERS: usize = 10_000;
/// Stack of the rendering thread. Measured with an unoptimized renderer, `MAX_DEPTH` levels need under 4 MiB;
/// the rest pays for chains of references, and only pages that are touched cost memory.
const STACK_BYTES: usize = 64 << 20;

/// What [`render`] should do.
#[derive(Clone, Debug, Default)]
pub struct RenderOptions {
    /// Width in pixels, `1..=32_768`. Default: from the height, else the drawing's own, rounded up.
    pub width: Option<u32>,
    /// Height in pixels, `1..=32_768`. Default: from the width, else the drawing's own, rounded up.
    ///
    /// With both set the drawing is stretched to fill them; with one, the aspect ratio is kept to the nearest pixel.
    pub height: Option<u32>,
    /// Color laid under the drawing. Default: none, what is not painted stays transparent.
    pub background: Option<Rgba>,
    /// Contents of font files (TrueType, OpenType, collections) that texts may be set in.
    /// Default: none.
    ///
    /// A text whose families are not among them is set in the font that comes with Linocut, see [`font`](crate::font).
    /// Fonts of the system are never used, so that every machine gives the same pixels.
    pub fonts: Vec<Arc<[u8]>>,
}

/// Renders a drawing to sRGB pixels with straight alpha.
///
/// # Errors
/// As [`render_svg`].
pub fn render(drawing: &Drawing, options: &RenderOptions) -> Result<Raster> {
    let exact = WriteOptions { precision: Precision::MAX, layout: Layout::Compact, ..WriteOptions::default() };
    render_svg(&write(drawing, &exact), options)
}

/// Renders SVG text that has already been made safe; for foreign text `read` or `sanitize` it first.
///
/// Only embedded PNG, JPEG, GIF and WebP images are shown; nothing is read from files or the network.
/// The work runs on a thread of its own with a large stack, so deep nesting cannot overflow the caller's.
///
/// # Errors
/// [`Kind::Input`] when the text is not SVG, [`Kind::Limit`] when a side of the picture would be over 32,768 pixels,
/// its area over 64 Mpx, its elements nested over 256 deep, or one of its texts over 10,000 characters long,
/// [`Kind::Bug`] when the renderer gives up.
pub fn render_svg(svg: &str, options: &RenderOptions) -> Result<Raster> {
    on_large_stack(|| draw(svg, options))
}

/// Does `work` on a thread whose stack the renderer's recursion does not exhaust; a panic in it is [`Kind::Bug`].
pub(crate) fn on_large_stack<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("render".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || catch_unwind(AssertUnwindSafe(work)))
            .map_err(|e| Error::new(Kind::Limit, "cannot start a thread to render").cause(e))?
            .join()
            .unwrap_or_else(Err)
            .unwrap_or_else(|panic| Err(gave_up(panic.as_ref())))
    })
}

fn gave_up(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|&s| s.to_owned()));
    Error::new(Kind::Bug, format!("renderer gave up: {}", text.as_deref().unwrap_or("no reason given")))
}

fn draw(svg: &str, options: &RenderOptions) -> Result<Raster> {
    let document = checked_document(svg)?;
    let tree = usvg::Tree::from_xmltree(&document, &parsing(options))
        .map_err(|e| Error::new(Kind::Input, "not an SVG drawing that can be rendered").cause(e))?;
    let natural = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let (width, height) = target_size(natural, options)?;
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| too_large(f64::from(width), f64::from(height)))?;
    if let Some(color) = options.background {
        pixmap.fill(Color::from_rgba8(color.r, color.g, color.b, color.a));
    }
    resvg::render(&tree, scaling(natural, (width, height), options), &mut pixmap.as_mut());
    drop(tree);
    Raster::from_bytes(width, height, &pixmap.take_demultiplied())
}

/// Parses a text that the renderer can take without running out of stack or time.
pub(crate) fn checked_document(svg: &str) -> Result<roxmltree::Document<'_>> {
    let document =
        roxmltree::Document::parse(svg).map_err(|e| Error::new(Kind::Input, "not well-formed SVG").cause(e))?;
    check_depth(&document)?;
    check_texts(&document)?;
    Ok(document)
}

fn check_depth(document: &roxmltree::Document<'_>) -> Result<()> {
    let mut open = vec![(document.root_element(), 1)];
    while let Some((node, depth)) = open.pop() {
        if depth > MAX_DEPTH {
            return Err(Error::new(Kind::Limit, format!("elements are nested over {MAX_DEPTH} deep")));
        }
        open.extend(node.children().filter(roxmltree::Node::is_element).map(|child| (child, depth + 1)));
    }
    Ok(())
}

fn check_texts(document: &roxmltree::Document<'_>) -> Result<()> {
    let texts = document.descendants().filter(|node| node.has_tag_name((SVG, "text")));
    let length = |text: roxmltree::Node<'_, '_>| -> usize {
        let runs = text.descendants().filter(roxmltree::Node::is_text);
        runs.filter_map(|run| run.text()).map(|run| run.chars().count()).sum()
    };
    if texts.map(length).any(|length| length > MAX_CHARACTERS) {
        return Err(Error::new(Kind::Limit, format!("a text is over {MAX_CHARACTERS} characters long"))
            .hinted("split it into several text elements"));
    }
    Ok(())
}

/// The renderer's own options: embedded bitmaps only, no files, no nested SVG.
pub(crate) fn parsing(options: &RenderOptions) -> usvg::Options<'static> {
    let mut parsing = usvg::Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|mime, data, _| bitmap(mime, data)),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver { select_font: Box::new(choose_font), ..FontResolver::default() },
        ..usvg::Options::default()
    };
    let fonts = parsing.fontdb_mut();
    for font in &options.fonts {
        fonts.load_font_source(Source::Binary(Arc::new(Arc::clone(font))));
    }
    // Last, so that a character which one of the caller's fonts lacks is looked for in the others first.
    for font in [font::REGULAR, font::BOLD] {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    parsing
}

/// The font that a text asks for, or else the one that comes with Linocut.
fn choose_font(wanted: &usvg::Font, fonts: &mut Arc<Database>) -> Option<ID> {
    FontResolver::default_font_selector()(wanted, fonts).or_else(|| {
        let families = &[Family::Name(font::FAMILY)];
        fonts.query(&Query { families, weight: Weight(wanted.weight()), ..Query::default() })
    })
}

fn bitmap(mime: &str, data: Arc<Vec<u8>>) -> Option<ImageKind> {
    match mime {
        "image/png" => Some(ImageKind::PNG(data)),
        "image/jpeg" => Some(ImageKind::JPEG(data)),
        "image/gif" => Some(ImageKind::GIF(data)),
        "image/webp" => Some(ImageKind::WEBP(data)),
        _ => None,
    }
}

/// The size in pixels of a drawing whose own size is `natural`.
fn target_size(natural: (f64, f64), options: &RenderOptions) -> Result<(u32, u32)> {
    let (w, h) = natural;
    let (width, height) = match (options.width, options.height) {
        (Some(width), Some(height)) => (f64::from(width), f64::from(height)),
        (Some(width), None) => (f64::from(width), (f64::from(width) * h / w).round().max(1.0)),
        (None, Some(height)) => ((f64::from(height) * w / h).round().max(1.0), f64::from(height)),
        (None, None) => (w.ceil(), h.ceil()),
    };
    if width < 1.0 || height < 1.0 {
        return Err(Error::new(Kind::Input, "picture to render is empty").hinted("ask for a width of at least 1 pixel"));
    }
    side(width)
        .zip(side(height))
        .filter(|&(w, h)| u64::from(w) * u64::from(h) <= MAX_PIXELS)
        .ok_or_else(|| too_large(width, height))
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be in range"
)]
fn side(pixels: f64) -> Option<u32> {
    (1.0..=f64::from(MAX_SIDE)).contains(&pixels).then_some(pixels as u32)
}

fn too_large(width: f64, height: f64) -> Error {
    Error::new(Kind::Limit, format!("picture to render is too large: {width} × {height} pixels"))
        .hinted("ask for a smaller width; sides go up to 32,768 and the area up to 64 megapixels")
}

/// Stretches the drawing over the whole picture; at its own size it is not scaled, so that sharp edges stay sharp.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "the renderer computes in f32")]
fn scaling(natural: (f64, f64), target: (u32, u32), options: &RenderOptions) -> Transform {
    if options.width.is_none() && options.height.is_none() {
        return Transform::identity();
    }
    Transform::from_scale((f64::from(target.0) / natural.0) as f32, (f64::from(target.1) / natural.1) as f32)
}
