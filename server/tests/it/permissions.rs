//! The permission matrix: every endpoint of `api::ALL` × everybody who could call it. An endpoint
//! that is not in the matrix fails the test.

mod cases;

use reqwest::{Method, header::ORIGIN};
use seatkeeper_core::{
    api::{self, REQUEST_HEADER},
    id::{AccountId, CustomerId, ResellerId},
    member::MemberRole,
};
use seatkeeper_server::{
    auth::password,
    demo::PASSWORD,
    store::{StoreError, accounts, seeding},
};
use serde_json::json;
use uuid::Uuid;

use crate::harness::{Answered, Person, Portal, stories};
pub(crate) use cases::{Case, cases};

stories! { every_endpoint_answers_each_caller_as_decided }

/// Who calls, in the order of the answers.
const CALLERS: [&str; 8] = [
    "nobody",
    "other reseller",
    "other customer",
    "member",
    "technician",
    "customer administrator",
    "reseller administrator",
    "staff",
];

async fn every_endpoint_answers_each_caller_as_decided(portal: &Portal) {
    let ours = Ours::prepare(portal).await;
    let callers = callers(portal).await;
    let cases = cases(&ours);
    for listed in api::ALL {
        let method = match listed.method {
            api::Method::Get => Method::GET,
            api::Method::Post => Method::POST,
        };
        let found = cases
            .iter()
            .any(|case| case.path == listed.path && case.method == method);
        assert!(
            found,
            "{method} {} is not in the matrix: decide who may call it",
            listed.path
        );
    }
    let mut wrong = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        for ((person, caller), expected) in callers.iter().zip(CALLERS).zip(case.answers) {
            let Answered { status, .. } = call(
                portal,
                person,
                case,
                &format!("{index}-{}", caller.replace(' ', "-")),
            )
            .await;
            if status != expected {
                wrong.push(format!(
                    "{} {} as {caller}: {status}, not {expected}",
                    case.method, case.address
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What belongs to the demo reseller and its customer, which the callers try to reach.
pub(crate) struct Ours {
    pub(crate) reseller: ResellerId,
    pub(crate) customer: CustomerId,
    pub(crate) order: Uuid,
    pub(crate) invoice: Uuid,
}

impl Ours {
    /// More licences for the café, paid by the reseller: an order and an invoice to look for.
    async fn prepare(portal: &Portal) -> Self {
        let karin = portal.person("reseller@example.com").await;
        let customer = karin.customer("Café Söder HB").await;
        let order = karin.top_up(customer, 10).await;
        let placed = karin.call(&order).await.expect("an order");
        portal
            .card_page(&placed.go_to.expect("a page"))
            .pay("4242424242424242")
            .await
            .back();
        portal.work().await;
        let paid = karin
            .call(&api::GetOrder { order: order.id })
            .await
            .expect("an order");
        let invoice = paid.invoice.expect("an invoice").id;
        let session = karin.session().await.expect("signed in");
        Self {
            reseller: session.reseller.expect("a reseller").id,
            customer,
            order: order.id.0,
            invoice: invoice.0,
        }
    }
}

/// Everybody, signed in but for nobody.
async fn callers(portal: &Portal) -> Vec<Person<'_>> {
    let karin = portal.person("reseller@example.com").await;
    let ruta = portal.person("other@example.com").await;
    let theirs = ruta.customer("SIA Daugava Print").await;
    let cafe = karin.customer("Café Söder HB").await;
    join(
        portal,
        theirs,
        "boss@daugava.example",
        MemberRole::Administrator,
    )
    .await;
    join(portal, cafe, "member@cafesoder.example", MemberRole::Member).await;
    vec![
        portal.stranger(),
        ruta,
        portal.person("boss@daugava.example").await,
        portal.person("member@cafesoder.example").await,
        portal.person("technician@example.com").await,
        portal.person("customer@example.com").await,
        karin,
        portal.person("staff@example.com").await,
    ]
}

/// Somebody with the demo's password joins a business.
pub(crate) async fn join(
    portal: &Portal,
    customer: CustomerId,
    email: &'static str,
    role: MemberRole,
) {
    let hash = password::hash(&portal.context.limits, PASSWORD.to_owned())
        .await
        .expect("a hash");
    let (now, today) = (portal.context.clock.now(), portal.today());
    let joined = portal.context.store.write(move |tx| {
        let by = accounts::by_email(tx, "reseller@example.com")?.map(|account| account.id);
        let account = AccountId(Uuid::now_v7());
        accounts::insert(tx, account, email, "en", now)?;
        accounts::activate(tx, account, (email, "en", &hash), now)?;
        let by = by.unwrap_or(account);
        let seat = seeding::Seat {
            email,
            account: Some(account),
            role,
            is_active: true,
            by,
        };
        seeding::member(tx, customer, &seat, (now, today))
    });
    joined
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

/// Calls it; `unique` tells its new addresses from those of other calls.
pub(crate) async fn call(
    portal: &Portal,
    person: &Person<'_>,
    case: &Case,
    unique: &str,
) -> Answered {
    let mut request = person
        .request(case.method.clone(), &case.address)
        .header(ORIGIN, &portal.url)
        .header(REQUEST_HEADER, "1");
    if let Some(body) = &case.body {
        let body = body
            .to_string()
            .replace("UNIQUE", unique)
            .replace("\"NEW ID\"", &json!(Uuid::now_v7()).to_string());
        request = request
            .header("content-type", "application/json")
            .body(body);
    }
    person.send(request).await
}
