//! Recipes that people keep, beside those that come with the program.

use crate::problem::Problem;
use axum::http::StatusCode;
use linocut_core::{Error, Kind, Result};
use linocut_flow::{Digest, Recipe};
use linocut_stages::{STOCK, stock};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Longest id, in characters.
const LONGEST: usize = 64;
/// Most recipes of one server.
const MOST: usize = 10_000;
/// Names that mean something else in an address.
const TAKEN: [&str; 2] = ["run", "check"];

/// Recipes by id: in files, or in memory only.
pub(crate) struct Shelf {
    folder: Option<PathBuf>,
    recipes: Mutex<BTreeMap<String, Recipe>>,
}

/// A recipe and its version.
pub(crate) struct Shelved {
    pub(crate) recipe: Recipe,
    pub(crate) etag: String,
    pub(crate) stock: bool,
}

/// What a client knows of the version that it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Nothing,
    Version(String),
}

/// Whether a recipe was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    New,
    Replaced,
}

impl Shelf {
    pub(crate) fn in_memory() -> Self {
        Self { folder: None, recipes: Mutex::default() }
    }

    /// The recipes in `folder`; a file that is no recipe is left alone and not shown.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let io = |e| Error::new(Kind::Io, "cannot use the folder of recipes").at(folder.display().to_string()).cause(e);
        fs::create_dir_all(folder).map_err(io)?;
        let mut recipes = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            let id = path.file_stem().and_then(|stem| stem.to_str()).filter(|id| is_id(id)).map(ToOwned::to_owned);
            let text = path.extension().is_some_and(|kind| kind == "json").then(|| fs::read_to_string(&path));
            let recipe = text.and_then(std::result::Result::ok).and_then(|text| Recipe::from_json(&text).ok());
            recipes.extend(id.zip(recipe));
        }
        Ok(Self { folder: Some(folder.to_owned()), recipes: Mutex::new(recipes) })
    }

    /// All recipes by id, those that come with the program first.
    pub(crate) fn all(&self) -> Result<Vec<(String, Shelved)>> {
        let mut all = Vec::new();
        for (id, _) in STOCK {
            all.push((id.to_owned(), shelved(stock(id)?, true)?));
        }
        for (id, recipe) in self.hold().iter() {
            all.push((id.clone(), shelved(recipe.clone(), false)?));
        }
        Ok(all)
    }

    pub(crate) fn get(&self, id: &str) -> Result<Shelved> {
        let own = self.hold().get(id).cloned();
        match own {
            Some(recipe) => shelved(recipe, false),
            None => shelved(stock(id)?, true),
        }
    }

    /// Keeps a recipe under `id`, if the client knows what it replaces.
    pub(crate) fn put(&self, id: &str, recipe: &Recipe, known: &Known) -> Result<Put, Problem> {
        check(id)?;
        let mut recipes = self.hold();
        if recipes.len() >= MOST && !recipes.contains_key(id) {
            return Err(Error::new(Kind::Limit, format!("there are {MOST} recipes already")).into());
        }
        agreed(recipes.get(id), known)?;
        if let Some(folder) = &self.folder {
            write(folder, id, &recipe.to_json()?)?;
        }
        Ok(recipes.insert(id.to_owned(), recipe.clone()).map_or(Put::New, |_| Put::Replaced))
    }

    pub(crate) fn remove(&self, id: &str, known: &Known) -> Result<(), Problem> {
        check(id)?;
        let mut recipes = self.hold();
        if !recipes.contains_key(id) {
            return Err(Error::new(Kind::Missing, format!("there is no recipe '{id}'")).into());
        }
        agreed(recipes.get(id), known)?;
        if let Some(folder) = &self.folder {
            let gone = fs::remove_file(folder.join(format!("{id}.json")));
            gone.map_err(|e| Error::new(Kind::Io, "cannot remove the recipe").cause(e))?;
        }
        recipes.remove(id);
        Ok(())
    }

    fn hold(&self) -> MutexGuard<'_, BTreeMap<String, Recipe>> {
        self.recipes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn shelved(recipe: Recipe, stock: bool) -> Result<Shelved> {
    let etag = Digest::of(recipe.to_json()?.as_bytes()).to_string();
    Ok(Shelved { recipe, etag, stock })
}

fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= LONGEST && id.bytes().all(plain) && !TAKEN.contains(&id)
}

fn check(id: &str) -> Result<(), Problem> {
    if STOCK.iter().any(|(own, _)| *own == id) {
        let error = Error::new(Kind::Refused, format!("'{id}' comes with linocut and stays as it is"));
        return Err(error.hinted("keep yours under another name").into());
    }
    if !is_id(id) {
        let error = Error::new(Kind::Input, format!("'{id}' cannot be the name of a recipe"));
        return Err(error.hinted("a name has up to 64 lower-case letters, digits and dashes").into());
    }
    Ok(())
}

/// Passes a change by somebody who knows what is there.
fn agreed(there: Option<&Recipe>, known: &Known) -> Result<(), Problem> {
    let etag = there.map(|recipe| shelved(recipe.clone(), false)).transpose()?.map(|shelved| shelved.etag);
    match (etag, known) {
        (None, Known::Nothing) => Ok(()),
        (Some(etag), Known::Version(known)) if etag == *known || known == "*" => Ok(()),
        (Some(_), Known::Nothing) => {
            let sentence = "there is a recipe of this name, and the request does not say which version it changes";
            Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "version", sentence).hinted("send If-Match"))
        }
        (_, Known::Version(_)) => {
            let sentence = "the recipe was changed meanwhile";
            Err(Problem::new(StatusCode::PRECONDITION_FAILED, "version", sentence).hinted("fetch it and change that"))
        }
    }
}

/// Writes a file that is whole or not there.
fn write(folder: &Path, id: &str, text: &str) -> Result<()> {
    let io = |e: std::io::Error| Error::new(Kind::Io, "cannot keep the recipe").cause(e);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    file.write_all(text.as_bytes()).map_err(io)?;
    file.as_file().sync_all().map_err(io)?;
    file.persist(folder.join(format!("{id}.json"))).map_err(|e| io(e.error)).map(drop)
}
