//! The price for anyone to check: a request as one line of JSON in, its quote as one line out.
//!
//! Promises: the same bytes natively and in the browser; every line gets an answer, an error if
//! need be; nothing panics. The keys are part of the interface: docs/checks/price.py and the
//! parity test depend on them.
//! Leaves reading and writing lines to the server's command.

mod reply;
mod request;

use crate::price_list::{Price, PriceList};
use crate::quote::{Quote, QuoteError, QuoteKind, QuoteRequest, Sale, quote};
use crate::vat::{Buyer, Seller};

use self::request::Asked;

/// The longest line that is read, in bytes.
pub const LONGEST_LINE: usize = 1 << 20;

/// Why a line has no quote: a code for programs and a sentence for people.
pub(crate) struct Trouble {
    code: &'static str,
    message: String,
}

/// The answer to one line, without a line end.
pub fn answer(line: &str) -> String {
    let quoted = if line.len() > LONGEST_LINE {
        Err(Trouble::new("too_long", "A line is at most 1 MiB long."))
    } else {
        Asked::read(line).and_then(price)
    };
    match quoted {
        Ok(quote) => reply::quoted(&quote),
        Err(Trouble { code, message }) => reply::refused(code, &message),
    }
}

/// The answer to a line that could not be handed over as text.
pub fn unreadable(reason: &str) -> String {
    reply::refused("unreadable", reason)
}

fn price(asked: Asked) -> Result<Quote, Trouble> {
    let Asked {
        currency,
        today,
        unit_price,
        ..
    } = asked;
    // the running period tells the term of a top-up
    let term = match &asked.kind {
        QuoteKind::TopUp { period, .. } => period.term(),
        QuoteKind::Create | QuoteKind::Renew { .. } => asked.term,
    };
    let request = QuoteRequest {
        kind: asked.kind,
        currency,
        term,
        licences: asked.licences,
    };
    let prices = PriceList {
        version: 0,
        from_on: today,
        prices: vec![Price {
            currency,
            term,
            unit: unit_price,
        }],
    };
    let sale = Sale {
        seller: Seller {
            country: asked.seller_country,
            oss_from: None,
        },
        buyer: Buyer {
            country: asked.country,
            postcode: String::new(),
            vat_number: asked.vat_number,
            vat_status: asked.vat_status,
        },
        discount: asked.discount,
    };
    Ok(quote(&request, &prices, &sale, today)?)
}

impl Trouble {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }
}

impl From<QuoteError> for Trouble {
    fn from(error: QuoteError) -> Self {
        let code = match error {
            QuoteError::Licences => "licences",
            QuoteError::NotSold { .. } => "not_sold",
            QuoteError::OtherTerm { .. } => "other_term",
            QuoteError::Ended { .. } => "period_ended",
            QuoteError::NextDoesNotFollow => "next_does_not_follow",
            QuoteError::Period(_) => "period",
            QuoteError::Vat(_) => "no_vat_rate",
            QuoteError::Money(_) => "amount_too_large",
        };
        Self::new(code, error.to_string())
    }
}
