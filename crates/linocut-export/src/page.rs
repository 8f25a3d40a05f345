//! The page that a drawing is put on.

use crate::dxf::Sheet;
use crate::{ExportOptions, LengthUnit, Size};
use linocut_core::kurbo::Rect;
use linocut_core::{Drawing, Error, Kind, Result};
use linocut_svg::Precision;

/// Largest side of a page, in CSS pixels: 264 m, beyond what any reader takes.
const MAX_SIDE: f64 = 1e6;

/// Decimals of DXF: a tenth of a micrometer where the unit is a millimeter, finer than any cutter.
const DXF_DECIMALS: usize = 4;

/// How large a drawing is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Page {
    /// Width in CSS pixels, above 0.
    pub(crate) width: f64,
    /// Height in CSS pixels, above 0.
    pub(crate) height: f64,
    /// Whether a person asked for this size or its unit, so that the file has to say it.
    pub(crate) asked: bool,
}

/// The page that `options` ask for.
pub(crate) fn page(drawing: &Drawing, options: &ExportOptions) -> Result<Page> {
    let (width, height) = drawing.size.unwrap_or_else(|| {
        let view = drawing.view_box.abs();
        (view.width(), view.height())
    });
    // A view without area is shown one unit wide, as the writer has it.
    let (width, height) = (at_least(width), at_least(height));
    let factor = match options.size {
        Size::Own => 1.0,
        Size::Scaled(factor) => factor,
        Size::Width(length) => length.pixels() / width,
    };
    let asked = options.size != Size::Own || options.unit.is_some();
    let page = Page { width: width * factor, height: height * factor, asked };
    if [page.width, page.height].iter().all(|side| *side > 0.0 && *side <= MAX_SIDE) {
        return Ok(page);
    }
    Err(Error::new(Kind::Input, format!("page would be {} × {} pixels", page.width, page.height))
        .hinted("sides go up to a million pixels; choose another --width or --scale"))
}

fn at_least(side: f64) -> f64 {
    if side.is_finite() && side > 0.0 { side } else { 1.0 }
}

impl Page {
    /// Width and height in CSS pixels.
    pub(crate) fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// The precision of coordinates in CSS pixels: the wanted one, or what nobody sees at this size.
    pub(crate) fn precision(&self, options: &ExportOptions) -> Precision {
        options.precision.unwrap_or_else(|| Precision::fitting(Rect::new(0.0, 0.0, self.width, self.height)))
    }

    /// The same as a number of decimals.
    pub(crate) fn decimals(&self, options: &ExportOptions) -> usize {
        usize::from(self.precision(options).decimals())
    }

    /// What a DXF file is written on.
    pub(crate) fn sheet(&self, options: &ExportOptions) -> Sheet {
        let unit = options.unit.unwrap_or(LengthUnit::Mm);
        let unit_code = match unit {
            LengthUnit::Px | LengthUnit::Pt => 0,
            LengthUnit::In => 1,
            LengthUnit::Mm => 4,
        };
        Sheet {
            size: (self.width, self.height),
            unit: unit.pixels(),
            unit_code,
            decimals: options.precision.map_or(DXF_DECIMALS, |precision| usize::from(precision.decimals())),
            version: options.dxf,
        }
    }

    /// Width and height as CSS writes them, in `unit`.
    pub(crate) fn sides(&self, unit: LengthUnit) -> [String; 2] {
        let name = if unit == LengthUnit::Px { "" } else { unit.name() };
        [self.width, self.height].map(|side| format!("{}{name}", short(side / unit.pixels(), 4)))
    }
}

/// `value` with at most `decimals` decimals and no zeros at the end; what is not finite is 0.
pub(crate) fn short(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// `value` as a byte: rounded, and cut to what one holds.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=255"
)]
pub(crate) fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}
