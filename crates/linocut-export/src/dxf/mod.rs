//! DXF for drawing programs and cutters: outlines only, a layer for each color, y up.
//!
//! Groups of a code and a value, a line each (Autodesk, DXF References for R12 and 2000).
//! A contour is one entity: a polyline whose bulges are circular arcs where it has none but these, else a spline
//! (2000) or a polyline close to it (R12).

mod color;
mod contour;
mod frame;

use crate::geometry::{path, similarity};
use crate::gradient::settled;
use crate::options::DxfVersion;
use crate::page::short;
use color::{index, layer_name};
use contour::{Contour, Fineness, contours};
use linocut_core::kurbo::{Affine, BezPath, Ellipse, Point, Rect, Shape as _, Vec2};
use linocut_core::{Drawing, Outline, PIXELS_PER_MM, Paint, Result, Rgba, Warned};
use linocut_svg::{FlatOptions, Mark, Precision, Stamp, flatten};
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// Lines up to this width, in pixels, only say where a tool goes: a tenth of a millimeter, as cutters want them.
const HAIRLINE: f64 = 0.101 * PIXELS_PER_MM;

/// Where the drawing goes.
pub(crate) struct Sheet {
    /// Width and height in CSS pixels.
    pub(crate) size: (f64, f64),
    /// CSS pixels in a unit of the file.
    pub(crate) unit: f64,
    /// The number that files name the unit by: 0 none, 1 inches, 4 millimeters.
    pub(crate) unit_code: u8,
    /// Decimals of coordinates in the file.
    pub(crate) decimals: usize,
    /// Which DXF.
    pub(crate) version: DxfVersion,
}

/// The text of a DXF file.
pub(crate) fn dxf(drawing: &Drawing, sheet: &Sheet) -> Result<Warned<String>> {
    let flat = flatten(drawing, &FlatOptions { size: Some(sheet.size), pictures: None })?;
    let scale = 1.0 / sheet.unit;
    let to_sheet = Affine::new([scale, 0.0, 0.0, -scale, 0.0, flat.value.height * scale]);
    let handle = frame::FIRST_ENTITY;
    let mut writer = Writer { sheet, to_sheet, layers: BTreeMap::new(), text: String::new(), handle, extents: None };
    flat.value.stamps().for_each(|stamp| writer.stamp(stamp));
    let mut warnings = flat.warnings;
    if is_clipped(&flat.value.marks) {
        warnings.push("drew what clip paths hide, DXF has no clip paths".to_owned());
    }
    if flat.value.stamps().any(|stamp| stamp.shape.stroke.as_ref().is_some_and(|stroke| stroke.width > HAIRLINE)) {
        warnings.push("lines lost their width, DXF says where they run".to_owned());
    }
    let value = frame::document(&writer.text, &writer.layers, writer.extents.unwrap_or_default(), sheet);
    Ok(Warned { value, warnings })
}

fn is_clipped(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| match mark {
        Mark::Layer(layer) => !layer.clips.is_empty() || is_clipped(&layer.marks),
        Mark::Stamp(_) | Mark::Picture(_) => false,
    })
}

struct Writer<'a> {
    sheet: &'a Sheet,
    /// Maps the page to the file, y up.
    to_sheet: Affine,
    /// The color index of every layer by its name.
    layers: BTreeMap<String, u8>,
    text: String,
    /// The next number of an entity.
    handle: u32,
    extents: Option<Rect>,
}

impl Writer<'_> {
    fn stamp(&mut self, stamp: &Stamp) {
        let shape = &stamp.shape;
        let stroke = shape.stroke.as_ref().map(|stroke| &stroke.paint);
        // A filled shape with a line around it is one outline, in the color of the line that is seen there.
        let Some(paint) = stroke.or(shape.fill.as_ref()) else { return };
        let color = match settled(paint) {
            Paint::Solid(color) => color,
            Paint::Gradient(gradient) => gradient.stops.first().map_or(Rgba::BLACK, |stop| stop.color),
            Paint::CurrentColor => Rgba::BLACK,
        };
        let layer = layer_name(color);
        self.layers.insert(layer.clone(), index(color));
        let filled = shape.fill.is_some();
        let to_sheet = self.to_sheet * stamp.transform;
        let curve = to_sheet * path(&shape.outline);
        if curve.elements().is_empty() || !curve.is_finite() {
            return;
        }
        let bounds = curve.bounding_box();
        self.extents = Some(self.extents.map_or(bounds, |all| all.union(bounds)));
        match &shape.outline {
            Outline::Circle(circle) if similarity(to_sheet).is_some() => {
                let radius = circle.radius * similarity(to_sheet).unwrap_or(1.0);
                self.circle(to_sheet * circle.center, radius, &layer);
            }
            Outline::Circle(circle) => self.round(to_sheet * Ellipse::from(*circle), &curve, &layer),
            Outline::Ellipse(ellipse) => self.round(to_sheet * *ellipse, &curve, &layer),
            Outline::Line(line) => self.line(to_sheet * line.p0, to_sheet * line.p1, &layer),
            Outline::Path(_) | Outline::Rect(_) => self.curves(&curve, filled, &layer),
        }
    }

    /// An entity: its name, the marks of its class, and its groups.
    fn entity(&mut self, name: &str, class: &str, layer: &str, groups: &[(u16, String)]) {
        self.group(0, name);
        if self.sheet.version == DxfVersion::R2000 {
            let handle = format!("{:X}", self.handle);
            self.group(5, &handle);
            self.group(330, frame::MODEL_SPACE);
            self.group(100, "AcDbEntity");
        }
        self.handle += 1;
        self.group(8, layer);
        if self.sheet.version == DxfVersion::R2000 {
            self.group(100, class);
        }
        for (code, value) in groups {
            self.group(*code, value);
        }
    }

    fn group(&mut self, code: u16, value: &str) {
        frame::group(&mut self.text, code, value);
    }

    fn number(&self, value: f64) -> String {
        decimal(value, self.sheet.decimals)
    }

    /// The groups of a point, whose x has the code `code`.
    fn at(&self, code: u16, point: Point) -> [(u16, String); 3] {
        [(code, self.number(point.x)), (code + 10, self.number(point.y)), (code + 20, "0.0".to_owned())]
    }

    fn circle(&mut self, center: Point, radius: f64, layer: &str) {
        let groups = [self.at(10, center).as_slice(), &[(40, self.number(radius))]].concat();
        self.entity("CIRCLE", "AcDbCircle", layer, &groups);
    }

    fn line(&mut self, from: Point, to: Point, layer: &str) {
        let groups = [self.at(10, from), self.at(11, to)].concat();
        self.entity("LINE", "AcDbLine", layer, &groups);
    }

    /// An ellipse on the sheet; `curve` is the same.
    fn round(&mut self, ellipse: Ellipse, curve: &BezPath, layer: &str) {
        if self.sheet.version == DxfVersion::R12 {
            return self.curves(curve, true, layer);
        }
        let (radii, turn) = ellipse.radii_and_rotation();
        let along = Vec2::new(libm::cos(turn), libm::sin(turn));
        let (major, minor) =
            if radii.x >= radii.y { (along * radii.x, radii.y) } else { (along.turn_90() * radii.y, radii.x) };
        let groups = [
            self.at(10, ellipse.center()).as_slice(),
            &self.at(11, major.to_point()),
            &[(210, "0.0".to_owned()), (220, "0.0".to_owned()), (230, "1.0".to_owned())],
            // Programs refuse an ellipse without a shorter axis.
            &[(40, decimal((minor / major.hypot()).max(1e-6), 9))],
            &[(41, "0.0".to_owned()), (42, decimal(TAU, 12))],
        ]
        .concat();
        self.entity("ELLIPSE", "AcDbEllipse", layer, &groups);
    }

    /// The contours of a path; those of filled shapes are closed even where the path does not say so.
    fn curves(&mut self, curve: &BezPath, filled: bool, layer: &str) {
        let precision = 0.1_f64.powi(i32::try_from(self.sheet.decimals).unwrap_or(3));
        let (width, height) = self.sheet.size;
        let seen = Precision::fitting(Rect::new(0.0, 0.0, width, height)).step() / self.sheet.unit;
        for contour in contours(curve, filled, Fineness { written: precision, seen }) {
            match (&contour, self.sheet.version) {
                (Contour::Polyline { .. }, _) => self.polyline(&contour, layer),
                (Contour::Curve { path, closed }, DxfVersion::R12) => {
                    self.polyline(&contour::flattened(path, *closed, precision), layer);
                }
                (Contour::Curve { path, closed }, DxfVersion::R2000) => self.spline(path, *closed, layer),
            }
        }
    }

    fn polyline(&mut self, contour: &Contour, layer: &str) {
        let Contour::Polyline { corners, closed } = contour else { return };
        let flag = u8::from(*closed).to_string();
        let bulge = |bulge: f64| (bulge != 0.0).then(|| (42, decimal(bulge, 9)));
        if self.sheet.version == DxfVersion::R2000 {
            let mut groups = vec![(90, corners.len().to_string()), (70, flag)];
            for corner in corners {
                groups.extend([(10, self.number(corner.at.x)), (20, self.number(corner.at.y))]);
                groups.extend(bulge(corner.bulge));
            }
            return self.entity("LWPOLYLINE", "AcDbPolyline", layer, &groups);
        }
        let head = [&[(66, "1".to_owned())], self.at(10, Point::ORIGIN).as_slice(), &[(70, flag)]].concat();
        self.entity("POLYLINE", "", layer, &head);
        for corner in corners {
            let groups: Vec<_> = self.at(10, corner.at).into_iter().chain(bulge(corner.bulge)).collect();
            self.entity("VERTEX", "", layer, &groups);
        }
        self.entity("SEQEND", "", layer, &[]);
    }

    /// The exact curve as one cubic B-spline: a knot of its own, three times, for each end of a piece.
    fn spline(&mut self, path: &BezPath, closed: bool, layer: &str) {
        let points = contour::control_points(path, closed);
        let pieces = points.len().saturating_sub(1) / 3;
        let mut groups = vec![(210, "0.0".to_owned()), (220, "0.0".to_owned()), (230, "1.0".to_owned())];
        let flag = if closed { 9 } else { 8 };
        let knots = (pieces + 1) * 3 + 2;
        groups.extend([(70, flag.to_string()), (71, "3".to_owned()), (72, knots.to_string())]);
        groups.extend([(73, points.len().to_string()), (74, "0".to_owned())]);
        groups.extend([(42, "0.0000001".to_owned()), (43, "0.0000001".to_owned())]);
        for knot in 0..=pieces {
            let times = if knot == 0 || knot == pieces { 4 } else { 3 };
            groups.extend(std::iter::repeat_n((40, format!("{knot}.0")), times));
        }
        for point in points {
            groups.extend(self.at(10, point));
        }
        self.entity("SPLINE", "AcDbSpline", layer, &groups);
    }
}

/// A number as DXF wants it: with a decimal point.
fn decimal(value: f64, decimals: usize) -> String {
    let text = short(value, decimals);
    if text.contains('.') { text } else { text + ".0" }
}
