//! Dates, numbers, amounts and percentages as each language writes them (CLDR).
//!
//! Promises: the same text as the browser's `Intl` gives for the same locale, kinds of space
//! aside; a test compares the two. Digits are never cut or rounded: what was charged is shown.
//! ICU4X has no stable currency formats, so the place of the symbol comes from a small table.

use std::{collections::BTreeMap, sync::LazyLock};

use fixed_decimal::Decimal as Digits;
use icu_calendar::{Date as IcuDate, Gregorian};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets::YMD};
use icu_decimal::{DecimalFormatter, options::DecimalFormatterOptions};
use icu_locale_core::{Locale, locale};
use jiff::civil::Date;
use seatkeeper_core::{currency::Currency, discount::Percent, money::Money, price_list::UnitPrice};

use super::{Language, read};

/// By language, then by currency: the pattern of an amount, `#` where the number stands.
type Patterns = BTreeMap<String, BTreeMap<String, String>>;

static PATTERNS: LazyLock<Patterns> =
    LazyLock::new(|| read(include_str!("../../locales/currencies.json")));

/// Writes values as one language does. Made of compiled-in data, quickly; not kept.
pub struct Formats {
    language: Language,
    /// Compiled in for every language; without it digits are written plainly.
    numbers: Option<DecimalFormatter>,
}

impl Formats {
    /// The formats of a language.
    pub fn of(language: Language) -> Self {
        let locale = locale_of(language).into();
        let numbers = DecimalFormatter::try_new(locale, DecimalFormatterOptions::default()).ok();
        Self { language, numbers }
    }

    /// `23 November 2026`
    pub fn long_date(&self, day: Date) -> String {
        self.date(day, YMD::long())
    }

    /// `23 Nov 2026`
    pub fn date_of(&self, day: Date) -> String {
        self.date(day, YMD::medium())
    }

    /// `1,234`
    pub fn number(&self, number: u32) -> String {
        self.digits(&number.to_string())
    }

    /// `25.5%`
    pub fn percent(&self, percent: Percent) -> String {
        let digits = self.digits(&percent.to_string());
        match self.language {
            Language::Swedish => format!("{digits}\u{a0}%"),
            Language::English | Language::SimplifiedChinese => format!("{digits}%"),
        }
    }

    /// `€1,234.50`
    pub fn money(&self, amount: Money) -> String {
        self.amount(&amount.to_string(), amount.currency())
    }

    /// `€0.125`: a price may have more decimals than its currency.
    pub fn unit_price(&self, price: UnitPrice, currency: Currency) -> String {
        self.amount(&price.display(currency), currency)
    }

    fn amount(&self, plain: &str, currency: Currency) -> String {
        let (sign, plain) = plain
            .strip_prefix('-')
            .map_or(("", plain), |rest| (self.minus(), rest));
        let patterns = PATTERNS.get(self.language.tag());
        let pattern = |key| patterns.and_then(|patterns| patterns.get(key));
        let pattern = pattern(currency.code())
            .or_else(|| pattern("other"))
            .map_or("¤\u{a0}#", String::as_str);
        let number = self.digits(plain);
        format!(
            "{sign}{}",
            pattern.replace('¤', currency.code()).replace('#', &number)
        )
    }

    fn minus(&self) -> &'static str {
        match self.language {
            Language::Swedish => "\u{2212}",
            Language::English | Language::SimplifiedChinese => "-",
        }
    }

    fn digits(&self, plain: &str) -> String {
        match (&self.numbers, plain.parse::<Digits>()) {
            (Some(numbers), Ok(digits)) => numbers.format(&digits).to_string(),
            _ => plain.to_owned(),
        }
    }

    fn date(&self, day: Date, fields: YMD) -> String {
        let formatter = FixedCalendarDateTimeFormatter::<Gregorian, YMD>::try_new(
            locale_of(self.language).into(),
            fields,
        );
        let month = day.month().unsigned_abs();
        let date =
            IcuDate::try_new_gregorian(i32::from(day.year()), month, day.day().unsigned_abs());
        match (formatter, date) {
            (Ok(formatter), Ok(date)) => formatter.format(&date).to_string(),
            _ => day.to_string(),
        }
    }
}

/// The locale whose forms a language uses. British for English: that is how the product writes.
const fn locale_of(language: Language) -> Locale {
    match language {
        Language::English => locale!("en-GB"),
        Language::Swedish => locale!("sv"),
        Language::SimplifiedChinese => locale!("zh-Hans"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn written(language: Language) -> Vec<String> {
        let formats = Formats::of(language);
        let percent = Percent::from_basis_points(2550);
        let price: UnitPrice = "0.125".parse().expect("a price");
        [
            formats.long_date(date(2026, 11, 3)),
            formats.date_of(date(2026, 11, 3)),
            formats.number(100_000),
            formats.percent(percent),
            formats.money(Money::new(-123_456, Currency::EUR)),
            formats.money(Money::new(123_456, Currency::SEK)),
            formats.money(Money::new(123_456, Currency::JPY)),
            formats.unit_price(price, Currency::GBP),
        ]
        .map(|text| text.replace(['\u{a0}', '\u{202f}'], " "))
        .to_vec()
    }

    #[test]
    fn each_language_writes_its_own_way() {
        let english = [
            "3 November 2026",
            "3 Nov 2026",
            "100,000",
            "25.5%",
            "-€1,234.56",
            "SEK 1,234.56",
            "JP¥123,456",
            "£0.125",
        ];
        let swedish = [
            "3 november 2026",
            "3 nov. 2026",
            "100 000",
            "25,5 %",
            "−1 234,56 €",
            "1 234,56 kr",
            "123 456 JPY",
            "0,125 GBP",
        ];
        let chinese = [
            "2026年11月3日",
            "2026年11月3日",
            "100,000",
            "25.5%",
            "-€1,234.56",
            "SEK 1,234.56",
            "JP¥123,456",
            "£0.125",
        ];
        assert_eq!(written(Language::English), english);
        assert_eq!(written(Language::Swedish), swedish);
        assert_eq!(written(Language::SimplifiedChinese), chinese);
    }
}
