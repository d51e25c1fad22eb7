//! For staff: the resellers, found by name; one of them opened; a new one.

mod discounts;
mod editing;
mod factor;

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, PageHeader, Tone, drawn, drawn_by, focus};
use seatkeeper_core::{
    api::{
        FindResellers, GetReseller, RESELLERS_A_PAGE, ResellerDetails, ResellerPage, ResellerRow,
    },
    id::ResellerId,
    order::BillTo,
};

use self::editing::Editing;
use super::{
    act_as::act_as,
    listing::{self, Finding, Head},
    sending::Sending,
};
use crate::{
    format,
    held::Held,
    http,
    i18n::{say, t},
    session,
};

/// The heading, which takes the focus when something else stands below it.
const HEADING: &str = "page-title";

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
    listing::for_staff("nav.resellers", resellers)
}

/// What stands on the page instead of the list.
#[derive(Clone)]
enum Opened {
    New,
    One(ResellerDetails),
}

type Open = Held<Opened>;

fn resellers() -> AnyView {
    let (open, finding) = (Open::new(None), Finding::new());
    let key = move || {
        open.with(|open| match open {
            None => String::new(),
            Some(Opened::New) => String::from("new"),
            Some(Opened::One(details)) => details.id.to_string(),
        })
    };
    drawn_by(key, move || match open.get_untracked() {
        None => list(open, finding),
        Some(Opened::New) => Editing::new(open, None).form(),
        Some(Opened::One(details)) => Editing::new(open, Some(details)).form(),
    })
}

/// The reseller that is opened, if it is no new one.
type Known = Held<ResellerDetails>;

/// Something about it is another besides its details: what is typed of those stays.
fn take(known: Known, now: ResellerDetails) {
    known.update(|known| {
        known.discounts = now.discounts;
        known.second_factor_required = now.second_factor_required;
    });
}

/// Shows something else, and begins to read at its heading.
fn show(open: Open, what: Option<Opened>) {
    open.set(what);
    request_animation_frame(|| focus(HEADING));
}

fn list(open: Open, finding: Finding) -> AnyView {
    let sending = Sending::new(Vec::new);
    let found = http::follow(move || {
        session::today();
        Some(FindResellers {
            search: finding.search.get(),
            page: finding.page.get(),
        })
    });
    let rows = move |found| rows(found, finding, open, sending);
    let new = move |()| show(open, Some(Opened::New));
    view! {
        <PageHeader title=t("nav.resellers") lead=t("resellers.lead") />
        <p class="soft small">{t("act_as.text")}</p>
        {sending.summary()}
        <div class="cluster end apart">
            {finding.field("find-reseller", "resellers.find")}
            <Button tone=Tone::Main press=Callback::new(new)>{t("resellers.new")}</Button>
        </div>
        {drawn(move || listing::loaded(found, rows))}
    }
    .into_any()
}

fn rows(found: ResellerPage, finding: Finding, open: Open, sending: Sending) -> AnyView {
    if found.total == 0 {
        return listing::nothing("transfers.no_match", "resellers.none");
    }
    let pager = finding.pager(found.page, found.rows.len(), RESELLERS_A_PAGE, found.total);
    let rows = found.rows.into_iter().map(|row| line(row, open, sending));
    let table = listing::table("nav.resellers", HEADS, rows.collect());
    view! { {table}{pager} }.into_any()
}

fn line(row: ResellerRow, open: Open, sending: Sending) -> AnyView {
    let id = row.id;
    let press = move || sending.run(open_one(open, id));
    let edit = listing::button(
        Tone::Quiet,
        "resellers.open",
        &row.name,
        Some(sending.busy),
        press,
    );
    let act = listing::button(
        Tone::Quiet,
        "act_as.label",
        &row.name,
        Some(sending.busy),
        move || act_as(sending, id),
    );
    let place = [row.city.as_str(), " · ", &format::country_of(&row.country)].concat();
    listing::row(
        listing::lines(row.name, place),
        vec![
            listing::cell("field.bill_to", say(bill_to(row.bill_to)).into_any()),
            listing::number(
                "resellers.customers",
                format::number(row.customers).into_any(),
            ),
            listing::number(
                "resellers.discount",
                format::percent(row.percent).into_any(),
            ),
            listing::buttons(vec![edit, act]),
        ],
    )
}

async fn open_one(open: Open, reseller: ResellerId) -> Result<(), http::Failure> {
    let details = http::call(&GetReseller { reseller }).await?;
    show(open, Some(Opened::One(details)));
    Ok(())
}

const fn bill_to(bill_to: BillTo) -> &'static str {
    match bill_to {
        BillTo::Reseller => "resellers.bills.reseller",
        BillTo::Customer => "resellers.bills.customer",
    }
}
