//! Every stage and every recipe runs, and the reference page is theirs.
#![cfg(test)]

use linocut_core::kurbo::{Circle, Rect};
use linocut_core::{
    Asked, Context, Drawing, End, Error, Item, Kind, LanguageModel, Model, ModelId, Outline, Paint, Raster, Result,
    Rgba, Shape, TextReply, TextRequest, Type, Usage, Value,
};
use linocut_flow::{Happened, Memo, Observer, Order, Plan, Recipe, Unobserved, run};
use linocut_stages::{STOCK, catalogue, reference, stock};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// A language model that says its name and what for it is asked.
struct Echo(ModelId);

impl Echo {
    fn new(name: &str) -> Self {
        Self(ModelId { name: name.to_owned(), version: "1".to_owned(), digest: String::new() })
    }
}

impl Model for Echo {
    fn id(&self) -> &ModelId {
        &self.0
    }
}

impl LanguageModel for Echo {
    fn generate(&self, request: &TextRequest, _cx: &Context) -> Result<TextReply> {
        let words = request.messages.iter().map(|message| message.text.len()).sum::<usize>();
        let text = format!("<think>hm</think>\n\"{} {} {}\"\n", self.0.name, request.purpose, words > 100);
        Ok(TextReply { text, end: End::Whole, usage: Usage::default() })
    }
}

fn disc() -> Result<Raster> {
    let inside = |x: u32, y: u32| (f64::from(x) - 19.5).hypot(f64::from(y) - 19.5) < 12.0;
    let pixels = (0..40).flat_map(|y| (0..40).map(move |x| if inside(x, y) { Rgba::BLACK } else { Rgba::WHITE }));
    Raster::new(40, 40, pixels.collect())
}

fn drawing() -> Drawing {
    let shape = Shape::filled(Outline::Circle(Circle::new((12.0, 12.0), 9.0)), Paint::Solid(Rgba::BLACK));
    Drawing::new(Rect::new(0.0, 0.0, 24.0, 24.0), vec![Item::shape(shape)])
}

/// A value that every stage can do something with.
fn example(stage: &str, port: &str, takes: Type) -> Result<Value> {
    Ok(match takes {
        Type::Raster => Value::Raster(Arc::new(disc()?)),
        Type::Drawing => Value::Drawing(Arc::new(drawing())),
        Type::Text if port == "svg" => Value::text(r#"<svg viewBox="0 0 9 9"><path d="M0 0h5v5z"/></svg>"#),
        Type::Text if stage.ends_with("edit") => Value::text("make it red"),
        Type::Text if port == "mermaid" => Value::text("flowchart LR\n  a --> b"),
        Type::Text if stage == "edit-diagram" => Value::text("remove b"),
        Type::Text => Value::text("bell"),
        Type::Score => return Err(Error::new(Kind::Bug, "no stage takes a score")),
    })
}

fn done(recipe: &Recipe, order: &Order) -> Result<Value> {
    let worst = |errors: Vec<Error>| errors.into_iter().next().unwrap_or_else(|| Error::new(Kind::Bug, "no mistake"));
    let plan = Plan::new(recipe, &catalogue()).map_err(worst)?;
    let observer: Arc<dyn Observer> = Arc::new(Unobserved);
    let mut cx = Context::default();
    cx.language = Some(Arc::new(Echo::new("echo")));
    let done = run(&plan, order, &Memo::new(1 << 24), &observer, &cx);
    done.value(&plan.output).cloned()
}

#[test]
fn every_stage_gives_what_it_promises() {
    for kind in catalogue().kinds() {
        let ports = kind.inputs;
        let inputs: serde_json::Map<_, _> = ports.iter().map(|p| (p.name.to_owned(), json!(p.takes.name()))).collect();
        let wires: serde_json::Map<_, _> = ports.iter().map(|p| (p.name.to_owned(), json!(p.name))).collect();
        let node = json!({ "stage": kind.name, "in": wires });
        let recipe = json!({ "inputs": inputs, "nodes": { "it": node }, "output": "it" });
        let values = ports.iter().map(|port| (port.name, example(kind.name, port.name, port.takes).unwrap()));
        let value = done(&Recipe::from_json(&recipe.to_string()).unwrap(), &Order::of(values));
        assert_eq!(value.unwrap_or_else(|e| unreachable!("{}: {e}", kind.name)).of(), kind.output);
    }
}

#[test]
fn every_stock_recipe_runs() {
    for (name, _) in STOCK {
        let recipe = stock(name).unwrap();
        assert_eq!(recipe.name, name);
        let inputs = recipe
            .inputs
            .iter()
            .map(|(port, sort)| (port.as_str(), example(name, port, Type::named(sort).unwrap()).unwrap()));
        assert!(done(&recipe, &Order::of(inputs)).is_ok(), "{name}");
    }
}

#[test]
fn a_parameter_reaches_the_work() {
    let mut recipe = stock("picture-to-drawing").unwrap();
    recipe.set("trace.palette=#000 -> red").unwrap();
    let order = Order::of([("picture", Value::Raster(Arc::new(disc().unwrap())))]);
    let Value::Drawing(drawing) = done(&recipe, &order).unwrap() else { unreachable!("a drawing is promised") };
    let red = Some(Paint::Solid(Rgba::opaque(255, 0, 0)));
    assert!(drawing.shapes().any(|shape| shape.fill == red));
    recipe.set("trace.colors=0").unwrap();
    assert_eq!(done(&recipe, &order).unwrap_err().to_string(), "node trace: colors: 0 is below the least, 1");
}

#[test]
fn the_reference_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/stages.md");
    let made = reference().unwrap();
    if std::env::var_os("LINOCUT_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &made).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == made, "docs/reference/stages.md is old: LINOCUT_BLESS=1 cargo test -p linocut-stages");
}

/// What a stage that changes words gives with and without a model.
fn reworded(stage: &str, inputs: &[&str], language: Option<&str>, memo: &Memo) -> Result<String> {
    let sorts: serde_json::Map<_, _> = inputs.iter().map(|name| ((*name).to_owned(), json!("text"))).collect();
    let wires: serde_json::Map<_, _> = inputs.iter().map(|name| ((*name).to_owned(), json!(name))).collect();
    let recipe = json!({ "inputs": sorts, "nodes": { "it": { "stage": stage, "in": wires } }, "output": "it" });
    let plan = Plan::new(&Recipe::from_json(&recipe.to_string())?, &catalogue()).map_err(|mut all| all.remove(0))?;
    let observer: Arc<dyn Observer> = Arc::new(Unobserved);
    let mut cx = Context::default();
    cx.asked = Asked::Unbidden;
    cx.language = language.map(|name| {
        let model: Arc<dyn LanguageModel> = Arc::new(Echo::new(name));
        model
    });
    let values = inputs.iter().map(|name| (*name, Value::text(format!("{name} of it."))));
    let done = run(&plan, &Order::of(values), memo, &observer, &cx);
    // Every request is in the record.
    let asked = done.record.events.iter().filter_map(|event| {
        let Happened::Asked { model, error: None, .. } = &event.what else { return None };
        Some((event.node.as_str(), model.clone()))
    });
    let expected: Vec<_> = language.map(|name| ("it", format!("{name} 1"))).into_iter().collect();
    assert_eq!(asked.collect::<Vec<_>>(), expected, "{stage}");
    match done.value("it")? {
        Value::Text(text) => Ok(text.as_ref().to_owned()),
        Value::Raster(_) | Value::Drawing(_) | Value::Score(_) => Err(Error::new(Kind::Bug, "no text")),
    }
}

#[test]
fn words_are_changed_by_the_model_of_the_context() {
    let memo = Memo::new(1 << 20);
    for (stage, inputs, said) in [
        ("expand-words", &["words"][..], "expand"),
        ("refine-words", &["words", "critique"], "refine"),
        ("combine-words", &["what", "how"], "combine"),
    ] {
        assert_eq!(reworded(stage, inputs, Some("one"), &memo).unwrap(), format!("one {said} true"));
        // Another model is another key.
        assert_eq!(reworded(stage, inputs, Some("two"), &memo).unwrap(), format!("two {said} true"));
    }
    assert_eq!(reworded("combine-words", &["what", "how"], None, &memo).unwrap(), "what of it. how of it.");
    assert_eq!(reworded("expand-words", &["words"], None, &memo).unwrap_err().kind(), Kind::Unavailable);
}

/// A model that looks at pictures and says `text` of each.
struct Viewer(ModelId, &'static str);

impl Model for Viewer {
    fn id(&self) -> &ModelId {
        &self.0
    }
}

impl LanguageModel for Viewer {
    fn generate(&self, request: &TextRequest, _cx: &Context) -> Result<TextReply> {
        let last = request.messages.iter().rev().find(|message| !message.pictures.is_empty());
        let picture = last.and_then(|message| message.pictures.first());
        assert!(picture.is_some_and(|picture| picture.width() == 384));
        assert!(last.is_some_and(|message| message.text.contains("a bell")));
        Ok(TextReply { text: self.1.to_owned(), end: End::Whole, usage: Usage::default() })
    }

    fn sees(&self) -> bool {
        true
    }
}

/// What is said of a disc that is to be a bell.
fn judged(by: &str, language: Option<&'static str>) -> Result<serde_json::Value> {
    let recipe = json!({ "inputs": { "drawing": "drawing", "words": "text" }, "output": "it", "nodes": { "it": {
        "stage": "critique-drawing", "in": { "drawing": "drawing", "words": "words" }, "params": { "by": by } } } });
    let plan = Plan::new(&Recipe::from_json(&recipe.to_string())?, &catalogue()).map_err(|mut all| all.remove(0))?;
    let observer: Arc<dyn Observer> = Arc::new(Unobserved);
    let mut cx = Context::default();
    cx.language = language.map(|text| {
        let id = ModelId { name: "viewer".to_owned(), version: "1".to_owned(), digest: String::new() };
        let model: Arc<dyn LanguageModel> = Arc::new(Viewer(id, text));
        model
    });
    let order = Order::of([("drawing", Value::Drawing(Arc::new(drawing()))), ("words", Value::text("a bell"))]);
    let memo = Memo::new(1 << 20);
    let done = run(&plan, &order, &memo, &observer, &cx);
    let warned = done.values.get("it").is_some_and(|kept| !kept.warnings.is_empty());
    // What was judged otherwise for want of an answer is not kept.
    assert_eq!(warned, memo.bytes() == 0 && done.values.contains_key("it"), "{by}");
    match done.value("it")? {
        Value::Text(text) => Ok(serde_json::from_str(text).unwrap()),
        Value::Raster(_) | Value::Drawing(_) | Value::Score(_) => Err(Error::new(Kind::Bug, "no text")),
    }
}

#[test]
fn a_drawing_is_judged_by_who_sees_it() {
    let good = r#"Here: {"alignment": "35", "aesthetic": 7.5, "caption": "a disc", "strengths": ["clean"], "weaknesses": ["no clapper", ""]}"#;
    let page = judged("model", Some(good)).unwrap();
    assert_eq!(
        page,
        json!({ "alignment": 35.0, "aesthetic": 7.5, "caption": "a disc", "strengths": ["clean"],
            "weaknesses": ["no clapper"], "by": "viewer 1" })
    );
    // Nobody is asked unbidden who was not chosen.
    for (by, model) in [("auto", Some(good)), ("rules", Some(good)), ("auto", None), ("model", Some("I cannot."))] {
        let page = judged(by, model).unwrap();
        assert!(page["by"] == "icon-clip" && page["aesthetic"].is_null() && page["alignment"].is_f64(), "{by}: {page}");
    }
    assert_eq!(judged("model", None).unwrap_err().kind(), Kind::Unavailable);
}
