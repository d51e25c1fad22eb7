//! What is done about one member, after it was asked where it takes or gives something: removed,
//! mailed again, its licence given to another address, made an administrator or a member again.

use leptos::prelude::*;
use seatkeeper_app::ui::{ConfirmDialog, derived, drawn, focus, whether};
use seatkeeper_core::{
    api::{ChangeAddress, RemoveMember, ResendInvitation, SetMemberRole},
    form::{Field, FieldError, email},
    id::CustomerId,
    licence::Seats,
    member::{Member, MemberRole, MemberState},
};

use super::{Shared, members::HEADING};
use crate::{
    format,
    held::Held,
    http::{self, Failure, Question},
    i18n::{self, say_with, t},
    pages::{
        inputs::{Line, line},
        listing,
        sending::{Sending, id},
    },
    session::acting,
};

/// Something that can be done about a member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Remove,
    Resend,
    ChangeAddress,
    MakeAdministrator,
    MakeMember,
}

impl Deed {
    /// Its words on the button.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Remove => "manage.remove",
            Self::Resend => "manage.resend",
            Self::ChangeAddress => "manage.change_address",
            Self::MakeAdministrator => "manage.make_administrator",
            Self::MakeMember => "manage.make_member",
        }
    }

    /// What is asked first.
    const fn question(self) -> &'static str {
        match self {
            Self::Remove => "manage.remove.ask",
            Self::Resend | Self::ChangeAddress => "manage.change_address.ask",
            Self::MakeAdministrator => "manage.make_administrator.ask",
            Self::MakeMember => "manage.make_member.ask",
        }
    }

    /// What has happened.
    const fn done(self) -> &'static str {
        match self {
            Self::Remove => "manage.remove.done",
            Self::Resend => "manage.resend.done",
            Self::ChangeAddress => "manage.change_address.done",
            Self::MakeAdministrator => "manage.make_administrator.done",
            Self::MakeMember => "manage.make_member.done",
        }
    }
}

/// What is being asked, and about whom.
#[derive(Clone)]
struct Asked {
    deed: Deed,
    member: Member,
}

/// The state of the list's buttons and of the dialog that they open.
#[derive(Clone, Copy)]
pub(super) struct Deeds {
    shared: Shared,
    asked: Held<Asked>,
    open: RwSignal<bool>,
    /// The address that takes the licence.
    address: RwSignal<String>,
    sending: Sending,
    /// What is done without being asked first.
    at_once: Sending,
}

impl Deeds {
    pub(super) fn new(shared: Shared) -> Self {
        let (asked, address) = (Held::new(None::<Asked>), RwSignal::new(String::new()));
        let changes_address = move || {
            asked.with(|asked| asked.is_some_and(|asked| asked.deed == Deed::ChangeAddress))
        };
        let sending = Sending::new(move || {
            let fault = address.with(|address| email(address)).err();
            let fault = fault.filter(|_| changes_address());
            let field = Field::NewEmail;
            fault
                .map(|fault| FieldError { field, fault })
                .into_iter()
                .collect()
        });
        Self {
            shared,
            asked,
            open: RwSignal::new(false),
            address,
            sending,
            at_once: Sending::new(Vec::new),
        }
    }

    /// A button was pressed.
    pub(super) fn ask(self, deed: Deed, member: &Member) {
        self.shared.done.set(None);
        let asked = Asked {
            deed,
            member: member.clone(),
        };
        if deed == Deed::Resend {
            return self.at_once.send(move || self.act(asked));
        }
        self.asked.set(Some(asked));
        self.sending.reset();
        self.address.set(String::new());
        self.open.set(true);
        if deed == Deed::ChangeAddress {
            request_animation_frame(|| focus(id(Field::NewEmail)));
        }
    }

    /// What came back instead of what was done at once.
    pub(super) fn summary(self) -> AnyView {
        self.at_once.summary()
    }

    /// The question, above the page.
    pub(super) fn dialog(self) -> AnyView {
        let said = move |key: fn(Deed) -> &'static str| {
            derived(move || {
                let asked = self.asked.get();
                asked.map_or_else(String::new, |Asked { deed, member }| {
                    say_with(key(deed), &[("email", &member.email)])
                })
            })
        };
        let confirm = derived(move || {
            let asked = self.asked.get();
            asked.map_or_else(String::new, |asked| {
                listing::named(asked.deed.words(), &asked.member.email)
            })
        });
        let destroys = whether(move || {
            self.asked
                .with(|asked| asked.is_some_and(|asked| asked.deed == Deed::Remove))
        });
        let send = Callback::new(move |()| self.send());
        drawn(move || {
            view! {
                <ConfirmDialog open=self.open title=said(Deed::question) confirm=confirm cancel=t("page.cancel") destructive=destroys.get() busy=self.sending.busy act=send>
                    {self.sending.summary()}
                    {drawn(move || self.asked.get().map(|asked| self.consequences(&asked)))}
                </ConfirmDialog>
            }
        })
    }

    fn send(self) {
        let Some(asked) = self.asked.get_untracked() else {
            return;
        };
        self.sending.send(move || self.act(asked));
    }

    /// What follows from it, and the field that it needs.
    fn consequences(self, asked: &Asked) -> AnyView {
        let Asked { deed, member } = asked;
        match deed {
            Deed::Remove => removal(member),
            Deed::ChangeAddress => self.new_address(member),
            Deed::MakeAdministrator => {
                let buys = if acting::customer().ready().is_some_and(|view| view.is_ours) {
                    t("manage.make_administrator.no_discount")
                } else {
                    t("manage.make_administrator.list_price")
                };
                view! {
                    <p>{t("manage.make_administrator.text")}</p>
                    <p><strong>{buys}</strong></p>
                    <p>{t("manage.make_administrator.undo")}</p>
                }
                .into_any()
            }
            Deed::MakeMember | Deed::Resend => {
                view! { <p>{t("manage.make_member.text")}</p> }.into_any()
            }
        }
    }

    fn new_address(self, member: &Member) -> AnyView {
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let was_administrator = member.role == MemberRole::Administrator;
        view! {
            <form class="stack" novalidate=true on:submit=submit>
                {line(Field::NewEmail, self.address, self.sending, Line::default())}
            </form>
            <p>{t("manage.change_address.text")}</p>
            {was_administrator.then(|| view! { <p>{t("manage.change_address.role")}</p> })}
        }
        .into_any()
    }

    async fn act(self, asked: Asked) -> Result<(), Failure> {
        let Some(customer) = acting::chosen_now() else {
            return Ok(());
        };
        let Asked { deed, member } = asked;
        let to = self.address.get_untracked().trim().to_owned();
        let answer = http::answer::<Seats>(request(customer, deed, &member, to.clone())).await;
        if matches!(answer, Err(Failure::Refused(_))) {
            // somebody else has changed something: the list is to show what
            acting::fetch_again();
        }
        self.shared.changed(answer?);
        self.open.set(false);
        let said = [("email", member.email.as_str()), ("to", &to)];
        self.shared.say(untrack(|| say_with(deed.done(), &said)));
        request_animation_frame(|| focus(HEADING));
        Ok(())
    }
}

/// The licence is free at once; until when it runs does not change.
fn removal(member: &Member) -> AnyView {
    let waits = matches!(member.state, MemberState::Waiting { .. });
    let until = derived(move || {
        let ends_on = acting::customer()
            .ready()
            .map(|view| view.subscription.ends_on());
        let last = ends_on.and_then(|ends_on| ends_on.yesterday().ok());
        let date = last.map(format::date).unwrap_or_default();
        say_with("manage.remove.text", &[("date", &date)])
    });
    view! {
        {waits.then(|| view! { <p>{t("manage.remove.waiting")}</p> })}
        {member.licensed.then(|| view! { <p>{until}</p> })}
    }
    .into_any()
}

fn request(
    customer: CustomerId,
    deed: Deed,
    member: &Member,
    email: String,
) -> Result<Question, Failure> {
    let (member, language) = (member.id, i18n::language_now().tag().to_owned());
    let role = match deed {
        Deed::MakeAdministrator => MemberRole::Administrator,
        _ => MemberRole::Member,
    };
    match deed {
        Deed::Remove => Question::of(&RemoveMember { customer, member }),
        Deed::Resend => Question::of(&ResendInvitation {
            customer,
            member,
            language,
        }),
        Deed::ChangeAddress => Question::of(&ChangeAddress {
            customer,
            member,
            email,
            language,
        }),
        Deed::MakeAdministrator | Deed::MakeMember => Question::of(&SetMemberRole {
            customer,
            member,
            role,
        }),
    }
}
