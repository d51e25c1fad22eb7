//! Everything outside `/api`: the app's files, and its one page at each address of a page.

use axum::{
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use seatkeeper_core::{api::Problem, page::Page};

use crate::{assets, error::Failure};

pub(super) async fn answer(method: Method, uri: Uri, asked: HeaderMap) -> Response {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") || !matches!(method, Method::GET | Method::HEAD)
    {
        return Failure::from(Problem::NotFound).into_response();
    }
    if let Some(file) = assets::file(path, &asked) {
        return file;
    }
    // the app says it in the person's language; the status says it to everyone else
    let known = Page::at(path) != Page::NotFound;
    let looks_like_a_file = path
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    match (known, looks_like_a_file) {
        (true, _) => assets::page(StatusCode::OK, &asked),
        (false, false) => assets::page(StatusCode::NOT_FOUND, &asked),
        (false, true) => StatusCode::NOT_FOUND.into_response(),
    }
}
