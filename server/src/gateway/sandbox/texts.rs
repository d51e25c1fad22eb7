//! The words of the gateway's pages: English, Swedish and simplified Chinese.

use seatkeeper_core::payment::DeclineReason;

use super::{cards::Behaviour, typed::FieldError};

mod english;
mod simplified_chinese;
mod swedish;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Swedish,
    Chinese,
}

impl Language {
    /// The one of a BCP 47 tag; English for what is not spoken here.
    pub(super) fn of(locale: &str) -> Self {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("sv") {
            Self::Swedish
        } else if language.eq_ignore_ascii_case("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }

    /// For the `lang` attribute.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swedish => "sv",
            Self::Chinese => "zh-Hans",
        }
    }

    pub(super) fn texts(self) -> &'static Texts {
        match self {
            Self::English => &english::TEXTS,
            Self::Swedish => &swedish::TEXTS,
            Self::Chinese => &simplified_chinese::TEXTS,
        }
    }
}

/// One language's words.
pub(super) struct Texts {
    pub(super) gateway: &'static str,
    pub(super) sandbox: &'static str,
    pub(super) sandbox_explained: &'static str,
    pub(super) pay_by_card: &'static str,
    pub(super) amount: &'static str,
    pub(super) card_number: &'static str,
    pub(super) expiry: &'static str,
    pub(super) expiry_hint: &'static str,
    pub(super) security_code: &'static str,
    pub(super) security_code_hint: &'static str,
    pub(super) save_card: &'static str,
    pub(super) save_card_hint: &'static str,
    pub(super) pay: &'static str,
    pub(super) keep_card: &'static str,
    pub(super) keep: &'static str,
    pub(super) cancel_and_return: &'static str,
    pub(super) return_to: &'static str,
    pub(super) test_cards: &'static str,
    pub(super) test_cards_explained: &'static str,
    pub(super) error: &'static str,
    pub(super) problems: &'static str,
    pub(super) approve_heading: &'static str,
    pub(super) approve_explained: &'static str,
    pub(super) card: &'static str,
    pub(super) card_ending: &'static str,
    pub(super) approve: &'static str,
    pub(super) refuse: &'static str,
    pub(super) paid: Page,
    pub(super) kept: Page,
    pub(super) declined: &'static str,
    pub(super) cancelled: Page,
    pub(super) deciding: Page,
    pub(super) answer_lost: Page,
    pub(super) unknown: Page,
    pub(super) unavailable: Page,
    pub(super) field_errors: fn(FieldError) -> &'static str,
    pub(super) decline_reasons: fn(DeclineReason) -> &'static str,
    pub(super) behaviours: fn(Behaviour) -> &'static str,
}

/// A page that only says how it stands.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) heading: &'static str,
    pub(super) text: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_locales() {
        for (locale, tag) in [
            ("en", "en"),
            ("en-GB", "en"),
            ("sv", "sv"),
            ("sv-SE", "sv"),
            ("SV_fi", "sv"),
            ("zh-Hans", "zh-Hans"),
            ("zh", "zh-Hans"),
            ("svx", "en"),
            ("", "en"),
            ("ø", "en"),
        ] {
            assert_eq!(Language::of(locale).tag(), tag, "{locale}");
        }
    }
}
