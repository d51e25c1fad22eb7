//! The answer of VIES as it comes over the wire (`POST …/rest-api/check-vat-number`, and the older
//! `GET …/ms/{state}/vat/{number}`), read into an [`Answer`] or a [`CheckError`].
//!
//! Promises: never panics on any text; every code that is not known is an outage, never "invalid".

use serde::{Deserialize, Serialize};

use super::{Answer, CheckError};

/// Both forms of the body. What a form does not have is missing, so nothing is required.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Body {
    /// The prefix; `EL` for Greece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Without the prefix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<String>,
    /// When it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_date: Option<String>,
    /// The verdict; `isValid` in the older form.
    #[serde(alias = "isValid", skip_serializing_if = "Option::is_none")]
    pub valid: Option<bool>,
    /// The consultation number; empty without a requester.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_identifier: Option<String>,
    /// `---` when withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `---` when withheld; lines are parted by line feeds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// `false` in a failure's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_succeed: Option<bool>,
    /// The failures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_wrappers: Vec<Failure>,
    /// The failure in the older form, where `VALID` and `INVALID` are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_error: Option<String>,
}

/// One failure.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Failure {
    /// Its code.
    pub error: String,
}

/// Reads a body.
///
/// # Errors
/// The failure that the body tells, or [`CheckError::Unreadable`].
pub fn read(raw: &str) -> Result<Answer, CheckError> {
    let body: Body = serde_json::from_str(raw).map_err(|_| CheckError::Unreadable)?;
    if let Some(failure) = body.error_wrappers.first() {
        return Err(failed(&failure.error));
    }
    match body.user_error.as_deref() {
        None | Some("" | "VALID" | "INVALID") => {}
        Some(code) => return Err(failed(code)),
    }
    if body.action_succeed == Some(false) {
        return Err(CheckError::ServiceUnavailable);
    }
    Ok(Answer {
        valid: body.valid.ok_or(CheckError::Unreadable)?,
        name: told(body.name),
        address: told(body.address),
        consultation_number: told(body.request_identifier),
        raw: raw.to_owned(),
    })
}

/// `---` and blanks are how "withheld" is written.
fn told(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty() && text != "---")
}

/// The failure of a code.
fn failed(code: &str) -> CheckError {
    match code {
        "INVALID_INPUT" => CheckError::InvalidInput,
        "INVALID_REQUESTER_INFO" => CheckError::InvalidRequester,
        "MS_UNAVAILABLE" => CheckError::MemberStateUnavailable,
        "TIMEOUT" => CheckError::TimedOut,
        "VAT_BLOCKED" | "IP_BLOCKED" => CheckError::Blocked,
        "GLOBAL_MAX_CONCURRENT_REQ"
        | "GLOBAL_MAX_CONCURRENT_REQ_TIME"
        | "MS_MAX_CONCURRENT_REQ"
        | "MS_MAX_CONCURRENT_REQ_TIME" => CheckError::Busy,
        _ => CheckError::ServiceUnavailable,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn failure(raw: &str) -> CheckError {
        read(raw).expect_err(raw)
    }

    #[test]
    fn a_valid_number_with_everything() {
        let raw = r#"{"countryCode":"SE","vatNumber":"556967618101","requestDate":"2026-11-23T09:00:00Z",
            "valid":true,"requestIdentifier":"WAPIAAAAZ1","name":"EKEN AB","address":"STORGATAN 1 \n111 22 STOCKHOLM",
            "traderNameMatch":"NOT_PROCESSED"}"#;
        let answer = read(raw).unwrap();
        assert!(answer.valid);
        assert_eq!(answer.name.as_deref(), Some("EKEN AB"));
        assert_eq!(answer.consultation_number.as_deref(), Some("WAPIAAAAZ1"));
        assert_eq!(answer.raw, raw);
    }

    #[test]
    fn withheld_is_not_empty_and_invalid_is_an_answer() {
        let answer =
            read(r#"{"valid":true,"name":"---","address":" ","requestIdentifier":""}"#).unwrap();
        assert_eq!(
            (answer.name, answer.address, answer.consultation_number),
            (None, None, None)
        );
        let old = r#"{"isValid":false,"userError":"INVALID","name":"---","address":"---"}"#;
        assert!(!read(old).unwrap().valid);
    }

    #[test]
    fn an_outage_is_never_invalid() {
        for (code, error) in [
            ("INVALID_INPUT", CheckError::InvalidInput),
            ("INVALID_REQUESTER_INFO", CheckError::InvalidRequester),
            ("SERVICE_UNAVAILABLE", CheckError::ServiceUnavailable),
            ("MS_UNAVAILABLE", CheckError::MemberStateUnavailable),
            ("TIMEOUT", CheckError::TimedOut),
            ("VAT_BLOCKED", CheckError::Blocked),
            ("IP_BLOCKED", CheckError::Blocked),
            ("GLOBAL_MAX_CONCURRENT_REQ", CheckError::Busy),
            ("MS_MAX_CONCURRENT_REQ_TIME", CheckError::Busy),
            ("A_CODE_OF_NEXT_YEAR", CheckError::ServiceUnavailable),
        ] {
            assert_eq!(
                failure(&format!(
                    r#"{{"actionSucceed":false,"errorWrappers":[{{"error":"{code}"}}]}}"#
                )),
                error
            );
            assert_eq!(
                failure(&format!(r#"{{"isValid":false,"userError":"{code}"}}"#)),
                error
            );
        }
        assert_eq!(
            failure(r#"{"actionSucceed":false}"#),
            CheckError::ServiceUnavailable
        );
        for rubbish in [
            "",
            "{}",
            "[]",
            "null",
            "<html>",
            r#"{"valid":"yes"}"#,
            r#"{"name":"EKEN AB"}"#,
        ] {
            assert_eq!(failure(rubbish), CheckError::Unreadable, "{rubbish}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in "\\PC*") {
            let _ = read(&raw);
        }
    }
}
