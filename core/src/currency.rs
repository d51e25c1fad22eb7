//! The active currencies of ISO 4217 and how many decimals their amounts have.
//!
//! Promises: a `Currency` is always one of the list, small and `Copy`; on the wire it is its code.
//! Leaves symbols, names and number formats to each language, and amounts to [`crate::money`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// ISO 4217, list one without metals, bond units and test codes; sorted, three letters each.
const CODES: &str = "\
AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBHDBIFBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHFCHWCLFCLPCNY\
COPCOUCRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHTGHUFIDRILSINRIQD\
IRRISKJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXN\
MXVMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESOSSRD\
SSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUSNUYIUYUUYWUZSVEDVESVNDVUVWSTXAFXCDXCGXOFXPF\
YERZARZMWZWG";

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(u8);

/// The text is no active currency code of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("This is not a currency code of ISO 4217, such as EUR.")]
pub struct UnknownCurrency;

impl Currency {
    /// The euro.
    pub const EUR: Self = Self::listed("EUR");
    /// The pound sterling.
    pub const GBP: Self = Self::listed("GBP");
    /// The yen, which has no minor unit.
    pub const JPY: Self = Self::listed("JPY");
    /// The Swedish krona.
    pub const SEK: Self = Self::listed("SEK");
    /// The US dollar.
    pub const USD: Self = Self::listed("USD");

    /// For the constants above: fails the build when the code is not in the list.
    const fn listed(code: &str) -> Self {
        match find(code.as_bytes()) {
            Some(index) => Self(index),
            None => panic!("not in the list"),
        }
    }

    /// The three capital letters.
    pub fn code(self) -> &'static str {
        let at = usize::from(self.0) * 3;
        CODES.get(at..at + 3).unwrap_or_default()
    }

    /// How many decimals an amount has: the exponent of the minor unit in ISO 4217.
    pub fn decimals(self) -> u32 {
        match self.code() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
            | "UGX" | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        }
    }

    /// Every currency, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).take(CODES.len() / 3).map(Self)
    }
}

const fn find(code: &[u8]) -> Option<u8> {
    let [first, second, third] = *code else {
        return None;
    };
    let (mut chunks, _) = CODES.as_bytes().as_chunks::<3>();
    let mut index = 0_u8;
    while let [[a, b, c], rest @ ..] = chunks {
        if *a == first && *b == second && *c == third {
            return Some(index);
        }
        chunks = rest;
        index += 1;
    }
    None
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        find(code.as_bytes()).map(Self).ok_or(UnknownCurrency)
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(code: String) -> Result<Self, UnknownCurrency> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}
