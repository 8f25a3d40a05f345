//! `/api/v1/batch`: one verb for many files.

use crate::answer::Answer;
use crate::asked::{Asked, Attached};
use crate::here::Here;
use crate::outcome::kept;
use crate::problem::Problem;
use crate::verbs::Verb;
use linocut_core::{Context, Error, Kind};
use serde_json::{Map, Value as Page, json};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Most items of a batch.
const MOST: usize = 1000;

/// Something to be done.
struct Item {
    name: String,
    asked: Asked,
}

/// Does a verb to each item; one that fails is told beside the others.
pub(crate) fn batch(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let verb = asked.fields.remove("op");
    let verb = Verb::named(verb.as_ref().and_then(Page::as_str).unwrap_or("trace"))?;
    let items = items(asked)?;
    let total = u64::try_from(items.len()).unwrap_or(u64::MAX);
    let (next, done) = (AtomicUsize::new(0), AtomicU64::new(0));
    let pages = Mutex::new(vec![Page::Null; items.len()]);
    let hand = || {
        while let Some((at, item)) = Some(next.fetch_add(1, Ordering::SeqCst)).and_then(|at| Some((at, items.get(at)?)))
        {
            if cx.check().is_err() {
                return;
            }
            let page = one(here, verb, item, cx);
            if let Some(place) = pages.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at) {
                *place = page;
            }
            cx.note("batch", done.fetch_add(1, Ordering::SeqCst) + 1, total);
        }
    };
    thread::scope(|threads| {
        for _ in 1..here.options.workers.min(items.len()) {
            threads.spawn(hand);
        }
        hand();
    });
    cx.check()?;
    let pages = pages.into_inner().unwrap_or_else(PoisonError::into_inner);
    let failed = pages.iter().filter(|page| page.get("problem").is_some()).count();
    Ok(Answer::Batch(json!({
        "sort": "batch", "op": verb.name(), "done": pages.len() - failed, "failed": failed, "items": pages,
    })))
}

/// The items of a request: objects of JSON, or the files of a form, each with all other parameters.
fn items(asked: Asked) -> Result<Vec<Item>, Problem> {
    let mut asked = asked;
    let wrong = |what: &str| Problem::from(Error::new(Kind::Input, what.to_owned()));
    let mut params = match asked.fields.remove("params") {
        Some(Page::Object(params)) => params,
        Some(_) => return Err(wrong("params is no object")),
        None => Map::new(),
    };
    let listed = match asked.fields.remove("items") {
        Some(Page::Array(items)) => items,
        Some(_) => return Err(wrong("items is no list")),
        None => Vec::new(),
    };
    params.extend(asked.fields);
    let mut items = Vec::new();
    for item in listed {
        let Page::Object(mut fields) = item else { return Err(wrong("an item is no object")) };
        let name = fields.remove("name").and_then(|name| Some(name.as_str()?.to_owned()));
        let name = name.unwrap_or_else(|| format!("{}", items.len() + 1));
        fields.extend(params.clone());
        items.push(Item { name, asked: Asked { fields, ..Asked::default() } });
    }
    for Attached { field: _, name, bytes } in asked.files {
        let name = name.unwrap_or_else(|| format!("{}", items.len() + 1));
        let files = vec![Attached { field: "body".to_owned(), name: None, bytes }];
        items.push(Item { name, asked: Asked { files, fields: params.clone() } });
    }
    match items.len() {
        0 => Err(wrong("a batch has no items")),
        1..=MOST => Ok(items),
        many => Err(Error::new(Kind::Limit, format!("{many} items are over the limit of {MOST}")).into()),
    }
}

fn one(here: &Here, verb: Verb, item: &Item, cx: &Context) -> Page {
    let made = verb.done(here, item.asked.clone(), cx).and_then(|answer| kept(here, answer));
    match made {
        Ok(mut page) => {
            page.as_object_mut().map(|page| page.insert("name".to_owned(), json!(item.name)));
            page
        }
        Err(problem) => json!({ "name": item.name, "artifact": null, "problem": problem.page() }),
    }
}
