//! Everything a person reads: messages go to stderr, data goes to stdout.

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use linocut_core::{Error, Kind, Result};
use std::env::var_os;
use std::error::Error as _;
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::sync::Mutex;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Errors only.
    Quiet,
    /// What was made, and warnings.
    Normal,
    /// Details, too.
    Verbose,
}

/// When messages are colored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless the environment says `NO_COLOR`
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

pub(crate) struct Screen {
    level: Level,
    color: bool,
    bar: Mutex<Option<ProgressBar>>,
    /// What is going on, where no bar says it.
    line: Mutex<Option<ProgressBar>>,
}

impl Screen {
    pub(crate) fn new(level: Level, color: Color) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => stderr().is_terminal() && var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        };
        Self { level, color, bar: Mutex::default(), line: Mutex::default() }
    }

    /// Prints the error that ends the command: its sentence, its causes, and what to do about it.
    pub(crate) fn error(&self, error: &Error) {
        let mut lines = self.sentence(error);
        if let Some(hint) = error.hint() {
            let rows: Vec<String> = hint.lines().map(one_line).collect();
            lines.push(format!("\n{} {}\n", self.paint("36;1", "hint:"), rows.join("\n      ")));
        }
        self.print(&lines.concat());
    }

    /// Prints the error of one file of many, in as few lines.
    pub(crate) fn item_error(&self, error: &Error) {
        let mut lines = self.sentence(error);
        if let Some(hint) = error.hint() {
            lines.push(format!("  {} {}\n", self.paint("36;1", "hint:"), one_line(hint)));
        }
        self.print(&lines.concat());
    }

    fn sentence(&self, error: &Error) -> Vec<String> {
        let mut lines = vec![format!("{} {}\n", self.paint("31;1", "error:"), one_line(&error.to_string()))];
        let mut cause = error.source();
        while let Some(inner) = cause {
            // What a provider's failure is for programs, its sentence has said to people.
            if !inner.is::<linocut_models::provider::Fault>() {
                lines.push(format!("  caused by: {}\n", one_line(&inner.to_string())));
            }
            cause = inner.source();
        }
        lines
    }

    /// Prints what was mended or ignored.
    pub(crate) fn warning(&self, text: &str) {
        if self.level >= Level::Normal {
            self.print(&format!("{} {}\n", self.paint("33;1", "warning:"), one_line(text)));
        }
    }

    /// Prints what was made.
    pub(crate) fn say(&self, text: &str) {
        if self.level >= Level::Normal {
            self.print(&format!("{}\n", one_line(text)));
        }
    }

    /// Prints lines that belong together, so that no other thread comes in between.
    pub(crate) fn say_all(&self, lines: &[String]) {
        if self.level >= Level::Normal {
            let lines: Vec<String> = lines.iter().map(|line| one_line(line) + "\n").collect();
            self.print(&lines.concat());
        }
    }

    /// Prints a detail, for those who asked for more.
    pub(crate) fn detail(&self, text: &str) {
        if self.is_verbose() {
            self.print(&format!("{}\n", one_line(text)));
        }
    }

    /// Whether details are wanted.
    pub(crate) fn is_verbose(&self) -> bool {
        self.level >= Level::Verbose
    }

    /// Shows a progress bar of `total` steps, if a person is there to see it.
    pub(crate) fn open_bar(&self, total: usize) {
        if total < 2 || self.level == Level::Quiet || !stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}, {eta} left") {
            bar.set_style(style);
        }
        self.set_bar(Some(bar));
    }

    /// Moves the bar by one step.
    pub(crate) fn step_bar(&self) {
        if let Ok(Some(bar)) = self.bar.lock().as_deref() {
            bar.inc(1);
        }
    }

    /// Takes the bar away.
    pub(crate) fn close_bar(&self) {
        self.set_bar(None);
    }

    fn set_bar(&self, new: Option<ProgressBar>) {
        if let Ok(mut bar) = self.bar.lock() {
            if let Some(old) = bar.take() {
                old.finish_and_clear();
            }
            *bar = new;
        }
    }

    /// Whether a person is there who wants to know how far work is.
    pub(crate) fn is_followed(&self) -> bool {
        self.level >= Level::Normal && stderr().is_terminal()
    }

    /// Shows what is going on, in place of what was shown before; while there is a bar, that says enough.
    pub(crate) fn follow(&self, text: &str) {
        if !self.is_followed() || self.bar.lock().is_ok_and(|bar| bar.is_some()) {
            return;
        }
        if let Ok(mut line) = self.line.lock() {
            line.get_or_insert_with(ProgressBar::new_spinner).set_message(one_line(text));
        }
    }

    /// Takes that away.
    pub(crate) fn follow_no_more(&self) {
        if let Some(line) = self.line.lock().ok().and_then(|mut line| line.take()) {
            line.finish_and_clear();
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Writes to stderr in one piece; when stderr is closed, nobody is there to be told.
    fn print(&self, text: &str) {
        let write = || drop(stderr().lock().write_all(text.as_bytes()));
        match (self.bar.lock().as_deref(), self.line.lock().as_deref()) {
            (Ok(Some(bar)), _) | (_, Ok(Some(bar))) => bar.suspend(write),
            _ => write(),
        }
    }
}

/// Writes data to stdout; a reader that has gone away, as `head` does, is no error.
pub(crate) fn write_data(bytes: &[u8]) -> Result<()> {
    let mut out = stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::new(Kind::Io, "cannot write to stdout").cause(error))
        }
        _ => Ok(()),
    }
}

/// The text without line breaks or anything else that could steer a terminal.
fn one_line(text: &str) -> String {
    let plain = |c: char| match c {
        '\n' | '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        // Overrides of the direction of writing would show what is not there.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    };
    text.trim_end().chars().map(plain).collect()
}
