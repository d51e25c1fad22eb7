//! The pages before signing in.

use leptos::prelude::*;
use seatkeeper_app::shell::PlainShell;
use seatkeeper_app::ui::{
    Button, ErrorSummary, Notice, PageHeader, PasswordField, Source, SummaryEntry, TextField,
    TextKind, Tone,
};

fn text() -> RwSignal<String> {
    RwSignal::new(String::new())
}

pub(crate) fn sign_in() -> AnyView {
    let demo = view! { <Notice strip=true live=true>"Demo: nothing is charged."</Notice> };
    view! {
        <PlainShell brand="Seatkeeper" home="#signin" language="Language" languages=super::languages() banners=demo.into_any()>
            <PageHeader title="Sign in" />
            <form class="stack" novalidate=true on:submit=|event| event.prevent_default()>
                <TextField id="email" label="E-mail" kind=TextKind::Email autocomplete="username" value=text() />
                <PasswordField id="password" label="Password" value=text() show="Show" hide="Hide" />
                <Button tone=Tone::Main wide=true submit=true>"Sign in"</Button>
            </form>
            <p class="small"><a href="#activate">"Forgotten your password?"</a></p>
        </PlainShell>
    }
    .into_inner()
}

pub(crate) fn activate() -> AnyView {
    let errors = vec![SummaryEntry {
        field: "new-password".to_owned(),
        text: "Password: at least 12 characters".to_owned(),
    }];
    view! {
        <PlainShell brand="Seatkeeper" home="#signin" language="Language" languages=super::languages()>
            <PageHeader title="Welcome to Nordwind Logistik GmbH" lead="Choose a name and a password, and your licence is yours." />
            <ErrorSummary title="One thing to mend" errors=Source::fixed(errors) attempt=1_u32 />
            <form class="stack" novalidate=true on:submit=|event| event.prevent_default()>
                <TextField id="name" label="Your name" autocomplete="name" value=text() />
                <PasswordField id="new-password" label="Password" new=true hint="At least 12 characters." error="At least 12 characters" value=text() show="Show" hide="Hide" />
                <Button tone=Tone::Main wide=true submit=true busy=true>"Activate"</Button>
            </form>
        </PlainShell>
    }
    .into_inner()
}
