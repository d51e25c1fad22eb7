//! The small values: amounts, codes, percentages, price lists, the table of rates.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use seatkeeper_core::country::Country;
use seatkeeper_core::currency::Currency;
use seatkeeper_core::discount::{DatedDiscount, Percent};
use seatkeeper_core::money::{Money, MoneyError};
use seatkeeper_core::price_list::{Price, PriceList, PriceListError, UnitPrice};
use seatkeeper_core::proration::Period;
use seatkeeper_core::term::Term;
use seatkeeper_core::vat::{RATES, TERRITORIES, standard_rate};

fn euros(text: &str) -> Result<Money, MoneyError> {
    Money::round(text.parse().expect("a number"), Currency::EUR)
}

#[test]
fn half_a_cent_goes_away_from_zero() {
    for (amount, minor) in [
        ("0.005", 1),
        ("0.0049999999999999999999999999", 0),
        ("-0.005", -1),
        ("-0.0049", 0),
        ("1.115", 112),
        ("-1.115", -112),
        ("92233720368547758.074", i64::MAX),
    ] {
        assert_eq!(euros(amount).map(Money::minor), Ok(minor), "{amount}");
    }
    assert_eq!(euros("92233720368547758.075"), Err(MoneyError::TooLarge));
    assert_eq!(
        euros("79228162514264337593543950335"),
        Err(MoneyError::TooLarge)
    );
    let yen = Money::round("0.5".parse().expect("a number"), Currency::JPY);
    assert_eq!(yen.map(Money::minor), Ok(1));
}

#[test]
fn a_share_is_exact_whatever_its_decimals() {
    let amount = Money::new(i64::MAX, Currency::EUR);
    let nearly = "99.9999999999999999"
        .parse::<Percent>()
        .expect("16 decimals");
    // i64::MAX less a hundredth of its 10^16th: 922.3 cents
    let share = amount.share(nearly.value()).map(Money::minor);
    assert_eq!(share, Ok(i64::MAX - 9));
    let half = "50".parse::<Percent>().expect("a percentage");
    let negative = Money::new(-3, Currency::EUR).share(half.value());
    assert_eq!(negative.map(Money::minor), Ok(-2));
}

#[test]
fn amounts_are_written_with_their_currencys_decimals() {
    let written = |minor, code: &str| Money::new(minor, code.parse().expect("listed")).to_string();
    assert_eq!(written(83_916, "EUR"), "839.16");
    assert_eq!(written(-16_783, "EUR"), "-167.83");
    assert_eq!(written(-5, "EUR"), "-0.05");
    assert_eq!(written(0, "EUR"), "0.00");
    assert_eq!(written(1200, "JPY"), "1200");
    assert_eq!(written(1, "KWD"), "0.001");
    assert_eq!(written(i64::MIN, "EUR"), "-92233720368547758.08");
}

#[test]
fn different_currencies_are_not_added_up() {
    let (euro, krona) = (Money::new(1, Currency::EUR), Money::new(1, Currency::SEK));
    assert_eq!(euro.checked_add(krona), Err(MoneyError::CurrenciesDiffer));
    let most = Money::new(i64::MAX, Currency::EUR);
    assert_eq!(most.checked_add(euro), Err(MoneyError::TooLarge));
    assert_eq!(euro.checked_sub(most).map(Money::minor), Ok(1 - i64::MAX));
    let least = Money::new(i64::MIN, Currency::EUR);
    let nothing = Money::zero(Currency::EUR);
    assert_eq!(nothing.checked_sub(least), Err(MoneyError::TooLarge));
}

#[test]
fn codes_are_those_of_the_lists_and_sorted() {
    let countries: Vec<_> = Country::ALL.iter().map(|country| country.code()).collect();
    assert_eq!(countries.len(), 249);
    assert!(countries.is_sorted_by(|one, other| one < other));
    assert!(countries.iter().all(|code| {
        code.parse::<Country>()
            .is_ok_and(|read| read.code() == *code)
    }));
    assert_eq!(
        Country::ALL
            .iter()
            .filter(|country| country.is_eu())
            .count(),
        28
    );
    let currencies: Vec<_> = Currency::all().map(Currency::code).collect();
    assert!(currencies.is_sorted_by(|one, other| one < other));
    assert!(
        currencies
            .iter()
            .all(|code| code.len() == 3 && code.parse::<Currency>().is_ok())
    );
    for wrong in ["", "E", "eu", "EUR", "ÅÄ", "\u{0}\u{0}"] {
        assert!(wrong.parse::<Country>().is_err(), "{wrong}");
    }
    for wrong in ["", "EU", "eur", "EURO", "XXX", "Å1"] {
        assert!(wrong.parse::<Currency>().is_err(), "{wrong}");
    }
    let decimals = |code: &str| code.parse::<Currency>().map(Currency::decimals);
    assert_eq!(
        ["JPY", "EUR", "KWD", "CLF"].map(decimals),
        [Ok(0), Ok(2), Ok(3), Ok(4)]
    );
}

#[test]
fn percentages_have_no_trailing_zeros_and_stay_within_their_bounds() {
    for (text, written) in [
        ("20", "20"),
        ("12.50", "12.5"),
        ("0.0", "0"),
        ("100.00", "100"),
        ("007", "7"),
    ] {
        assert_eq!(text.parse::<Percent>().expect(text).to_string(), written);
    }
    for wrong in [
        "",
        "100.01",
        "-0",
        "+5",
        "1e1",
        "5.",
        ".5",
        " 5",
        "0.12345678901234567",
        "٣",
    ] {
        assert!(wrong.parse::<Percent>().is_err(), "{wrong}");
    }
    assert_eq!(Percent::from_basis_points(2550).to_string(), "25.5");
}

#[test]
fn the_discount_of_a_day_is_the_latest_begun() {
    let percent = |text: &str| text.parse::<Percent>().expect("a percentage");
    let dated = |from_on, text| DatedDiscount {
        from_on,
        percent: percent(text),
    };
    let discounts = [dated(date(2027, 1, 1), "15"), dated(date(2026, 1, 1), "20")];
    let on = |day: Date| DatedDiscount::on(&discounts, day).to_string();
    assert_eq!(on(date(2025, 12, 31)), "0");
    assert_eq!(on(date(2026, 12, 31)), "20");
    assert_eq!(on(date(2027, 1, 1)), "15");
}

fn list(version: u32, from_on: Date, prices: &[(&str, Term, &str)]) -> PriceList {
    let price = |(currency, term, unit): &(&str, Term, &str)| Price {
        currency: currency.parse().expect("a currency"),
        term: *term,
        unit: unit.parse().expect("a price"),
    };
    PriceList {
        version,
        from_on,
        prices: prices.iter().map(price).collect(),
    }
}

#[test]
fn the_price_list_of_a_day_is_the_latest_begun() {
    let month = [("EUR", Term::Month, "11.99")];
    let lists = [
        list(2, date(2027, 1, 1), &month),
        list(1, date(2026, 1, 1), &month),
        list(3, date(2027, 1, 1), &month),
    ];
    let on = |day| PriceList::on(&lists, day).map(|list| list.version);
    assert_eq!(on(date(2025, 12, 31)), None);
    assert_eq!(on(date(2026, 12, 31)), Some(1));
    assert_eq!(on(date(2027, 1, 1)), Some(3));
    assert_eq!(
        lists[0].unit(Currency::EUR, Term::Month),
        "11.99".parse().ok()
    );
    assert_eq!(lists[0].unit(Currency::EUR, Term::Year), None);
    assert_eq!(lists[0].unit(Currency::SEK, Term::Month), None);
}

#[test]
fn a_price_list_is_published_a_month_ahead_without_doubles() {
    let today = date(2026, 11, 23);
    let year = ("EUR", Term::Year, "9.99");
    let good = list(
        1,
        date(2026, 12, 24),
        &[year, ("EUR", Term::Month, "11.99")],
    );
    assert_eq!(good.publish(today), Ok(()));
    let early = list(1, date(2026, 12, 23), &[year]);
    let earliest = date(2026, 12, 24);
    assert_eq!(
        early.publish(today),
        Err(PriceListError::TooSoon { earliest })
    );
    assert_eq!(list(1, earliest, &[]).check(), Err(PriceListError::Empty));
    let twice = PriceListError::Twice {
        currency: Currency::EUR,
        term: Term::Year,
    };
    assert_eq!(list(1, earliest, &[year, year]).check(), Err(twice));
}

#[test]
fn a_unit_price_is_not_negative_and_has_four_decimals_at_most() {
    assert!(UnitPrice::new(Decimal::new(-1, 2)).is_err());
    assert!(UnitPrice::new(Decimal::new(12_345, 5)).is_err());
    let price = UnitPrice::new(Decimal::new(99_900, 4)).expect("a price");
    assert_eq!(
        (price.to_string(), price.display(Currency::EUR)),
        ("9.99".into(), "9.99".into())
    );
}

#[test]
fn every_state_has_its_rate_since_2015() {
    let expected = "AT 20, BE 21, BG 20, CY 19, CZ 21, DE 19, DK 25, EE 24, ES 21, FI 25.5, FR 20, \
        GR 24, HR 25, HU 27, IE 23, IT 22, LT 21, LU 17, LV 21, MT 18, NL 21, PL 23, PT 23, RO 21, \
        SE 25, SI 22, SK 23";
    let states = Country::ALL
        .iter()
        .filter(|country| country.is_eu() && **country != Country::MC);
    let on = |day: Date| {
        let rates = states.clone().map(|country| {
            let rate = standard_rate(*country, None, day).expect("a rate");
            format!("{country} {rate}")
        });
        rates.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(on(date(2026, 11, 23)), expected);
    assert!(on(date(2015, 1, 1)).contains("RO 24"));
    let before = standard_rate(Country::SE, None, date(2014, 12, 31));
    assert_eq!(
        before.map_err(|error| error.to_string()),
        Err("No VAT rate is known for SE on 2014-12-31, so nothing can be sold there.".into())
    );
}

#[test]
fn no_row_hides_another() {
    for (index, rate) in RATES.iter().enumerate() {
        let same = |other: &&seatkeeper_core::vat::Rate| {
            (other.country, other.territory, other.from)
                == (rate.country, rate.territory, rate.from)
        };
        assert_eq!(
            RATES.iter().position(|other| same(&other)),
            Some(index),
            "{rate:?}"
        );
    }
    for row in TERRITORIES.iter().filter(|row| !row.outside) {
        let rate = standard_rate(row.country, Some(row.territory), date(2026, 11, 23));
        assert!(rate.is_ok(), "{row:?}");
    }
}

#[test]
fn a_period_that_was_tampered_with_is_not_read() {
    let read = |text: &str| serde_json::from_str::<Period>(text).map_err(|error| error.to_string());
    let right = r#"{"start":"2026-01-31","end":"2026-02-28","months":1,"anchor_day":31}"#;
    let period = read(right).expect("a period");
    assert_eq!(
        serde_json::to_string(&period).expect("it can be written"),
        right
    );
    for (from, to) in [
        ("02-28", "03-01"),
        ("\":1,", "\":2,"),
        ("\":31", "\":30"),
        ("\":31", "\":0"),
    ] {
        assert!(read(&right.replacen(from, to, 1)).is_err(), "{from} → {to}");
    }
}
