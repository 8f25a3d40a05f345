//! The server on a socket: it answers many at once, and stops when told.
#![cfg(test)]

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
fn does_not_open_itself_to_the_world_without_a_token() {
    let shared = App::new(Options::default()).unwrap();
    let error = serve(&shared, SocketAddr::from(([0, 0, 0, 0], 0)), Arc::new(|| true), |_| {}).unwrap_err();
    assert_eq!(error.kind(), linocut_core::Kind::Refused);
}
