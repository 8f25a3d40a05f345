//! A directory to run commands in, and what they said.

use linocut_core::{Raster, Rgba};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// A drawing of one black disc in the left half of 20 × 10 units.
pub(crate) const DISC: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\"><circle cx=\"5\" cy=\"5\" r=\"4\"/></svg>";

/// A fresh directory with the files that most tests want.
pub(crate) struct Desk(TempDir);

impl Desk {
    /// An empty directory.
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// A directory with `logo.png`, a square on white; `cut.png`, the first half of it; and `notes.txt`.
    pub(crate) fn new() -> Self {
        let desk = Self::empty();
        let logo = logo();
        desk.put("cut.png", &logo[..logo.len() / 2]);
        desk.put("logo.png", &logo);
        desk.put("notes.txt", b"Dear diary");
        desk
    }

    /// A directory with `disc.svg`, which is [`DISC`].
    pub(crate) fn with_disc() -> Self {
        let desk = Self::empty();
        desk.put("disc.svg", DISC.as_bytes());
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Every file below, sorted, hidden ones included, but for kept results of stages.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![self.path("")];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { open.push(path) } else { found.push(self.relative(&path)) }
            }
        }
        found.retain(|file| !file.starts_with("home/cache/"));
        found.sort();
        found
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(self.0.path()).unwrap().to_string_lossy().replace('\\', "/")
    }

    /// Runs linocut here; the only sets a person added are those in `home/`.
    pub(crate) fn call(&self, arguments: &[&str], stdin: &[u8]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_linocut"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("LINOCUT_HOME", self.path("home"))
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that refuses early does not read; that is its right.
        drop(child.stdin.take().unwrap().write_all(stdin));
        child.wait_with_output().unwrap()
    }

    /// Starts linocut here; what it says goes nowhere.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linocut"));
        command.args(arguments).current_dir(self.0.path()).env("LINOCUT_HOME", self.path("home"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Runs linocut here with words as arguments and bytes on stdin.
    pub(crate) fn run_with(&self, words: &str, stdin: &[u8]) -> Output {
        self.call(&words.split_whitespace().collect::<Vec<_>>(), stdin)
    }

    pub(crate) fn run(&self, words: &str) -> Output {
        self.run_with(words, b"")
    }

    /// Runs linocut and compares everything it said with `expected`.
    #[track_caller]
    pub(crate) fn check(&self, words: &str, expected: &str) {
        assert_eq!(transcript(&self.run(words)), expected.trim_start(), "linocut {words}");
    }
}

/// Exit code, stdout and stderr as one text; what differs from run to run is left out.
pub(crate) fn transcript(output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let part = |name: &str, text: &str| {
        let lines: Vec<_> = text.lines().map(|line| format!("{}\n", without_measurements(line))).collect();
        if lines.is_empty() { String::new() } else { format!("--- {name}\n{}", lines.concat()) }
    };
    let code = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
    format!("exit {code}\n{}{}", part("stdout", &stdout), part("stderr", &stderr))
}

/// `a.png → a.svg: 3 shapes, …, 12 ms` without what comes after the colon.
fn without_measurements(line: &str) -> &str {
    if !line.ends_with(" ms") {
        return line;
    }
    line.split_once(" → ").and_then(|(from, to)| line.get(..from.len() + " → ".len() + to.find(':')?)).unwrap_or(line)
}

/// A dark square on white as PNG.
pub(crate) fn logo() -> Vec<u8> {
    linocut_raster::encode_png(&square(48)).unwrap()
}

pub(crate) fn square(side: u32) -> Raster {
    let inside = side / 4..side * 3 / 4;
    let color = |x, y| if inside.contains(&x) && inside.contains(&y) { Rgba::opaque(20, 40, 90) } else { Rgba::WHITE };
    let pixels = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).map(|(x, y)| color(x, y)).collect();
    Raster::new(side, side, pixels).unwrap()
}
