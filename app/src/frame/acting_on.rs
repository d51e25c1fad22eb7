//! The combobox *Acting on*: which customer. The server looks for them, since there can be thousands.

use leptos::prelude::*;
use seatkeeper_app::ui::{Combobox, ComboboxOption, ComboboxTexts, derived};
use seatkeeper_core::{
    api::{CUSTOMERS_A_PAGE, CustomerRow, ListCustomers},
    page::{Address, Page},
};

use crate::{
    format,
    http::{self, Failure, Load},
    i18n::{say, say_count, say_with, t},
    router,
    session::acting,
};

/// How long to wait after a key, in milliseconds: the next one may be near.
const PAUSE_MS: i32 = 200;

/// What was found for the text asked for last.
#[derive(Clone, Copy)]
struct Found {
    rows: RwSignal<Vec<ComboboxOption>>,
    total: RwSignal<u32>,
    loading: RwSignal<bool>,
    /// What is looked for, and how many pages of it.
    asked: RwSignal<(String, u32)>,
    /// The server did not say what matches.
    failed: RwSignal<bool>,
}

impl Found {
    /// Looks for a text, unless another one was typed meanwhile.
    fn look(self, text: String, page: u32) {
        self.asked.set((text.clone(), page));
        self.loading.set(true);
        leptos::task::spawn_local(async move {
            let pause = if page == 1 && !text.is_empty() {
                PAUSE_MS
            } else {
                0
            };
            http::pause(pause).await;
            let asked = (text, page);
            if self.is_past(&asked) {
                return;
            }
            let found = http::call(&ListCustomers {
                search: asked.0.clone(),
                page,
                ..ListCustomers::default()
            })
            .await;
            if !self.is_past(&asked) {
                self.take(found, page);
            }
        });
    }

    fn is_past(self, asked: &(String, u32)) -> bool {
        self.asked
            .try_with_untracked(|now| now != asked)
            .unwrap_or(true)
    }

    fn take(self, found: Result<seatkeeper_core::api::CustomerPage, Failure>, page: u32) {
        self.failed.set(found.is_err());
        // what matched an earlier text must not be taken for this one
        if page == 1 {
            self.rows.update(Vec::clear);
            self.total.set(0);
        }
        if let Ok(found) = found {
            self.total.set(found.total);
            self.rows
                .update(|rows| rows.extend(found.rows.into_iter().map(option)));
        }
        self.loading.set(false);
    }

    fn more(self) {
        let (text, page) = self.asked.get_untracked();
        if !self.loading.get_untracked()
            && page.saturating_mul(CUSTOMERS_A_PAGE) < self.total.get_untracked()
        {
            self.look(text, page + 1);
        }
    }
}

/// The combobox.
pub(super) fn acting_on() -> AnyView {
    let found = Found {
        rows: RwSignal::new(Vec::new()),
        total: RwSignal::new(0),
        loading: RwSignal::new(false),
        asked: RwSignal::new((String::new(), 0)),
        failed: RwSignal::new(false),
    };
    let creating = || router::here().page == Page::Create;
    let new_customer = t("acting_on.new");
    let example = t("acting_on.example");
    let texts = ComboboxTexts {
        label: t("acting_on.label"),
        example: derived(move || {
            if creating() {
                new_customer.get()
            } else {
                example.get()
            }
        }),
        count: derived(move || say_count("acting_on.count", found.total.get(), &[])),
        none: derived(move || {
            say(if found.failed.get() {
                "problem.away"
            } else {
                "acting_on.none"
            })
        }),
        loading: t("page.loading"),
    };
    let chosen = move || acting::chosen().filter(|_| !creating());
    let value = derived(move || chosen().map(|id| id.to_string()).unwrap_or_default());
    let name = derived(move || match (chosen(), acting::customer()) {
        (Some(_), Load::Ready(view)) => view.name,
        _ => String::new(),
    });
    let ask = Callback::new(move |text: String| found.look(format::composed(text.trim()), 1));
    view! {
        <Combobox id="acting-on" texts=texts value=value name=name options=found.rows loading=found.loading ask=ask
            more=Callback::new(move |()| found.more()) choose=Callback::new(|value: String| choose(&value)) />
    }
    .into_inner()
}

fn option(row: CustomerRow) -> ComboboxOption {
    let detail = say_with(
        "overview.place",
        &[
            ("city", &row.city),
            ("country", &format::country_of(&row.country)),
        ],
    );
    ComboboxOption {
        value: row.id.to_string(),
        label: row.name,
        detail,
    }
}

/// The page stays, for the customer chosen; pages that are about no customer give way to Manage.
fn choose(value: &str) {
    let Ok(customer) = value.parse() else { return };
    let page = match router::here_now().page {
        page @ (Page::PurchaseLicence | Page::Renew | Page::Billing) => page,
        _ => Page::Manage,
    };
    router::go(&Address {
        page,
        acting_on: Some(customer),
    });
}
