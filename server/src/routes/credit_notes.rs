//! For staff: everybody's invoices, and credit notes on them.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use seatkeeper_core::{
    api::{
        CreditView, DocumentFilter, Endpoint, FindInvoices, FoundInvoices, GetCredit,
        IssueCreditNote, Problem,
    },
    form::LONGEST_LINE,
    id::InvoiceId,
    permission::{Action, may},
};
use unicode_normalization::UnicodeNormalization;

use super::invoices::narrowed;
use crate::{
    auth::SignedIn,
    context::Context,
    crediting,
    error::Answer,
    http::{Body, Id, Search},
    store::credit_notes,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(FindInvoices::PATH, get(find))
        .route(GetCredit::PATH, get(show))
        .route(IssueCreditNote::PATH, post(issue))
}

async fn find(
    State(context): State<Context>,
    who: SignedIn,
    Search(ask): Search<FindInvoices>,
    Search(only): Search<DocumentFilter>,
) -> Answer<Json<FoundInvoices>> {
    may(&who.actor, &Action::IssueCreditNotes)?;
    let search: String = ask.search.nfc().take(LONGEST_LINE).collect();
    let only = narrowed(&only)?;
    let page = context
        .store
        .read(move |tx| credit_notes::find(tx, &search, &only, ask.page));
    Ok(Json(page.await?))
}

async fn show(
    State(context): State<Context>,
    who: SignedIn,
    Id(invoice): Id<InvoiceId>,
) -> Answer<Json<CreditView>> {
    may(&who.actor, &Action::IssueCreditNotes)?;
    crediting::view(&context, invoice).await.map(Json)
}

async fn issue(
    State(context): State<Context>,
    who: SignedIn,
    Id(invoice): Id<InvoiceId>,
    Body(ask): Body<IssueCreditNote>,
) -> Answer<Json<CreditView>> {
    may(&who.actor, &Action::IssueCreditNotes)?;
    if ask.invoice != invoice {
        return Err(Problem::NotFound.into());
    }
    crediting::issue(&context, &who, ask).await.map(Json)
}
