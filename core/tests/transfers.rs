//! Until when an order waits for its money: for as long as its quote would stay the same.

use jiff::civil::{Date, date};
use seatkeeper_core::{
    currency::Currency,
    discount::Percent,
    price_list::{Price, PriceList, UnitPrice},
    proration::{Grace, Period},
    quote::{NextPeriod, QuoteKind, QuoteRequest, Sale, quote},
    term::Term,
    transfer::{Terms, in_fours, terms},
    vat::{Buyer, Seller},
    vat_number::VatNumberStatus,
};

fn unit() -> UnitPrice {
    "9.99".parse().expect("a price")
}

fn prices() -> PriceList {
    let price = |term| Price {
        currency: Currency::EUR,
        term,
        unit: unit(),
    };
    PriceList {
        version: 1,
        from_on: date(2020, 1, 1),
        prices: vec![price(Term::Month), price(Term::Year)],
    }
}

fn sale(country: &str) -> Sale {
    Sale {
        seller: Seller {
            country: "SE".parse().expect("a country"),
            oss_from: None,
        },
        buyer: Buyer {
            country: country.parse().expect("a country"),
            postcode: String::new(),
            vat_number: None,
            vat_status: VatNumberStatus::Pending,
        },
        discount: "20".parse::<Percent>().expect("a percentage"),
    }
}

fn request(kind: QuoteKind, term: Term) -> QuoteRequest {
    QuoteRequest {
        kind,
        currency: Currency::EUR,
        term,
        licences: 7,
    }
}

fn on(kind: QuoteKind, country: &str, day: Date) -> Option<Terms> {
    terms(&request(kind, Term::Year), &prices(), &sale(country), day)
}

fn until(due_on: Date, begins_when_recorded: bool) -> Terms {
    Terms {
        due_on,
        begins_when_recorded,
    }
}

fn year(start: Date) -> Period {
    Period::first(start, Term::Year).expect("a period")
}

#[test]
fn a_new_subscription_waits_thirty_days_and_begins_when_the_money_is_recorded() {
    let waits = |day| on(QuoteKind::Create, "DE", day);
    assert_eq!(
        waits(date(2026, 11, 26)),
        Some(until(date(2026, 12, 26), true))
    );
    assert_eq!(
        waits(date(2028, 1, 31)),
        Some(until(date(2028, 3, 1), true))
    );
    let monthly = terms(
        &request(QuoteKind::Create, Term::Month),
        &prices(),
        &sale("DE"),
        date(2026, 11, 26),
    );
    assert_eq!(monthly, None);
}

#[test]
fn nothing_waits_beyond_the_last_day_of_a_vat_rate() {
    // Finland's standard rate changed on 1 September 2024
    let waits = |day| on(QuoteKind::Create, "FI", day);
    assert_eq!(
        waits(date(2024, 8, 20)),
        Some(until(date(2024, 8, 31), true))
    );
    assert_eq!(waits(date(2024, 8, 31)), None);
    assert_eq!(
        waits(date(2024, 9, 1)),
        Some(until(date(2024, 10, 1), true))
    );
}

#[test]
fn a_top_up_waits_until_the_day_before_the_next_month_of_its_period() {
    let period = year(date(2026, 1, 31));
    let top_up = |next, day| on(QuoteKind::TopUp { period, next }, "SE", day);
    // months begin on 28 February, 31 March, 30 April
    assert_eq!(
        top_up(None, date(2026, 2, 28)),
        Some(until(date(2026, 3, 30), false))
    );
    assert_eq!(
        top_up(None, date(2026, 3, 20)),
        Some(until(date(2026, 3, 30), false))
    );
    assert_eq!(top_up(None, date(2026, 3, 30)), None);
    // its last month, and the day on which only a renewal is left
    assert_eq!(
        top_up(None, date(2027, 1, 5)),
        Some(until(date(2027, 1, 30), false))
    );
    assert_eq!(top_up(None, date(2027, 1, 31)), None);
    let next = Some(NextPeriod {
        period: period.next(Term::Year).expect("a period"),
        unit_price: unit(),
    });
    assert_eq!(
        top_up(next, date(2027, 1, 5)),
        Some(until(date(2027, 1, 30), false))
    );
}

#[test]
fn a_renewal_keeps_its_period_or_begins_when_the_money_is_recorded() {
    let running = year(date(2025, 12, 10));
    let end = running.end();
    let renewal = |days, used, day| {
        let grace = Grace { days, used };
        let running = Some(running);
        on(QuoteKind::Renew { running, grace }, "SE", day)
    };
    // before the end: to the last day of the grace, or that on which the next period begins anyway
    let early = date(2026, 11, 26);
    assert_eq!(
        renewal(7, false, early),
        Some(until(date(2026, 12, 16), false))
    );
    assert_eq!(renewal(7, true, early), Some(until(end, false)));
    assert_eq!(renewal(0, false, early), Some(until(end, false)));
    // thirty days are enough
    assert_eq!(
        renewal(7, false, date(2026, 11, 10)),
        Some(until(date(2026, 12, 10), false))
    );
    // within the grace
    assert_eq!(
        renewal(7, false, end),
        Some(until(date(2026, 12, 16), false))
    );
    // after it a new period begins with the money
    assert_eq!(renewal(7, true, end), Some(until(date(2027, 1, 9), true)));
    assert_eq!(
        renewal(7, false, date(2026, 12, 17)),
        Some(until(date(2027, 1, 16), true))
    );
    assert_eq!(renewal(7, false, date(2026, 12, 16)), None);
}

/// What is due is what the quote of any day in between says.
#[test]
fn the_quote_stays_the_same_until_the_last_day_and_moves_with_the_money() {
    let (day, sale) = (date(2026, 11, 26), sale("DE"));
    let create = request(QuoteKind::Create, Term::Year);
    let quoted = |day| quote(&create, &prices(), &sale, day).expect("a quote");
    let placed = quoted(day);
    let last = on(QuoteKind::Create, "DE", day).expect("terms").due_on;
    assert_eq!(placed.starting_on(last).expect("a period"), quoted(last));
    assert_eq!(placed.starting_on(day).expect("a period"), placed);
}

#[test]
fn references_are_printed_in_blocks_of_four() {
    for (text, printed) in [
        ("RF462026000123", "RF46 2026 0001 23"),
        ("SE45", "SE45"),
        ("", ""),
    ] {
        assert_eq!(in_fours(text), printed);
    }
}
