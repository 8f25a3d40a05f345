//! One body for every family that paints.

use crate::server::{Answer, Asked, Server};
use linocut_core::{Context, ImageModel, ImageRequest, Kind, Raster, Rgba, Start, Unit};
use linocut_models::provider::{Family, Fault, RemotePainter, Settings};
use std::sync::Arc;

const RED: Rgba = Rgba::opaque(200, 30, 30);
/// A red picture of two by two pixels, as PNG in base64.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGM4IScHRAwQCgAfJgQRoo8irwAAAABJRU5ErkJggg==";
const FAMILIES: [Family; 3] = [Family::OpenAiImages, Family::Automatic1111, Family::ComfyUi];

fn png() -> Vec<u8> {
    linocut_raster::encode_png(&Raster::filled(2, 2, RED).unwrap()).unwrap()
}

/// What a server of `family` answers.
fn answer(family: Family, asked: &Asked) -> Answer {
    match (family, asked.path.as_str()) {
        (Family::OpenAiImages, _) => Answer::json(&format!(r#"{{"created":1,"data":[{{"b64_json":"{PNG}"}}]}}"#)),
        (Family::Automatic1111, _) => Answer::json(&format!(r#"{{"images":["{PNG}"],"parameters":{{}},"info":""}}"#)),
        (_, "/prompt") => Answer::json(r#"{"prompt_id":"a-1","number":1,"node_errors":{}}"#),
        (_, "/history/a-1") => Answer::json(
            r#"{"a-1":{"outputs":{"file":{"images":[{"filename":"linocut_1_.png","subfolder":"","type":"output"}]}}}}"#,
        ),
        _ => Answer::Whole(200, "content-type: image/png\r\n", png()),
    }
}

fn painter(family: Family, server: &Server) -> RemotePainter {
    let settings =
        Settings { url: server.url.clone(), model: "m.safetensors".to_owned(), ..Settings::new("test", family) };
    RemotePainter::open(&settings).unwrap()
}

#[test]
fn a_picture_comes_back_and_wishes_are_sent() {
    for family in FAMILIES {
        let server = Server::start(move |asked| answer(family, asked));
        let mut request = ImageRequest::new("a red bell");
        request.negative = "text".to_owned();
        request.size = (512, 768);
        let picture = painter(family, &server).generate(&request, &Context::default()).unwrap();
        assert_eq!((picture.width(), picture.height(), picture.get(1, 1)), (2, 2, Some(RED)), "{family:?}");
        let first = server.asked().remove(0);
        for said in ["a red bell", "text", "512", "768"] {
            assert!(first.body.contains(said), "{family:?} lacks {said}: {}", first.body);
        }
    }
}

#[test]
fn start_pictures_and_adapters_go_to_those_who_take_them() {
    let server = Server::start(move |asked| answer(Family::Automatic1111, asked));
    let mut request = ImageRequest::new("a bell");
    request.adapters = vec![("icons-v1".to_owned(), 0.8)];
    request.start =
        Some(Start { picture: Arc::new(Raster::filled(2, 2, RED).unwrap()), strength: Unit::clamped(0.75) });
    painter(Family::Automatic1111, &server).generate(&request, &Context::default()).unwrap();
    let asked = server.last();
    assert_eq!(
        (asked.path.as_str(), &asked.json()["denoising_strength"]),
        ("/sdapi/v1/img2img", &serde_json::json!(0.75))
    );
    assert_eq!(asked.json()["prompt"], "a bell <lora:icons-v1:0.8>");
    for family in [Family::OpenAiImages, Family::ComfyUi] {
        let server = Server::start(move |asked| answer(family, asked));
        let error = painter(family, &server).generate(&request, &Context::default()).unwrap_err();
        assert_eq!((error.kind(), server.asked().len()), (Kind::Input, 0), "{family:?}");
    }
}

#[test]
fn nothing_that_a_reply_names_is_fetched() {
    let replies = [
        (Family::OpenAiImages, r#"{"data":[{"url":"http://127.0.0.1:9/picture.png"}]}"#),
        (Family::OpenAiImages, r#"{"data":[{"b64_json":"AAAA"}]}"#),
        (Family::Automatic1111, r#"{"images":[]}"#),
        (Family::ComfyUi, r#"{"prompt_id":"../../etc/passwd"}"#),
    ];
    for (family, reply) in replies {
        let server = Server::start(move |_| Answer::json(reply));
        let error = painter(family, &server).generate(&ImageRequest::new("a bell"), &Context::default()).unwrap_err();
        assert!(Fault::of(&error).is_some(), "{error}");
        assert_eq!(server.asked().len(), 1, "{family:?}");
    }
}

#[test]
fn names_of_adapters_and_sizes_are_checked_first() {
    let server = Server::start(|asked| answer(Family::Automatic1111, asked));
    let painter = painter(Family::Automatic1111, &server);
    let adapters = |name: &str| ImageRequest { adapters: vec![(name.to_owned(), 1.0)], ..ImageRequest::new("a") };
    let wrong = [adapters("../x"), adapters("a>b"), ImageRequest { size: (0, 512), ..ImageRequest::new("a") }];
    for request in wrong {
        assert_eq!(painter.generate(&request, &Context::default()).unwrap_err().kind(), Kind::Input);
    }
    assert!(server.asked().is_empty());
}
