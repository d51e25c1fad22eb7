//! The names of countries, from the table that `locales/make.mjs` takes from CLDR.

use std::{collections::BTreeMap, sync::LazyLock};

use seatkeeper_core::country::Country;

use super::{Language, read};

type Names = BTreeMap<String, BTreeMap<String, String>>;

static NAMES: LazyLock<Names> =
    LazyLock::new(|| read(include_str!("../../locales/countries.json")));

/// A country's name; its code where there is none.
pub fn country_name(language: Language, country: Country) -> String {
    let names = NAMES.get(language.tag());
    let name = names.and_then(|names| names.get(country.code()));
    name.map_or_else(|| country.code().to_owned(), Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        for language in Language::ALL {
            for country in Country::ALL {
                let name = country_name(language, *country);
                assert!(
                    name.chars().count() > 1 && name != country.code(),
                    "{} {}",
                    language.tag(),
                    country.code()
                );
            }
        }
        assert_eq!(
            country_name(Language::English, Country::GB),
            "United Kingdom"
        );
        assert_eq!(country_name(Language::Swedish, Country::SE), "Sverige");
        assert_eq!(
            country_name(Language::SimplifiedChinese, Country::SE),
            "瑞典"
        );
    }
}
