//! The people of a reseller: who is there, inviting one. What is changed about each has a
//! file of its own, and accepting is a matter of links.
//!
//! Promises: whether an address has an account is told by nothing here: it is invited, and accepts by
//! its link, either way. Who asks is read anew in the transaction of what is done, so that of two
//! administrators who remove each other one stays.

mod changing;

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use seatkeeper_core::{
    api::{
        Colleague, ColleagueState, Colleagues, Endpoint, InviteColleague, ListColleagues, Problem,
        RemoveColleague, ResendColleagueInvitation, SetColleagueRole,
    },
    form::{self, Field, FieldError},
    id::{AccountId, ColleagueId, ResellerId},
    permission::{Action, may},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    auth::{Limit, SignedIn, limits::try_once},
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id},
    outbox::{self, Letter, PeopleLetter},
    store::{
        Tx,
        audit::{self, Audit},
        colleagues::{self, NewOffer, Person},
        parties, people,
    },
    words::Language,
};

/// For how many days a role is offered.
const OFFER_DAYS: i64 = 30;
/// Invitations that one account makes the portal send.
const INVITATIONS: Limit = Limit {
    scope: "colleague invitations by",
    most: 50,
    window: SignedDuration::from_hours(24),
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(ListColleagues::PATH, get(list))
        .route(InviteColleague::PATH, post(invite))
        .route(ResendColleagueInvitation::PATH, post(changing::resend))
        .route(SetColleagueRole::PATH, post(changing::set_role))
        .route(RemoveColleague::PATH, post(changing::remove))
}

async fn list(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
) -> Answer<Json<Colleagues>> {
    let asking = Asking::new(&context, who, reseller);
    let reading = context.store.read(move |tx| {
        asking.allowed(tx)?;
        asking.list(tx)
    });
    reading.await.map(Json)
}

async fn invite(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Body(ask): Body<InviteColleague>,
) -> Answer<Json<Colleagues>> {
    let email = form::email(&ask.email).map_err(|fault| {
        vec![FieldError {
            field: Field::Email,
            fault,
        }]
    })?;
    let asking = Asking::new(&context, who, reseller);
    asking.same(ask.reseller)?;
    let language = asking.language(&ask.language);
    let inviting = move |asking: &Asking, tx: &mut Tx<'_>| {
        asking.allowed(tx)?;
        asking.who.may_give_to(&email)?;
        if colleagues::is_in(tx, reseller, &email, asking.today)? {
            return Err(Problem::AlreadyMember.into());
        }
        asking.count(tx)?;
        let new = NewOffer {
            id: ColleagueId(Uuid::now_v7()),
            email: email.clone(),
            role: ask.role,
            by: asking.who.actor.account,
            at: asking.now,
            on: asking.today,
            until_on: asking.last_day(),
        };
        colleagues::insert(tx, reseller, &new)?;
        asking.mail(tx, new.id, language)?;
        let details = json!({ "colleague": new.id, "email": email, "role": new.role });
        asking.note(tx, "colleague.invited", details)
    };
    asking.change(&context, inviting).await
}

/// Somebody who asks about the people of a reseller, and when.
struct Asking {
    who: SignedIn,
    reseller: ResellerId,
    now: Timestamp,
    today: Date,
    zone: TimeZone,
}

impl Asking {
    fn new(context: &Context, who: SignedIn, reseller: ResellerId) -> Self {
        Self {
            who,
            reseller,
            now: context.clock.now(),
            today: context.clock.today(),
            zone: TimeZone::get(&context.config.zone).unwrap_or(TimeZone::UTC),
        }
    }

    /// The reseller stands in the path and in the body.
    fn same(&self, body: ResellerId) -> Answer<()> {
        if self.reseller == body {
            Ok(())
        } else {
            Err(Problem::NotFound.into())
        }
    }

    /// Whether whoever asks may do so at this moment.
    fn allowed(&self, tx: &mut Tx<'_>) -> Answer<()> {
        self.may(tx, &Action::ManageColleagues(self.reseller))
    }

    /// … to one of the people.
    fn allowed_to(&self, tx: &mut Tx<'_>, whom: AccountId) -> Answer<()> {
        self.may(tx, &Action::ChangeColleague(self.reseller, whom))
    }

    fn may(&self, tx: &mut Tx<'_>, action: &Action) -> Answer<()> {
        // one that is not there is as unknown to staff as to everybody
        parties::reseller(tx, self.reseller)?.ok_or(Failure::from(Problem::NotFound))?;
        let actor = people::again(tx, &self.who.actor)?;
        Ok(may(&actor, action)?)
    }

    /// Does it in one commit, and answers with everybody after it.
    async fn change(
        self,
        context: &Context,
        change: impl Fn(&Self, &mut Tx<'_>) -> Answer<()> + Send + 'static,
    ) -> Answer<Json<Colleagues>> {
        let changed = context.store.write(move |tx| {
            change(&self, tx)?;
            self.list(tx)
        });
        let changed = changed.await?;
        context.wake.notify_waiters();
        Ok(Json(changed))
    }

    fn list(&self, tx: &mut Tx<'_>) -> Answer<Colleagues> {
        let people = colleagues::people(tx, self.reseller)?;
        let mut rows: Vec<_> = people
            .into_iter()
            .map(|person| self.shown(person))
            .collect();
        let invited = colleagues::invitations(tx, self.reseller, self.today)?;
        rows.extend(invited.into_iter().map(|invited| Colleague {
            id: invited.id,
            email: invited.email,
            name: None,
            role: invited.role,
            since_on: invited.on,
            state: ColleagueState::Invited(invited.until_on),
            own: false,
        }));
        Ok(Colleagues { rows })
    }

    fn shown(&self, person: Person) -> Colleague {
        let day = |at: Timestamp| at.to_zoned(self.zone.clone()).date();
        Colleague {
            id: ColleagueId(person.account.0),
            email: person.email,
            name: Some(person.name).filter(|name| !name.is_empty()),
            role: person.role,
            since_on: day(person.added_at),
            state: ColleagueState::Works(person.seen_at.map(day)),
            own: person.account == self.who.actor.account,
        }
    }

    /// The last day of an invitation of today.
    fn last_day(&self) -> Date {
        self.today.saturating_add(OFFER_DAYS.days())
    }

    /// The language of a mail: as asked for, or else the account's own.
    fn language(&self, asked: &str) -> Language {
        Language::known(asked).unwrap_or_else(|| Language::of(&self.who.language))
    }

    fn count(&self, tx: &mut Tx<'_>) -> Answer<()> {
        let by = self.who.actor.account.to_string();
        try_once(tx, self.now, &[(INVITATIONS, by)])
    }

    fn mail(&self, tx: &mut Tx<'_>, invitation: ColleagueId, language: Language) -> Answer<()> {
        let letter = Letter::People(PeopleLetter::Offer {
            invitation,
            language: language.tag().to_owned(),
        });
        Ok(outbox::put(tx, self.now, &letter)?)
    }

    fn note(&self, tx: &mut Tx<'_>, action: &'static str, details: Value) -> Answer<()> {
        let entry = Audit::by(&self.who, self.now, action).of(self.reseller);
        Ok(audit::record(tx, &entry.with(details))?)
    }
}
