//! The countries of ISO 3166-1 and which of them share the European Union's VAT.
//!
//! Promises: a `Country` is always one of the list, small and `Copy`; on the wire it is its code.
//! Leaves names to each language, rates to [`crate::vat`]; territories inside a state too.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// ISO 3166-1 alpha-2; sorted, two letters each.
const CODES: &str = "\
ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCN\
COCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHM\
HNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMK\
MLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURW\
SASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVI\
VNVUWFWSYEYTZAZMZW";

const COUNT: usize = CODES.len() / 2;

/// The member states of the European Union.
const MEMBER_STATES: &str = "ATBEBGCYCZDEDKEEESFIFRGRHRHUIEITLTLULVMTNLPLPTROSESISK";

/// A country of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(u8);

/// The text is no country code of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("This is not a country code of ISO 3166-1, such as SE.")]
pub struct UnknownCountry;

impl Country {
    /// Every country, in the order of the codes.
    pub const ALL: &'static [Self] = &{
        let mut all = [Self(0); COUNT];
        let mut index = 0_u8;
        let mut rest: &mut [Self] = &mut all;
        while let [first, others @ ..] = rest {
            *first = Self(index);
            index += 1;
            rest = others;
        }
        all
    };
    /// France.
    pub const FR: Self = Self::listed("FR");
    /// The United Kingdom, with Northern Ireland.
    pub const GB: Self = Self::listed("GB");
    /// Monaco.
    pub const MC: Self = Self::listed("MC");
    /// Sweden.
    pub const SE: Self = Self::listed("SE");

    /// For constants only: fails the build when the code is not in the list.
    pub(crate) const fn listed(code: &str) -> Self {
        match find(CODES, code.as_bytes()) {
            Some(index) => Self(index),
            None => panic!("not in the list"),
        }
    }

    /// The two capital letters; Greece is GR.
    pub fn code(self) -> &'static str {
        let at = usize::from(self.0) * 2;
        CODES.get(at..at + 2).unwrap_or_default()
    }

    /// Whose VAT rules hold here: France's in Monaco, the country's own elsewhere.
    pub fn taxed_as(self) -> Self {
        if self == Self::MC { Self::FR } else { self }
    }

    /// Whether the European Union's VAT rules hold here: the 27 member states, and Monaco.
    pub fn is_eu(self) -> bool {
        find(MEMBER_STATES, self.taxed_as().code().as_bytes()).is_some()
    }

    /// The letters before an EU VAT number from here: EL for Greece, XI for the United Kingdom
    /// (Northern Ireland), FR for Monaco; none for other countries.
    pub fn vat_prefix(self) -> Option<&'static str> {
        match self.taxed_as().code() {
            "GR" => Some("EL"),
            "GB" => Some("XI"),
            code => self.is_eu().then_some(code),
        }
    }

    /// The country that issues VAT numbers with this prefix.
    pub fn of_vat_prefix(prefix: &str) -> Option<Self> {
        let code = match prefix {
            "EL" => "GR",
            "XI" => "GB",
            other => other,
        };
        let country: Self = code.parse().ok()?;
        (country.vat_prefix() == Some(prefix)).then_some(country.taxed_as())
    }
}

const fn find(codes: &str, code: &[u8]) -> Option<u8> {
    let [first, second] = *code else {
        return None;
    };
    let (mut chunks, _) = codes.as_bytes().as_chunks::<2>();
    let mut index = 0_u8;
    while let [[a, b], rest @ ..] = chunks {
        if *a == first && *b == second {
            return Some(index);
        }
        chunks = rest;
        index += 1;
    }
    None
}

impl FromStr for Country {
    type Err = UnknownCountry;

    fn from_str(code: &str) -> Result<Self, UnknownCountry> {
        find(CODES, code.as_bytes()).map(Self).ok_or(UnknownCountry)
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;

    fn try_from(code: String) -> Result<Self, UnknownCountry> {
        code.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}
