//! Acting as a reseller: one of the seller's people becomes its administrator in this session.
//!
//! Promises that beginning and ending stand in the seller's log and in the reseller's own, and that
//! the role is staff's at that moment. What follows from acting is told by the actor of each request.

use axum::{Json, Router, extract::State, routing::post};
use seatkeeper_core::{
    api::{ActAs, Done, Endpoint, Problem, StopActing},
    permission::{Action, may},
};

use crate::{
    auth::{ACTING, SignedIn, ending},
    context::Context,
    error::{Answer, Failure},
    http::Body,
    store::{
        audit::{self, Audit},
        people, resellers, sessions,
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(ActAs::PATH, post(act))
        .route(StopActing::PATH, post(stop))
}

async fn act(
    State(context): State<Context>,
    who: SignedIn,
    Body(ask): Body<ActAs>,
) -> Answer<Json<Done>> {
    let now = context.clock.now();
    let beginning = context.store.write(move |tx| {
        let mut who = who.clone();
        // staff of this moment, whoever is acted as already
        who.actor = people::actor(tx, who.actor.account)?;
        may(&who.actor, &Action::ActAsAReseller)?;
        if !resellers::is_there(tx, ask.reseller)? {
            return Err(Failure::from(Problem::NotFound));
        }
        let session = sessions::find(tx, &who.session)?.ok_or(Problem::NotSignedIn)?;
        ending::stop_acting(tx, &who.session, (now, Some(who.source)))?;
        // with the session at the latest
        let until = session.expires_at.min(now + ACTING);
        sessions::act(tx, &who.session, Some((ask.reseller, until)))?;
        who.actor = who.actor.acting_as(ask.reseller);
        Ok(audit::record(tx, &Audit::by(&who, now, "acting.begun"))?)
    });
    beginning.await?;
    Ok(Json(Done {}))
}

async fn stop(
    State(context): State<Context>,
    who: SignedIn,
    Body(StopActing {}): Body<StopActing>,
) -> Answer<Json<Done>> {
    if who.actor.acting {
        let now = context.clock.now();
        let stopping = context
            .store
            .write(move |tx| ending::stop_acting(tx, &who.session, (now, Some(who.source))));
        stopping.await?;
    }
    Ok(Json(Done {}))
}
