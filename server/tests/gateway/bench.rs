//! A sandbox on a free port with its client, a browser of sorts, and an ear for its webhooks.

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode, header},
    routing::post,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use reqwest::Response;
use seatkeeper_core::{currency::Currency, money::Money};
use seatkeeper_server::{
    clock::Clock,
    gateway::{
        Charge, ChargeKey, Charged, Method, Outcome, PaymentGateway,
        sandbox::{Address, Merchant, SandboxGateway, serve_sandbox, wire::Record},
    },
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};
use uuid::Uuid;

pub const SECRET: &str = "merchant-secret";
pub const WEBHOOK_SECRET: &str = "webhook-secret";
pub const RETURN_URL: &str = "http://127.0.0.1:9/orders/1?step=pay";
/// How long the client waits; an answer that is lost costs a test this much.
const PATIENCE: Duration = Duration::from_secs(2);

/// Stands still; the sandbox's time is moved by `advance`.
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    fn today(&self) -> Date {
        date(2026, 11, 23)
    }
}

/// A webhook as it arrived.
pub type Heard = (HeaderMap, Bytes);

pub struct Bench {
    pub url: String,
    pub gateway: SandboxGateway,
    pub browser: reqwest::Client,
    pub heard: mpsc::UnboundedReceiver<Heard>,
    pub folder: tempfile::TempDir,
    tasks: Vec<JoinHandle<()>>,
    webhook_url: String,
}

impl Drop for Bench {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn serve(folder: &Path, webhook_url: &str) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let merchant = Merchant {
        name: "Nordlicht & Söhne".to_owned(),
        secret: SECRET.to_owned(),
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        webhook_url: Some(webhook_url.to_owned()),
        public_url: None,
    };
    let serving = serve_sandbox(listener, folder, merchant, Arc::new(Still));
    (url, tokio::spawn(async move { serving.await.unwrap() }))
}

fn client(url: &str) -> SandboxGateway {
    SandboxGateway::new(Address {
        url: url.to_owned(),
        secret: SECRET.to_owned(),
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        timeout: PATIENCE,
    })
    .unwrap()
}

impl Bench {
    pub async fn start() -> Self {
        Self::with_ear(|_| StatusCode::NO_CONTENT).await
    }

    /// `answers` gets the number of the posting, from 1.
    pub async fn with_ear(answers: fn(u32) -> StatusCode) -> Self {
        let (tell, heard) = mpsc::unbounded_channel();
        let count = Arc::new(std::sync::atomic::AtomicU32::new(0));
        let ear = Router::new().route(
            "/",
            post(move |headers: HeaderMap, body: Bytes| async move {
                let _ = tell.send((headers, body));
                answers(count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1)
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let webhook_url = format!("http://{}/", listener.local_addr().unwrap());
        let listening = tokio::spawn(async move { axum::serve(listener, ear).await.unwrap() });
        let folder = tempfile::tempdir().unwrap();
        let (url, serving) = serve(folder.path(), &webhook_url).await;
        let browser = seatkeeper_server::outward::client()
            .no_proxy()
            .build()
            .unwrap();
        let gateway = client(&url);
        Self {
            url,
            gateway,
            browser,
            heard,
            folder,
            tasks: vec![serving, listening],
            webhook_url,
        }
    }

    /// Kills the server and starts another one on the same file.
    pub async fn restart(&mut self) {
        let old = self.tasks.remove(0);
        old.abort();
        let _ = old.await;
        let (url, serving) = serve(self.folder.path(), &self.webhook_url).await;
        self.gateway = client(&url);
        self.url = url;
        self.tasks.insert(0, serving);
    }

    /// The address of the page a charge needs.
    pub async fn page(&self, charge: &Charge) -> String {
        match self.gateway.charge(charge).await.unwrap() {
            Outcome::NeedsAction { url } => url,
            other => panic!("no page but {other:?}"),
        }
    }

    pub async fn send_form(&self, url: &str, fields: &[(&str, &str)]) -> Response {
        let encoded = reqwest::Url::parse_with_params("http://x/", fields).unwrap();
        self.browser
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded.query().unwrap_or_default().to_owned())
            .send()
            .await
            .unwrap()
    }

    /// Types a card on a page.
    pub async fn pay(&self, page: &str, number: &str) -> Response {
        self.send_form(
            page,
            &[
                ("number", number),
                ("expiry", "12/30"),
                ("security_code", "123"),
            ],
        )
        .await
    }

    /// Opens a charge and types a card.
    pub async fn pay_with(&self, charge: &Charge, number: &str) -> Response {
        let page = self.page(charge).await;
        self.pay(&page, number).await
    }

    /// Charges a card and has it kept.
    pub async fn keep(&self, number: &str) -> String {
        let charge = Charge {
            method: Method::HostedPage { save_card: true },
            ..hosted()
        };
        let page = self.page(&charge).await;
        let card = [
            ("number", number),
            ("expiry", "12/30"),
            ("security_code", "123"),
            ("save_card", "yes"),
        ];
        let answer = self.send_form(&page, &card).await;
        if location(&answer).ends_with("/confirm") {
            self.send_form(&format!("{page}/confirm"), &[("answer", "approve")])
                .await;
        }
        self.advance(60).await;
        // the first answer may be lost
        let _ = self.gateway.fetch(&charge.key).await;
        charged(self.gateway.fetch(&charge.key).await.unwrap())
            .saved_card
            .expect("the card was kept")
    }

    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.browser
            .post(format!("{}{path}", self.url))
            .bearer_auth(SECRET)
            .json(&body)
            .send()
            .await
            .unwrap()
    }

    pub async fn advance(&self, seconds: u32) {
        let answer = self
            .post("/v1/test/advance", json!({ "seconds": seconds }))
            .await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }

    pub async fn record(&self) -> Record {
        let answer = self
            .browser
            .get(format!("{}/v1/record", self.url))
            .bearer_auth(SECRET)
            .send()
            .await;
        answer.unwrap().json().await.unwrap()
    }

    /// How often a key was charged.
    pub async fn charges_of(&self, key: ChargeKey) -> usize {
        let record = self.record().await;
        record
            .charges
            .iter()
            .filter(|charge| charge.order == key.order && charge.attempt == key.attempt)
            .count()
    }

    /// The next webhook, and what it is about if its signature is good.
    pub async fn hear(&mut self) -> (String, ChargeKey) {
        let (headers, body) = tokio::time::timeout(Duration::from_secs(20), self.heard.recv())
            .await
            .expect("a webhook in time")
            .unwrap();
        let key = self
            .gateway
            .hint(&headers, &body)
            .expect("a good signature");
        let body: Value = serde_json::from_slice(&body).unwrap();
        (body["kind"].as_str().unwrap().to_owned(), key)
    }
}

/// A charge of an order of its own, with a typed card.
pub fn hosted() -> Charge {
    Charge {
        key: ChargeKey {
            order: Uuid::now_v7(),
            attempt: 1,
        },
        amount: Money::new(123_450, Currency::EUR),
        description: "7 licences for 12 months".to_owned(),
        locale: "en".to_owned(),
        return_url: RETURN_URL.to_owned(),
        method: Method::HostedPage { save_card: false },
    }
}

/// The same with a kept card.
pub fn saved(token: &str) -> Charge {
    Charge {
        method: Method::SavedCard {
            token: token.to_owned(),
        },
        ..hosted()
    }
}

pub fn charged(outcome: Outcome) -> Charged {
    match outcome {
        Outcome::Charged(charged) => charged,
        other => panic!("not charged but {other:?}"),
    }
}

/// Where an answer sends the browser; empty if nowhere.
pub fn location(answer: &Response) -> String {
    let location = answer.headers().get(header::LOCATION);
    location.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}
