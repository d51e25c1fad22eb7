//! Accepting an invitation by leaving the business that one is in: chosen by the owner of the
//! address on the page of the mailed link, and done in one commit.

use axum::{Json, extract::State};
use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{ChangeBusiness, Done, LinkKind, Problem},
    id::AccountId,
    permission::{Managed, Refusal},
};
use serde_json::json;

use crate::{
    context::Context,
    error::Answer,
    http::{Body, Source},
    links,
    store::{
        Tx, accounts,
        audit::{self, Audit},
        members, parties,
    },
};

pub(super) async fn change_business(
    State(context): State<Context>,
    source: Source,
    Body(ask): Body<ChangeBusiness>,
) -> Answer<Json<Done>> {
    let (now, today) = (context.clock.now(), context.clock.today());
    let changing = context
        .store
        .write(move |tx| change(tx, &ask.secret, source, (now, today)));
    changing.await?;
    Ok(Json(Done {}))
}

fn change(
    tx: &mut Tx<'_>,
    secret: &str,
    source: Source,
    (now, today): (Timestamp, Date),
) -> Answer<()> {
    let opened = links::use_up(tx, secret, LinkKind::Activation, now)?.ok_or(Problem::LinkGone)?;
    let member = opened.member.ok_or(Problem::LinkGone)?;
    let account = accounts::by_email(tx, &opened.email)?.ok_or(Problem::LinkGone)?;
    // whoever is in no other business (any more) has nothing to choose, but the account still
    // has to be activated by its own form
    if opened.elsewhere.is_none() || account.password_hash.is_none() {
        return Err(Problem::WrongState.into());
    }
    let email = &opened.email;
    let note = |tx: &mut Tx<'_>, managed: Managed, action, member| -> Answer<()> {
        let entry = Audit::by_account(account.id, source, now, action);
        let entry = entry.on(managed.reseller, managed.customer);
        Ok(audit::record(
            tx,
            &entry.with(json!({ "member": member, "email": email })),
        )?)
    };
    if members::is_needed(tx, account.id)? {
        return Err(Refusal::LastAdministrator.into());
    }
    if let Some((left, row)) = members::leave(tx, account.id, today)? {
        note(tx, left, "member.left", row)?;
    }
    let joined = join(tx, member, account.id, now)?;
    note(tx, joined, "member.joined", member)
}

fn join(
    tx: &mut Tx<'_>,
    member: seatkeeper_core::id::MemberId,
    account: AccountId,
    now: Timestamp,
) -> Answer<Managed> {
    if !members::accept(tx, member, account, now)? {
        return Err(Problem::WrongState.into());
    }
    let own = members::own(tx, account)?.ok_or(Problem::WrongState)?;
    Ok(parties::managed(tx, own.customer)?.ok_or(Problem::WrongState)?)
}
