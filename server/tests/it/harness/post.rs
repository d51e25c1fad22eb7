//! The mails of a story: kept instead of sent, and read.

use std::sync::{Mutex, PoisonError};

use seatkeeper_server::mailer::{Mail, Mailer, Sending};

use super::Portal;

/// Keeps what is sent.
#[derive(Default)]
pub(super) struct Postbox(Mutex<Vec<Mail>>);

impl Mailer for Postbox {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(mail.clone());
        Box::pin(async { Ok(()) })
    }
}

impl Portal {
    /// Every mail sent so far, in the order in which they were written: they are sent side by side.
    pub(crate) async fn mails(&self) -> Vec<Mail> {
        self.work().await;
        let sent = self.postbox.0.lock();
        let mut mails = sent.unwrap_or_else(PoisonError::into_inner).clone();
        mails.sort_by_key(|mail| (mail.at, mail.id));
        mails
    }

    /// The latest mail to an address.
    pub(crate) async fn mail_to(&self, email: &str) -> Mail {
        let mails = self.mails().await;
        let found = mails.iter().rev().find(|mail| mail.to.contains(email));
        found
            .unwrap_or_else(|| panic!("no mail to {email}, only {:?}", addressed(&mails)))
            .clone()
    }

    /// The secret of the link to a page in a mail.
    pub(crate) fn secret_in(&self, mail: &Mail, page: &str) -> String {
        let link = format!("{}{page}#", self.url);
        let (_, rest) = mail
            .text
            .split_once(&link)
            .unwrap_or_else(|| panic!("no {link} in\n{}", mail.text));
        rest.chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect()
    }
}

fn addressed(mails: &[Mail]) -> Vec<(&str, &str)> {
    mails
        .iter()
        .map(|mail| (mail.to.as_str(), mail.subject.as_str()))
        .collect()
}
