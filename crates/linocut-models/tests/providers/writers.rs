//! One body for every family that writes.

use crate::server::{Answer, Server};
use linocut_core::{
    Context, End, Form, Kind, LanguageModel, Message, Raster, Rgba, Role, TextReply, TextRequest, Usage, Watch,
};
use linocut_models::provider::{Family, Fault, RemoteText, Secret, Settings};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A family with recorded replies that say "a bell", and where it puts things.
struct Row {
    family: Family,
    whole: &'static str,
    stream: &'static str,
    path: &'static str,
    key_header: (&'static str, &'static str),
    /// Where the schema is in the request.
    schema: &'static str,
    /// The name of the reason to stop, and what it is when tokens ran out and when the model declines.
    stop: (&'static str, &'static str, &'static str),
}

const CHAT: (&str, &str) = (include_str!("replies/openai.json"), include_str!("replies/openai.sse"));
const ROWS: [Row; 4] = [
    Row {
        family: Family::OpenAi,
        whole: CHAT.0,
        stream: CHAT.1,
        path: "/chat/completions",
        key_header: ("authorization", "Bearer sk-canary-77"),
        schema: "/response_format/json_schema/schema",
        stop: ("\"finish_reason\":\"stop\"", "\"finish_reason\":\"length\"", "\"finish_reason\":\"content_filter\""),
    },
    Row {
        family: Family::Azure,
        whole: CHAT.0,
        stream: CHAT.1,
        path: "/openai/deployments/m-1/chat/completions?api-version=2024-10-21",
        key_header: ("api-key", "sk-canary-77"),
        schema: "/response_format/json_schema/schema",
        stop: ("\"finish_reason\":\"stop\"", "\"finish_reason\":\"length\"", "\"finish_reason\":\"content_filter\""),
    },
    Row {
        family: Family::Anthropic,
        whole: include_str!("replies/anthropic.json"),
        stream: include_str!("replies/anthropic.sse"),
        path: "/v1/messages",
        key_header: ("x-api-key", "sk-canary-77"),
        schema: "/tools/0/input_schema",
        stop: ("\"stop_reason\":\"end_turn\"", "\"stop_reason\":\"max_tokens\"", "\"stop_reason\":\"refusal\""),
    },
    Row {
        family: Family::Gemini,
        whole: include_str!("replies/gemini.json"),
        stream: include_str!("replies/gemini.sse"),
        path: "/v1beta/models/m-1:generateContent",
        key_header: ("x-goog-api-key", "sk-canary-77"),
        schema: "/generationConfig/responseJsonSchema",
        stop: ("\"finishReason\":\"STOP\"", "\"finishReason\":\"MAX_TOKENS\"", "\"finishReason\":\"SAFETY\""),
    },
];

fn settings(family: Family, url: &str) -> Settings {
    Settings {
        url: url.to_owned(),
        model: "m-1".to_owned(),
        key: Secret::new("sk-canary-77"),
        ..Settings::new("test", family)
    }
}

fn model(row: &Row, server: &Server) -> RemoteText {
    RemoteText::open(&settings(row.family, &server.url)).unwrap()
}

fn request() -> TextRequest {
    let rules = Message::new(Role::System, "answer shortly");
    let before = [Message::new(Role::Person, "hello"), Message::new(Role::Model, "hello yourself")];
    let messages = [vec![rules], before.to_vec(), vec![Message::new(Role::Person, "what rings?")]].concat();
    TextRequest { max_tokens: 99, temperature: 0.25, ..TextRequest::new("test", messages) }
}

fn bell(end: End) -> TextReply {
    TextReply { text: "a bell".to_owned(), end, usage: Usage { input_tokens: Some(19), output_tokens: Some(10) } }
}

#[test]
fn a_reply_is_text_reason_and_counts() {
    for row in ROWS {
        let server = Server::start(move |_| Answer::json(row.whole));
        let reply = model(&row, &server).generate(&request(), &Context::default()).unwrap();
        assert_eq!(reply, bell(End::Whole), "{:?}", row.family);
        let asked = server.last();
        assert_eq!((asked.path.as_str(), asked.header(row.key_header.0)), (row.path, Some(row.key_header.1)));
        for said in ["answer shortly", "hello yourself", "what rings?", "99", "0.25"] {
            assert!(asked.body.contains(said), "{:?} lacks {said}: {}", row.family, asked.body);
        }
        assert!(!asked.body.contains("canary"));
    }
}

/// Hears text.
#[derive(Default)]
struct Ear(Mutex<Vec<String>>);

impl Watch for Ear {
    fn cancelled(&self) -> bool {
        false
    }
    fn late(&self) -> bool {
        false
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    fn listens(&self) -> bool {
        true
    }
    fn hear(&self, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }
}

#[test]
fn a_stream_is_heard_while_it_comes_and_ends_the_same() {
    for row in ROWS {
        let server = Server::start(move |_| Answer::Events(row.stream.to_owned()));
        let ear = Arc::new(Ear::default());
        let watch: Arc<dyn Watch> = Arc::<Ear>::clone(&ear);
        let reply = model(&row, &server).generate(&request(), &Context::new(watch)).unwrap();
        assert_eq!(reply, bell(End::Whole), "{:?}", row.family);
        let heard: Vec<String> = ear.0.lock().unwrap().iter().filter(|text| !text.is_empty()).cloned().collect();
        assert_eq!(heard, ["a ", "bell"], "{:?}", row.family);
    }
}

/// Wants to know how far it is, and reads nothing.
#[derive(Default)]
struct Follower(Mutex<Vec<(String, u64, u64)>>);

impl Watch for Follower {
    fn cancelled(&self) -> bool {
        false
    }
    fn late(&self) -> bool {
        false
    }
    fn note(&self, stage: &str, done: u64, total: u64) {
        self.0.lock().unwrap().push((stage.to_owned(), done, total));
    }
    fn follows(&self) -> bool {
        true
    }
}

#[test]
fn who_follows_hears_how_far_it_is() {
    for row in ROWS {
        let server = Server::start(move |_| Answer::Events(row.stream.to_owned()));
        let follower = Arc::new(Follower::default());
        let watch: Arc<dyn Watch> = Arc::<Follower>::clone(&follower);
        assert_eq!(model(&row, &server).generate(&request(), &Context::new(watch)).unwrap(), bell(End::Whole));
        let most = follower.0.lock().unwrap().iter().map(|(_, done, total)| (*done, *total)).max();
        assert_eq!(most, Some((2, 0)), "{:?}", row.family);
        // A server that does not know of streams answers at once.
        let server = Server::start(move |_| Answer::json(row.whole));
        let cx = Context::new(Arc::new(Follower::default()));
        assert_eq!(model(&row, &server).generate(&request(), &cx).unwrap(), bell(End::Whole), "{:?}", row.family);
    }
}

#[test]
fn a_server_that_refuses_streams_is_asked_without() {
    let server = Server::start(move |asked| {
        if asked.json().get("stream_options").is_some() {
            return Answer::Whole(400, "", br#"{"error":{"message":"unknown field stream_options"}}"#.to_vec());
        }
        Answer::json(ROWS[0].whole)
    });
    let model = model(&ROWS[0], &server);
    for asked in [2, 3] {
        let cx = Context::new(Arc::new(Follower::default()));
        assert_eq!(model.generate(&request(), &cx).unwrap(), bell(End::Whole));
        assert_eq!(server.asked().len(), asked);
    }
}

#[test]
fn a_stream_that_breaks_off_is_cut_or_no_answer() {
    for row in ROWS {
        let half: String = row.stream.split_inclusive("bell").next().unwrap().to_owned() + "\"}}]}";
        let server = Server::start(move |_| Answer::Events(half.clone()));
        let cx = Context::new(Arc::new(Ear::default()));
        match model(&row, &server).generate(&request(), &cx) {
            Ok(reply) => assert_eq!(reply.end, End::Cut, "{:?}", row.family),
            Err(error) => assert_eq!(error.kind(), Kind::Unavailable, "{:?}", row.family),
        }
    }
}

#[test]
fn the_reason_to_stop_is_understood() {
    for row in ROWS {
        for (reason, end) in [(row.stop.1, End::Cut), (row.stop.2, End::Declined)] {
            let text = row.whole.replace(row.stop.0, reason);
            assert_ne!(text, row.whole);
            let server = Server::start(move |_| Answer::json(&text));
            let reply = model(&row, &server).generate(&request(), &Context::default()).unwrap();
            assert_eq!(reply.end, end, "{:?}", row.family);
        }
    }
}

#[test]
fn pictures_and_schemas_are_sent() {
    for row in ROWS {
        let server = Server::start(move |_| Answer::json(row.whole));
        let picture = Arc::new(Raster::filled(2, 2, Rgba::opaque(200, 30, 30)).unwrap());
        let mut request = request();
        request.form = Form::Json(Arc::from(r#"{"type":"object","properties":{"n":{"type":"integer"}}}"#));
        request.messages.last_mut().unwrap().pictures = vec![picture];
        model(&row, &server).generate(&request, &Context::default()).unwrap();
        let asked = server.last().json();
        assert_eq!(asked.pointer(row.schema).unwrap()["properties"]["n"]["type"], "integer", "{:?}", row.family);
        // The first bytes of every PNG in base64.
        assert!(asked.to_string().contains("iVBORw0KGgo"), "{:?}", row.family);
    }
}

#[test]
fn failures_are_told_apart_and_never_show_the_key() {
    let json = |status, headers, text: &str| Answer::Whole(status, headers, text.as_bytes().to_vec());
    let cases = [
        (json(401, "", r#"{"error":{"message":"wrong key: sk-canary-77"}}"#), Some(401), false, "wrong key: [key]"),
        (json(404, "", r#"{"error":"model 'm-1' not found"}"#), Some(404), false, "model 'm-1' not found"),
        (json(429, "retry-after: 7\r\n", "{}"), Some(429), true, "429"),
        (json(500, "", "<html>oops sk-canary-77</html>"), Some(500), true, "oops [key]"),
        (json(302, "location: http://127.0.0.1:9/\r\n", ""), Some(302), false, "302"),
        (json(200, "", "<html>hello</html>"), None, true, "not JSON"),
        (json(200, "", r#"{"error":{"message":"overloaded, sk-canary-77"}}"#), None, true, "overloaded, [key]"),
        (json(401, "", &format!("{} sk-canary-77", "x".repeat(290))), Some(401), false, "xxx [key]"),
        (json(200, "", r#"{"hello":1}"#), None, true, "none that a language model gives"),
        (Answer::Raw(b"\x00\x01 garbage\r\n\r\n"), None, true, "cannot be reached"),
        (Answer::Silence, None, true, "no answer in time"),
    ];
    for row in ROWS {
        for (answer, status, passing, said) in cases.clone() {
            let reply = answer.clone();
            let server = Server::start(move |_| reply.clone());
            let short = Settings { timeout: Duration::from_millis(300), ..settings(row.family, &server.url) };
            let long = settings(row.family, &server.url);
            let settings = if matches!(answer, Answer::Silence) { short } else { long };
            let model = RemoteText::open(&settings).unwrap();
            let error = model.generate(&request(), &Context::default()).unwrap_err();
            let fault = Fault::of(&error).unwrap();
            assert_eq!((error.kind(), fault.status, fault.passing), (Kind::Unavailable, status, passing), "{error}");
            let whole = format!("{error} {error:?} {settings:?}");
            assert!(whole.contains(said) && !whole.contains("canary"), "{whole}");
        }
        let wait = json(429, "retry-after: 7\r\n", "{}");
        let server = Server::start(move |_| wait.clone());
        let error = model(&row, &server).generate(&request(), &Context::default()).unwrap_err();
        assert_eq!(Fault::of(&error).unwrap().retry_after, Some(Duration::from_secs(7)));
    }
}

#[test]
fn a_server_that_is_not_there_cannot_be_reached() {
    for row in ROWS {
        // Port 9 of this machine: discard, which nobody runs.
        let model = RemoteText::open(&settings(row.family, "http://127.0.0.1:9")).unwrap();
        let error = model.generate(&request(), &Context::default()).unwrap_err();
        assert!(Fault::of(&error).unwrap().passing, "{error}");
    }
}

#[test]
fn an_endless_answer_is_refused() {
    let server = Server::start(|_| Answer::json(&"x".repeat(10 << 20)));
    let error = model(&ROWS[0], &server).generate(&request(), &Context::default()).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (Kind::Limit, "test: the answer is over the limit of 8 MiB")
    );
}

#[test]
fn a_person_can_stop_a_server_that_hangs() {
    struct Stopped;
    impl Watch for Stopped {
        fn cancelled(&self) -> bool {
            true
        }
        fn late(&self) -> bool {
            false
        }
        fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    }
    let server = Server::start(|_| Answer::Silence);
    let error = model(&ROWS[0], &server).generate(&request(), &Context::new(Arc::new(Stopped))).unwrap_err();
    assert_eq!(error.kind(), Kind::Cancelled);
}

#[test]
fn a_model_without_a_name_is_the_first_of_the_server() {
    let list = r#"{"object":"list","data":[{"id":"nomic-embed-text"},{"id":"first"},{"id":"second"}]}"#;
    let server = Server::start(move |asked| Answer::json(if asked.path == "/models" { list } else { CHAT.0 }));
    let unnamed = Settings { model: String::new(), ..settings(Family::OpenAi, &server.url) };
    let model = RemoteText::open(&unnamed).unwrap();
    model.generate(&request(), &Context::default()).unwrap();
    assert_eq!(server.last().json()["model"], "first");
    let listed = linocut_models::provider::models(&unnamed, &Context::default()).unwrap();
    assert_eq!(listed, ["first", "second", "nomic-embed-text"]);
    assert_eq!(linocut_core::Model::id(&model).version, "first");
}

#[test]
fn servers_that_take_grammars_get_one() {
    let server = Server::start(move |_| Answer::json(CHAT.0));
    let settings = Settings { grammar: true, ..settings(Family::OpenAi, &server.url) };
    let model = RemoteText::open(&settings).unwrap();
    let schema = Form::Json(Arc::from(r#"{"type":"object","properties":{"n":{"type":"integer"}}}"#));
    for (form, rule) in [(Form::Svg, "\"<svg\""), (schema, "r1 ::=")] {
        model.generate(&TextRequest { form, ..request() }, &Context::default()).unwrap();
        assert!(server.last().json()["grammar"].as_str().unwrap().contains(rule));
    }
}

#[test]
fn a_server_that_takes_no_schema_is_asked_without_from_then_on() {
    let server = Server::start(move |asked| {
        let body = asked.json();
        let refused = |text: &str| Answer::Whole(400, "", text.as_bytes().to_vec());
        match body["response_format"]["type"].as_str() {
            Some("json_schema") => refused(r#"{"error":{"message":"This response_format type is unavailable now"}}"#),
            _ if body.get("max_tokens").is_some() => {
                refused(r#"{"error":{"message":"Unsupported parameter: 'max_tokens', use 'max_completion_tokens'"}}"#)
            }
            _ => Answer::json(CHAT.0),
        }
    });
    let model = RemoteText::open(&settings(Family::OpenAi, &server.url)).unwrap();
    let request = TextRequest { form: Form::Json(Arc::from(r#"{"type":"object"}"#)), ..request() };
    for asked in [3, 4] {
        model.generate(&request, &Context::default()).unwrap();
        assert_eq!(server.asked().len(), asked);
        let body = server.last().json();
        assert_eq!((&body["response_format"]["type"], body.get("max_tokens")), (&"json_object".into(), None));
        assert!(body["max_completion_tokens"].is_u64());
    }
}
