//! Laws of the price that hold for every request, tried on random ones.
//!
//! Each was seen to fail with its rule broken on purpose: docs/checks/price.md lists how.

use jiff::civil::Date;
use proptest::prelude::*;
use rust_decimal::Decimal;
use seatkeeper_core::country::Country;
use seatkeeper_core::currency::Currency;
use seatkeeper_core::discount::Percent;
use seatkeeper_core::money::Money;
use seatkeeper_core::price_list::{Price, PriceList, UnitPrice};
use seatkeeper_core::proration::{AnchorDay, Grace, Period};
use seatkeeper_core::quote::{LineKind, NextPeriod, Quote, QuoteKind, QuoteRequest, Sale, quote};
use seatkeeper_core::term::Term;
use seatkeeper_core::vat::{Buyer, Seller};
use seatkeeper_core::vat_number::VatNumberStatus;

/// What a law is tried on.
#[derive(Clone, Debug)]
struct Deal {
    licences: u32,
    currency: Currency,
    unit: UnitPrice,
    sale: Sale,
    period: Period,
    next: Option<NextPeriod>,
}

impl Deal {
    fn ask(&self, kind: QuoteKind, licences: u32, today: Date) -> Quote {
        let (currency, term) = (self.currency, self.period.term());
        let request = QuoteRequest {
            kind,
            currency,
            term,
            licences,
        };
        let price = Price {
            currency,
            term,
            unit: self.unit,
        };
        let prices = PriceList {
            version: 1,
            from_on: today,
            prices: vec![price],
        };
        quote(&request, &prices, &self.sale, today).expect("it can be bought")
    }

    fn create(&self, licences: u32) -> Quote {
        self.ask(QuoteKind::Create, licences, self.period.start())
    }

    fn top_up(&self, licences: u32, today: Date) -> Quote {
        let kind = QuoteKind::TopUp {
            period: self.period,
            next: self.next,
        };
        self.ask(kind, licences, today)
    }

    /// Some day of the period.
    fn day(&self, index: i64) -> Date {
        let last = self.period.last_day();
        let day = self
            .period
            .start()
            .checked_add(jiff::Span::new().days(index));
        day.map_or(last, |day| day.min(last))
    }
}

/// Days from 2016 to 2079: 64 years with leap days and month ends of every kind.
fn a_day() -> impl Strategy<Value = Date> {
    (2016..2080_i16, 1..=12_i8, 1..=31_i8).prop_map(|(year, month, day)| {
        let first = Date::constant(year, month, 1);
        Date::new(year, month, day.min(first.days_in_month())).expect("a day of that month")
    })
}

fn a_term() -> impl Strategy<Value = Term> {
    prop_oneof![Just(Term::Month), Just(Term::Year)]
}

fn a_period() -> impl Strategy<Value = Period> {
    (a_day(), a_term(), 0..4_u8).prop_map(|(start, term, more)| {
        // a month's last day can stand for every later anchor day
        let at_end = start == start.last_of_month();
        let day = AnchorDay::of(start).get() + if at_end { more } else { 0 };
        let anchor_day = AnchorDay::new(day.min(31)).expect("a day of the month");
        Period::starting(start, term.months(), anchor_day).expect("a period")
    })
}

fn a_unit() -> impl Strategy<Value = UnitPrice> {
    (0..10_000_000_i64, 0..=4_u32)
        .prop_map(|(digits, scale)| UnitPrice::new(Decimal::new(digits, scale)).expect("a price"))
}

fn a_discount() -> impl Strategy<Value = Percent> {
    prop_oneof![
        Just(Percent::ZERO),
        Just(Percent::HUNDRED),
        (0..=10_000_u16).prop_map(Percent::from_basis_points),
        (0..=100_000_000_i64)
            .prop_map(|six| Percent::new(Decimal::new(six, 6)).expect("at most 100")),
    ]
}

fn a_sale() -> impl Strategy<Value = Sale> {
    let countries = vec!["SE", "DE", "FI", "HU", "LU", "FR", "GR", "CH", "US", "GB"];
    let country =
        prop::sample::select(countries).prop_map(|code: &str| code.parse().expect("listed"));
    (country, a_discount()).prop_map(|(country, discount)| Sale {
        seller: Seller {
            country: Country::SE,
            oss_from: None,
        },
        buyer: Buyer {
            country,
            postcode: String::new(),
            vat_number: None,
            vat_status: VatNumberStatus::Absent,
        },
        discount,
    })
}

/// Some lie right below the numbers at which a price that depends on them would change.
fn few_licences() -> impl Strategy<Value = u32> {
    let below = vec![9, 24, 49, 99, 249, 499, 999, 4_999, 9_999];
    prop_oneof![1..=200_u32, 1..=99_900_u32, prop::sample::select(below)]
}

prop_compose! {
    fn a_deal()(
        licences in prop_oneof![1..=50_u32, 1..=99_999_u32],
        currency in prop::sample::select(vec!["EUR", "SEK", "JPY", "KWD"]),
        unit in a_unit(),
        sale in a_sale(),
        period in a_period(),
        ahead in prop::option::of((a_term(), a_unit())),
    ) -> Deal {
        let next = ahead.map(|(term, unit_price)| NextPeriod {
            period: period.next(term).expect("it is in the calendar"),
            unit_price,
        });
        let currency = currency.parse::<Currency>().expect("listed");
        Deal { licences, currency, unit, sale, period, next }
    }
}

/// Whether `amount` is `dividend / divisor` minor units, rounded half away from zero. Both are not
/// negative. Written without the code under test.
fn is_rounded(amount: Money, dividend: i128, divisor: i128) -> bool {
    let doubled = i128::from(amount.minor()) * 2 * divisor;
    doubled - divisor <= 2 * dividend && 2 * dividend < doubled + divisor
}

fn parts_of(value: Decimal) -> (i128, i128) {
    (value.mantissa(), 10_i128.pow(value.scale()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn more_licences_never_cost_less(
        deal in a_deal(), day in 0..366_i64, few in few_licences(), more in 1..20_u32,
    ) {
        let today = deal.day(day);
        let deal = Deal { licences: few, ..deal };
        let more = few + more;
        for (few, many) in [
            (deal.create(deal.licences), deal.create(more)),
            (deal.top_up(deal.licences, today), deal.top_up(more, today)),
        ] {
            prop_assert!(few.list.minor() <= many.list.minor());
            prop_assert!(few.net.minor() <= many.net.minor());
            prop_assert!(few.vat.minor() <= many.vat.minor());
            prop_assert!(few.total.minor() <= many.total.minor());
        }
    }

    #[test]
    fn more_months_never_cost_less(deal in a_deal(), index in 0..12_u32) {
        let here = deal.period.boundary(index % deal.period.months()).expect("in the period");
        let whole = deal.top_up(deal.licences, deal.period.start());
        let part = deal.top_up(deal.licences, here);
        prop_assert_eq!(part.months, deal.period.months() - index % deal.period.months());
        prop_assert!(part.list.minor() <= whole.list.minor());
        prop_assert!(part.net.minor() <= whole.net.minor());
        // a VAT rate can rise within a period, see the law below
        if part.vat_rate == whole.vat_rate {
            prop_assert!(part.total.minor() <= whole.total.minor());
        }
        if deal.next.is_none() && deal.unit.value() >= Decimal::ONE && part.months < whole.months {
            prop_assert!(part.list.minor() < whole.list.minor());
        }
    }

    #[test]
    fn the_same_top_up_a_day_later_never_costs_more(deal in a_deal(), day in 0..365_i64) {
        let today = deal.top_up(deal.licences, deal.day(day));
        let tomorrow = deal.top_up(deal.licences, deal.day(day + 1));
        prop_assert!(tomorrow.months <= today.months);
        prop_assert!(tomorrow.list.minor() <= today.list.minor());
        // the VAT rate can rise overnight, the price without it cannot
        prop_assert!(tomorrow.net.minor() <= today.net.minor());
        if tomorrow.vat_rate == today.vat_rate {
            prop_assert!(tomorrow.total.minor() <= today.total.minor());
        }
    }

    #[test]
    fn the_parts_are_the_total(deal in a_deal(), day in 0..366_i64) {
        for quote in [deal.create(deal.licences), deal.top_up(deal.licences, deal.day(day))] {
            let sum = |kinds: &[LineKind]| -> i64 {
                let lines = quote.lines.iter().filter(|line| kinds.contains(&line.kind));
                lines.map(|line| line.amount.minor()).sum()
            };
            prop_assert_eq!(sum(&[LineKind::Licences]), quote.list.minor());
            prop_assert_eq!(sum(&[LineKind::Discount]), -quote.discount.minor());
            prop_assert_eq!(sum(&[LineKind::Vat]), quote.vat.minor());
            prop_assert_eq!(quote.net.minor(), quote.list.minor() - quote.discount.minor());
            prop_assert_eq!(quote.total.minor(), quote.net.minor() + quote.vat.minor());
        }
    }

    #[test]
    fn a_top_up_on_the_first_day_is_a_create(deal in a_deal()) {
        let deal = Deal { next: None, ..deal };
        let created = deal.create(deal.licences);
        let added = deal.top_up(deal.licences, deal.period.start());
        prop_assert_eq!(created.months, added.months);
        prop_assert_eq!(created.period.end(), deal.period.start().max(created.period.end()));
        prop_assert_eq!(
            (created.list, created.discount, created.net, created.vat, created.total),
            (added.list, added.discount, added.net, added.vat, added.total)
        );
    }

    #[test]
    fn started_months_are_the_boundaries_that_lie_ahead(deal in a_deal(), day in 0..366_i64) {
        let today = deal.day(day);
        let months = deal.top_up(deal.licences, today).months;
        prop_assert!((1..=deal.period.months()).contains(&months), "{} months", months);
        let boundaries = (1..=deal.period.months()).filter_map(|index| deal.period.boundary(index));
        let ahead = boundaries.filter(|boundary| *boundary > today).count();
        prop_assert_eq!(u32::try_from(ahead), Ok(months));
        prop_assert_eq!(deal.period.months_left(deal.period.end()), None);
    }

    #[test]
    fn each_product_is_rounded_once(deal in a_deal(), day in 0..366_i64) {
        let quote = deal.top_up(deal.licences, deal.day(day));
        let minor = 10_i128.pow(deal.currency.decimals());
        for line in quote.lines.iter().filter(|line| line.kind == LineKind::Licences) {
            let (unit, scale) = parts_of(line.unit_price.expect("it has one").value());
            let count = line.quantity.expect("it has one") * line.months.expect("it has some");
            prop_assert!(is_rounded(line.amount, unit * i128::from(count) * minor, scale));
        }
        let (percent, scale) = parts_of(deal.sale.discount.value());
        let discount = i128::from(quote.list.minor()) * percent;
        prop_assert!(is_rounded(quote.discount, discount, scale * 100));
    }

    #[test]
    fn vat_is_computed_once_per_rate(deal in a_deal(), day in 0..366_i64) {
        let quote = deal.top_up(deal.licences, deal.day(day));
        let lines = quote.lines.iter().filter(|line| line.kind == LineKind::Vat).count();
        prop_assert_eq!(lines, 1);
        let (percent, scale) = parts_of(quote.vat_rate.value());
        let vat = i128::from(quote.net.minor()) * percent;
        prop_assert!(is_rounded(quote.vat, vat, scale * 100));
    }

    #[test]
    fn a_higher_discount_never_costs_more(deal in a_deal(), other in a_discount()) {
        let here = deal.create(deal.licences);
        let mut lower = deal.clone();
        lower.sale.discount = other.min(deal.sale.discount);
        let there = lower.create(deal.licences);
        prop_assert!(here.net.minor() <= there.net.minor());
        prop_assert!(here.total.minor() <= there.total.minor());
    }

    #[test]
    fn boundaries_never_drift(first in a_period(), periods in 1..60_u32) {
        let day = first.anchor_day().get();
        let mut period = first;
        for _ in 0..periods {
            let next = period.next(first.term()).expect("in the calendar");
            prop_assert_eq!(next.start(), period.end());
            period = next;
        }
        prop_assert_eq!(Some(period.start()), first.boundary(periods * first.months()));
        prop_assert_eq!(period.anchor_day(), first.anchor_day());
        for index in 0..=first.months() {
            let boundary = period.boundary(index).expect("in the calendar");
            let expected = i8::try_from(day).expect("small").min(boundary.days_in_month());
            prop_assert_eq!(boundary.day(), expected);
            let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
            prop_assert_eq!(months(boundary) - months(period.start()), index.cast_signed());
        }
    }

    #[test]
    fn a_period_holds_its_days_and_no_other(period in a_period(), day in a_day()) {
        prop_assert!(period.contains(period.start()) && period.contains(period.last_day()));
        prop_assert!(!period.contains(period.end()));
        prop_assert_eq!(period.contains(day), period.start() <= day && day <= period.last_day());
    }

    #[test]
    fn a_renewal_leaves_no_gap_within_the_grace(
        running in a_period(), term in a_term(), late in -30..60_i64, days in 0..30_u16, used: bool,
    ) {
        let grace = Grace { days, used };
        let today = running.end().checked_add(jiff::Span::new().days(late)).expect("in the calendar");
        let next = Period::renewal(Some(&running), term, today, grace).expect("in the calendar");
        prop_assert_eq!(next.term(), term);
        if late < 0 || (!used && late < i64::from(days)) {
            prop_assert_eq!(next.start(), running.end());
            prop_assert_eq!(next.anchor_day(), running.anchor_day());
        } else {
            prop_assert_eq!(next.start(), today);
            prop_assert_eq!(next.anchor_day(), AnchorDay::of(today));
        }
    }

    #[test]
    fn a_quote_survives_the_wire(deal in a_deal(), day in 0..366_i64) {
        let quote = deal.top_up(deal.licences, deal.day(day));
        let text = serde_json::to_string(&quote).expect("it can be written");
        let read: Quote = serde_json::from_str(&text).expect("it can be read");
        prop_assert_eq!(read, quote);
    }
}
