//! Who is signed in, and what a browser may know: the business date, prices, the discount.
//!
//! Promises: when the date or the price list changes under an open page, everything is fetched
//! anew and the page is told; when the session has ended, one signs in at the same address and is
//! back where one was. Roles are the server's to decide; what is shown here is only the menu.

pub mod acting;
mod watch;

use std::sync::LazyLock;

use jiff::civil::Date;
use leptos::{prelude::*, task::spawn_local};
use seatkeeper_core::{
    api::{GetSession, SecondFactor, Session, SessionState, SetLanguage},
    permission::ResellerRole,
};

pub use watch::{News, clear_news, news, watch};

use crate::{
    draft, format,
    http::{self, HEARD},
    i18n::{self, Language},
};

static STATE: LazyLock<ArcRwSignal<Option<SessionState>>> =
    LazyLock::new(|| ArcRwSignal::new(None));
static EXPIRED: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(false));

/// What the server last told; nothing before its first answer.
pub fn state() -> Option<SessionState> {
    STATE.get()
}

/// Whether the server has answered at all.
pub fn is_known() -> bool {
    STATE.with(Option::is_some)
}

fn is_known_now() -> bool {
    STATE.with_untracked(Option::is_some)
}

/// A part of what is known of whoever is signed in.
pub fn with<T>(part: impl FnOnce(&Session) -> T) -> Option<T> {
    STATE.with(|state| {
        state
            .as_ref()
            .and_then(|state| state.session.as_ref())
            .map(part)
    })
}

/// Who is signed in.
pub fn session() -> Option<Session> {
    with(Session::clone)
}

/// Who is signed in at this moment.
pub fn session_now() -> Option<Session> {
    STATE.with_untracked(|state| state.as_ref().and_then(|state| state.session.clone()))
}

/// What the code is to be entered with that a right password waits for.
pub fn half_open() -> Option<String> {
    STATE.with(|state| state.as_ref().and_then(|state| state.half_open.clone()))
}

/// How the second factor of whoever is signed in stands.
pub fn second_factor() -> Option<SecondFactor> {
    with(|session| session.second_factor)
}

/// Whether it has to be set up before anything else is answered.
pub fn lacks_second_factor() -> bool {
    second_factor().is_some_and(|factor| factor.first)
}

/// Whether a session has just ended by itself.
pub fn has_expired() -> bool {
    EXPIRED.get()
}

/// The business date; the calendar's first day before the server has told it.
pub fn today() -> Date {
    STATE.with(|state| state.as_ref().map_or(Date::ZERO, |state| state.today))
}

/// Whether there may be many customers: for a reseller's people and for staff.
pub fn sells() -> bool {
    with(|session| session.reseller.is_some() || session.staff).unwrap_or_default()
}

/// Whether the account works for a reseller and may spend its money.
pub fn is_reseller_administrator() -> bool {
    let role = with(|session| session.reseller.as_ref().map(|reseller| reseller.role));
    role.flatten() == Some(ResellerRole::Administrator)
}

/// Whether the account works for a reseller without spending.
pub fn is_technician() -> bool {
    let role = with(|session| session.reseller.as_ref().map(|reseller| reseller.role));
    role.flatten() == Some(ResellerRole::Technician)
}

/// The server said who is signed in now; the page speaks that account's language first.
pub async fn set(state: SessionState) {
    let language = state
        .session
        .as_ref()
        .and_then(|session| Language::of(&session.language));
    if let Some(language) = language.filter(|language| !i18n::is_wished(*language)) {
        // the page stays as it is where the texts cannot be had
        let _ = i18n::speak(language).await;
    }
    if state.session.is_some() && !is_known_now() {
        // a task of its own: the frame has a date in it
        http::pause(0).await;
        format::get_ready();
        http::pause(0).await;
    }
    EXPIRED.set(state.session.is_none() && session_now().is_some());
    STATE.set(Some(state));
}

/// How long to wait before asking again after an answer that was none, in milliseconds.
const ASK_AGAIN_MS: i32 = 5000;

/// Asks who is signed in, as often as it takes.
pub async fn fetch() {
    loop {
        match http::persist(&GetSession {}).await {
            Ok(state) => return set(state).await,
            // a page that knows something goes on with it
            Err(_) if is_known_now() => return,
            Err(_) => HEARD.update(|heard| heard.away = true),
        }
        http::pause(ASK_AGAIN_MS).await;
    }
}

/// Nobody is signed in any more in this tab.
pub fn end() {
    draft::forget_all();
    drop_session();
}

fn drop_session() {
    STATE.update(|state| {
        if let Some(state) = state {
            state.session = None;
            state.half_open = None;
        }
    });
}

/// Speaks another language, here and in the mails of whoever is signed in.
pub fn speak(language: Language) {
    spawn_local(async move {
        if i18n::speak(language).await.is_ok() && session_now().is_some() {
            STATE.update(|state| {
                if let Some(session) = state.as_mut().and_then(|state| state.session.as_mut()) {
                    language.tag().clone_into(&mut session.language);
                }
            });
            // the page speaks it already; the account learns of it at the next change at the latest
            let _ = http::call(&SetLanguage {
                language: language.tag().to_owned(),
            })
            .await;
        }
    });
}
