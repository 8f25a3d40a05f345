//! Drawings that language models write: good replies, bad replies, and none.
#![cfg(test)]

use linocut_core::{
    Asked, Context, End, Error, Kind, LanguageModel, Model, ModelId, Result, TextReply, TextRequest, Usage, Watch,
};
use linocut_draw::{DrawRequest, Drawn, Means, Route, Source, Writer, draw};
use linocut_icons::Library;
use linocut_models::guard::{BreakerState, Clock, Guard, GuardOptions, Guarded};
use linocut_models::provider::Fault;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const PLAN: &str = r#"{"concepts":[{"description":"a bell","elements":[{"type":"path","role":"bell","position":"12,12","relationship":"alone"}],"style":{"outline":true,"strokeWidth":2,"symmetry":"vertical"}}]}"#;
const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"><path d="M6 17V11a6 6 0 0 1 12 0v6z"/><path d="M10 21h4"/></svg>"#;

/// A model that is a function.
struct Speaker<F>(ModelId, F);

impl<F: Fn(&TextRequest, &Context) -> Result<String> + Send + Sync> Model for Speaker<F> {
    fn id(&self) -> &ModelId {
        &self.0
    }
}

impl<F: Fn(&TextRequest, &Context) -> Result<String> + Send + Sync> LanguageModel for Speaker<F> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let text = (self.1)(request, cx)?;
        Ok(TextReply { text, end: End::Whole, usage: Usage::default() })
    }
}

fn speaker<F: Fn(&TextRequest, &Context) -> Result<String> + Send + Sync>(say: F) -> Speaker<F> {
    let id = ModelId { name: "speaker".to_owned(), version: "m-1".to_owned(), digest: String::new() };
    Speaker(id, say)
}

fn drawn(request: &DrawRequest, model: &dyn LanguageModel, asked: Asked, cx: &Context) -> Result<Drawn> {
    let none = || Err(Error::new(Kind::Unavailable, "no models here"));
    let writer = Some(Writer { model, asked });
    draw(request, &Means { library: Library::embedded()?, models: &none, writer, painter: None }, cx)
}

fn bell(route: Route) -> DrawRequest {
    DrawRequest { route, ..DrawRequest::new("bell") }
}

/// The drawing of a model that says `text` when it is asked for `purpose`, and what is right otherwise.
fn saying(purpose: &str, text: &str) -> Drawn {
    let model = speaker(|request: &TextRequest, _: &Context| {
        let right = if request.purpose == "plan" { PLAN } else { SVG };
        Ok(if request.purpose == purpose { text } else { right }.to_owned())
    });
    drawn(&bell(Route::Plan), &model, Asked::OnRequest, &Context::default()).unwrap()
}

fn is_written(drawn: &Drawn) -> bool {
    matches!(drawn.answers[0].source, Source::Written { .. })
}

/// What every drawing that a person gets must hold.
#[track_caller]
fn check_drawing(drawn: &Drawn, what: &str) {
    let svg = linocut_svg::write(&drawn.answers[0].drawing, &linocut_svg::WriteOptions::default());
    let read = linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap().value;
    assert!(read.shapes().next().is_some(), "{what}: {svg}");
    for word in
        ["evil", "script", "onclick", "onload", "href", "passwd", "foreignObject", "@import", "provider", "route"]
    {
        assert!(!svg.contains(word), "{what} holds {word}: {svg}");
    }
}

#[track_caller]
fn check_replies(folder: &str, purpose: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replies").join(folder);
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let drawn = saying(purpose, &std::fs::read_to_string(&path).unwrap());
        check_drawing(&drawn, &name);
        assert_eq!(is_written(&drawn), name.starts_with("ok-"), "{folder}/{name}: {:?}", drawn.warnings);
        if !is_written(&drawn) {
            let warning = &drawn.warnings[0];
            assert!(
                warning
                    .starts_with("drawn offline, the language model gave no drawing: speaker gave no usable answer: "),
                "{warning}"
            );
        }
    }
}

#[test]
fn bad_drawings_are_mended_or_refused_with_a_reason() {
    check_replies("svg", "svg");
}

#[test]
fn bad_plans_are_mended_or_refused_with_a_reason() {
    check_replies("plan", "plan");
}

#[test]
fn endless_and_bottomless_replies_are_refused() {
    let deep = format!("<svg viewBox='0 0 24 24'>{}<path d='M1 1h9'/>", "<g>".repeat(100_000));
    let wide = format!("<svg viewBox='0 0 24 24'>{}</svg>", "<path d='M1 1h9'/>".repeat(50_000));
    let many = format!("<svg viewBox='0 0 24 24'>{}</svg>", "<path d='M1 1h9'/>".repeat(1_000));
    for text in ["x".repeat(10 << 20), deep, wide, many] {
        let drawn = saying("svg", &text);
        assert!(!is_written(&drawn));
        check_drawing(&drawn, "endless");
    }
    for text in ["[".repeat(1 << 20), "{\"a\":".repeat(1 << 17)] {
        assert!(!is_written(&saying("plan", &text)));
    }
}

#[test]
fn a_good_reply_is_an_icon_with_names() {
    let drawn = saying("nothing", "");
    let svg = linocut_svg::write(&drawn.answers[0].drawing, &linocut_svg::WriteOptions::default());
    assert!(
        svg.contains("viewBox=\"0 0 24 24\"") && svg.contains("id=\"el-1\"") && svg.contains("currentColor"),
        "{svg}"
    );
    assert!(drawn.why.starts_with("plan: written by speaker m-1, concept 1, draft 1, no flaw found"), "{}", drawn.why);
    assert!(drawn.warnings.is_empty(), "{:?}", drawn.warnings);
}

#[test]
fn flaws_are_told_and_the_better_draft_wins() {
    let flawed = SVG.replace("</svg>", "<circle cx=\"90\" cy=\"90\" r=\"3\"/><path d=\"M10 21h4\"/></svg>");
    let heard = std::sync::Mutex::new(String::new());
    let model = speaker(|request: &TextRequest, _: &Context| {
        Ok(match request.purpose {
            "plan" => PLAN.to_owned(),
            "rectify" => {
                heard.lock().unwrap().clone_from(&request.messages.last().unwrap().text);
                SVG.to_owned()
            }
            _ => flawed.clone(),
        })
    });
    let drawn = drawn(&bell(Route::Plan), &model, Asked::OnRequest, &Context::default()).unwrap();
    assert!(drawn.why.contains("draft 2, no flaw found"), "{}", drawn.why);
    assert!(heard.lock().unwrap().contains("shape 3 lies outside the view box"), "{}", heard.lock().unwrap());
}

#[test]
fn a_worse_second_draft_loses() {
    let flawed = SVG.replace("</svg>", "<circle cx=\"90\" cy=\"90\" r=\"3\"/></svg>");
    let worse =
        SVG.replace("</svg>", "<circle cx=\"90\" cy=\"90\" r=\"3\"/><circle cx=\"70\" cy=\"70\" r=\"3\"/></svg>");
    let model = speaker(|request: &TextRequest, _: &Context| {
        let text = match request.purpose {
            "plan" => PLAN,
            "rectify" => &worse,
            _ => &flawed,
        };
        Ok(text.to_owned())
    });
    let drawn = drawn(&bell(Route::Plan), &model, Asked::OnRequest, &Context::default()).unwrap();
    assert!(drawn.why.contains("draft 1"), "{}", drawn.why);
}

#[test]
fn three_concepts_are_three_drawings() {
    let concept = PLAN.trim_start_matches("{\"concepts\":[").trim_end_matches("]}");
    let plan = format!("{{\"concepts\":[{concept},{concept},{concept}]}}");
    let count = AtomicU64::new(0);
    let model = speaker(|request: &TextRequest, _: &Context| {
        let radius = 4 + count.fetch_add(1, Ordering::SeqCst);
        let svg = SVG.replace("<path d=\"M10 21h4\"/>", &format!("<circle cx=\"12\" cy=\"12\" r=\"{radius}\"/>"));
        Ok(if request.purpose == "plan" { plan.clone() } else { svg })
    });
    let request = DrawRequest { count: 3, ..bell(Route::Plan) };
    let drawn = drawn(&request, &model, Asked::OnRequest, &Context::default()).unwrap();
    assert_eq!(drawn.answers.len(), 3);
    assert!(drawn.answers.iter().all(|answer| matches!(answer.source, Source::Written { .. })));
}

#[test]
fn a_scene_is_described_drawn_and_drawn_again() {
    let scene = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 512 512'><rect id='path_1' width='512' height='512' fill='#9bd'/><circle id='path_2' cx='256' cy='256' r='90' fill='#c60'/></svg>";
    let purposes = std::sync::Mutex::new(Vec::new());
    let model = speaker(|request: &TextRequest, _: &Context| {
        purposes.lock().unwrap().push(request.purpose);
        Ok(if request.purpose == "expand" { "A fox in a field." } else { scene }.to_owned())
    });
    let request = DrawRequest { route: Route::Template, ..DrawRequest::new("a fox in a field of tall grass") };
    let drawn = drawn(&request, &model, Asked::OnRequest, &Context::default()).unwrap();
    assert_eq!(drawn.answers[0].drawing.view_box.size(), linocut_core::kurbo::Size::new(512.0, 512.0));
    assert_eq!(drawn.answers[0].source.route(), Route::Template);
    assert_eq!(*purposes.lock().unwrap(), ["expand", "svg"]);
}

#[test]
fn auto_asks_only_who_was_chosen_and_only_when_nothing_shows_the_prompt() {
    let calls = AtomicU64::new(0);
    let model = speaker(|request: &TextRequest, _: &Context| {
        calls.fetch_add(1, Ordering::SeqCst);
        Ok(if request.purpose == "plan" { PLAN } else { SVG }.to_owned())
    });
    let count = |prompt: &str, asked: Asked| {
        calls.store(0, Ordering::SeqCst);
        let request = DrawRequest { prompt: prompt.to_owned(), ..bell(Route::Auto) };
        let drawn = drawn(&request, &model, asked, &Context::default());
        (calls.load(Ordering::SeqCst), drawn.is_ok_and(|drawn| is_written(&drawn)))
    };
    assert_eq!(count("bell", Asked::Unbidden), (0, false));
    assert_eq!(count("quokka juggling zeugmas", Asked::OnRequest), (0, false));
    let (calls, written) = count("quokka juggling zeugmas", Asked::Unbidden);
    assert!(calls > 0 && written, "{calls}");
}

#[test]
fn a_scene_that_fails_leaves_the_others() {
    let calls = AtomicU64::new(0);
    let model = speaker(|request: &TextRequest, _: &Context| {
        if request.purpose == "expand" && calls.fetch_add(1, Ordering::SeqCst) == 2 {
            return Err(Fault::of_status(429, None).error("status 429"));
        }
        let side = 90 + 40 * calls.load(Ordering::SeqCst);
        Ok(format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 512 512'><rect width='512' height='512' fill='#9bd'/><rect x='40' y='40' width='{side}' height='{side}' fill='#c60'/></svg>"
        ))
    });
    let request = DrawRequest { count: 4, route: Route::Template, ..DrawRequest::new("a fox in a field") };
    let drawn = drawn(&request, &model, Asked::OnRequest, &Context::default()).unwrap();
    assert!(drawn.answers.len() == 3 && is_written(&drawn), "{}", drawn.answers.len());
}

/// Sees, draws two concepts, and prefers the round one, whichever comes first.
struct Judge(ModelId, AtomicU64);

impl Model for Judge {
    fn id(&self) -> &ModelId {
        &self.0
    }
}

impl LanguageModel for Judge {
    fn generate(&self, request: &TextRequest, _cx: &Context) -> Result<TextReply> {
        let round = request.messages[0]
            .pictures
            .iter()
            .position(|picture| picture.get(40, 40) == Some(linocut_core::Rgba::WHITE));
        let text = match request.purpose {
            "plan" => two_concepts(),
            "rectify" => panic!("nothing is wrong"),
            "duel" if round == Some(0) => r#"{"better":"first"}"#.to_owned(),
            "duel" => r#"{"better":"second"}"#.to_owned(),
            _ if self.1.fetch_add(1, Ordering::SeqCst) == 1 => {
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><circle cx='12' cy='12' r='10'/></svg>"
                    .to_owned()
            }
            _ => "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><rect x='2' y='2' width='20' height='20'/></svg>".to_owned(),
        };
        Ok(TextReply { text, end: End::Whole, usage: Usage::default() })
    }
    fn sees(&self) -> bool {
        true
    }
}

fn two_concepts() -> String {
    let concept = PLAN.trim_start_matches("{\"concepts\":[").trim_end_matches("]}");
    format!("{{\"concepts\":[{concept},{concept}]}}")
}

#[test]
fn who_wins_in_both_orders_comes_first_and_scores_best() {
    let id = ModelId { name: "judge".to_owned(), version: "m-1".to_owned(), digest: String::new() };
    let judge = Judge(id, AtomicU64::new(0));
    let drawn =
        drawn(&DrawRequest { count: 2, ..bell(Route::Plan) }, &judge, Asked::OnRequest, &Context::default()).unwrap();
    assert!(drawn.why.contains("concept 2, draft 1"), "{}", drawn.why);
    assert!(drawn.answers[0].score.get() > drawn.answers[1].score.get());
    assert!(drawn.warnings.iter().all(|warning| !warning.contains("not compared")), "{:?}", drawn.warnings);
}

/// Time that moves when somebody waits.
#[derive(Default)]
struct FakeClock(AtomicU64);

impl Clock for FakeClock {
    fn now(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::SeqCst))
    }
    fn wait(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_nanos()).unwrap(), Ordering::SeqCst);
    }
}

struct Until(Arc<FakeClock>, Duration);

impl Watch for Until {
    fn cancelled(&self) -> bool {
        false
    }
    fn late(&self) -> bool {
        self.0.now() >= self.1
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    fn remaining(&self) -> Option<Duration> {
        Some(self.1.saturating_sub(self.0.now()))
    }
}

fn guarded<M: LanguageModel>(model: M, clock: &Arc<FakeClock>) -> (Guarded<M>, Arc<Guard>) {
    let shared: Arc<dyn Clock> = Arc::<FakeClock>::clone(clock);
    let guard = Arc::new(Guard::new(GuardOptions::default(), shared));
    (Guarded::new(model, Arc::clone(&guard)), guard)
}

#[test]
fn an_outage_of_any_sort_leaves_a_labeled_drawing_in_time() {
    type Failure = fn(&FakeClock, &Context) -> Result<String>;
    let refused: Failure = |_, _| Err(Fault::BROKEN.error("cannot be reached: connection refused"));
    let hangs: Failure = |clock, cx| {
        clock.wait(cx.remaining().unwrap());
        Err(Fault::BROKEN.error("no answer in time"))
    };
    let garbage: Failure = |_, _| Ok("\u{0}\u{1} garbage".to_owned());
    let busy: Failure = |_, _| Err(Fault::of_status(429, Some(Duration::from_secs(5))).error("status 429"));
    let broken: Failure = |_, _| Err(Fault::of_status(500, None).error("status 500"));
    let no_key: Failure = |_, _| Err(Fault::of_status(401, None).error("status 401"));
    for (name, failure) in
        [("refused", refused), ("hangs", hangs), ("garbage", garbage), ("429", busy), ("500", broken), ("401", no_key)]
    {
        let clock = Arc::new(FakeClock::default());
        let inner = Arc::clone(&clock);
        let (model, _) = guarded(speaker(move |_: &TextRequest, cx: &Context| failure(&inner, cx)), &clock);
        let cx = Context::new(Arc::new(Until(Arc::clone(&clock), Duration::from_mins(1))));
        for route in [Route::Plan, Route::Template] {
            let drawn = drawn(&bell(route), &model, Asked::OnRequest, &cx).unwrap();
            assert!(matches!(drawn.answers[0].source, Source::Library { .. }), "{name}");
            assert!(drawn.warnings[0].starts_with("drawn offline, "), "{name}: {:?}", drawn.warnings);
        }
        assert!(clock.now() < Duration::from_mins(1), "{name} took {:?}", clock.now());
    }
}

#[test]
fn the_breaker_opens_within_ten_failures_and_closes_on_one_good_probe() {
    let down = Arc::new(AtomicU64::new(1));
    let switch = Arc::clone(&down);
    let clock = Arc::new(FakeClock::default());
    let (model, guard) = guarded(
        speaker(move |request: &TextRequest, _: &Context| {
            if switch.load(Ordering::SeqCst) == 1 {
                return Err(Fault::of_status(500, None).error("status 500"));
            }
            Ok(if request.purpose == "plan" { PLAN } else { SVG }.to_owned())
        }),
        &clock,
    );
    for _ in 0..10 {
        let drawn = drawn(&bell(Route::Plan), &model, Asked::OnRequest, &Context::default()).unwrap();
        assert!(!is_written(&drawn));
    }
    assert!(matches!(guard.report().breaker, BreakerState::Open { .. }));
    assert_eq!(guard.report().tries, 10);
    down.store(0, Ordering::SeqCst);
    clock.wait(Duration::from_secs(10));
    let drawn = drawn(&bell(Route::Plan), &model, Asked::OnRequest, &Context::default()).unwrap();
    assert!(is_written(&drawn));
    assert_eq!(guard.report().breaker, BreakerState::Closed);
}

/// A hundred prompts with a model that fails at a fifth of the calls and talks nonsense at a tenth: the guard's second tries
/// and the mending of replies make up for it, and every drawing is valid.
#[test]
fn a_hundred_prompts_with_a_fifth_of_failures() {
    let calls = AtomicU64::new(0);
    let (model, _) = guarded(
        speaker(|request: &TextRequest, _: &Context| {
            let n = calls.fetch_add(1, Ordering::SeqCst);
            // Two errors of the server and one that is garbage of ten, in an order that does not follow the prompts.
            match (n * 7 + n / 10) % 10 {
                3 | 4 => return Err(Fault::of_status(503, None).error("status 503")),
                6 => return Ok("I am sorry.".to_owned()),
                _ => {}
            }
            Ok(if request.purpose == "plan" { PLAN } else { SVG }.to_owned())
        }),
        &Arc::default(),
    );
    let mut written = 0;
    for number in 0..100 {
        let request = DrawRequest { prompt: format!("bell number {number}"), ..bell(Route::Plan) };
        let drawn = drawn(&request, &model, Asked::OnRequest, &Context::default()).unwrap();
        check_drawing(&drawn, "a drawing of a hundred");
        written += usize::from(is_written(&drawn));
    }
    assert!(written >= 95, "{written} of 100");
}

#[test]
fn a_drawing_that_shows_nothing_is_none() {
    for lost in [
        r#"<svg viewBox="0 0 24 24"><circle cx="512" cy="512" r="9"/></svg>"#,
        r##"<svg viewBox="0 0 24 24"><rect x="2" y="2" width="20" height="20" fill="#fff"/></svg>"##,
        r#"<svg viewBox="0 0 24 24"><rect width="24" height="24"/></svg>"#,
    ] {
        let drawn = saying("svg", lost);
        assert!(!is_written(&drawn), "{lost}");
        assert!(drawn.warnings[0].contains("the SVG shows nothing"), "{:?}", drawn.warnings);
    }
}

#[test]
fn concepts_that_are_missing_are_asked_for_and_filled_up() {
    let plans = AtomicU64::new(0);
    let model = speaker(|request: &TextRequest, _: &Context| {
        if request.purpose == "plan" {
            plans.fetch_add(1, Ordering::SeqCst);
            return Ok(PLAN.to_owned());
        }
        Ok(SVG.to_owned())
    });
    let request = DrawRequest { count: 3, ..bell(Route::Plan) };
    let drawn = drawn(&request, &model, Asked::OnRequest, &Context::default()).unwrap();
    assert_eq!((plans.load(Ordering::SeqCst), drawn.answers.len()), (2, 3));
    assert!(is_written(&drawn) && matches!(drawn.answers[1].source, Source::Library { .. }), "{:?}", drawn.warnings);
    assert!(drawn.warnings.iter().any(|warning| warning.contains("the model gave 1 of 3")), "{:?}", drawn.warnings);
}
