//! Traces: budgets, formats, engines and names of others over HTTP.

use crate::desk::{DISC, Desk, asked, patient, post, square};
use axum::http::StatusCode;
use linocut_core::{Raster, Rgba};
use serde_json::{Value, json};

/// A white page with four gray squares of growing size.
fn squares() -> Vec<u8> {
    let color = |x: u32, y: u32| {
        let at = x / 16;
        let inside = (2..6 + 3 * at).contains(&(x % 16)) && (2..6 + 3 * at).contains(&y);
        if inside { Rgba::opaque(0, 40, u8::try_from(200 - 60 * at).unwrap_or(0)) } else { Rgba::WHITE }
    };
    let pixels = (0..16).flat_map(|y| (0..48).map(move |x| color(x, y))).collect();
    linocut_raster::encode_png(&Raster::new(48, 16, pixels).unwrap()).unwrap()
}

fn traced(desk: &Desk, query: &str) -> Value {
    let mut request = post(&format!("/api/v1/trace?{query}"), "image/png", squares());
    request.headers_mut().insert("accept", "application/json".parse().unwrap());
    desk.ask(request).json()
}

#[test]
fn keeps_to_budgets_and_says_so() {
    let desk = Desk::new(patient());
    let free = traced(&desk, "");
    let few = traced(&desk, "max_paths=3");
    assert_eq!((&few["budget"]["met"], &few["budget"]["paths"]), (&json!(true), &json!(3)), "{few}");
    assert!(few["svg"].as_str().unwrap().len() < free["svg"].as_str().unwrap().len());
    assert!(free.get("budget").is_none());
    let bytes = traced(&desk, "max_bytes=200&time_budget=60s");
    assert!(bytes["budget"]["met"] == true && bytes["svg"].as_str().unwrap().len() <= 200, "{bytes}");
    let wanted = traced(&desk, "quality=1");
    let quality = wanted["budget"]["quality"].as_f64().unwrap();
    assert_eq!((&wanted["budget"]["met"], wanted["scores"]["ssim"].as_f64()), (&json!(quality >= 1.0), Some(quality)));
    let short = traced(&desk, "format=dxf&max_bytes=200");
    assert_eq!(short["hint"], "leave out format");
}

#[test]
fn writes_formats_as_they_are_asked_for() {
    let of =
        |query: &str| Desk::new(patient()).ask(post(&format!("/api/v1/trace?{query}"), "image/png", square().unwrap()));
    assert!(of("format=pdf").body.starts_with(b"%PDF-"));
    let png = linocut_raster::decode(&of("format=png&width=96px").body, &linocut_raster::Limits::default()).unwrap();
    assert_eq!(png.width(), 96);
    let dxf = of("output.file_format=dxf&dxf=r12&width=100mm").text();
    assert!(dxf.contains("AC1009") && dxf.contains("100"), "{dxf}");
    assert!(of("pretty=true").text().contains("\n  <rect "));
    let (big, small) =
        (json!({ "svg": DISC, "format": "svg", "scale": 2 }), json!({ "svg": DISC, "format": "svg", "scales": 2 }));
    assert!(
        asked("/api/v1/convert", &big).text().contains("width=\"48\""),
        "{}",
        asked("/api/v1/convert", &big).text()
    );
    assert_eq!(asked("/api/v1/convert", &small).json()["detail"], "there is no parameter 'scales'");
    let png = asked("/api/v1/convert", &json!({ "svg": DISC, "format": "png", "scale": 2 }));
    assert_eq!(png.kind, "image/png");
}

#[test]
fn names_values_and_engines_of_others_are_known() {
    let desk = Desk::new(patient());
    let own = traced(&desk, "colors=2&stacking=cutouts&gap_filler=0&trap=0.5");
    let theirs = "processing.max_colors=2&output.shape_stacking=cutouts&output.gap_filler.enabled=false&trap=0.5px";
    assert!(own["svg"].is_string(), "{own}");
    assert_eq!(traced(&desk, theirs)["svg"], own["svg"]);
    let dark = traced(&desk, "engine=bilevel&blacklevel=0.3&turdsize=0");
    assert!(dark["svg"].as_str().unwrap().len() > 50, "{dark}");
    assert_eq!(traced(&desk, "colormode=bw&threshold=77&turdsize=0")["svg"], dark["svg"]);
    let edges = traced(&desk, "draw_style=stroke_edges");
    assert!(edges["svg"].as_str().unwrap().contains("stroke="), "{edges}");
    let smooth = (traced(&desk, "pixel=smooth"), traced(&desk, "preset=pixel&pixel=smooth"));
    assert!(smooth.0["svg"].is_string());
    assert_eq!(smooth.0["svg"], smooth.1["svg"]);
}

#[test]
fn hints_speak_of_fields() {
    let wrong = |query: &str| {
        let reply = Desk::new(patient()).ask(post(&format!("/api/v1/trace?{query}"), "image/png", square().unwrap()));
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        reply.json()
    };
    assert_eq!(wrong("gap_filler=3")["hint"], "add stacking cutouts, or leave out gap_filler");
    assert!(wrong("draw_style=dots")["detail"].as_str().unwrap().contains("\"stroke-shapes\""));
    assert_eq!(wrong("preset=photo&pixel=smooth")["detail"], "pixel has an effect with the preset pixel only");
    assert_eq!(wrong("turdsize=3")["hint"], "add engine bilevel, or leave turdsize out");
    assert_eq!(wrong("time_budget=soon")["detail"], "'soon' is no time");
}
