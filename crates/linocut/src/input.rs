//! Which files a command reads.

use clap::Args;
use linocut_core::{Error, Kind, Result};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{ErrorKind, IsTerminal, Read, stdin};
use std::path::{Path, PathBuf};

/// Names that mark a picture when a directory is searched.
const PICTURES: [&str; 15] =
    ["bmp", "gif", "jfif", "jpeg", "jpg", "pam", "pbm", "pgm", "png", "pnm", "ppm", "qoi", "tif", "tiff", "webp"];
/// Names that mark a drawing when a directory is searched.
const DRAWINGS: [&str; 2] = ["svg", "svgz"];
/// Names that mark Mermaid text, or text with diagrams in it, when a directory is searched.
const DIAGRAMS: [&str; 5] = ["markdown", "md", "mdx", "mermaid", "mmd"];
/// Deepest directory that `--recursive` enters.
const MAX_DEPTH: usize = 64;

/// The inputs of a command that takes many.
#[derive(Args, Debug)]
pub(crate) struct InputArgs {
    /// Pictures, directories, patterns such as 'scans/*.png', or - for stdin
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// Search directories inside directories, too
    #[arg(short, long)]
    recursive: bool,
}

/// The drawings of a command that takes many.
#[derive(Args, Debug)]
pub(crate) struct DrawingArgs {
    /// SVG files, directories, patterns such as 'icons/*.svg', or - for stdin
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// Search directories inside directories, too
    #[arg(short, long)]
    recursive: bool,
}

/// The texts of a command that takes many.
#[derive(Args, Debug)]
pub(crate) struct DiagramFileArgs {
    /// Mermaid (.mmd) or Markdown files, directories, patterns such as 'docs/*.md', or - for stdin
    #[arg(required = true, value_name = "FILES")]
    inputs: Vec<PathBuf>,
    /// Search directories inside directories, too
    #[arg(short, long)]
    recursive: bool,
}

/// What is looked for in directories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sought {
    Pictures,
    Drawings,
    Diagrams,
}

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File {
        /// Where it is.
        path: PathBuf,
        /// Its place below the directory or pattern it was found by; none when it was named itself.
        place: Option<PathBuf>,
    },
}

impl InputArgs {
    /// Finds the files; what cannot be found is an error in its place.
    pub(crate) fn expand(&self) -> Vec<Found> {
        expand_all(&self.inputs, self.recursive, Sought::Pictures)
    }
}

impl DrawingArgs {
    /// Finds the files; what cannot be found is an error in its place.
    pub(crate) fn expand(&self) -> Vec<Found> {
        expand_all(&self.inputs, self.recursive, Sought::Drawings)
    }
}

impl DiagramFileArgs {
    /// Finds the files; what cannot be found is an error in its place.
    pub(crate) fn expand(&self) -> Vec<Found> {
        expand_all(&self.inputs, self.recursive, Sought::Diagrams)
    }
}

impl Sought {
    /// Whether a file's name says that it is one.
    fn fits(self, path: &Path) -> bool {
        match self {
            Self::Pictures => is_picture_name(path),
            Self::Drawings => has_ending(path, &DRAWINGS),
            Self::Diagrams => has_ending(path, &DIAGRAMS),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pictures => "pictures",
            Self::Drawings => "drawings",
            Self::Diagrams => "diagrams",
        }
    }
}

impl InputArgs {
    /// Whether one of them is stdin.
    pub(crate) fn has_stdin(&self) -> bool {
        self.inputs.iter().any(|input| input == Path::new("-"))
    }
}

/// A source, or why there is none.
pub(crate) struct Found {
    /// Its name for people; what was asked for when there is none.
    pub(crate) name: String,
    /// The source.
    pub(crate) source: Result<Source>,
}

impl Found {
    fn new(input: &Path, source: Result<Source>) -> Self {
        let name = source.as_ref().map_or_else(|_| input.display().to_string(), Source::name);
        Self { name, source }
    }
}

impl Source {
    /// Takes a path or `-` as it is.
    pub(crate) fn new(path: &Path) -> Self {
        if path == Path::new("-") {
            return Self::Stdin;
        }
        Self::File { path: path.to_owned(), place: None }
    }

    /// Its place in an output directory.
    pub(crate) fn place(&self) -> &Path {
        match self {
            Self::Stdin => Path::new("stdin"),
            Self::File { place: Some(place), .. } => place,
            Self::File { path, place: None } => path.file_name().map_or(path, Path::new),
        }
    }

    /// Its name for people.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "stdin".to_owned(),
            Self::File { path, .. } => path.display().to_string(),
        }
    }

    /// The name of its file up to the first dot.
    pub(crate) fn stem(&self) -> Option<String> {
        let name = self.place().file_name()?.to_string_lossy().into_owned();
        name.split('.').next().map(str::to_owned)
    }

    /// Reads all of it, but never more than one byte over `most`, so that endless devices end.
    pub(crate) fn read(&self, most: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Self::Stdin if stdin().is_terminal() => {
                return Err(Error::new(Kind::Input, "nothing comes in on stdin")
                    .hinted("pipe a file into the command, or name a file instead of -"));
            }
            Self::Stdin => stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes),
            Self::File { path, .. } => {
                let file = File::open(path).map_err(|e| unreadable(path, e))?;
                if file.metadata().is_ok_and(|data| data.is_dir()) {
                    return Err(is_directory(path));
                }
                file.take(most.saturating_add(1)).read_to_end(&mut bytes)
            }
        }
        .map_err(|e| Error::new(Kind::Io, "cannot be read").cause(e).at(self.name()))?;
        Ok(bytes)
    }
}

fn expand_all(inputs: &[PathBuf], recursive: bool, sought: Sought) -> Vec<Found> {
    let found = |input| expand(input, recursive, sought).into_iter().map(move |source| Found::new(input, source));
    inputs.iter().flat_map(|input| found(input)).collect()
}

fn expand(input: &Path, recursive: bool, sought: Sought) -> Vec<Result<Source>> {
    if input == Path::new("-") || input.is_file() {
        return vec![Ok(Source::new(input))];
    }
    if input.is_dir() {
        return directory(input, recursive, sought).unwrap_or_else(|error| vec![Err(error)]);
    }
    if input.to_string_lossy().contains(['*', '?', '[']) && !input.exists() {
        return pattern(input).unwrap_or_else(|error| vec![Err(error)]);
    }
    match fs::metadata(input) {
        Ok(_) => vec![Ok(Source::new(input))],
        Err(error) => vec![Err(unreadable(input, error))],
    }
}

fn pattern(input: &Path) -> Result<Vec<Result<Source>>> {
    let name = input.display().to_string();
    let found = glob::glob(&name)
        .map_err(|e| Error::new(Kind::Input, "not a file and not a pattern either").cause(e).at(name.clone()))?;
    let files: Vec<_> = found.filter_map(std::result::Result::ok).filter(|path| path.is_file()).collect();
    if files.is_empty() {
        return Err(Error::new(Kind::Missing, "pattern fits no file").at(name));
    }
    Ok(files.into_iter().map(|path| Ok(Source::File { place: path.file_name().map(PathBuf::from), path })).collect())
}

fn directory(root: &Path, recursive: bool, sought: Sought) -> Result<Vec<Result<Source>>> {
    let mut found = Vec::new();
    let mut inner = 0;
    let mut open = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|e| unreadable(&folder, e))?;
        for entry in entries.filter_map(std::result::Result::ok) {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            // A link to a directory is not followed, so that a circle of links ends.
            let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_dir && !hidden {
                inner += 1;
                open.extend((recursive && depth < MAX_DEPTH).then_some((path, depth + 1)));
            } else if !hidden && sought.fits(&path) && path.is_file() {
                found.push(path);
            }
        }
    }
    if found.is_empty() {
        let error =
            Error::new(Kind::Missing, format!("directory has no {}", sought.name())).at(root.display().to_string());
        let deeper = inner > 0 && !recursive;
        return Err(if deeper { error.hinted("--recursive searches the directories inside it, too") } else { error });
    }
    found.sort();
    let place = |path: &Path| path.strip_prefix(root).ok().map(Path::to_owned);
    Ok(found.into_iter().map(|path| Ok(Source::File { place: place(&path), path })).collect())
}

/// Whether the name of a file says that it is a picture made of pixels.
pub(crate) fn is_picture_name(path: &Path) -> bool {
    has_ending(path, &PICTURES)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let end = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    endings.contains(&end.as_str())
}

fn is_directory(path: &Path) -> Error {
    Error::new(Kind::Input, "is a directory, a file is wanted").at(path.display().to_string())
}

fn unreadable(path: &Path, cause: std::io::Error) -> Error {
    let name = path.display().to_string();
    if cause.kind() != ErrorKind::NotFound {
        return Error::new(Kind::Io, "cannot be read").cause(cause).at(name);
    }
    let error = Error::new(Kind::Missing, "no such file or directory").at(name);
    match nearest(path) {
        Some(near) => error.hinted(format!("there is a file named {}", near.display())),
        None => error,
    }
}

/// The file whose name is most like that of `path`, in the same directory, if one is like it.
fn nearest(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let folder = path.parent().unwrap_or(Path::new(""));
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names = fs::read_dir(listed).ok()?.filter_map(|entry| Some(entry.ok()?.file_name()));
    let likeness = |other: &OsStr| strsim::jaro_winkler(&name, &other.to_string_lossy().to_lowercase());
    // 0.85 lets a swapped letter and another extension through, but not another word.
    let best = names.map(|other| (likeness(&other), other)).filter(|(like, _)| *like >= 0.85);
    best.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, other)| folder.join(other))
}
