//! The audit log: everybody's for staff, and a reseller's own for its administrators.

use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, asking, with_id};
use crate::id::ResellerId;

/// How many rows a page of the log has.
pub const LOG_ROWS_A_PAGE: u32 = 50;

/// What is looked for in the log; whatever is empty does not narrow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogFilter {
    /// Any part of the address of who did it.
    #[serde(default)]
    pub who: String,
    /// Any part of the name of the reseller or the customer, or of what else it is about.
    #[serde(default)]
    pub about: String,
    /// One of [`LogPage::kinds`].
    #[serde(default)]
    pub kind: String,
    /// The first day, as `2026-11-26`.
    #[serde(default)]
    pub from_on: String,
    /// The last day.
    #[serde(default)]
    pub until_on: String,
    /// [`LogPage::older`] of the page before; empty for the newest rows.
    #[serde(default)]
    pub before: String,
    /// The language of the sentences.
    #[serde(default)]
    pub language: String,
}

/// Reads the log of everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReadLog {
    /// What is looked for.
    pub filter: LogFilter,
}

/// Reads what concerns one reseller and its customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadResellerLog {
    /// Whose; stands in the path.
    pub reseller: ResellerId,
    /// What is looked for.
    pub filter: LogFilter,
}

/// One page of the log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    /// The rows.
    pub rows: Vec<LogRow>,
    /// What to ask for the rows before these; nothing when there are none.
    pub older: Option<String>,
    /// The kinds of what is done, each with its name.
    pub kinds: Vec<(String, String)>,
}

/// One thing that was done, in the words of the language that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// When, on the seller's clock.
    pub at: String,
    /// Who: an address, or a word for the portal itself and, to a reseller, for staff.
    pub who: String,
    /// From which network address, and acting as whom; may be empty.
    pub from: String,
    /// What was done, as a sentence.
    pub what: String,
    /// On which reseller and customer; may be empty.
    pub on: String,
}

fn asked(address: String, filter: &LogFilter) -> String {
    let LogFilter {
        who,
        about,
        kind,
        from_on,
        until_on,
        before,
        language,
    } = filter;
    let values: [(&str, &str); 7] = [
        ("language", language),
        ("who", who),
        ("about", about),
        ("kind", kind),
        ("from_on", from_on),
        ("until_on", until_on),
        ("before", before),
    ];
    asking(address, &values)
}

impl Endpoint for ReadLog {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/staff/log";
    type Reply = LogPage;

    fn address(&self) -> String {
        asked(Self::PATH.to_owned(), &self.filter)
    }
}

impl Endpoint for ReadResellerLog {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/resellers/{reseller}/log";
    type Reply = LogPage;

    fn address(&self) -> String {
        asked(with_id(Self::PATH, self.reseller), &self.filter)
    }
}
