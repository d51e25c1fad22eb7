//! Manage: squares, adding, a table of people, asking before removing; and the same with nobody.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, ButtonLink, Cell, Column, ConfirmDialog, EmptyState, Mood, PageHeader, Row, Seats,
    Source, Table, Tag, TextField, TextKind, Toast, Tone,
};

const PEOPLE: [(&str, &str, bool, bool); 5] = [
    (
        "Anna Lindqvist",
        "anna.lindqvist@nordwind.example",
        true,
        true,
    ),
    ("Jonas Weber", "jonas.weber@nordwind.example", false, true),
    ("李伟", "li.wei@nordwind.example", false, true),
    (
        "Wolfgang Amadeus von und zu Hohenlohe-Langenburg-Schillingsfürst",
        "w@nordwind.example",
        false,
        true,
    ),
    ("", "s.duval@nordwind.example", false, false),
];

pub(crate) fn manage() -> AnyView {
    let asking = RwSignal::new(false);
    let whom = RwSignal::new(String::new());
    let said = RwSignal::new(None::<String>);
    let columns = vec![
        Column::words("Member"),
        Column::words("Role"),
        Column::words("State"),
        Column::actions(),
    ];
    let rows = PEOPLE.map(|person| row(person, asking, whom)).to_vec_view();
    let removed = move |()| {
        asking.set(false);
        said.set(Some(
            [&whom.get_untracked(), " is removed. One licence is unused."].concat(),
        ));
    };
    view! {
        <PageHeader title="Manage members" lead="Nordwind Logistik GmbH · renews on 22 November 2027">
            <ButtonLink href="#topup">"Purchase Licence"</ButtonLink>
        </PageHeader>
        <div class="card beside">
            <div class="figure">
                <h2>"Licences"</h2>
                <p>"4 of 7 in use, 1 invited, 2 unused"</p>
                <Seats used=4_u32 invited=1_u32 total=7_u32 label="4 of 7 licences in use, 1 invited, 2 unused" />
            </div>
            <form class="cluster adder">
                <TextField id="e-mail" label="E-mail" kind=TextKind::Email value=RwSignal::new(String::new()) />
                <Button tone=Tone::Main submit=true>"Add member"</Button>
                <Button>"Import addresses"</Button>
            </form>
        </div>
        <Table caption="Members" columns=Source::fixed(columns)>
            <Row>
                <Cell head=true>"Kontor & Co AB"<span class="cell-detail">"Your company manages this subscription and takes no licence"</span></Cell>
                <Cell column="Role">"Administrator"</Cell>
                <Cell column="State"><Tag>"Reseller"</Tag></Cell>
                <Cell actions=true>""</Cell>
            </Row>
            {rows}
        </Table>
        <p class="small soft">"A removed member's licence is free at once and can be given to someone else. Its end date does not move."</p>
        <ConfirmDialog
            open=asking
            title=move || ["Remove ", &whom.get(), "?"].concat()
            confirm=move || ["Remove ", &whom.get()].concat()
            cancel="Keep"
            destructive=true
            act=removed
        >
            <p>"The licence is unused at once and can be given to someone else. It still runs until 22 November 2027."</p>
        </ConfirmDialog>
        <Toast message=said close="Close" />
    }
    .into_any()
}

trait ToVecView {
    fn to_vec_view(self) -> Vec<AnyView>;
}

impl<const N: usize> ToVecView for [AnyView; N] {
    fn to_vec_view(self) -> Vec<AnyView> {
        self.into_iter().collect()
    }
}

fn row(
    (name, email, administrator, active): (&'static str, &'static str, bool, bool),
    asking: RwSignal<bool>,
    whom: RwSignal<String>,
) -> AnyView {
    let title = if name.is_empty() { email } else { name };
    let beneath = if name.is_empty() {
        "has not chosen a name yet"
    } else {
        email
    };
    let (mood, state) = if active {
        (Mood::Good, "Active")
    } else {
        (Mood::Warn, "Invited 2 days ago")
    };
    let other = if administrator {
        "Make member"
    } else if active {
        "Make administrator"
    } else {
        "Send again"
    };
    let ask = move |()| {
        whom.set(email.to_owned());
        asking.set(true);
    };
    view! {
        <Row>
            <Cell head=true>{title}<span class="cell-detail">{beneath}</span></Cell>
            <Cell column="Role">{if administrator { "Administrator" } else { "Member" }}</Cell>
            <Cell column="State"><Tag mood=mood>{state}</Tag></Cell>
            <Cell actions=true>
                <div class="cluster">
                    <Button tone=Tone::Quiet name=[other, " ", email].concat()>{other}</Button>
                    <Button tone=Tone::QuietBad name=["Remove ", email].concat() press=ask>"Remove"</Button>
                </div>
            </Cell>
        </Row>
    }
    .into_any()
}

pub(crate) fn empty() -> AnyView {
    view! {
        <PageHeader title="Overview" lead="No customer yet" />
        <EmptyState title="Create your first customer">
            <p>"You see the price to the cent before you pay, and add the members right after."</p>
            <ButtonLink href="#create" tone=Tone::Main>"Create a customer"</ButtonLink>
        </EmptyState>
    }
    .into_any()
}
