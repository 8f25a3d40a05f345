//! `linocut trace --watch`.

use crate::desk::{Desk, logo};
use linocut_core::{Raster, Rgba};
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
