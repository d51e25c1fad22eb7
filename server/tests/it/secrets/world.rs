//! A reseller that has done about everything for one customer, and that customer, which has bought
//! something itself: amounts, numbers and names that are found nowhere by chance.

use seatkeeper_core::{
    api::{
        AskToManage, CancelOrder, DocumentFilter, GetBusiness, GetReseller, ListInvoices,
        ListTransfers, OrderView, PlaceOrder, RecordMoney, Recorded, SetBusiness, SetReseller,
    },
    discount::Percent,
    id::{CustomerId, ResellerId},
    member::MemberRole,
    permission::ResellerRole,
};
use seatkeeper_server::store::{StoreError, parties};

use super::needles::Secrets;
use crate::{
    buying::{form, look, reseller},
    colleagues,
    credit_notes::{note, typed},
    days::{INVOICES, keep, view},
    disputes::bank,
    harness::{Person, Portal},
    managing::administrator,
    permissions::{Ours, join},
    transfers::{by_transfer, came},
};

/// 23.47 %.
pub(super) const DISCOUNT: u16 = 2_347;
/// A card that nobody else has.
pub(super) const CARD: &str = "5555555555554444";
/// A card of the customer's that nobody else has.
const OWN_CARD: &str = "4000000000001042";
/// What the bank calls the reseller's money.
const ENTRY: &str = "BANK-ENTRY-7719";
/// Whom the reseller asks, which is nobody else's business.
const ASKED: &str = "asked@elsewhere.example";
const COLLEAGUE: &str = "colleague@kontor.example";

pub(super) const NAME: &str = "Silberquell GmbH";
pub(super) const ANNA: &str = "anna@silberquell.example";
pub(super) const BEA: &str = "bea@silberquell.example";
/// Where the customer's own invoices go.
pub(super) const OWN_INVOICES: &str = "rechnung@silberquell.example";

/// Who is there, and what each side may not tell the other.
pub(super) struct World<'a> {
    pub(super) karin: Person<'a>,
    pub(super) anna: Person<'a>,
    pub(super) ours: Ours,
    /// The same customer, by an order and an invoice that it has paid itself.
    pub(super) theirs: Ours,
    pub(super) of_reseller: Secrets,
    /// What is written down of the reseller's, and told to nobody at all.
    pub(super) of_nobody: Secrets,
    pub(super) of_customer: Secrets,
}

impl<'a> World<'a> {
    /// Everything, where the reseller's orders are billed to itself or to the customer.
    pub(super) async fn of(portal: &'a Portal, bill_to: &str) -> Self {
        let (karin, sam) = (
            reseller(portal).await,
            portal.person("staff@example.com").await,
        );
        karin.remember();
        let own = colleagues::reseller(&karin).await;
        sell(portal, &sam, own, bill_to).await;
        let mut first = form(NAME, "DE", "");
        "37".clone_into(&mut first.licences);
        let first = karin.create(first).await;
        keep(portal, &karin, &first, CARD).await;
        let customer = karin.customer(NAME).await;
        let anna = people(portal, &karin, customer).await;
        let (of_customer, theirs) = bought_itself(portal, &anna, (own, customer)).await;
        let mut of_reseller = Secrets::default();
        let mut orders = vec![first];
        let more = Box::pin(more(portal, &karin, &sam, customer, &mut of_reseller));
        orders.extend(more.await);
        for order in &orders {
            of_reseller.order(&look(&karin, order.id).await);
        }
        credit(&karin, &sam, &orders, portal).await;
        ask_others(&karin, own).await;
        portal.work().await;
        papers(&karin, customer, &mut of_reseller).await;
        let renewal = view(&karin, customer)
            .await
            .buying
            .expect("may buy")
            .auto_renewal;
        of_reseller.kept_card(&renewal.expect("its own"));
        of_reseller.percent("the discount", DISCOUNT);
        for (what, text) in [
            ("where its invoices go", INVOICES),
            ("its colleague", COLLEAGUE),
        ] {
            of_reseller.text(what, text);
        }
        let mut of_nobody = Secrets::default();
        of_nobody.text("what the bank calls its money", ENTRY);
        of_nobody.text("whom it has asked", ASKED);
        let paid = look(&karin, orders[0].id).await;
        let ours = papers_of(&paid, (own, customer));
        Self {
            karin,
            anna,
            ours,
            theirs,
            of_reseller,
            of_nobody,
            of_customer,
        }
    }
}

/// The reseller's discount, and whom its orders are billed to.
pub(super) async fn sell(portal: &Portal, sam: &Person<'_>, own: ResellerId, bill_to: &str) {
    let details = sam.call(&GetReseller { reseller: own }).await;
    let details = details.expect("a reseller");
    let mut form = details.form;
    bill_to.clone_into(&mut form.bill_to);
    let (reseller, version) = (own, details.version);
    let setting = SetReseller {
        reseller,
        version,
        form,
    };
    sam.call(&setting).await.expect("set");
    let (today, now) = (portal.today(), portal.context.clock.now());
    let entered = portal.context.store.write(move |tx| {
        let percent = Percent::from_basis_points(DISCOUNT);
        parties::enter_discount(tx, own, (today, percent), None, now)
    });
    let entered: Result<_, StoreError> = entered.await;
    entered.expect("a discount");
}

/// The customer's own people, and where it wants its own invoices.
async fn people<'a>(portal: &'a Portal, karin: &Person<'_>, customer: CustomerId) -> Person<'a> {
    administrator(portal, karin, customer, ANNA).await;
    join(portal, customer, BEA, MemberRole::Member).await;
    let anna = portal.person(ANNA).await;
    anna.remember();
    let business = anna.call(&GetBusiness { customer }).await;
    let business = business.expect("its own");
    let mut form = business.form;
    OWN_INVOICES.clone_into(&mut form.invoice_email);
    let version = business.version;
    let setting = SetBusiness {
        customer,
        version,
        form,
    };
    anna.call(&setting).await.expect("set");
    anna
}

/// The customer pays by card, and gives an order by transfer up.
async fn bought_itself(
    portal: &Portal,
    anna: &Person<'_>,
    (own, customer): (ResellerId, CustomerId),
) -> (Secrets, Ours) {
    let mut secrets = Secrets::default();
    let waits = by_transfer(anna.top_up(customer, 19).await);
    let waits = anna.call(&waits).await.expect("an order");
    secrets.order(&waits);
    let order = waits.order.id;
    anna.call(&CancelOrder { order }).await.expect("given up");
    let order = anna.top_up(customer, 17).await;
    let placed = anna.call(&order).await.expect("an order");
    let page = portal.card_page(&placed.go_to.expect("the gateway's page"));
    page.pay(OWN_CARD).await.back();
    look(anna, order.id).await;
    portal.work().await;
    let paid = look(anna, order.id).await;
    secrets.order(&paid);
    secrets.text("where its own invoices go", OWN_INVOICES);
    (secrets, papers_of(&paid, (own, customer)))
}

/// More licences: by card, and the bank wants that back; by transfer, too much; by transfer, open.
async fn more(
    portal: &Portal,
    karin: &Person<'_>,
    sam: &Person<'_>,
    customer: CustomerId,
    secrets: &mut Secrets,
) -> Vec<PlaceOrder> {
    let disputed = karin.top_up(customer, 11).await;
    keep(portal, karin, &disputed, CARD).await;
    bank(portal, disputed.id, "open").await;
    let over = by_transfer(karin.top_up(customer, 5).await);
    secrets.order(&karin.call(&over).await.expect("an order"));
    let half = came(over.id, &format!("{ENTRY}-1"), portal.today(), "123.45");
    let half = sam.call(&half).await.expect("recorded");
    assert!(matches!(half, Recorded::Short { .. }), "{half:?}");
    let waiting = look(karin, over.id).await;
    secrets.order(&waiting);
    let rest = waiting.request.expect("a request").missing.minor() + 7_777;
    let rest = format!("{}.{:02}", rest / 100, rest % 100);
    let rest: RecordMoney = came(over.id, &format!("{ENTRY}-2"), portal.today(), &rest);
    let paid = sam.call(&rest).await.expect("recorded");
    assert!(matches!(paid, Recorded::Paid { over: Some(_) }), "{paid:?}");
    let open = by_transfer(karin.top_up(customer, 13).await);
    karin.call(&open).await.expect("an order");
    portal.work().await;
    vec![disputed, over, open]
}

/// Some of the first order goes back to the card.
async fn credit(karin: &Person<'_>, sam: &Person<'_>, orders: &[PlaceOrder], portal: &Portal) {
    let invoice = look(karin, orders[0].id).await.invoice;
    let invoice = invoice.expect("an invoice").id;
    let asking = note(sam, invoice, typed("4", "7", "end", "card")).await;
    sam.call(&asking).await.expect("issued");
    portal.work().await;
}

/// What the reseller does besides, which stands in its log.
async fn ask_others(karin: &Person<'_>, own: ResellerId) {
    let inviting = colleagues::inviting(own, COLLEAGUE, ResellerRole::Technician);
    karin.call(&inviting).await.expect("invited");
    let email = ASKED.to_owned();
    karin.call(&AskToManage { email }).await.expect("asked");
}

/// Numbers and amounts of all its invoices and credit notes, and what it has left.
pub(super) async fn papers(karin: &Person<'_>, customer: CustomerId, secrets: &mut Secrets) {
    let listing = ListInvoices {
        customer: Some(customer),
        page: 1,
        only: DocumentFilter::default(),
    };
    for row in karin.call(&listing).await.expect("invoices").rows {
        secrets.text("a paper", &row.id.to_string());
        secrets.text("a paper's number", &row.number);
        secrets.amount("a paper's total", row.total);
    }
    let own = karin.call(&ListTransfers {}).await.expect("transfers");
    for balance in own.balances {
        secrets.amount("a balance", balance);
    }
}

/// An order and its invoice, to be asked for.
pub(super) fn papers_of(paid: &OrderView, (own, customer): (ResellerId, CustomerId)) -> Ours {
    Ours {
        reseller: own,
        customer,
        order: paid.order.id.0,
        invoice: paid.invoice.as_ref().expect("an invoice").id.0,
    }
}
