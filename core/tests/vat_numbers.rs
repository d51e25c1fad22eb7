//! VAT numbers of every prefix: right ones, wrong patterns, wrong check digits.

use proptest::prelude::*;
use seatkeeper_core::country::Country;
use seatkeeper_core::vat_number::{CheckDigitWarning, VatNumber, VatNumberError};

/// A number of each prefix that is known to be valid, one with a wrong digit, and one whose
/// pattern is wrong.
const TABLE: [(&str, &str, &str); 28] = [
    ("ATU13585627", "ATU13585626", "AT13585627"),
    ("BE0428759497", "BE0428759498", "BE2428759497"),
    ("BG175074752", "BG175074751", "BG17507475"),
    ("CY10259033P", "CY10259033Z", "CY12259033P"),
    ("CZ25123891", "CZ25123890", "CZ2512389"),
    ("DE136695976", "DE136695978", "DE036695976"),
    ("DK13585628", "DK13585627", "DK03585628"),
    ("EE100931558", "EE100594103", "EE10093155"),
    ("EL094259216", "EL123456781", "EL94259216"),
    ("ESB58378431", "ESB64717839", "ES583784312"),
    ("FI20774740", "FI20774741", "FI2077474"),
    ("FR40303265045", "FR84323140391", "FRO0303265045"),
    ("HR33392005961", "HR33392005962", "HR3339200596"),
    ("HU12892312", "HU12892313", "HU1289231"),
    ("IE6433435F", "IE6433435E", "IE64334351"),
    ("IT00743110157", "IT00743110158", "IT00743111157"),
    ("LT119511515", "LT119511516", "LT119511525"),
    ("LU15027442", "LU15027443", "LU1502744"),
    ("LV40003521600", "LV40003521601", "LV4000352160"),
    ("MT11679112", "MT11679113", "MT01679112"),
    ("NL004495445B01", "NL123456789B90", "NL004495445C01"),
    ("PL8567346215", "PL8567346216", "PL856734621"),
    ("PT501964843", "PT501964842", "PT001964843"),
    ("RO18547290", "RO18547291", "RO08547290"),
    ("SE556967618101", "SE556967618201", "SE556967618102"),
    ("SI50223054", "SI50223055", "SI00223054"),
    ("SK2022749619", "SK2022749618", "SK202274961"),
    ("XI980780684", "XI802311781", "XI98078068"),
];

#[test]
fn right_numbers_pass_and_wrong_ones_warn_or_are_refused() {
    for (right, mistyped, broken) in TABLE {
        let (number, warning) = VatNumber::parse(right).expect(right);
        assert_eq!((number.as_str(), warning), (right, None));
        let warning = VatNumber::parse(mistyped).expect(mistyped).1;
        assert_eq!(warning, Some(CheckDigitWarning), "{mistyped}");
        let prefix = right.get(..2).expect("two letters").to_owned();
        assert_eq!(
            VatNumber::parse(broken),
            Err(VatNumberError::Pattern { prefix }),
            "{broken}"
        );
    }
}

#[test]
fn every_prefix_is_in_the_table() {
    let mut prefixes: Vec<_> = Country::ALL
        .iter()
        .filter_map(|country| country.vat_prefix())
        .collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    let tabled: Vec<_> = TABLE.iter().map(|(right, ..)| &right[..2]).collect();
    assert_eq!(prefixes, tabled);
}

/// Other ways in which a state's numbers are written, all with their check digits.
#[test]
fn the_rarer_forms_pass() {
    let rare = [
        "BE428759497",   // nine digits, until 2005
        "BE1000093061",  // begins with 1, since 2023
        "BG7523169263",  // a citizen
        "BG8032056031",  // a citizen of the 1900s
        "CZ7103192745",  // a birth number
        "CZ640903926",   // nine digits that begin with 6
        "ES54362315K",   // a citizen
        "ESX2482300W",   // a foreigner
        "ESJ99216582",   // a company with a digit
        "FRK7399859412", // an alphabetic key
        "FR83404833048",
        "FR53000004605",  // Monaco
        "IE6433435OA",    // two letters
        "IE8D79739I",     // the old form
        "LT100001919017", // twelve digits
        "LV16117519997",  // a person
        "NL002455799B11", // a sole trader
        "RO361757",       // six digits
        "XIGD001",
        "XIHA500",
    ];
    let failed: Vec<_> = rare
        .into_iter()
        .filter(|text| !matches!(VatNumber::parse(text), Ok((_, None))))
        .map(|text| (text, VatNumber::parse(text)))
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn people_write_spaces_dots_dashes_and_small_letters() {
    for text in [
        " de 136.695-976",
        "DE\u{a0}136\u{2013}695976",
        "De136695976\t",
    ] {
        assert_eq!(
            VatNumber::parse(text).expect(text).0.as_str(),
            "DE136695976"
        );
    }
    let old = VatNumber::parse("BE 428.759.497").expect("the old form").0;
    assert_eq!(old.as_str(), "BE0428759497");
}

#[test]
fn other_prefixes_are_told_apart() {
    for (text, prefix) in [
        ("CHE107787577IVA", "CH"),
        ("NO995525828MVA", "NO"),
        ("GB980780684", "GB"),
        ("MC12345678901", "MC"),
    ] {
        let prefix = prefix.to_owned();
        assert_eq!(
            VatNumber::parse(text),
            Err(VatNumberError::NotEu { prefix })
        );
    }
    assert_eq!(
        VatNumber::parse("GR094259216"),
        Err(VatNumberError::GreeceIsEl)
    );
    let too_long = "DE".repeat(20);
    for text in [
        "",
        " ",
        "D",
        "136695976",
        "1E136695976",
        "DE136/695976",
        "DЕ136695976",
        &too_long,
    ] {
        assert_eq!(
            VatNumber::parse(text),
            Err(VatNumberError::NoPrefix),
            "{text}"
        );
    }
}

#[test]
fn a_number_belongs_to_its_country() {
    let check = |number: &str, country: &str| {
        let number: VatNumber = number.parse().expect("a number");
        number.is_of(country.parse().expect("a country"))
    };
    assert!(check("EL094259216", "GR"));
    assert!(check("XI980780684", "GB"));
    assert!(check("FR40303265045", "FR") && check("FR40303265045", "MC"));
    assert!(!check("FR40303265045", "DE") && !check("XI980780684", "IE"));
    let number: VatNumber = "EL094259216".parse().expect("a number");
    assert_eq!(
        (number.prefix(), number.without_prefix()),
        ("EL", "094259216")
    );
    assert_eq!(number.country(), "GR".parse().ok());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}") {
        let _ = VatNumber::parse(&text);
    }

    #[test]
    fn no_body_makes_it_panic(
        row in prop::sample::select(&TABLE[..]),
        body in "[A-Z0-9+*]{0,13}",
    ) {
        let prefix = &row.0[..2];
        if let Ok((number, _)) = VatNumber::parse(&format!("{prefix}{body}")) {
            let again = VatNumber::parse(number.as_str());
            prop_assert_eq!(again.map(|(number, _)| number), Ok(number));
        }
    }
}
