//! A remark that stands in the page until its reason is gone.

use leptos::prelude::*;

use super::element::{drawn, given};
use super::icon::{Icon, Sign};

/// Of what kind a remark is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Worth knowing.
    #[default]
    Info,
    /// Done, in order.
    Good,
    /// Somebody has to act.
    Warn,
    /// Something went wrong.
    Bad,
}

impl Mood {
    /// The class by which styles know it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    const fn sign(self) -> Sign {
        match self {
            Self::Info => Sign::Info,
            Self::Good => Sign::Check,
            Self::Warn => Sign::Warning,
            Self::Bad => Sign::Stop,
        }
    }
}

/// A remark.
#[component]
pub fn Notice(
    /// Its kind.
    #[prop(optional)]
    mood: Mood,
    /// The sentence that says it all; the children are details.
    #[prop(optional, into)]
    title: Signal<String>,
    /// It appears in answer to something: screen readers read it out.
    #[prop(optional)]
    live: bool,
    /// A strip across the page's whole width instead of a box; always read out, as no landmark holds it.
    #[prop(optional)]
    strip: bool,
    /// Details, ways on.
    children: Children,
) -> AnyView {
    let has_title = given(title);
    view! {
        <div class=["notice ", mood.class()].concat() class:strip=strip role=(live || strip).then_some("status")>
            <Icon sign=mood.sign() />
            <div class="notice-words">
                {drawn(move || has_title.get().then(|| view! { <p class="notice-title">{title}</p> }))}
                {children()}
            </div>
        </div>
    }
    .into_any()
}
