//! Acting as a reseller: choosing one, and being oneself again. The page is loaded anew after either,
//! so that nothing that one has seen or typed is taken for the other's.

use leptos::task::spawn_local;
use seatkeeper_core::{
    api::{ActAs, Done, StopActing},
    id::ResellerId,
};

use super::sending::Sending;
use crate::{
    draft,
    http::{self, Failure, Question},
    router,
};

/// Becomes the administrator of a reseller.
pub fn act_as(sending: Sending, reseller: ResellerId) {
    let question = Question::of(&ActAs { reseller });
    sending.run(become_another(question));
}

/// Is oneself again. Without an answer one still acts, and the strip that says so stays.
pub fn stop() {
    let question = Question::of(&StopActing {});
    spawn_local(async move {
        let _ = become_another(question).await;
    });
}

async fn become_another(question: Result<Question, Failure>) -> Result<(), Failure> {
    http::answer::<Done>(question).await?;
    draft::forget_all();
    router::leave("/");
    Ok(())
}
