//! Asking again whenever the question changes, for as long as the page is open.

use std::{marker::PhantomData, rc::Rc, sync::Arc};

use js_sys::Promise;
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};
use seatkeeper_app::ui::whenever;
use seatkeeper_core::api::Endpoint;
use wasm_bindgen_futures::JsFuture;

use super::{Failure, Question, read};
use crate::held::Kept;

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

/// An answer that is followed. Whatever it is, it is kept in a signal of one type: one for each would
/// be a fiftieth of the app.
pub struct Loading<T> {
    known: RwSignal<Load<Kept>>,
    of: PhantomData<fn() -> T>,
}

impl<T> Copy for Loading<T> {}

impl<T> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Clone + Send + Sync + 'static> Loading<T> {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self {
            known: RwSignal::new(Load::Waiting),
            of: PhantomData,
        }
    }

    /// What is known; whoever reads it follows it.
    pub fn get(self) -> Load<T> {
        typed(self.known.get())
    }

    /// What is known at this moment.
    pub fn get_untracked(self) -> Load<T> {
        typed(self.known.get_untracked())
    }

    /// Something of the answer, if it is there; whoever reads it follows it.
    pub fn ready<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        let kept = kept(self.known)?;
        kept.downcast_ref().map(read)
    }

    /// Whether the answer is there; whoever reads it follows it.
    pub fn is_ready(self) -> bool {
        kept(self.known).is_some()
    }

    /// Why there is no answer; whoever reads it follows it.
    pub fn failure(self) -> Option<Failure> {
        failure(self.known)
    }

    /// Something else is known.
    pub fn set(self, load: Load<T>) {
        self.known.set(match load {
            Load::Waiting => Load::Waiting,
            Load::Failed(failure) => Load::Failed(failure),
            Load::Ready(answer) => Load::Ready(Arc::new(answer)),
        });
    }

    /// Something of it is another.
    pub fn update(self, change: impl FnOnce(&mut Load<T>)) {
        let mut load = self.get_untracked();
        change(&mut load);
        self.set(load);
    }
}

fn kept(known: RwSignal<Load<Kept>>) -> Option<Kept> {
    known.with(|known| known.ready().cloned())
}

fn failure(known: RwSignal<Load<Kept>>) -> Option<Failure> {
    known.with(|known| match known {
        Load::Failed(failure) => Some(failure.clone()),
        Load::Waiting | Load::Ready(_) => None,
    })
}

fn typed<T: Clone + 'static>(load: Load<Kept>) -> Load<T> {
    match load {
        Load::Waiting => Load::Waiting,
        Load::Failed(failure) => Load::Failed(failure),
        Load::Ready(kept) => kept
            .downcast_ref()
            .cloned()
            .map_or(Load::Waiting, Load::Ready),
    }
}

/// The answer to a question, asked again when what the question reads has changed. The earlier
/// answer stays until the new one is there. A question that is none waits.
pub fn follow<E>(question: impl Fn() -> Option<E> + 'static) -> Loading<E::Reply>
where
    E: Endpoint + 'static,
    E::Reply: Clone + Send + Sync + 'static,
{
    let answer = Loading::new();
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
