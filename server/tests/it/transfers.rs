//! Paying by bank transfer: nothing before the money; what is mailed, the last day, and giving up.
//! What staff record is told in a file of its own.

mod payouts;
mod recording;
mod second_person;

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{
    api::{
        CancelOrder, FindTransfers, GetCustomer, ListCustomers, ListTransfers, OrderView,
        PlaceOrder, Problem, RecordMoney, Recorded, TransferRow,
    },
    currency::Currency,
    form::{BankEntryForm, CreateForm, Field, FieldError, FieldFault},
    id::{CustomerId, OrderId},
    money::Money,
    order::{OrderRequest, OrderState},
    transfer::in_fours,
};
use seatkeeper_server::mailer::Mail;

use crate::{
    buying::{form, look, reseller},
    harness::{Person, Portal, stories, words_of},
};

stories! {
    nothing_is_active_before_the_money_and_the_period_begins_with_it,
    the_payment_request_says_everything_and_is_mailed,
    an_order_lapses_the_day_after_its_last,
    an_order_is_given_up_and_its_money_kept,
    a_top_up_waits_until_its_month_is_over,
    a_renewal_keeps_its_period,
    only_years_in_a_currency_with_an_account,
    another_payer_sees_nothing_of_it,
}

/// The same order, to be paid by transfer.
pub(crate) fn by_transfer(mut order: PlaceOrder) -> PlaceOrder {
    let payment = match &mut order.request {
        OrderRequest::Create(form) => &mut form.payment,
        OrderRequest::TopUp(form) => &mut form.payment,
        OrderRequest::Renew(form) => &mut form.payment,
    };
    "bank_transfer".clone_into(payment);
    order
}

/// A new customer's order that waits.
pub(crate) async fn ordered(karin: &Person<'_>, name: &str) -> OrderView {
    let order = by_transfer(karin.create(form(name, "DE", "")).await);
    let placed = karin.call(&order).await.expect("an order");
    assert_eq!(placed.order.state, OrderState::AwaitingTransfer);
    placed
}

pub(crate) fn came(order: OrderId, reference: &str, day: Date, amount: &str) -> RecordMoney {
    RecordMoney {
        order,
        is_payout: false,
        entry: BankEntryForm {
            entry_reference: reference.to_owned(),
            booked_on: day.to_string(),
            amount: amount.to_owned(),
            remittance: String::new(),
        },
    }
}

async fn staff(portal: &Portal) -> Person<'_> {
    portal.person("staff@example.com").await
}

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// The latest mail to the reseller's address for invoices that says this.
async fn mailed(portal: &Portal, words: &str) -> Mail {
    let mails = portal.mails().await;
    let to_kontor = |mail: &&Mail| mail.to.contains("invoices@kontor.example");
    let said = mails.iter().rev().filter(to_kontor);
    let found = said.clone().find(|mail| mail.text.contains(words));
    let texts: Vec<_> = said.map(|mail| &mail.text).collect();
    found
        .unwrap_or_else(|| panic!("{words} in {texts:?}"))
        .clone()
}

/// Overview's customers of this name.
async fn found(karin: &Person<'_>, name: &str) -> usize {
    let ask = ListCustomers {
        search: name.to_owned(),
        page: 1,
        ..ListCustomers::default()
    };
    karin.call(&ask).await.expect("a list").rows.len()
}

async fn row(staff: &Person<'_>, search: &str) -> TransferRow {
    let ask = FindTransfers {
        search: search.to_owned(),
        page: 1,
    };
    let mut rows = staff.call(&ask).await.expect("transfers").rows;
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

async fn balances(person: &Person<'_>) -> Vec<Money> {
    let own = person.call(&ListTransfers {}).await.expect("transfers");
    own.balances
}

// 7 × 12 × 9.99 = 839.16, less 20 % = 671.33, and 19 % VAT
pub(crate) const TOTAL: &str = "798.88";

async fn nothing_is_active_before_the_money_and_the_period_begins_with_it(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Warte GmbH").await;
    assert_eq!(found(&karin, "Warte GmbH").await, 0);
    let placed_on = portal.today();
    let paid_on = placed_on.checked_add(5.days()).expect("a day");
    portal.tell(paid_on.tomorrow().expect("a day"));
    portal.work().await;
    let id = placed.order.id;
    let recorded = sam.call(&came(id, "B-1", paid_on, TOTAL)).await;
    assert_eq!(recorded, Ok(Recorded::Paid { over: None }));
    portal.work().await;
    let paid = look(&karin, id).await;
    assert_eq!(paid.order.state, OrderState::Paid);
    assert_eq!((paid.request, paid.card), (None, None));
    assert_eq!(paid.order.quote.total, placed.order.quote.total);
    let period = paid.order.quote.period;
    assert_eq!((period.start(), period.months()), (portal.today(), 12));
    let customer = karin.customer("Warte GmbH").await;
    let view = karin.call(&GetCustomer { customer }).await.expect("it");
    assert_eq!((view.seats.total, view.subscription.period), (7, period));
    // the tax point is the bank's day
    let mail = mailed(portal, "Warte GmbH").await;
    let document = words_of(&mail.attachment.expect("an invoice").bytes);
    let received = format!("{} {}", paid_on.day(), "November");
    assert!(document.contains(&received), "{received} in {document}");
    assert_eq!(balances(&karin).await, []);
}

async fn the_payment_request_says_everything_and_is_mailed(portal: &Portal) {
    let karin = reseller(portal).await;
    let placed = ordered(&karin, "Papier GmbH").await;
    let request = placed.request.expect("a payment request");
    assert_eq!((request.missing, request.received), (euro(79_888), euro(0)));
    let last = portal.today().checked_add(30.days()).expect("a day");
    assert_eq!(request.due_on, last);
    assert_eq!(request.iban, "SE4550000000058398257466");
    assert_eq!(request.holder, "Seatkeeper Demo AB");
    let year = portal.today().year();
    assert!(
        request.reference.starts_with("RF")
            && request.reference.ends_with(&format!("{year}000001")),
        "{}",
        request.reference
    );
    let qr = request.qr.expect("a code for euro");
    assert!(qr.path.starts_with('M') && qr.size > 30);
    let open = karin.call(&ListTransfers {}).await.expect("transfers").open;
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].paid_for, "Papier GmbH");
    portal.work().await;
    let printed = in_fours(&request.reference);
    let mail = mailed(portal, &printed).await;
    for words in ["SE45 5000 0000 0583 9825 7466", "€798.88", "not an invoice"] {
        assert!(mail.text.contains(words), "{words} in {}", mail.text);
    }
    let paper = mail.attachment.expect("the request on paper");
    assert_eq!(paper.name, format!("{}.pdf", request.reference));
    let paper = words_of(&paper.bytes);
    for words in [
        "Payment request",
        printed.as_str(),
        "SE45 5000 0000",
        "€798.88",
        "Papier GmbH",
        "not an invoice",
    ] {
        assert!(paper.contains(words), "{words} in {paper}");
    }
    // the next one has the next number, in another currency, without a code
    let krona = by_transfer(
        karin
            .create(CreateForm {
                currency: "SEK".to_owned(),
                ..form("Krona AB", "SE", "")
            })
            .await,
    );
    let placed = karin.call(&krona).await.expect("an order");
    let request = placed.request.expect("a payment request");
    assert!(request.reference.ends_with(&format!("{year}000002")));
    assert_eq!(request.qr, None);
}

async fn an_order_lapses_the_day_after_its_last(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Nie GmbH").await;
    let (id, day) = (placed.order.id, portal.today());
    sam.call(&came(id, "B-1", day, "10")).await.expect("a part");
    let due_on = placed.request.expect("a request").due_on;
    portal.tell(due_on);
    portal.work().await;
    let waits = look(&karin, id).await.order.state;
    assert_eq!(waits, OrderState::AwaitingTransfer);
    portal.tell(due_on.tomorrow().expect("a day"));
    portal.work().await;
    assert_eq!(look(&karin, id).await.order.state, OrderState::Lapsed);
    mailed(portal, "€10.00 had arrived").await;
    assert_eq!(balances(&karin).await, [euro(1_000)]);
    let open = karin.call(&ListTransfers {}).await.expect("transfers").open;
    assert_eq!(open, []);
    let row = row(&sam, "nie gmbh").await;
    assert_eq!((row.state, row.received), (OrderState::Lapsed, euro(1_000)));
    // an order of the same is free again
    ordered(&karin, "Nie GmbH").await;
}

async fn an_order_is_given_up_and_its_money_kept(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Doch nicht GmbH").await;
    let (order, day) = (placed.order.id, portal.today());
    let given_up = karin.call(&CancelOrder { order }).await.expect("given up");
    assert_eq!(given_up.order.state, OrderState::Cancelled);
    let again = karin.call(&CancelOrder { order }).await;
    assert_eq!(again.err(), Some(Problem::WrongState));
    let recorded = sam.call(&came(order, "B-1", day, TOTAL)).await;
    let amount = euro(79_888);
    assert_eq!(recorded, Ok(Recorded::Kept { amount }));
    assert_eq!(balances(&karin).await, [amount]);
    assert_eq!(found(&karin, "Doch nicht").await, 0);
    portal.work().await;
}

/// A customer with a year that begins on the first day.
async fn with_a_year(portal: &Portal, karin: &Person<'_>, name: &str) -> CustomerId {
    let order = karin.create(form(name, "DE", "")).await;
    crate::buying::buy(portal, karin, &order).await;
    karin.customer(name).await
}

async fn a_top_up_waits_until_its_month_is_over(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let customer = with_a_year(portal, &karin, "Monat GmbH").await;
    let start = portal.today();
    portal.tell(start.checked_add(10.days()).expect("a day"));
    let placed = karin
        .call(&by_transfer(karin.top_up(customer, 3).await))
        .await;
    let placed = placed.expect("an order");
    let request = placed.request.clone().expect("a request");
    let month = start.checked_add(1.month()).expect("a day");
    assert_eq!(request.due_on, month.yesterday().expect("a day"));
    // one open order of the kind
    let another = karin.call(&karin.top_up(customer, 1).await).await;
    let order = Some(placed.order.id);
    assert_eq!(another.err(), Some(Problem::OrderOpen { order }));
    let view = karin.call(&GetCustomer { customer }).await.expect("it");
    assert_eq!(view.seats.total, 7);
    portal.tell(request.due_on);
    portal.work().await;
    let amount = request.missing.to_string();
    let paid = came(placed.order.id, "B-1", portal.today(), &amount);
    assert_eq!(sam.call(&paid).await, Ok(Recorded::Paid { over: None }));
    let view = karin.call(&GetCustomer { customer }).await.expect("it");
    assert_eq!(
        (view.seats.total, view.subscription.period.start()),
        (10, start)
    );
    portal.work().await;
}

async fn a_renewal_keeps_its_period(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let customer = with_a_year(portal, &karin, "Jahr GmbH").await;
    let view = karin.call(&GetCustomer { customer }).await.expect("it");
    let running = view.subscription.period;
    let early = running.end().checked_sub(5.days()).expect("a day");
    portal.tell(early);
    portal.work().await;
    let placed = karin
        .call(&by_transfer(karin.renewal(customer, 9).await))
        .await;
    let placed = placed.expect("an order");
    let request = placed.request.clone().expect("a request");
    // the last day of the grace
    let last = running.end().checked_add(6.days()).expect("a day");
    assert_eq!(
        (request.due_on, request.begins_when_recorded),
        (last, false)
    );
    portal.tell(running.end().tomorrow().expect("a day"));
    portal.work().await;
    let amount = request.missing.to_string();
    let paid = came(placed.order.id, "B-1", portal.today(), &amount);
    assert_eq!(sam.call(&paid).await, Ok(Recorded::Paid { over: None }));
    let view = karin.call(&GetCustomer { customer }).await.expect("it");
    let next = view.subscription.period;
    assert_eq!((next.start(), view.seats.total), (running.end(), 9));
    portal.work().await;
}

async fn only_years_in_a_currency_with_an_account(portal: &Portal) {
    let karin = reseller(portal).await;
    let refused = |field| {
        Some(Problem::Fields {
            errors: vec![FieldError {
                field,
                fault: FieldFault::NotOffered,
            }],
        })
    };
    for (term, currency) in [("1", "EUR"), ("12", "GBP")] {
        let new = CreateForm {
            term: term.to_owned(),
            currency: currency.to_owned(),
            ..form("Anders GmbH", "DE", "")
        };
        let order = by_transfer(karin.create(new).await);
        let answer = karin.call(&order).await.err();
        assert_eq!(answer, refused(Field::Payment), "{term} {currency}");
    }
    let monthly = karin.customer("Café Söder HB").await;
    let order = by_transfer(karin.top_up(monthly, 1).await);
    assert_eq!(karin.call(&order).await.err(), refused(Field::Payment));
}

async fn another_payer_sees_nothing_of_it(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Geheim GmbH").await;
    let (order, day) = (placed.order.id, portal.today());
    sam.call(&came(order, "B-1", day, "900")).await.expect("it");
    let ruta = portal.person("other@example.com").await;
    let elin = portal.person("customer@example.com").await;
    for person in [&ruta, &elin] {
        let own = person.call(&ListTransfers {}).await.expect("transfers");
        assert_eq!((own.open, own.balances), (Vec::new(), Vec::new()));
        let answer = person.call(&CancelOrder { order }).await;
        assert_eq!(answer.err(), Some(Problem::NotFound));
    }
    assert_eq!(balances(&karin).await.len(), 1);
    portal.work().await;
}
