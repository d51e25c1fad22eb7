//! Sends one mail: over SMTP when that is configured, else as a file in a folder.
//!
//! Promises: a mail's Message-ID is made of the row of the outbox that asked for it, so that a
//! repeat is recognised as the same mail; the text is said plainly and as HTML.
//! Leaves what a mail says to `emails`, and trying again to `outbox`.

mod folder;
mod message;
mod smtp;

use std::{future::Future, pin::Pin};

use jiff::Timestamp;
use uuid::Uuid;

pub use folder::FolderMailer;
pub use smtp::SmtpMailer;

/// A mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The row of the outbox.
    pub id: Uuid,
    /// When it was written.
    pub at: Timestamp,
    /// One address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// BCP 47 tag of its language.
    pub language: &'static str,
    /// As plain text.
    pub text: String,
    /// As a page.
    pub html: String,
    /// A file with it.
    pub attachment: Option<Attachment>,
}

/// A file sent with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Why a mail was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It never can be: the address or the mail itself is refused.
    #[error("the mail is refused: {0}")]
    Refused(String),
    /// It may go later.
    #[error("the mail cannot be sent now: {0}")]
    Later(String),
}

/// What sending answers, in a while.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>>;

/// Sends mails.
pub trait Mailer: Send + Sync {
    /// Sends one mail; sent again it is the same mail by its Message-ID.
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a>;
}
