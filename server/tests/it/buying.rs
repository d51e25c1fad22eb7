//! Buying by card: the price that was watched is the price that is charged, once or not at all.

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{
    api::{CancelOrder, GetCustomer, GetOrder, OrderView, PayAgain, PlaceOrder, Problem},
    form::CreateForm,
    id::OrderId,
    money::Money,
    order::OrderState,
    payment::DeclineReason,
};
use seatkeeper_server::{
    demo::SANDBOX_SECRET,
    params,
    store::{StoreError, accounts, parties, people},
};
use uuid::Uuid;

use crate::harness::{Person, Portal, stories};

const GOOD: &str = "4242424242424242";
const DECLINED: &str = "4000000000000002";
const POOR: &str = "4000000000009995";
/// Is charged, but no hint comes.
const UNTOLD: &str = "4000000000001042";
/// Is charged five seconds later.
const LATE: &str = "4000000000001018";
/// Is charged, and then the answer is lost.
const LOST: &str = "4000000000001034";
const ASKS: &str = "4000002500003155";

stories! {
    a_customer_is_created_at_the_price_that_was_watched,
    a_top_up_pays_the_started_months,
    a_declined_order_is_paid_with_another_card,
    the_bank_asks_and_is_answered,
    late_lost_and_untold_charges_are_found,
    the_same_order_twice_is_one_order,
    another_price_is_refused_and_nothing_is_stored,
    who_does_not_come_back_is_not_charged,
    a_charge_after_cancellation_goes_back,
    a_charge_of_something_else_settles_nothing_and_goes_back,
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

async fn look(person: &Person<'_>, order: OrderId) -> OrderView {
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
async fn charged(portal: &Portal, order: OrderId) -> Vec<i64> {
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

async fn a_declined_order_is_paid_with_another_card(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Second Try GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    portal
        .card_page(&placed.go_to.expect("a page"))
        .pay(POOR)
        .await
        .back();
    let declined = look(&karin, order.id).await;
    assert_eq!(declined.order.state, OrderState::Declined);
    assert_eq!(
        declined.order.declined,
        Some(DeclineReason::InsufficientFunds)
    );
    assert_eq!(
        declined.order.request, order.request,
        "everything typed comes back"
    );

    let again = karin
        .call(&PayAgain { order: order.id })
        .await
        .expect("another attempt");
    portal
        .card_page(&again.go_to.expect("a page"))
        .pay(DECLINED)
        .await
        .back();
    assert_eq!(
        look(&karin, order.id).await.order.declined,
        Some(DeclineReason::Declined)
    );
    let again = karin
        .call(&PayAgain { order: order.id })
        .await
        .expect("a third attempt");
    portal
        .card_page(&again.go_to.expect("a page"))
        .pay(GOOD)
        .await
        .back();
    assert_eq!(look(&karin, order.id).await.order.state, OrderState::Paid);
    assert_eq!(charged(portal, order.id).await, [79_888]);
    assert_eq!(
        karin.call(&PayAgain { order: order.id }).await,
        Err(Problem::WrongState)
    );
}

async fn the_bank_asks_and_is_answered(portal: &Portal) {
    let karin = reseller(portal).await;
    for (answer, state) in [
        ("approve", OrderState::Paid),
        ("refuse", OrderState::Declined),
    ] {
        let order = karin
            .create(form(&format!("{answer} GmbH"), "DE", ""))
            .await;
        let placed = karin.call(&order).await.expect("an order");
        let then = portal
            .card_page(&placed.go_to.expect("a page"))
            .pay(ASKS)
            .await;
        let crate::harness::Then::Asked(question) = then else {
            panic!("the bank does not ask")
        };
        assert_eq!(
            look(&karin, order.id).await.order.state,
            OrderState::NeedsAction
        );
        question.answer(answer).await.back();
        assert_eq!(look(&karin, order.id).await.order.state, state, "{answer}");
    }
}

async fn late_lost_and_untold_charges_are_found(portal: &Portal) {
    let karin = reseller(portal).await;
    for card in [LATE, LOST, UNTOLD] {
        let order = karin
            .create(form(&format!("Card {card} GmbH"), "DE", ""))
            .await;
        let placed = karin.call(&order).await.expect("an order");
        let _ = portal
            .card_page(&placed.go_to.expect("a page"))
            .pay(card)
            .await;
        test_call(portal, "advance", serde_json::json!({ "seconds": 10 })).await;
        // nobody waits for the receipt: the worker finds it by itself, a day later at the latest
        portal.tell(portal.today().saturating_add(1.day()));
        portal.work().await;
        assert_eq!(
            look(&karin, order.id).await.order.state,
            OrderState::Paid,
            "{card}"
        );
        assert_eq!(charged(portal, order.id).await, [79_888], "{card}");
        // the tax point is the day on which the money came, not the day on which it was asked about
        let id = order.id.0;
        let paid_on = portal.context.store.read(move |tx| {
            tx.only(
                "select paid_on from orders where id = $1",
                params![id],
                |row| row.get::<Date>("paid_on"),
            )
        });
        let paid_on = paid_on
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(paid_on, order.today, "{card}");
    }
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

async fn who_does_not_come_back_is_not_charged(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Gone GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    portal.tell(portal.today().saturating_add(1.day()));
    portal.work().await;
    assert_eq!(
        look(&karin, order.id).await.order.state,
        OrderState::Cancelled
    );
    let page = portal.card_page(&placed.go_to.expect("a page"));
    let _ = page.pay(GOOD).await;
    assert_eq!(charged(portal, order.id).await, Vec::<i64>::new());

    let order = karin.create(form("Given Up GmbH", "DE", "")).await;
    karin.call(&order).await.expect("an order");
    let cancelled = karin
        .call(&CancelOrder { order: order.id })
        .await
        .expect("cancelled");
    assert_eq!(cancelled.order.state, OrderState::Cancelled);
}

async fn a_charge_after_cancellation_goes_back(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Late GmbH", "DE", "")).await;
    karin.call(&order).await.expect("an order");
    karin
        .call(&CancelOrder { order: order.id })
        .await
        .expect("cancelled");
    test_call(
        portal,
        &format!("payments/{}/1/charge-cancelled", order.id),
        serde_json::json!({}),
    )
    .await;
    portal.tell(portal.today().saturating_add(1.day()));
    portal.work().await;
    let record = portal.gateway_record().await;
    let refunded: Vec<i64> = record
        .refunds
        .iter()
        .map(|refund| refund.amount.minor)
        .collect();
    assert_eq!(refunded, [79_888]);
    assert_eq!(
        look(&karin, order.id).await.order.state,
        OrderState::Cancelled
    );
}

async fn a_charge_of_something_else_settles_nothing_and_goes_back(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Tampered GmbH", "DE", "")).await;
    let placed = karin.call(&order).await.expect("an order");
    portal
        .card_page(&placed.go_to.expect("a page"))
        .pay(UNTOLD)
        .await
        .back();
    let other =
        serde_json::json!({ "order": order.id, "amount": { "minor": 1, "currency": "EUR" } });
    test_call(portal, &format!("payments/{}/1/tamper", order.id), other).await;
    let given_up = look(&karin, order.id).await.order.state;
    assert_eq!(given_up, OrderState::Cancelled);
    portal.work().await;
    let record = portal.gateway_record().await;
    let refunded = record.refunds.iter().map(|refund| refund.amount.minor);
    assert_eq!(refunded.collect::<Vec<_>>(), [1]);
    // and nothing stands in the way of buying it now
    let again = karin.create(form("Tampered GmbH", "DE", "")).await;
    buy(portal, &karin, &again).await;
}

async fn test_call(portal: &Portal, path: &str, body: serde_json::Value) {
    let asked = portal
        .browser
        .post(format!("{}/v1/test/{path}", portal.gateway_url));
    let reply = asked
        .bearer_auth(SANDBOX_SECRET)
        .json(&body)
        .send()
        .await
        .expect("the gateway");
    assert!(reply.status().is_success(), "{path}: {}", reply.status());
}

async fn an_order_of_nothing_needs_no_card(portal: &Portal) {
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
async fn all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
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
