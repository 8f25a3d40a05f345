//! `linocut trace --watch`.

use crate::desk::{Desk, logo};
use linocut_core::{Raster, Rgba};
use linocut_raster::{Limits, decode};
use std::fs;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

/// Waits until a file holds `words`; a minute without is a failure.
#[track_caller]
fn wait_for(desk: &Desk, name: &str, words: &str) {
    for _ in 0..600 {
        if fs::read_to_string(desk.path(name)).is_ok_and(|text| text.contains(words)) {
            return;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("{name} never held {words}");
}

fn plain(color: Rgba) -> Vec<u8> {
    linocut_raster::encode_png(&Raster::filled(24, 24, color).unwrap()).unwrap()
}

/// Ends the command as Ctrl-C does and gives its exit code.
fn interrupt(mut child: Child) -> Option<i32> {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    child.wait().unwrap().code()
}

#[cfg(unix)]
#[test]
fn traces_again_what_changes_until_it_is_stopped() {
    let desk = Desk::empty();
    desk.put("art/a.png", &plain(Rgba::opaque(0xd0, 0x20, 0x20)));
    let child = desk.spawn(&["trace", "art", "-q", "--watch"]);
    wait_for(&desk, "art/a.svg", "#d02020");
    desk.put("art/a.png", b"no picture");
    desk.put("art/new.png", &logo());
    wait_for(&desk, "art/new.svg", "<svg ");
    desk.put("art/a.png", &plain(Rgba::opaque(0x20, 0x20, 0xd0)));
    wait_for(&desk, "art/a.svg", "#2020d0");
    assert_eq!(interrupt(child), Some(0));
}

/// The pixel of a sheet at a place, once it is there.
fn shown(desk: &Desk, name: &str, x: u32) -> Option<Rgba> {
    let sheet = decode(&fs::read(desk.path(name)).ok()?, &Limits::default()).ok()?;
    sheet.get(x, 12 + 96)
}

#[cfg(unix)]
#[test]
fn sheets_keep_what_did_not_change_and_are_no_pictures_to_trace() {
    let desk = Desk::empty();
    let (red, blue, green) = (Rgba::opaque(208, 32, 32), Rgba::opaque(32, 32, 208), Rgba::opaque(32, 208, 32));
    desk.put("art/a.png", &plain(red));
    desk.put("art/b.png", &plain(red));
    let child = desk.spawn(&["trace", "art", "-q", "--sheet", "art/all.png", "--watch"]);
    let wait_for_sheet = |colors: [Rgba; 2]| {
        // Two pairs of 192 pixels a picture, 6 between a pair's and 24 between pairs.
        let ready = || [108, 522].map(|x| shown(&desk, "art/all.png", x)) == colors.map(Some);
        assert!(
            (0..600).any(|_| ready() || {
                sleep(Duration::from_millis(100));
                false
            }),
            "no sheet of {colors:?}"
        );
    };
    wait_for_sheet([red, red]);
    desk.put("art/b.png", &plain(blue));
    wait_for_sheet([red, blue]);
    desk.put("art/a.png", &plain(green));
    wait_for_sheet([green, blue]);
    assert_eq!(interrupt(child), Some(0));
    assert_eq!(desk.files(), ["art/a.png", "art/a.svg", "art/all.png", "art/b.png", "art/b.svg"]);
}

#[cfg(unix)]
#[test]
fn results_among_the_inputs_are_not_traced() {
    let desk = Desk::empty();
    desk.put("art/a.ppm", b"P3 1 1 255 9 9 9");
    let child = desk.spawn(&["trace", "art", "-o", "art", "--format", "png", "-q", "--watch"]);
    let wait_for_pixel = |x: u8| {
        let ready = || {
            fs::read(desk.path("art/a.png")).is_ok_and(|png| {
                decode(&png, &Limits::default()).is_ok_and(|picture| picture.get(0, 0) == Some(Rgba::opaque(x, x, x)))
            })
        };
        assert!(
            (0..600).any(|_| ready() || {
                sleep(Duration::from_millis(100));
                false
            }),
            "no {x}"
        );
    };
    wait_for_pixel(9);
    desk.put("art/a.ppm", b"P3 1 1 255 200 200 200");
    wait_for_pixel(200);
    desk.put("art/a.ppm", b"P3 1 1 255 50 50 50");
    wait_for_pixel(50);
    assert_eq!(interrupt(child), Some(0));
    assert_eq!(desk.files(), ["art/a.png", "art/a.ppm"]);
}

#[cfg(unix)]
#[test]
fn watching_never_overwrites_what_it_did_not_write() {
    let desk = Desk::empty();
    desk.put("a.png", &plain(Rgba::WHITE));
    desk.put("a.svg", b"precious");
    desk.put("b.png", &plain(Rgba::WHITE));
    let child = desk.spawn(&["trace", "a.png", "b.png", "-q", "--watch"]);
    wait_for(&desk, "b.svg", "<svg ");
    desk.put("a.png", &plain(Rgba::BLACK));
    desk.put("b.png", &plain(Rgba::opaque(1, 2, 3)));
    wait_for(&desk, "b.svg", "#010203");
    assert_eq!(interrupt(child), Some(0));
    assert_eq!(desk.read("a.svg"), "precious");
}

#[test]
fn only_files_can_be_watched() {
    Desk::new().check(
        "trace - --watch",
        "
exit 2
--- stderr
error: only files can be watched

hint: name files or directories, not -
",
    );
}
