//! The server on a socket: it answers many at once, and stops when told.
#![cfg(test)]

use linocut_serve::{App, Options, serve};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

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

#[test]
fn answers_many_and_stops_when_told() {
    let stop = Arc::new(AtomicBool::new(false));
    let (send, receive) = mpsc::channel();
    let told = Arc::clone(&stop);
    let server = thread::spawn(move || {
        let shared = App::new(Options::default()).unwrap();
        let stopped = Arc::new(move || told.load(Ordering::SeqCst));
        serve(&shared, SocketAddr::from(([127, 0, 0, 1], 0)), stopped, |address| send.send(address).unwrap())
    });
    let address = receive.recv().unwrap();
    let clients: Vec<_> = (0..50).map(|_| thread::spawn(move || ask(address))).collect();
    for client in clients {
        let reply = client.join().unwrap();
        assert!(reply.starts_with("HTTP/1.1 200") && reply.contains("<circle "), "{reply}");
    }
    stop.store(true, Ordering::SeqCst);
    server.join().unwrap().unwrap();
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}

#[test]
fn does_not_open_itself_to_the_world_without_a_token() {
    let shared = App::new(Options::default()).unwrap();
    let error = serve(&shared, SocketAddr::from(([0, 0, 0, 0], 0)), Arc::new(|| true), |_| {}).unwrap_err();
    assert_eq!(error.kind(), linocut_core::Kind::Refused);
}
