//! The line protocol: its exact shape, what it refuses, and that nothing makes it panic.

use proptest::prelude::*;
use seatkeeper_core::quote_line::{LONGEST_LINE, answer};
use serde_json::{Map, Value, json};

/// A request as in the interface's description, with all its keys.
fn asked() -> Map<String, Value> {
    let request = json!({
        "kind": "create", "today": "2026-11-23", "currency": "EUR", "term_months": 12,
        "licences": 7, "unit_price": "9.99", "discount_percent": "20", "seller_country": "SE",
        "country": "DE", "vat_number": "DE136695976", "vat_number_status": "valid",
        "period": { "anchor": "2026-01-31", "months": 12, "anchor_day": 31 },
    });
    let Value::Object(keys) = request else {
        unreachable!("it is an object")
    };
    keys
}

/// The answer when some keys have other values; null leaves a key out.
fn with(changes: &Value) -> Value {
    let mut keys = asked();
    for (key, value) in changes.as_object().expect("an object") {
        if value.is_null() {
            keys.remove(key);
        } else {
            keys.insert(key.clone(), value.clone());
        }
    }
    let reply = answer(&Value::Object(keys).to_string());
    serde_json::from_str(&reply).expect("an answer is JSON")
}

fn code(changes: &Value) -> String {
    let reply = with(changes);
    let message = reply["error"]["message"].as_str().unwrap_or_default();
    assert!(message.len() > 10, "{changes}: {reply}");
    reply["error"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_shape_is_exact() {
    let line = Value::Object(asked()).to_string();
    let expected = concat!(
        r#"{"months":12,"list":"839.16","discount":"167.83","net":"671.33","#,
        r#""vat_treatment":"reverse_charge","vat_rate_percent":"0","vat":"0.00","#,
        r#""total":"671.33","period_start":"2026-11-23","period_end":"2027-11-23","lines":["#,
        r#"{"kind":"licences","quantity":7,"months":12,"unit_price":"9.99","#,
        r#""amount":"839.16","reason":"whole_period"},"#,
        r#"{"kind":"discount","percent":"20","amount":"-167.83","reason":"reseller_discount"},"#,
        r#"{"kind":"vat","percent":"0","amount":"0.00","reason":"reverse_charge"}]}"#,
    );
    assert_eq!(answer(&line), expected);
}

#[test]
fn a_top_up_shows_its_running_period() {
    let reply = with(&json!({"kind": "top_up", "licences": 3, "discount_percent": "12.50"}));
    assert_eq!(reply["months"], 3);
    assert_eq!(
        (&reply["period_start"], &reply["period_end"]),
        (&json!("2026-01-31"), &json!("2027-01-31"))
    );
    assert_eq!(reply["lines"][0]["reason"], "started_months");
    assert_eq!(reply["lines"][1]["percent"], "12.5");
    let period = json!({"anchor": "2026-02-28", "months": 12, "anchor_day": 31});
    let reply = with(&json!({"kind": "top_up", "today": "2026-03-30", "period": period}));
    assert_eq!(reply["months"], 12);
    let period = json!({"anchor": "2026-02-28", "months": 12});
    let reply = with(&json!({"kind": "top_up", "today": "2026-03-30", "period": period}));
    assert_eq!(reply["months"], 11);
}

#[test]
fn a_top_up_before_the_period_is_for_all_of_it() {
    let reply = with(&json!({"kind": "top_up", "today": "2026-01-01"}));
    assert_eq!(reply["months"], 12);
}

#[test]
fn a_renewal_follows_its_period_or_begins_today() {
    let start = |changes: Value| with(&changes)["period_start"].as_str().map(str::to_owned);
    let renew = |today: &str| start(json!({"kind": "renew", "today": today}));
    assert_eq!(renew("2027-01-30").as_deref(), Some("2027-01-31"));
    assert_eq!(renew("2027-02-06").as_deref(), Some("2027-01-31"));
    assert_eq!(renew("2027-02-07").as_deref(), Some("2027-02-07"));
    let without = start(json!({"kind": "renew", "period": null}));
    assert_eq!(without.as_deref(), Some("2026-11-23"));
}

#[test]
fn numbers_that_confirm_nothing_are_taxed() {
    for (changes, reason) in [
        (json!({"vat_number": null}), "destination_rate: no_number"),
        (json!({"vat_number": ""}), "destination_rate: no_number"),
        (
            json!({"vat_number_status": "pending"}),
            "destination_rate: number_pending",
        ),
        (
            json!({"vat_number_status": "absent"}),
            "destination_rate: number_pending",
        ),
        (
            json!({"vat_number_status": "invalid"}),
            "destination_rate: number_invalid",
        ),
        (
            json!({"vat_number_status": "unavailable"}),
            "destination_rate: number_unavailable",
        ),
        (
            json!({"vat_number": "FR40303265045"}),
            "destination_rate: number_of_other_country",
        ),
        (
            json!({"vat_number": "GB980780684"}),
            "destination_rate: no_number",
        ),
        (
            json!({"vat_number": "CHE107787577IVA"}),
            "destination_rate: no_number",
        ),
        (
            json!({"vat_number": "GR094259216"}),
            "destination_rate: no_number",
        ),
    ] {
        let reply = with(&changes);
        assert_eq!(reply["vat"], "127.55", "{changes}: {reply}");
        assert_eq!(reply["lines"][2]["reason"], reason, "{changes}");
    }
    // a wrong check digit only warns
    assert_eq!(
        with(&json!({"vat_number": "DE136695977"}))["vat_treatment"],
        "reverse_charge"
    );
}

#[test]
fn prices_have_the_currencys_decimals_or_more() {
    let price = |unit: &str, currency: &str| {
        let reply = with(&json!({"unit_price": unit, "currency": currency}));
        reply["lines"][0]["unit_price"].as_str().map(str::to_owned)
    };
    assert_eq!(price("10", "EUR").as_deref(), Some("10.00"));
    assert_eq!(price("10.5000", "EUR").as_deref(), Some("10.50"));
    assert_eq!(price("10.0005", "EUR").as_deref(), Some("10.0005"));
    assert_eq!(price("1200.0", "JPY").as_deref(), Some("1200"));
    assert_eq!(price("1.5", "KWD").as_deref(), Some("1.500"));
}

#[test]
fn a_wrong_key_amount_or_day_is_named() {
    for (changes, expected) in [
        (json!({"kind": "buy"}), "bad_value"),
        (json!({"kind": 1}), "bad_value"),
        (json!({"kind": null}), "missing_key"),
        (json!({"colour": "red"}), "unknown_key"),
        (json!({"today": "2026-02-29"}), "bad_value"),
        (json!({"today": "20261123"}), "bad_value"),
        (json!({"today": "2026-11-23T00:00"}), "bad_value"),
        (json!({"currency": "eur"}), "bad_value"),
        (json!({"currency": "XXX"}), "bad_value"),
        (json!({"term_months": 6}), "bad_value"),
        (json!({"term_months": "12"}), "bad_value"),
        (json!({"licences": 0}), "licences"),
        (json!({"licences": 100_001}), "licences"),
        (json!({"licences": -1}), "bad_value"),
        (json!({"licences": 7.0}), "bad_value"),
        (json!({"licences": 4_294_967_296_u64}), "bad_value"),
        (json!({"unit_price": 9.99}), "bad_value"),
        (json!({"unit_price": "-1"}), "bad_value"),
        (json!({"unit_price": "1.23456"}), "bad_value"),
        (json!({"unit_price": "1e3"}), "bad_value"),
        (json!({"unit_price": "1_000"}), "bad_value"),
        (json!({"unit_price": "9,99"}), "bad_value"),
        (json!({"unit_price": ".5"}), "bad_value"),
        (json!({"unit_price": "9".repeat(40)}), "bad_value"),
        (json!({"unit_price": "9".repeat(24)}), "amount_too_large"),
        (
            json!({"unit_price": "76861433640456465.06"}),
            "amount_too_large",
        ),
        (json!({"discount_percent": "100.01"}), "bad_value"),
        (json!({"discount_percent": "-1"}), "bad_value"),
        (json!({"discount_percent": "20 %"}), "bad_value"),
    ] {
        assert_eq!(code(&changes), expected, "{changes}");
    }
}

#[test]
fn a_wrong_place_number_or_period_is_named() {
    for (changes, expected) in [
        (json!({"seller_country": "EU"}), "bad_value"),
        (json!({"country": "UK"}), "bad_value"),
        (json!({"country": "EL"}), "bad_value"),
        (json!({"vat_number": "DE13669597"}), "vat_number"),
        (json!({"vat_number": "136695976"}), "vat_number"),
        (json!({"vat_number_status": "confirmed"}), "bad_value"),
        (json!({"vat_number_status": null}), "missing_key"),
        (
            json!({"today": "2014-12-31", "vat_number": null}),
            "no_vat_rate",
        ),
        (json!({"today": "9999-06-01"}), "period"),
        (json!({"kind": "top_up", "period": null}), "missing_key"),
        (
            json!({"kind": "top_up", "today": "2027-01-31"}),
            "period_ended",
        ),
        (json!({"period": []}), "bad_value"),
        (
            json!({"period": {"anchor": "2026-01-31", "months": 12, "end": "x"}}),
            "unknown_key",
        ),
        (
            json!({"period": {"anchor": "2026-01-31", "months": 3}}),
            "bad_value",
        ),
        (json!({"period": {"anchor": "2026-01-31"}}), "missing_key"),
        (
            json!({"period": {"anchor": "2026-01-30", "months": 12, "anchor_day": 31}}),
            "bad_value",
        ),
        (
            json!({"period": {"anchor": "2026-01-31", "months": 12, "anchor_day": 32}}),
            "bad_value",
        ),
        (
            json!({"period": {"anchor": "2026-01-31", "months": 12, "anchor_day": 0}}),
            "bad_value",
        ),
    ] {
        assert_eq!(code(&changes), expected, "{changes}");
    }
}

#[test]
fn what_is_no_request_is_refused() {
    let nested = format!("{{\"period\":{}", "[".repeat(100_000));
    let long = " ".repeat(LONGEST_LINE + 1);
    let twice = r#"{"kind":"create","kind":"create"}"#;
    for (line, code) in [
        ("", "not_json"),
        ("[]", "not_json"),
        ("null", "not_json"),
        ("{", "not_json"),
        ("{}{}", "not_json"),
        ("{} x", "not_json"),
        ("\u{feff}{}", "not_json"),
        (nested.as_str(), "not_json"),
        (long.as_str(), "too_long"),
        (twice, "repeated_key"),
        ("{}", "missing_key"),
    ] {
        let reply: Value = serde_json::from_str(&answer(line)).expect("an answer is JSON");
        assert_eq!(
            reply["error"]["code"],
            code,
            "{}",
            line.get(..40).unwrap_or(line)
        );
    }
}

/// A request of which one key holds something else, of any type.
fn something() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "[0-9.-]{0,32}".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}".prop_map(Value::from),
        ("[0-9]{4}-[01][0-9]-[0-3][0-9]", 0..40_u32, 0..40_u32).prop_map(
            |(anchor, months, day)| {
                json!({"anchor": anchor, "months": months, "anchor_day": day})
            }
        ),
    ]
}

fn is_answer(line: &str) -> bool {
    let reply = answer(line);
    let parsed: Value = serde_json::from_str(&reply).unwrap_or_default();
    let quoted = parsed.get("total").is_some() && parsed.get("error").is_none();
    let refused = parsed["error"]["code"].is_string() && parsed["error"]["message"].is_string();
    (quoted || refused) && !reply.contains('\n')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_text_gets_an_answer(line in "\\PC{0,200}") {
        prop_assert!(is_answer(&line));
    }

    #[test]
    fn any_value_gets_an_answer(
        kind in prop::sample::select(vec!["create", "top_up", "renew"]),
        key in prop::sample::select(asked().keys().cloned().collect::<Vec<_>>()),
        value in something(),
    ) {
        let mut keys = asked();
        keys.insert("kind".to_owned(), json!(kind));
        keys.insert(key, value);
        prop_assert!(is_answer(&Value::Object(keys).to_string()));
    }

    #[test]
    fn any_cut_gets_an_answer(at in 0..400_usize, sign in any::<char>()) {
        let mut line = Value::Object(asked()).to_string();
        let at = at.min(line.len());
        line.replace_range(at.., &sign.to_string());
        prop_assert!(is_answer(&line));
    }
}
