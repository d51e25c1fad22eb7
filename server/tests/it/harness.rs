//! The story harness: a portal of its own for each story, over real HTTP, on a told date, with a
//! sandbox gateway on its own port, the stand-in for VIES, and mails that can be read.
//!
//! Promises that nothing happens by itself: what follows a commit happens in [`Portal::work`].
//! When a story ends, its books are audited. `stories!` runs each on SQLite and on PostgreSQL.

mod books;
mod card_page;
mod database;
mod person;
mod post;
mod steps;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use clap::Parser;
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time, date},
};
use seatkeeper_core::api::GATEWAY_WEBHOOK;
use seatkeeper_server::{
    auth::Limits,
    checkout,
    clock::{Clock, SystemClock, ToldClock},
    config::{Config, Settings},
    context::{Context, Parts},
    day, demo,
    gateway::sandbox::{Address, Merchant, SandboxGateway, serve_sandbox, wire::Record},
    http,
    mailer::Mailer,
    numbering,
    outbox::Post,
    outward,
    portal::{self, Connections},
    rendering, routes,
    store::{StoreError, mark::Mark},
    vat_numbers,
    vies::stand_in::StandIn,
};
use tokio::{net::TcpListener, task::JoinHandle};
use uuid::Uuid;

pub(crate) use card_page::{CardPage, GOOD_CARD, Then};
pub(crate) use database::{Database, Lock};
pub(crate) use person::{Answered, Person, words_of};
use post::Postbox;
pub(crate) use steps::Steps;

/// The day on which every story begins.
pub(crate) const FIRST_DAY: Date = date(2026, 11, 23);
/// What everybody's own clock shows when a story begins: in the middle of a step of 30 seconds.
const FIRST_INSTANT: Timestamp = Timestamp::constant(1_795_431_615, 0);
/// How often work that leads to other work is looked for.
const MOST_ROUNDS: usize = 50;

/// A portal with demo data, and everything around it.
pub(crate) struct Portal {
    pub(crate) url: String,
    pub(crate) gateway_url: String,
    pub(crate) context: Context,
    pub(crate) browser: reqwest::Client,
    clock: Arc<ToldClock>,
    postbox: Arc<Postbox>,
    post: Post,
    holder: Uuid,
    serving: Vec<JoinHandle<()>>,
    // dropped last: its threads must be gone first
    _folder: tempfile::TempDir,
    database: Database,
}

#[derive(Parser)]
struct Given {
    #[command(flatten)]
    settings: Settings,
}

impl Portal {
    /// Opens a portal with the demo's data on a fresh database.
    pub(crate) async fn open(database: Database) -> Self {
        Self::open_with(database, &[]).await
    }

    /// Opens one that insists on the second factor of those who need one, as a real one does.
    pub(crate) async fn insisting(database: Database) -> Self {
        Self::open_with(database, &["--insist-on-second-factor"]).await
    }

    async fn open_with(database: Database, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = free_port().await;
        let url = origin(&listener);
        let data = folder.path().display().to_string();
        let places = [
            "portal",
            "--data",
            &data,
            "--database-url",
            &database.url,
            "--public-url",
            &url,
        ];
        let mut settings = Given::parse_from(places.iter().chain(options)).settings;
        demo::seller(&mut settings);
        let config = settings.read().expect("complete settings");
        let system = SystemClock::in_zone(&config.zone).expect("a zone");
        let clock = Arc::new(ToldClock::on(system, FIRST_DAY));
        clock.tell_wall(FIRST_INSTANT);
        let (gateway_url, sandbox) = sandbox(&settings, &url, Arc::clone(&clock)).await;
        let context = context(config, &settings, &gateway_url, Arc::clone(&clock)).await;
        demo::seed(&context).await.expect("demo data");
        let routes = routes::router(context.clone());
        let serving = tokio::spawn(async move {
            http::serve(listener, routes, std::future::pending())
                .await
                .expect("a socket");
        });
        let postbox = Arc::new(Postbox::default());
        Self {
            url,
            gateway_url,
            post: Post::new(&context, Arc::clone(&postbox) as Arc<dyn Mailer>),
            context,
            browser: browser(),
            clock,
            postbox,
            holder: Uuid::now_v7(),
            serving: vec![serving, sandbox],
            _folder: folder,
            database,
        }
    }

    /// Has another program lock the database against writing.
    pub(crate) async fn lock_database(&self) -> Lock {
        self.database.lock().await
    }

    /// The business date.
    pub(crate) fn today(&self) -> Date {
        self.clock.today()
    }

    /// Another day begins. People's sessions end overnight; they sign in again by themselves.
    pub(crate) fn tell(&self, today: Date) {
        self.clock.tell(today);
    }

    /// What everybody's own clock shows.
    pub(crate) fn wall(&self) -> Timestamp {
        self.clock.wall()
    }

    /// Everybody's own clock goes on.
    pub(crate) fn pass_seconds(&self, seconds: i64) {
        let later = self.wall() + SignedDuration::from_secs(seconds);
        self.clock.tell_wall(later);
    }

    /// It is this time of day from now on.
    pub(crate) fn stand_still_at(&self, time: Time) {
        self.clock.tell_time(time);
    }

    /// Somebody who is not signed in.
    pub(crate) fn stranger(&self) -> Person<'_> {
        Person::new(self, None)
    }

    /// One of the demo's people, signed in.
    pub(crate) async fn person(&self, email: &str) -> Person<'_> {
        let person = Person::new(self, Some((email, demo::PASSWORD)));
        person
            .sign_in()
            .await
            .unwrap_or_else(|problem| panic!("{email} cannot sign in: {problem:?}"));
        person
    }

    /// Time passes for the orders that wait to be looked after.
    pub(crate) async fn pass_time(&self, seconds: i64) {
        let later = self.context.clock.now() - SignedDuration::from_secs(seconds);
        let passed = self.context.store.write(move |tx| {
            tx.execute(
                "update orders set next_look_at = $1 where next_look_at is not null",
                &[later.into()],
            )
        });
        passed
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
    }

    /// The same portal while its gateway is away.
    pub(crate) fn without_gateway(&self) -> Context {
        let nowhere = Address {
            url: "http://127.0.0.1:9".to_owned(),
            secret: String::new(),
            webhook_secret: String::new(),
            timeout: portal::GATEWAY_TIMEOUT,
        };
        Context::new(Parts {
            store: self.context.store.clone(),
            config: self.context.config.clone(),
            clock: Arc::clone(&self.context.clock),
            gateway: Arc::new(SandboxGateway::new(nowhere).expect("a client")),
            vies: Arc::clone(&self.context.vies),
            demo: true,
            limits: Limits::new(1_000_000, Duration::from_nanos(1)),
            wake: tokio::sync::Notify::new(),
        })
    }

    /// Numbers invoices and makes no document.
    pub(crate) async fn number(&self) -> usize {
        numbering::number_drafts(&self.context, self.holder)
            .await
            .expect("invoices")
    }

    /// Does all that follows from what was committed and from the day: asks about VAT numbers again,
    /// works
    /// through the days, looks after orders, numbers invoices, delivers mails.
    pub(crate) async fn work(&self) {
        vat_numbers::renew(&self.context, self.holder)
            .await
            .expect("VAT numbers");
        day::catch_up(&self.context, self.holder, self.clock.today())
            .await
            .expect("the days' work");
        for _ in 0..MOST_ROUNDS {
            let looked = checkout::look_after(&self.context).await.expect("orders");
            let numbered = self.number().await;
            let rendered = rendering::render_missing(&self.context, self.holder)
                .await
                .expect("documents");
            let delivered = self.post.deliver().await.expect("mails");
            if numbered + rendered + delivered == 0 && looked == 0 {
                return;
            }
        }
    }

    /// The gateway's page that an order sends its payer to.
    pub(crate) fn card_page(&self, url: &str) -> CardPage<'_> {
        assert!(
            url.starts_with(&self.gateway_url),
            "{url} is not the gateway's"
        );
        CardPage::at(self, url)
    }

    /// What the gateway recorded: the truth about money.
    pub(crate) async fn gateway_record(&self) -> Record {
        let asked = self.browser.get(format!("{}/v1/record", self.gateway_url));
        let reply = asked
            .bearer_auth(demo::SANDBOX_SECRET)
            .send()
            .await
            .expect("the gateway");
        reply.json().await.expect("a record")
    }

    /// Ends the story: what must follow follows, and the books are audited.
    pub(crate) async fn finish(self) {
        self.work().await;
        let record = self.gateway_record().await;
        books::audit(&self.context.store, self.today(), record).await;
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        for task in &self.serving {
            task.abort();
        }
    }
}

async fn free_port() -> TcpListener {
    TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
        .await
        .expect("a free port")
}

fn origin(listener: &TcpListener) -> String {
    format!("http://{}", listener.local_addr().expect("an address"))
}

fn browser() -> reqwest::Client {
    let builder = outward::client().no_proxy();
    builder
        .timeout(Duration::from_mins(1))
        .build()
        .expect("a client")
}

async fn sandbox(
    settings: &Settings,
    portal: &str,
    clock: Arc<ToldClock>,
) -> (String, JoinHandle<()>) {
    let listener = free_port().await;
    let url = origin(&listener);
    let merchant = Merchant {
        name: settings.seller_name.clone(),
        secret: settings.gateway_secret.clone(),
        webhook_secret: settings.webhook_secret.clone(),
        webhook_url: Some(format!("{portal}{GATEWAY_WEBHOOK}")),
        public_url: Some(url.clone()),
    };
    let serving = serve_sandbox(listener, &settings.data.join("gateway"), merchant, clock);
    let task = tokio::spawn(async move { serving.await.expect("the sandbox gateway") });
    (url, task)
}

async fn context(
    config: Config,
    settings: &Settings,
    gateway: &str,
    clock: Arc<ToldClock>,
) -> Context {
    let opening = {
        let (config, clock) = (config.clone(), Arc::clone(&clock));
        move || portal::open(&config, Mark::Demo, clock.as_ref()).map_err(|error| error.to_string())
    };
    let store = tokio::task::spawn_blocking(opening)
        .await
        .expect("no panic")
        .expect("a database");
    let address = Address {
        url: gateway.to_owned(),
        secret: settings.gateway_secret.clone(),
        webhook_secret: settings.webhook_secret.clone(),
        timeout: portal::GATEWAY_TIMEOUT,
    };
    let connections = Connections {
        gateway: Arc::new(SandboxGateway::new(address).expect("a client")),
        vies: Arc::new(StandIn::new(
            Arc::clone(&clock) as Arc<dyn Clock>,
            Duration::from_millis(50),
        )),
        clock,
        // people in stories are faster than people
        limits: Limits::new(1_000_000, Duration::from_nanos(1)),
    };
    portal::assemble(config, store, Mark::Demo, connections).expect("parts that fit")
}

/// Makes one test for each database of a story: `async fn story(portal: &Portal)`. After `insisting`,
/// its portal insists on the second factor of those who need one.
macro_rules! stories {
    (@$open:ident $($(#[$doc:meta])* $name:ident),+) => {
        mod sqlite {$(
            $(#[$doc])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let portal = $crate::harness::Portal::$open($crate::harness::Database::sqlite()).await;
                super::$name(&portal).await;
                portal.finish().await;
            }
        )+}
        mod postgres {$(
            $(#[$doc])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(database) = $crate::harness::Database::postgres().await else {
                    eprintln!("not run: no PostgreSQL to test on");
                    return;
                };
                let portal = $crate::harness::Portal::$open(database).await;
                super::$name(&portal).await;
                portal.finish().await;
            }
        )+}
    };
    (insisting: $($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $crate::harness::stories! { @insisting $($(#[$doc])* $name),+ }
    };
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $crate::harness::stories! { @open $($(#[$doc])* $name),+ }
    };
}
pub(crate) use stories;
