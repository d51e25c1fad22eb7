//! The languages of the portal, and which of them somebody probably reads.

use leptos::prelude::*;

use crate::draft::storage;

/// A language that every page, mail and document exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, in its British form.
    #[default]
    En,
    /// Swedish.
    Sv,
    /// Chinese in simplified characters.
    ZhHans,
}

const REMEMBERED: &str = "language";

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::En, Self::Sv, Self::ZhHans];

    /// How accounts, mails and files name it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Sv => "sv",
            Self::ZhHans => "zh-Hans",
        }
    }

    /// The locale whose dates, numbers and money are shown.
    pub const fn locale(self) -> &'static str {
        match self {
            Self::En => "en-GB",
            Self::Sv => "sv-SE",
            Self::ZhHans => "zh-Hans-CN",
        }
    }

    /// What its speakers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Sv => "Svenska",
            Self::ZhHans => "简体中文",
        }
    }

    /// The language of a tag such as `sv-FI` or `zh-CN`, if it is one of ours.
    pub fn of(tag: &str) -> Option<Self> {
        match tag.split('-').next()? {
            "en" => Some(Self::En),
            "sv" => Some(Self::Sv),
            "zh" => Some(Self::ZhHans),
            _ => None,
        }
    }

    /// The one chosen earlier in this browser, else the first of the browser's own that we have.
    pub fn probable() -> Self {
        let remembered =
            storage::lasting().and_then(|kept| kept.get_item(REMEMBERED).ok().flatten());
        let wished = window().navigator().languages();
        let wished = wished
            .iter()
            .filter_map(|tag| tag.as_string())
            .find_map(|tag| Self::of(&tag));
        remembered
            .and_then(|tag| Self::of(&tag))
            .or(wished)
            .unwrap_or_default()
    }

    pub(super) fn remember(self) {
        if let Some(kept) = storage::lasting() {
            // a browser that keeps nothing asks again next time
            let _ = kept.set_item(REMEMBERED, self.tag());
        }
    }

    /// Where its texts are: the build names each file by its content, and the page tells how.
    pub(super) fn address(self) -> String {
        let meta = ["meta[name='locale-", self.tag(), "']"].concat();
        let told = document().query_selector(&meta).ok().flatten();
        told.and_then(|meta| meta.get_attribute("content"))
            .unwrap_or_else(|| ["/locales/", self.tag(), ".json"].concat())
    }
}
