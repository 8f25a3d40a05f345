//! `/api/v1/batch`: one verb for many files.

use crate::answer::Answer;
use crate::app::App;
use crate::asked::{Asked, Attached};
use crate::enough::glance;
use crate::here::Here;
use crate::outcome::kept;
use crate::problem::Problem;
use crate::verbs::Verb;
use crate::work::{quiet, within};
use linocut_core::{Context, Error, Kind};
use serde_json::{Map, Value as Page, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Most items of a batch.
const MOST: usize = 1000;
/// Longest time that one item may take: a batch as a whole takes as long as it takes.
const LONGEST: Duration = Duration::from_mins(10);

/// Something to be done: what it does not say itself, the batch says for all.
struct Item {
    at: usize,
    name: String,
    asked: Asked,
}

/// What the threads of a batch share.
struct Work<'a> {
    here: &'a Here<'a>,
    verb: Verb,
    params: Map<String, Page>,
    left: Mutex<std::vec::IntoIter<Item>>,
    pages: Mutex<BTreeMap<usize, Page>>,
    total: u64,
}

/// Passes a batch whose verb is known, whose items are some, and whose parameters fit.
pub(crate) fn check(app: &App, asked: &Asked) -> Result<(), Problem> {
    let verb = Verb::named(asked.fields.get("op").and_then(Page::as_str).unwrap_or("trace"))?;
    let listed = asked.fields.get("items").and_then(Page::as_array);
    let several = listed.map_or(0, Vec::len) + asked.files.len();
    let wrong = Problem::of_field;
    match (asked.fields.get("items"), asked.fields.get("params")) {
        (Some(items), _) if !items.is_array() => return Err(wrong("items", "items is no list")),
        (_, Some(params)) if !params.is_object() => return Err(wrong("params", "params is no object")),
        _ if several == 0 => return Err(wrong("items", "a batch has no items")),
        _ if several > MOST => {
            return Err(Error::new(Kind::Limit, format!("{several} items are over the limit of {MOST}")).into());
        }
        _ => {}
    }
    verb.check(app, asked.fields.iter())?;
    verb.check(app, asked.fields.get("params").and_then(Page::as_object).into_iter().flatten())?;
    if !listed.into_iter().flatten().all(Page::is_object) {
        return Err(wrong("items", "an item is no object"));
    }
    some_fit(app, verb, asked)
}

/// Passes unless no item at all could be done: one that is wrong is told beside the others.
fn some_fit(app: &App, verb: Verb, asked: &Asked) -> Result<(), Problem> {
    let (own, params) = (["items", "params", "op"], asked.fields.get("params").and_then(Page::as_object));
    let all = || asked.fields.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let common: Map<String, Page> =
        all().chain(params.into_iter().flatten()).map(|(name, value)| (name.clone(), value.clone())).collect();
    let fits = |own: &Map<String, Page>, files: &[Attached]| {
        verb.check(app, own.iter())?;
        let mut fields = common.clone();
        fields.extend(own.clone());
        glance(app, verb, &fields, files)
    };
    let listed = asked.fields.get("items").and_then(Page::as_array).into_iter().flatten().filter_map(Page::as_object);
    let listed = listed.map(|item| fits(item, &[]));
    let attached = asked.files.iter().map(|file| {
        let body = Attached { field: "body".to_owned(), name: None, bytes: file.bytes.clone() };
        fits(&Map::new(), &[body])
    });
    let mut first = None;
    for fit in listed.chain(attached) {
        match fit {
            Ok(()) => return Ok(()),
            Err(problem) => drop(first.get_or_insert(problem)),
        }
    }
    first.map_or(Ok(()), Err)
}

/// Does a verb to each item; one that fails is told beside the others.
///
/// What a batch did before it was interrupted is not done again.
pub(crate) fn batch(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let verb = asked.fields.remove("op");
    let verb = Verb::named(verb.as_ref().and_then(Page::as_str).unwrap_or("trace"))?;
    let (items, params) = items(asked)?;
    let total = u64::try_from(items.len()).unwrap_or(u64::MAX);
    let pages = here.journal.as_ref().map(|journal| journal.items()).transpose()?.unwrap_or_default();
    let left: Vec<Item> = items.into_iter().filter(|item| !pages.contains_key(&item.at)).collect();
    let threads = here.options.workers.min(left.len());
    // From here on it is known how fast it goes.
    cx.note("batch", u64::try_from(pages.len()).unwrap_or(u64::MAX), total);
    let (left, pages) = (Mutex::new(left.into_iter()), Mutex::new(pages));
    // Whoever watches hears of items, not of the stages of each.
    let quiet = Here { app: here.app, observer: quiet(), journal: here.journal.clone() };
    let work = Work { here: &quiet, verb, params, left, pages, total };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| {
                // The first thread has the place of the job.
                work.each(cx, || here.gate.wait(|| cx.check().is_err() || work.is_empty()));
            });
        }
        work.each(cx, || None::<()>);
    });
    cx.check()?;
    let pages = work.pages.into_inner().unwrap_or_else(PoisonError::into_inner);
    let pages: Vec<Page> = pages.into_values().collect();
    let failed = pages.iter().filter(|page| page.get("problem").is_some()).count();
    if failed == pages.len() {
        return Err(all_failed(&pages));
    }
    Ok(Answer::Batch(json!({
        "sort": "batch", "op": verb.name(), "done": pages.len() - failed, "failed": failed, "items": pages,
    })))
}

/// What is to be said of a batch of which nothing could be done: as the first problem, with the others beside it.
fn all_failed(pages: &[Page]) -> Problem {
    let text = |page: &Page, place: &str| page.pointer(place).and_then(Page::as_str).unwrap_or_default().to_owned();
    let mut page = pages.first().and_then(|page| page.get("problem")).cloned().unwrap_or_default();
    let all: Vec<String> =
        pages.iter().map(|page| format!("{}: {}", text(page, "/name"), text(page, "/problem/detail"))).collect();
    let first = all.first().cloned().unwrap_or_default();
    let detail = if let [_] = pages { first } else { format!("none of {} items could be done; {first}", pages.len()) };
    if let Some(page) = page.as_object_mut() {
        page.extend([("detail".to_owned(), json!(detail)), ("errors".to_owned(), json!(all))]);
    }
    Problem::kept(&page)
}

impl Work<'_> {
    /// Whether nothing is left to begin.
    fn is_empty(&self) -> bool {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).len() == 0
    }

    /// Does items until none is left, each while it holds a `place`.
    fn each<P>(&self, cx: &Context, place: impl Fn() -> P) {
        let next = || self.left.lock().unwrap_or_else(PoisonError::into_inner).next();
        while cx.check().is_ok() {
            let held = place();
            let Some(item) = next() else { return };
            let at = item.at;
            let page = self.one(item, cx);
            drop(held);
            if cx.check().is_err() {
                // What was stopped is not done.
                return;
            }
            if let Some(journal) = &self.here.journal {
                journal.item(at, &page);
            }
            let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
            pages.insert(at, page);
            cx.note("batch", u64::try_from(pages.len()).unwrap_or(u64::MAX), self.total);
        }
    }

    fn one(&self, item: Item, cx: &Context) -> Page {
        let mut asked = item.asked;
        for (name, value) in &self.params {
            asked.fields.entry(name).or_insert_with(|| value.clone());
        }
        match self.verb.done(self.here, asked, &within(cx, LONGEST)).and_then(|answer| kept(self.here, answer)) {
            Ok(mut page) => {
                page.as_object_mut().map(|page| page.insert("name".to_owned(), json!(item.name)));
                page
            }
            Err(problem) => json!({ "name": item.name, "artifact": null, "problem": problem.page() }),
        }
    }
}

/// The items of a request, objects of JSON or the files of a form, and what it says for all of them.
fn items(asked: Asked) -> Result<(Vec<Item>, Map<String, Page>), Problem> {
    let mut asked = asked;
    let wrong = Problem::of_field;
    let mut params = match asked.fields.remove("params") {
        Some(Page::Object(params)) => params,
        Some(_) => return Err(wrong("params", "params is no object")),
        None => Map::new(),
    };
    let listed = match asked.fields.remove("items") {
        Some(Page::Array(items)) => items,
        Some(_) => return Err(wrong("items", "items is no list")),
        None => Vec::new(),
    };
    params.extend(asked.fields);
    match listed.len() + asked.files.len() {
        0 => return Err(wrong("items", "a batch has no items")),
        1..=MOST => {}
        many => return Err(Error::new(Kind::Limit, format!("{many} items are over the limit of {MOST}")).into()),
    }
    let mut items: Vec<Item> = Vec::new();
    for item in listed {
        let Page::Object(mut fields) = item else { return Err(wrong("items", "an item is no object")) };
        let name = fields.remove("name").and_then(|name| Some(name.as_str()?.to_owned()));
        add(&mut items, name, Asked { fields, ..Asked::default() });
    }
    for Attached { field: _, name, bytes } in asked.files {
        let files = vec![Attached { field: "body".to_owned(), name: None, bytes }];
        add(&mut items, name, Asked { files, ..Asked::default() });
    }
    Ok((items, params))
}

fn add(items: &mut Vec<Item>, name: Option<String>, asked: Asked) {
    let at = items.len();
    items.push(Item { at, name: name.unwrap_or_else(|| format!("{}", at + 1)), asked });
}
