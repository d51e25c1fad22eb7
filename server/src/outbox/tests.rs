//! Delivery: at least once, by one server at a time, later when not now, never when moot.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use uuid::Uuid;

use super::*;
use crate::{
    mailer::Sending,
    store::{DatabaseUrl, accounts, links as stored_links},
};

/// A clock that stands where it is put.
struct Still(Mutex<Timestamp>);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("a clock")
    }

    fn today(&self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }
}

/// Answers as it is told, and keeps what it sent.
#[derive(Default)]
struct Scripted {
    refusals: Mutex<Vec<MailError>>,
    sent: Mutex<Vec<Mail>>,
    calls: AtomicUsize,
}

impl Mailer for Scripted {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        Box::pin(async move {
            self.calls.fetch_add(1, Ordering::SeqCst);
            if let Some(refusal) = self.refusals.lock().expect("a script").pop() {
                return Err(refusal);
            }
            self.sent.lock().expect("mails").push(mail.clone());
            Ok(())
        })
    }
}

struct Portal {
    store: Store,
    clock: Arc<Still>,
    mailer: Arc<Scripted>,
    post: Post,
    _folder: tempfile::TempDir,
}

impl Portal {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url: DatabaseUrl = folder
            .path()
            .join("seatkeeper.db")
            .display()
            .to_string()
            .parse()
            .expect("a path");
        // opening blocks, which a thread of the async runtime must not
        let opening = std::thread::spawn(move || Store::open(&url));
        let store = opening.join().expect("no panic").expect("a database");
        let now = "2026-11-23T10:00:00Z".parse().expect("an instant");
        let clock = Arc::new(Still(Mutex::new(now)));
        let mailer = Arc::<Scripted>::default();
        let post = post(&store, &clock, &mailer);
        Self {
            store,
            clock,
            mailer,
            post,
            _folder: folder,
        }
    }

    fn wait(&self, seconds: i64) {
        let mut now = self.clock.0.lock().expect("a clock");
        *now += SignedDuration::from_secs(seconds);
    }

    /// An account without a password, and the letter by which it gets one.
    async fn invite(&self, email: &'static str) -> AccountId {
        let (now, id) = (self.clock.now(), AccountId(Uuid::now_v7()));
        let invite = move |tx: &mut Tx<'_>| {
            accounts::insert(tx, id, email, "sv", now)?;
            put(tx, now, &Letter::Activation { account: id })
        };
        self.store.write(invite).await.expect("a letter");
        id
    }

    async fn deliver(&self) -> usize {
        self.post.deliver().await.expect("a delivery")
    }

    fn sent(&self) -> Vec<Mail> {
        self.mailer.sent.lock().expect("mails").clone()
    }

    fn refuse(&self, refusal: MailError) {
        self.mailer.refusals.lock().expect("a script").push(refusal);
    }

    async fn waiting_and_parked(&self) -> (u64, u64) {
        self.store.read(outbox::counts).await.expect("counts")
    }

    async fn open(&self, secret: String) -> Option<crate::links::OpenedLink> {
        let now = self.clock.now();
        self.store
            .read(move |tx| crate::links::open(tx, &secret, now))
            .await
            .expect("an answer")
    }
}

/// A server that delivers.
fn post(store: &Store, clock: &Arc<Still>, mailer: &Arc<Scripted>) -> Post {
    let house = House {
        seller: "Seller AB".into(),
        public_url: "https://portal.example".into(),
        demo: false,
    };
    let letters = Letters {
        house,
        zone: TimeZone::UTC,
        accounts: Arc::default(),
    };
    Post::of(
        store.clone(),
        Arc::clone(clock) as Arc<dyn Clock>,
        Arc::clone(mailer) as Arc<dyn Mailer>,
        letters,
    )
}

fn secret(mail: &Mail) -> String {
    let (_, rest) = mail.text.split_once('#').expect("a link");
    rest.split_whitespace().next().expect("a secret").to_owned()
}

#[tokio::test]
async fn a_mail_goes_once_in_the_persons_language_with_a_link_that_works() {
    let portal = Portal::new();
    let account = portal.invite("Anna@example.com").await;
    assert_eq!(portal.deliver().await, 1);
    assert_eq!(portal.deliver().await, 0);
    let sent = portal.sent();
    let [mail] = sent.as_slice() else {
        panic!("{sent:?}")
    };
    assert_eq!(
        (mail.to.as_str(), mail.language),
        ("Anna@example.com", "sv")
    );
    let opened = portal.open(secret(mail)).await.expect("a link that works");
    assert_eq!(
        (opened.account, opened.email.as_str()),
        (Some(account), "Anna@example.com")
    );
    assert_eq!(portal.waiting_and_parked().await, (0, 0));
}

#[tokio::test]
async fn what_cannot_go_now_goes_later_and_its_newer_link_takes_the_olders_place() {
    let portal = Portal::new();
    portal.invite("anna@example.com").await;
    portal.refuse(MailError::Later("421 busy".into()));
    assert_eq!(portal.deliver().await, 1);
    portal.wait(29);
    assert_eq!(portal.deliver().await, 0, "too early");
    portal.wait(1);
    assert_eq!(portal.deliver().await, 1);
    assert_eq!(portal.sent().len(), 1);
    // the row that a dying server left behind is the same mail with a newer link
    let older = secret(&portal.sent()[0]);
    let now = portal.clock.now();
    let account = portal
        .open(older.clone())
        .await
        .and_then(|opened| opened.account)
        .expect("an account");
    portal
        .store
        .write(move |tx| put(tx, now, &Letter::Activation { account }))
        .await
        .expect("a letter");
    portal.deliver().await;
    assert_eq!(portal.open(older).await, None);
    assert!(portal.open(secret(&portal.sent()[1])).await.is_some());
}

#[tokio::test]
async fn a_mail_that_never_can_go_is_parked() {
    let portal = Portal::new();
    portal.invite("anna@example.com").await;
    portal.refuse(MailError::Refused("550 no such person".into()));
    portal.deliver().await;
    assert_eq!(portal.waiting_and_parked().await, (0, 1));
    portal.wait(90 * 24 * 3600);
    assert_eq!(portal.deliver().await, 0);
}

#[tokio::test]
async fn patience_ends() {
    let portal = Portal::new();
    portal.invite("anna@example.com").await;
    for _ in 0..PATIENCE.len() {
        portal.refuse(MailError::Later("no route".into()));
        assert_eq!(portal.deliver().await, 1);
        portal.wait(24 * 3600);
    }
    assert_eq!(portal.deliver().await, 0);
    assert_eq!(portal.waiting_and_parked().await, (0, 1));
    assert_eq!(portal.mailer.calls.load(Ordering::SeqCst), PATIENCE.len());
}

#[tokio::test]
async fn only_the_holder_of_the_lease_delivers() {
    let portal = Portal::new();
    for email in ["a@example.com", "b@example.com", "c@example.com"] {
        portal.invite(email).await;
    }
    let second = post(&portal.store, &portal.clock, &portal.mailer);
    let (one, other) = tokio::join!(portal.post.deliver(), second.deliver());
    assert_eq!(one.expect("a delivery") + other.expect("a delivery"), 3);
    let mut to: Vec<_> = portal.sent().into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["a@example.com", "b@example.com", "c@example.com"]);
    // whoever takes over waits until the lease of the one that died has run out
    portal.invite("d@example.com").await;
    let third = post(&portal.store, &portal.clock, &portal.mailer);
    assert_eq!(third.deliver().await, Ok(0));
    portal.wait(HELD.as_secs());
    assert_eq!(third.deliver().await, Ok(1));
    // but nobody waits for one that was stopped
    portal.invite("e@example.com").await;
    third.close().await.expect("the lease is given back");
    let fourth = post(&portal.store, &portal.clock, &portal.mailer);
    assert_eq!(fourth.deliver().await, Ok(1));
}

#[tokio::test]
async fn a_letter_that_no_longer_matters_is_not_sent() {
    let portal = Portal::new();
    let account = portal.invite("anna@example.com").await;
    let now = portal.clock.now();
    let activate =
        move |tx: &mut Tx<'_>| accounts::activate(tx, account, ("Anna", "sv", "hash"), now);
    portal.store.write(activate).await.expect("an account");
    portal.deliver().await;
    assert_eq!(
        (portal.sent().len(), portal.waiting_and_parked().await),
        (0, (0, 0))
    );
}

#[tokio::test]
async fn a_letter_that_cannot_be_read_holds_nothing_up() {
    let portal = Portal::new();
    let now = portal.clock.now();
    let nonsense = move |tx: &mut Tx<'_>| {
        outbox::insert(tx, "mail", "{\"letter\":\"telegram\"}".into(), None, now)
    };
    portal.store.write(nonsense).await.expect("a row");
    portal.invite("anna@example.com").await;
    portal.deliver().await;
    assert_eq!(portal.sent().len(), 1);
    assert_eq!(portal.waiting_and_parked().await, (0, 1));
}

#[tokio::test]
async fn a_reset_link_works_once_for_an_hour_and_for_nothing_else() {
    use seatkeeper_core::api::LinkKind;
    let portal = Portal::new();
    let account = portal.invite("anna@example.com").await;
    let now = portal.clock.now();
    let asked = move |tx: &mut Tx<'_>| {
        accounts::activate(tx, account, ("Anna", "sv", "hash"), now)?;
        put(
            tx,
            now,
            &Letter::ResetPassword {
                account,
                language: "zh-Hans".into(),
            },
        )
    };
    portal.store.write(asked).await.expect("a letter");
    portal.deliver().await;
    let sent = portal.sent();
    let mail = sent.last().expect("a mail");
    assert_eq!(
        (mail.language, mail.subject.as_str()),
        ("zh-Hans", "设置新密码")
    );
    let secret = secret(mail);
    let (other, wrong) = (secret.clone(), "0".repeat(64));
    let used = move |tx: &mut Tx<'_>| {
        let as_activation = crate::links::use_up(tx, &other, LinkKind::Activation, now)?;
        let unknown = crate::links::use_up(tx, &wrong, LinkKind::Reset, now)?;
        let stopped = crate::links::stop_mails(tx, &other, now)?;
        let first = crate::links::use_up(tx, &other, LinkKind::Reset, now)?;
        let second = crate::links::use_up(tx, &other, LinkKind::Reset, now)?;
        Ok::<_, StoreError>((as_activation, unknown, stopped, first.is_some(), second))
    };
    assert_eq!(
        portal.store.write(used).await.expect("an answer"),
        (None, None, false, true, None)
    );
    portal.wait(3600);
    assert_eq!(portal.open(secret).await, None);
    let swept = portal
        .store
        .write(|tx| stored_links::sweep(tx, "2027-01-01T00:00:00Z".parse().expect("an instant")));
    assert_eq!(swept.await.expect("swept"), 1);
}
