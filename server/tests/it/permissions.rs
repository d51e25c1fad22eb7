//! The permission matrix: every endpoint of `api::ALL` × everybody who could call it. An endpoint
//! that is not in the matrix fails the test.

use reqwest::{Method, header::ORIGIN};
use seatkeeper_core::{
    api::{self, REQUEST_HEADER},
    id::{AccountId, CustomerId},
    member::MemberRole,
};
use seatkeeper_server::{
    auth::password,
    demo::PASSWORD,
    store::{StoreError, accounts, seeding},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{Person, Portal, stories};

stories! { every_endpoint_answers_each_caller_as_decided }

/// Who calls, in the order of the columns below.
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

/// What each caller is answered.
type Row = [u16; 8];

const ANYBODY: Row = [200; 8];
const A_LINK_THAT_IS_GONE: Row = [410; 8];

/// One call of the matrix.
struct Case {
    path: &'static str,
    method: Method,
    address: String,
    body: Option<Value>,
    answers: Row,
}

fn post(path: &'static str, address: &str, body: Value, answers: Row) -> Case {
    Case {
        path,
        method: Method::POST,
        address: address.to_owned(),
        body: Some(body),
        answers,
    }
}

fn get(path: &'static str, address: &str, answers: Row) -> Case {
    Case {
        path,
        method: Method::GET,
        address: address.to_owned(),
        body: None,
        answers,
    }
}

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
            let answered = call(
                portal,
                person,
                case,
                &format!("{index}-{}", caller.replace(' ', "-")),
            )
            .await;
            if answered != expected {
                wrong.push(format!(
                    "{} {} as {caller}: {answered}, not {expected}",
                    case.method, case.address
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What belongs to the demo reseller and its customer, which the callers try to reach.
struct Ours {
    customer: CustomerId,
    order: Uuid,
    invoice: Uuid,
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
        Self {
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
async fn join(portal: &Portal, customer: CustomerId, email: &'static str, role: MemberRole) {
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

async fn call(portal: &Portal, person: &Person<'_>, case: &Case, unique: &str) -> u16 {
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
    person.send(request).await.status
}

fn cases(ours: &Ours) -> Vec<Case> {
    let mut cases = public_cases();
    cases.extend(customer_cases(ours));
    cases.extend(member_cases(ours));
    cases.extend(order_cases(ours));
    // the last ones end the callers' memberships and sessions
    let left = format!("/api/customers/{}/members/leave", ours.customer);
    cases.push(post(
        "/api/customers/{customer}/members/leave",
        &left,
        json!({ "customer": ours.customer }),
        [401, 404, 404, 200, 404, 200, 404, 404],
    ));
    cases.push(post("/api/sign-out", "/api/sign-out", json!({}), ANYBODY));
    cases.push(post(
        "/api/sign-out-everywhere",
        "/api/sign-out-everywhere",
        json!({}),
        [401; 8],
    ));
    cases
}

fn public_cases() -> Vec<Case> {
    let credentials = json!({ "email": "UNIQUE@example.com", "password": "not the password" });
    let secret = json!({ "secret": "no-such-secret" });
    let reset = json!({ "secret": "no-such-secret", "password": "a long enough one" });
    let activate = json!({ "secret": "no-such-secret", "name": "Eve", "password": "a long enough one", "language": "en" });
    let forgotten = json!({ "email": "UNIQUE@example.com", "language": "en" });
    vec![
        get("/api/session", "/api/session", ANYBODY),
        post("/api/sign-in", "/api/sign-in", credentials, [401; 8]),
        post(
            "/api/forgotten-password",
            "/api/forgotten-password",
            forgotten,
            ANYBODY,
        ),
        post(
            "/api/links/open",
            "/api/links/open",
            secret.clone(),
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/reset-password",
            "/api/reset-password",
            reset,
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/activate",
            "/api/activate",
            activate,
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/change-business",
            "/api/change-business",
            secret.clone(),
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/mail-stops",
            "/api/mail-stops",
            secret,
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/language",
            "/api/language",
            json!({ "language": "en" }),
            [401, 200, 200, 200, 200, 200, 200, 200],
        ),
        post(
            "/api/gateway/webhook",
            "/api/gateway/webhook",
            json!({ "order": "NEW ID" }),
            [404; 8],
        ),
    ]
}

fn customer_cases(ours: &Ours) -> Vec<Case> {
    let customer = format!("/api/customers/{}", ours.customer);
    let members = format!("{customer}/members");
    let new_member =
        json!({ "customer": ours.customer, "email": "UNIQUE@cafesoder.example", "language": "en" });
    let number = json!({ "vat_number": "DE136695976", "business_name": "Nordwind Logistik GmbH" });
    vec![
        get(
            "/api/customers",
            "/api/customers?page=1&search=",
            [401, 200, 200, 200, 200, 200, 200, 200],
        ),
        get(
            "/api/customers/{customer}",
            &customer,
            [401, 404, 404, 403, 200, 200, 200, 200],
        ),
        get(
            "/api/customers/{customer}/members",
            &members,
            [401, 404, 404, 403, 200, 200, 200, 200],
        ),
        post(
            "/api/customers/{customer}/members",
            &members,
            new_member,
            [401, 404, 404, 403, 200, 200, 200, 403],
        ),
        // the café was last paid by its reseller: its own administrator does not touch that
        post(
            "/api/customers/{customer}/auto-renewal",
            &format!("{customer}/auto-renewal"),
            json!({ "customer": ours.customer, "on": true }),
            [401, 404, 404, 403, 403, 403, 200, 403],
        ),
        post(
            "/api/customers/{customer}/next-licences",
            &format!("{customer}/next-licences"),
            json!({ "customer": ours.customer, "licences": "20" }),
            [401, 404, 404, 403, 403, 403, 200, 403],
        ),
        post(
            "/api/customers/{customer}/card/remove",
            &format!("{customer}/card/remove"),
            json!({ "customer": ours.customer }),
            [401, 404, 404, 403, 403, 403, 200, 403],
        ),
        post(
            "/api/vat-numbers/check",
            "/api/vat-numbers/check",
            number,
            [401, 200, 403, 403, 403, 403, 200, 403],
        ),
    ]
}

/// What is done about members.
fn member_cases(ours: &Ours) -> Vec<Case> {
    let members = format!("/api/customers/{}/members", ours.customer);
    vec![
        post(
            "/api/customers/{customer}/members/import",
            &format!("{members}/import"),
            json!({ "customer": ours.customer, "rows": ["UNIQUE-row@cafesoder.example"], "language": "en" }),
            [401, 404, 404, 403, 200, 200, 200, 403],
        ),
        // to those who may, a row that is not there is one that somebody else has changed
        post(
            "/api/customers/{customer}/members/remove",
            &format!("{members}/remove"),
            json!({ "customer": ours.customer, "member": "NEW ID" }),
            [401, 404, 404, 403, 409, 409, 409, 403],
        ),
        post(
            "/api/customers/{customer}/members/resend",
            &format!("{members}/resend"),
            json!({ "customer": ours.customer, "member": "NEW ID", "language": "en" }),
            [401, 404, 404, 403, 409, 409, 409, 403],
        ),
        post(
            "/api/customers/{customer}/members/change-address",
            &format!("{members}/change-address"),
            json!({ "customer": ours.customer, "member": "NEW ID", "email": "UNIQUE-new@cafesoder.example", "language": "en" }),
            [401, 404, 404, 403, 409, 409, 409, 403],
        ),
        post(
            "/api/customers/{customer}/members/set-role",
            &format!("{members}/set-role"),
            json!({ "customer": ours.customer, "member": "NEW ID", "role": "administrator" }),
            [401, 404, 404, 403, 403, 409, 409, 403],
        ),
    ]
}

/// Whoever may buy is told the real price (409); nobody else learns anything of it.
fn order_cases(ours: &Ours) -> Vec<Case> {
    let order = format!("/api/orders/{}", ours.order);
    let top_up = json!({ "top_up": { "customer": ours.customer, "licences": "1" } });
    let renew = json!({ "renew": { "customer": ours.customer, "licences": "20" } });
    let create = json!({ "create": {
        "business_name": "New AB", "address": "A 1", "postcode": "111 11", "city": "Stockholm",
        "country": "SE", "vat_number": "", "licences": "1", "term": "12", "currency": "EUR", "payment": "card",
    } });
    let invoice = format!("/api/invoices/{}/document", ours.invoice);
    vec![
        post(
            "/api/orders",
            "/api/orders",
            place(&json!("NEW ID"), &top_up),
            [401, 404, 404, 403, 403, 409, 409, 403],
        ),
        post(
            "/api/orders",
            "/api/orders",
            place(&json!("NEW ID"), &create),
            [401, 409, 403, 403, 403, 403, 409, 403],
        ),
        // the café's month can be renewed: whoever may buy is told the price
        post(
            "/api/orders",
            "/api/orders",
            place(&json!("NEW ID"), &renew),
            [401, 404, 404, 403, 403, 409, 409, 403],
        ),
        // another's order id: refused as without it
        post(
            "/api/orders",
            "/api/orders",
            place(&json!(ours.order), &top_up),
            [401, 404, 404, 403, 403, 409, 409, 403],
        ),
        get(
            "/api/orders/{order}",
            &order,
            [401, 404, 404, 404, 403, 404, 200, 200],
        ),
        post(
            "/api/orders/{order}/attempts",
            &format!("{order}/attempts"),
            json!({ "order": ours.order }),
            [401, 404, 404, 404, 403, 404, 409, 403],
        ),
        post(
            "/api/orders/{order}/cancel",
            &format!("{order}/cancel"),
            json!({ "order": ours.order }),
            [401, 404, 404, 404, 403, 404, 409, 403],
        ),
        get(
            "/api/invoices",
            "/api/invoices?page=1",
            [401, 200, 200, 403, 403, 200, 200, 403],
        ),
        get(
            "/api/invoices/{invoice}/document",
            &invoice,
            [401, 404, 404, 404, 403, 404, 200, 200],
        ),
    ]
}

fn place(id: &Value, request: &Value) -> Value {
    json!({
        "id": id, "request": request, "price_list": 1, "today": "2026-11-23",
        "expected_total": { "minor": 1, "currency": "EUR" },
    })
}
