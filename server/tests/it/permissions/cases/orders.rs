//! Orders, and money from the bank for them.

use serde_json::{Value, json};

use super::{Case, Ours, STAFF_WHO_FIND_NOTHING, get, post};

/// Whoever may buy is told the real price (409); nobody else learns anything of it.
pub(super) fn order_cases(ours: &Ours) -> Vec<Case> {
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
pub(super) fn transfer_cases(ours: &Ours) -> Vec<Case> {
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

fn place(id: &Value, request: &Value) -> Value {
    json!({
        "id": id, "request": request, "price_list": 1, "today": "2026-11-23", "starts_on": "2026-11-23",
        "expected_total": { "minor": 1, "currency": "EUR" },
    })
}
