//! For staff: valid VAT numbers whose name in the register is not the business's, to be decided on.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Cell, Column, EmptyState, PageHeader, Row, Skeleton, SkeletonShape, Table, Tone, drawn,
    focus,
};
use seatkeeper_core::{
    api::{self, DecideVatName, ListVatNames, VatName},
    permission::Refusal,
};

use super::{refused, sending::Sending};
use crate::{
    format,
    http::{self, Load},
    i18n::{say, say_with, t},
    session,
};

/// The heading, which takes the focus when the row of what was pressed is gone.
const HEADING: &str = "page-title";

/// The page.
#[component]
pub fn VatNames() -> AnyView {
    let staff = || session::with(|session| session.staff).unwrap_or_default();
    drawn(move || {
        if staff() {
            list()
        } else {
            view! { <PageHeader title=t("nav.vat_names") />{refused::buying(Refusal::StaffOnly)} }
                .into_any()
        }
    })
}

fn list() -> AnyView {
    let found = http::follow(|| {
        session::today();
        Some(ListVatNames {})
    });
    let sending = Sending::new(Vec::new);
    view! {
        <PageHeader title=t("nav.vat_names") lead=t("vat_names.lead") />
        {sending.summary()}
        {drawn(move || rows(found, sending))}
    }
    .into_any()
}

fn rows(found: RwSignal<Load<api::VatNames>>, sending: Sending) -> AnyView {
    let names = match found.get() {
        Load::Waiting => {
            return view! { <Skeleton shape=SkeletonShape::Table label=t("page.loading") /> }
                .into_any();
        }
        Load::Failed(failure) => return refused::failure(&failure),
        Load::Ready(names) => names,
    };
    if names.rows.is_empty() {
        return view! { <EmptyState title=t("vat_names.none")><p>{t("vat_names.none.text")}</p></EmptyState> }
            .into_any();
    }
    let columns = || {
        let words = ["vat_names.business", "vat_names.register", "billing.date"];
        let mut columns = words.map(|key| Column::words(say(key))).to_vec();
        columns.push(Column::actions());
        columns
    };
    let rows = names.rows.into_iter().map(|row| line(row, found, sending));
    let rows = rows.collect_view();
    view! { <Table caption=t("nav.vat_names") columns=columns>{rows}</Table> }.into_any()
}

fn line(row: VatName, found: RwSignal<Load<api::VatNames>>, sending: Sending) -> AnyView {
    let VatName {
        check,
        vat_number,
        business_name,
        name_given,
        address_given,
        asked_on,
    } = row;
    let decide = move |is_theirs| {
        sending.run(async move {
            let left = http::call(&DecideVatName { check, is_theirs }).await?;
            found.set(Load::Ready(left));
            request_animation_frame(|| focus(HEADING));
            Ok(())
        });
    };
    let named = |key: &'static str| {
        let name = business_name.clone();
        Signal::derive(move || say_with("manage.named", &[("action", &say(key)), ("email", &name)]))
    };
    let (accept, refuse) = (named("vat_names.accept"), named("vat_names.refuse"));
    let given = Signal::derive(move || {
        name_given
            .clone()
            .unwrap_or_else(|| say("vat_names.withheld"))
    });
    view! {
        <Row>
            <Cell head=true>{business_name.clone()}<span class="cell-detail">{vat_number}</span></Cell>
            <Cell column=t("vat_names.register")>{given}<span class="cell-detail">{address_given}</span></Cell>
            <Cell column=t("billing.date")>{Signal::derive(move || format::short_date(asked_on))}</Cell>
            <Cell actions=true>
                <Button tone=Tone::Quiet name=accept busy=sending.busy press=move |()| decide(true)>{t("vat_names.accept")}</Button>
                <Button tone=Tone::QuietBad name=refuse busy=sending.busy press=move |()| decide(false)>{t("vat_names.refuse")}</Button>
            </Cell>
        </Row>
    }
    .into_any()
}
