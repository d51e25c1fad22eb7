//! Business Information: who the customer acted on is, and correcting it for what comes next.
//!
//! Promises: what was typed survives a reload and signing in again; where somebody else was faster,
//! it stays, nothing is overwritten, and what is there now is a press away.

pub mod fields;
pub mod vat_check;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Mood, Notice, PageHeader, SkeletonShape, Toast, Tone, derived, drawn, drawn_by,
    whenever,
};
use seatkeeper_core::{
    api::{BusinessReach, BusinessView, GetBusiness, Problem, SetBusiness},
    form::Field,
    id::CustomerId,
    order::BillTo,
    vat_number::VatNumberStatus,
};

use self::{fields::BusinessFields, vat_check::VatCheck};
use super::{
    inputs::{Line, line},
    listing, refused,
    sending::Sending,
};
use crate::{
    draft::{self, Draft},
    format,
    http::{self, Failure, Load},
    i18n::{say, say_with, t},
    session::{self, acting},
};

/// The page.
#[component]
pub fn BusinessInformation() -> AnyView {
    let found = http::follow(|| acting::chosen().map(|customer| GetBusiness { customer }));
    let lead = derived(|| {
        let view = acting::customer();
        let name = view.ready().map(|view| view.name.clone());
        name.map_or_else(String::new, |name| {
            say_with("business.lead", &[("name", &name)])
        })
    });
    let key = move || match (acting::chosen(), found.get()) {
        (None, _) => String::from("nobody"),
        (Some(customer), Load::Ready(_)) => customer.to_string(),
        (_, Load::Failed(failure)) => failure.sentence().to_owned(),
        (_, Load::Waiting) => String::new(),
    };
    let body = move || match (acting::chosen_now(), found.get_untracked()) {
        (None, _) => refused::nobody_chosen(),
        (Some(customer), Load::Ready(view)) => form(customer, view),
        (_, Load::Failed(failure)) => refused::failure(&failure),
        (_, Load::Waiting) => listing::waiting(SkeletonShape::Form),
    };
    view! {
        <PageHeader title=t("nav.business") lead=lead />
        {drawn_by(key, body)}
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct State {
    customer: CustomerId,
    fields: BusinessFields,
    version: RwSignal<i64>,
    /// What the server knows; decides what is said of the number.
    known: RwSignal<BusinessView>,
    check: VatCheck,
    sending: Sending,
    done: RwSignal<Option<String>>,
}

impl State {
    fn new(customer: CustomerId, view: BusinessView) -> Self {
        let name = draft_name(customer);
        let kept = session::session_now()
            .and_then(|session| draft::find::<SetBusiness>(&name, session.account))
            .map(|kept| (kept.form.form, kept.form.version));
        let (form, version) = kept.unwrap_or_else(|| (view.form.clone(), view.version));
        let (fields, version) = (BusinessFields::of(form), RwSignal::new(version));
        let check = VatCheck::knowing(fields, view.check.clone());
        let known = RwSignal::new(view);
        let state = Self {
            customer,
            fields,
            version,
            known,
            check,
            sending: Sending::new(move || fields.form().read().err().unwrap_or_default()),
            done: RwSignal::new(None),
        };
        whenever(move || state.keep(&name));
        state
    }

    /// Keeps what differs from what is saved.
    fn keep(self, name: &str) {
        let form = self.fields.form();
        let Some(account) = session::with(|session| session.account) else {
            return;
        };
        if self.known.with(|known| known.form == form) {
            return draft::forget(name);
        }
        let form = SetBusiness {
            customer: self.customer,
            version: self.version.get(),
            form,
        };
        let draft = Draft {
            account,
            form,
            attempt: None,
        };
        draft::keep(name, &draft);
    }

    fn save(self) {
        self.done.set(None);
        let ask = untrack(|| SetBusiness {
            customer: self.customer,
            version: self.version.get(),
            form: self.fields.form(),
        });
        self.sending.send(move || async move {
            let saved = http::call(&ask).await?;
            self.show(saved);
            self.done.set(Some(say("business.saved")));
            // the name in Acting on, and what the next charge is priced by
            acting::fetch_again();
            Ok(())
        });
    }

    /// What somebody else has saved takes the place of what was typed.
    fn take_over(self) {
        let customer = self.customer;
        self.sending.run(async move {
            let now = http::call(&GetBusiness { customer }).await?;
            self.show(now);
            Ok(())
        });
    }

    fn show(self, view: BusinessView) {
        self.version.set(view.version);
        self.fields.set(view.form.clone());
        self.check.know(view.check.clone());
        self.known.set(view);
    }
}

fn draft_name(customer: CustomerId) -> String {
    ["draft:business:", &customer.to_string()].concat()
}

fn form(customer: CustomerId, view: BusinessView) -> AnyView {
    let reach = view.reach;
    let state = State::new(customer, view);
    let State {
        fields,
        check,
        sending,
        done,
        ..
    } = state;
    let (all, some) = (reach == BusinessReach::All, reach != BusinessReach::See);
    let only = (!all).then(|| {
        let key = if some {
            "refusal.technicians_change_addresses_only"
        } else {
            "refusal.staff_act_as_a_reseller"
        };
        view! { <Notice mood=Mood::Info><p>{t(key)}</p></Notice> }
    });
    let email = Line {
        hint: Some("field.invoice_email.hint"),
        optional: true,
        read_only: !all,
        ..Line::default()
    };
    let vat = if all {
        fields::vat(fields, check, sending, || Some(billed()))
    } else {
        seen(&state)
    };
    let save = some.then(|| {
        view! { <div><Button tone=Tone::Main submit=true busy=sending.busy>{t("page.save")}</Button></div> }
    });
    view! {
        <form
            class="stack wide narrow"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                state.save();
            }
        >
            {sending.summary()}
            {drawn(move || overtaken(&state))}
            {only}
            <section class="stack" aria-labelledby="the-business">
                <h2 id="the-business">{t("create.business")}</h2>
                {fields::place(fields, check, sending, [all, some])}
                {vat}
                {drawn(move || decided(&state))}
            </section>
            <section class="stack" aria-labelledby="the-invoices">
                <h2 id="the-invoices">{t("business.invoices")}</h2>
                {line(Field::InvoiceEmail, fields.invoice_email, sending, email)}
                <p class="soft">{t("business.later")}</p>
            </section>
            {save}
        </form>
        <Toast message=done close=t("page.close") />
    }
    .into_any()
}

/// Whom its next order is billed to, as far as whoever looks may know.
fn billed() -> BillTo {
    let view = acting::customer();
    let buying = view.ready().and_then(|view| view.buying.as_ref());
    buying.map_or(BillTo::Customer, |buying| buying.bill_to)
}

/// Country and number, for whoever may not change them.
fn seen(state: &State) -> AnyView {
    let fields = state.fields;
    let country = RwSignal::new(String::new());
    whenever(move || {
        let code = fields.country.get();
        let named = format::countries()
            .into_iter()
            .find(|(known, _)| *known == code);
        country.set(named.map_or(code, |(_, name)| name));
    });
    view! {
        <div class="pair">
            {line(Field::Country, country, state.sending, Line { read_only: true, ..Line::default() })}
            {line(Field::VatNumber, fields.vat_number, state.sending, Line { read_only: true, ..Line::default() })}
        </div>
    }
    .into_any()
}

/// When the register confirmed the number, and its proof.
fn decided(state: &State) -> Option<AnyView> {
    let known = state.known.get();
    let check = known
        .check
        .filter(|check| check.status == VatNumberStatus::Valid)?;
    let (decided, number) = (known.decided?, check.vat_number);
    let date = format::date(decided.on);
    let text = match &decided.consultation_number {
        Some(proof) => say_with(
            "business.confirmed.proof",
            &[("number", &number), ("date", &date), ("proof", proof)],
        ),
        None => say_with(
            "business.confirmed",
            &[("number", &number), ("date", &date)],
        ),
    };
    Some(view! { <p class="soft small">{text}</p> }.into_any())
}

/// Somebody else was faster.
fn overtaken(state: &State) -> Option<AnyView> {
    let changed = Failure::Refused(Problem::ChangedMeanwhile);
    let overtaken = state.sending.failure.get() == Some(changed);
    let state = *state;
    overtaken.then(|| {
        let press = move |()| state.take_over();
        view! { <div><Button press=press busy=state.sending.busy>{t("business.take_over")}</Button></div> }
            .into_any()
    })
}
