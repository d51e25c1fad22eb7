//! What has just happened, said once at the lower edge and read out. The page decides when it goes;
//! nothing that has to be acted on is said only here.

use leptos::prelude::*;

use super::element::drawn;

use super::button::{Button, Tone};
use super::icon::{Icon, Sign};

/// The place where it is said; stands in the page all the time.
#[component]
pub fn Toast(
    /// What happened.
    message: RwSignal<Option<String>>,
    /// Words of the button that takes it away.
    #[prop(into)]
    close: Signal<String>,
) -> AnyView {
    let shown = move || {
        message.get().map(|words| {
            view! {
                <div class="toast">
                    <Icon sign=Sign::Check />
                    <p>{words}</p>
                    <Button tone=Tone::Quiet press=move |()| message.set(None)>{close}</Button>
                </div>
            }
        })
    };
    view! { <div class="toast-place" role="status">{drawn(shown)}</div> }.into_any()
}
