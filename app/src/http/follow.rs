//! Asking again whenever the question changes, for as long as the page is open.

use std::rc::Rc;

use js_sys::Promise;
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};
use seatkeeper_app::ui::whenever;
use seatkeeper_core::api::Endpoint;
use wasm_bindgen_futures::JsFuture;

use super::{Failure, Question, read};

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Load<T> {
    /// Asked, nothing known yet.
    Waiting,
    /// Answered.
    Ready(T),
    /// There is no answer.
    Failed(Failure),
}

impl<T> Load<T> {
    /// The answer, if it is there.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(answer) => Some(answer),
            Self::Waiting | Self::Failed(_) => None,
        }
    }
}

/// The answer to a question, asked again when what the question reads has changed. The earlier
/// answer stays until the new one is there. A question that is none waits.
pub fn follow<E>(question: impl Fn() -> Option<E> + 'static) -> RwSignal<Load<E::Reply>>
where
    E: Endpoint + 'static,
    E::Reply: Send + Sync + 'static,
{
    let answer = RwSignal::new(Load::Waiting);
    follow_text(
        Box::new(move || question().map(|endpoint| Question::of(&endpoint))),
        Rc::new(move |text| {
            let reply = text.and_then(|text| read::<E>(&text));
            answer.set(reply.map_or_else(Load::Failed, Load::Ready));
        }),
    );
    answer
}

type Asked = Box<dyn Fn() -> Option<Result<Question, Failure>>>;
type Answered = Rc<dyn Fn(Result<String, Failure>)>;

fn follow_text(question: Asked, answered: Answered) {
    whenever(move || {
        let answered = Rc::clone(&answered);
        match question() {
            Some(Ok(question)) => spawn_local_scoped_with_cancellation(async move {
                answered(question.insist().await);
            }),
            Some(Err(failure)) => answered(Err(failure)),
            None => {}
        }
    });
}

/// How long to wait after the n-th failure, in milliseconds: from one second to half a minute.
pub(super) fn back_off(attempt: u32) -> i32 {
    1000 << attempt.min(5)
}

/// Waits for so many milliseconds.
pub async fn pause(ms: i32) {
    let wait = Promise::new(&mut |done, _| {
        // without a timer there is no waiting, and the promise stays open
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms);
    });
    let _ = JsFuture::from(wait).await;
}
