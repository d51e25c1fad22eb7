//! Issued documents: listed, and shown as they were stored, to their payer only.

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use seatkeeper_core::{
    api::{Endpoint, INVOICE_DOCUMENT, InvoicePage, ListInvoices, Problem},
    id::InvoiceId,
    member::MemberRole,
    permission::{Action, Actor, ResellerRole, may},
};

use crate::{
    auth::SignedIn,
    context::Context,
    documents::{content_security_policy, file_name},
    error::{Answer, Failure},
    http::{Id, Search},
    store::{
        Tx,
        documents::{self, Document},
        invoices::{self, Wanted},
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
) -> Answer<Json<InvoicePage>> {
    may(&who.actor, &Action::ListInvoices)?;
    let reseller = who.actor.reseller;
    let administers = |(id, role)| (role == MemberRole::Administrator).then_some(id);
    let wanted = Wanted {
        reseller: reseller
            .and_then(|(id, role)| (role == ResellerRole::Administrator).then_some(id)),
        own: who.actor.customers.iter().copied().find_map(administers),
        paid_for: ask.customer,
        page: ask.page,
    };
    let page = context.store.read(move |tx| invoices::list(tx, &wanted));
    Ok(Json(page.await?))
}

async fn document(
    State(context): State<Context>,
    who: SignedIn,
    Id(invoice): Id<InvoiceId>,
) -> Answer<Response> {
    let document = context
        .store
        .read(move |tx| find(tx, &who.actor, invoice))
        .await?;
    let value = |text: String| HeaderValue::try_from(text).map_err(Failure::fault);
    let shown_as = format!("inline; filename=\"{}\"", file_name(&document.number));
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

/// Whose it is decides before anything of it is read.
fn find(tx: &mut Tx<'_>, actor: &Actor, invoice: InvoiceId) -> Answer<Document> {
    let unknown = || Failure::from(Problem::NotFound);
    let (managed, payer) = documents::whose(tx, invoice)?.ok_or_else(unknown)?;
    may(actor, &Action::SeeInvoice(managed, payer))?;
    documents::get(tx, managed, invoice)?.ok_or_else(unknown)
}
