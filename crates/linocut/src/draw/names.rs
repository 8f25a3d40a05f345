//! Where drawings go, and how their files are named.

use super::DrawArgs;
use crate::output::{Target, make_folder};
use linocut_core::{Error, Kind, Result};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Characters of a prompt that name its file: enough to know it by, and short enough for every file system.
const LONGEST: usize = 48;
/// Names that are devices on Windows, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Where the drawings of every prompt go.
pub(super) enum Places {
    /// The only one to one place.
    One(Target),
    /// Each into a file of a folder.
    Folder {
        folder: PathBuf,
        /// The name for each prompt, without number and ending.
        names: Vec<String>,
        /// Whether drawings of a prompt are numbered.
        numbered: bool,
        replace: bool,
    },
}

impl Places {
    /// Plans the targets, so that nothing is drawn in vain.
    pub(super) fn plan(args: &DrawArgs, prompts: &[String]) -> Result<Self> {
        let several = prompts.len() > 1 || args.count > 1;
        let output = args.results.output.as_deref();
        let is_folder = output.is_some_and(|out| out.is_dir() || ends_in_slash(out));
        if output == Some(Path::new("-")) && several {
            let sentence = format!("stdout takes one result, there are {}", prompts.len().saturating_mul(args.count));
            return Err(Error::new(Kind::Input, sentence).hinted("name a directory: -o icons/"));
        }
        if let (Some(out), false, false) = (output, several, is_folder) {
            return Ok(Self::One(Target::named(out)));
        }
        let folder = match output {
            None if prompts.len() > 1 => {
                return Err(Error::new(Kind::Input, "drawings of several prompts need a directory")
                    .hinted("name one: -o icons/"));
            }
            None => PathBuf::new(),
            Some(out) if out.is_file() || out.extension() == Some(OsStr::new("svg")) => {
                return Err(Error::new(Kind::Input, "names one file, several drawings need a directory")
                    .at(out.display().to_string())
                    .hinted("name one: -o icons/"));
            }
            Some(out) => out.to_owned(),
        };
        let replace = args.results.force || output.is_some();
        let places = Self::Folder { folder, names: distinct(prompts), numbered: args.count > 1, replace };
        places.check(prompts.len(), args.count)?;
        Ok(places)
    }

    /// The folder of the drawings, when they go to one that was named.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            Self::One(_) => None,
            Self::Folder { folder, .. } => Some(folder.as_path()).filter(|f| !f.as_os_str().is_empty()),
        }
    }

    /// Makes the folder; not before there is something to put into it.
    pub(super) fn make(&self) -> Result<()> {
        self.folder().map_or(Ok(()), make_folder)
    }

    /// Where drawing `number` of prompt `at` goes.
    pub(super) fn target(&self, at: usize, number: usize) -> Target {
        match self {
            Self::One(target) => target.clone(),
            Self::Folder { folder, names, numbered, replace } => {
                let name = names.get(at).map_or("drawing", String::as_str);
                let file = if *numbered { format!("{name}-{}.svg", number + 1) } else { format!("{name}.svg") };
                Target::File { path: folder.join(file), replace: *replace }
            }
        }
    }

    fn check(&self, prompts: usize, count: usize) -> Result<()> {
        let targets = (0..prompts).flat_map(|at| (0..count).map(move |number| self.target(at, number)));
        for target in targets {
            if let Target::File { path, replace: false } = target
                && path.exists()
            {
                return Err(Error::new(Kind::Input, "exists already")
                    .at(path.display().to_string())
                    .hinted("--force overwrites it, -o names another file"));
            }
        }
        Ok(())
    }
}

fn ends_in_slash(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// A name for each prompt, no two the same.
fn distinct(prompts: &[String]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut name = |prompt: &String| {
        let own = slug(prompt);
        let numbered = (2..).map(|n: usize| format!("{own}-{n}"));
        let free = std::iter::once(own.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(own);
        taken.insert(free.clone());
        free
    };
    prompts.iter().map(&mut name).collect()
}

/// A file name for a prompt: its letters and digits in lower case, hyphens between words.
pub(crate) fn slug(prompt: &str) -> String {
    let lower = prompt.chars().take(4 * LONGEST).collect::<String>().to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.collect::<Vec<_>>().join("-").chars().take(LONGEST).collect();
    let name = name.trim_matches('-');
    match name {
        "" => "drawing".to_owned(),
        device if is_device(device) => format!("{device}-icon"),
        name => name.to_owned(),
    }
}

/// Whether Windows takes the name for a device: those of [`DEVICES`], `com1` to `com9`, `lpt1` to `lpt9`.
fn is_device(name: &str) -> bool {
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    DEVICES.contains(&name) || port.is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
}

#[cfg(test)]
mod tests {
    use super::{distinct, slug};

    #[test]
    fn prompts_become_safe_file_names() {
        for (prompt, name) in [
            ("Shield with check mark", "shield-with-check-mark"),
            ("../../etc/passwd", "etc-passwd"),
            ("  \u{1f600}  ", "drawing"),
            ("CON", "con-icon"),
            ("lpt7", "lpt7-icon"),
            ("com port", "com-port"),
            ("-rf *", "rf"),
            ("caf\u{e9}", "caf\u{e9}"),
        ] {
            assert_eq!(slug(prompt), name);
        }
        assert!(slug(&"word ".repeat(10_000)).len() < 60);
    }

    #[test]
    fn no_two_prompts_share_a_file() {
        let prompts = ["bell", "Bell!", "bell-2", "bell"].map(str::to_owned);
        assert_eq!(distinct(&prompts), ["bell", "bell-2", "bell-2-2", "bell-3"]);
    }
}
