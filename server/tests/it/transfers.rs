//! Paying by bank transfer: nothing before the money; exact, too little, too much, late, twice; a
//! second person above an amount; the balance, the last day, and giving up.

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{
    api::{
        CancelOrder, DecideMoney, FindTransfers, GetCustomer, ListCustomers, ListTransfers,
        OrderView, PlaceOrder, Problem, RecordMoney, Recorded, TransferRow, WaitingEntry,
    },
    currency::Currency,
    form::{BankEntryForm, CreateForm, Field, FieldError, FieldFault},
    id::{CustomerId, OrderId},
    money::Money,
    order::{OrderRequest, OrderState},
    permission::Refusal,
    transfer::in_fours,
};
use seatkeeper_server::mailer::Mail;
use uuid::Uuid;

use crate::{
    buying::{form, look, reseller},
    harness::{Person, Portal, stories, words_of},
};

stories! {
    nothing_is_active_before_the_money_and_the_period_begins_with_it,
    the_payment_request_says_everything_and_is_mailed,
    too_little_keeps_the_order_open_until_the_rest_comes,
    too_much_and_twice_are_the_payers_balance,
    late_money_is_the_payers_balance,
    an_order_lapses_the_day_after_its_last,
    an_order_is_given_up_and_its_money_kept,
    a_second_person_confirms_large_amounts,
    one_entry_of_the_bank_counts_once,
    a_top_up_waits_until_its_month_is_over,
    a_renewal_keeps_its_period,
    only_years_in_a_currency_with_an_account,
    what_is_wrong_with_an_entry_is_said,
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
async fn ordered(karin: &Person<'_>, name: &str) -> OrderView {
    let order = by_transfer(karin.create(form(name, "DE", "")).await);
    let placed = karin.call(&order).await.expect("an order");
    assert_eq!(placed.order.state, OrderState::AwaitingTransfer);
    placed
}

pub(crate) fn came(order: OrderId, reference: &str, day: Date, amount: &str) -> RecordMoney {
    RecordMoney {
        order,
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
const TOTAL: &str = "798.88";

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

async fn too_little_keeps_the_order_open_until_the_rest_comes(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Teil GmbH").await;
    let (id, today) = (placed.order.id, portal.today());
    let recorded = sam.call(&came(id, "B-1", today, "700")).await;
    let missing = euro(9_888);
    assert_eq!(recorded, Ok(Recorded::Short { missing }));
    let waits = look(&karin, id).await;
    assert_eq!(waits.order.state, OrderState::AwaitingTransfer);
    let request = waits.request.expect("a payment request");
    assert_eq!((request.missing, request.received), (missing, euro(70_000)));
    // what came for an order that waits is not yet anybody's to have back
    assert_eq!(balances(&karin).await, []);
    assert_eq!(found(&karin, "Teil GmbH").await, 0);
    portal.work().await;
    mailed(portal, "€98.88 is still missing").await;
    let recorded = sam.call(&came(id, "B-2", today, "98,88")).await;
    assert_eq!(recorded, Ok(Recorded::Paid { over: None }));
    assert_eq!(look(&karin, id).await.order.state, OrderState::Paid);
    portal.work().await;
}

async fn too_much_and_twice_are_the_payers_balance(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Viel GmbH").await;
    let (id, today) = (placed.order.id, portal.today());
    let recorded = sam.call(&came(id, "B-1", today, "800")).await;
    let over = Some(euro(112));
    assert_eq!(recorded, Ok(Recorded::Paid { over }));
    assert_eq!(balances(&karin).await, [euro(112)]);
    // the payer pays again
    let recorded = sam.call(&came(id, "B-2", today, TOTAL)).await;
    let amount = euro(79_888);
    assert_eq!(recorded, Ok(Recorded::Kept { amount }));
    assert_eq!(balances(&karin).await, [euro(80_000)]);
    portal.work().await;
    mailed(portal, "your balance").await;
    // nothing uses it by itself
    let next = ordered(&karin, "Mehr GmbH").await;
    assert_eq!(next.request.expect("a request").missing, euro(79_888));
}

async fn late_money_is_the_payers_balance(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let placed = ordered(&karin, "Spät GmbH").await;
    let id = placed.order.id;
    let due_on = placed.request.expect("a request").due_on;
    // the day's work has not been done, and the money came after the last day
    portal.tell(due_on.tomorrow().expect("a day"));
    let recorded = sam.call(&came(id, "B-1", portal.today(), TOTAL)).await;
    let amount = euro(79_888);
    assert_eq!(recorded, Ok(Recorded::Kept { amount }));
    let lapsed = look(&karin, id).await;
    assert_eq!(
        (lapsed.order.state, lapsed.request),
        (OrderState::Lapsed, None)
    );
    assert_eq!(balances(&karin).await, [amount]);
    portal.work().await;
    // on its last day it would have been in time
    let placed = ordered(&karin, "Pünktlich GmbH").await;
    let due_on = placed.request.expect("a request").due_on;
    portal.tell(due_on);
    portal.work().await;
    let recorded = sam.call(&came(placed.order.id, "B-2", due_on, TOTAL)).await;
    assert_eq!(recorded, Ok(Recorded::Paid { over: None }));
    portal.work().await;
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

/// The entry that waits for an order.
async fn waiting(staff: &Person<'_>, placed: &OrderView) -> WaitingEntry {
    let reference = &placed.request.as_ref().expect("a request").reference;
    row(staff, reference).await.waiting.expect("an entry")
}

async fn a_second_person_confirms_large_amounts(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let maja = portal.person("second@example.com").await;
    let large = CreateForm {
        licences: "150".to_owned(),
        ..form("Groß GmbH", "DE", "")
    };
    let placed = karin.call(&by_transfer(karin.create(large).await)).await;
    let placed = placed.expect("an order");
    let (id, day) = (placed.order.id, portal.today());
    let total = placed.order.quote.total;
    assert!(total.minor() > 1_000_000);
    // in parts: the one that goes above the amount waits
    let recorded = sam.call(&came(id, "B-1", day, "9999")).await;
    assert!(
        matches!(recorded, Ok(Recorded::Short { .. })),
        "{recorded:?}"
    );
    let rest = total.minor() - 999_900;
    let rest = euro(rest).to_string();
    let recorded = sam.call(&came(id, "B-2", day, &rest)).await;
    assert_eq!(recorded, Ok(Recorded::Waits));
    let state = look(&karin, id).await.order.state;
    assert_eq!(state, OrderState::AwaitingTransfer);
    let entry = waiting(&sam, &placed).await;
    assert_eq!(
        (entry.is_own, entry.recorded_by.as_str()),
        (true, "Sam Holm")
    );
    let confirm = DecideMoney {
        entry: entry.id,
        is_right: true,
    };
    let reason = Refusal::SecondPersonConfirms;
    assert_eq!(
        sam.call(&confirm).await.err(),
        Some(Problem::Forbidden { reason })
    );
    // while it waits the order does not lapse
    let due_on = placed.request.as_ref().expect("a request").due_on;
    portal.tell(due_on.checked_add(3.days()).expect("a day"));
    portal.work().await;
    assert!(!waiting(&maja, &placed).await.is_own);
    let confirmed = maja.call(&confirm).await;
    assert_eq!(confirmed, Ok(Recorded::Paid { over: None }));
    assert_eq!(maja.call(&confirm).await, confirmed, "once");
    let paid = look(&karin, id).await.order;
    assert_eq!(paid.state, OrderState::Paid);
    assert_eq!(paid.quote.period.start(), portal.today());
    portal.work().await;

    // what was recorded by mistake was never there
    let placed = ordered(&karin, "Irrtum GmbH").await;
    let (id, day) = (placed.order.id, portal.today());
    let recorded = sam.call(&came(id, "B-3", day, "10000.01")).await;
    assert_eq!(recorded, Ok(Recorded::Waits));
    let withdraw = DecideMoney {
        entry: waiting(&sam, &placed).await.id,
        is_right: false,
    };
    assert_eq!(maja.call(&withdraw).await, Ok(Recorded::Withdrawn));
    assert_eq!(maja.call(&withdraw).await.err(), Some(Problem::NotFound));
    let recorded = sam.call(&came(id, "B-3", day, TOTAL)).await;
    assert_eq!(recorded, Ok(Recorded::Paid { over: None }));
    portal.work().await;
}

async fn one_entry_of_the_bank_counts_once(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let first = ordered(&karin, "Eins GmbH").await.order.id;
    let second = ordered(&karin, "Zwei GmbH").await.order.id;
    let day = portal.today();
    let paid = came(first, "B-1", day, TOTAL);
    let (one, two, three) = tokio::join!(sam.call(&paid), sam.call(&paid), sam.call(&paid));
    for answer in [one, two, three] {
        assert_eq!(answer, Ok(Recorded::Paid { over: None }));
    }
    assert_eq!(balances(&karin).await, []);
    // another order or amount under the same entry
    for ask in [
        came(second, "B-1", day, TOTAL),
        came(first, "B-1", day, "798.87"),
    ] {
        assert_eq!(sam.call(&ask).await.err(), Some(Problem::EntryRecorded));
    }
    let state = look(&karin, second).await.order.state;
    assert_eq!(state, OrderState::AwaitingTransfer);
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

async fn what_is_wrong_with_an_entry_is_said(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let id = ordered(&karin, "Falsch GmbH").await.order.id;
    let (first, last) = (portal.today(), portal.today());
    let tomorrow = last.tomorrow().expect("a day");
    let refused = sam.call(&came(id, " ", tomorrow, "1,234.50")).await;
    let error = |field, fault| FieldError { field, fault };
    let errors = vec![
        error(Field::EntryReference, FieldFault::Missing),
        error(Field::BookedOn, FieldFault::OtherDay { first, last }),
        error(Field::Amount, FieldFault::NotAnAmount),
    ];
    assert_eq!(refused.err(), Some(Problem::Fields { errors }));
    let unknown = came(OrderId(Uuid::now_v7()), "B-1", last, "1");
    assert_eq!(sam.call(&unknown).await.err(), Some(Problem::NotFound));
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
