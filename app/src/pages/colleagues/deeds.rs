//! What is done about one colleague, after it was asked where it takes or gives something.

use leptos::prelude::*;
use seatkeeper_app::ui::{ConfirmDialog, derived, drawn, focus, whether};
use seatkeeper_core::{
    api::{Colleague, RemoveColleague, ResendColleagueInvitation, SetColleagueRole},
    permission::ResellerRole,
};

use super::{Shared, reseller_now, rows::HEADING};
use crate::{
    held::Held,
    http::{Failure, Question},
    i18n::{self, say, say_with, t},
    pages::{listing, sending::Sending},
};

/// Something that can be done about a colleague.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Resend,
    Withdraw,
    MakeAdministrator,
    MakeTechnician,
    Remove,
}

impl Deed {
    /// Its words on the button.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Resend => "manage.resend",
            Self::Withdraw => "transfers.withdraw",
            Self::MakeAdministrator => "manage.make_administrator",
            Self::MakeTechnician => "colleagues.make_technician",
            Self::Remove => "manage.remove",
        }
    }

    pub(super) fn takes_something(self) -> bool {
        matches!(self, Self::Withdraw | Self::Remove)
    }

    /// What is asked first, what follows from it, what has happened.
    const fn said(self) -> [&'static str; 3] {
        match self {
            // done at once: nothing is asked
            Self::Resend => ["manage.resend", "manage.resend", "manage.resend.done"],
            Self::Withdraw => [
                "colleagues.withdraw.ask",
                "manage.remove.waiting",
                "colleagues.withdraw.done",
            ],
            Self::MakeAdministrator => [
                "manage.make_administrator.ask",
                "colleagues.administrator",
                "manage.make_administrator.done",
            ],
            Self::MakeTechnician => [
                "colleagues.make_technician.ask",
                "colleagues.technician",
                "colleagues.make_technician.done",
            ],
            Self::Remove => [
                "manage.remove.ask",
                "colleagues.remove.text",
                "manage.remove.done",
            ],
        }
    }
}

/// The state of the table's buttons and of the dialog that they open.
#[derive(Clone, Copy)]
pub(super) struct Deeds {
    shared: Shared,
    asked: Held<(Deed, Colleague)>,
    open: RwSignal<bool>,
    sending: Sending,
    /// What is done without being asked first.
    at_once: Sending,
}

impl Deeds {
    pub(super) fn new(shared: Shared) -> Self {
        Self {
            shared,
            asked: Held::new(None),
            open: RwSignal::new(false),
            sending: Sending::new(Vec::new),
            at_once: Sending::new(Vec::new),
        }
    }

    /// A button was pressed.
    pub(super) fn ask(self, deed: Deed, colleague: &Colleague) {
        self.shared.done.set(None);
        let asked = (deed, colleague.clone());
        if deed == Deed::Resend {
            return self.at_once.send(move || self.act(asked));
        }
        self.asked.set(Some(asked));
        self.sending.reset();
        self.open.set(true);
    }

    /// What came back instead of what was done at once.
    pub(super) fn summary(self) -> AnyView {
        self.at_once.summary()
    }

    /// The question, above the page.
    pub(super) fn dialog(self) -> AnyView {
        let said = move |part: fn(Deed, &str) -> String| {
            derived(move || {
                let asked = self.asked.get();
                asked.map_or_else(String::new, |(deed, colleague)| {
                    part(deed, &colleague.email)
                })
            })
        };
        let ask = said(|deed, email| {
            let [ask, ..] = deed.said();
            say_with(ask, &[("email", email)])
        });
        let follows = said(|deed, _| {
            let [_, follows, _] = deed.said();
            say(follows)
        });
        let takes = whether(move || {
            let asked = self.asked.get();
            asked.is_some_and(|(deed, _)| deed.takes_something())
        });
        let act = Callback::new(move |()| {
            if let Some(asked) = self.asked.get_untracked() {
                self.sending.send(move || self.act(asked));
            }
        });
        drawn(move || {
            view! {
                <ConfirmDialog open=self.open title=ask confirm=said(|deed, email| listing::named(deed.words(), email)) cancel=t("page.cancel") destructive=takes.get() busy=self.sending.busy act=act>
                    {self.sending.summary()}
                    <p>{follows}</p>
                </ConfirmDialog>
            }
        })
    }

    async fn act(self, (deed, colleague): (Deed, Colleague)) -> Result<(), Failure> {
        let [.., done] = deed.said();
        let words = untrack(|| say_with(done, &[("email", &colleague.email)]));
        self.shared.change(request(deed, &colleague), words).await?;
        self.open.set(false);
        request_animation_frame(|| focus(HEADING));
        Ok(())
    }
}

fn request(deed: Deed, colleague: &Colleague) -> Result<Question, Failure> {
    let (reseller, colleague) = (reseller_now()?, colleague.id);
    let role = match deed {
        Deed::MakeAdministrator => ResellerRole::Administrator,
        _ => ResellerRole::Technician,
    };
    match deed {
        Deed::Resend => Question::of(&ResendColleagueInvitation {
            reseller,
            colleague,
            language: i18n::language_now().tag().to_owned(),
        }),
        Deed::Remove | Deed::Withdraw => Question::of(&RemoveColleague {
            reseller,
            colleague,
        }),
        Deed::MakeAdministrator | Deed::MakeTechnician => Question::of(&SetColleagueRole {
            reseller,
            colleague,
            role,
        }),
    }
}
