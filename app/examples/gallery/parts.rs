//! Each component by itself, in each of its states.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Choice, Dialog, Mood, Notice, PageHeader, Progress, RadioGroup, Seats, Select,
    Skeleton, SkeletonShape, Source, Stepper, Tag, TextField, Toast, Tone,
};

fn text(value: &str) -> RwSignal<String> {
    RwSignal::new(value.to_owned())
}

pub(crate) fn parts() -> AnyView {
    let said = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    view! {
        <PageHeader title="Parts" lead="Everything the pages are made of, in every state." />
        {buttons(said, open)}
        {seats()}
        {fields()}
        {remarks()}
        {waiting()}
        <Toast message=said close="Close" />
        <Dialog open=open title="Who may buy">
            <div class="dialog-words"><p>"Administrators can buy and manage. What they buy has no reseller discount."</p></div>
            <div class="dialog-ways"><Button press=move |()| open.set(false)>"Close"</Button></div>
        </Dialog>
    }
    .into_any()
}

fn buttons(said: RwSignal<Option<String>>, open: RwSignal<bool>) -> AnyView {
    view! {
        <section class="card stack">
            <h2>"Buttons"</h2>
            <div class="cluster">
                <Button tone=Tone::Main press=move |()| said.set(Some("Saved.".to_owned()))>"Save"</Button>
                <Button press=move |()| open.set(true)>"Open a dialog"</Button>
                <Button tone=Tone::Quiet>"Send again"</Button>
                <Button tone=Tone::QuietBad>"Remove"</Button>
                <Button tone=Tone::Bad>"Remove anna@example.com"</Button>
            </div>
            <div class="cluster">
                <Button tone=Tone::Main busy=true>"Saving"</Button>
                <Button busy=true>"Saving"</Button>
                <Button tone=Tone::Main disabled=true>"Save"</Button>
                <Button disabled=true>"Import addresses"</Button>
                <Button tone=Tone::Quiet disabled=true>"Send again"</Button>
            </div>
            <div class="cluster"><Tag>"Reseller"</Tag><Tag mood=Mood::Good>"Active"</Tag><Tag mood=Mood::Warn>"No licence left"</Tag><Tag mood=Mood::Bad>"Expired"</Tag></div>
        </section>
    }
    .into_any()
}

fn seats() -> AnyView {
    view! {
        <section class="card stack">
            <h2>"Seats"</h2>
            <Seats used=0_u32 total=3_u32 label="0 of 3 licences in use" />
            <Seats used=9_u32 invited=4_u32 total=23_u32 label="9 of 23 licences in use, 4 invited" />
            <Seats used=41_u32 invited=3_u32 total=60_u32 label="41 of 60 licences in use, 3 invited" />
            <Seats used=812_u32 invited=102_u32 total=1204_u32 label="812 of 1,204 licences in use, 102 invited" />
        </section>
    }
    .into_any()
}

fn fields() -> AnyView {
    let choices = vec![
        Choice {
            value: "a".to_owned(),
            title: "Card".to_owned(),
            detail: "Starts at once".to_owned(),
            disabled: false,
        },
        Choice {
            value: "b".to_owned(),
            title: "Bank transfer".to_owned(),
            detail: "Only for periods of 12 months".to_owned(),
            disabled: true,
        },
    ];
    view! {
        <section class="card stack">
            <h2>"Fields"</h2>
            <div class="pair">
                <TextField id="p1" label="Business name" hint="As it stands in the register." value=text("") />
                <TextField id="p2" label="Postcode" hint="Five digits." error="Five digits, for example 10115" value=text("1011") />
                <TextField id="p3" label="VAT number" mark="optional" value=text("DE136695976") read_only=true />
                <Select id="p4" label="Country" value=text("") empty="Choose a country" error="Choose a country" options=Source::fixed(vec![("SE".to_owned(), "Sweden".to_owned())]) />
                <Stepper id="p5" label="Licences" value=text("1") less="One less" more="One more" />
                <Stepper id="p6" label="More licences" value=text("7,5") error="A whole number" less="One less" more="One more" />
            </div>
            <RadioGroup id="p7" label="Payment" value=text("a") choices=Source::fixed(choices) />
        </section>
    }
    .into_any()
}

fn remarks() -> AnyView {
    view! {
        <section class="stack">
            <h2>"Notices"</h2>
            <Notice title="Prices changed at midnight"><p>"The quote was drawn anew."</p></Notice>
            <Notice mood=Mood::Good title="anna@example.com was added"><p>"She was told by mail who added her."</p></Notice>
            <Notice mood=Mood::Warn title="The VAT number is not confirmed yet"><p>"VAT is charged until it is. "<a href="#parts">"Check the number"</a></p></Notice>
            <Notice mood=Mood::Bad title="The server cannot be reached"><p>"What you typed is kept; we try again."</p></Notice>
            <Notice mood=Mood::Bad><p>"Only an administrator may buy licences."</p></Notice>
        </section>
    }
    .into_any()
}

fn waiting() -> AnyView {
    view! {
        <section class="stack wide">
            <h2>"Waiting"</h2>
            <Progress label="Adding members" state="12 of 40" done=12_u32 all=40_u32 />
            <div class="pair">
                <Skeleton label="Loading" shape=SkeletonShape::Form />
                <div class="stack"><Skeleton label="Loading" shape=SkeletonShape::Card /><Skeleton label="Loading" shape=SkeletonShape::Lines /></div>
            </div>
            <Skeleton label="Loading" shape=SkeletonShape::Table />
        </section>
    }
    .into_any()
}
