//! One client of `linocut serve`, and what it asks.
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use linocut_core::Result;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The time, for measuring.
#[must_use]
pub fn now() -> Instant {
    Instant::now()
}

/// What each request may take, in seconds; the server is told.
pub const DEADLINE: u64 = 10;
/// Largest answer that is read, in bytes.
const MOST: usize = 64 << 20;

/// One answer.
pub struct Answer {
    /// The status, 0 for none.
    pub status: u16,
    /// Whether it says when to come again.
    pub retry: bool,
    /// From the first byte that was sent to the last one that came.
    pub took: Duration,
    /// What the server says the work took.
    pub work: Option<Duration>,
}

/// Pictures of growing size, each with a disc and a bar of its own colors, as PNG.
///
/// # Errors
/// None: the pictures are fine.
pub fn pictures() -> Result<Vec<Vec<u8>>> {
    use linocut_core::{Raster, Rgba};
    let picture = |number: u32| {
        let side = 64 + 32 * number;
        let shade = u8::try_from(40 * number).unwrap_or(u8::MAX);
        let color = |x: u32, y: u32| {
            let (dx, dy) = (x.abs_diff(side / 2), y.abs_diff(side / 2));
            let disc = dx * dx + dy * dy < side * side / 9;
            let bar = y > side - side / 8;
            match (disc, bar) {
                (true, _) => Rgba::opaque(200, shade, 40),
                (false, true) => Rgba::opaque(20, 60, 255 - shade),
                (false, false) => Rgba::WHITE,
            }
        };
        let pixels = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).map(|(x, y)| color(x, y)).collect();
        linocut_raster::encode_png(&Raster::new(side, side, pixels)?)
    };
    (0..6).map(picture).collect()
}

/// One request over a line that stays open.
///
/// # Errors
/// When the line breaks; the next request opens another.
pub fn ask(line: &mut Option<BufReader<TcpStream>>, port: u16, path: &str, body: &[u8]) -> std::io::Result<Answer> {
    let start = now();
    let mut open = if let Some(open) = line.take() {
        open
    } else {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        BufReader::new(stream)
    };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nPrefer: wait={DEADLINE}\r\nContent-Type: application/octet-stream\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    open.get_mut().write_all(&[head.as_bytes(), body].concat())?;
    let (mut status, mut length, mut retry, mut work) = (0, 0, false, None);
    loop {
        let mut row = String::new();
        if open.read_line(&mut row)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let row = row.trim_end().to_ascii_lowercase();
        if row.is_empty() {
            break;
        }
        if let Some(rest) = row.strip_prefix("http/1.1 ") {
            status = rest.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
        }
        let value = |name: &str| row.strip_prefix(name).map(str::trim);
        length = value("content-length:").and_then(|value| value.parse().ok()).unwrap_or(length);
        retry |= value("retry-after:").is_some();
        let timing = value("server-timing:").and_then(|value| value.strip_prefix("work;dur="));
        work = timing.and_then(|ms| ms.parse().ok()).map(|ms: f64| Duration::from_secs_f64(ms / 1e3)).or(work);
    }
    let mut answer = vec![0; usize::min(length, MOST)];
    open.read_exact(&mut answer)?;
    *line = Some(open);
    Ok(Answer { status, retry, took: start.elapsed(), work })
}

/// Count, median, 95th of 100, longest.
#[must_use]
pub fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
    let ms = |time: Option<&Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64() * 1e3);
    format!(
        "{}×, median {:.1} ms, p95 {:.1} ms, longest {:.1} ms",
        times.len(),
        ms(at(50)),
        ms(at(95)),
        ms(times.last())
    )
}
