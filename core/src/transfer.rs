//! Bank transfers: until when an order waits for its money, and what happens to the period then.
//!
//! Promises: priced as placed; an order waits no longer than its quote would stay the same. Leaves
//! references and bank accounts to the server, who may record money to permissions.

use std::iter::successors;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    price_list::PriceList,
    quote::{Quote, QuoteKind, QuoteRequest, Sale, quote},
    term::Term,
};

/// For how many days an order waits for its money at most.
pub const LONGEST_WAIT: usize = 30;

/// Until when an order waits for its money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The last day on which the money may come; the order lapses the day after.
    #[serde(with = "crate::day")]
    pub due_on: Date,
    /// The period begins on the day on which the money is recorded; otherwise it stays as quoted.
    pub begins_when_recorded: bool,
}

/// The terms of an order of `request`, priced on `placed_on` by the same price list and discount.
/// `None` when it cannot be paid so: a term of a month, or a quote that is another one tomorrow.
pub fn terms(
    request: &QuoteRequest,
    prices: &PriceList,
    sale: &Sale,
    placed_on: Date,
) -> Option<Terms> {
    if request.term != Term::Year {
        return None;
    }
    // day by day: jiff's spans would bring a fifth of the app into the browser
    let days = successors(Some(placed_on), |day| day.tomorrow().ok());
    let mut quotes = days.map_while(|day| Some((day, quote(request, prices, sale, day).ok()?)));
    let (_, placed) = quotes.next()?;
    let mut later = quotes.take(LONGEST_WAIT).peekable();
    let (_, next) = later.peek()?;
    let begins_when_recorded = match request.kind {
        QuoteKind::Create => true,
        QuoteKind::TopUp { .. } => false,
        QuoteKind::Renew { .. } => {
            placed.period.start() == placed_on && next.period.start() != placed_on
        }
    };
    let due_on = later
        .take_while(|(_, quote)| {
            is_same(&placed, quote) && (begins_when_recorded || placed.period == quote.period)
        })
        .last()
        .map(|(day, _)| day)?;
    Some(Terms {
        due_on,
        begins_when_recorded,
    })
}

/// The same amounts for the same reason, whenever the period begins.
fn is_same(placed: &Quote, later: &Quote) -> bool {
    let price = |quote: &Quote| {
        (
            (quote.months, quote.net, quote.vat, quote.total),
            (quote.vat_treatment, quote.vat_rate),
        )
    };
    price(placed) == price(later)
}

/// A reference or an account's number as it is printed: in blocks of four.
pub fn in_fours(text: &str) -> String {
    let mut printed = String::with_capacity(text.len() * 5 / 4);
    for (at, sign) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            printed.push(' ');
        }
        printed.push(sign);
    }
    printed
}
