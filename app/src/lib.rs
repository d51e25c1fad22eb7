//! What the portal in the browser is drawn with: the kit and the frame. The pages, the requests and
//! the languages stand beside `main.rs`; whatever draws with the kit alone needs only this.

pub mod shell;
pub mod ui;
