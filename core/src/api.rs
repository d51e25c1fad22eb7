//! What browser and server say to each other: one type per endpoint, its reply named by the
//! type, so that neither side can call or answer anything else. Both ship together; every reply
//! carries the business date, the price list and the build in headers.

mod acting;
mod businesses;
mod colleagues;
mod credit_notes;
mod customers;
mod email;
mod invoices;
mod log;
mod managing;
mod members;
mod orders;
mod overview;
mod problem;
mod renewals;
mod resellers;
mod second_factor;
mod session;
mod transfers;
mod vat_numbers;

use serde::{Serialize, de::DeserializeOwned};

pub use acting::*;
pub use businesses::*;
pub use colleagues::*;
pub use credit_notes::*;
pub use customers::*;
pub use email::*;
pub use invoices::*;
pub use log::*;
pub use managing::*;
pub use members::*;
pub use orders::*;
pub use overview::*;
pub use problem::{Problem, Sentence};
pub use renewals::*;
pub use resellers::*;
pub use second_factor::*;
pub use session::*;
pub use transfers::*;
pub use vat_numbers::*;

/// The header that holds the business date of every reply.
pub const TODAY_HEADER: &str = "x-seatkeeper-today";
/// The header that holds the version of the price list of that day.
pub const PRICE_LIST_HEADER: &str = "x-seatkeeper-price-list";
/// The header that holds the server's build: an older page reloads itself.
pub const BUILD_HEADER: &str = "x-seatkeeper-build";
/// The header that every changing request carries: a form of another site cannot send it.
pub const REQUEST_HEADER: &str = "x-seatkeeper-request";

/// How an endpoint is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Changes nothing; what is asked for stands in the address.
    Get,
    /// May change something; the endpoint's own type is the JSON body.
    Post,
}

/// One thing that can be asked of the server.
pub trait Endpoint: Serialize + DeserializeOwned {
    /// How it is called.
    const METHOD: Method;
    /// The address, with `{…}` where ids stand.
    const PATH: &'static str;
    /// What a success answers.
    type Reply: Serialize + DeserializeOwned;

    /// The address of this request, with its ids and query.
    fn address(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// A row of the table that the router and the permission matrix are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// How it is called.
    pub method: Method,
    /// Its address, with `{…}` where ids stand.
    pub path: &'static str,
}

const fn listed<E: Endpoint>() -> Listed {
    Listed {
        method: E::METHOD,
        path: E::PATH,
    }
}

/// The address of an invoice's document: a page of its own, not JSON.
pub const INVOICE_DOCUMENT: &str = "/api/invoices/{invoice}/document";
/// The address of a customer's usage as a table to be saved (CSV): who has its licences.
pub const CUSTOMER_USAGE: &str = "/api/customers/{customer}/usage";
/// Where the gateway hints that something happened.
pub const GATEWAY_WEBHOOK: &str = "/api/gateway/webhook";

/// Every endpoint under `/api`. What is missing here is not served; what is here and not in the
/// permission matrix fails its test.
pub const ALL: &[Listed] = &[
    listed::<GetSession>(),
    listed::<SignIn>(),
    listed::<EnterCode>(),
    listed::<SignOut>(),
    listed::<SignOutEverywhere>(),
    listed::<ForgottenPassword>(),
    listed::<OpenLink>(),
    listed::<ResetPassword>(),
    listed::<Activate>(),
    listed::<ChangeBusiness>(),
    listed::<StopMails>(),
    listed::<SetLanguage>(),
    listed::<ChangeEmail>(),
    listed::<ConfirmEmail>(),
    listed::<KeepEmail>(),
    listed::<AcceptRole>(),
    listed::<StartSecondFactor>(),
    listed::<ConfirmSecondFactor>(),
    listed::<RenewBackupCodes>(),
    listed::<TurnOffSecondFactor>(),
    listed::<RequireSecondFactor>(),
    listed::<ActAs>(),
    listed::<StopActing>(),
    listed::<ListColleagues>(),
    listed::<InviteColleague>(),
    listed::<ResendColleagueInvitation>(),
    listed::<SetColleagueRole>(),
    listed::<RemoveColleague>(),
    listed::<FindResellers>(),
    listed::<CreateReseller>(),
    listed::<GetReseller>(),
    listed::<SetReseller>(),
    listed::<EnterDiscount>(),
    listed::<WithdrawDiscount>(),
    listed::<ReadLog>(),
    listed::<ReadResellerLog>(),
    listed::<ListCustomers>(),
    listed::<GetCustomer>(),
    listed::<GetBusiness>(),
    listed::<SetBusiness>(),
    listed::<ListMembers>(),
    listed::<AddMember>(),
    listed::<ImportMembers>(),
    listed::<RemoveMember>(),
    listed::<ResendInvitation>(),
    listed::<ChangeAddress>(),
    listed::<SetMemberRole>(),
    listed::<Leave>(),
    listed::<AskToManage>(),
    listed::<HandOver>(),
    listed::<Detach>(),
    listed::<AgreeToManaging>(),
    listed::<DeclineManaging>(),
    listed::<GetComingRenewals>(),
    listed::<SetAutoRenewal>(),
    listed::<SetNextLicences>(),
    listed::<RemoveCard>(),
    listed::<KeepCard>(),
    listed::<CancelAtEnd>(),
    listed::<TakeBackCancellation>(),
    listed::<PlaceOrder>(),
    listed::<GetOrder>(),
    listed::<PayAgain>(),
    listed::<CancelOrder>(),
    listed::<CheckVatNumber>(),
    listed::<ListVatNames>(),
    listed::<DecideVatName>(),
    listed::<ListInvoices>(),
    listed::<FindInvoices>(),
    listed::<GetCredit>(),
    listed::<IssueCreditNote>(),
    listed::<ListTransfers>(),
    listed::<FindTransfers>(),
    listed::<RecordMoney>(),
    listed::<DecideMoney>(),
    Listed {
        method: Method::Get,
        path: INVOICE_DOCUMENT,
    },
    Listed {
        method: Method::Get,
        path: CUSTOMER_USAGE,
    },
    Listed {
        method: Method::Post,
        path: GATEWAY_WEBHOOK,
    },
];

/// Nothing to tell but that it worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Done {}

/// `path` with its `{…}` replaced by an id: the address of a file.
pub fn with_id(path: &str, id: impl std::fmt::Display) -> String {
    filled(path, &id)
}

/// Compiled once for all ids; looks for characters, since looking for words would be compiled for it alone.
fn filled(path: &str, id: &dyn std::fmt::Display) -> String {
    match (path.find('{'), path.find('}')) {
        (Some(open), Some(close)) if open < close => {
            let (before, rest) = path.split_at(open);
            let after = rest.get(close - open + 1..).unwrap_or_default();
            let mut address = String::from(before);
            address.push_str(&id.to_string());
            address.push_str(after);
            address
        }
        _ => path.to_owned(),
    }
}

/// An address with a query of what is there: a value that is empty says nothing.
fn asking(mut address: String, values: &[(&str, &str)]) -> String {
    let mut mark = '?';
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(mark);
        address.push_str(name);
        address.push('=');
        address.push_str(&encode(value));
        mark = '&';
    }
    address
}

/// Percent-encodes a query value (RFC 3986 unreserved characters stay).
fn encode(value: &str) -> String {
    let mut encoded = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend(
                [byte >> 4, byte & 15]
                    .map(|half| char::from(b"0123456789ABCDEF"[usize::from(half)])),
            );
        }
    }
    encoded
}

/// Reads what [`encode`] writes, and the `+` of forms; what is no UTF-8 is nothing.
fn decode(value: &str) -> String {
    let hex = |digit: Option<&u8>| digit.and_then(|digit| char::from(*digit).to_digit(16));
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, hex(after.first()), hex(after.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', ..) => bytes.push(b' '),
            (other, ..) => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The pairs of an address's query, with or without its `?`, each value as it is meant.
fn pairs(query: &str) -> impl Iterator<Item = (&str, String)> {
    let pairs = query.trim_start_matches('?').split('&');
    pairs.filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((name, decode(value)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_queries_stand_in_the_address() {
        assert_eq!(with_id("/api/x/{y}/z", 7), "/api/x/7/z");
        assert_eq!(encode("Å & b"), "%C3%85%20%26%20b");
        assert_eq!(decode("%C3%85%20%26+b"), "Å & b");
        assert_eq!(decode("100%&%zz%2"), "100%&%zz%2");
    }

    #[test]
    fn only_what_is_there_is_asked() {
        let asked = |values: &[_]| asking("/api/x".to_owned(), values);
        assert_eq!(
            asked(&[("a", "1"), ("b", ""), ("c", "ö")]),
            "/api/x?a=1&c=%C3%B6"
        );
        assert_eq!(asked(&[("a", "")]), "/api/x");
    }

    #[test]
    fn no_endpoint_is_listed_twice() {
        for (at, one) in ALL.iter().enumerate() {
            assert!(ALL.iter().skip(at + 1).all(|other| other != one), "{one:?}");
        }
    }
}
