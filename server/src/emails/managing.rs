//! Mails about a customer that changes hands: the question, and what has happened. None has an amount.

use std::fmt::Display;

use jiff::civil::Date;
use seatkeeper_core::page::Page;

use super::{House, Message, Written};
use crate::{
    outbox::Turn,
    words::{Formats, Language},
};

/// A customer that is to change hands, as who can agree is asked.
#[derive(Clone, Copy, Debug)]
pub struct Handing<'a> {
    /// The reseller that asks to manage, or that hands over.
    pub company: &'a str,
    /// The customer.
    pub business: &'a str,
    /// The address that is asked.
    pub email: &'a str,
    /// Who manages the business now, which has to end first.
    pub managed_by: Option<&'a str>,
    /// Another reseller is asked, not the business itself.
    pub takes_over: bool,
    /// Until when.
    pub until_on: Date,
    /// The secret of the link.
    pub secret: &'a str,
    /// The secret of "not me, never again".
    pub stop: &'a str,
}

/// A customer that has changed hands.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    /// The customer.
    pub business: &'a str,
    /// Who managed it, or does now if nobody did.
    pub reseller: &'a str,
    /// Who has taken it over.
    pub to: &'a str,
}

impl House {
    /// The mail that asks.
    pub fn handing(&self, language: Language, handing: &Handing<'_>) -> Written {
        let until = Formats::of(language).long_date(handing.until_on);
        let with: [(&str, &dyn Display); 7] = [
            ("company", &handing.company),
            ("adder", &handing.company),
            ("business", &handing.business),
            ("email", &handing.email),
            ("manager", &handing.managed_by.unwrap_or_default()),
            ("until", &until),
            ("seller", &self.seller),
        ];
        let say = |key| language.say(key, &with);
        let (subject, text, how) = if handing.takes_over {
            (
                "mail.hand_over.subject",
                "mail.hand_over.text",
                "mail.hand_over.how",
            )
        } else {
            ("mail.attach.subject", "mail.attach.text", "mail.attach.how")
        };
        let first = handing.managed_by.map(|_| say("mail.attach.elsewhere"));
        let subject = say(subject);
        self.write(
            language,
            &Message {
                heading: subject.clone(),
                subject,
                paragraphs: [Some(say(text)), Some(say(how)), first]
                    .into_iter()
                    .flatten()
                    .chain([say("mail.managing.until")])
                    .collect(),
                facts: Vec::new(),
                action: Some(self.link(
                    language,
                    "mail.managing.action",
                    &Page::Activate,
                    handing.secret,
                )),
                reason: say("mail.invitation.reason"),
                stop: Some(self.link(language, "mail.stop", &Page::StopMails, handing.stop)),
            },
        )
    }

    /// The mail to both sides after it.
    pub fn handed(&self, language: Language, turn: Turn, handed: &Handed<'_>) -> Written {
        let with: [(&str, &dyn Display); 3] = [
            ("business", &handed.business),
            ("reseller", &handed.reseller),
            ("company", &handed.to),
        ];
        let (subject, paragraphs): (_, &[&str]) = match turn {
            Turn::Detached => (
                "mail.detached.subject",
                &["mail.detached.text", "mail.handed.text"],
            ),
            Turn::HandedOver => (
                "mail.handed_over.subject",
                &["mail.handed_over.text", "mail.handed.text"],
            ),
            Turn::Attached => ("mail.attached.subject", &["mail.attached.text"]),
        };
        self.told(language, subject, paragraphs, &with)
    }

    /// The mail to who asked in vain.
    pub fn declined_managing(&self, language: Language, email: &str) -> Written {
        let with: [(&str, &dyn Display); 1] = [("email", &email)];
        self.told(
            language,
            "mail.managing_declined.subject",
            &["mail.managing_declined.text"],
            &with,
        )
    }

    fn told(
        &self,
        language: Language,
        subject: &str,
        paragraphs: &[&str],
        with: &[(&str, &dyn Display)],
    ) -> Written {
        let subject = language.say(subject, with);
        self.write(
            language,
            &Message {
                heading: subject.clone(),
                subject,
                paragraphs: paragraphs
                    .iter()
                    .map(|key| language.say(key, with))
                    .collect(),
                facts: Vec::new(),
                action: Some(self.link(language, "mail.added.action", &Page::Overview, "")),
                reason: language.say("mail.managing.reason", &[("seller", &self.seller)]),
                stop: None,
            },
        )
    }
}
