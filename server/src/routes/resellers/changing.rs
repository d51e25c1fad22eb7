//! Something about a reseller besides its details is changed.

use axum::Json;
use seatkeeper_core::{
    api::{Problem, ResellerDetails},
    id::ResellerId,
    permission::{Action, may},
};

use super::{Making, Moment};
use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    store::{Tx, resellers},
};

/// Does it in one commit, and answers with the reseller after it.
pub(super) async fn change(
    context: &Context,
    who: SignedIn,
    (path, body): (ResellerId, ResellerId),
    deed: impl Fn(&mut Tx<'_>, &Making<'_>) -> Answer<()> + Send + 'static,
) -> Answer<Json<ResellerDetails>> {
    may(&who.actor, &Action::ManageResellers)?;
    if path != body {
        return Err(Problem::NotFound.into());
    }
    let at = Moment::of(context);
    let changed = context.store.write(move |tx| {
        resellers::get(tx, path)?.ok_or(Failure::from(Problem::NotFound))?;
        let making = Making {
            who: &who,
            at,
            id: path,
        };
        deed(tx, &making)?;
        at.view(tx, path)
    });
    changed.await.map(Json)
}
