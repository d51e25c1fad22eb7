//! What changes under an open page: another day, other prices, a session that ends, a server that
//! is away and comes back.

use std::{cell::Cell, sync::LazyLock};

use jiff::civil::Date;
use leptos::{prelude::*, task::spawn_local};
use seatkeeper_app::ui::{whenever, whether};
use seatkeeper_core::day;
use wasm_bindgen::{JsCast, closure::Closure};

use super::{EXPIRED, STATE, acting, drop_session, fetch, half_open, is_known_now, session_now};
use crate::http::HEARD;

static NEWS: LazyLock<ArcRwSignal<Option<News>>> = LazyLock::new(|| ArcRwSignal::new(None));

/// What changed under an open page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It is another day.
    Today(Date),
    /// The prices are others.
    Prices,
}

/// What changed under the open page, until somebody has read it.
pub fn news() -> Option<News> {
    NEWS.get()
}

/// The news were read.
pub fn clear_news() {
    NEWS.set(None);
}

/// Watches what replies tell besides their answers, for as long as the tab is open.
pub fn watch() {
    let away = whether(|| HEARD.with(|heard| heard.away));
    whenever(move || {
        // whatever was asked in vain: somebody has to find out when the server is back
        if away.get() && is_known_now() {
            spawn_local(fetch());
        }
    });
    let before = Cell::new(0);
    whenever(move || {
        let turned_away = HEARD.with(|heard| heard.signed_out);
        if before.replace(turned_away) != turned_away {
            EXPIRED.set(session_now().is_some() || untrack(half_open).is_some());
            drop_session();
        }
    });
    whenever(move || {
        let (today, price_list) =
            HEARD.with(|heard| (heard.today.clone(), heard.price_list.clone()));
        let known = known();
        let other = |heard: Option<String>, known: Option<String>| {
            heard.is_some() && known.is_some() && heard != known
        };
        if other(today, known.0) || other(price_list, known.1) {
            spawn_local(renew());
        }
    });
    // a tab that slept over midnight does not wait for its next question to say so
    let seen = Closure::<dyn Fn()>::new(|| {
        if !document().hidden() && session_now().is_some() {
            spawn_local(renew());
        }
    });
    // cannot fail: the event exists everywhere
    let _ = document()
        .add_event_listener_with_callback("visibilitychange", seen.as_ref().unchecked_ref());
    seen.forget();
}

/// The business date and the version of the price list, as replies name them.
fn known() -> (Option<String>, Option<String>) {
    STATE.with_untracked(|state| {
        let selling = state
            .as_ref()
            .and_then(|state| state.session.as_ref()?.selling.as_ref());
        (
            state.as_ref().map(|state| day::text(state.today)),
            selling.map(|selling| selling.prices.version.to_string()),
        )
    })
}

/// Asks anew, and tells the page what is no longer as it was.
async fn renew() {
    let before = known();
    fetch().await;
    let now = known();
    let other_prices = before.1.is_some() && now.1.is_some() && before.1 != now.1;
    let news = if before.0 == now.0 {
        other_prices.then_some(News::Prices)
    } else {
        STATE.with_untracked(|state| state.as_ref().map(|state| News::Today(state.today)))
    };
    if news.is_some() {
        acting::fetch_again();
        NEWS.set(news);
    }
}
