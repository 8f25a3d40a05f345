//! What stands around the entities of a DXF file.

use super::{Sheet, decimal};
use crate::options::DxfVersion;
use crate::tree::put;
use linocut_core::kurbo::Rect;
use std::collections::BTreeMap;

/// The handle of the block that entities belong to.
pub(super) const MODEL_SPACE: &str = "1F";
/// The handle of the first entity; those of tables and layers are lower.
pub(super) const FIRST_ENTITY: u32 = 0x1000;
/// The handle of the first layer after layer 0.
const FIRST_LAYER: u32 = 0x100;

/// Appends a group.
pub(super) fn group(out: &mut String, code: u16, value: &str) {
    put(out, &[&format!("{code:>3}\n"), value, "\n"]);
}

fn groups(out: &mut String, list: &[(u16, &str)]) {
    for (code, value) in list {
        group(out, *code, value);
    }
}

/// The whole file around `entities`.
pub(super) fn document(entities: &str, layers: &BTreeMap<String, u8>, extents: Rect, sheet: &Sheet) -> String {
    let mut out = String::new();
    header(&mut out, extents, sheet);
    match sheet.version {
        DxfVersion::R12 => tables_r12(&mut out, layers),
        DxfVersion::R2000 => {
            groups(&mut out, &[(0, "SECTION"), (2, "CLASSES"), (0, "ENDSEC")]);
            tables(&mut out, layers);
            blocks(&mut out);
        }
    }
    groups(&mut out, &[(0, "SECTION"), (2, "ENTITIES")]);
    out.push_str(entities);
    group(&mut out, 0, "ENDSEC");
    if sheet.version == DxfVersion::R2000 {
        objects(&mut out);
    }
    group(&mut out, 0, "EOF");
    out
}

fn header(out: &mut String, extents: Rect, sheet: &Sheet) {
    let version = match sheet.version {
        DxfVersion::R12 => "AC1009",
        DxfVersion::R2000 => "AC1015",
    };
    groups(out, &[(0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, version)]);
    if sheet.version == DxfVersion::R2000 {
        groups(out, &[(9, "$HANDSEED"), (5, "FFFFFF"), (9, "$INSUNITS"), (70, &sheet.unit_code.to_string())]);
        let metric = if sheet.unit_code == 1 { "0" } else { "1" };
        groups(out, &[(9, "$MEASUREMENT"), (70, metric)]);
    }
    for (name, x, y) in [("$EXTMIN", extents.x0, extents.y0), ("$EXTMAX", extents.x1, extents.y1)] {
        let [x, y] = [x, y].map(|side| decimal(side, sheet.decimals));
        groups(out, &[(9, name), (10, &x), (20, &y), (30, "0.0")]);
    }
    group(out, 0, "ENDSEC");
}

fn tables_r12(out: &mut String, layers: &BTreeMap<String, u8>) {
    groups(out, &[(0, "SECTION"), (2, "TABLES"), (0, "TABLE"), (2, "LTYPE"), (70, "1")]);
    groups(out, &[(0, "LTYPE"), (2, "CONTINUOUS"), (70, "0"), (3, "Solid line"), (72, "65"), (73, "0"), (40, "0.0")]);
    groups(out, &[(0, "ENDTAB"), (0, "TABLE"), (2, "LAYER"), (70, &(layers.len() + 1).to_string())]);
    for (name, color) in all(layers) {
        groups(out, &[(0, "LAYER"), (2, name), (70, "0"), (62, &color.to_string()), (6, "CONTINUOUS")]);
    }
    groups(out, &[(0, "ENDTAB"), (0, "ENDSEC")]);
}

/// Layer 0, which must be there, and those of colors.
fn all(layers: &BTreeMap<String, u8>) -> impl Iterator<Item = (&str, u8)> {
    std::iter::once(("0", 7)).chain(layers.iter().map(|(name, color)| (name.as_str(), *color)))
}

fn tables(out: &mut String, layers: &BTreeMap<String, u8>) {
    groups(out, &[(0, "SECTION"), (2, "TABLES")]);
    view_port(out);
    table(out, "LTYPE", "5", 3);
    for (handle, name) in [("14", "ByBlock"), ("15", "ByLayer"), ("16", "Continuous")] {
        record(out, "LTYPE", (handle, "5"), "AcDbLinetypeTableRecord", name);
        groups(out, &[(70, "0"), (3, ""), (72, "65"), (73, "0"), (40, "0.0")]);
    }
    group(out, 0, "ENDTAB");
    table(out, "LAYER", "2", layers.len() + 1);
    for ((name, color), handle) in all(layers).zip(FIRST_LAYER..) {
        let handle = if name == "0" { "10".to_owned() } else { format!("{handle:X}") };
        record(out, "LAYER", (&handle, "2"), "AcDbLayerTableRecord", name);
        // Default weight of lines; the plot style that every file has.
        groups(out, &[(70, "0"), (62, &color.to_string()), (6, "Continuous"), (370, "-3"), (390, "F")]);
    }
    group(out, 0, "ENDTAB");
    table(out, "STYLE", "3", 1);
    record(out, "STYLE", ("11", "3"), "AcDbTextStyleTableRecord", "Standard");
    groups(out, &[(70, "0"), (40, "0.0"), (41, "1.0"), (50, "0.0"), (71, "0"), (42, "1.0"), (3, "txt"), (4, "")]);
    group(out, 0, "ENDTAB");
    for (name, handle) in [("VIEW", "6"), ("UCS", "7")] {
        table(out, name, handle, 0);
        group(out, 0, "ENDTAB");
    }
    table(out, "APPID", "9", 1);
    record(out, "APPID", ("12", "9"), "AcDbRegAppTableRecord", "ACAD");
    groups(out, &[(70, "0"), (0, "ENDTAB")]);
    table(out, "DIMSTYLE", "A", 1);
    groups(out, &[(100, "AcDbDimStyleTable"), (71, "1"), (340, "27")]);
    groups(out, &[(0, "DIMSTYLE"), (105, "27"), (330, "A"), (100, "AcDbSymbolTableRecord")]);
    groups(out, &[(100, "AcDbDimStyleTableRecord"), (2, "Standard"), (70, "0"), (340, "11"), (0, "ENDTAB")]);
    table(out, "BLOCK_RECORD", "1", 2);
    for (handle, name, layout) in [(MODEL_SPACE, "*Model_Space", "22"), ("1B", "*Paper_Space", "1E")] {
        record(out, "BLOCK_RECORD", (handle, "1"), "AcDbBlockTableRecord", name);
        group(out, 340, layout);
    }
    groups(out, &[(0, "ENDTAB"), (0, "ENDSEC")]);
}

fn view_port(out: &mut String) {
    table(out, "VPORT", "8", 1);
    record(out, "VPORT", ("94", "8"), "AcDbViewportTableRecord", "*Active");
    groups(out, &[(70, "0"), (10, "0.0"), (20, "0.0"), (11, "1.0"), (21, "1.0"), (12, "0.0"), (22, "0.0")]);
    groups(out, &[(13, "0.0"), (23, "0.0"), (14, "10.0"), (24, "10.0"), (15, "10.0"), (25, "10.0")]);
    groups(out, &[(16, "0.0"), (26, "0.0"), (36, "1.0"), (17, "0.0"), (27, "0.0"), (37, "0.0")]);
    groups(out, &[(40, "1000.0"), (41, "1.5"), (42, "50.0"), (43, "0.0"), (44, "0.0"), (50, "0.0"), (51, "0.0")]);
    groups(out, &[(71, "0"), (72, "1000"), (73, "1"), (74, "3"), (75, "0"), (76, "0"), (77, "0"), (78, "0")]);
    group(out, 0, "ENDTAB");
}

fn table(out: &mut String, name: &str, handle: &str, count: usize) {
    groups(out, &[(0, "TABLE"), (2, name), (5, handle), (330, "0"), (100, "AcDbSymbolTable")]);
    group(out, 70, &count.to_string());
}

/// The beginning of a record: its kind, its handle and its table's, its class, its name.
fn record(out: &mut String, kind: &str, (handle, table): (&str, &str), class: &str, name: &str) {
    groups(out, &[(0, kind), (5, handle), (330, table), (100, "AcDbSymbolTableRecord"), (100, class), (2, name)]);
}

fn blocks(out: &mut String) {
    groups(out, &[(0, "SECTION"), (2, "BLOCKS")]);
    for (owner, begin, end, name) in [(MODEL_SPACE, "20", "21", "*Model_Space"), ("1B", "1C", "1D", "*Paper_Space")] {
        groups(out, &[(0, "BLOCK"), (5, begin), (330, owner), (100, "AcDbEntity"), (8, "0")]);
        groups(out, &[(100, "AcDbBlockBegin"), (2, name), (70, "0"), (10, "0.0"), (20, "0.0"), (30, "0.0")]);
        groups(out, &[(3, name), (1, "")]);
        groups(out, &[(0, "ENDBLK"), (5, end), (330, owner), (100, "AcDbEntity"), (8, "0"), (100, "AcDbBlockEnd")]);
    }
    group(out, 0, "ENDSEC");
}

fn objects(out: &mut String) {
    groups(out, &[(0, "SECTION"), (2, "OBJECTS")]);
    dictionary(out, ("C", "0"), &[("ACAD_GROUP", "D"), ("ACAD_LAYOUT", "1A"), ("ACAD_PLOTSTYLENAME", "E")]);
    dictionary(out, ("D", "C"), &[]);
    dictionary(out, ("1A", "C"), &[("Model", "22"), ("Layout1", "1E")]);
    groups(out, &[(0, "ACDBDICTIONARYWDFLT"), (5, "E"), (330, "C"), (100, "AcDbDictionary"), (281, "1")]);
    groups(out, &[(3, "Normal"), (350, "F"), (100, "AcDbDictionaryWithDefault"), (340, "F")]);
    groups(out, &[(0, "ACDBPLACEHOLDER"), (5, "F"), (330, "E")]);
    layout(out, ("22", "Model", "1024"), "0", MODEL_SPACE);
    layout(out, ("1E", "Layout1", "0"), "1", "1B");
    group(out, 0, "ENDSEC");
}

fn dictionary(out: &mut String, (handle, owner): (&str, &str), entries: &[(&str, &str)]) {
    groups(out, &[(0, "DICTIONARY"), (5, handle), (330, owner), (100, "AcDbDictionary"), (281, "1")]);
    for (name, entry) in entries {
        groups(out, &[(3, name), (350, entry)]);
    }
}

/// A layout: its handle, its name and the flags of its plot; its place among the tabs; its block.
fn layout(out: &mut String, (handle, name, flags): (&str, &str, &str), tab: &str, block: &str) {
    groups(out, &[(0, "LAYOUT"), (5, handle), (330, "1A"), (100, "AcDbPlotSettings"), (1, ""), (2, "none_device")]);
    groups(out, &[(4, ""), (6, ""), (40, "0.0"), (41, "0.0"), (42, "0.0"), (43, "0.0"), (44, "0.0"), (45, "0.0")]);
    groups(out, &[(46, "0.0"), (47, "0.0"), (48, "0.0"), (49, "0.0"), (140, "0.0"), (141, "0.0")]);
    groups(out, &[(142, "1.0"), (143, "1.0"), (70, flags), (72, "0"), (73, "0"), (74, "5"), (7, ""), (75, "16")]);
    groups(out, &[(147, "1.0"), (148, "0.0"), (149, "0.0"), (100, "AcDbLayout"), (1, name), (70, "1"), (71, tab)]);
    groups(out, &[(10, "0.0"), (20, "0.0"), (11, "420.0"), (21, "297.0"), (12, "0.0"), (22, "0.0"), (32, "0.0")]);
    groups(out, &[(14, "0.0"), (24, "0.0"), (34, "0.0"), (15, "0.0"), (25, "0.0"), (35, "0.0"), (146, "0.0")]);
    groups(out, &[(13, "0.0"), (23, "0.0"), (33, "0.0"), (16, "1.0"), (26, "0.0"), (36, "0.0")]);
    groups(out, &[(17, "0.0"), (27, "1.0"), (37, "0.0"), (76, "0"), (330, block)]);
}
