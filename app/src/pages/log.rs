//! What was done: by everybody for staff, for a reseller and its customers for its administrators.
//! The server says it in the language of the page.

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, PageHeader, Pager, Select, TextField, drawn, drawn_by, focus};
use seatkeeper_core::{
    api::{LogFilter, LogPage, LogRow, Problem, ReadLog, ReadResellerLog},
    form::{Field, stretch},
    id::ResellerId,
    permission::Refusal,
};

use super::{
    inputs::{Line, line},
    listing::{self, Head},
    refused,
    sending::Sending,
};
use crate::{
    format,
    held::Held,
    http::{self, Failure, Loading},
    i18n::{self, t},
    session,
};

const HEADING: &str = "page-title";

const HEADS: &[Head] = &[
    ("log.when", false),
    ("log.who", false),
    ("log.what", false),
    ("log.on", false),
];

/// Whose log it is: everybody's, or that of the own reseller.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Everybody,
    Own(ResellerId),
    Nobody,
}

fn whose() -> Whose {
    let own = session::with(|session| {
        if session.staff {
            return Whose::Everybody;
        }
        let reseller = session.reseller.as_ref().map(|reseller| reseller.id);
        reseller.map_or(Whose::Nobody, Whose::Own)
    });
    own.unwrap_or(Whose::Nobody)
}

/// The page.
#[component]
pub fn Log() -> AnyView {
    let key = || match whose() {
        Whose::Everybody => String::from("all"),
        Whose::Own(reseller) => reseller.to_string(),
        Whose::Nobody => String::new(),
    };
    let body = || match untrack(whose) {
        Whose::Nobody => {
            let reason = Refusal::ResellerAdministratorsOnly;
            refused::failure(&Failure::Refused(Problem::Forbidden { reason }))
        }
        whose => log(whose),
    };
    view! {
        <PageHeader title=t("nav.log") lead=t("log.lead") />
        {drawn_by(key, body)}
    }
    .into_any()
}

/// What is typed to narrow the log, and what it is narrowed by.
#[derive(Clone, Copy)]
struct Reading {
    typed: [RwSignal<String>; 5],
    asked: Held<LogFilter>,
    /// The places of the pages before this one.
    before: Held<Vec<String>>,
    sending: Sending,
}

impl Reading {
    fn new() -> Self {
        let typed = std::array::from_fn(|_| RwSignal::new(String::new()));
        let [_, _, _, from_on, until_on] = typed;
        let faults = move || stretch(&from_on.get(), &until_on.get()).err();
        Self {
            typed,
            asked: Held::new(None),
            before: Held::new(Some(Vec::new())),
            sending: Sending::new(move || faults().unwrap_or_default()),
        }
    }

    fn narrow(self) {
        if !self.sending.begin() {
            return;
        }
        let text =
            |field: RwSignal<String>| field.with_untracked(|text| format::composed(text.trim()));
        let [who, about, kind, from_on, until_on] = self.typed.map(text);
        self.before.set(Some(Vec::new()));
        self.asked.set(Some(LogFilter {
            who,
            about,
            kind,
            from_on,
            until_on,
            ..LogFilter::default()
        }));
    }

    fn filter(self) -> LogFilter {
        let before = self.before.with(|before| before?.last().cloned());
        LogFilter {
            before: before.unwrap_or_default(),
            language: i18n::language().tag().to_owned(),
            ..self.asked.get().unwrap_or_default()
        }
    }
}

fn log(whose: Whose) -> AnyView {
    let reading = Reading::new();
    let found = match whose {
        Whose::Own(reseller) => http::follow(move || {
            let filter = reading.filter();
            Some(ReadResellerLog { reseller, filter })
        }),
        _ => http::follow(move || {
            let filter = reading.filter();
            Some(ReadLog { filter })
        }),
    };
    let rows = move |page| rows(page, reading);
    view! {
        {narrowing(reading, found)}
        {drawn(move || listing::loaded(found, rows))}
    }
    .into_any()
}

fn narrowing(reading: Reading, found: Loading<LogPage>) -> AnyView {
    let [who, about, kind, from_on, until_on] = reading.typed;
    let kinds = move || {
        let known = found.ready(|page| page.kinds.clone());
        let mut kinds = vec![(String::new(), i18n::say("log.kind.all"))];
        kinds.extend(known.unwrap_or_default());
        kinds
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        reading.narrow();
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {reading.sending.summary()}
            <div class="cluster narrowing">
                <TextField id="log-who" label=t("log.who") value=who />
                <TextField id="log-about" label=t("log.about") value=about />
                <Select id="log-kind" label=t("log.kind") value=kind options=kinds />
                {line(Field::FromOn, from_on, reading.sending, Line::default())}
                {line(Field::UntilOn, until_on, reading.sending, Line::default())}
            </div>
            <div><Button submit=true>{t("log.show")}</Button></div>
        </form>
    }
    .into_any()
}

fn rows(page: LogPage, reading: Reading) -> AnyView {
    let LogPage { rows, older, .. } = page;
    if rows.is_empty() {
        return listing::nothing("log.none", "log.none.text");
    }
    let has_newer = reading
        .before
        .with_untracked(|before| before.is_some_and(|before| !before.is_empty()));
    let has_older = older.is_some();
    let turn = move |forward: bool| {
        reading.before.update(|before| {
            if forward {
                before.extend(older.clone());
            } else {
                before.pop();
            }
        });
        request_animation_frame(|| focus(HEADING));
    };
    let pager = (has_newer || has_older).then(|| {
        view! { <Pager label=t("pager.label") state="" back=t("log.newer") forward=t("log.older") has_back=has_newer has_forward=has_older turn=Callback::new(turn) /> }
    });
    let table = listing::table("nav.log", HEADS, rows.into_iter().map(row).collect());
    view! { {table}{pager} }.into_any()
}

fn row(row: LogRow) -> AnyView {
    listing::row(
        view! { <span class="number">{row.at}</span> }.into_any(),
        vec![
            listing::cell("log.who", listing::lines(row.who, row.from)),
            listing::cell("log.what", row.what.into_any()),
            listing::cell("log.on", row.on.into_any()),
        ],
    )
}
