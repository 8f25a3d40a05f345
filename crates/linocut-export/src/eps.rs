//! Encapsulated PostScript, level 3 (Adobe: PLRM, third edition; Document Structuring Conventions 3.0; EPSF 3.0).
//!
//! PostScript has no transparency: a shape that is not opaque is laid over white where nothing is below it, and shows
//! pixels of the finished picture where something is; its edge is sharp all the same.

use crate::content::Content;
use crate::geometry::{page_path, path, similarity};
use crate::gradient::{list, rgb, settled, shading, unrolled};
use crate::pack::{ascii85, zlib};
use crate::page::{byte, short};
use crate::tree::put;
use linocut_core::kurbo::{Affine, Rect};
use linocut_core::{Drawing, Error, Gradient, Paint, Raster, Result, Rgba, Stop, Stroke, Unit, Warned};
use linocut_svg::{Flat, FlatOptions, Layer, Mark, Picture, RenderOptions, Stamp, flatten, render};

/// Pixels per CSS pixel in what only pixels can show: 300 to the inch.
const SCALE: f64 = 300.0 / 96.0;
/// Points of PostScript in a CSS pixel.
const POINTS: f64 = 0.75;
/// The operators of [`Content`] in PostScript.
const PROLOG: &str = "\
%%BeginProlog
/linocut 32 dict def
linocut begin
/q {gsave} bind def
/Q {grestore} bind def
/cm {6 array astore concat} bind def
/m {moveto} bind def
/l {lineto} bind def
/c {curveto} bind def
/h {closepath} bind def
/f {fill} bind def
/f* {eofill} bind def
/S {stroke} bind def
/W {clip} bind def
/W* {eoclip} bind def
/n {newpath} bind def
/w {setlinewidth} bind def
/J {setlinecap} bind def
/j {setlinejoin} bind def
/M {setmiterlimit} bind def
/d {setdash} bind def
/rg {setrgbcolor} bind def
end
%%EndProlog
";

/// The same for pixels that show what is seen through something: their edges are cut sharp, so half as many do.
const BLENDED: f64 = 2.0;
/// Longest side of the picture that these are taken from.
const MAX_PIXELS: f64 = 4096.0;

/// The text of an EPS file with a box of `size` CSS pixels.
pub(crate) fn eps(drawing: &Drawing, size: (f64, f64), decimals: usize) -> Result<Warned<String>> {
    let flat = flatten(drawing, &FlatOptions { size: Some(size), pictures: Some(SCALE) })?;
    let page = Rect::new(0.0, 0.0, flat.value.width, flat.value.height);
    let finished = if sees_through(&flat.value.marks) { Some(finished(drawing, page)?) } else { None };
    let mut writer =
        Writer { content: Content::new(decimals), page, finished, below: Vec::new(), layered: false, error: None };
    for mark in &flat.value.marks {
        writer.mark(mark, Unit::ONE);
    }
    if let Some(error) = writer.error {
        return Err(error);
    }
    let mut warnings = flat.warnings;
    if writer.finished.is_some() {
        let how =
            if writer.layered { "drew what is transparent as pixels" } else { "laid what is transparent over white" };
        warnings.push(format!("{how}, EPS knows no transparency"));
    }
    Ok(Warned { value: document(&flat.value, drawing.title.as_deref(), &writer.content.text), warnings })
}

/// Whether something is not opaque.
fn sees_through(marks: &[Mark]) -> bool {
    let clear = |paint: &Paint| match paint {
        Paint::Solid(color) => color.a < 255,
        Paint::CurrentColor => false,
        Paint::Gradient(gradient) => gradient.stops.iter().any(|stop| stop.color.a < 255),
    };
    marks.iter().any(|mark| match mark {
        Mark::Stamp(stamp) => {
            let stroke = stamp.shape.stroke.as_ref().map(|stroke| &stroke.paint);
            stamp.shape.fill.as_ref().into_iter().chain(stroke).any(clear)
        }
        Mark::Layer(layer) => layer.opacity != Unit::ONE || sees_through(&layer.marks),
        Mark::Picture(picture) => !picture.raster.is_opaque(),
    })
}

/// The whole page as pixels, over white.
fn finished(drawing: &Drawing, page: Rect) -> Result<Raster> {
    let scale = BLENDED.min(MAX_PIXELS / page.width().max(page.height()));
    let pixels = |side: f64| short((side * scale).ceil().max(1.0), 0).parse().ok();
    let sized = Drawing { size: Some((page.width(), page.height())), ..drawing.clone() };
    let (width, height) = (pixels(page.width()), pixels(page.height()));
    render(&sized, &RenderOptions { width, height, background: Some(Rgba::WHITE), ..RenderOptions::default() })
}

fn document(flat: &Flat, title: Option<&str>, content: &str) -> String {
    let (width, height) = (flat.width * POINTS, flat.height * POINTS);
    let [w, h] = [width, height].map(|side| short(side, 4));
    let mut out = format!(
        "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 {} {}\n%%HiResBoundingBox: 0 0 {w} {h}\n%%Creator: (Linocut)\n",
        short(width.ceil(), 0),
        short(height.ceil(), 0)
    );
    if let Some(title) = title {
        put(&mut out, &["%%Title: (", &plain(title), ")\n"]);
    }
    put(&mut out, &["%%LanguageLevel: 3\n%%Pages: 1\n%%DocumentData: Clean7Bit\n%%EndComments\n", PROLOG]);
    put(&mut out, &["%%Page: 1 1\nlinocut begin\nq\n0 0 ", &w, " ", &h, " rectclip\n"]);
    put(&mut out, &["0.75 0 0 -0.75 0 ", &h, " cm\n", content, "Q\nend\nshowpage\n%%Trailer\n%%EOF\n"]);
    out
}

/// A title as far as a comment can hold it.
fn plain(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_graphic() || *c == ' ';
    text.chars().map(|c| if matches!(c, '(' | ')' | '\\') { ' ' } else { c }).filter(plain).take(200).collect()
}

struct Writer {
    content: Content,
    page: Rect,
    /// The finished picture, if something in it is not opaque.
    finished: Option<Raster>,
    /// The boxes around what was painted so far.
    below: Vec<Rect>,
    /// Whether something transparent lay over something else.
    layered: bool,
    /// What went wrong first.
    error: Option<Error>,
}

impl Writer {
    /// Paints a mark that is seen at `opacity`.
    fn mark(&mut self, mark: &Mark, opacity: Unit) {
        match mark {
            Mark::Stamp(stamp) => self.stamp(stamp, opacity),
            Mark::Layer(layer) => self.layer(layer, opacity),
            Mark::Picture(picture) => self.picture(picture),
        }
    }

    fn layer(&mut self, layer: &Layer, opacity: Unit) {
        self.content.op("q");
        for clip in &layer.clips {
            self.content.clip(&clip.path, clip.rule);
        }
        let opacity = Unit::clamped(opacity.get() * layer.opacity.get());
        for mark in &layer.marks {
            self.mark(mark, opacity);
        }
        self.content.op("Q");
    }

    fn stamp(&mut self, stamp: &Stamp, opacity: Unit) {
        let bounds = stamp.transform.transform_rect_bbox(stamp.shape.outline.bounds());
        if let Some(fill) = &stamp.shape.fill {
            let fill = settled(fill);
            if let (Paint::Solid(color), false) = (&fill, self.is_layered(&fill, opacity, bounds)) {
                self.content.color(over_white(*color, opacity), "rg");
                self.content.path(&page_path(stamp));
                self.content.fill(stamp.shape.fill_rule);
            } else {
                self.content.op("q");
                self.content.clip(&page_path(stamp), stamp.shape.fill_rule);
                self.flood(&fill, stamp.transform, opacity, bounds);
                self.content.op("Q");
            }
            self.below.push(bounds);
        }
        if let Some(stroke) = &stamp.shape.stroke {
            let reach = stroke.width * stroke.miter_limit.max(1.5) * stamp.transform.spectral_norm() / 2.0;
            let bounds = bounds.inflate(reach, reach);
            self.stroke(stamp, stroke, opacity, bounds);
            self.below.push(bounds);
        }
    }

    fn stroke(&mut self, stamp: &Stamp, stroke: &Stroke, opacity: Unit, bounds: Rect) {
        self.content.op("q");
        let paint = settled(&stroke.paint);
        let layered = self.is_layered(&paint, opacity, bounds);
        let alike = similarity(stamp.transform);
        if let Some(scale) = alike {
            self.content.line(stroke, scale);
            self.content.path(&page_path(stamp));
        } else {
            self.content.matrix(stamp.transform);
            self.content.line(stroke, 1.0);
            self.content.path(&path(&stamp.shape.outline));
        }
        if let (Paint::Solid(color), false) = (&paint, layered) {
            self.content.color(over_white(*color, opacity), "rg");
            self.content.op("S");
        } else {
            self.content.op("strokepath W n");
            if alike.is_none() {
                self.content.matrix(stamp.transform.inverse());
            }
            self.flood(&paint, stamp.transform, opacity, bounds);
        }
        self.content.op("Q");
    }

    /// Whether a paint lets something be seen that lies below `bounds`.
    fn is_layered(&self, paint: &Paint, opacity: Unit, bounds: Rect) -> bool {
        let clear = match paint {
            Paint::Solid(color) => color.a < 255,
            Paint::CurrentColor => false,
            Paint::Gradient(gradient) => gradient.stops.iter().any(|stop| stop.color.a < 255),
        };
        (clear || opacity != Unit::ONE) && self.below.iter().any(|below| below.overlaps(bounds))
    }

    /// Paints all of `bounds` that is not cut away; `to_page` maps from the user space of the paint.
    fn flood(&mut self, paint: &Paint, to_page: Affine, opacity: Unit, bounds: Rect) {
        if self.is_layered(paint, opacity, bounds) {
            self.layered = true;
            let part = self.finished.as_ref().map(|finished| part(finished, self.page, bounds));
            return part.flatten().iter().for_each(|picture| self.picture(picture));
        }
        if let Paint::Gradient(gradient) = paint {
            let stops = gradient.stops.iter().map(|stop| Stop { color: over_white(stop.color, opacity), ..*stop });
            let stops = stops.collect();
            let gradient = Gradient { transform: to_page * gradient.transform, stops, ..gradient.clone() };
            let gradient = unrolled(&gradient, self.page);
            self.content.op(&format!("[{}] concat", list(gradient.transform.as_coeffs())));
            self.content.op(&format!("{} shfill", shading(&gradient, "DeviceRGB", rgb)));
        }
    }

    fn picture(&mut self, picture: &Picture) {
        self.below.push(picture.place);
        match self.picture_data(picture) {
            Ok(text) => self.content.op(&text),
            Err(error) => self.error = self.error.take().or(Some(error)),
        }
    }

    /// An image with its data behind it: compressed, as text.
    fn picture_data(&self, picture: &Picture) -> Result<String> {
        let place = picture.place;
        let [width, height] = [picture.raster.width(), picture.raster.height()];
        let white = picture.raster.over(Rgba::WHITE);
        let colors: Vec<u8> = white.pixels().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
        let mut out = Content::new(self.content.decimals);
        out.op("q");
        out.matrix(Affine::new([place.width(), 0.0, 0.0, -place.height(), place.x0, place.y1]));
        out.op("/DeviceRGB setcolorspace");
        out.op(&format!(
            "<< /ImageType 1 /Width {width} /Height {height} /BitsPerComponent 8\n/Decode [0 1 0 1 0 1] /ImageMatrix [{width} 0 0 -{height} 0 {height}]\n/DataSource currentfile /ASCII85Decode filter /FlateDecode filter >> image"
        ));
        out.op(&ascii85(&zlib(&colors)?));
        out.op("Q");
        Ok(out.text.trim_end().to_owned())
    }
}

/// The part of a page's pixels that `bounds` covers.
fn part(finished: &Raster, page: Rect, bounds: Rect) -> Option<Picture> {
    let scale = (f64::from(finished.width()) / page.width(), f64::from(finished.height()) / page.height());
    let seen = bounds.intersect(page);
    let steps = |from: f64, to: f64, scale: f64, most: u32| -> Option<(u32, u32)> {
        let [from, to] = [(from * scale).floor(), (to * scale).ceil()].map(|side| short(side.max(0.0), 0).parse().ok());
        Some((from?, u32::min(to?, most)))
    };
    let (x0, x1) = steps(seen.x0, seen.x1, scale.0, finished.width())?;
    let (y0, y1) = steps(seen.y0, seen.y1, scale.1, finished.height())?;
    let pixels = (y0..y1).flat_map(|y| (x0..x1).filter_map(move |x| finished.get(x, y))).collect();
    let raster = Raster::new(x1.checked_sub(x0)?, y1.checked_sub(y0)?, pixels).ok()?;
    let [left, right] = [x0, x1].map(|x| f64::from(x) / scale.0);
    let [top, bottom] = [y0, y1].map(|y| f64::from(y) / scale.1);
    Some(Picture { raster, place: Rect::new(left, top, right, bottom) })
}

fn over_white(color: Rgba, opacity: Unit) -> Rgba {
    let share = f64::from(color.a) / 255.0 * opacity.get();
    let over = |channel: u8| byte(255.0 - (255.0 - f64::from(channel)) * share);
    Rgba::opaque(over(color.r), over(color.g), over(color.b))
}
