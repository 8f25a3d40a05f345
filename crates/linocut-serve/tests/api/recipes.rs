//! Recipes: kept, checked, run, and read back from what they made.

use crate::desk::{Desk, Reply, get, post, square};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use linocut_serve::Options;
use serde_json::{Value, json};

fn mine() -> Value {
    json!({
        "about": "Mine.", "inputs": { "picture": "raster" }, "output": "tidy",
        "nodes": { "trace": { "stage": "trace", "in": { "picture": "picture" } },
                   "tidy": { "stage": "tidy", "in": { "drawing": "trace" } } },
    })
}

fn put(id: &str, recipe: &Value, etag: Option<&str>) -> Request<Body> {
    let request = Request::put(format!("/api/v1/recipes/{id}")).header("host", "localhost");
    let request = etag.into_iter().fold(request, |request, etag| request.header("if-match", etag));
    request.body(recipe.to_string().into()).unwrap()
}

fn run(desk: &Desk, id: &str, body: &Value) -> Reply {
    let mut request = post(&format!("/api/v1/recipes/{id}"), "application/json", body.to_string());
    request.headers_mut().insert("accept", "application/json".parse().unwrap());
    desk.ask(request)
}

fn picture() -> String {
    let code = base64::engine::general_purpose::STANDARD;
    format!("data:image/png;base64,{}", code.encode(square().unwrap()))
}

#[test]
fn keeps_recipes_and_changes_only_what_the_client_knows() {
    let desk = Desk::new(Options::default());
    let made = desk.ask(put("mine", &mine(), None));
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let etag = made.headers["etag"].to_str().unwrap().to_owned();
    let found = desk.get("/api/v1/recipes/mine");
    assert_eq!((&found.json()["about"], &found.headers["etag"]), (&json!("Mine."), &made.headers["etag"]));
    let mut known = get("/api/v1/recipes/mine");
    known.headers_mut().insert("if-none-match", made.headers["etag"].clone());
    assert_eq!(desk.ask(known).status, StatusCode::NOT_MODIFIED);
    let mut other = mine();
    other["about"] = json!("Other.");
    assert_eq!(desk.ask(put("mine", &other, None)).status, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(desk.ask(put("mine", &other, Some("\"old\""))).status, StatusCode::PRECONDITION_FAILED);
    let changed = desk.ask(put("mine", &other, Some(&etag)));
    assert_eq!(changed.status, StatusCode::OK);
    let remove = |etag: Option<&str>| {
        let request = Request::delete("/api/v1/recipes/mine").header("host", "localhost");
        let request = etag.into_iter().fold(request, |request, etag| request.header("if-match", etag));
        desk.ask(request.body(Body::empty()).unwrap()).status
    };
    assert_eq!(
        (remove(None), remove(Some(&etag))),
        (StatusCode::PRECONDITION_REQUIRED, StatusCode::PRECONDITION_FAILED)
    );
    assert_eq!(remove(Some(changed.headers["etag"].to_str().unwrap())), StatusCode::NO_CONTENT);
    assert_eq!(remove(Some("*")), StatusCode::NOT_FOUND);
}

#[test]
fn says_all_that_is_wrong_with_a_recipe() {
    let desk = Desk::new(Options::default());
    let mut wrong = mine();
    wrong["nodes"]["trace"]["params"] = json!({ "colors": 0, "colours": 3 });
    wrong["output"] = json!("end");
    let reply = desk.post("/api/v1/recipes/check", &wrong);
    assert_eq!((reply.status, reply.json()["errors"].as_array().unwrap().len()), (StatusCode::UNPROCESSABLE_ENTITY, 3));
    assert_eq!(desk.ask(put("wrong", &wrong, None)).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.ask(put("wrong?draft=1", &wrong, None)).status, StatusCode::CREATED);
    let fine = desk.post("/api/v1/recipes/check", &mine()).json();
    assert_eq!(fine["nodes"]["trace"]["gives"], "drawing");
    for (id, status) in [("words-to-icon", 403), ("Mine", 422), ("run", 405), ("..%2Fmine", 422)] {
        assert_eq!(desk.ask(put(id, &mine(), None)).status.as_u16(), status, "{id}");
    }
    let list = desk.get("/api/v1/recipes").json();
    let ids: Vec<_> =
        list["items"].as_array().unwrap().iter().map(|row| (row["id"].clone(), row["stock"].clone())).collect();
    assert!(ids.contains(&(json!("words-to-icon"), json!(true))) && ids.contains(&(json!("wrong"), json!(false))));
}

#[test]
fn recipes_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { data: Some(folder.path().to_owned()), ..Options::default() };
    assert_eq!(Desk::new(options()).ask(put("mine", &mine(), None)).status, StatusCode::CREATED);
    let later = Desk::new(options());
    assert_eq!(later.get("/api/v1/recipes/mine").json(), mine());
    assert_eq!(later.get("/api/v1/system").json()["kept"], true);
}

#[test]
fn a_place_that_cannot_be_written_is_no_bug() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::new(Options { data: Some(folder.path().to_owned()), ..Options::default() });
    std::fs::remove_dir_all(folder.path().join("recipes")).unwrap();
    std::fs::write(folder.path().join("recipes"), b"in the way").unwrap();
    let told = desk.ask(put("mine", &mine(), None));
    assert_eq!((told.status, &told.json()["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("io")), "{}", told.text());
    assert!(told.json()["hint"].as_str().unwrap().contains("--data DIR"), "{}", told.text());
}

#[test]
fn a_run_tells_of_each_node() {
    let desk = Desk::new(Options::default());
    let body = json!({ "inputs": { "picture": picture() }, "targets": ["tidy", "trace"] });
    let first = run(&desk, "picture-to-drawing/run", &body).json();
    assert_eq!((&first["ok"], &first["nodes"]["picture"]["state"]), (&json!(true), &json!("given")), "{first}");
    let trace = &first["nodes"]["trace"];
    assert_eq!((&trace["state"], &trace["type"]), (&json!("ran"), &json!("drawing")));
    let svg = desk.get(trace["artifact"]["urls"]["self"].as_str().unwrap());
    assert_eq!(svg.kind, "image/svg+xml");
    let record = desk.get(&format!("/api/v1/artifacts/{}", first["record"].as_str().unwrap())).json();
    assert_eq!(record["events"].as_array().unwrap().len(), 4, "{record}");
    let second = run(&desk, "picture-to-drawing/run", &body).json();
    assert_eq!(second["nodes"]["trace"]["state"], "cached");
    assert_eq!(second["nodes"]["trace"]["artifact"], trace["artifact"]);
    // An override runs what it changes, and what lies behind that only if something else came out.
    let mut changed = body.clone();
    changed["overrides"] = json!({ "trace": { "colors": 2 } });
    let third = run(&desk, "picture-to-drawing/run", &changed).json();
    assert_eq!(
        (&third["nodes"]["trace"]["state"], &third["nodes"]["tidy"]["state"]),
        (&json!("ran"), &json!("cached"))
    );
    // A pin stands for its node, whatever that would have given.
    let pins = json!({ "trace": format!("digest:{}", trace["artifact"]["digest"].as_str().unwrap()) });
    let pinned =
        run(&desk, "picture-to-drawing/run", &json!({ "inputs": { "picture": picture() }, "pins": pins })).json();
    assert_eq!((&pinned["nodes"]["trace"]["state"], &pinned["ok"]), (&json!("pinned"), &json!(true)), "{pinned}");
}

#[test]
fn an_unsaved_recipe_runs_and_a_failure_is_told_beside_the_rest() {
    let desk = Desk::new(Options::default());
    let mut recipe = mine();
    recipe["nodes"]["edit"] = json!({ "stage": "edit", "in": { "drawing": "trace" }, "params": { "words": "" } });
    let body = json!({ "recipe": recipe, "inputs": { "picture": picture() }, "targets": ["tidy", "edit"] });
    let page = run(&desk, "run", &body).json();
    assert_eq!((&page["ok"], &page["nodes"]["tidy"]["state"]), (&json!(false), &json!("ran")), "{page}");
    let edit = &page["nodes"]["edit"];
    assert_eq!((&edit["state"], &edit["problem"]["code"]), (&json!("failed"), &json!("input")));
    let bare = desk.post("/api/v1/recipes/run", &body);
    assert!(bare.text().starts_with("<svg "), "{}", bare.text());
    for (change, status, detail) in [
        (json!({ "inputs": {} }), 422, "input picture takes raster, nothing was given"),
        (json!({ "targets": ["none"] }), 422, "there is no node 'none'"),
        (json!({ "overrides": { "none": { "a": 1 } } }), 404, "there is no node 'none'"),
        (json!({ "pins": { "trace": "words" } }), 422, "the pin of node trace is no artifact"),
        (json!({ "colour": 3 }), 422, "the recipe has no input 'colour'"),
        (
            json!({ "recipe": 3 }),
            422,
            "not a recipe: invalid type: integer `3`, expected struct Recipe at line 1 column 1",
        ),
    ] {
        let mut body = body.clone();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let reply = run(&desk, "run", &body);
        assert_eq!((reply.status.as_u16(), reply.json()["detail"].as_str().unwrap()), (status, detail), "{change}");
    }
}

#[test]
fn a_run_is_a_job_when_asked_for() {
    let desk = Desk::new(Options::default());
    let body = json!({ "inputs": { "words": "bell" }, "targets": "draw" }).to_string();
    let mut request = post("/api/v1/recipes/words-to-icon/run", "application/json", body);
    request.headers_mut().insert("accept", "text/event-stream".parse().unwrap());
    let reply = desk.ask(request);
    let job = desk.get(reply.headers["location"].to_str().unwrap()).json();
    assert_eq!((&job["op"], &job["label"]), (&json!("recipe"), &json!("words-to-icon")));
    assert_eq!(job["result"]["nodes"]["draw"]["state"], "ran", "{job}");
    assert!(desk.get(job["urls"]["result"].as_str().unwrap()).text().starts_with("<svg "));
    assert!(desk.get(job["urls"]["archive"].as_str().unwrap()).body.starts_with(b"PK"));
}

#[test]
fn a_drawing_says_where_it_comes_from() {
    let desk = Desk::new(Options::default());
    let body = json!({ "inputs": { "picture": picture() }, "overrides": { "trace": { "colors": 2 } }, "seed": 7, "embed": true });
    let page = run(&desk, "picture-to-drawing/run", &body).json();
    let svg = desk.get(page["nodes"]["tidy"]["artifact"]["urls"]["self"].as_str().unwrap());
    let told = desk.ask(post("/api/v1/lineage", "image/svg+xml", svg.body));
    let told = told.json();
    assert_eq!((&told["seed"], &told["node"]), (&json!(7), &json!("tidy")), "{told}");
    assert_eq!(told["recipe"]["nodes"]["trace"]["params"], json!({ "colors": 2 }));
    assert_eq!(told["inputs"]["picture"]["here"], true);
    assert_eq!(told["versions"]["linocut"], env!("CARGO_PKG_VERSION"));
    let digest = format!("digest:{}", told["inputs"]["picture"]["digest"].as_str().unwrap());
    let again = json!({ "recipe": told["recipe"], "inputs": { "picture": digest }, "seed": 7 });
    let again = run(&desk, "run", &again).json();
    assert_eq!(again["nodes"]["trace"]["artifact"], page["nodes"]["trace"]["artifact"]);
    // Words stand in the file itself, for servers that never heard them.
    let drawn = run(&desk, "words-to-icon/run", &json!({ "inputs": { "words": "bell" }, "embed": true })).json();
    let svg = desk.get(drawn["nodes"]["tidy"]["artifact"]["urls"]["self"].as_str().unwrap());
    let elsewhere = Desk::new(Options::default()).ask(post("/api/v1/lineage", "image/svg+xml", svg.body)).json();
    assert_eq!(
        (&elsewhere["inputs"]["words"]["text"], &elsewhere["inputs"]["words"]["here"]),
        (&json!("bell"), &json!(false))
    );
    let none = desk.ask(post("/api/v1/lineage", "image/svg+xml", crate::desk::DISC));
    assert_eq!((none.status, &none.json()["code"]), (StatusCode::NOT_FOUND, &json!("missing")));
}

#[test]
fn who_watches_a_run_sees_each_value_when_it_is_there() {
    let desk = Desk::new(Options::default());
    let mut recipe = mine();
    recipe["name"] = json!("My recipe");
    let body = json!({ "recipe": recipe, "inputs": { "picture": picture() } });
    let mut request = post("/api/v1/recipes/run", "application/json", body.to_string());
    request.headers_mut().insert("accept", "text/event-stream".parse().unwrap());
    let reply = desk.ask(request);
    let data: Vec<Value> =
        reply.text().lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok()).collect();
    let result = &data.last().unwrap()["result"];
    for node in ["trace", "tidy"] {
        let told = data.iter().find(|event| event["node"] == node && event["event"] == "finished").unwrap();
        assert_eq!(told["artifact"], result["nodes"][node]["artifact"], "{told}");
        assert!(told["artifact"]["urls"]["thumb"].is_string(), "{told}");
    }
    assert_eq!(data.last().unwrap()["label"], "My recipe");
}
