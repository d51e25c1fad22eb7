//! The server under load: many connections that ask as fast as they are answered: for the app's
//! page, for a session and for a page of customers, which both read the store, signed in.
//!
//! The floor is `/healthz` in the same run: what HTTP alone costs here. Plain HTTP/1.1 over
//! kept connections, in threads; the client shares the machine, so figures are lower bounds.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::report::Held;
use crate::{process, tree};

const CALLERS: usize = 64;
const LASTS: Duration = Duration::from_secs(10);

/// Address, and the largest part of the floor's rate that it may fall behind.
const ASKED: [(&str, u64); 4] = [
    ("/healthz", 1),
    ("/", 4),
    ("/api/session", 20),
    ("/api/customers", 40),
];

/// Measures each address and holds it against the floor.
pub fn measure() -> Held {
    let server = Server::start()?;
    let cookie = sign_in(server.port).map_err(|error| format!("sign-in: {error}"))?;
    let mut floor = None;
    let mut slow = Vec::new();
    for (path, part) in ASKED {
        let figure = ask(server.port, path, &cookie)?;
        println!("   {path:<16} {figure}");
        let floor = *floor.get_or_insert(figure.rate);
        if figure.rate * part < floor {
            slow.push(format!("{path} is below a {part}th of /healthz"));
        }
    }
    if slow.is_empty() {
        Ok(())
    } else {
        Err(slow.join("; "))
    }
}

struct Figure {
    rate: u64,
    median: Duration,
    worst_percent: Duration,
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:>7} a second, median {} µs, 99 % within {} µs",
            self.rate,
            self.median.as_micros(),
            self.worst_percent.as_micros()
        )
    }
}

fn ask(port: u16, path: &str, cookie: &str) -> Result<Figure, String> {
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (path, cookie) = (path.to_owned(), cookie.to_owned());
            thread::spawn(move || call(port, &path, &cookie))
        })
        .collect();
    let mut times = Vec::new();
    for caller in callers {
        let told = caller.join().map_err(|_| "a caller panicked")?;
        times.extend(told.map_err(|error| format!("{path}: {error}"))?);
    }
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied();
    let rate = u64::try_from(times.len()).unwrap_or(u64::MAX) / LASTS.as_secs();
    Ok(Figure {
        rate,
        median: at(50).ok_or("no answer at all")?,
        worst_percent: at(99).ok_or("no answer at all")?,
    })
}

fn call(port: u16, path: &str, cookie: &str) -> std::io::Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::new(stream.try_clone()?);
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept-encoding: br\r\n\
         cookie: {cookie}\r\n\r\n"
    );
    let start = Instant::now();
    let mut times = Vec::new();
    while start.elapsed() < LASTS {
        let asked = Instant::now();
        stream.write_all(request.as_bytes())?;
        answer(&mut answers)?;
        times.push(asked.elapsed());
    }
    Ok(times)
}

/// The cookie of a session of the demo's reseller.
fn sign_in(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    let body = r#"{"email":"reseller@example.com","password":"demo-seatkeeper"}"#;
    write!(
        stream,
        "POST /api/sign-in HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\
         x-seatkeeper-request: 1\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let headers = answer(&mut BufReader::new(stream))?;
    let cookie = headers
        .iter()
        .find_map(|header| header.strip_prefix("set-cookie: "));
    let cookie = cookie.and_then(|cookie| cookie.split(';').next());
    cookie
        .map(str::to_owned)
        .ok_or_else(|| std::io::Error::other("no cookie"))
}

/// Reads one answer with a length, demands that it is a 200, and returns its headers.
fn answer(answers: &mut impl BufRead) -> std::io::Result<Vec<String>> {
    let mut line = String::new();
    answers.read_line(&mut line)?;
    if !line.starts_with("HTTP/1.1 200") {
        return Err(std::io::Error::other(format!("answered {line:?}")));
    }
    let mut headers = Vec::new();
    loop {
        line.clear();
        answers.read_line(&mut line)?;
        if line.trim_end().is_empty() {
            break;
        }
        headers.push(line.trim_end().to_owned());
    }
    let length = headers
        .iter()
        .find_map(|header| header.strip_prefix("content-length: "));
    let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
    std::io::copy(&mut answers.take(length), &mut std::io::sink())?;
    Ok(headers)
}

/// The delivered server on a fresh demo database, ended when dropped.
struct Server {
    child: Child,
    port: u16,
    data: std::path::PathBuf,
}

impl Server {
    fn start() -> Result<Self, String> {
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr());
        let port = free
            .map_err(|error| format!("no free port: {error}"))?
            .port();
        let data = std::env::temp_dir().join(format!("seatkeeper-load-{}", std::process::id()));
        let binary = tree::release_binary().to_string_lossy().into_owned();
        let mut command = process::command(&binary, &["demo", "--port", &port.to_string()]);
        command
            .arg("--data")
            .arg(&data)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command
            .spawn()
            .map_err(|error| format!("{binary}: {error}"))?;
        let server = Self { child, port, data };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(server);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err("the server did not start within 30 seconds".to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        process::end_gently(&mut self.child);
        // removed or not, there is nobody left to tell
        let _ = std::fs::remove_dir_all(&self.data);
    }
}
