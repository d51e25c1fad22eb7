//! "Acting on" over two thousand made-up customers, handed out fifty at a time.

use leptos::prelude::*;
use seatkeeper_app::ui::{Combobox, ComboboxOption, ComboboxTexts};

const NAMES: [(&str, &str); 5] = [
    ("Nordwind Logistik GmbH", "Berlin, Germany"),
    ("Café Söder HB", "Stockholm, Sweden"),
    ("上海明德贸易有限公司", "Shanghai, China"),
    ("Atelier Duval SARL", "Lyon, France"),
    (
        "Gesellschaft für außerordentlich lange Firmennamen und Beteiligungen mbH & Co. KG",
        "Garmisch-Partenkirchen, Germany",
    ),
];
const PAGE: usize = 50;

fn all() -> Vec<ComboboxOption> {
    let named = NAMES.map(|(name, place)| (name.to_owned(), place.to_owned()));
    let numbered =
        (1..=2000).map(|number: u32| (["Customer ", &number.to_string()].concat(), String::new()));
    let both = named.into_iter().chain(numbered).enumerate();
    both.map(|(index, (label, detail))| ComboboxOption {
        value: index.to_string(),
        label,
        detail,
    })
    .collect()
}

pub(crate) fn acting_on(chosen: Option<usize>) -> AnyView {
    let everyone = StoredValue::new(all());
    let find = move |index: &str| {
        let index: usize = index.parse().ok()?;
        everyone.with_value(|all| {
            all.get(index)
                .map(|found| (found.value.clone(), found.label.clone()))
        })
    };
    let chosen = RwSignal::new(chosen.and_then(|index| find(&index.to_string())));
    let (text, pages) = (RwSignal::new(String::new()), RwSignal::new(1_usize));
    let found = Memo::new(move |_| {
        let text = text.get().to_lowercase();
        everyone.with_value(|all| {
            all.iter()
                .filter(|one| one.label.to_lowercase().contains(&text))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let shown = Memo::new(move |_| {
        found.with(|found| {
            found
                .iter()
                .take(pages.get() * PAGE)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let texts = ComboboxTexts {
        label: "Acting on".into(),
        example: "Choose a customer".into(),
        count: Signal::derive(move || [&found.with(Vec::len).to_string(), " customers"].concat()),
        none: "No customer matches".into(),
        loading: "Looking…".into(),
    };
    let ask = move |typed: String| {
        pages.set(1);
        text.set(typed);
    };
    view! {
        <Combobox
            id="acting-on"
            texts=texts
            value=move || chosen.get().map(|(value, _)| value).unwrap_or_default()
            name=move || chosen.get().map(|(_, name)| name).unwrap_or_default()
            options=shown
            ask=ask
            more=move |()| pages.update(|pages| *pages += 1)
            choose=move |value: String| chosen.set(find(&value))
        />
    }
    .into_inner()
}
