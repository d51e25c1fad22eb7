//! What has just happened, said for a while; the page itself says it for good.

use leptos::{prelude::*, task::spawn_local};

use crate::http;

/// How long it is said, in milliseconds.
const SAID_MS: i32 = 8000;

/// Says for a while what has happened.
pub fn say_for_a_while(place: RwSignal<Option<String>>, words: String) {
    place.set(Some(words.clone()));
    spawn_local(async move {
        http::pause(SAID_MS).await;
        if place.try_with_untracked(|now| now.as_ref() == Some(&words)) == Some(true) {
            place.set(None);
        }
    });
}
