//! Issued documents: shown as they were stored, to their payer only.

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use seatkeeper_core::{
    api::{INVOICE_DOCUMENT, Problem},
    id::InvoiceId,
    permission::{Action, Actor, may},
};

use crate::{
    auth::SignedIn,
    context::Context,
    documents::{content_security_policy, file_name},
    error::{Answer, Failure},
    http::Id,
    store::{
        Tx,
        documents::{self, Document},
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route(INVOICE_DOCUMENT, get(document))
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
