//! Bank transfers: what a payer has open and left; for staff, which wait and what has come.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use seatkeeper_core::{
    api::{
        DecideMoney, Endpoint, FindTransfers, ListTransfers, OwnTransfers, Problem, RecordMoney,
        Recorded, TransferPage,
    },
    id::{BankEntryId, OrderId},
    permission::{Action, may},
};

use super::invoices::own_papers;
use crate::{
    auth::SignedIn,
    checkout,
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id, Search},
    store::{balances, transfers},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(ListTransfers::PATH, get(own))
        .route(FindTransfers::PATH, get(find))
        .route(RecordMoney::PATH, post(record))
        .route(DecideMoney::PATH, post(decide))
}

async fn own(State(context): State<Context>, who: SignedIn) -> Answer<Json<OwnTransfers>> {
    may(&who.actor, &Action::ListInvoices)?;
    let wanted = own_papers(&who.actor);
    let found = context.store.read(move |tx| {
        Ok::<_, Failure>(OwnTransfers {
            open: transfers::own(tx, &wanted)?,
            balances: balances::of(tx, &wanted)?,
        })
    });
    Ok(Json(found.await?))
}

async fn find(
    State(context): State<Context>,
    who: SignedIn,
    Search(ask): Search<FindTransfers>,
) -> Answer<Json<TransferPage>> {
    may(&who.actor, &Action::RecordMoney)?;
    let account = who.actor.account;
    let page = context
        .store
        .read(move |tx| transfers::search(tx, &ask.search, ask.page, account));
    Ok(Json(page.await?))
}

async fn record(
    State(context): State<Context>,
    who: SignedIn,
    Id(order): Id<OrderId>,
    Body(ask): Body<RecordMoney>,
) -> Answer<Json<Recorded>> {
    may(&who.actor, &Action::RecordMoney)?;
    if ask.order != order {
        return Err(Problem::NotFound.into());
    }
    let recorded = if ask.is_payout {
        checkout::pay_out(&context, &who, ask).await?
    } else {
        checkout::record(&context, &who, ask).await?
    };
    Ok(Json(recorded))
}

async fn decide(
    State(context): State<Context>,
    who: SignedIn,
    Id(entry): Id<BankEntryId>,
    Body(ask): Body<DecideMoney>,
) -> Answer<Json<Recorded>> {
    may(&who.actor, &Action::RecordMoney)?;
    if ask.entry != entry {
        return Err(Problem::NotFound.into());
    }
    checkout::decide(&context, &who, ask).await.map(Json)
}
