//! Buying by card: the price that was watched is the price that is charged, once or not at all.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{GetCustomer, GetOrder, OrderView, PlaceOrder, Problem},
    form::CreateForm,
    id::OrderId,
    money::Money,
    order::OrderState,
};
use seatkeeper_server::store::{StoreError, accounts, parties, people};
use uuid::Uuid;

use crate::harness::{Person, Portal, stories};

/// A card that is charged at once.
pub(crate) const GOOD: &str = "4242424242424242";

stories! {
    a_customer_is_created_at_the_price_that_was_watched,
    a_top_up_pays_the_started_months,
    the_same_order_twice_is_one_order,
    another_price_is_refused_and_nothing_is_stored,
    an_order_of_nothing_needs_no_card,
    many_top_ups_at_once_are_one,
    the_customers_administrator_buys_at_list_price,
}

pub(crate) fn form(name: &str, country: &str, vat_number: &str) -> CreateForm {
    CreateForm {
        business_name: name.to_owned(),
        address: "Am Ring 1".to_owned(),
        postcode: "10115".to_owned(),
        city: "Berlin".to_owned(),
        country: country.to_owned(),
        vat_number: vat_number.to_owned(),
        licences: "7".to_owned(),
        term: "12".to_owned(),
        currency: "EUR".to_owned(),
        payment: "card".to_owned(),
    }
}

pub(crate) async fn reseller(portal: &Portal) -> Person<'_> {
    portal.person("reseller@example.com").await
}

pub(crate) async fn look(person: &Person<'_>, order: OrderId) -> OrderView {
    person
        .call(&GetOrder { order })
        .await
        .expect("one's own order")
}

/// Places an order and pays it with a card that is charged at once.
pub(crate) async fn buy(portal: &Portal, person: &Person<'_>, order: &PlaceOrder) -> OrderView {
    let placed = person.call(order).await.expect("an order");
    let page = placed.go_to.expect("the gateway's page");
    let back = portal.card_page(&page).pay(GOOD).await.back();
    assert_eq!(back, format!("{}/orders/{}", portal.url, order.id));
    look(person, order.id).await
}

/// What the gateway charged for an order.
pub(crate) async fn charged(portal: &Portal, order: OrderId) -> Vec<i64> {
    let record = portal.gateway_record().await;
    let charges = record
        .charges
        .iter()
        .filter(|charge| charge.order == order.0);
    charges.map(|charge| charge.charge.amount.minor).collect()
}

async fn a_customer_is_created_at_the_price_that_was_watched(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Neu GmbH", "DE", "")).await;
    // 7 × 12 × 9.99 = 839.16, less 20 % = 671.33, and 19 % VAT
    assert_eq!(
        order.expected_total,
        Money::new(79_888, seatkeeper_core::currency::Currency::EUR)
    );
    let paid = buy(portal, &karin, &order).await;
    assert_eq!(paid.order.state, OrderState::Paid);
    assert_eq!(paid.card.expect("a card").last_four, "4242");
    assert_eq!(charged(portal, order.id).await, [79_888]);

    let customer = karin.customer("Neu GmbH").await;
    let view = karin
        .call(&GetCustomer { customer })
        .await
        .expect("a customer");
    assert_eq!(view.seats.total, 7);
    portal.work().await;
    let receipt = look(&karin, order.id).await;
    assert_eq!(
        receipt.invoice.expect("an invoice").issued_on,
        portal.today()
    );
    let mail = portal.mail_to("invoices@kontor.example").await;
    assert!(mail.attachment.is_some(), "the invoice is attached");
}

async fn a_top_up_pays_the_started_months(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Later GmbH", "DE", "")).await;
    buy(portal, &karin, &order).await;
    let customer = karin.customer("Later GmbH").await;
    // 50 days before the end: two started months
    portal.tell(jiff::civil::date(2027, 10, 4));
    let top_up = karin.top_up(customer, 3).await;
    let paid = buy(portal, &karin, &top_up).await;
    assert_eq!((paid.order.quote.months, paid.order.quote.licences), (2, 3));
    let view = karin
        .call(&GetCustomer { customer })
        .await
        .expect("a customer");
    assert_eq!(view.seats.total, 10);
    assert_eq!(view.subscription.ends_on(), jiff::civil::date(2027, 11, 23));
}

async fn the_same_order_twice_is_one_order(portal: &Portal) {
    let (karin, ruta) = (
        reseller(portal).await,
        portal.person("other@example.com").await,
    );
    let order = karin.create(form("Once GmbH", "DE", "")).await;
    let first = karin.call(&order).await.expect("an order");
    let second = karin.call(&order).await.expect("the same order");
    assert_eq!(first.go_to, second.go_to);
    buy(portal, &karin, &order).await;
    assert_eq!(
        karin
            .call(&order)
            .await
            .expect("the same order")
            .order
            .state,
        OrderState::Paid
    );
    assert_eq!(charged(portal, order.id).await.len(), 1);

    let mut other = karin.create(form("Twice GmbH", "DE", "")).await;
    other.id = order.id;
    assert_eq!(
        karin.call(&other).await.map(|view| view.order.id),
        Err(Problem::OrderIdReused)
    );
    let mut theirs = ruta.create(form("Theirs GmbH", "DE", "")).await;
    theirs.id = order.id;
    assert_eq!(
        ruta.call(&theirs).await.map(|view| view.order.id),
        Err(Problem::NotFound)
    );
}

async fn another_price_is_refused_and_nothing_is_stored(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Cheap GmbH", "DE", "")).await;
    let mut cheap = order.clone();
    cheap.expected_total = Money::new(1, cheap.expected_total.currency());
    let Err(Problem::QuoteChanged { quote, .. }) = karin.call(&cheap).await else {
        panic!("accepted a cent")
    };
    assert_eq!(quote.total, order.expected_total);
    portal.tell(portal.today().saturating_add(1.day()));
    let Err(Problem::QuoteChanged { today, .. }) = karin.call(&order).await else {
        panic!("accepted yesterday's")
    };
    assert_eq!(today, portal.today());
    assert_eq!(
        karin
            .call(&GetOrder { order: order.id })
            .await
            .map(|view| view.order.id),
        Err(Problem::NotFound)
    );
}

/// From now on nothing costs the reseller anything.
pub(crate) async fn give_everything_away(portal: &Portal) {
    let (now, today) = (portal.context.clock.now(), portal.today());
    let entered = portal.context.store.write(move |tx| {
        let account = accounts::by_email(tx, "reseller@example.com")?.map(|account| account.id);
        let actor = account.map(|id| people::actor(tx, id)).transpose()?;
        let (reseller, _) = actor.and_then(|actor| actor.reseller).expect("a reseller");
        parties::enter_discount(
            tx,
            reseller,
            (today, seatkeeper_core::discount::Percent::HUNDRED),
            None,
            now,
        )
    });
    entered
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

async fn an_order_of_nothing_needs_no_card(portal: &Portal) {
    give_everything_away(portal).await;
    let karin = reseller(portal).await;
    let order = karin.create(form("Free GmbH", "DE", "")).await;
    assert_eq!(order.expected_total.minor(), 0);
    let paid = karin.call(&order).await.expect("an order");
    assert_eq!((paid.order.state, paid.go_to), (OrderState::Paid, None));
    assert_eq!(charged(portal, order.id).await, Vec::<i64>::new());
}

async fn many_top_ups_at_once_are_one(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let before = karin
        .call(&GetCustomer { customer })
        .await
        .expect("a customer")
        .seats
        .total;
    let order = karin.top_up(customer, 1).await;
    let asks = (0..64).map(|place| PlaceOrder {
        // half of them repeat one order, half are orders of their own
        id: if place % 2 == 0 {
            order.id
        } else {
            OrderId(Uuid::now_v7())
        },
        ..order.clone()
    });
    let asks: Vec<PlaceOrder> = asks.collect();
    let mut placed = Vec::new();
    let karin = &karin;
    let answers = asks.iter().map(|ask| karin.call(ask));
    for answer in all(answers).await {
        match answer {
            Ok(view) => placed.push(view),
            Err(Problem::OrderOpen { .. }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    let first = placed.first().expect("one is placed").order.id;
    assert!(
        placed.iter().all(|view| view.order.id == first),
        "one open order of a kind"
    );
    let page = look(karin, first).await.go_to.expect("a page");
    let payers = (0..8).map(|_| async {
        let _ = portal.card_page(&page).pay(GOOD).await;
    });
    all(payers).await;
    assert_eq!(look(karin, first).await.order.state, OrderState::Paid);
    assert_eq!(charged(portal, first).await.len(), 1);
    let after = karin
        .call(&GetCustomer { customer })
        .await
        .expect("a customer")
        .seats
        .total;
    assert_eq!(after, before + 1);
}

/// Everything at once.
pub(crate) async fn all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.map(Box::pin).collect();
    let mut answers = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|future| match future.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    answers
}

async fn the_customers_administrator_buys_at_list_price(portal: &Portal) {
    let (karin, elin) = (
        reseller(portal).await,
        portal.person("customer@example.com").await,
    );
    let customer = elin.customer("Café Söder HB").await;
    let before = portal.mails().await.len();
    let order = elin.top_up(customer, 2).await;
    let paid = buy(portal, &elin, &order).await;
    assert!(paid.order.quote.discount.is_zero(), "no reseller discount");
    let told = portal.mails().await.split_off(before);
    let to: Vec<&str> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["customer@example.com"], "not the reseller's mailbox");
    assert!(told.iter().all(|mail| mail.attachment.is_some()));
    let theirs = karin.call(&GetOrder { order: order.id }).await;
    assert_eq!(
        theirs.map(|view| view.order.id),
        Err(Problem::NotFound),
        "the payer's papers are the payer's"
    );
}
