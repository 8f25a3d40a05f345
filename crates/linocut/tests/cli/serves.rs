//! The server as a process of its own, and its sudden death.

use crate::desk::{Desk, square};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Jobs that are added; the server dies after a few of them.
const JOBS: u64 = 50;

/// A server as a process of its own.
pub(crate) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    pub(crate) fn start(desk: &Desk) -> Self {
        Self::with(desk, &["--workers", "1"])
    }

    fn with(desk: &Desk, more: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linocut"));
        command.args(["serve", "--port", "0"]).args(more).env("LINOCUT_HOME", desk.path("home"));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split("localhost:").nth(1).and_then(|rest| rest.split(',').next()?.parse().ok());
        Self { child, port: port.unwrap_or_else(|| unreachable!("it said {line}")) }
    }

    /// Asks for work as JSON, and waits for it.
    pub(crate) fn post(&self, path: &str, body: &Value) -> String {
        let head = format!("POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nAccept: application/json");
        self.send(&head, body.to_string().as_bytes())
    }

    /// Asks for a job, or for something that is there.
    pub(crate) fn ask(&self, head: &str, body: &[u8]) -> String {
        self.send(&format!("{head} HTTP/1.1\r\nPrefer: respond-async"), body)
    }

    fn send(&self, head: &str, body: &[u8]) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!("{head}\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned())
    }

    fn jobs(&self, state: &str) -> Vec<Value> {
        let page = self.ask(&format!("GET /api/v1/jobs?limit=200&state={state}"), b"");
        let page: Value = serde_json::from_str(&page).unwrap();
        page["items"].as_array().unwrap().clone()
    }

    /// Waits until so many jobs succeeded.
    fn until(&self, count: u64) {
        while self.jobs("succeeded").len() < usize::try_from(count).unwrap() {
            sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_killed_server_loses_no_job_and_does_none_twice() {
    let desk = Desk::empty();
    let first = Server::start(&desk);
    let mut names = BTreeMap::new();
    for number in 0..JOBS {
        // Different pictures, so that no result stands for another.
        let side = 40 + u32::try_from(number).unwrap();
        let picture = linocut_raster::encode_png(&square(side)).unwrap();
        let job: Value = serde_json::from_str(&first.ask("POST /api/v1/trace", &picture)).unwrap();
        names.insert(job["id"].as_str().unwrap().to_owned(), 0);
    }
    first.until(5);
    // Killed as by `kill -9`: no handler runs.
    drop(first);
    let second = Server::start(&desk);
    let before: Vec<Value> = second.jobs("succeeded");
    assert!(before.len() < names.len(), "it died too late");
    second.until(JOBS);
    for (id, done) in &mut names {
        let text = second.ask(&format!("GET /api/v1/jobs/{id}/events"), b"");
        *done = text.matches("\"state\":\"succeeded\"").count();
        let job: Value = serde_json::from_str(&second.ask(&format!("GET /api/v1/jobs/{id}"), b"")).unwrap();
        let place = job["result"]["artifact"]["urls"]["self"].as_str().unwrap().to_owned();
        assert!(second.ask(&format!("GET {place}"), b"").contains("<svg "), "{job}");
    }
    assert!(names.values().all(|done| *done == 1), "{names:?}");
    for job in before {
        let now: Value =
            serde_json::from_str(&second.ask(&format!("GET /api/v1/jobs/{}", job["id"].as_str().unwrap()), b""))
                .unwrap();
        assert_eq!(now["finished_ms"], job["finished_ms"], "it was done before, and is not done again");
    }
}

#[test]
fn two_servers_do_not_share_a_folder() {
    let desk = Desk::empty();
    let server = Server::start(&desk);
    let output = desk.run("serve --port 0");
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("another server uses this data folder"));
    drop(server);
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_gives_its_jobs_back() {
    let desk = Desk::empty();
    let mut first = Server::with(&desk, &["--workers", "2"]);
    let items: Vec<Value> = (0..900).map(|n| serde_json::json!({ "prompt": format!("bell {n}") })).collect();
    let batch = serde_json::json!({ "op": "draw", "items": items });
    let job: Value = serde_json::from_str(&first.post("/api/v1/batch", &batch)).unwrap();
    let id = job["id"].as_str().unwrap().to_owned();
    let known = |server: &Server| -> Value {
        serde_json::from_str(&server.ask(&format!("GET /api/v1/jobs/{id}"), b"")).unwrap()
    };
    while known(&first)["progress"]["done"].as_u64().unwrap_or(0) == 0 {
        sleep(Duration::from_millis(10));
    }
    let told = Command::new("kill").args(["-TERM", &first.child.id().to_string()]).status().unwrap();
    assert!(told.success() && first.child.wait().unwrap().success(), "it ends by itself, and well");
    let second = Server::start(&desk);
    let now = known(&second);
    assert!(matches!(now["state"].as_str(), Some("queued" | "running")) && now["attempt"].as_u64() <= Some(1), "{now}");
    second.ask(&format!("POST /api/v1/jobs/{id}/cancel"), b"");
}
