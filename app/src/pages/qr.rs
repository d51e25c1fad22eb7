//! QR codes, made by the server, that a phone reads off the page.

use leptos::prelude::*;
use seatkeeper_core::api::QrCode;

use crate::i18n::t;

/// A code with what it is and what reads it, by the keys of their words.
pub fn figure(code: QrCode, label: &'static str, caption: &'static str) -> AnyView {
    let size = code.size.to_string();
    let view_box = ["0 0 ", &size, " ", &size].concat();
    view! {
        <figure class="qr">
            <svg viewBox=view_box role="img" aria-label=t(label) shape-rendering="crispEdges">
                <path d=code.path />
            </svg>
            <figcaption class="small soft">{t(caption)}</figcaption>
        </figure>
    }
    .into_any()
}
