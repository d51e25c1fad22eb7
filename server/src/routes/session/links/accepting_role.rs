//! Accepting a role in a reseller: by activating an account, or with what the account that the address of
//! the link has is signed in with. The latter then signs in as always, because a link that gives a role
//! must not also open an account.

use axum::{Json, extract::State};
use jiff::Timestamp;
use seatkeeper_core::{
    api::{AcceptRole, Done, LinkKind, Problem},
    form::Field,
    id::AccountId,
};
use serde_json::json;

use super::working;
use crate::{
    auth::proof::{self, Proven, Typed},
    context::Context,
    error::{Answer, Failure},
    http::{Body, Source},
    links::{self, OpenedLink},
    routes::session::typed_password,
    store::{
        Tx,
        audit::{self, Audit},
        colleagues,
    },
};

pub(super) async fn accept(
    State(context): State<Context>,
    source: Source,
    Body(ask): Body<AcceptRole>,
) -> Answer<Json<Done>> {
    typed_password(&ask.password).map_err(|fault| vec![fault])?;
    let opened = working(&context, ask.secret.clone()).await?;
    let account = opened.account.filter(|_| opened.kind == LinkKind::Role);
    let account = account.ok_or(Failure::from(Problem::LinkGone))?;
    let of = (account, opened.email.as_str());
    let typed = Typed {
        password: ask.password,
        code: (Field::Code, ask.code),
    };
    let proven = proof::by_link(&context, of, source, typed).await?;
    let now = context.clock.now();
    let accepting = context
        .store
        .write(move |tx| accept_with(tx, &ask.secret, &proven, (source, now)));
    accepting.await?;
    Ok(Json(Done {}))
}

fn accept_with(
    tx: &mut Tx<'_>,
    secret: &str,
    proven: &Proven,
    when: (Source, Timestamp),
) -> Answer<()> {
    let opened = links::use_up(tx, secret, LinkKind::Role, when.1)?;
    let opened = opened.filter(|opened| opened.account == Some(proven.account));
    let opened = opened.ok_or(Failure::from(Problem::LinkGone))?;
    if !proven.holds(tx)? {
        return Err(Problem::WrongCredentials.into());
    }
    join(tx, &opened, proven.account, when)
}

/// Takes up the role that a link offers; refused while the account works for a reseller.
pub(super) fn join(
    tx: &mut Tx<'_>,
    opened: &OpenedLink,
    account: AccountId,
    (source, now): (Source, Timestamp),
) -> Answer<()> {
    let Some(invitation) = opened.colleague else {
        return Ok(());
    };
    let offer = colleagues::offer(tx, invitation)?.ok_or(Failure::from(Problem::LinkGone))?;
    if !colleagues::take(tx, (invitation, &offer), account, now)? {
        return Err(Problem::WrongState.into());
    }
    let details = json!({ "colleague": account, "email": offer.email, "role": offer.role });
    let entry = Audit::by_account(account, source, now, "colleague.joined").of(offer.reseller);
    Ok(audit::record(tx, &entry.with(details))?)
}
