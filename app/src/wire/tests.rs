//! What `serde_json` writes is read back, and what it refuses is refused.

use std::collections::BTreeMap;

use seatkeeper_core::{
    api::{Done, Link, LinkKind, Problem},
    form::{CreateForm, Field, FieldError, FieldFault, TopUpForm},
    order::OrderRequest,
    permission::{Refusal, ResellerRole},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Unreadable, read};

fn back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("it can be written");
    assert_eq!(read::<T>(&text).as_ref(), Ok(value), "{text}");
    let spread = serde_json::to_string_pretty(value).expect("it can be written");
    assert_eq!(read::<T>(&spread).as_ref(), Ok(value), "{spread}");
}

#[test]
fn what_is_written_is_read_back() {
    back(&Done {});
    back(&vec![Some(1_u32), None, Some(u32::MAX)]);
    back(&vec![i64::MIN, -1, 0, i64::MAX]);
    back(&vec![u64::MAX]);
    back(&BTreeMap::from([
        ("ett".to_owned(), true),
        ("två".to_owned(), false),
    ]));
    back(&"a \"quoted\" \\ / \u{8}\u{c}\n\r\t \u{1} å 上海 😀".to_owned());
    back(&Link {
        kind: LinkKind::Reset,
        email: "a@b.example".into(),
        business: None,
        added_by: Some("Å".into()),
        leaving: Some("Café Söder HB".into()),
        role: Some(ResellerRole::Technician),
    });
}

#[test]
fn enums_of_every_shape_are_read() {
    let errors = vec![
        FieldError {
            field: Field::City,
            fault: FieldFault::Missing,
        },
        FieldError {
            field: Field::Licences,
            fault: FieldFault::OutOfRange {
                least: 1,
                most: 100_000,
            },
        },
    ];
    back(&errors);
    back(&Problem::Fields { errors });
    back(&Problem::NotFound);
    back(&Problem::Forbidden {
        reason: Refusal::NoRole,
    });
    back(&Problem::OrderOpen { order: None });
    back(&Problem::TooMany {
        retry_after_seconds: 61,
    });
    back(&OrderRequest::Create(CreateForm {
        business_name: "Café \"Å\"".into(),
        ..CreateForm::default()
    }));
}

#[test]
fn escapes_are_read_as_json_means_them() {
    assert_eq!(
        read::<String>(r#""\u00e5\u4e0a\ud83d\ude00\/""#),
        Ok("å上😀/".to_owned())
    );
    for text in [
        r#""\ud83d""#,
        r#""\ud83dx""#,
        r#""\u12""#,
        r#""\x""#,
        r#""open"#,
        "\"\\\"",
    ] {
        assert_eq!(read::<String>(text), Err(Unreadable), "{text}");
    }
}

#[test]
fn what_is_unknown_is_passed_over() {
    let text = r#" { "kind" : "reset", "new": {"a": [1, -2.5e3, "}]", null], "b": {}}, "email":"a@b.example",
        "business":null,"added_by":null,"leaving":null,"role":null,"in_another_business":false, "last": [] } "#;
    let link = read::<Link>(text).expect("a link");
    assert_eq!(link.email, "a@b.example");
}

#[test]
fn the_order_of_the_fields_is_nothing_and_what_is_missing_is_an_error_or_the_default() {
    let faults = r#"[{"fault":{"out_of_range":{"most":7,"least":2}},"field":"licences"}]"#;
    let out_of_range = FieldFault::OutOfRange { least: 2, most: 7 };
    let read_faults = read::<Vec<FieldError>>(faults).expect("a fault");
    assert_eq!(read_faults[0].fault, out_of_range);
    for text in [
        r#"[{"field":"licences"}]"#,
        r#"[{"fault":"missing","field":"no_such_field"}]"#,
        r#"[{"fault":{"out_of_range":{"least":2}},"field":"licences"}]"#,
        r#"[{"fault":{"out_of_range":{"least":2.5,"most":7}},"field":"licences"}]"#,
        r#"[{"fault":{"missing":1},"field":"licences"}]"#,
        r#"[{"fault":"missing","field":null}]"#,
    ] {
        assert_eq!(read::<Vec<FieldError>>(text), Err(Unreadable), "{text}");
    }
    let older = r#"{"licences":"3","customer":"019a0000-0000-7000-8000-000000000001"}"#;
    let form = read::<TopUpForm>(older).expect("an older draft");
    assert_eq!(
        (form.licences.as_str(), form.payment.as_str()),
        ("3", "card")
    );
}

#[test]
fn what_is_no_json_is_refused() {
    for text in [
        "",
        "{",
        "{}}",
        "[1,,2]",
        "[1 2]",
        "{\"kind\"}",
        "nul",
        "\"a\" \"b\"",
        "1.5",
        "--1",
        "[1]]",
        "{\"new\": [%",
    ] {
        assert!(read::<Vec<u32>>(text).is_err(), "{text}");
        assert!(read::<u32>(text).is_err(), "{text}");
        assert!(read::<Link>(text).is_err(), "{text}");
    }
    assert_eq!(read::<u8>("256"), Err(Unreadable));
    assert_eq!(read::<u32>("-1"), Err(Unreadable));
}
