//! Drawings that hang, crash or eat memory cost the server one request each.

use crate::desk::Desk;
use crate::serves::Server;
use serde_json::{Value, json};

/// A filter over a filter over a filter: minutes of work for a picture of some size.
fn hang() -> String {
    let blurs = "<feTurbulence baseFrequency='.9' numOctaves='9'/><feGaussianBlur stdDeviation='300'/>".repeat(20);
    let filter = format!("<filter id='f' x='-5' y='-5' width='11' height='11'>{blurs}</filter>");
    let rects = "<rect width='4000' height='4000' filter='url(#f)'/>".repeat(40);
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4000 4000'>{filter}{rects}</svg>")
}

fn escaped(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "%{byte:02x}");
        text
    })
}

/// A request for work that must end soon, as a problem of the client's.
fn refused(server: &Server, path: &str, body: &Value) {
    let page = server.post(path, body);
    let problem: Value = serde_json::from_str(&page).unwrap();
    let node = &problem["nodes"]["shown"]["problem"];
    let problem = if node.is_object() { node } else { &problem };
    assert_eq!((&problem["code"], &problem["status"]), (&json!("limit"), &json!(413)), "{path}: {page}");
}

#[test]
fn whatever_way_a_drawing_comes_it_is_rendered_in_a_cage() {
    let desk = Desk::empty();
    let server = Server::start(&desk);
    let hang = hang();
    let render = |stage: &str, sort: &str, input: &str| {
        let read = json!({ "stage": "read-svg", "in": { "svg": "given" } });
        let shown = json!({ "stage": "render", "in": { "drawing": stage } });
        let mut nodes = json!({ "shown": shown });
        if stage == "read" {
            nodes["read"] = read;
        }
        let recipe = json!({ "inputs": { "given": sort }, "output": "shown", "nodes": nodes });
        json!({ "recipe": recipe, "inputs": { "given": input } })
    };
    let uri = format!("data:image/svg+xml,{}", escaped(hang.as_bytes()));
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(hang.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let utf16 = format!("data:image/svg+xml,{}", escaped(&utf16));
    refused(&server, "/api/v1/render", &json!({ "svg": hang }));
    refused(&server, "/api/v1/render", &json!({ "svg": hang, "width": 8000 }));
    refused(&server, "/api/v1/convert", &json!({ "svg": hang, "format": "eps" }));
    refused(&server, "/api/v1/recipes/run", &render("given", "drawing", &uri));
    refused(&server, "/api/v1/recipes/run", &render("given", "drawing", &utf16));
    refused(&server, "/api/v1/recipes/run", &render("read", "text", &format!("<!--{}-->{hang}", "x".repeat(5000))));
    // The server is as well as before.
    let disc = json!({ "svg": crate::desk::DISC });
    assert!(server.post("/api/v1/tidy", &disc).contains("<circle"));
    assert!(server.ask("GET /metrics", b"").contains("linocut_requests_inside 0"));
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
#[test]
fn what_renders_can_ask_nothing_else_of_the_system() {
    use std::io::{Read as _, Write as _};
    use std::process::{Command, Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_linocut"));
    command.args(["cage", "--width=8"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It waits for the drawing, confined already.
    let status = || std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    while !status().contains("\nSeccomp:\t2\n") {
        assert!(status().contains("\nSeccomp:"), "this system knows no filters");
        std::thread::yield_now();
    }
    assert!(status().contains("\nNoNewPrivs:\t1\n"));
    // And it does its work. Letters and a filter take the ways of a drawing that is not plain.
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><filter id='f'><feGaussianBlur \
               stdDeviation='1'/></filter><text y='7' filter='url(#f)'>A</text></svg>";
    child.stdin.take().unwrap().write_all(svg.as_bytes()).unwrap();
    let mut made = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut made).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(made.len(), 8 + 8 * 8 * 4);
    assert!(made[8..].iter().any(|byte| *byte > 0), "there are letters");
}
