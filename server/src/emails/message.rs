//! The one form of all mails, as plain text and as a page.

use askama::Template;

/// What differs from mail to mail.
pub(super) struct Message {
    pub(super) subject: String,
    pub(super) heading: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) action: Option<Link>,
    pub(super) reason: String,
    pub(super) stop: Option<Link>,
}

/// What every mail of a language has.
pub(super) struct Frame {
    pub(super) lang: &'static str,
    pub(super) seller: String,
    pub(super) demo: Option<String>,
    pub(super) address: String,
    pub(super) no_reply: String,
    pub(super) stop_explained: String,
}

/// A line of a small table.
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
}

/// Words that lead to a page.
pub(super) struct Link {
    pub(super) label: String,
    pub(super) url: String,
}

#[derive(Template)]
#[template(path = "mail/message.html")]
struct Html<'a> {
    frame: &'a Frame,
    message: &'a Message,
}

#[derive(Template)]
#[template(path = "mail/message.txt")]
struct Text<'a> {
    frame: &'a Frame,
    message: &'a Message,
}

/// The text and the page of a mail.
pub(super) fn render(frame: &Frame, message: &Message) -> (String, String) {
    // rendering into a string fails only if a value's `Display` does; all of them are text
    let text = Text { frame, message }.render().unwrap_or_default();
    let html = Html { frame, message }.render().unwrap_or_default();
    (text, html)
}
