//! The client of VIES against a register of our own on loopback, which answers in the real one's
//! bodies and speaks each of its codes.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use seatkeeper_core::vat_number::VatNumber;
use seatkeeper_server::vies::{Answer, CheckError, VatNumberCheck, client::Vies};
use serde_json::{Value, json};
use tokio::net::TcpListener;

type Asked = Arc<Mutex<Vec<Value>>>;

/// A register that answers everything with this, and what it was asked.
async fn register(status: StatusCode, body: &'static str, delay: Duration) -> (String, Asked) {
    let asked = Asked::default();
    let answer = move |State(asked): State<Asked>, Json(question): Json<Value>| async move {
        asked.lock().expect("no panic").push(question);
        tokio::time::sleep(delay).await;
        (status, body)
    };
    let routes = Router::new()
        .route("/rest-api/check-vat-number", post(answer))
        .with_state(Arc::clone(&asked));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (format!("http://{address}/rest-api"), asked)
}

async fn ask(url: &str) -> Result<Answer, CheckError> {
    let number = |text| VatNumber::parse(text).expect("a number").0;
    let client = Vies::new(url, Duration::from_millis(400)).expect("a client");
    let (theirs, ours) = (number("EL094259216"), number("SE556967618101"));
    client.check(&theirs, "Aigaio Trofima", Some(&ours)).await
}

async fn answered(status: u16, body: &'static str) -> Result<Answer, CheckError> {
    let status = StatusCode::from_u16(status).expect("a status");
    ask(&register(status, body, Duration::ZERO).await.0).await
}

#[tokio::test]
async fn the_question_names_the_asker_and_the_answer_is_kept_as_it_came() {
    const BODY: &str = r#"{"countryCode":"EL","vatNumber":"094259216","requestDate":"2026-11-23T09:00:00.000Z",
        "valid":true,"requestIdentifier":"WAPIAAAAZ1","name":"AIGAIO TROFIMA AE","address":"---"}"#;
    let (url, asked) = register(StatusCode::OK, BODY, Duration::ZERO).await;
    let answer = ask(&format!("{url}/")).await.expect("an answer");
    assert!(answer.valid);
    assert_eq!(answer.consultation_number.as_deref(), Some("WAPIAAAAZ1"));
    assert_eq!((answer.address, answer.raw.as_str()), (None, BODY));
    assert_eq!(
        *asked.lock().expect("no panic"),
        [json!({
            "countryCode": "EL", "vatNumber": "094259216",
            "requesterMemberStateCode": "SE", "requesterNumber": "556967618101",
        })]
    );
}

#[tokio::test]
async fn every_code_is_an_outage_of_its_own_and_never_invalid() {
    for (code, error) in [
        ("INVALID_INPUT", CheckError::InvalidInput),
        ("INVALID_REQUESTER_INFO", CheckError::InvalidRequester),
        ("SERVICE_UNAVAILABLE", CheckError::ServiceUnavailable),
        ("MS_UNAVAILABLE", CheckError::MemberStateUnavailable),
        ("TIMEOUT", CheckError::TimedOut),
        ("VAT_BLOCKED", CheckError::Blocked),
        ("IP_BLOCKED", CheckError::Blocked),
        ("GLOBAL_MAX_CONCURRENT_REQ", CheckError::Busy),
        ("GLOBAL_MAX_CONCURRENT_REQ_TIME", CheckError::Busy),
        ("MS_MAX_CONCURRENT_REQ", CheckError::Busy),
        ("MS_MAX_CONCURRENT_REQ_TIME", CheckError::Busy),
        ("A_CODE_OF_NEXT_YEAR", CheckError::ServiceUnavailable),
    ] {
        let body = format!(r#"{{"actionSucceed":false,"errorWrappers":[{{"error":"{code}"}}]}}"#);
        let body: &'static str = body.leak();
        for status in [200, 400, 500] {
            assert_eq!(answered(status, body).await, Err(error), "{code}, {status}");
        }
    }
    let invalid = answered(200, r#"{"valid":false,"name":"---","address":"---"}"#).await;
    assert!(!invalid.expect("an answer").valid, "only a verdict is one");
}

#[tokio::test]
async fn what_is_no_answer_of_the_register_decides_nothing() {
    for (status, body, error) in [
        (
            502,
            "<html>Bad gateway</html>",
            CheckError::ServiceUnavailable,
        ),
        (429, "slow down", CheckError::Busy),
        (200, "<html>Maintenance</html>", CheckError::Unreadable),
        (200, "", CheckError::Unreadable),
        (200, "{}", CheckError::Unreadable),
        (403, r#"{"valid":false}"#, CheckError::Unreadable),
        (302, r#"{"valid":true}"#, CheckError::Unreadable),
        (500, r#"{"valid":false}"#, CheckError::Unreadable),
    ] {
        assert_eq!(answered(status, body).await, Err(error), "{status} {body}");
    }
    let endless: &'static str = "x".repeat(100_000).leak();
    assert_eq!(answered(200, endless).await, Err(CheckError::Unreadable));
    let (late, _) = register(StatusCode::OK, r#"{"valid":true}"#, Duration::from_secs(5)).await;
    assert_eq!(ask(&late).await, Err(CheckError::TimedOut));
    let nobody = ask("http://127.0.0.1:9/rest-api").await;
    assert_eq!(nobody, Err(CheckError::ServiceUnavailable));
}
