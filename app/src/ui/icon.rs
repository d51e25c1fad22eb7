//! The few signs that stand beside words. None is ever the only carrier of a meaning.

use leptos::prelude::*;

/// Which sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// In order.
    Check,
    /// Something has to be done.
    Warning,
    /// Something went wrong.
    Stop,
    /// Worth knowing.
    Info,
    /// Opens downwards.
    Down,
    /// Backwards.
    Back,
    /// Forwards.
    Forward,
    /// Looks for something.
    Search,
    /// One more.
    Plus,
    /// One less.
    Minus,
    /// Opens the navigation.
    Menu,
    /// Closes.
    Close,
}

impl Sign {
    const fn path(self) -> &'static str {
        match self {
            Self::Check => "M3 8.5l3.2 3.2L13 4.8",
            Self::Warning => "M8 2.2L14.6 13.6H1.4zM8 6.4v3.2M8 11.6v.1",
            Self::Stop => "M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3zM8 4.8v4M8 11v.1",
            Self::Info => "M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6zM8 7.4v3.8M8 4.8v.1",
            Self::Down => "M3.5 6L8 10.5 12.5 6",
            Self::Back => "M10 3.5L5.5 8l4.5 4.5",
            Self::Forward => "M6 3.5L10.5 8 6 12.5",
            Self::Search => "M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM10.5 10.5l3.4 3.4",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Minus => "M3 8h10",
            Self::Menu => "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
            Self::Close => "M4 4l8 8M12 4l-8 8",
        }
    }
}

/// A sign of the height of a capital letter, silent to screen readers.
#[component]
pub fn Icon(
    /// Which one.
    sign: Sign,
) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=sign.path()></path>
        </svg>
    }
    .into_any()
}
