//! The chart of coming renewals, one currency at a time, and the table that says the same of all.

use leptos::prelude::*;
use seatkeeper_app::ui::{Bar, Bars, Cell, Column, Row, Select, Source, Table, drawn};
use seatkeeper_core::api::{CurrencyRenewals, GetComingRenewals, RenewalMonth};

use crate::{
    format, http,
    i18n::{say, say_count, say_with, t},
    session,
};

/// The chart; nothing where nothing renews. Its words are as they are now: it is drawn anew in another
/// language.
pub(super) fn chart() -> AnyView {
    let coming = http::follow(|| {
        session::today();
        Some(GetComingRenewals {})
    });
    // the place of the currency that is drawn
    let chosen = RwSignal::new(String::from("0"));
    drawn(move || {
        let currencies = coming.ready(Clone::clone)?;
        if currencies.is_empty() {
            return None;
        }
        chosen.set(String::from("0"));
        let (choice, table) = (choice(&currencies, chosen), table(&currencies));
        let drawing = drawn(move || {
            let place: usize = chosen.get().parse().unwrap_or_default();
            currencies.get(place).map(drawing)
        });
        Some(
            view! {
                <section class="card stack" aria-labelledby="coming">
                    <div class="cluster apart"><h2 id="coming">{say("coming.title")}</h2>{choice}</div>
                    {drawing}
                    <details><summary>{say("coming.table")}</summary>{table}</details>
                </section>
            }
            .into_any(),
        )
    })
}

fn choice(currencies: &[CurrencyRenewals], chosen: RwSignal<String>) -> Option<AnyView> {
    let codes: Vec<_> = codes(currencies)
        .enumerate()
        .map(|(place, code)| (place.to_string(), code.to_owned()))
        .collect();
    (codes.len() > 1).then(|| {
        view! { <Select id="coming-currency" label=t("field.currency") value=chosen options=Source::fixed(codes) compact=true /> }
            .into_any()
    })
}

fn codes(currencies: &[CurrencyRenewals]) -> impl Iterator<Item = &'static str> {
    currencies.iter().map(|one| one.total.currency().code())
}

fn drawing(one: &CurrencyRenewals) -> AnyView {
    let count = one.months.iter().map(|month| month.renewals).sum();
    let amount = format::money(one.total);
    let text = say_count("coming.text", count, &[("amount", &amount)]);
    let currency = one.total.currency().code();
    let label = say_with("coming.chart", &[("currency", currency)]);
    let bars = one.months.iter().map(|month| Bar {
        size: month.total.minor(),
        value: (month.renewals > 0).then(|| format::short_money(month.total)),
        name: format::short_month(month.first_on),
    });
    let bars = bars.collect();
    view! { <p class="soft small">{text}</p><Bars label=label bars=bars /> }.into_any()
}

fn table(currencies: &[CurrencyRenewals]) -> AnyView {
    let mut columns = vec![
        Column::words(say("coming.month")),
        Column::number(say("coming.renewals")),
    ];
    columns.extend(codes(currencies).map(Column::number));
    let months = currencies.first().map_or(0, |one| one.months.len());
    let rows = (0..months).filter_map(|place| {
        let months = currencies.iter().filter_map(|one| one.months.get(place));
        row(&months.collect::<Vec<_>>())
    });
    let rows = rows.collect_view();
    view! { <Table caption=t("coming.title") columns=Source::fixed(columns)>{rows}</Table> }
        .into_any()
}

/// The same month in each currency.
fn row(months: &[&RenewalMonth]) -> Option<AnyView> {
    let month = format::month(months.first()?.first_on);
    let count = months.iter().map(|month| month.renewals).sum();
    let cells = months.iter().map(|month| {
        let amount = if month.renewals > 0 {
            format::money(month.total)
        } else {
            String::from("–")
        };
        cell(month.total.currency().code().to_owned(), amount)
    });
    let cells = cells.collect_view();
    let count = cell(say("coming.renewals"), format::number(count));
    Some(view! { <Row><Cell head=true>{month}</Cell>{count}{cells}</Row> }.into_any())
}

fn cell(column: String, text: String) -> AnyView {
    view! { <Cell column=Signal::stored(column) number=true>{text}</Cell> }.into_any()
}
