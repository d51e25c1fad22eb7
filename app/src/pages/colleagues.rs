//! Colleagues: who works for the reseller and who is invited to, inviting one, and what can be done
//! about each.

mod deeds;
mod rows;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Mood, Notice, PageHeader, RadioGroup, SkeletonShape, TextField, TextKind, Toast, Tone,
    drawn_by, focus, whenever,
};
use seatkeeper_core::{
    api::{Colleagues, InviteColleague, ListColleagues, Problem},
    form::{Field, FieldError, email},
    id::ResellerId,
    permission::{Refusal, ResellerRole},
};

use super::{
    inputs::choice,
    listing, refused, said,
    sending::{Sending, id},
};
use crate::{
    draft,
    http::{self, Failure, Load, Loading, Question},
    i18n::{self, say_with, t},
    session,
};

/// The page.
#[component]
pub fn ColleaguesPage() -> AnyView {
    let works = || session::with(|session| session.reseller.is_some()).unwrap_or_default();
    let body = move || {
        if works() {
            list()
        } else {
            let reason = Refusal::ResellerAdministratorsOnly;
            refused::failure(&Failure::Refused(Problem::Forbidden { reason }))
        }
    };
    view! {
        <PageHeader title=t("nav.colleagues") lead=t("colleagues.lead") />
        {drawn_by(move || works().to_string(), body)}
    }
    .into_any()
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shared {
    /// Everybody.
    colleagues: Loading<Colleagues>,
    /// Asked again when it changes.
    again: RwSignal<u32>,
    /// What has just happened.
    done: RwSignal<Option<String>>,
}

impl Shared {
    /// Asks for a change, shows everybody after it, and says what has happened.
    async fn change(
        self,
        question: Result<Question, Failure>,
        words: String,
    ) -> Result<(), Failure> {
        let answer = http::answer::<Colleagues>(question).await;
        if matches!(answer, Err(Failure::Refused(_))) {
            // somebody else has changed something: the list is to show what
            self.again.update(|again| *again += 1);
        }
        self.colleagues.set(Load::Ready(answer?));
        said::say_for_a_while(self.done, words);
        Ok(())
    }
}

/// The reseller that whoever is signed in works for.
fn reseller() -> Option<ResellerId> {
    session::with(|session| session.reseller.as_ref().map(|reseller| reseller.id)).flatten()
}

fn reseller_now() -> Result<ResellerId, Failure> {
    untrack(reseller).ok_or(Failure::Refused(Problem::NotSignedIn))
}

fn list() -> AnyView {
    let again = RwSignal::new(0_u32);
    let colleagues = http::follow(move || {
        again.get();
        let reseller = reseller()?;
        Some(ListColleagues { reseller })
    });
    let shared = Shared {
        colleagues,
        again,
        done: RwSignal::new(None),
    };
    let key = move || match colleagues.failure() {
        None => colleagues.is_ready().to_string(),
        Some(failure) => failure.sentence().to_owned(),
    };
    let body = move || match (colleagues.failure(), colleagues.is_ready()) {
        (Some(failure), _) => refused::failure(&failure),
        (None, false) => listing::waiting(SkeletonShape::Table),
        (None, true) => view! {
            {drawn_by(move || is_alone(shared).to_string(), move || alone(shared))}
            {form(shared)}
            {rows::table(shared)}
            <Toast message=shared.done close=t("page.close") />
        }
        .into_any(),
    };
    drawn_by(key, body)
}

fn is_alone(shared: Shared) -> bool {
    let alone = shared.colleagues.ready(Colleagues::has_one_administrator);
    alone == Some(true)
}

/// One administrator alone can be ill, or lose the password.
fn alone(shared: Shared) -> AnyView {
    if !is_alone(shared) {
        return ().into_any();
    }
    view! { <Notice mood=Mood::Warn title=t("colleagues.alone")><p>{t("colleagues.alone.text")}</p></Notice> }.into_any()
}

/// The name under which the typed address is kept.
fn draft_name() -> Option<String> {
    let account = session::session_now()?.account;
    Some(["draft:", &account.to_string(), ":colleague"].concat())
}

/// How the form says *technician*, who may less: what is chosen unless something is.
const TECHNICIAN: &str = "technician";
/// How it says *administrator*.
const ADMINISTRATOR: &str = "administrator";

fn form(shared: Shared) -> AnyView {
    let address = RwSignal::new(draft::kept_line(draft_name()));
    whenever(move || address.with(|typed| draft::keep_line(draft_name(), typed)));
    let role = RwSignal::new(TECHNICIAN.to_owned());
    let roles = || {
        vec![
            choice(TECHNICIAN, "role.technician", "colleagues.technician"),
            choice(
                ADMINISTRATOR,
                "role.administrator",
                "colleagues.administrator",
            ),
        ]
    };
    let sending = Sending::new(move || {
        let fault = address.with(|address| email(address)).err();
        let field = Field::Email;
        fault
            .map(|fault| FieldError { field, fault })
            .into_iter()
            .collect()
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        shared.done.set(None);
        sending.send(move || async move {
            let email = address.get_untracked().trim().to_owned();
            let words = untrack(|| say_with("colleagues.invited", &[("email", &email)]));
            let asked = Question::of(&InviteColleague {
                reseller: reseller_now()?,
                email,
                role: chosen(role),
                language: i18n::language_now().tag().to_owned(),
            });
            shared.change(asked, words).await?;
            address.set(String::new());
            role.set(TECHNICIAN.to_owned());
            sending.reset();
            focus(id(Field::Email));
            Ok(())
        });
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit aria-labelledby="invite">
            <h2 id="invite">{t("colleagues.invite.title")}</h2>
            {sending.summary()}
            <TextField id=id(Field::Email) label=t("field.email") value=address kind=TextKind::Email error=sending.error(Field::Email) />
            <RadioGroup id="role" label=t("manage.role") value=role choices=roles />
            <div><Button tone=Tone::Main submit=true busy=sending.busy>{t("colleagues.invite")}</Button></div>
            <p class="soft small">{t("colleagues.invite.hint")}</p>
        </form>
    }
    .into_any()
}

fn chosen(role: RwSignal<String>) -> ResellerRole {
    if role.with_untracked(|role| role == ADMINISTRATOR) {
        ResellerRole::Administrator
    } else {
        ResellerRole::Technician
    }
}
