//! Resellers and the audit log.

use serde_json::{Value, json};

use super::{Case, Ours, Row, get, post};

const STAFF_ONLY: Row = [401, 403, 403, 403, 403, 403, 403, 200];

pub(super) fn reseller_form() -> Value {
    json!({
        "business": {
            "business_name": "Ost AB", "address": "Storgatan 1", "postcode": "111 22", "city": "Stockholm",
            "country": "SE", "vat_number": "", "invoice_email": "invoices@ost.example",
        },
        "bill_to": "customer",
    })
}

pub(super) fn reseller_cases(ours: &Ours) -> Vec<Case> {
    let one = format!("/api/staff/resellers/{}", ours.reseller);
    let discount = json!({ "percent": "12.5", "from_on": "2026-12-24" });
    vec![
        get(
            "/api/staff/resellers",
            "/api/staff/resellers?page=1&search=",
            STAFF_ONLY,
        ),
        post(
            "/api/staff/resellers",
            "/api/staff/resellers",
            json!({
                "id": "NEW ID", "form": reseller_form(), "discount": discount,
                "administrator": "UNIQUE@ost.example", "language": "en",
            }),
            STAFF_ONLY,
        ),
        get("/api/staff/resellers/{reseller}", &one, STAFF_ONLY),
        post(
            "/api/staff/resellers/{reseller}/change",
            &format!("{one}/change"),
            json!({ "reseller": ours.reseller, "version": 99, "form": reseller_form() }),
            [401, 403, 403, 403, 403, 403, 403, 409],
        ),
        post(
            "/api/staff/resellers/{reseller}/discounts",
            &format!("{one}/discounts"),
            json!({ "reseller": ours.reseller, "form": discount }),
            STAFF_ONLY,
        ),
        post(
            "/api/staff/resellers/{reseller}/discounts/withdraw",
            &format!("{one}/discounts/withdraw"),
            json!({ "reseller": ours.reseller, "from_on": "2026-12-24" }),
            STAFF_ONLY,
        ),
        get("/api/staff/log", "/api/staff/log?language=en", STAFF_ONLY),
        get(
            "/api/resellers/{reseller}/log",
            &format!("/api/resellers/{}/log?language=en", ours.reseller),
            [401, 404, 404, 404, 403, 404, 200, 200],
        ),
    ]
}
