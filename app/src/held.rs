//! A value that is followed. Whatever it is, it is kept in a signal of one type: one for each would be
//! a fiftieth of the app.

use std::{any::Any, marker::PhantomData, sync::Arc};

use leptos::prelude::*;

/// Something of any type, as it is kept.
pub type Kept = Arc<dyn Any + Send + Sync>;

/// A value, or none.
pub struct Held<T> {
    kept: RwSignal<Option<Kept>>,
    of: PhantomData<fn() -> T>,
}

impl<T> Copy for Held<T> {}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Clone + Send + Sync + 'static> Held<T> {
    /// Holds this from the beginning.
    pub fn new(value: Option<T>) -> Self {
        Self {
            kept: RwSignal::new(value.map(keep)),
            of: PhantomData,
        }
    }

    /// Something of the value; whoever reads it follows it.
    pub fn with<U>(self, read: impl FnOnce(Option<&T>) -> U) -> U {
        read(typed(self.kept.get().as_ref()))
    }

    /// Something of the value at this moment.
    pub fn with_untracked<U>(self, read: impl FnOnce(Option<&T>) -> U) -> U {
        read(typed(self.kept.get_untracked().as_ref()))
    }

    /// The value; whoever reads it follows it.
    pub fn get(self) -> Option<T> {
        self.with(copied)
    }

    /// The value at this moment.
    pub fn get_untracked(self) -> Option<T> {
        self.with_untracked(copied)
    }

    /// It is this from now on.
    pub fn set(self, value: Option<T>) {
        self.kept.set(value.map(keep));
    }

    /// Something of the value is another, if there is one.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(mut value) = self.get_untracked() {
            change(&mut value);
            self.set(Some(value));
        }
    }
}

fn keep<T: Send + Sync + 'static>(value: T) -> Kept {
    Arc::new(value)
}

fn typed<T: 'static>(kept: Option<&Kept>) -> Option<&T> {
    kept?.downcast_ref()
}

fn copied<T: Clone>(value: Option<&T>) -> Option<T> {
    value.cloned()
}
