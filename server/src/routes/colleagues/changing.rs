//! What is changed about one colleague: the role, removing or withdrawing, mailing an invitation again.
//!
//! Promises: somebody else's change meanwhile is told as such (`wrong_state`), and nothing is changed;
//! nobody changes the own role, and there is always an administrator.

use axum::{Json, extract::State};
use jiff::SignedDuration;
use seatkeeper_core::{
    api::{Colleagues, Problem, RemoveColleague, ResendColleagueInvitation, SetColleagueRole},
    id::{AccountId, ColleagueId, ResellerId},
    permission::Refusal,
};
use serde_json::json;

use super::Asking;
use crate::{
    auth::{Limit, SignedIn, limits::try_once},
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id},
    outbox::{self, Letter, PeopleLetter},
    store::{
        Tx,
        colleagues::{self, Person},
    },
};

/// Mails that are sent again for one invitation. Those to an address, whoever causes them, are counted
/// when they are sent, and nobody is told of that.
const RESENDS: Limit = Limit {
    scope: "colleague resends for",
    most: 3,
    window: SignedDuration::from_hours(24),
};

pub(super) async fn resend(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Body(ask): Body<ResendColleagueInvitation>,
) -> Answer<Json<Colleagues>> {
    let asking = Asking::new(&context, who, reseller);
    asking.same(ask.reseller)?;
    let (id, language) = (ask.colleague, asking.language(&ask.language));
    let resending = move |asking: &Asking, tx: &mut Tx<'_>| {
        asking.allowed(tx)?;
        let email = colleagues::invitation(tx, reseller, id, asking.today)?;
        let email = email.ok_or(Failure::from(Problem::WrongState))?;
        try_once(tx, asking.now, &[(RESENDS, id.to_string())])?;
        asking.count(tx)?;
        colleagues::hold_longer(tx, reseller, id, asking.last_day())?;
        asking.mail(tx, id, language)?;
        let details = json!({ "colleague": id, "email": email });
        asking.note(tx, "colleague.mailed_again", details)
    };
    asking.change(&context, resending).await
}

pub(super) async fn set_role(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Body(ask): Body<SetColleagueRole>,
) -> Answer<Json<Colleagues>> {
    let asking = Asking::new(&context, who, reseller);
    asking.same(ask.reseller)?;
    let setting = move |asking: &Asking, tx: &mut Tx<'_>| {
        let person = person(asking, tx, ask.colleague)?;
        let person = person.filter(|person| person.role != ask.role);
        let person = person.ok_or(Failure::from(Problem::WrongState))?;
        one_stays(colleagues::set_role(
            tx,
            reseller,
            person.account,
            ask.role,
        )?)?;
        let letter = Letter::People(PeopleLetter::RoleChanged {
            account: person.account,
            reseller,
            role: ask.role,
        });
        outbox::put(tx, asking.now, &letter)?;
        let details =
            json!({ "colleague": ask.colleague, "email": person.email, "role": ask.role });
        asking.note(tx, "colleague.role_set", details)
    };
    asking.change(&context, setting).await
}

pub(super) async fn remove(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Body(ask): Body<RemoveColleague>,
) -> Answer<Json<Colleagues>> {
    let asking = Asking::new(&context, who, reseller);
    asking.same(ask.reseller)?;
    let removing = move |asking: &Asking, tx: &mut Tx<'_>| {
        let Some(person) = person(asking, tx, ask.colleague)? else {
            return withdraw(asking, tx, ask.colleague);
        };
        let account = person.account;
        one_stays(colleagues::remove(tx, reseller, account)?)?;
        let letter = Letter::People(PeopleLetter::Removed { account, reseller });
        outbox::put(tx, asking.now, &letter)?;
        let details = json!({ "colleague": ask.colleague, "email": person.email });
        asking.note(tx, "colleague.removed", details)
    };
    asking.change(&context, removing).await
}

fn withdraw(asking: &Asking, tx: &mut Tx<'_>, id: ColleagueId) -> Answer<()> {
    let email = colleagues::invitation(tx, asking.reseller, id, asking.today)?;
    let email = email.ok_or(Failure::from(Problem::WrongState))?;
    colleagues::withdraw(tx, asking.reseller, id)?;
    let details = json!({ "colleague": id, "email": email });
    asking.note(tx, "colleague.withdrawn", details)
}

/// Somebody who works there, if this may be done to them; an invitation is nobody yet.
fn person(asking: &Asking, tx: &mut Tx<'_>, id: ColleagueId) -> Answer<Option<Person>> {
    let account = AccountId(id.0);
    asking.allowed_to(tx, account)?;
    Ok(colleagues::person(tx, asking.reseller, account)?)
}

fn one_stays(changed: bool) -> Answer<()> {
    if changed {
        Ok(())
    } else {
        Err(Refusal::LastAdministrator.into())
    }
}
