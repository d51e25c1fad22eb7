//! VIES itself, over HTTPS: `POST …/rest-api/check-vat-number` of the Commission's interface.
//!
//! Promises: one question at a time; no answer, a late one or one that cannot be read is an error,
//! never "invalid". Leaves when to ask again to [`crate::vat_numbers`].

use std::time::Duration;

use reqwest::Client;
use seatkeeper_core::vat_number::VatNumber;
use serde::Serialize;

use super::{Answer, CheckError, Checked, VatNumberCheck, wire};
use crate::outward;

/// Where the register answers for all member states.
pub const VIES: &str = "https://ec.europa.eu/taxation_customs/vies/rest-api";
/// How long an answer may take: some states' registers are slow, and somebody may be waiting.
pub const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read.
const LONGEST: usize = 64 * 1024;

/// The client.
pub struct Vies {
    url: String,
    client: Client,
}

/// A question as it goes over the wire. Without the requester there is no consultation number.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    country_code: &'a str,
    vat_number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    requester_member_state_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requester_number: Option<&'a str>,
}

impl Vies {
    /// A client of the register at an address without a stroke at its end; nothing is asked yet.
    ///
    /// # Errors
    /// When no TLS client can be made; a sentence.
    pub fn new(url: &str, timeout: Duration) -> Result<Self, String> {
        let client = outward::client()
            .timeout(timeout)
            .build()
            .map_err(|error| format!("VIES cannot be asked: {error}."))?;
        Ok(Self {
            url: format!("{}/check-vat-number", url.trim_end_matches('/')),
            client,
        })
    }

    async fn ask(&self, question: &Question<'_>) -> Result<Answer, CheckError> {
        let asked = self.client.post(&self.url).json(question).send();
        let mut reply = asked.await.map_err(|error| failed(&error))?;
        let mut raw = Vec::new();
        while let Some(part) = reply.chunk().await.map_err(|error| failed(&error))? {
            raw.extend_from_slice(&part);
            if raw.len() > LONGEST {
                return Err(CheckError::Unreadable);
            }
        }
        let text = String::from_utf8(raw).map_err(|_| CheckError::Unreadable)?;
        match wire::read(&text) {
            // a proxy's or an overloaded server's page says nothing about the number
            Err(CheckError::Unreadable) if reply.status().is_server_error() => {
                Err(CheckError::ServiceUnavailable)
            }
            Err(CheckError::Unreadable) if reply.status().as_u16() == 429 => Err(CheckError::Busy),
            // whatever the body says, a refusal is no verdict
            Ok(_) if !reply.status().is_success() => Err(CheckError::Unreadable),
            read => read,
        }
    }
}

fn failed(error: &reqwest::Error) -> CheckError {
    if error.is_timeout() {
        CheckError::TimedOut
    } else {
        CheckError::ServiceUnavailable
    }
}

impl VatNumberCheck for Vies {
    fn check<'a>(
        &'a self,
        number: &'a VatNumber,
        _business_name: &'a str,
        requester: Option<&'a VatNumber>,
    ) -> Checked<'a> {
        let question = Question {
            country_code: number.prefix(),
            vat_number: number.without_prefix(),
            requester_member_state_code: requester.map(VatNumber::prefix),
            requester_number: requester.map(VatNumber::without_prefix),
        };
        Box::pin(async move { self.ask(&question).await })
    }
}
