//! The portal and the gateway as real processes on free loopback ports, stopped by process id.

use seatkeeper_server::outward;
use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

const BINARY: &str = env!("CARGO_BIN_EXE_seatkeeper");
const SECRET: &str = "crash-test-secret";
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder that goes away with the test.
pub fn fresh_folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// Asks again and again, a bounded time, until something is so.
async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(started.elapsed() < PATIENCE, "waited too long until {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The answer of an address, if anybody is there.
async fn asked(url: &str) -> Option<reqwest::Response> {
    let client = outward::client().build().expect("a client");
    client.get(url).send().await.ok()
}

/// The sandbox gateway, a process of its own.
pub struct Gateway {
    child: Child,
    url: String,
    data: PathBuf,
    webhook_port: u16,
}

impl Gateway {
    /// Starts it; its hints go to the port that the portal will have.
    pub async fn start(data: &Path) -> Self {
        let (port, webhook_port) = (free_port(), free_port());
        let url = format!("http://127.0.0.1:{port}");
        let child = Command::new(BINARY)
            .args([
                "sandbox",
                "--listen",
                &format!("127.0.0.1:{port}"),
                "--data",
            ])
            .arg(data)
            .args([
                "--webhook-url",
                &format!("http://127.0.0.1:{webhook_port}/api/gateway/webhook"),
            ])
            .env("SEATKEEPER_GATEWAY_SECRET", SECRET)
            .env("SEATKEEPER_WEBHOOK_SECRET", SECRET)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the gateway starts");
        let gateway = Self {
            child,
            url,
            data: data.to_owned(),
            webhook_port,
        };
        until("the gateway answers", async || {
            asked(&gateway.url).await.map(|_| ())
        })
        .await;
        gateway
    }

    /// Its folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// What it charged for an order, in minor units.
    pub async fn charges_of(&self, order: Uuid) -> Vec<i64> {
        let client = outward::client().build().expect("a client");
        let record: Value = client
            .get(format!("{}/v1/record", self.url))
            .bearer_auth(SECRET)
            .send()
            .await
            .expect("the record")
            .json()
            .await
            .expect("JSON");
        let charges = record["charges"].as_array().expect("charges").iter();
        charges
            .filter(|charge| charge["order"] == json!(order))
            .map(|charge| {
                charge["charge"]["amount"]["minor"]
                    .as_i64()
                    .expect("an amount")
            })
            .collect()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The portal, a process of its own.
pub struct Portal {
    child: Child,
    /// Where it is.
    pub url: String,
    data: PathBuf,
}

impl Portal {
    /// Starts it on the port that the gateway's hints go to, and waits until it is ready.
    pub async fn start(data: &Path, gateway: &Gateway, crash_at: Option<&str>) -> Self {
        std::fs::create_dir_all(data).expect("a folder");
        let log = File::options()
            .create(true)
            .append(true)
            .open(data.join("log"))
            .expect("a log");
        let mut command = Command::new(BINARY);
        command
            .args([
                "demo",
                "--today",
                "2026-11-23",
                "--gateway-url",
                &gateway.url,
                "--port",
            ])
            .arg(gateway.webhook_port.to_string())
            .arg("--data")
            .arg(data)
            .env("SEATKEEPER_GATEWAY_SECRET", SECRET)
            .env("SEATKEEPER_WEBHOOK_SECRET", SECRET)
            // the welcome names a test card: it is no log
            .stdout(Stdio::null())
            .stderr(log);
        if let Some(point) = crash_at {
            command.args(["--crash-at", point]);
        }
        let url = format!("http://127.0.0.1:{}", gateway.webhook_port);
        let portal = Self {
            child: command.spawn().expect("the portal starts"),
            url,
            data: data.to_owned(),
        };
        until("the portal is ready", async || {
            let ready = asked(&format!("{}/readyz", portal.url)).await?;
            ready.status().is_success().then_some(())
        })
        .await;
        portal
    }

    /// Kills it, if it still runs, and starts it again on the same files.
    pub async fn restart(self, gateway: &Gateway, crash_at: Option<&str>) -> Self {
        let data = self.stop();
        Self::start(&data, gateway, crash_at).await
    }

    /// Kills it; its folder.
    pub fn stop(mut self) -> PathBuf {
        let _ = self.child.kill();
        let _ = self.child.wait();
        std::mem::take(&mut self.data)
    }

    /// Waits until it has killed itself.
    pub async fn wait_until_dead(&mut self, point: &str) {
        until(&format!("it dies at {point}"), async || {
            self.child.try_wait().expect("its state").map(|_| ())
        })
        .await;
    }

    fn database(&self) -> Connection {
        let path = self.data.join("seatkeeper.db");
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database")
    }

    /// Waits until no draft lacks its number.
    pub async fn wait_until_numbered(&self) {
        until(
            "every invoice has its number and its document",
            async || {
                let drafts: i64 = self
                    .database()
                    .query_row(
                        "select count(*) from invoices i where not exists
                        (select 1 from invoice_documents d where d.invoice_id = i.id)",
                        [],
                        |row| row.get(0),
                    )
                    .expect("a count");
                (drafts == 0).then_some(())
            },
        )
        .await;
    }

    /// Licences and invoices of an order, and the sum of all books.
    pub fn books_of(&self, order: Uuid) -> (i64, i64, i64) {
        let database = self.database();
        let count = |sql: &str| -> i64 {
            database
                .query_row(sql, [order.to_string()], |row| row.get(0))
                .expect("a number")
        };
        (
            count("select coalesce(sum(quantity), 0) from licences where order_id = ?1"),
            count("select count(*) from invoices where order_id = ?1 and number is not null"),
            count("select coalesce(sum(amount_minor), 0) from ledger_postings where ?1 <> ''"),
        )
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody at a browser.
pub struct Browser {
    client: reqwest::Client,
    url: String,
    cookie: String,
}

impl Browser {
    /// Nobody yet.
    pub fn new(url: &str) -> Self {
        let client = outward::client()
            .timeout(Duration::from_secs(20))
            .build()
            .expect("a client");
        Self {
            client,
            url: url.to_owned(),
            cookie: String::new(),
        }
    }

    /// Signs in to the demo.
    pub async fn sign_in(&mut self, email: &str) {
        let body = json!({ "email": email, "password": seatkeeper_server::demo::PASSWORD });
        let reply = self
            .request("/api/sign-in", &body)
            .send()
            .await
            .expect("an answer");
        assert!(reply.status().is_success(), "signed in");
        let cookie = reply
            .headers()
            .get("set-cookie")
            .and_then(|value| value.to_str().ok())
            .expect("a cookie");
        cookie
            .split(';')
            .next()
            .unwrap_or_default()
            .clone_into(&mut self.cookie);
    }

    fn request(&self, path: &str, body: &Value) -> reqwest::RequestBuilder {
        self.client
            .post(format!("{}{path}", self.url))
            .header("cookie", &self.cookie)
            .header("origin", &self.url)
            .header(seatkeeper_core::api::REQUEST_HEADER, "1")
            .json(body)
    }

    /// Posts; an error when the server died over it.
    pub async fn post(&self, path: &str, body: &Value) -> Result<(u16, Value), reqwest::Error> {
        let reply = self.request(path, body).send().await?;
        Ok((reply.status().as_u16(), reply.json().await?))
    }

    /// Gets; an error when the server died over it.
    pub async fn get(&self, path: &str) -> Result<(u16, Value), reqwest::Error> {
        let reply = self
            .client
            .get(format!("{}{path}", self.url))
            .header("cookie", &self.cookie)
            .send()
            .await?;
        Ok((reply.status().as_u16(), reply.json().await?))
    }

    /// Types a card on the gateway's page.
    pub async fn pay(&self, page: &str, card: &str) {
        let form = format!("number={card}&expiry=12%2F30&security_code=123");
        let origin = page.split("/pay/").next().unwrap_or_default();
        let reply = self
            .client
            .post(page)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", origin)
            .body(form)
            .send()
            .await
            .expect("the gateway's answer");
        assert_eq!(
            reply.status().as_u16(),
            303,
            "the gateway sends the payer back"
        );
    }

    /// Follows an order until it is paid.
    pub async fn until_paid(&self, id: Uuid) -> Value {
        until("the order is paid", async || {
            let (_, view) = self.get(&format!("/api/orders/{id}")).await.ok()?;
            (view["order"]["state"] == "paid").then_some(view)
        })
        .await
    }
}

/// Whether any file under a folder holds a text.
pub fn anything_contains(folder: &Path, text: &str) -> bool {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries.flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return anything_contains(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    })
}
