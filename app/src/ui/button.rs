//! Buttons, and links that look like them. A busy button keeps its words and its focus and takes no
//! second press; whether something may be pressed is the page's to say.

use leptos::prelude::*;

use super::element::drawn;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// One of several ways on.
    #[default]
    Plain,
    /// The one thing this page is for.
    Main,
    /// A row's action, a way back.
    Quiet,
    /// Destroys something, after it was asked about.
    Bad,
    /// Leads to something destructive, which then asks.
    QuietBad,
}

impl Tone {
    const fn class(self, wide: bool) -> &'static str {
        match (self, wide) {
            (Self::Plain, false) => "button",
            (Self::Plain, true) => "button wide",
            (Self::Main, false) => "button main",
            (Self::Main, true) => "button main wide",
            (Self::Quiet, false) => "button quiet",
            (Self::Quiet, true) => "button quiet wide",
            (Self::Bad, false) => "button bad",
            (Self::Bad, true) => "button bad wide",
            (Self::QuietBad, false) => "button quiet bad",
            (Self::QuietBad, true) => "button quiet bad wide",
        }
    }
}

/// A button.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    tone: Tone,
    /// As wide as its place, and higher.
    #[prop(optional)]
    wide: bool,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Takes the focus when the dialog it stands in opens.
    #[prop(optional)]
    autofocus: bool,
    /// What it started is still going on.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Cannot be pressed now; the page says why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The whole name, where the words shown need their surroundings to be understood.
    #[prop(optional, into)]
    name: Signal<String>,
    /// Pressed, and not busy.
    #[prop(optional, into)]
    press: Option<Callback<()>>,
    /// The words.
    children: Children,
) -> AnyView {
    let pressed = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(press) = press {
            press.run(());
        }
    };
    view! {
        <button
            class=tone.class(wide)
            type=if submit { "submit" } else { "button" }
            disabled=disabled
            autofocus=autofocus
            aria-disabled=move || busy.get().then_some("true")
            aria-label=move || Some(name.get()).filter(|name| !name.is_empty())
            on:click=pressed
        >
            {children()}
            {drawn(move || busy.get().then(|| view! { <span class="busy" aria-hidden="true"><i></i><i></i><i></i></span> }))}
        </button>
    }
    .into_any()
}

/// A link that looks like a button: it leads somewhere and changes nothing.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How it looks.
    #[prop(optional)]
    tone: Tone,
    /// As wide as its place, and higher.
    #[prop(optional)]
    wide: bool,
    /// The words.
    children: Children,
) -> AnyView {
    view! { <a class=tone.class(wide) href=href>{children()}</a> }.into_any()
}
