//! A customer whose reseller pays by card and by transfer, and gets money back; each number of it is
//! one that stands nowhere else.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{EnterDiscount, GetOrder, ListInvoices, OrderView, RecordMoney},
    form::{BankEntryForm, CreateForm, DiscountForm},
    id::{CustomerId, InvoiceId, OrderId, ResellerId},
    member::MemberRole,
    quote::Quote,
};

use super::search::Secret;
use crate::{
    buying::{buy, form},
    credit_notes::{note, typed},
    harness::{Person, Portal},
    permissions::{Ours, join},
    transfers::by_transfer,
};

pub(super) const KARIN: &str = "reseller@example.com";
pub(super) const TECHNICIAN: &str = "technician@example.com";
/// The customer's administrator.
pub(super) const BOSS: &str = "boss@verschwiegen.example";
pub(super) const MEMBER: &str = "member@verschwiegen.example";
const STAFF: &str = "staff@example.com";
/// The reseller's discount; no VAT rate is like it.
const DISCOUNT: &str = "17.35";
/// How many days before the end of a year the customer is reminded for the last time but one.
const YEAR_LESS_A_WEEK: i64 = 358;

/// The customer and what its reseller paid for it.
pub(super) struct World {
    reseller: ResellerId,
    pub(super) customer: CustomerId,
    /// Each order with each document that came of it.
    papers: Vec<(OrderId, InvoiceId)>,
    pub(super) secrets: Vec<Secret>,
}

impl World {
    /// The reseller creates the customer by card, tops up by transfer, and gets some of it back.
    pub(super) async fn build(portal: &Portal) -> Self {
        let karin = portal.person(KARIN).await;
        let session = karin.session().await.expect("signed in");
        let reseller = session.reseller.expect("a reseller").id;
        own_discount(portal, reseller).await;
        let created = karin
            .create(CreateForm {
                licences: "37".to_owned(),
                ..form("Verschwiegen GmbH", "DE", "")
            })
            .await;
        let customer = buy(portal, &karin, &created).await.order.customer;
        let (reference, topped_up) = transferred(portal, &karin, customer).await;
        portal.work().await;
        let created = seen(&karin, created.id).await;
        let staff = portal.person(STAFF).await;
        let invoice = created.invoice.clone().expect("an invoice").id;
        let ask = note(&staff, invoice, typed("3", "7", "stay", "card")).await;
        staff.call(&ask).await.expect("issued");
        portal.work().await;
        join(portal, customer, BOSS, MemberRole::Administrator).await;
        join(portal, customer, MEMBER, MemberRole::Member).await;
        let mut world = Self {
            reseller,
            customer,
            papers: Vec::new(),
            secrets: vec![
                Secret::percent("the discount", DISCOUNT),
                Secret::word("the card", "4242"),
                Secret::reference("the transfer's reference", &reference),
                Secret::amount("given back", ask.expected_total),
            ],
        };
        world.keep_prices(&[&created, &topped_up]);
        world.keep_papers(&karin).await;
        world
    }

    fn keep_prices(&mut self, orders: &[&OrderView]) {
        for view in orders {
            let quote: &Quote = &view.order.quote;
            self.secrets.extend([
                Secret::word("the order", &view.order.id.to_string()),
                Secret::amount("discount", quote.discount),
                Secret::amount("net", quote.net),
                Secret::amount("VAT", quote.vat),
                Secret::amount("total", quote.total),
            ]);
        }
    }

    async fn keep_papers(&mut self, karin: &Person<'_>) {
        let list = ListInvoices {
            customer: Some(self.customer),
            page: 1,
        };
        let rows = karin.call(&list).await.expect("invoices").rows;
        assert_eq!(rows.len(), 3, "two invoices and a credit note");
        for row in rows {
            self.secrets.push(Secret::word("the document", &row.number));
            self.secrets
                .push(Secret::word("the document's id", &row.id.to_string()));
            self.papers.push((row.order, row.id));
        }
    }

    /// What is tried to be reached, one document after the other.
    pub(super) fn ours(&self) -> Vec<Ours> {
        let papers = self.papers.iter();
        papers
            .map(|(order, invoice)| Ours {
                reseller: self.reseller,
                customer: self.customer,
                order: order.0,
                invoice: invoice.0,
            })
            .collect()
    }

    /// A week before the end: everybody has been reminded of what comes.
    pub(super) async fn shortly_before_the_end(&self, portal: &Portal) {
        portal.tell(portal.today() + YEAR_LESS_A_WEEK.days());
        portal.work().await;
    }

    /// The customer's administrator tops up with an own card; answers the invoice and its secrets.
    pub(super) async fn customer_buys(&self, portal: &Portal) -> (InvoiceId, Vec<Secret>) {
        let boss = portal.person(BOSS).await;
        let order = boss.top_up(self.customer, 11).await;
        buy(portal, &boss, &order).await;
        portal.work().await;
        let view = seen(&boss, order.id).await;
        let invoice = view.invoice.expect("an invoice");
        let secrets = vec![
            Secret::word("the own invoice", &invoice.number),
            Secret::word("the own invoice's id", &invoice.id.to_string()),
            Secret::amount("the own total", view.order.quote.total),
        ];
        (invoice.id, secrets)
    }
}

async fn seen(person: &Person<'_>, order: OrderId) -> OrderView {
    let view = person.call(&GetOrder { order }).await;
    view.expect("one's own order")
}

/// From the next day on the reseller has a discount of its own.
async fn own_discount(portal: &Portal, reseller: ResellerId) {
    let tomorrow = portal.today() + 1.day();
    let staff = portal.person(STAFF).await;
    let enter = EnterDiscount {
        reseller,
        form: DiscountForm {
            percent: DISCOUNT.to_owned(),
            from_on: tomorrow.to_string(),
        },
    };
    staff.call(&enter).await.expect("a discount");
    portal.tell(tomorrow);
    portal.work().await;
}

/// Five licences more, by transfer, paid; with the reference that the transfer had.
async fn transferred(
    portal: &Portal,
    karin: &Person<'_>,
    customer: CustomerId,
) -> (String, OrderView) {
    let order = by_transfer(karin.top_up(customer, 5).await);
    let placed = karin.call(&order).await.expect("an order");
    let reference = placed.request.expect("a payment request").reference;
    let minor = order.expected_total.minor();
    let money = RecordMoney {
        order: order.id,
        entry: BankEntryForm {
            entry_reference: "KONTO-77".to_owned(),
            booked_on: portal.today().to_string(),
            amount: format!("{}.{:02}", minor / 100, minor % 100),
            remittance: String::new(),
        },
    };
    let staff = portal.person(STAFF).await;
    staff.call(&money).await.expect("recorded");
    portal.work().await;
    (reference, seen(karin, order.id).await)
}
