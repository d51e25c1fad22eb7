//! Acting as a reseller: choosing one, and being oneself again. The page is loaded anew after either,
//! so that nothing that one has seen or typed is taken for the other's.

use leptos::{prelude::*, task::spawn_local};
use seatkeeper_app::ui::{Combobox, ComboboxOption, ComboboxTexts};
use seatkeeper_core::{
    api::{ActAs, Done, FindResellers, FoundReseller, StopActing},
    id::ResellerId,
};

use super::sending::Sending;
use crate::{
    draft, format,
    http::{self, Failure, Load, Question},
    i18n::{say_count, t},
    router,
};

/// Becomes the administrator of a reseller.
pub fn act_as(sending: Sending, reseller: ResellerId) {
    let question = Question::of(&ActAs { reseller });
    sending.run(become_another(question));
}

/// Is oneself again. Without an answer one still acts, and the strip that says so stays.
pub fn stop() {
    let question = Question::of(&StopActing {});
    spawn_local(async move {
        let _ = become_another(question).await;
    });
}

async fn become_another(question: Result<Question, Failure>) -> Result<(), Failure> {
    http::answer::<Done>(question).await?;
    draft::forget_all();
    router::leave("/");
    Ok(())
}

/// The card that finds a reseller, for staff.
pub fn card() -> AnyView {
    let (search, sending) = (RwSignal::new(String::new()), Sending::new(Vec::new));
    let found = http::follow(move || {
        let search = search.get();
        Some(FindResellers { search })
    });
    let options = RwSignal::new(Vec::new());
    seatkeeper_app::ui::whenever(move || {
        if let Load::Ready(found) = found.get() {
            options.set(found.into_iter().map(option).collect());
        }
    });
    let texts = ComboboxTexts {
        label: t("act_as.label"),
        example: t("act_as.example"),
        count: Signal::derive(move || {
            let count = options.with(Vec::len);
            say_count(
                "act_as.count",
                u32::try_from(count).unwrap_or_default(),
                &[],
            )
        }),
        none: t("act_as.none"),
        loading: t("page.loading"),
    };
    let ask = move |text: String| search.set(format::composed(text.trim()));
    let choose = move |id: String| {
        if let Ok(reseller) = id.parse() {
            act_as(sending, reseller);
        }
    };
    view! {
        <section class="card stack" aria-labelledby="acting">
            <h2 id="acting">{t("act_as.title")}</h2>
            <p>{t("act_as.text")}</p>
            {sending.summary()}
            <Combobox id="act-as" texts=texts value=Signal::stored(String::new()) name=Signal::stored(String::new()) options=options
                ask=Callback::new(ask) choose=Callback::new(choose) />
        </section>
    }
    .into_any()
}

fn option(found: FoundReseller) -> ComboboxOption {
    ComboboxOption {
        value: found.id.to_string(),
        label: found.name,
        detail: found.city,
    }
}
