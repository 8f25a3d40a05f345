//! `linocut diagram check`: what is wrong with Mermaid text, and mending it.

use super::MOST_TEXT;
use super::fences::{Fence, fences, put};
use super::source::is_markdown;
use crate::batch;
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::{DiagramFileArgs, Source};
use crate::output::Target;
use crate::screen::write_data;
use crate::trace::{error_json, json_line};
use crate::values::count;
use crate::world::World;
use clap::Args;
use linocut_core::{Context, Effort, Error, Kind, Result};
use linocut_diagram::{Diagnostic, Fix, Severity, check, repair};
use linocut_stages::{MOST_LISTED, findings};
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  linocut diagram check flow.mmd
  linocut diagram check docs/ --recursive           Mermaid files, and fences in Markdown
  linocut diagram check README.md --fix             writes back what the rules can mend
  linocut diagram check docs/*.md --json | jq .diagnostics";

/// Say what is wrong with Mermaid text, and mend it
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    inputs: DiagramFileArgs,
    /// Write mended texts back to their files; from stdin to stdout
    #[arg(long)]
    fix: bool,
    /// Print JSON, one line per file
    #[arg(long)]
    json: bool,
}

/// What became of a file.
struct Checked {
    diagrams: usize,
    diagnostics: Vec<Diagnostic>,
    fixes: Vec<Fix>,
    /// The text after mending, if it changed.
    mended: Option<String>,
}

/// Checks every file and prints what is wrong.
///
/// # Errors
/// Those of a single file that cannot be read.
pub(crate) fn run(args: &CheckArgs, world: &World) -> Result<Status> {
    let found = args.inputs.expand();
    let names: Vec<String> = found.iter().map(|found| found.name.clone()).collect();
    if found.iter().all(|found| found.source.is_err() && !found.name.contains(['.', '/', '*'])) {
        let words = names.join(" ");
        return Err(Error::new(Kind::Missing, "there are no such files")
            .at(&*words)
            .hinted(format!("to draw the words put them in quotes: linocut diagram \"check {words}\"")));
    }
    let cx = world.context(Effort::default(), None);
    let one = |source: Source| {
        let checked = file(&source, args.fix, &cx).map_err(|error| error.at(source.name()))?;
        if args.fix {
            write_back(&source, &checked, args.json)?;
        }
        Ok(checked)
    };
    let outcome = batch::each(found.into_iter().map(|found| found.source).collect(), None, world, one)?;
    let (mut diagrams, mut errors, mut warnings, mut fixes) = (0, 0, 0, 0);
    for (name, result) in names.iter().zip(&outcome.0) {
        let to_stdout = args.fix && name == "stdin";
        let report = match result {
            Ok(checked) => {
                let wrong = checked.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
                diagrams += checked.diagrams;
                errors += wrong;
                warnings += checked.diagnostics.len() - wrong;
                fixes += checked.fixes.len();
                if args.json { as_json(name, checked) } else { as_text(name, checked) }
            }
            Err(error) if args.json => json_line(&json!({ "input": name, "error": error_json(error) })),
            Err(_) => String::new(),
        };
        if to_stdout && !args.json {
            world.screen.say_all(&report.lines().map(str::to_owned).collect::<Vec<_>>());
        } else {
            write_data(report.as_bytes())?;
        }
    }
    let mended = if args.fix { format!(", {} mended", count(fixes, "mistake")) } else { String::new() };
    let (left, warnings) = (count(errors, "mistake"), count(warnings, "warning"));
    world.screen.say(&format!("{} checked: {left}, {warnings}{mended}", count(diagrams, "diagram")));
    let status = outcome.finish("file", world);
    Ok(if status == Status::Done && errors > 0 { Status::Missed } else { status })
}

/// Checks one file; with `fix` it reports what is left after mending.
fn file(source: &Source, fix: bool, cx: &Context) -> Result<Checked> {
    let bytes = source.read(MOST_TEXT)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length >= MOST_TEXT) {
        return Err(Error::new(Kind::Limit, "more than a megabyte of text").hinted("split it into several files"));
    }
    let given =
        String::from_utf8(bytes).map_err(|error| Error::new(Kind::Input, "this is no text in UTF-8").cause(error))?;
    let text = plain(&given);
    let whole = || Fence { first: 0, text: text.clone(), margin: String::new() };
    let fences = if is_markdown(source) { fences(&text) } else { vec![whole()] };
    let mut checked = Checked { diagrams: fences.len(), diagnostics: Vec::new(), fixes: Vec::new(), mended: None };
    // From the last to the first, so that the lines of those before stay where they are.
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let repaired = fences.iter().map(|fence| if fix { repair(&fence.text, cx).map(Some) } else { Ok(None) });
    let repaired = repaired.collect::<Result<Vec<_>>>()?;
    for (fence, repaired) in fences.iter().zip(&repaired).rev() {
        let now = repaired.as_ref().map_or(&fence.text, |repaired| &repaired.text);
        if *now != fence.text {
            put(&mut lines, fence, now);
        }
        let report = check(now, cx)?;
        let (down, right) = (fence.first, fence.margin.chars().count());
        let moved = |found: Diagnostic| Diagnostic { line: found.line + down, column: found.column + right, ..found };
        checked.diagnostics.splice(0..0, report.diagnostics.into_iter().map(moved));
        let log = repaired.iter().flat_map(|repaired| repaired.log.iter().cloned());
        let moved = |fix: Fix| Fix { line: fix.line + down, column: fix.column + right, ..fix };
        checked.fixes.splice(0..0, log.map(moved));
    }
    checked.mended = (!checked.fixes.is_empty()).then(|| written_as(&given, &lines.concat()));
    if fix && *source == Source::Stdin && checked.mended.is_none() {
        checked.mended = Some(given);
    }
    Ok(checked)
}

/// What a file marks its beginning with that some editors write.
const MARK: char = '\u{feff}';

/// A text without the mark at its beginning and with the line ends of this program.
fn plain(given: &str) -> String {
    given.strip_prefix(MARK).unwrap_or(given).replace("\r\n", "\n")
}

/// `text` with the mark and the line ends that `given` begins with.
fn written_as(given: &str, text: &str) -> String {
    let windows = given.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    let text = if windows { text.replace('\n', "\r\n") } else { text.to_owned() };
    if given.starts_with(MARK) { format!("{MARK}{text}") } else { text }
}

/// Writes a mended text where it came from.
fn write_back(source: &Source, checked: &Checked, json: bool) -> Result<()> {
    match (source, &checked.mended) {
        (Source::File { path, .. }, Some(text)) => Target::named(path).write(text.as_bytes()),
        (Source::Stdin, Some(text)) if !json => write_data(text.as_bytes()),
        (Source::File { .. } | Source::Stdin, _) => Ok(()),
    }
}

/// Lines as compilers print them, so that editors can jump there.
fn as_text(name: &str, checked: &Checked) -> String {
    let fixes = checked.fixes.iter().take(MOST_LISTED).map(|fix| {
        let Fix { line, column, what, .. } = fix;
        format!("{name}:{line}:{column}: mended[{}]: {what}\n", fix.class.name())
    });
    let diagnostics = checked.diagnostics.iter().take(MOST_LISTED).map(|found| {
        let Diagnostic { line, column, message, hint, .. } = found;
        let (severity, class) = (severity(found), found.class.name());
        format!("{name}:{line}:{column}: {severity}[{class}]: {message}\n  hint: {hint}\n")
    });
    let left = |all: usize, what: &str| {
        let left = all.saturating_sub(MOST_LISTED);
        (left > 0).then(|| format!("{name}: and {left} more {what}\n"))
    };
    let (mends, findings) = (left(checked.fixes.len(), "mends"), left(checked.diagnostics.len(), "findings"));
    fixes.chain(mends).chain(diagnostics).chain(findings).collect()
}

fn severity(found: &Diagnostic) -> &'static str {
    match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A line of the JSON report; the names are permanent.
fn as_json(name: &str, checked: &Checked) -> String {
    let mut line = findings(&checked.diagnostics, &checked.fixes);
    line.insert("input".to_owned(), json!(name));
    line.insert("diagrams".to_owned(), json!(checked.diagrams));
    line.insert("text".to_owned(), json!(checked.mended.as_ref().filter(|_| name == "stdin")));
    json_line(&Value::Object(line))
}
