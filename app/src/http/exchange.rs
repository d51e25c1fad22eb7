//! One request and its reply, as text.

use leptos::prelude::*;
use seatkeeper_core::api::{
    BUILD_HEADER, PRICE_LIST_HEADER, Problem, REQUEST_HEADER, TODAY_HEADER,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use super::{Failure, HEARD};
use crate::wire;

/// How long a reply may take; the slowest is a card gateway that is asked on the way.
const PATIENCE_MS: u32 = 30_000;

/// The text at an address of ours that is no endpoint.
///
/// # Errors
/// When it cannot be had.
pub async fn text(address: &str) -> Result<String, Failure> {
    let response = fetch(address, &RequestInit::new()).await?;
    if response.ok() {
        read(&response).await
    } else {
        Err(Failure::Away)
    }
}

/// The body of a success; a body makes the request a changing one. Notices whether the server is
/// away, and whether it still knows who asks.
pub(super) async fn json(address: &str, body: Option<&str>) -> Result<String, Failure> {
    let answer = ask(address, body).await;
    let away = answer.as_ref().is_err_and(Failure::passes);
    let signed_out = matches!(answer, Err(Failure::Refused(Problem::NotSignedIn)));
    if signed_out || HEARD.with_untracked(|heard| heard.away != away) {
        HEARD.update(|heard| {
            heard.away = away;
            heard.signed_out += u32::from(signed_out);
        });
    }
    answer
}

async fn ask(address: &str, body: Option<&str>) -> Result<String, Failure> {
    let headers = Headers::new().map_err(|_| Failure::Unreadable)?;
    let set = |name, value| headers.set(name, value).map_err(|_| Failure::Unreadable);
    set("accept", "application/json")?;
    set(REQUEST_HEADER, "1")?;
    let request = RequestInit::new();
    if let Some(body) = body {
        set("content-type", "application/json")?;
        request.set_method("POST");
        request.set_body(&JsValue::from_str(body));
    }
    request.set_headers(&headers);
    let response = fetch(address, &request).await?;
    hear(&response.headers());
    let text = read(&response).await?;
    if response.ok() {
        return Ok(text);
    }
    // what stands before the server (a proxy that cannot reach it) speaks no JSON
    match wire::read::<Problem>(&text) {
        Ok(problem) => Err(Failure::Refused(problem)),
        Err(_) => Err(if response.status() >= 500 {
            Failure::Away
        } else {
            Failure::Unreadable
        }),
    }
}

async fn fetch(address: &str, request: &RequestInit) -> Result<Response, Failure> {
    request.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let reply = JsFuture::from(window().fetch_with_str_and_init(address, request)).await;
    reply
        .ok()
        .and_then(|reply| reply.dyn_into::<Response>().ok())
        .ok_or(Failure::Away)
}

async fn read(response: &Response) -> Result<String, Failure> {
    let text = JsFuture::from(response.text().map_err(|_| Failure::Away)?).await;
    text.ok()
        .and_then(|text| text.as_string())
        .ok_or(Failure::Away)
}

fn hear(headers: &Headers) {
    let told = |name| headers.get(name).ok().flatten();
    let (today, price_list, build) = (
        told(TODAY_HEADER),
        told(PRICE_LIST_HEADER),
        told(BUILD_HEADER),
    );
    let mut heard = HEARD.get_untracked();
    let before = heard.clone();
    let own = heard
        .build
        .take()
        .or_else(own_build)
        .or_else(|| build.clone());
    heard.outdated |= build.is_some() && build != own;
    heard.today = today.or(heard.today);
    heard.price_list = price_list.or(heard.price_list);
    heard.build = own;
    if heard != before {
        HEARD.set(heard);
    }
}

/// The build that this page belongs to, where it was built for being served.
fn own_build() -> Option<String> {
    document()
        .query_selector("meta[name='build']")
        .ok()??
        .get_attribute("content")
}
