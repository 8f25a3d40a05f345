//! PDF: vectors, gradients and transparency as they are (ISO 32000-1).
//!
//! One page whose content is one form in CSS pixels, y down, so that patterns and masks are in pixels, too. All streams
//! share one dictionary of resources.

mod file;
mod paint;

use crate::content::Content;
use crate::page::short;
use crate::tree::put;
use file::{File, Number};
use linocut_core::kurbo::{Affine, Rect};
use linocut_core::{Drawing, Result, Unit, Warned};
use linocut_svg::{Flat, FlatOptions, Layer, Mark, Picture, flatten};
use std::collections::BTreeMap;

/// Pixels per CSS pixel in what only pixels can show: 300 to the inch.
const SCALE: f64 = 300.0 / 96.0;
/// Points of PDF in a CSS pixel.
const POINTS: f64 = 0.75;

/// The bytes of a PDF file with a page of `size` CSS pixels.
pub(crate) fn pdf(drawing: &Drawing, size: (f64, f64), decimals: usize) -> Result<Warned<Vec<u8>>> {
    let flat = flatten(drawing, &FlatOptions { size: Some(size), pictures: Some(SCALE) })?;
    let mut writer = Writer::new(&flat.value, decimals);
    let value = writer.document(&flat.value, drawing.title.as_deref())?;
    Ok(Warned { value, warnings: flat.warnings })
}

/// A file in the making.
struct Writer {
    file: File,
    page: Rect,
    decimals: usize,
    /// The dictionary that all streams name.
    resources: Number,
    /// Its entries by sort and name.
    named: BTreeMap<(&'static str, String), Number>,
}

impl Writer {
    fn new(flat: &Flat, decimals: usize) -> Self {
        let mut file = File::default();
        let resources = file.reserve();
        Self { file, page: Rect::new(0.0, 0.0, flat.width, flat.height), decimals, resources, named: BTreeMap::new() }
    }

    fn document(&mut self, flat: &Flat, title: Option<&str>) -> Result<Vec<u8>> {
        let whole = self.form(&flat.marks, "")?;
        let mut content = Content::new(4);
        content.matrix(Affine::new([POINTS, 0.0, 0.0, -POINTS, 0.0, flat.height * POINTS]));
        content.op(&format!("/{whole} Do"));
        let content = self.file.add_stream("", content.text.as_bytes())?;
        let pages = self.file.reserve();
        let page = self.file.add(format!(
            "<< /Type /Page /Parent {} /MediaBox [0 0 {} {}] /Resources {} /Contents {} /Group << /S /Transparency /CS /DeviceRGB >> >>",
            pages.reference(),
            short(flat.width * POINTS, 4),
            short(flat.height * POINTS, 4),
            self.resources.reference(),
            content.reference()
        ));
        self.file.set(pages, format!("<< /Type /Pages /Kids [{}] /Count 1 >>", page.reference()).into_bytes());
        let catalog = self.file.add(format!("<< /Type /Catalog /Pages {} >>", pages.reference()));
        let title = title.map(|title| format!(" /Title {}", text(title))).unwrap_or_default();
        let about = self.file.add(format!("<< /Producer (Linocut){title} >>"));
        let resources = self.resource_dictionary();
        self.file.set(self.resources, resources.into_bytes());
        let trailer = format!("/Root {} /Info {}", catalog.reference(), about.reference());
        Ok(std::mem::take(&mut self.file).finish(&trailer))
    }

    fn resource_dictionary(&self) -> String {
        let mut out = "<<".to_owned();
        for sort in ["ExtGState", "Pattern", "XObject"] {
            put(&mut out, &["\n/", sort, " <<"]);
            for ((_, name), number) in self.named.iter().filter(|((own, _), _)| *own == sort) {
                put(&mut out, &[" /", name, " ", &number.reference()]);
            }
            put(&mut out, &[" >>"]);
        }
        out + "\n>>"
    }

    /// Gives an object the next free name of its sort.
    fn name(&mut self, sort: &'static str, letter: char, number: Number) -> String {
        let name = format!("{letter}{}", self.named.len());
        self.named.insert((sort, name.clone()), number);
        name
    }

    /// A stream of its own that paints `marks`; its name. `entries` are added to its dictionary.
    fn form(&mut self, marks: &[Mark], entries: &str) -> Result<String> {
        let mut content = Content::new(self.decimals);
        for mark in marks {
            self.mark(mark, &mut content)?;
        }
        self.form_of(&content, entries)
    }

    fn form_of(&mut self, content: &Content, entries: &str) -> Result<String> {
        let dictionary = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 {} {}] /Resources {}{entries}",
            short(self.page.x1, 4),
            short(self.page.y1, 4),
            self.resources.reference()
        );
        let number = self.file.add_stream(&dictionary, content.text.as_bytes())?;
        Ok(self.name("XObject", 'f', number))
    }

    fn mark(&mut self, mark: &Mark, content: &mut Content) -> Result<()> {
        match mark {
            Mark::Stamp(stamp) => self.stamp(stamp, content),
            Mark::Layer(layer) => self.layer(layer, content),
            Mark::Picture(picture) => self.picture(picture, content),
        }
    }

    fn layer(&mut self, layer: &Layer, content: &mut Content) -> Result<()> {
        content.op("q");
        for clip in &layer.clips {
            content.clip(&clip.path, clip.rule);
        }
        if layer.opacity == Unit::ONE {
            for mark in &layer.marks {
                self.mark(mark, content)?;
            }
        } else {
            let form = self.form(&layer.marks, " /Group << /S /Transparency /CS /DeviceRGB /I true >>")?;
            let state = self.alpha(layer.opacity);
            content.op(&format!("/{state} gs"));
            content.op(&format!("/{form} Do"));
        }
        content.op("Q");
        Ok(())
    }

    /// The name of a graphics state in which everything is painted with an opacity.
    fn alpha(&mut self, opacity: Unit) -> String {
        let share = short(opacity.get(), 4);
        let name = format!("a{}", share.replace('.', "_"));
        let file = &mut self.file;
        self.named
            .entry(("ExtGState", name.clone()))
            .or_insert_with(|| file.add(format!("<< /Type /ExtGState /ca {share} /CA {share} >>")));
        name
    }

    fn picture(&mut self, picture: &Picture, content: &mut Content) -> Result<()> {
        let raster = &picture.raster;
        let head = format!(
            "/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent 8",
            raster.width(),
            raster.height()
        );
        let alpha: Vec<u8> = raster.pixels().iter().map(|pixel| pixel.a).collect();
        let mask = self.file.add_stream(&format!("{head} /ColorSpace /DeviceGray"), &alpha)?;
        let colors: Vec<u8> = raster.pixels().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
        let entries = format!("{head} /ColorSpace /DeviceRGB /SMask {}", mask.reference());
        let image = self.file.add_stream(&entries, &colors)?;
        let name = self.name("XObject", 'i', image);
        let place = picture.place;
        content.op("q");
        content.matrix(Affine::new([place.width(), 0.0, 0.0, -place.height(), place.x0, place.y1]));
        content.op(&format!("/{name} Do"));
        content.op("Q");
        Ok(())
    }
}

/// A text string: UTF-16 in hexadecimal.
fn text(text: &str) -> String {
    let units: Vec<String> = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{}>", units.concat())
}
