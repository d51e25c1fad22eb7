//! What is changed about one member: removing it, mailing it again, its address, its role.
//!
//! Promises: a row that somebody else has removed or replaced meanwhile is told as such
//! (`wrong_state`), and nothing is changed; a licence is never free between two addresses.

use axum::{Json, extract::State};
use jiff::{SignedDuration, Timestamp, civil::Date};
use seatkeeper_core::{
    api::{ChangeAddress, Problem, RemoveMember, ResendInvitation, SetMemberRole},
    form::Field,
    id::{CustomerId, MemberId},
    licence::Seats,
    member::{MemberRole, MemberState},
    permission::{Action, Managed, Target, may},
};
use serde_json::{Value, json};

use super::{
    adding::{self, Adding},
    ask_for_period, language, last_day, same, target,
};
use crate::{
    auth::{Limit, SignedIn, limits::try_once},
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id},
    outbox::{self, Letter, PeopleLetter},
    store::{
        Tx,
        accounts::folded,
        audit::{self, Audit},
        licences,
        members::{self, Held},
        parties, people,
    },
    words::Language,
};

/// Mails that are sent again for one row. Those to an address, whoever causes them, are counted
/// when they are sent, and nobody is told of that.
const RESENDS: Limit = Limit {
    scope: "resends for",
    most: 3,
    window: SignedDuration::from_hours(24),
};

pub(super) async fn remove(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<RemoveMember>,
) -> Answer<Json<Seats>> {
    same(customer, ask.customer)?;
    let changing = Changing::new(&context, who, ask.member);
    changed(&context, customer, move |tx| changing.remove(tx, customer)).await
}

pub(super) async fn resend(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<ResendInvitation>,
) -> Answer<Json<Seats>> {
    same(customer, ask.customer)?;
    let language = language(&ask.language, &who);
    let changing = Changing::new(&context, who, ask.member);
    let resending = move |tx: &mut Tx<'_>| changing.resend(tx, customer, language);
    changed(&context, customer, resending).await
}

pub(super) async fn change_address(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<ChangeAddress>,
) -> Answer<Json<Seats>> {
    same(customer, ask.customer)?;
    let email = adding::address(&ask.email, Field::NewEmail)?;
    let adding = Adding::new(&context, who.clone(), &ask.language);
    let changing = Changing::new(&context, who, ask.member);
    let giving = move |tx: &mut Tx<'_>| changing.give_to(tx, customer, &email, &adding);
    changed(&context, customer, giving).await
}

pub(super) async fn set_role(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<SetMemberRole>,
) -> Answer<Json<Seats>> {
    same(customer, ask.customer)?;
    let changing = Changing::new(&context, who, ask.member);
    let setting = move |tx: &mut Tx<'_>| changing.set_role(tx, customer, ask.role);
    changed(&context, customer, setting).await
}

/// Does it in one commit, and answers with the seats after it.
async fn changed(
    context: &Context,
    customer: CustomerId,
    change: impl Fn(&mut Tx<'_>) -> Answer<()> + Send + 'static,
) -> Answer<Json<Seats>> {
    let today = context.clock.today();
    let seats = context.store.write(move |tx| {
        change(tx)?;
        licences::seats(tx, customer, today).map_err(Failure::from)
    });
    let seats = seats.await?;
    context.wake.notify_waiters();
    Ok(Json(seats))
}

/// Somebody who changes a row, and when.
struct Changing {
    who: SignedIn,
    member: MemberId,
    now: Timestamp,
    today: Date,
}

impl Changing {
    fn new(context: &Context, who: SignedIn, member: MemberId) -> Self {
        let (now, today) = (context.clock.now(), context.clock.today());
        Self {
            who,
            member,
            now,
            today,
        }
    }

    /// The row, if it is there and this may be done with it.
    fn row(
        &self,
        tx: &mut Tx<'_>,
        customer: CustomerId,
        action: fn(Managed, Target) -> Action,
    ) -> Answer<(Managed, Held)> {
        let managed = parties::managed(tx, customer)?.ok_or(Failure::from(Problem::NotFound))?;
        // of two administrators who remove each other at once, the second is none any more
        let actor = people::again(tx, &self.who.actor)?;
        let held = members::get(tx, managed, self.member, self.today)?;
        let nobody = Target {
            own: false,
            role: MemberRole::Member,
        };
        let target = held.as_ref().map_or(nobody, |held| target(&actor, held));
        may(&actor, &action(managed, target))?;
        Ok((managed, held.ok_or(Failure::from(Problem::WrongState))?))
    }

    fn remove(&self, tx: &mut Tx<'_>, customer: CustomerId) -> Answer<()> {
        let (managed, held) = self.row(tx, customer, Action::ChangeMember)?;
        members::remove(tx, customer, held.id)?;
        members::fit_to_seats(tx, customer, self.today)?;
        self.tell_removed(tx, customer, &held)?;
        self.note(
            tx,
            managed,
            "member.removed",
            json!({ "member": held.id, "email": held.email }),
        )
    }

    fn resend(&self, tx: &mut Tx<'_>, customer: CustomerId, language: Language) -> Answer<()> {
        let (managed, held) = self.row(tx, customer, Action::ChangeMember)?;
        ask_for_period(tx, customer, self.today)?;
        if held.state == MemberState::Active {
            return Err(Problem::WrongState.into());
        }
        try_once(tx, self.now, &[(RESENDS, held.id.to_string())])?;
        adding::count(tx, &self.who, self.now)?;
        members::hold_longer(tx, customer, held.id, last_day(self.today))?;
        let letter = adding::letter(held.id, held.account.is_some(), language);
        outbox::put(tx, self.now, &letter)?;
        let details = json!({ "member": held.id, "email": held.email });
        self.note(tx, managed, "member.mailed_again", details)
    }

    fn give_to(
        &self,
        tx: &mut Tx<'_>,
        customer: CustomerId,
        email: &str,
        adding: &Adding,
    ) -> Answer<()> {
        let (managed, held) = self.row(tx, customer, Action::ChangeMember)?;
        let details = json!({ "member": held.id, "from": held.email, "to": email });
        if folded(email) == folded(&held.email) {
            members::write_otherwise(tx, customer, held.id, email)?;
            return self.note(tx, managed, "member.address_changed", details);
        }
        ask_for_period(tx, customer, self.today)?;
        if members::is_in(tx, customer, email, self.today)? {
            return Err(Problem::AlreadyMember.into());
        }
        adding::count(tx, &self.who, self.now)?;
        members::remove(tx, customer, held.id)?;
        self.tell_removed(tx, customer, &held)?;
        adding.insert(tx, managed, email, held.licensed)?;
        self.note(tx, managed, "member.address_changed", details)
    }

    /// Whoever loses a place hears of it; an invitation was none.
    fn tell_removed(&self, tx: &mut Tx<'_>, customer: CustomerId, held: &Held) -> Answer<()> {
        let Some(account) = held.account else {
            return Ok(());
        };
        let letter = Letter::People(PeopleLetter::MemberRemoved { account, customer });
        Ok(outbox::put(tx, self.now, &letter)?)
    }

    /// Only whoever has signed in is made an administrator: an address alone is nobody yet.
    fn set_role(&self, tx: &mut Tx<'_>, customer: CustomerId, role: MemberRole) -> Answer<()> {
        let (managed, held) = self.row(tx, customer, Action::SetMemberRole)?;
        if held.state != MemberState::Active || held.account.is_none() || held.role == role {
            return Err(Problem::WrongState.into());
        }
        members::set_role(tx, customer, held.id, role)?;
        let details = json!({ "member": held.id, "email": held.email, "role": role });
        self.note(tx, managed, "member.role_set", details)
    }

    fn note(
        &self,
        tx: &mut Tx<'_>,
        managed: Managed,
        action: &'static str,
        details: Value,
    ) -> Answer<()> {
        let entry = Audit::by(&self.who, self.now, action);
        let entry = entry.on(managed.reseller, managed.customer).with(details);
        Ok(audit::record(tx, &entry)?)
    }
}
