//! What goes wrong, as data: each has one sentence per language in the page, and the status
//! code that HTTP wants.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    form::FieldError,
    id::OrderId,
    permission::Refusal,
    quote::{Quote, QuoteError},
};

/// A refusal or failure, matched exhaustively on both sides. As JSON its word, or an object of
/// that one word with its values. Here and in the other wire types no tag stands beside the
/// values: reading such JSON takes twice the code in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// 401: nobody is signed in.
    NotSignedIn,
    /// 401: address and password do not belong together.
    WrongCredentials,
    /// 403: signed in, but not allowed.
    Forbidden {
        /// Why not.
        reason: Refusal,
    },
    /// 403: the request did not come from the portal's own pages.
    CrossOrigin,
    /// 404: no such thing, or another's.
    NotFound,
    /// 400: not readable at all.
    Malformed {
        /// For the log of whoever calls; never shown to a person.
        detail: String,
    },
    /// 422: fields that cannot be read.
    Fields {
        /// Each of them.
        errors: Vec<FieldError>,
    },
    /// 422: the order has no price.
    NoPrice {
        /// Why; nothing where no price list holds today.
        error: Option<QuoteError>,
    },
    /// 409: the price is another one today; nothing was stored.
    QuoteChanged {
        /// The quote of now.
        quote: Box<Quote>,
        /// The business date of now.
        #[serde(with = "crate::day")]
        today: Date,
        /// The price list of now.
        price_list: u32,
    },
    /// 409: this id belongs to an order of something else.
    OrderIdReused,
    /// 409: the subscription has an open order of this kind.
    OrderOpen {
        /// Which, when it is the caller's own.
        order: Option<OrderId>,
    },
    /// 409: in its present state that cannot be done.
    WrongState,
    /// 409: somebody else has changed it meanwhile; nothing was stored.
    ChangedMeanwhile,
    /// 409: no licence is free.
    NoFreeLicence,
    /// 409: nobody in the business could manage it.
    NobodyToManage,
    /// 409: the address already is in this business.
    AlreadyMember,
    /// 409: this bank entry is recorded already, for another order or in other words.
    EntryRecorded,
    /// 409: the payer disputes a payment at the bank; no card of that side is charged meanwhile.
    CardDisputed,
    /// 409: the business has no running period.
    Expired,
    /// 410: the link was used, replaced or has expired.
    LinkGone,
    /// 413: the request is too large.
    TooLarge,
    /// 429: too many attempts.
    TooMany {
        /// When to try again, in seconds.
        retry_after_seconds: u32,
    },
    /// 503: the database is busy, full or away; nothing was lost.
    Unavailable,
    /// 502: the card gateway did not answer; nothing was charged that is not shown.
    GatewayUnavailable,
    /// 500: a fault of ours; logged under the reply's request id.
    Fault,
}

/// The key of a problem's sentence.
pub type Sentence = &'static str;

impl Problem {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed { .. } => 400,
            Self::NotSignedIn | Self::WrongCredentials => 401,
            Self::Forbidden { .. } | Self::CrossOrigin => 403,
            Self::NotFound => 404,
            Self::QuoteChanged { .. }
            | Self::OrderIdReused
            | Self::OrderOpen { .. }
            | Self::WrongState
            | Self::ChangedMeanwhile
            | Self::NoFreeLicence
            | Self::NobodyToManage
            | Self::AlreadyMember
            | Self::EntryRecorded
            | Self::CardDisputed
            | Self::Expired => 409,
            Self::LinkGone => 410,
            Self::TooLarge => 413,
            Self::Fields { .. } | Self::NoPrice { .. } => 422,
            Self::TooMany { .. } => 429,
            Self::Fault => 500,
            Self::GatewayUnavailable => 502,
            Self::Unavailable => 503,
        }
    }

    /// The key of its sentence in the locale files.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::NotSignedIn => "problem.not_signed_in",
            Self::WrongCredentials => "problem.wrong_credentials",
            Self::Forbidden { .. } => "problem.forbidden",
            Self::CrossOrigin => "problem.cross_origin",
            Self::NotFound => "problem.not_found",
            Self::Malformed { .. } => "problem.malformed",
            Self::Fields { .. } => "problem.fields",
            Self::NoPrice { .. } => "problem.no_price",
            Self::QuoteChanged { .. } => "problem.quote_changed",
            Self::OrderIdReused => "problem.order_id_reused",
            Self::OrderOpen { .. } => "problem.order_open",
            Self::WrongState => "problem.wrong_state",
            Self::ChangedMeanwhile => "problem.changed_meanwhile",
            Self::NoFreeLicence => "problem.no_free_licence",
            Self::NobodyToManage => "problem.nobody_to_manage",
            Self::AlreadyMember => "problem.already_member",
            Self::EntryRecorded => "problem.entry_recorded",
            Self::CardDisputed => "problem.card_disputed",
            Self::Expired => "problem.expired",
            Self::LinkGone => "problem.link_gone",
            Self::TooLarge => "problem.too_large",
            Self::TooMany { .. } => "problem.too_many",
            Self::Unavailable => "problem.unavailable",
            Self::GatewayUnavailable => "problem.gateway_unavailable",
            Self::Fault => "problem.fault",
        }
    }
}
