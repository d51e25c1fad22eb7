//! For staff: valid VAT numbers whose name in the register is not the business's, to be decided on.

use leptos::prelude::*;
use seatkeeper_app::ui::{PageHeader, Tone, drawn, focus};
use seatkeeper_core::api::{self, DecideVatName, ListVatNames, VatName};

use super::{
    listing::{self, Head},
    sending::Sending,
};
use crate::{
    http::{self, Load, Loading},
    i18n::{say, t},
    session,
};

/// The heading, which takes the focus when the row of what was pressed is gone.
const HEADING: &str = "page-title";

const HEADS: &[Head] = &[
    ("vat_names.business", false),
    ("vat_names.register", false),
    ("billing.date", false),
    ("", false),
];

/// The page.
#[component]
pub fn VatNames() -> AnyView {
    listing::for_staff("nav.vat_names", list)
}

fn list() -> AnyView {
    let found = http::follow(|| {
        session::today();
        Some(ListVatNames {})
    });
    let sending = Sending::new(Vec::new);
    let rows = move |names: api::VatNames| {
        if names.rows.is_empty() {
            return listing::nothing("vat_names.none", "vat_names.none.text");
        }
        let rows = names.rows.into_iter().map(|row| line(row, found, sending));
        listing::table("nav.vat_names", HEADS, rows.collect())
    };
    view! {
        <PageHeader title=t("nav.vat_names") lead=t("vat_names.lead") />
        {sending.summary()}
        {drawn(move || listing::loaded(found, rows))}
    }
    .into_any()
}

fn line(row: VatName, found: Loading<api::VatNames>, sending: Sending) -> AnyView {
    let check = row.check;
    let decide = move |is_theirs| {
        sending.decide(async move {
            let left = http::call(&DecideVatName { check, is_theirs }).await?;
            found.set(Load::Ready(left));
            request_animation_frame(|| focus(HEADING));
            Ok(())
        });
    };
    let button = |tone, key, is_theirs| {
        let press = move || decide(is_theirs);
        listing::button(tone, key, &row.business_name, Some(sending.busy), press)
    };
    let buttons = vec![
        button(Tone::Quiet, "vat_names.accept", true),
        button(Tone::QuietBad, "vat_names.refuse", false),
    ];
    let given = row.name_given.unwrap_or_else(|| say("vat_names.withheld"));
    let address = row.address_given.unwrap_or_default();
    listing::row(
        listing::lines(row.business_name, row.vat_number),
        vec![
            listing::cell("vat_names.register", listing::lines(given, address)),
            listing::day("billing.date", row.asked_on),
            listing::buttons(buttons),
        ],
    )
}
