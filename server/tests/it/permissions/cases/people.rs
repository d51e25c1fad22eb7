//! The people of customers and resellers, acting, changing hands, and the second factor.

use serde_json::json;

use super::{A_LINK_THAT_IS_GONE, Case, Ours, STAFF_WHO_FIND_NOTHING, get, post};

/// What is done about members.
pub(super) fn member_cases(ours: &Ours) -> Vec<Case> {
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

/// Acting as a reseller is staff's; ending it is no fault.
pub(super) fn acting_cases() -> Vec<Case> {
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
pub(super) fn managing_cases(ours: &Ours) -> Vec<Case> {
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
pub(super) fn colleague_cases(ours: &Ours) -> Vec<Case> {
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
pub(super) fn second_factor_cases(ours: &Ours) -> Vec<Case> {
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
