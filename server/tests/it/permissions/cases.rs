//! What is called, and what each caller is answered.

use reqwest::Method;
use serde_json::{Value, json};

use super::Ours;

mod orders;
mod people;
mod staff;

use self::{
    orders::{order_cases, transfer_cases},
    people::{acting_cases, colleague_cases, managing_cases, member_cases, second_factor_cases},
};

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
