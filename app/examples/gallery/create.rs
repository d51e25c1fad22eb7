//! Create, Purchase Licence and the receipt, with a price made up on the spot.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, ButtonLink, Choice, ErrorSummary, Icon, Mood, Notice, PageHeader, Paybar, RadioGroup,
    Seats, Select, Sign, Slip, SlipLine, SlipTotal, Source, Stepper, SummaryEntry, Tag, TextField,
    TextKind, Tone,
};

fn euros(cents: u32) -> String {
    let (whole, part) = (cents / 100, cents % 100);
    let whole = if whole >= 1000 {
        format!("{},{:03}", whole / 1000, whole % 1000)
    } else {
        whole.to_string()
    };
    format!("€{whole}.{part:02}")
}

fn text(value: &str) -> RwSignal<String> {
    RwSignal::new(value.to_owned())
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .map(|(value, words)| (value.to_owned(), words.to_owned()))
        .to_vec()
}

fn choice(value: &str, title: &str, detail: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        title: title.to_owned(),
        detail: detail.to_owned(),
        disabled: false,
    }
}

struct Price {
    licences: RwSignal<String>,
    term: RwSignal<String>,
}

impl Price {
    fn cents(&self) -> Signal<Option<(u32, u32, u32)>> {
        let (licences, term) = (self.licences, self.term);
        Signal::derive(move || {
            let licences: u32 = licences
                .get()
                .trim()
                .parse()
                .ok()
                .filter(|number| (1..=9000).contains(number))?;
            let (months, unit) = if term.get() == "12" {
                (12, 999)
            } else {
                (1, 1190)
            };
            let list = licences * months * unit;
            let discount = (list * 20 + 50) / 100;
            Some((list, discount, list - discount))
        })
    }
}

fn slip(price: &Price, title: &'static str, quiet: bool) -> (AnyView, Signal<String>) {
    let cents = price.cents();
    let (licences, term) = (price.licences, price.term);
    let lines = Signal::derive(move || {
        let Some((list, discount, net)) = cents.get() else {
            return Vec::new();
        };
        let (months, unit) = if term.get() == "12" {
            ("12 months", "€9.99")
        } else {
            ("1 month", "€11.90")
        };
        let line = |label: &str, reason: String, amount: String, saving| SlipLine {
            label: label.to_owned(),
            reason,
            amount,
            saving,
        };
        vec![
            line(
                "List price",
                format!("{} licences × {months} × {unit}", licences.get()),
                euros(list),
                false,
            ),
            line(
                "Your discount, 20%",
                String::new(),
                ["−", &euros(discount)].concat(),
                true,
            ),
            line("Net", String::new(), euros(net), false),
            line(
                "VAT 0%",
                "Reverse charge: DE136695976 is confirmed".to_owned(),
                euros(0),
                false,
            ),
        ]
    });
    let total = Signal::derive(move || {
        let amount = euros(cents.get()?.2);
        Some(SlipTotal {
            label: "Total today".to_owned(),
            spoken: ["Total today ", &amount].concat(),
            amount,
        })
    });
    let pay = Signal::derive(move || {
        cents.get().map_or_else(
            || "Pay".to_owned(),
            |cents| format!("Pay {}", euros(cents.2)),
        )
    });
    let corner = if quiet {
        view! { <Tag mood=Mood::Good>"Paid"</Tag> }.into_any()
    } else {
        ().into_any()
    };
    let squares = Signal::derive(move || licences.get().trim().parse::<u32>().unwrap_or(0));
    let figure = view! { <Seats used=0_u32 total=squares label="Licences quoted" /> }.into_any();
    let view = view! {
        <Slip title=title corner=corner figure=figure lines=move || lines.get() total=move || total.get() missing="Say how many licences to see the price.">
            <p>"23 November 2026 – 22 November 2027. Renews by itself; you can switch that off at any time."</p>
        </Slip>
    };
    (view.into_any(), pay)
}

pub(crate) fn create(wrong: bool) -> AnyView {
    let price = Price {
        licences: text(if wrong { "seven" } else { "7" }),
        term: text("12"),
    };
    let (slip, pay) = slip(&price, "Quote", false);
    let attempt = RwSignal::new(u32::from(wrong));
    let failing = RwSignal::new(wrong);
    let busy = RwSignal::new(false);
    let error =
        move |words: &'static str| Signal::derive(move || failing.get().then(|| words.to_owned()));
    let errors = Signal::derive(move || {
        let entry = |field: &str, text: &str| SummaryEntry {
            field: field.to_owned(),
            text: text.to_owned(),
        };
        let all = vec![
            entry(
                "business-name",
                "Business name: say whom the subscription is for",
            ),
            entry("licences", "Licences: a whole number from 1 to 100,000"),
            entry("payment", "Payment: choose how to pay"),
        ];
        if failing.get() { all } else { Vec::new() }
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if failing.get_untracked() {
            attempt.update(|attempt| *attempt += 1);
        } else {
            busy.set(true);
        }
    };
    view! {
        <PageHeader title="Create a customer" lead="They get a Business subscription; you manage it for them and take no licence." />
        <ErrorSummary title="Three things to mend" errors=move || errors.get() attempt=attempt />
        <form class="split" novalidate=true on:submit=send>
            <div class="stack wide">
                <section class="stack">
                    <h2>"The business"</h2>
                    <TextField id="business-name" label="Business name" value=text(if wrong { "" } else { "Nordwind Logistik GmbH" }) error=error("Say whom the subscription is for") />
                    <TextField id="address" label="Address" value=text("Lindenweg 4") />
                    <div class="pair postal">
                        <TextField id="postcode" label="Postcode" value=text("10115") />
                        <TextField id="city" label="City" value=text("Berlin") />
                    </div>
                    <div class="pair">
                        <Select id="country" label="Country" value=text("DE") options=Source::fixed(pairs([("DE", "Germany"), ("SE", "Sweden"), ("FR", "France")])) />
                        <TextField id="vat-number" label="VAT number" mark="optional" kind=TextKind::Code value=text("DE136695976")>
                            <p class="good"><Icon sign=Sign::Check />"Confirmed for Nordwind Logistik GmbH"</p>
                        </TextField>
                    </div>
                </section>
                <section class="stack">
                    <h2>"The subscription"</h2>
                    <div class="pair">
                        <Stepper id="licences" label="Licences" value=price.licences less="One less" more="One more" error=error("A whole number from 1 to 100,000") />
                        <Select id="currency" label="Currency" value=text("EUR") options=Source::fixed(pairs([("EUR", "EUR – euro"), ("SEK", "SEK – Swedish krona")])) />
                    </div>
                    <RadioGroup id="term" label="Term" value=price.term choices=Source::fixed(vec![
                        choice("1", "1 month", "€11.90 a licence"),
                        choice("12", "12 months", "€9.99 a licence and month, paid for the year"),
                    ]) />
                    <RadioGroup id="payment" label="Payment" value=text(if wrong { "" } else { "card" }) error=error("Choose how to pay") choices=Source::fixed(vec![
                        choice("card", "Card", "Starts at once"),
                        choice("transfer", "Bank transfer", "Starts when the money arrives"),
                    ]) />
                </section>
            </div>
            <div class="split-side">
                {slip}
                <Paybar note="Exactly this amount is charged, or nothing.">
                    <Button tone=Tone::Main wide=true submit=true busy=busy>{pay}</Button>
                </Paybar>
            </div>
        </form>
    }
    .into_any()
}

pub(crate) fn top_up() -> AnyView {
    let price = Price {
        licences: text("3"),
        term: text("12"),
    };
    let (slip, _) = slip(&price, "Quote", false);
    view! {
        <PageHeader title="Purchase Licence" lead="Nordwind Logistik GmbH · 7 licences, all in use" />
        <Notice mood=Mood::Warn title="No licence left">"Two people are waiting to be added."</Notice>
        <form class="split" novalidate=true>
            <div class="stack wide">
                <Stepper id="more-licences" label="More licences" hint="They run until 12 January 2027 with the others." value=price.licences less="One less" more="One more" />
                <RadioGroup id="payment" label="Payment" value=text("card") choices=Source::fixed(vec![
                    choice("card", "Card", "Starts at once"),
                    Choice { disabled: true, ..choice("transfer", "Bank transfer", "Only for periods of 12 months") },
                ]) />
            </div>
            <div class="split-side">
                {slip}
                <Paybar note="Exactly this amount is charged, or nothing."><Button tone=Tone::Main wide=true submit=true>"Top Up"</Button></Paybar>
            </div>
        </form>
    }
    .into_any()
}

pub(crate) fn receipt() -> AnyView {
    let price = Price {
        licences: text("7"),
        term: text("12"),
    };
    let (slip, _) = slip(&price, "Paid", true);
    view! {
        <PageHeader title="Receipt" lead="Nordwind Logistik GmbH has 7 licences until 22 November 2027." />
        <Notice mood=Mood::Good title="Paid by card ending in 4242">"The invoice 2026-000123 was sent to invoices@kontor.example."</Notice>
        <div class="split">
            <div class="stack">
                <h2>"Next"</h2>
                <p class="soft">"Nobody uses a licence yet. Add the people who shall have one."</p>
                <div class="cluster"><ButtonLink href="#manage" tone=Tone::Main>"Add members"</ButtonLink><Button press=|()| ()>"Print"</Button></div>
            </div>
            <div class="split-side">{slip}</div>
        </div>
    }
    .into_any()
}
