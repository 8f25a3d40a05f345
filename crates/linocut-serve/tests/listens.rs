//! The server on a socket: it answers many at once, and stops when told.
#![cfg(test)]

use linocut_flow::Digest;
use linocut_serve::{App, Options, serve};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const DISC: &str = r#"{"svg": "<svg viewBox='0 0 24 24'><circle cx='12' cy='12' r='9'/></svg>"}"#;

fn ask(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /api/v1/tidy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n",
        DISC.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(DISC.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}

/// A server on a port of its own.
struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: JoinHandle<linocut_core::Result<()>>,
}

impl Server {
    fn start(options: Options) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (send, receive) = mpsc::channel();
        let told = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let shared = App::new(options).unwrap();
            let stopped = Arc::new(move || told.load(Ordering::SeqCst));
            serve(&shared, SocketAddr::from(([127, 0, 0, 1], 0)), stopped, |address| send.send(address).unwrap())
        });
        Self { address: receive.recv().unwrap(), stop, thread }
    }

    fn stop(self) {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.join().unwrap().unwrap();
    }
}

#[test]
fn bodies_that_do_not_come_are_not_waited_for() {
    let server = Server::start(Options { patience: Duration::from_millis(50), ..Options::default() });
    for path in ["/api/v1/recipes/check", "/api/v1/lineage", "/api/v1/artifacts", "/api/v1/tidy", "/generate"] {
        let mut stream = TcpStream::connect(server.address).unwrap();
        let head =
            format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{{");
        stream.write_all(head.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 408") && reply.contains("\"slow\""), "{path}: {reply}");
    }
    server.stop();
}

#[test]
fn a_client_has_its_share() {
    let server = Server::start(Options { per_client: Some(1), workers: 1, ..Options::default() });
    // Its body keeps coming, so it stays the one request that this client may have, unless a question came before it.
    let held = |_| {
        let mut slow = TcpStream::connect(server.address).unwrap();
        let head = "POST /api/v1/tidy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 99\r\n\r\n<";
        slow.write_all(head.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(20));
        let reply = ask(server.address);
        reply.starts_with("HTTP/1.1 429").then_some((slow, reply))
    };
    let (slow, refused) = (0..100).find_map(held).unwrap();
    assert!(refused.to_ascii_lowercase().contains("retry-after: ") && refused.contains("\"quota\""), "{refused}");
    drop(slow);
    while ask(server.address).starts_with("HTTP/1.1 429") {}
    server.stop();
}

/// Sends a request and gives the line, without waiting for an answer.
fn sent(address: SocketAddr, head: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "{head}\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).unwrap();
    stream
}

fn read(stream: TcpStream) -> String {
    let (mut stream, mut reply) = (stream, String::new());
    stream.read_to_string(&mut reply).unwrap();
    reply
}

fn gauge(address: SocketAddr, name: &str) -> u64 {
    let text = read(sent(address, "GET /metrics HTTP/1.1", ""));
    text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()).unwrap()
}

#[test]
fn work_for_a_client_that_went_away_is_stopped() {
    let hour = Duration::from_hours(1);
    let server = Server::start(Options { workers: 1, deadline: hour, ..Options::default() });
    let noise = |n: u32| linocut_core::Rgba::opaque(n.wrapping_mul(97).to_le_bytes()[0], n.to_le_bytes()[0], 40);
    let picture = linocut_core::Raster::new(256, 256, (0..256 * 256).map(noise).collect()).unwrap();
    let picture = linocut_raster::encode_png(&picture).unwrap();
    let kept = Digest::of(&picture);
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /api/v1/artifacts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        picture.len()
    );
    stream.write_all(&[head.as_bytes(), &picture].concat()).unwrap();
    assert!(read(stream).starts_with("HTTP/1.1 201"));
    // A thousand traces, none of them known: minutes of work, unless it is stopped.
    let items: Vec<_> = (0..1000).map(|n| serde_json::json!({ "seed": n })).collect();
    let image = format!("digest:{kept}");
    let body = serde_json::json!({ "items": items, "params": { "image": image, "effort": "best" } }).to_string();
    let line = sent(server.address, "POST /api/batch-convert HTTP/1.1\r\nPrefer: wait=600", &body);
    while gauge(server.address, "linocut_requests_inside ") == 0 {
        thread::yield_now();
    }
    drop(line);
    while gauge(server.address, "linocut_requests_inside ") > 0 {
        thread::yield_now();
    }
    assert_eq!(gauge(server.address, "linocut_requests_left_total "), 1);
    server.stop();
}

#[test]
fn the_same_request_under_a_key_is_done_once_however_many_send_it() {
    let server = Server::start(Options::default());
    let head = "POST /api/v1/tidy HTTP/1.1\r\nIdempotency-Key: once";
    let lines: Vec<_> = (0..12).map(|_| sent(server.address, head, DISC)).collect();
    let replies: Vec<String> = lines.into_iter().map(read).collect();
    let is = |status: &str| replies.iter().filter(|reply| reply.starts_with(&format!("HTTP/1.1 {status}"))).count();
    assert!(is("200") > 0 && is("200") + is("409") == replies.len(), "{replies:?}");
    let after = read(sent(server.address, head, DISC));
    assert!(after.starts_with("HTTP/1.1 200") && after.contains("<circle "), "{after}");
    let jobs = read(sent(server.address, "GET /api/v1/jobs HTTP/1.1", ""));
    assert_eq!(jobs.matches("\"attempt\":1").count(), 1, "{jobs}");
    server.stop();
}

#[test]
fn answers_many_and_stops_when_told() {
    let server = Server::start(Options::default());
    let address = server.address;
    let clients: Vec<_> = (0..50).map(|_| thread::spawn(move || ask(address))).collect();
    for client in clients {
        let reply = client.join().unwrap();
        assert!(reply.starts_with("HTTP/1.1 200") && reply.contains("<circle "), "{reply}");
    }
    server.stop();
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}

#[test]
fn says_that_it_is_closing_while_it_ends_what_it_began() {
    let server = Server::start(Options { patience: Duration::from_hours(1), ..Options::default() });
    // Its body is still on its way.
    let mut slow = TcpStream::connect(server.address).unwrap();
    slow.write_all(b"POST /api/v1/tidy HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n<").unwrap();
    assert!(read(sent(server.address, "GET /ready HTTP/1.1", "")).starts_with("HTTP/1.1 200"));
    server.stop.store(true, Ordering::SeqCst);
    while read(sent(server.address, "GET /ready HTTP/1.1", "")).starts_with("HTTP/1.1 200") {}
    let told = read(sent(server.address, "GET /ready HTTP/1.1", ""));
    assert!(told.starts_with("HTTP/1.1 503") && told.contains("draining"), "{told}");
    drop(slow);
    server.stop();
}

#[test]
fn does_not_open_itself_to_the_world_without_a_token() {
    let shared = App::new(Options::default()).unwrap();
    let error = serve(&shared, SocketAddr::from(([0, 0, 0, 0], 0)), Arc::new(|| true), |_| {}).unwrap_err();
    assert_eq!(error.kind(), linocut_core::Kind::Refused);
}
