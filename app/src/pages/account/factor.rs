//! The second factor of the own account: set up with an app, its backup codes, turned off.
//!
//! Promises: the key and the backup codes are shown once, and leave the page when they were read.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Dialog, Mood, Notice, PasswordField, Tone, derived, drawn, focus,
};
use seatkeeper_core::{
    api::{
        BackupCodes, ConfirmSecondFactor, Done, FactorKey, RenewBackupCodes, SecondFactor,
        StartSecondFactor, TurnOffSecondFactor,
    },
    form::{Field, FieldError, FieldFault},
};

use crate::{
    held::Held,
    http::{self, Failure, Question},
    i18n::{say, say_count, t},
    pages::{
        inputs::{Line, line},
        qr,
        sending::{Sending, id},
        sign_in::code_fault,
    },
    session,
};

/// The card's heading; takes the focus when what stands below it has changed.
const HEADING: &str = "factor";

/// What can be done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    SetUp,
    Confirm,
    Renew,
    TurnOff,
}

impl Deed {
    /// Its words on the button, and what follows from it.
    const fn said(self) -> [&'static str; 2] {
        match self {
            Self::SetUp => ["factor.set_up", "factor.set_up.text"],
            Self::Confirm => ["factor.confirm", "factor.scan"],
            Self::Renew => ["factor.renew", "factor.renew.text"],
            Self::TurnOff => ["factor.turn_off", "factor.turn_off.text"],
        }
    }

    /// The field of the code that it asks for.
    const fn code(self) -> Option<Field> {
        match self {
            Self::SetUp => None,
            Self::Confirm => Some(Field::Code),
            Self::Renew | Self::TurnOff => Some(Field::CurrentCode),
        }
    }
}

#[derive(Clone, Copy)]
struct Card {
    /// To be given to an app.
    key: Held<FactorKey>,
    /// To be written down.
    codes: RwSignal<Vec<String>>,
    deed: RwSignal<Deed>,
    open: RwSignal<bool>,
    password: RwSignal<String>,
    code: RwSignal<String>,
    sending: Sending,
}

/// The card.
pub(super) fn card() -> AnyView {
    let [password, code] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let deed = RwSignal::new(Deed::SetUp);
    let sending = Sending::new(move || {
        let deed = deed.get();
        let missing = deed != Deed::Confirm && password.with(String::is_empty);
        let password = missing.then_some(FieldError {
            field: Field::CurrentPassword,
            fault: FieldFault::Missing,
        });
        let code = deed.code().map(|field| code_fault(field, code));
        let code = code.into_iter().flatten();
        password.into_iter().chain(code).collect()
    });
    let card = Card {
        key: Held::new(None),
        codes: RwSignal::new(Vec::new()),
        deed,
        open: RwSignal::new(false),
        password,
        code,
        sending,
    };
    let standing = Memo::new(|_| session::second_factor());
    let body = move || match (card.key.get(), card.codes.get(), standing.get()) {
        (_, codes, _) if !codes.is_empty() => card.show_codes(codes),
        (Some(key), ..) => card.show_key(key),
        (None, _, Some(standing)) => card.stands(standing),
        _ => ().into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">{t("factor.title")}</h2>
            {drawn(body)}
            {card.dialog()}
        </section>
    }
    .into_any()
}

impl Card {
    fn stands(self, standing: SecondFactor) -> AnyView {
        let SecondFactor {
            on,
            required,
            backup_codes,
            ..
        } = standing;
        let text = derived(move || {
            if on {
                say_count("factor.on", backup_codes, &[])
            } else {
                say("factor.off")
            }
        });
        let deeds: &[Deed] = match (on, required) {
            (false, _) => &[Deed::SetUp],
            (true, true) => &[Deed::Renew],
            (true, false) => &[Deed::Renew, Deed::TurnOff],
        };
        let button = |deed: &Deed| {
            let deed = *deed;
            view! { <Button press=move |()| self.ask(deed)>{t(deed.said()[0])}</Button> }
        };
        view! {
            {(required && !on).then(|| view! { <Notice mood=Mood::Warn><p>{t("factor.required")}</p></Notice> })}
            <p>{text}</p>
            <div class="cluster">{deeds.iter().map(button).collect_view()}</div>
        }
        .into_any()
    }

    fn show_key(self, key: FactorKey) -> AnyView {
        view! {
            <p>{t("factor.scan")}</p>
            <div class="request">
                {self.form(view! {
                    <p><span class="soft small">{t("factor.key")}</span><br/><span class="key">{key.key}</span></p>
                    {line(Field::Code, self.code, self.sending, Line::default())}
                }.into_any(), false)}
                {key.qr.map(|code| qr::figure(code, "factor.qr", "factor.qr.scan"))}
            </div>
        }
        .into_any()
    }

    fn show_codes(self, codes: Vec<String>) -> AnyView {
        let kept = move |()| {
            self.codes.set(Vec::new());
            lead();
        };
        let code = |code| view! { <li>{code}</li> };
        view! {
            <Notice mood=Mood::Good title=t("factor.codes") live=true><p>{t("factor.codes.text")}</p></Notice>
            <ul class="codes">{codes.into_iter().map(code).collect_view()}</ul>
            <div><Button tone=Tone::Main press=kept>{t("factor.codes.kept")}</Button></div>
        }
        .into_any()
    }

    /// Something is to be done: the password is asked for first, and a code where there is one.
    fn ask(self, deed: Deed) {
        self.begin(deed);
        self.open.set(true);
    }

    fn begin(self, deed: Deed) {
        self.password.set(String::new());
        self.code.set(String::new());
        self.sending.reset();
        self.deed.set(deed);
    }

    fn dialog(self) -> AnyView {
        let title = derived(move || say(self.deed.get().said()[0]));
        view! {
            <Dialog open=self.open title=title held=self.sending.busy>
                {self.form(self.proof(), true)}
            </Dialog>
        }
        .into_any()
    }

    fn proof(self) -> AnyView {
        let [_, text] = self.deed.get_untracked().said();
        let code = self.deed.get_untracked().code();
        view! {
            <p class="soft">{t(text)}</p>
            <PasswordField id=id(Field::CurrentPassword) label=t("account.email.password") value=self.password show=t("field.show") hide=t("field.hide") error=self.sending.error(Field::CurrentPassword) />
            {code.map(|field| line(field, self.code, self.sending, Line::default()))}
        }
        .into_any()
    }

    /// The form of a deed, with a way back where it stands in the dialog.
    fn form(self, fields: AnyView, back: bool) -> AnyView {
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            self.sending.send(move || self.act());
        };
        let deed = self.deed.get_untracked();
        let tone = if deed == Deed::TurnOff {
            Tone::Bad
        } else {
            Tone::Main
        };
        view! {
            <form class="stack" novalidate=true on:submit=submit>
                {self.sending.summary()}
                {fields}
                <div class=if back { "dialog-ways" } else { "" }>
                    {back.then(|| view! { <Button press=move |()| self.open.set(false)>{t("page.cancel")}</Button> })}
                    <Button tone=tone submit=true busy=self.sending.busy>{t(deed.said()[0])}</Button>
                </div>
            </form>
        }
        .into_any()
    }

    async fn act(self) -> Result<(), Failure> {
        let (password, code) = (self.password.get_untracked(), self.code.get_untracked());
        let deed = self.deed.get_untracked();
        let codes = match deed {
            Deed::SetUp => {
                let asked = Question::of(&StartSecondFactor { password });
                let key = http::answer::<FactorKey>(asked).await?;
                self.begin(Deed::Confirm);
                self.key.set(Some(key));
                self.open.set(false);
                lead();
                return Ok(());
            }
            Deed::TurnOff => {
                let asked = Question::of(&TurnOffSecondFactor { password, code });
                http::answer::<Done>(asked).await?;
                Vec::new()
            }
            Deed::Confirm => codes_of(Question::of(&ConfirmSecondFactor { code })).await?,
            Deed::Renew => {
                let asked = Question::of(&RenewBackupCodes { password, code });
                codes_of(asked).await?
            }
        };
        self.codes.set(codes);
        self.key.set(None);
        self.open.set(false);
        session::fetch().await;
        lead();
        Ok(())
    }
}

async fn codes_of(asked: Result<Question, Failure>) -> Result<Vec<String>, Failure> {
    Ok(http::answer::<BackupCodes>(asked).await?.codes)
}

/// Reading goes on at the card's heading: the button that was pressed is gone.
fn lead() {
    request_animation_frame(|| focus(HEADING));
}
