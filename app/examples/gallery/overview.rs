//! Overview: what needs somebody, then all customers.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Bar, Bars, ButtonLink, Cell, Column, Mood, Notice, PageHeader, Pager, Row, SearchField,
    SeatBar, Source, Table, Tag, Tone,
};

const CUSTOMERS: [(&str, &str, u32, u32, &str, Mood, &str); 6] = [
    (
        "Nordwind Logistik GmbH",
        "Berlin, Germany",
        5,
        7,
        "Renews 22 Nov 2027",
        Mood::Good,
        "Active",
    ),
    (
        "Café Söder HB",
        "Stockholm, Sweden",
        3,
        3,
        "Renews 4 Dec 2026",
        Mood::Warn,
        "No licence left",
    ),
    (
        "上海明德贸易有限公司",
        "Shanghai, China",
        41,
        60,
        "Renews 12 Jan 2027",
        Mood::Good,
        "Active",
    ),
    (
        "Atelier Duval SARL",
        "Lyon, France",
        0,
        12,
        "Waiting for €1,150.85",
        Mood::Warn,
        "Transfer open",
    ),
    (
        "Gesellschaft für außerordentlich lange Firmennamen und Beteiligungen mbH & Co. KG",
        "Garmisch-Partenkirchen, Germany",
        812,
        1204,
        "Renews 1 Mar 2027",
        Mood::Good,
        "Active",
    ),
    (
        "Keel & Mast Ltd",
        "Cork, Ireland",
        8,
        10,
        "Expired 2 Nov 2026",
        Mood::Bad,
        "Expired",
    ),
];

pub(crate) fn overview() -> AnyView {
    let columns = vec![
        Column::words("Customer"),
        Column::words("Licences"),
        Column::words("Period"),
        Column::words("State"),
    ];
    let rows = CUSTOMERS.into_iter().map(|(name, place, used, total, period, mood, state)| {
        view! {
            <Row>
                <Cell head=true><a href="#manage">{name}</a><span class="cell-detail">{place}</span></Cell>
                <Cell column="Licences"><span class="seat-count"><span>{used.to_string()}" of "{total.to_string()}</span><SeatBar used=used total=total /></span></Cell>
                <Cell column="Period">{period}</Cell>
                <Cell column="State"><Tag mood=mood>{state}</Tag></Cell>
            </Row>
        }
    });
    view! {
        <PageHeader title="Overview" lead="91 customers · 1,204 of 1,530 licences in use">
            <ButtonLink href="#create" tone=Tone::Main>"Create a customer"</ButtonLink>
        </PageHeader>
        <Notice mood=Mood::Warn title="2 customers need you">
            <p>"Café Söder HB has no licence left; Atelier Duval SARL has not paid its transfer, due 30 November."</p>
        </Notice>
        <section class="card stack" aria-labelledby="coming">
            <h2 id="coming">"Renewals in the next 12 months"</h2>
            <Bars label="Renewals by month in EUR".to_owned() bars=bars() />
        </section>
        <div class="cluster apart end">
            <SearchField id="search" label="Find a customer" example="Name, city or VAT number" value=String::new() search=|_: String| () />
            <span class="soft small">"Sorted by what needs you first"</span>
        </div>
        <Table caption="Customers" columns=Source::fixed(columns)>{rows.collect_view()}</Table>
        <Pager label="Pages" state="1–6 of 91" back="Previous" forward="Next" has_back=false has_forward=true turn=|_: bool| () />
    }
    .into_any()
}

/// Some months, of which one is empty and one nearly so.
fn bars() -> Vec<Bar> {
    let months = [
        "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
    ];
    let sizes = [300, 1400, 600, 900, 0, 1100, 800, 1, 500, 700, 1000, 1200];
    let pairs = months.into_iter().zip(sizes);
    pairs
        .map(|(name, size)| Bar {
            size,
            value: (size > 0).then(|| format!("€{size}")),
            name: name.to_owned(),
        })
        .collect()
}
