//! A question or a small form above the page: the browser's own `<dialog>`, which keeps the focus
//! inside and the page behind out of reach. Escape closes it, and the focus returns whence it came.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::button::{Button, Tone};
use super::element::{drawn, unique_id, whenever};

/// A dialog; what stands in it is made anew each time it opens.
#[component]
pub fn Dialog(
    /// Whether it is open; closing by Escape sets it.
    open: RwSignal<bool>,
    /// Its heading, which names it.
    #[prop(into)]
    title: Signal<String>,
    /// It must not be closed now, because something is being done.
    #[prop(optional, into)]
    held: Signal<bool>,
    /// What stands in it.
    children: ChildrenFn,
) -> AnyView {
    let id = unique_id("dialog");
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let came_from = StoredValue::new_local(None::<web_sys::HtmlElement>);
    whenever(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            came_from.set_value(
                document()
                    .active_element()
                    .and_then(|element| element.dyn_into().ok()),
            );
            // fails only for a dialog outside the page, which is not shown anyway
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let closed = move |_| {
        open.set(false);
        if let Some(element) = came_from.try_update_value(Option::take).flatten() {
            // the element may be gone with the row it stood in; then the page decides
            let _ = element.focus();
        }
    };
    let cancel = move |event: web_sys::Event| {
        if held.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=id on:close=closed on:cancel=cancel>
            <div class="dialog-body">
                <h2 id=id.clone()>{title}</h2>
                {drawn(move || open.get().then(|| children()))}
            </div>
        </dialog>
    }
    .into_any()
}

/// A question with one way on and one way back.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The button that does it, in the same words as the one that asked.
    #[prop(into)]
    confirm: Signal<String>,
    /// The button that does nothing.
    #[prop(into)]
    cancel: Signal<String>,
    /// What it does cannot be undone, or takes something from somebody.
    #[prop(optional)]
    destructive: bool,
    /// It is being done.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Do it; closing afterwards is the page's.
    #[prop(into)]
    act: Callback<()>,
    /// What follows from it.
    children: ChildrenFn,
) -> AnyView {
    let tone = if destructive { Tone::Bad } else { Tone::Main };
    let body = move || {
        let children = children.clone();
        view! {
            <div class="dialog-words">{children()}</div>
            <div class="dialog-ways">
                <Button tone=Tone::Plain autofocus=true disabled=busy press=move |()| open.set(false)>{cancel}</Button>
                <Button tone=tone busy=busy press=act>{confirm}</Button>
            </div>
        }
    };
    view! { <Dialog open=open title=title held=busy>{body.clone()}</Dialog> }.into_inner()
}
