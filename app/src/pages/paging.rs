//! The walk through a long list, in words: which rows are shown of how many.

use leptos::prelude::*;
use seatkeeper_app::ui::Pager;

use crate::{
    format,
    i18n::{say_with, t},
};

/// The pager below rows `first` to `last` of `total`.
pub fn pager(first: u32, last: u32, total: u32, turn: Callback<bool>) -> AnyView {
    let state = Signal::derive(move || {
        say_with(
            "pager.state",
            &[
                ("first", &format::number(first)),
                ("last", &format::number(last)),
                ("total", &format::number(total)),
            ],
        )
    });
    let (has_back, has_forward) = (first > 1, last < total);
    view! {
        <Pager label=t("pager.label") state=state back=t("pager.back") forward=t("pager.forward") has_back=has_back has_forward=has_forward turn=turn />
    }
    .into_any()
}
