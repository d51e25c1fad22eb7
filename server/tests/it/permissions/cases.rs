//! What is called, and what each caller is answered.

use reqwest::Method;
use serde_json::{Value, json};

use super::Ours;

mod staff;

/// What each caller is answered, in the order of [`super::CALLERS`].
pub(crate) type Row = [u16; 8];

const ANYBODY: Row = [200; 8];
const STAFF_WHO_FIND_NOTHING: Row = [401, 403, 403, 403, 403, 403, 403, 404];
const A_LINK_THAT_IS_GONE: Row = [410; 8];

/// One call of the matrix.
pub(crate) struct Case {
    pub(crate) path: &'static str,
    pub(crate) method: Method,
    pub(crate) address: String,
    pub(crate) body: Option<Value>,
    pub(crate) answers: Row,
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

pub(crate) fn cases(ours: &Ours) -> Vec<Case> {
    let mut cases = public_cases();
    cases.extend(overview_cases(ours));
    cases.extend(link_cases());
    cases.extend(customer_cases(ours));
    cases.extend(renewal_cases(ours));
    cases.extend(member_cases(ours));
    cases.extend(order_cases(ours));
    cases.extend(transfer_cases(ours));
    cases.extend(colleague_cases(ours));
    cases.extend(second_factor_cases(ours));
    cases.extend(acting_cases());
    cases.extend(managing_cases(ours));
    cases.extend(staff::reseller_cases(ours));
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
        // whoever is signed in is asked for the password
        post(
            "/api/change-email",
            "/api/change-email",
            json!({ "email": "UNIQUE@example.com", "password": "not the password" }),
            [401; 8],
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

/// What follows mailed links, none of which is there.
fn link_cases() -> Vec<Case> {
    let secret = json!({ "secret": "no-such-secret" });
    let reset = json!({ "secret": "no-such-secret", "password": "a long enough one" });
    let activate = json!({ "secret": "no-such-secret", "name": "Eve", "password": "a long enough one", "language": "en" });
    vec![
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
            "/api/accept-role",
            "/api/accept-role",
            json!({ "secret": "no-such-secret", "password": "a password" }),
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/confirm-email",
            "/api/confirm-email",
            secret.clone(),
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/keep-email",
            "/api/keep-email",
            secret.clone(),
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/mail-stops",
            "/api/mail-stops",
            secret,
            A_LINK_THAT_IS_GONE,
        ),
    ]
}

/// What Overview shows, and who has a customer's licences.
fn overview_cases(ours: &Ours) -> Vec<Case> {
    let usage = format!("/api/customers/{}/usage", ours.customer);
    vec![
        get(
            "/api/customers",
            "/api/customers?page=1&search=",
            [401, 200, 200, 200, 200, 200, 200, 200],
        ),
        get(
            "/api/renewals",
            "/api/renewals",
            [401, 200, 403, 403, 403, 403, 200, 403],
        ),
        get(
            "/api/customers/{customer}/usage",
            &usage,
            [401, 404, 404, 403, 200, 200, 200, 200],
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
            "/api/customers/{customer}",
            &customer,
            [401, 404, 404, 403, 200, 200, 200, 200],
        ),
        get(
            "/api/customers/{customer}/business",
            &format!("{customer}/business"),
            [401, 404, 404, 403, 200, 200, 200, 200],
        ),
        // only the address differs; whoever may is told that somebody was faster
        post(
            "/api/customers/{customer}/business/change",
            &format!("{customer}/business/change"),
            json!({ "customer": ours.customer, "version": 0, "form": {
                "business_name": "Café Söder HB", "address": "Götgatan 1", "postcode": "118 49",
                "city": "Stockholm", "country": "SE", "vat_number": "", "invoice_email": "",
            } }),
            [401, 404, 404, 403, 409, 409, 409, 403],
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
        post(
            "/api/vat-numbers/check",
            "/api/vat-numbers/check",
            number,
            [401, 200, 200, 403, 403, 200, 200, 403],
        ),
    ]
}

/// The café was last paid by its reseller: its own administrator does not touch that.
fn renewal_cases(ours: &Ours) -> Vec<Case> {
    let customer = format!("/api/customers/{}", ours.customer);
    vec![
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
            "/api/customers/{customer}/card",
            &format!("{customer}/card"),
            json!({ "customer": ours.customer }),
            [401, 404, 404, 403, 403, 403, 200, 403],
        ),
        post(
            "/api/customers/{customer}/cancel",
            &format!("{customer}/cancel"),
            json!({ "customer": ours.customer, "form": { "reason": "price", "note": "" } }),
            [401, 404, 404, 403, 403, 403, 200, 403],
        ),
        post(
            "/api/customers/{customer}/cancel/undo",
            &format!("{customer}/cancel/undo"),
            json!({ "customer": ours.customer }),
            [401, 404, 404, 403, 403, 403, 200, 403],
        ),
        post(
            "/api/customers/{customer}/card/remove",
            &format!("{customer}/card/remove"),
            json!({ "customer": ours.customer }),
            [401, 404, 404, 403, 403, 403, 200, 403],
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

/// An order paid by card takes no money from the bank; an entry that is not there is not found.
fn transfer_cases(ours: &Ours) -> Vec<Case> {
    let entry = json!({ "entry_reference": "B1", "booked_on": "2026-11-23", "amount": "1", "remittance": "" });
    let nobody = "/api/staff/entries/0190a5de-0000-7000-8000-000000000001";
    vec![
        get(
            "/api/transfers",
            "/api/transfers",
            [401, 200, 200, 403, 403, 200, 200, 403],
        ),
        get(
            "/api/staff/transfers",
            "/api/staff/transfers?page=1",
            [401, 403, 403, 403, 403, 403, 403, 200],
        ),
        post(
            "/api/staff/transfers/{order}/entries",
            &format!("/api/staff/transfers/{}/entries", ours.order),
            json!({ "order": ours.order, "entry": entry }),
            STAFF_WHO_FIND_NOTHING,
        ),
        get(
            "/api/staff/invoices",
            "/api/staff/invoices?page=1&search=",
            [401, 403, 403, 403, 403, 403, 403, 200],
        ),
        get(
            "/api/staff/invoices/{invoice}",
            &format!("/api/staff/invoices/{}", ours.invoice),
            [401, 403, 403, 403, 403, 403, 403, 200],
        ),
        post(
            "/api/staff/invoices/{invoice}/credit",
            &format!("/api/staff/invoices/{}/credit", ours.invoice),
            json!({
                "id": "0190a5de-0000-7000-8000-000000000001", "invoice": ours.invoice,
                "form": { "line": "0", "licences": "x", "months": "1", "fate": "stay", "refund": "balance" },
                "expected_total": { "minor": 1, "currency": "EUR" },
            }),
            [401, 403, 403, 403, 403, 403, 403, 422],
        ),
        get(
            "/api/staff/vat-names",
            "/api/staff/vat-names",
            [401, 403, 403, 403, 403, 403, 403, 200],
        ),
        post(
            "/api/staff/vat-names/{check}",
            "/api/staff/vat-names/0190a5de-0000-7000-8000-000000000001",
            json!({ "check": "0190a5de-0000-7000-8000-000000000001", "is_theirs": true }),
            STAFF_WHO_FIND_NOTHING,
        ),
        post(
            "/api/staff/entries/{entry}",
            nobody,
            json!({ "entry": "0190a5de-0000-7000-8000-000000000001", "is_right": true }),
            STAFF_WHO_FIND_NOTHING,
        ),
    ]
}

/// Acting as a reseller is staff's; ending it is no fault.
fn acting_cases() -> Vec<Case> {
    let signed_in = [401, 200, 200, 200, 200, 200, 200, 200];
    let act_as = "/api/staff/act-as";
    vec![
        post(
            act_as,
            act_as,
            json!({ "reseller": "NEW ID" }),
            STAFF_WHO_FIND_NOTHING,
        ),
        post(
            "/api/staff/stop-acting",
            "/api/staff/stop-acting",
            json!({}),
            signed_in,
        ),
    ]
}

/// Whether an address can answer is told by nothing; detaching is refused where nobody could manage.
fn managing_cases(ours: &Ours) -> Vec<Case> {
    let customer = format!("/api/customers/{}", ours.customer);
    let to = json!({ "customer": ours.customer, "email": "UNIQUE@example.com" });
    let agree = json!({ "secret": "no-such-secret", "password": "a long enough one" });
    vec![
        post(
            "/api/managing/ask",
            "/api/managing/ask",
            json!({ "email": "UNIQUE@example.com" }),
            [401, 200, 403, 403, 403, 403, 200, 403],
        ),
        post(
            "/api/customers/{customer}/hand-over",
            &format!("{customer}/hand-over"),
            to,
            [401, 404, 404, 403, 403, 403, 200, 403],
        ),
        // somebody else's id in the body
        post(
            "/api/customers/{customer}/detach",
            &format!("{customer}/detach"),
            json!({ "customer": "NEW ID" }),
            [401, 404, 404, 404, 404, 404, 404, 404],
        ),
        post(
            "/api/managing/agree",
            "/api/managing/agree",
            agree,
            A_LINK_THAT_IS_GONE,
        ),
        post(
            "/api/managing/decline",
            "/api/managing/decline",
            json!({ "secret": "no-such-secret" }),
            A_LINK_THAT_IS_GONE,
        ),
    ]
}

/// To those who may, a colleague who is not there is one that somebody else has removed.
fn colleague_cases(ours: &Ours) -> Vec<Case> {
    let colleagues = format!("/api/resellers/{}/colleagues", ours.reseller);
    let changing = [401, 404, 404, 404, 403, 404, 409, 403];
    let decided = [401, 404, 404, 404, 403, 404, 200, 403];
    vec![
        get("/api/resellers/{reseller}/colleagues", &colleagues, decided),
        post(
            "/api/resellers/{reseller}/colleagues",
            &colleagues,
            json!({ "reseller": ours.reseller, "email": "UNIQUE@kontor.example", "role": "technician", "language": "en" }),
            decided,
        ),
        post(
            "/api/resellers/{reseller}/colleagues/resend",
            &format!("{colleagues}/resend"),
            json!({ "reseller": ours.reseller, "colleague": "NEW ID", "language": "en" }),
            changing,
        ),
        post(
            "/api/resellers/{reseller}/colleagues/set-role",
            &format!("{colleagues}/set-role"),
            json!({ "reseller": ours.reseller, "colleague": "NEW ID", "role": "administrator" }),
            changing,
        ),
        post(
            "/api/resellers/{reseller}/colleagues/remove",
            &format!("{colleagues}/remove"),
            json!({ "reseller": ours.reseller, "colleague": "NEW ID" }),
            changing,
        ),
    ]
}

/// Whoever is signed in is asked for the password; only staff ask it of others.
fn second_factor_cases(ours: &Ours) -> Vec<Case> {
    let (start, confirm) = ("/api/second-factor/start", "/api/second-factor/confirm");
    let (codes, off) = ("/api/second-factor/backup-codes", "/api/second-factor/off");
    let proof = json!({ "password": "not the password", "code": "123456" });
    let code = "/api/sign-in/code";
    let half_open = json!({ "half_open": "0".repeat(64), "code": "123456" });
    let nothing_begun = [401, 409, 409, 409, 409, 409, 409, 409];
    vec![
        post(code, code, half_open, [401; 8]),
        post(
            start,
            start,
            json!({ "password": "not the password" }),
            [401; 8],
        ),
        post(confirm, confirm, json!({ "code": "123456" }), nothing_begun),
        post(codes, codes, proof.clone(), nothing_begun),
        post(off, off, proof, nothing_begun),
        post(
            "/api/staff/resellers/{reseller}/second-factor",
            &format!("/api/staff/resellers/{}/second-factor", ours.reseller),
            json!({ "reseller": ours.reseller, "required": false }),
            [401, 403, 403, 403, 403, 403, 403, 200],
        ),
    ]
}

fn place(id: &Value, request: &Value) -> Value {
    json!({
        "id": id, "request": request, "price_list": 1, "today": "2026-11-23", "starts_on": "2026-11-23",
        "expected_total": { "minor": 1, "currency": "EUR" },
    })
}
