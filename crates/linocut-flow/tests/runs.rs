//! Runs of small recipes, and what they must never do.

use linocut_core::{Context, Error, Kind, Result, Type, Value, Watch};
use linocut_flow::{
    Catalogue, Done, Happened, Inputs, Memo, Observer, Order, Plan, Port, Recipe, Stage, Unobserved, kind, run,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, PoisonError};

/// Says its input and a letter; counts how often it ran under its letter's own counter.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Say {
    /// What is added.
    #[schemars(length(max = 3))]
    letter: String,
}

static RUNS: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Stage for Say {
    const NAME: &'static str = "say";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("a", Type::Text), Port::open("b", Type::Text)];
    const OUTPUT: Type = Type::Text;
    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        RUNS.lock().unwrap_or_else(PoisonError::into_inner).push(self.letter.clone());
        let b = inputs.get("b").map_or(Ok("".into()), |_| inputs.text("b"))?;
        Ok(Value::text(format!("{}{b}{}", inputs.text("a")?, self.letter)))
    }
}

/// Always the same, whatever comes in.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Hush {
    /// Changes nothing.
    level: u8,
}

impl Stage for Hush {
    const NAME: &'static str = "hush";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("a", Type::Text)];
    const OUTPUT: Type = Type::Text;
    fn run(&self, _inputs: &Inputs, _cx: &Context) -> Result<Value> {
        Ok(Value::text("hush"))
    }
}

/// Fails in the way that it is told.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Fail {
    /// How.
    how: How,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum How {
    #[default]
    Away,
    Wrong,
    Broken,
    Endless,
    Cut,
    Poor,
}

impl Stage for Fail {
    const NAME: &'static str = "fail";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("a", Type::Text)];
    const OUTPUT: Type = Type::Text;
    fn run(&self, _inputs: &Inputs, cx: &Context) -> Result<Value> {
        match self.how {
            How::Away => Err(Error::new(Kind::Unavailable, "the server is away").hinted("start it")),
            How::Wrong => Err(Error::new(Kind::Input, "the words are wrong")),
            How::Broken => std::panic::resume_unwind(Box::new("broken on purpose")),
            How::Endless => loop {
                cx.check()?;
                std::thread::yield_now();
            },
            // No failure: what there is when time is up.
            How::Cut => {
                BEGUN.store(true, Ordering::Relaxed);
                Ok(Value::text("half"))
            }
            // No failure either: what there is without an answer of somebody else.
            How::Poor => {
                cx.forget();
                Ok(Value::text("poor"))
            }
        }
    }
}

/// Whether a stage began whose time then runs out.
static BEGUN: AtomicBool = AtomicBool::new(false);

static BOTH: Barrier = Barrier::new(2);

/// Ends only when two of it run at the same time.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Meet {
    /// Which of the two.
    side: u8,
}

impl Stage for Meet {
    const NAME: &'static str = "meet";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("a", Type::Text)];
    const OUTPUT: Type = Type::Text;
    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        BOTH.wait();
        Ok(Value::Text(inputs.text("a")?))
    }
}

fn catalogue() -> Catalogue {
    Catalogue::new(vec![kind::<Say>(), kind::<Hush>(), kind::<Fail>(), kind::<Meet>()])
}

/// A recipe with one input `in`, the nodes given and the output `out`.
fn plan(nodes: &str) -> Result<Plan> {
    let text = format!(r#"{{"inputs": {{"in": "text"}}, "output": "out", "nodes": {{{nodes}}}}}"#);
    let worst = |errors: Vec<Error>| errors.into_iter().next().unwrap_or_else(|| Error::new(Kind::Bug, "no mistake"));
    Plan::new(&Recipe::from_json(&text)?, &catalogue()).map_err(worst)
}

fn order() -> Order {
    Order { jobs: 4, ..Order::of([("in", Value::text("-"))]) }
}

fn unobserved() -> Arc<dyn Observer> {
    Arc::new(Unobserved)
}

fn done(nodes: &str, memo: &Memo) -> Result<Done> {
    Ok(run(&plan(nodes)?, &order(), memo, &unobserved(), &Context::default()))
}

fn text(value: &Value) -> Option<&str> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

fn runs_of(letter: &str) -> usize {
    RUNS.lock().unwrap_or_else(PoisonError::into_inner).iter().filter(|ran| *ran == letter).count()
}

#[test]
fn runs_a_shared_node_once() {
    let done = done(
        r#""s": {"stage": "say", "in": {"a": "in"}, "params": {"letter": "s1"}},
           "x": {"stage": "say", "in": {"a": "s"}, "params": {"letter": "x"}},
           "y": {"stage": "say", "in": {"a": "s"}, "params": {"letter": "y"}},
           "out": {"stage": "say", "in": {"a": "x", "b": "y"}, "params": {"letter": "!"}}"#,
        &Memo::new(1000),
    )
    .unwrap();
    assert_eq!(text(done.value("out").unwrap()), Some("-s1x-s1y!"));
    assert_eq!(runs_of("s1"), 1);
}

#[test]
fn runs_nothing_that_is_not_needed() {
    let done = done(
        r#""idle": {"stage": "say", "in": {"a": "in"}, "params": {"letter": "idl"}},
           "out": {"stage": "hush", "in": {"a": "in"}}"#,
        &Memo::new(1000),
    )
    .unwrap();
    assert_eq!(text(done.value("out").unwrap()), Some("hush"));
    assert_eq!(runs_of("idl"), 0);
    assert!(!done.values.contains_key("idle"));
}

#[test]
fn runs_independent_nodes_at_the_same_time() {
    let done = done(
        r#""l": {"stage": "meet", "in": {"a": "in"}, "params": {"side": 1}},
           "r": {"stage": "meet", "in": {"a": "in"}, "params": {"side": 2}},
           "out": {"stage": "say", "in": {"a": "l", "b": "r"}}"#,
        &Memo::new(1000),
    )
    .unwrap();
    assert_eq!(text(done.value("out").unwrap()), Some("--"));
}

#[test]
fn the_same_bytes_stop_a_change() {
    let memo = Memo::new(1000);
    let recipe = |level: u8| {
        format!(
            r#""h": {{"stage": "hush", "in": {{"a": "in"}}, "params": {{"level": {level}}}}},
               "out": {{"stage": "say", "in": {{"a": "h"}}, "params": {{"letter": "cut"}}}}"#
        )
    };
    let first = done(&recipe(1), &memo).unwrap();
    let second = done(&recipe(2), &memo).unwrap();
    assert_eq!(runs_of("cut"), 1);
    let cached = |done: &Done, node: &str| {
        done.record.events.iter().any(|e| e.node == node && matches!(e.what, Happened::Finished { cached: true, .. }))
    };
    assert!(!cached(&first, "out") && !cached(&second, "h") && cached(&second, "out"));
    assert_eq!(first.values["out"].digest, second.values["out"].digest);
}

#[test]
fn another_node_answers_for_one_that_is_unavailable() {
    let done = done(
        r#""far": {"stage": "fail", "in": {"a": "in"}, "else": "near"},
           "near": {"stage": "say", "in": {"a": "in"}, "params": {"letter": "n"}},
           "out": {"stage": "say", "in": {"a": "far"}, "params": {"letter": "!"}}"#,
        &Memo::new(1000),
    )
    .unwrap();
    assert_eq!(text(done.value("out").unwrap()), Some("-n!"));
    assert_eq!(text(done.value("far").unwrap()), Some("-n"));
    let failed =
        done.record.events.iter().find(|event| event.node == "far" && matches!(event.what, Happened::Failed { .. }));
    let Some(Happened::Failed { instead, .. }) = failed.map(|event| &event.what) else {
        unreachable!("{:?}", done.record)
    };
    assert_eq!(instead.as_deref(), Some("near"));
}

#[test]
fn another_node_answers_for_the_one_that_was_asked_for() {
    let done = done(
        r#""near": {"stage": "say", "in": {"a": "in"}, "params": {"letter": "o"}},
           "out": {"stage": "fail", "in": {"a": "in"}, "else": "near"}"#,
        &Memo::new(1000),
    )
    .unwrap();
    assert_eq!(text(done.value("out").unwrap()), Some("-o"));
}

#[test]
fn a_result_that_the_deadline_cut_short_is_not_kept() {
    struct Late;
    impl Watch for Late {
        fn cancelled(&self) -> bool {
            false
        }
        fn late(&self) -> bool {
            BEGUN.load(Ordering::Relaxed)
        }
        fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    }
    let plan = plan(r#""out": {"stage": "fail", "in": {"a": "in"}, "params": {"how": "cut"}}"#).unwrap();
    let memo = Memo::new(1000);
    let done = run(&plan, &order(), &memo, &unobserved(), &Context::new(Arc::new(Late)));
    assert_eq!((text(done.value("out").unwrap()), memo.bytes()), (Some("half"), 0));
}

#[test]
fn a_result_that_is_good_for_now_only_is_not_kept() {
    let plan = plan(
        r#""poor": {"stage": "fail", "in": {"a": "in"}, "params": {"how": "poor"}},
           "out": {"stage": "say", "in": {"a": "poor"}, "params": {"letter": "k"}}"#,
    );
    let (plan, memo) = (plan.unwrap(), Memo::new(1000));
    let kept = |done: &Done, node: &str| {
        done.record.events.iter().any(|e| e.node == node && matches!(e.what, Happened::Finished { cached: true, .. }))
    };
    let done = || run(&plan, &order(), &memo, &unobserved(), &Context::default());
    assert_eq!(text(done().value("out").unwrap()), Some("poork"));
    let again = done();
    assert!(!kept(&again, "poor") && kept(&again, "out"));
}

#[test]
fn a_wrong_input_or_a_mistake_of_ours_never_falls_back() {
    for (how, wanted) in [("wrong", Kind::Input), ("broken", Kind::Bug)] {
        let done = done(
            &format!(
                r#""far": {{"stage": "fail", "in": {{"a": "in"}}, "params": {{"how": "{how}"}}, "else": "near"}},
                   "near": {{"stage": "say", "in": {{"a": "in"}}, "params": {{"letter": "{how}"}}}},
                   "out": {{"stage": "say", "in": {{"a": "far"}}}}"#
            )
            .replace("\"letter\": \"wrong\"", "\"letter\": \"wr\"")
            .replace("\"letter\": \"broken\"", "\"letter\": \"br\""),
            &Memo::new(1000),
        )
        .unwrap();
        let error = done.value("out").unwrap_err();
        assert_eq!(error.kind(), wanted);
        assert!(error.to_string().starts_with("node far: "), "{error}");
    }
    assert_eq!(runs_of("wr") + runs_of("br"), 0);
}

#[test]
fn one_failure_leaves_the_others_alone() {
    let plan = plan(
        r#""bad": {"stage": "fail", "in": {"a": "in"}},
           "good": {"stage": "say", "in": {"a": "in"}, "params": {"letter": "g"}},
           "out": {"stage": "say", "in": {"a": "bad"}}"#,
    )
    .unwrap();
    let order = Order { targets: vec!["out".to_owned(), "good".to_owned()], ..order() };
    let done = run(&plan, &order, &Memo::new(1000), &unobserved(), &Context::default());
    assert_eq!(text(done.value("good").unwrap()), Some("-g"));
    let error = done.value("out").unwrap_err();
    assert_eq!((error.to_string().as_str(), error.hint()), ("node bad: the server is away", Some("start it")));
}

#[test]
fn a_pinned_node_does_not_run() {
    let plan = plan(
        r#""p": {"stage": "say", "in": {"a": "in"}, "params": {"letter": "pin"}},
           "out": {"stage": "say", "in": {"a": "p"}, "params": {"letter": "!"}}"#,
    )
    .unwrap();
    let mut order = order();
    order.pins.insert("p".to_owned(), Value::text("kept"));
    let done = run(&plan, &order, &Memo::new(1000), &unobserved(), &Context::default());
    assert_eq!(text(done.value("out").unwrap()), Some("kept!"));
    assert_eq!(runs_of("pin"), 0);
}

#[test]
fn the_seed_is_part_of_the_question() {
    let memo = Memo::new(1000);
    let plan = plan(r#""out": {"stage": "say", "in": {"a": "in"}, "params": {"letter": "sd"}}"#).unwrap();
    for seed in [1, 2, 1] {
        let mut cx = Context::default();
        cx.seed = seed;
        assert!(run(&plan, &order(), &memo, &unobserved(), &cx).value("out").is_ok());
    }
    assert_eq!(runs_of("sd"), 2);
}

struct StopAfter(AtomicUsize);
impl Watch for StopAfter {
    fn cancelled(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) > 100
    }
    fn late(&self) -> bool {
        false
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
}

#[test]
fn cancelling_ends_a_stage_that_runs() {
    let plan = plan(
        r#""slow": {"stage": "fail", "in": {"a": "in"}, "params": {"how": "endless"}},
           "out": {"stage": "say", "in": {"a": "slow"}}"#,
    )
    .unwrap();
    let cx = Context::new(Arc::new(StopAfter(AtomicUsize::new(0))));
    let done = run(&plan, &order(), &Memo::new(1000), &unobserved(), &cx);
    assert_eq!(done.value("out").unwrap_err().kind(), Kind::Cancelled);
}

#[test]
fn says_what_was_asked_for_wrongly() {
    let plan = plan(r#""out": {"stage": "hush", "in": {"a": "in"}}"#).unwrap();
    let sentence = |order: &Order, node: &str| {
        run(&plan, order, &Memo::new(1000), &unobserved(), &Context::default()).value(node).unwrap_err().to_string()
    };
    assert_eq!(sentence(&Order::default(), "out"), "node out: input in takes text, nothing was given");
    let order = Order { targets: vec!["uot".to_owned()], ..order() };
    assert_eq!(sentence(&order, "uot"), "node uot: there is no node 'uot'");
}
