//! Answering an offer by which a customer changes hands: yes with what the account that can give it
//! is signed in with, no by the link alone.

use axum::{Json, extract::State};
use jiff::Timestamp;
use seatkeeper_core::{
    api::{AgreeToManaging, DeclineManaging, Done, LinkKind, Problem},
    form::Field,
};

use super::working;
use crate::{
    auth::proof::{self, Proven, Typed},
    context::Context,
    error::{Answer, Failure},
    handing,
    http::{Body, Source},
    links::{self, Handing, OpenedLink},
    outbox::{self, Letter, ManagingLetter},
    routes::session::typed_password,
    store::{
        Tx,
        audit::{self, Audit},
        managing,
    },
};

pub(super) async fn agree(
    State(context): State<Context>,
    source: Source,
    Body(ask): Body<AgreeToManaging>,
) -> Answer<Json<Done>> {
    typed_password(&ask.password).map_err(|fault| vec![fault])?;
    let opened = working(&context, ask.secret.clone()).await?;
    let account = opened.account.filter(|_| opened.managing.is_some());
    let account = account.ok_or(Failure::from(Problem::LinkGone))?;
    let of = (account, opened.email.as_str());
    let typed = Typed {
        password: ask.password,
        code: (Field::Code, ask.code),
    };
    let proven = proof::by_link(&context, of, source, typed).await?;
    let now = context.clock.now();
    let agreeing = context
        .store
        .write(move |tx| agree_with(tx, &ask.secret, &proven, (source, now)));
    agreeing.await?;
    context.wake.notify_waiters();
    Ok(Json(Done {}))
}

fn agree_with(
    tx: &mut Tx<'_>,
    secret: &str,
    proven: &Proven,
    (source, now): (Source, Timestamp),
) -> Answer<()> {
    let (opened, handing) = used_up(tx, secret, now)?;
    if opened.account != Some(proven.account) {
        return Err(Problem::LinkGone.into());
    }
    if !proven.holds(tx)? {
        return Err(Problem::WrongCredentials.into());
    }
    let by = Audit::by_account(proven.account, source, now, "customer.attached");
    handing::agreed(tx, &handing, &by)?;
    Ok(managing::withdraw(tx, handing.offer)?)
}

pub(super) async fn decline(
    State(context): State<Context>,
    source: Source,
    Body(ask): Body<DeclineManaging>,
) -> Answer<Json<Done>> {
    let now = context.clock.now();
    let declining = context.store.write(move |tx| {
        let (opened, handing) = used_up(tx, &ask.secret, now)?;
        managing::withdraw(tx, handing.offer)?;
        let letter = ManagingLetter::Declined {
            account: handing.offered_by,
            email: opened.email.clone(),
        };
        outbox::put(tx, now, &Letter::Managing(letter))?;
        let entry = Audit::by_itself(now, "customer.declined").of(handing.by);
        let entry = Audit {
            account: opened.account,
            address: source.to_string(),
            ..entry
        };
        let details = serde_json::json!({ "email": opened.email });
        Ok::<_, Failure>(audit::record(tx, &entry.with(details))?)
    });
    declining.await?;
    context.wake.notify_waiters();
    Ok(Json(Done {}))
}

/// The link of either kind, used up in the transaction of its answer.
fn used_up(tx: &mut Tx<'_>, secret: &str, now: Timestamp) -> Answer<(OpenedLink, Handing)> {
    let kind = links::open(tx, secret, now)?.map(|opened| opened.kind);
    let kind = kind.filter(|kind| matches!(kind, LinkKind::Attach | LinkKind::HandOver));
    let kind = kind.ok_or(Failure::from(Problem::LinkGone))?;
    let opened = links::use_up(tx, secret, kind, now)?;
    let opened = opened.ok_or(Failure::from(Problem::LinkGone))?;
    let handing = opened.managing.ok_or(Failure::from(Problem::LinkGone))?;
    Ok((opened, handing))
}
