//! Credit notes: what is given back of an invoice, and that all notes together are the invoice.

use jiff::civil::date;
use proptest::prelude::*;
use seatkeeper_core::{
    credit::{Credit, CreditError, credit, is_all, left},
    currency::Currency,
    discount::Percent,
    money::Money,
    price_list::{Price, PriceList, UnitPrice},
    proration::Period,
    quote::{NextPeriod, Quote, QuoteKind, QuoteRequest, Sale, quote},
    term::Term,
    vat::{Buyer, Seller},
    vat_number::VatNumberStatus,
};

/// A year or, with the next one paid, a top-up of both: two lines.
fn bought(licences: u32, unit: &str, discount: &str, both: bool) -> Quote {
    let unit: UnitPrice = unit.parse().expect("a price");
    let prices = PriceList {
        version: 1,
        from_on: date(2020, 1, 1),
        prices: vec![Price {
            currency: Currency::EUR,
            term: Term::Year,
            unit,
        }],
    };
    let sale = Sale {
        seller: Seller {
            country: "SE".parse().expect("a country"),
            oss_from: None,
        },
        buyer: Buyer {
            country: "DE".parse().expect("a country"),
            postcode: String::new(),
            vat_number: None,
            vat_status: VatNumberStatus::Absent,
        },
        discount: discount.parse::<Percent>().expect("a percentage"),
    };
    let today = date(2026, 11, 23);
    let running = Period::first(date(2026, 1, 31), Term::Year).expect("a period");
    let next = Period::first(running.end(), Term::Year).expect("a period");
    let kind = if both {
        QuoteKind::TopUp {
            period: running,
            next: Some(NextPeriod {
                period: next,
                unit_price: unit,
            }),
        }
    } else {
        QuoteKind::Create
    };
    let request = QuoteRequest {
        kind,
        currency: Currency::EUR,
        term: Term::Year,
        licences,
    };
    quote(&request, &prices, &sale, today).expect("a quote")
}

const fn of(line: u32, licences: u32, months: u32) -> Credit {
    Credit {
        line,
        licences,
        months,
    }
}

#[test]
fn one_licence_for_three_months_as_it_was_priced() {
    // 7 × 12 × 9.99 = 839.16; 1 × 3 × 9.99 = 29.97, less 20 % = 5.99, and 19 % of 23.98 = 4.56
    let invoice = bought(7, "9.99", "20", false);
    let note = credit(&invoice, &[], of(0, 1, 3)).expect("a note");
    let minor = |money: Money| money.minor();
    assert_eq!(
        [note.list, note.discount, note.net, note.vat, note.total].map(minor),
        [2997, 599, 2398, 456, 2854]
    );
    assert_eq!((note.licences, note.months), (1, 3));
    let lines: i64 = note.lines.iter().map(|line| line.amount.minor()).sum();
    assert_eq!(lines, 2854);
    assert_eq!(
        (note.vat_treatment, note.vat_rate),
        (invoice.vat_treatment, invoice.vat_rate)
    );
}

#[test]
fn never_more_than_is_left() {
    let invoice = bought(7, "9.99", "20", false);
    let before = [of(0, 7, 6), of(0, 3, 12)];
    assert_eq!(left(&invoice, &before, 0), 6);
    for (this, problem) in [
        (of(0, 1, 7), CreditError::TooMuch { left: 6 }),
        (of(0, 0, 3), CreditError::TooMuch { left: 6 }),
        (of(0, 1, 0), CreditError::TooMuch { left: 6 }),
        (of(0, 8, 1), CreditError::TooMuch { left: 6 }),
        (of(1, 1, 1), CreditError::NoSuchLine),
        (of(u32::MAX, 1, 1), CreditError::NoSuchLine),
    ] {
        assert_eq!(credit(&invoice, &before, this), Err(problem), "{this:?}");
    }
    assert_eq!(
        credit(&invoice, &[], of(0, 1, 13)),
        Err(CreditError::TooMuch { left: 84 })
    );
    assert!(credit(&invoice, &before, of(0, 1, 6)).is_ok());
    assert!(!is_all(&invoice, &before));
    assert!(is_all(&invoice, &[of(0, 7, 6), of(0, 7, 6)]));
}

proptest! {
    #[test]
    fn notes_for_everything_sum_to_the_invoice(
        licences in 1_u32..40,
        unit in "[1-9][0-9]?\\.[0-9]{2}",
        discount in 0_u32..=100,
        both in any::<bool>(),
        sizes in prop::collection::vec((0_u32..2, 1_u32..40, 1_u32..13), 1..12),
    ) {
        let invoice = bought(licences, &unit, &discount.to_string(), both);
        let mut notes = Vec::new();
        let mut before: Vec<Credit> = Vec::new();
        let rest = (0..2).flat_map(|line| (0..licences * 12).map(move |_| (line, 1, 1)));
        for (line, licences, months) in sizes.into_iter().chain(rest) {
            if let Ok(note) = credit(&invoice, &before, of(line, licences, months)) {
                prop_assert!(note.net.minor() >= 0 && note.vat.minor() >= 0 && note.discount.minor() >= 0);
                before.push(of(line, licences, months));
                notes.push(note);
            }
        }
        prop_assert!(is_all(&invoice, &before));
        let sum = |amount: fn(&Quote) -> Money| notes.iter().map(|note| amount(note).minor()).sum::<i64>();
        prop_assert_eq!(sum(|note| note.list), invoice.list.minor());
        prop_assert_eq!(sum(|note| note.discount), invoice.discount.minor());
        prop_assert_eq!(sum(|note| note.net), invoice.net.minor());
        prop_assert_eq!(sum(|note| note.vat), invoice.vat.minor());
        prop_assert_eq!(sum(|note| note.total), invoice.total.minor());
    }
}
