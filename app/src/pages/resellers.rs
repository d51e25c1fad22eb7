//! For staff: the resellers, found by name, and acting as one of them.

use leptos::prelude::*;
use seatkeeper_app::ui::{PageHeader, Tone, drawn};
use seatkeeper_core::{
    api::{FindResellers, RESELLERS_A_PAGE, ResellerPage, ResellerRow},
    order::BillTo,
};

use super::{
    act_as::act_as,
    listing::{self, Finding, Head},
    sending::Sending,
};
use crate::{
    format, http,
    i18n::{say, t},
    session,
};

const HEADS: &[Head] = &[
    ("resellers.reseller", false),
    ("field.bill_to", false),
    ("resellers.customers", true),
    ("resellers.discount", true),
    ("", false),
];

/// The page.
#[component]
pub fn Resellers() -> AnyView {
    listing::for_staff("nav.resellers", list)
}

fn list() -> AnyView {
    let (finding, sending) = (Finding::new(), Sending::new(Vec::new));
    let found = http::follow(move || {
        session::today();
        Some(FindResellers {
            search: finding.search.get(),
            page: finding.page.get(),
        })
    });
    let rows = move |found| rows(found, finding, sending);
    view! {
        <PageHeader title=t("nav.resellers") lead=t("act_as.text") />
        {sending.summary()}
        {finding.field("find-reseller", "resellers.find")}
        {drawn(move || listing::loaded(found, rows))}
    }
    .into_any()
}

fn rows(found: ResellerPage, finding: Finding, sending: Sending) -> AnyView {
    if found.total == 0 {
        return listing::nothing("transfers.no_match", "resellers.none");
    }
    let pager = finding.pager(found.page, found.rows.len(), RESELLERS_A_PAGE, found.total);
    let rows = found.rows.into_iter().map(|row| line(row, sending));
    let table = listing::table("nav.resellers", HEADS, rows.collect());
    view! { {table}{pager} }.into_any()
}

fn line(row: ResellerRow, sending: Sending) -> AnyView {
    let id = row.id;
    let press = move || act_as(sending, id);
    let busy = Some(sending.busy);
    let act = listing::button(Tone::Quiet, "act_as.label", &row.name, busy, press);
    let place = [row.city.as_str(), " · ", &format::country_of(&row.country)].concat();
    let billed = say(match row.bill_to {
        BillTo::Reseller => "resellers.bills.reseller",
        BillTo::Customer => "resellers.bills.customer",
    });
    let customers = format::number(row.customers);
    listing::row(
        listing::lines(row.name, place),
        vec![
            listing::cell("field.bill_to", billed.into_any()),
            listing::number("resellers.customers", customers.into_any()),
            listing::number(
                "resellers.discount",
                format::percent(row.percent).into_any(),
            ),
            listing::buttons(vec![act]),
        ],
    )
}
