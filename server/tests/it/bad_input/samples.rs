//! What is sent: a good body of each endpoint to spoil, values that fit nowhere, and noise.

use seatkeeper_core::api::{
    AcceptRole, ActAs, Activate, AddMember, AgreeToManaging, AskToManage, CancelAtEnd, CancelOrder,
    ChangeAddress, ChangeBusiness, ChangeEmail, CheckVatNumber, ConfirmEmail, ConfirmSecondFactor,
    CreateReseller, DecideMoney, DecideVatName, DeclineManaging, Detach, Endpoint, EnterCode,
    EnterDiscount, ForgottenPassword, GATEWAY_WEBHOOK, HandOver, ImportMembers, InviteColleague,
    IssueCreditNote, KeepCard, KeepEmail, Leave, OpenLink, PayAgain, PlaceOrder, RecordMoney,
    RemoveCard, RemoveColleague, RemoveMember, RenewBackupCodes, RequireSecondFactor,
    ResendColleagueInvitation, ResendInvitation, ResetPassword, SetAutoRenewal, SetBusiness,
    SetColleagueRole, SetLanguage, SetMemberRole, SetNextLicences, SetReseller, SignIn, SignOut,
    SignOutEverywhere, StartSecondFactor, StopActing, StopMails, TakeBackCancellation,
    TurnOffSecondFactor, WithdrawDiscount,
};
use serde_json::{Map, Value, json};

/// Ids that nothing has, and texts that are no ids.
pub(super) const IDS: [&str; 9] = [
    "0190a5de-0000-7000-8000-000000000001",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "x",
    "-1",
    "..%2F..%2Fetc%2Fpasswd",
    "%00",
    "%FF%FE",
    "%27%20or%201=1--",
    "0190a5de-0000-7000-8000-00000000000100000000000000000000000000000000000000000000000000000000000",
];

pub(super) const QUERIES: [&str; 14] = [
    "page=0",
    "page=4294967295",
    "page=-1",
    "page=99999999999999999999",
    "page=x&search=y",
    "search=%FF%FE",
    "search=%00%25_!%27%22;drop",
    "search=a&search=b",
    "&&==&%%%",
    "sort=price",
    "sort=name&sort=ends",
    "filter=__proto__",
    "filter=&sort=&falling=&page=",
    "falling=maybe",
];

/// What is no JSON of any endpoint.
pub(super) const NOTHING: [&[u8]; 12] = [
    b"",
    b" ",
    b"{",
    b"null",
    b"true",
    b"[]",
    b"\"text\"",
    b"1e999",
    b"{\"email\":\"\xff\xfe\"}",
    b"{\"email\":\"\\ud800\"}",
    b"\xef\xbb\xbf{}",
    b"{} {}",
];

/// A body as the page would send it; null where there is none to spoil.
pub(super) fn body(path: &str) -> Value {
    let id = IDS[0];
    match path {
        SignIn::PATH => json!({ "email": "nobody@example.com", "password": "not the password" }),
        SignOut::PATH | SignOutEverywhere::PATH | StopActing::PATH => json!({}),
        ActAs::PATH => json!({ "reseller": id }),
        ForgottenPassword::PATH => json!({ "email": "nobody@example.com", "language": "en" }),
        OpenLink::PATH
        | StopMails::PATH
        | ChangeBusiness::PATH
        | ConfirmEmail::PATH
        | KeepEmail::PATH
        | DeclineManaging::PATH => {
            json!({ "secret": "0".repeat(64) })
        }
        ResetPassword::PATH | AcceptRole::PATH | AgreeToManaging::PATH => {
            json!({ "secret": "0".repeat(64), "password": "a long enough password" })
        }
        Activate::PATH => {
            json!({ "secret": "0".repeat(64), "name": "Anna", "password": "a long enough password", "language": "en" })
        }
        ChangeEmail::PATH => {
            json!({ "email": "anna@example.com", "password": "not the password" })
        }
        SetLanguage::PATH => json!({ "language": "sv" }),
        AddMember::PATH => json!({ "customer": id, "email": "anna@example.com", "language": "en" }),
        ImportMembers::PATH => {
            json!({ "customer": id, "rows": ["anna@example.com", "no address"], "language": "en" })
        }
        RemoveMember::PATH => json!({ "customer": id, "member": id }),
        ResendInvitation::PATH => json!({ "customer": id, "member": id, "language": "en" }),
        ChangeAddress::PATH => {
            json!({ "customer": id, "member": id, "email": "anna@example.com", "language": "en" })
        }
        SetMemberRole::PATH => json!({ "customer": id, "member": id, "role": "administrator" }),
        HandOver::PATH => json!({ "customer": id, "email": "anna@example.com" }),
        AskToManage::PATH => json!({ "email": "anna@example.com" }),
        Leave::PATH
        | RemoveCard::PATH
        | Detach::PATH
        | KeepCard::PATH
        | TakeBackCancellation::PATH => {
            json!({ "customer": id })
        }
        CancelAtEnd::PATH => {
            json!({ "customer": id, "form": { "reason": "price", "note": "Too much" } })
        }
        SetAutoRenewal::PATH => json!({ "customer": id, "on": true }),
        SetNextLicences::PATH => json!({ "customer": id, "licences": "3" }),
        PlaceOrder::PATH => order(id),
        other => payment(other),
    }
}

fn payment(path: &str) -> Value {
    let id = IDS[0];
    match path {
        RecordMoney::PATH => {
            json!({ "order": id, "entry": { "entry_reference": "B1", "booked_on": "2026-11-23", "amount": "1.00", "remittance": "" } })
        }
        DecideMoney::PATH => json!({ "entry": id, "is_right": true }),
        PayAgain::PATH | CancelOrder::PATH => json!({ "order": id }),
        CheckVatNumber::PATH => json!({ "vat_number": "DE136695976", "business_name": "Nordwind" }),
        SetBusiness::PATH => {
            json!({ "customer": id, "version": 1, "form": {
                "business_name": "Nordwind GmbH", "address": "Lindenweg 4", "postcode": "10115", "city": "Berlin",
                "country": "DE", "vat_number": "", "invoice_email": "",
            } })
        }
        IssueCreditNote::PATH => {
            json!({
                "id": id, "invoice": id,
                "form": { "line": "0", "licences": "1", "months": "1", "fate": "stay", "refund": "balance" },
                "expected_total": { "minor": 1, "currency": "EUR" },
            })
        }
        DecideVatName::PATH => json!({ "check": id, "is_theirs": true }),
        GATEWAY_WEBHOOK => {
            json!({ "id": id, "kind": "payment.charged", "order": id, "attempt": 1 })
        }
        other => colleague(other),
    }
}

fn colleague(path: &str) -> Value {
    let id = IDS[0];
    match path {
        InviteColleague::PATH => {
            json!({ "reseller": id, "email": "anna@example.com", "role": "technician", "language": "en" })
        }
        ResendColleagueInvitation::PATH => {
            json!({ "reseller": id, "colleague": id, "language": "en" })
        }
        SetColleagueRole::PATH => {
            json!({ "reseller": id, "colleague": id, "role": "administrator" })
        }
        RemoveColleague::PATH => json!({ "reseller": id, "colleague": id }),
        EnterCode::PATH => json!({ "half_open": "0".repeat(64), "code": "123456" }),
        StartSecondFactor::PATH => json!({ "password": "not the password" }),
        ConfirmSecondFactor::PATH => json!({ "code": "123456" }),
        RenewBackupCodes::PATH | TurnOffSecondFactor::PATH => {
            json!({ "password": "not the password", "code": "123456" })
        }
        RequireSecondFactor::PATH => json!({ "reseller": id, "required": true }),
        CreateReseller::PATH => json!({
            "id": id, "form": reseller(), "discount": { "percent": "x", "from_on": "2026-12-24" },
            "administrator": "anna@example.com", "language": "en",
        }),
        SetReseller::PATH => json!({ "reseller": id, "version": 1, "form": reseller() }),
        EnterDiscount::PATH => {
            json!({ "reseller": id, "form": { "percent": "12.5", "from_on": "2026-12-24" } })
        }
        WithdrawDiscount::PATH => json!({ "reseller": id, "from_on": "2026-12-24" }),
        other => panic!("what does {other} take? Give it a sample body here"),
    }
}

fn reseller() -> Value {
    json!({
        "business": {
            "business_name": "Ost AB", "address": "Storgatan 1", "postcode": "111 22", "city": "Stockholm",
            "country": "SE", "vat_number": "", "invoice_email": "invoices@ost.example",
        },
        "bill_to": "customer",
    })
}

fn order(id: &str) -> Value {
    json!({
        "id": id,
        "request": { "create": {
            "business_name": "Nordwind GmbH", "address": "Lindenweg 4", "postcode": "10115",
            "city": "Berlin", "country": "DE", "vat_number": "", "licences": "7", "term": "12",
            "currency": "EUR", "payment": "card",
        } },
        "price_list": 1,
        "today": "2026-11-23",
        "starts_on": "2026-11-23",
        "expected_total": { "minor": 1, "currency": "EUR" },
    })
}

/// The body with each value in it replaced by each misfit, left out, and with one too many.
pub(super) fn spoilt(sample: &Value) -> Vec<String> {
    let mut bodies = Vec::new();
    for place in places(sample) {
        for misfit in misfits() {
            bodies.push(with(sample, &place, &Change::To(misfit)).to_string());
        }
        bodies.push(with(sample, &place, &Change::Gone).to_string());
    }
    if let Value::Object(fields) = sample {
        let mut more = fields.clone();
        more.insert("__proto__".to_owned(), json!({ "admin": true }));
        bodies.push(Value::Object(more).to_string());
    }
    bodies
}

fn misfits() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(18_446_744_073_709_551_615_u64),
        json!(""),
        json!(" \t\r\n "),
        json!("\u{0}"),
        json!("\u{202e}\u{feff}\u{fffd}"),
        json!("<script>alert(1)</script>"),
        json!("'; drop table accounts; --"),
        json!("9".repeat(400)),
        json!("ä".repeat(5_000)),
        json!("9999-12-31"),
        json!("-009999-01-01"),
        json!("anna@example.com\r\nbcc: eve@example.com"),
        json!([]),
        json!({}),
        json!([[[[[[[[{}]]]]]]]]),
    ]
}

enum Change {
    To(Value),
    Gone,
}

type Place = Vec<String>;

/// The path to each value within.
fn places(value: &Value) -> Vec<Place> {
    let Value::Object(fields) = value else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (name, value) in fields {
        all.push(vec![name.clone()]);
        all.extend(
            places(value)
                .into_iter()
                .map(|rest| [vec![name.clone()], rest].concat()),
        );
    }
    all
}

fn with(value: &Value, place: &[String], change: &Change) -> Value {
    let (Value::Object(fields), Some((name, rest))) = (value, place.split_first()) else {
        return value.clone();
    };
    let mut fields: Map<String, Value> = fields.clone();
    match (rest.is_empty(), change) {
        (true, Change::Gone) => {
            fields.remove(name);
        }
        (true, Change::To(misfit)) => {
            fields.insert(name.clone(), misfit.clone());
        }
        (false, _) => {
            let changed = with(&fields[name], rest, change);
            fields.insert(name.clone(), changed);
        }
    }
    Value::Object(fields)
}

/// Bytes that look random and are the same in every run (xorshift64).
pub(super) struct Noise(u64);

impl Noise {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length)
            .map(|_| {
                self.0 ^= self.0 << 13;
                self.0 ^= self.0 >> 7;
                self.0 ^= self.0 << 17;
                self.0.to_le_bytes()[3]
            })
            .collect()
    }
}
