//! Leaving a business oneself: the licence is free at once, the role is gone.

use axum::{Json, extract::State};
use seatkeeper_core::{
    api::{Done, Leave, Problem},
    id::CustomerId,
    permission::{Action, Refusal},
};
use serde_json::json;

use super::{allowed, same};
use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id},
    store::{
        audit::{self, Audit},
        members,
    },
};

pub(super) async fn leave(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<Leave>,
) -> Answer<Json<Done>> {
    same(customer, ask.customer)?;
    let (now, today) = (context.clock.now(), context.clock.today());
    let leaving = context.store.write(move |tx| {
        let managed = allowed(tx, &who.actor, customer, Action::Leave)?;
        if members::is_needed(tx, who.actor.account)? {
            return Err(Failure::from(Refusal::LastAdministrator));
        }
        let left = members::leave(tx, who.actor.account, today)?;
        // a person is in one business, and the rule has just found it to be this one
        let Some((_, member)) = left.filter(|(left, _)| *left == managed) else {
            return Err(Failure::from(Problem::NotFound));
        };
        let entry = Audit::by(&who, now, "member.left").on(managed.reseller, customer);
        audit::record(
            tx,
            &entry.with(json!({ "member": member, "email": who.email })),
        )?;
        Ok(())
    });
    leaving.await?;
    Ok(Json(Done {}))
}
