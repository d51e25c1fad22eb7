//! Issued documents: listed, and shown as they were stored, to their payer only.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::civil::Date;
use seatkeeper_core::{
    api::{DocumentFilter, Endpoint, INVOICE_DOCUMENT, InvoicePage, ListInvoices, Problem},
    form,
    id::InvoiceId,
    invoice::DocumentKind,
    member::MemberRole,
    order::OrderState,
    permission::{Action, Actor, ResellerRole, may},
};

use crate::{
    auth::SignedIn,
    context::Context,
    documents::{content_security_policy, file_name},
    error::{Answer, Failure},
    http::{Id, Search, malformed},
    rendering,
    store::{
        Tx,
        documents::{self, Document},
        invoices::{self, Narrowed, Wanted},
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(INVOICE_DOCUMENT, get(document))
        .route(ListInvoices::PATH, get(list))
}

async fn list(
    State(context): State<Context>,
    who: SignedIn,
    Search(ask): Search<ListInvoices>,
    Search(only): Search<DocumentFilter>,
) -> Answer<Json<InvoicePage>> {
    may(&who.actor, &Action::ListInvoices)?;
    let wanted = Wanted {
        paid_for: ask.customer,
        page: ask.page,
        ..own_papers(&who.actor)
    };
    let only = narrowed(&only)?;
    let page = context
        .store
        .read(move |tx| invoices::list(tx, &wanted, &only));
    Ok(Json(page.await?))
}

/// Reads what a list of documents is narrowed down to.
pub(super) fn narrowed(only: &DocumentFilter) -> Answer<Narrowed> {
    let (from, until) = form::stretch(&only.from_on, &only.until_on)?;
    Ok(Narrowed {
        kind: known("kind", &only.kind, DocumentKind::of)?,
        state: known("state", &only.state, OrderState::of)?,
        from: from.unwrap_or(Date::ZERO),
        until: until.unwrap_or(Date::MAX),
    })
}

/// What a word means; an empty one means nothing.
fn known<T>(of: &str, word: &str, read: fn(&str) -> Option<T>) -> Answer<Option<T>> {
    if word.is_empty() {
        return Ok(None);
    }
    let known = read(word).ok_or_else(|| malformed(&format!("there is no such {of}")))?;
    Ok(Some(known))
}

/// The papers of the sides for which an account may see them.
pub(super) fn own_papers(actor: &Actor) -> Wanted {
    let administers = |(id, role)| (role == MemberRole::Administrator).then_some(id);
    Wanted {
        reseller: actor
            .reseller
            .and_then(|(id, role)| (role == ResellerRole::Administrator).then_some(id)),
        own: actor.customers.iter().copied().find_map(administers),
        paid_for: None,
        page: 1,
    }
}

async fn document(
    State(context): State<Context>,
    who: SignedIn,
    Id(invoice): Id<InvoiceId>,
) -> Answer<Response> {
    let actor = Arc::new(who.actor);
    let read = || {
        let actor = Arc::clone(&actor);
        context.store.read(move |tx| find(tx, &actor, invoice))
    };
    let document = if let Some(document) = read().await? {
        document
    } else {
        // it has its number only just
        rendering::render_now(&context, invoice).await?;
        read().await?.ok_or(Problem::NotFound)?
    };
    let value = |text: String| HeaderValue::try_from(text).map_err(Failure::fault);
    let shown_as = format!(
        "inline; filename=\"{}\"",
        file_name(&document.number, &document.media_type)
    );
    let headers = [
        (
            header::CONTENT_SECURITY_POLICY,
            value(content_security_policy(&document.bytes))?,
        ),
        (header::CONTENT_TYPE, value(document.media_type)?),
        (header::CONTENT_DISPOSITION, value(shown_as)?),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    Ok((headers, document.bytes).into_response())
}

/// Whose it is decides before anything of it is read. None while it is not made yet.
fn find(tx: &mut Tx<'_>, actor: &Actor, invoice: InvoiceId) -> Answer<Option<Document>> {
    let unknown = || Failure::from(Problem::NotFound);
    let (managed, payer) = documents::whose(tx, invoice)?.ok_or_else(unknown)?;
    may(actor, &Action::SeeInvoice(managed, payer))?;
    Ok(documents::get(tx, managed, invoice)?)
}
