//! Every refusal is one clear line that names the file, and leaves nothing behind.

use crate::desk::Desk;

#[track_caller]
fn check(words: &str, expected: &str) {
    let desk = Desk::new();
    let before = desk.files();
    desk.check(words, expected);
    assert_eq!(desk.files(), before, "linocut {words} left something behind");
}

#[test]
fn damaged_pictures_are_wrong_input() {
    check(
        "trace cut.png",
        "
exit 2
--- stderr
error: cut.png: PNG file is damaged: its end is missing

hint: copy or download it again
",
    );
}

#[test]
fn other_files_are_wrong_input() {
    check(
        "trace notes.txt",
        "
exit 2
--- stderr
error: notes.txt: file is not a picture in a known format

hint: save it as one of PNG, JPEG, WebP, GIF, BMP, TIFF, PNM and QOI
",
    );
    check(
        "render notes.txt",
        "
exit 2
--- stderr
error: notes.txt: file is not SVG

hint: `linocut trace` turns pictures into SVG
",
    );
}

#[test]
fn missing_files_are_missing_and_the_nearest_is_named() {
    check(
        "trace lgo.png",
        "
exit 3
--- stderr
error: lgo.png: no such file or directory

hint: there is a file named logo.png
",
    );
    check(
        "trace elsewhere.jpg",
        "
exit 3
--- stderr
error: elsewhere.jpg: no such file or directory
",
    );
    check(
        "trace *.jpg",
        "
exit 3
--- stderr
error: *.jpg: pattern fits no file
",
    );
}

#[test]
fn empty_stdin_is_wrong_input() {
    check(
        "trace -",
        "
exit 2
--- stderr
error: stdin: file is empty
",
    );
}

#[test]
fn floods_are_over_a_limit() {
    let desk = Desk::empty();
    desk.put("flood.ppm", b"P6 30000 30000 255 abc");
    desk.check(
        "analyze flood.ppm",
        "
exit 5
--- stderr
error: flood.ppm: picture declares 30000 × 30000 pixels, at most 64 megapixels are read

hint: scale the picture down first; 2,048 pixels a side are plenty for tracing
",
    );
}

#[test]
fn hostile_svg_is_refused() {
    let desk = Desk::empty();
    desk.put("bomb.svg", b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>");
    let output = desk.run("sanitize bomb.svg -o safe.svg");
    assert_eq!(output.status.code(), Some(6), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: bomb.svg: "));
    assert_eq!(desk.files(), ["bomb.svg"]);
}

#[test]
fn names_that_say_otherwise_are_refused() {
    check(
        "trace logo.png --format pdf -o drawing.svg",
        "
exit 2
--- stderr
error: drawing.svg: the result is pdf, this is a name for svg

hint: name it .pdf, or ask for svg
",
    );
    check(
        "trace logo.png --repeat use -o drawing.pdf",
        "
exit 2
--- stderr
error: --repeat use has an effect in SVG only

hint: leave it out, or write svg
",
    );
    check(
        "trace logo.png cut.png -o both.svg",
        "
exit 2
--- stderr
error: both.svg: named like a file, 2 results need a directory

hint: -o both.svg/ makes one of that name
",
    );
}

#[test]
fn outputs_that_make_no_sense_are_refused_before_any_work() {
    check(
        "trace logo.png -o drawing.jpg",
        "
exit 2
--- stderr
error: drawing.jpg: the result is SVG, this is a name for pixels

hint: name it .svg; `linocut render` turns SVG into PNG
",
    );
    check(
        "trace logo.png --json -o -",
        "
exit 2
--- stderr
error: more than one result would go to stdout

hint: -o drawing.svg writes the drawing to a file, --compare sheet.png the sheet
",
    );
    check(
        "trace logo.png cut.png -o -",
        "
exit 2
--- stderr
error: stdout takes one result, there are 2

hint: name a directory: -o drawings/
",
    );
    check(
        "trace logo.png cut.png -o notes.txt",
        "
exit 2
--- stderr
error: notes.txt: is a file, 2 results need a directory
",
    );
    check(
        "trace logo.png -o nowhere/logo.svg",
        "
exit 3
--- stderr
error: nowhere/logo.svg: directory nowhere does not exist
",
    );
}

#[test]
fn options_of_another_engine_are_refused() {
    check(
        "trace logo.png --turdsize 3",
        "
exit 2
--- stderr
error: --turdsize has an effect with --engine bilevel only

hint: add --engine bilevel, or leave --turdsize out
",
    );
}

#[test]
fn values_out_of_range_are_refused() {
    check(
        "trace logo.png --tolerance 50",
        "
exit 2
--- stderr
error: invalid value '50' for '--tolerance <PIXELS>': it goes from 0.01 to 10 pixels

For more information, try '--help'.
",
    );
    check(
        "trace logo.png --palette #fff,reddish",
        "
exit 2
--- stderr
error: invalid value '#fff,reddish' for '--palette <COLORS>': rule 2, 'reddish': 'reddish' is not a color; write it like #f80, #ff8800 or tomato

For more information, try '--help'.
",
    );
}

#[test]
fn misspelled_words_are_recognized() {
    check(
        "trac logo.png",
        "
exit 2
--- stderr
error: unrecognized subcommand 'trac'

  tip: a similar subcommand exists: 'trace'

Usage: linocut [OPTIONS] <COMMAND>

For more information, try '--help'.
",
    );
    check(
        "trace logo.png --colours 4",
        "
exit 2
--- stderr
error: unexpected argument '--colours' found

  tip: a similar argument exists: '--colors'

Usage: linocut trace --colors <N> <IN>...

For more information, try '--help'.
",
    );
    check(
        "trace logo.png --preset lgo",
        "
exit 2
--- stderr
error: invalid value 'lgo' for '--preset <PRESET>'
  [possible values: logo, icon, lineart, centerline, cutter, pixel, photo]

  tip: a similar value exists: 'logo'

For more information, try '--help'.
",
    );
}

#[test]
fn colors_come_when_wanted() {
    let desk = Desk::new();
    let output = desk.run("--color always trace cut.png");
    assert!(output.stderr.starts_with(b"\x1b[31;1merror:\x1b[0m "));
}
