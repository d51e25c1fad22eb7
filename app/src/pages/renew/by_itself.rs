//! Renewing by itself: whether it does, with which number and by which card, and changing that; and
//! ending instead.

mod ending;

use leptos::prelude::*;
use seatkeeper_app::ui::{Button, ConfirmDialog, Stepper, Tone, derived, drawn, focus};
use seatkeeper_core::{
    api::{
        AutoRenewal, CustomerView, Done, KeepCard, RemoveCard, SetAutoRenewal, SetNextLicences,
        TakeBackCancellation,
    },
    form::{Field, FieldError, RenewForm},
    id::CustomerId,
};

use crate::{
    format,
    http::{self, Failure, Question},
    i18n::{say_with, t},
    pages::sending::{Sending, id},
    router,
    session::acting,
};

/// The heading, which takes the focus when what was pressed is gone.
const HEADING: &str = "by-itself";

/// What is known of it; nothing for whoever does not pay.
pub(in crate::pages) fn known() -> Option<(CustomerView, AutoRenewal)> {
    let view = acting::customer().ready().cloned()?;
    let own = view.buying.as_ref()?.auto_renewal.clone()?;
    Some((view, own))
}

/// The card, for the side that pays.
pub(in crate::pages) fn card(customer: CustomerId) -> AnyView {
    let (asking, ending) = (RwSignal::new(false), RwSignal::new(false));
    let sending = Sending::new(Vec::new);
    let change = move |question: Result<Question, Failure>| {
        sending.run(async move {
            http::answer::<Done>(question).await?;
            asking.set(false);
            acting::fetch_again();
            request_animation_frame(|| focus(HEADING));
            Ok(())
        });
    };
    let switch = move |on| change(Question::of(&SetAutoRenewal { customer, on }));
    let undo = Callback::new(move |()| change(Question::of(&TakeBackCancellation { customer })));
    let keep = Callback::new(move |()| {
        sending.run(async move {
            let page = http::call(&KeepCard { customer }).await?;
            router::leave(&page.go_to);
            Ok(())
        });
    });
    let remove = Callback::new(move |()| change(Question::of(&RemoveCard { customer })));
    // drawn anew only when another way is offered, so that a focus stays where it is
    let offered = Memo::new(|_| {
        known().map(|(view, own)| {
            let ended = view.state.has_ended();
            (own.on, own.card.is_some(), own.cancelled, ended)
        })
    });
    let ways = move || {
        let (on, has_card, cancelled, ended) = offered.get()?;
        let button = |words, press| {
            view! { <Button busy=sending.busy press=press>{t(words)}</Button> }.into_any()
        };
        let quiet = |words, asking: RwSignal<bool>| {
            view! { <Button tone=Tone::QuietBad press=move |()| asking.set(true)>{t(words)}</Button> }
                .into_any()
        };
        let words = if on { "auto.off" } else { "auto.on" };
        let other = if has_card {
            "auto.replace_card"
        } else {
            "auto.add_card"
        };
        Some(view! {
            {(on && has_card).then(|| number(customer))}
            <div class="cluster">
                {(has_card && !cancelled).then(|| button(words, Callback::new(move |()| switch(!on))))}
                {(cancelled && !ended).then(|| button("auto.undo", undo))}
                {button(other, keep)}
                {has_card.then(|| quiet("auto.remove_card", asking))}
                {(!cancelled && !ended).then(|| quiet("auto.cancel", ending))}
            </div>
        })
    };
    view! {
        <section class="card stack" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">{t("auto.title")}</h2>
            {sending.summary()}
            <p>{derived(|| known().map(|(view, own)| says(&view, &own)).unwrap_or_default())}</p>
            {drawn(ways)}
            {ending::dialog(customer, ending, HEADING)}
            <ConfirmDialog open=asking title=t("auto.remove_card.ask") confirm=t("auto.remove_card") cancel=t("page.cancel") destructive=true busy=sending.busy act=remove>
                <p>{t("auto.remove_card.text")}</p>
            </ConfirmDialog>
        </section>
    }
    .into_any()
}

/// What happens at the end, in one sentence or two.
fn says(view: &CustomerView, own: &AutoRenewal) -> String {
    let ends_on = view.subscription.ends_on();
    let (date, licences) = (format::date(ends_on), format::licences(own.licences));
    let last = format::date(ends_on.yesterday().unwrap_or(ends_on));
    let (key, card) = match (&own.card, own.on) {
        _ if own.cancelled => ("auto.cancelled", None),
        (Some(card), true) => ("auto.renews", Some(card)),
        (Some(card), false) => ("auto.is_off", Some(card)),
        (None, _) => ("auto.no_card", None),
    };
    let (brand, last_four) = card.map_or(("", ""), |card| (&card.brand, &card.last_four));
    let with = [
        ("date", date.as_str()),
        ("last", &last),
        ("licences", &licences),
        ("brand", brand),
        ("digits", last_four),
    ];
    say_with(key, &with)
}

/// Another number for the next period.
fn number(customer: CustomerId) -> AnyView {
    let now = untrack(known).map_or(1, |(_, own)| own.licences);
    let licences = RwSignal::new(now.to_string());
    let form = move || RenewForm::by_card(customer, licences.get());
    let sending = Sending::new(move || {
        let in_use = known().map_or(0, |(view, _)| view.seats.used + view.seats.invited);
        let faults = form().read(in_use).err().unwrap_or_default();
        let field = Field::NextLicences;
        let here = faults
            .into_iter()
            .map(|error| FieldError { field, ..error });
        here.collect()
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let RenewForm {
            customer, licences, ..
        } = untrack(form);
        sending.send(move || async move {
            http::call(&SetNextLicences { customer, licences }).await?;
            acting::fetch_again();
            sending.reset();
            Ok(())
        });
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {sending.summary()}
            <div class="cluster adder">
                <Stepper id=id(Field::NextLicences) label=t("field.next_licences") value=licences less=t("field.one_less") more=t("field.one_more") error=sending.error(Field::NextLicences) />
                <Button submit=true busy=sending.busy>{t("auto.save")}</Button>
            </div>
        </form>
    }
    .into_any()
}
