//! Each end of an order stands in the log once, with who wanted it; and so does money that came for
//! nothing.

use std::sync::Arc;

use axum::http::HeaderMap;
use jiff::Timestamp;
use seatkeeper_core::{
    api::{CancelOrder, Detach},
    id::OrderId,
    money::Money,
    order::OrderState,
};
use seatkeeper_server::{
    auth::SignedIn,
    checkout,
    context::{Context, Parts},
    gateway::{Asked, Charge, ChargeKey, Keeping, Outcome, PaymentGateway, Refunded, Setup},
    http::Source,
    params,
    store::{StoreError, accounts, people},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    buying::{form, look},
    charges::{DECLINED, UNTOLD, test_call},
    harness::{Portal, stories},
};

const KARIN: &str = "reseller@example.com";

stories! {
    whoever_gives_an_order_up_is_named_though_the_gateways_hint_is_faster,
    another_amount_and_a_late_charge_are_told,
    a_declined_order_ends_with_the_managing,
}

/// What became of an order after it was placed, and whether somebody did it.
pub(crate) async fn told(portal: &Portal, order: OrderId) -> Vec<(String, bool)> {
    let told = portal.context.store.read(move |tx| {
        tx.query(
            "select action, account_id from audit_log
             where order_id = $1 and action <> 'order.placed' order by id",
            params![order.0],
            |row| {
                let by: Option<String> = row.get("account_id")?;
                Ok((row.get::<String>("action")?, by.is_some()))
            },
        )
    });
    let told: Result<_, StoreError> = told.await;
    told.expect("a log")
}

pub(crate) fn lines(lines: &[(&str, bool)]) -> Vec<(String, bool)> {
    let owned = lines.iter().map(|(action, by)| ((*action).to_owned(), *by));
    owned.collect()
}

/// A gateway whose hint of a cancellation comes before its answer.
struct HintFirst {
    gateway: Arc<dyn PaymentGateway>,
    told: Context,
}

impl PaymentGateway for HintFirst {
    fn cancel<'a>(&'a self, key: &'a ChargeKey) -> Asked<'a, Outcome> {
        Box::pin(async move {
            let answer = self.gateway.cancel(key).await;
            let looked = checkout::look(&self.told, OrderId(key.order)).await;
            looked.expect("the hint is heard");
            answer
        })
    }

    fn charge<'a>(&'a self, charge: &'a Charge) -> Asked<'a, Outcome> {
        self.gateway.charge(charge)
    }

    fn fetch<'a>(&'a self, key: &'a ChargeKey) -> Asked<'a, Outcome> {
        self.gateway.fetch(key)
    }

    fn refund<'a>(
        &'a self,
        key: &'a ChargeKey,
        refund: Uuid,
        amount: Money,
    ) -> Asked<'a, Refunded> {
        self.gateway.refund(key, refund, amount)
    }

    fn keep_card<'a>(&'a self, setup: &'a Setup) -> Asked<'a, Keeping> {
        self.gateway.keep_card(setup)
    }

    fn fetch_card(&self, id: Uuid) -> Asked<'_, Keeping> {
        self.gateway.fetch_card(id)
    }

    fn disputed(&self, since: Timestamp) -> Asked<'_, Vec<ChargeKey>> {
        self.gateway.disputed(since)
    }

    fn hint(&self, headers: &HeaderMap, body: &[u8]) -> Option<ChargeKey> {
        self.gateway.hint(headers, body)
    }

    fn is_sandbox(&self) -> bool {
        self.gateway.is_sandbox()
    }
}

/// The same portal with another gateway.
fn with_gateway(portal: &Portal, gateway: Arc<dyn PaymentGateway>) -> Context {
    let context = &portal.context;
    Context::new(Parts {
        store: context.store.clone(),
        config: context.config.clone(),
        clock: Arc::clone(&context.clock),
        gateway,
        vies: Arc::clone(&context.vies),
        demo: true,
        limits: seatkeeper_server::auth::Limits::new(1, std::time::Duration::from_secs(1)),
        wake: tokio::sync::Notify::new(),
    })
}

/// Somebody, as a request knows them.
async fn signed_in(portal: &Portal, email: &'static str) -> SignedIn {
    let reading = portal.context.store.read(move |tx| {
        let account = accounts::by_email(tx, email)?.expect("an account");
        Ok(SignedIn {
            actor: people::actor(tx, account.id)?,
            email: account.email_shown,
            name: account.name,
            language: account.language,
            source: Source::UNKNOWN,
            session: String::new(),
        })
    });
    let read: Result<_, StoreError> = reading.await;
    read.expect("somebody")
}

async fn whoever_gives_an_order_up_is_named_though_the_gateways_hint_is_faster(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let order = karin.create(form("Schnell GmbH", "DE", "")).await;
    karin.call(&order).await.expect("an order");
    let hinted = HintFirst {
        gateway: Arc::clone(&portal.context.gateway),
        told: portal.context.clone(),
    };
    let context = with_gateway(portal, Arc::new(hinted));
    let who = signed_in(portal, KARIN).await;
    let view = checkout::cancel(&context, &who, order.id).await;
    assert_eq!(view.expect("given up").order.state, OrderState::Cancelled);
    let once = lines(&[("order.cancelled", true)]);
    assert_eq!(told(portal, order.id).await, once);
}

async fn another_amount_and_a_late_charge_are_told(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let other = karin.create(form("Anders GmbH", "DE", "")).await;
    let placed = karin.call(&other).await.expect("an order");
    let page = portal.card_page(&placed.go_to.expect("a page"));
    page.pay(UNTOLD).await.back();
    let amount = json!({ "order": other.id, "amount": { "minor": 1, "currency": "EUR" } });
    test_call(portal, &format!("payments/{}/1/tamper", other.id), amount).await;
    look(&karin, other.id).await;
    let late = karin.create(form("Spät GmbH", "DE", "")).await;
    karin.call(&late).await.expect("an order");
    let cancel = CancelOrder { order: late.id };
    karin.call(&cancel).await.expect("given up");
    let path = format!("payments/{}/1/charge-cancelled", late.id);
    test_call(portal, &path, json!({})).await;
    for _ in 0..2 {
        checkout::look(&portal.context, late.id).await.expect("it");
    }
    portal.work().await;
    let refused = [
        ("order.charged_otherwise", false),
        ("order.refunded", false),
    ];
    assert_eq!(told(portal, other.id).await, lines(&refused));
    let given_back = [
        ("order.cancelled", true),
        ("order.charged_late", false),
        ("order.refunded", false),
    ];
    assert_eq!(told(portal, late.id).await, lines(&given_back));
}

async fn a_declined_order_ends_with_the_managing(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let customer = karin.customer("Café Söder HB").await;
    let order = karin.top_up(customer, 1).await;
    let placed = karin.call(&order).await.expect("an order");
    let page = portal.card_page(&placed.go_to.expect("a page"));
    page.pay(DECLINED).await.back();
    look(&karin, order.id).await;
    karin.call(&Detach { customer }).await.expect("detached");
    assert_eq!(
        look(&karin, order.id).await.order.state,
        OrderState::Cancelled
    );
    let ended = [("order.declined", false), ("order.given_up", true)];
    assert_eq!(told(portal, order.id).await, lines(&ended));
}
