//! What mails say: as plain text and as a page, in the recipient's language.
//!
//! Promises: every mail says why one gets it; nothing in it is fetched from anywhere; it can be
//! read in the dark and by a screen reader, and without its button.
//! Leaves loading and links to `outbox`, sending to `mailer`.

mod disputes;
mod fewer;
mod managing;
mod message;
mod people;
mod renewals;
mod transfers;

use std::fmt;

use jiff::civil::Date;
use seatkeeper_core::{
    id::CustomerId,
    invoice::Draft,
    page::{Address, Page},
};

use crate::words::{Formats, Language};
pub use disputes::Disputed;
pub use fewer::Fewer;
pub use managing::{Handed, Handing};
use message::{Fact, Frame, Link, Message, render};
pub use people::{Change, FactorChange, Offering, Standing};
pub use renewals::{Cost, Ends, Reader};
pub use transfers::{Came, Waits};

/// Who writes: what is the same in every mail.
#[derive(Clone, Debug)]
pub struct House {
    /// The seller's name.
    pub seller: String,
    /// Scheme and host of the portal.
    pub public_url: String,
    /// The data is made up: the mail says so.
    pub demo: bool,
}

/// A mail's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As a page.
    pub html: String,
}

/// Somebody was added to a business.
#[derive(Clone, Copy, Debug)]
pub struct Addition<'a> {
    /// The business.
    pub business: &'a str,
    /// Who added the address.
    pub adder: &'a str,
    /// The address as typed.
    pub email: &'a str,
    /// The secret of "not me, never again".
    pub stop: &'a str,
}

/// How an address joins.
#[derive(Clone, Copy, Debug)]
pub enum Joining<'a> {
    /// It makes an account.
    Activates {
        /// The secret of the link.
        secret: &'a str,
        /// Until when.
        until_on: Date,
    },
    /// It is in another business and would have to leave that.
    Leaves {
        /// The secret of the link.
        secret: &'a str,
        /// Until when.
        until_on: Date,
    },
    /// It has an account and was added at once.
    Added,
}

/// An issued invoice.
#[derive(Clone, Copy, Debug)]
pub struct Billing<'a> {
    /// Its number.
    pub number: &'a str,
    /// What it says.
    pub draft: &'a Draft,
    /// What the period that it pays for has too few of.
    pub fewer: Option<Fewer>,
}

impl Joining<'_> {
    fn until_on(self) -> Option<Date> {
        match self {
            Self::Activates { until_on, .. } | Self::Leaves { until_on, .. } => Some(until_on),
            Self::Added => None,
        }
    }

    /// Subject, heading, first paragraph, second one if there is one, and button.
    fn keys(self) -> [&'static str; 5] {
        match self {
            Self::Activates { .. } => [
                "mail.invitation.subject",
                "mail.invitation.heading",
                "mail.invitation.text",
                "mail.invitation.how",
                "mail.invitation.action",
            ],
            Self::Leaves { .. } => [
                "mail.invitation.subject",
                "mail.elsewhere.heading",
                "mail.elsewhere.text",
                "mail.elsewhere.how",
                "mail.elsewhere.action",
            ],
            Self::Added => [
                "mail.added.subject",
                "mail.added.heading",
                "mail.added.text",
                "",
                "mail.added.action",
            ],
        }
    }
}

impl House {
    /// The mail to somebody who was added.
    pub fn addition(
        &self,
        language: Language,
        addition: &Addition<'_>,
        joining: Joining<'_>,
    ) -> Written {
        let Addition {
            business,
            adder,
            email,
            stop,
        } = *addition;
        let until = joining
            .until_on()
            .map(|on| Formats::of(language).long_date(on))
            .unwrap_or_default();
        let seller = &self.seller;
        let say = |key| {
            let with: [(&str, &dyn fmt::Display); 5] = [
                ("business", &business),
                ("adder", &adder),
                ("email", &email),
                ("until", &until),
                ("seller", seller),
            ];
            language.say(key, &with)
        };
        let [subject, heading, text, how, label] = joining.keys();
        let (page, secret) = match joining {
            Joining::Activates { secret, .. } | Joining::Leaves { secret, .. } => {
                (Page::Activate, secret)
            }
            Joining::Added => (Page::SignIn, ""),
        };
        let message = Message {
            subject: say(subject),
            heading: say(heading),
            paragraphs: [text, how]
                .into_iter()
                .filter(|key| !key.is_empty())
                .map(say)
                .collect(),
            facts: Vec::new(),
            action: Some(self.link(language, label, &page, secret)),
            reason: say("mail.invitation.reason"),
            stop: Some(self.link(language, "mail.stop", &Page::StopMails, stop)),
        };
        self.write(language, &message)
    }

    /// The mail with the link to choose a new password.
    pub fn reset(&self, language: Language, email: &str, secret: &str) -> Written {
        let subject = language.say("mail.reset.subject", &[]);
        self.write(
            language,
            &Message {
                heading: subject.clone(),
                subject,
                paragraphs: vec![
                    language.say("mail.reset.text", &[("email", &email)]),
                    language.say("mail.reset.otherwise", &[]),
                ],
                facts: Vec::new(),
                action: Some(self.link(
                    language,
                    "mail.reset.action",
                    &Page::ResetPassword,
                    secret,
                )),
                reason: language.say("mail.reset.reason", &[("seller", &self.seller)]),
                stop: None,
            },
        )
    }

    /// The mail to one of the seller's own people.
    pub fn staff(&self, language: Language, email: &str, secret: &str, until_on: Date) -> Written {
        let subject = language.say("mail.staff.subject", &[("seller", &self.seller)]);
        let until = Formats::of(language).long_date(until_on);
        self.write(
            language,
            &Message {
                heading: subject.clone(),
                subject,
                paragraphs: vec![
                    language.say("mail.staff.text", &[("email", &email), ("until", &until)]),
                ],
                facts: Vec::new(),
                action: Some(self.link(language, "mail.staff.action", &Page::Activate, secret)),
                reason: language.say("mail.staff.reason", &[("seller", &self.seller)]),
                stop: None,
            },
        )
    }

    /// The mail with an invoice.
    pub fn invoice(&self, language: Language, billing: Billing<'_>) -> Written {
        let Billing {
            number,
            draft,
            fewer,
        } = billing;
        let formats = Formats::of(language);
        let date = formats.long_date(draft.paid_on);
        let note = draft.corrects.as_ref();
        let text = match note {
            None => language.say("mail.invoice.text", &[("date", &date)]),
            Some(note) => language.say("mail.credit_note.text", &[("number", &note.number)]),
        };
        let of = |invoice, credit_note| if note.is_some() { credit_note } else { invoice };
        let mut paragraphs = vec![text];
        if draft.buyer.name != draft.paid_by {
            paragraphs.push(language.say("mail.invoice.pass_on", &[("buyer", &draft.buyer.name)]));
        }
        if note.is_some_and(|note| note.ends_renewal) {
            paragraphs.push(language.say("mail.credit_note.ends_renewal", &[]));
        }
        paragraphs.extend(fewer.map(|fewer| fewer.sentence(language)));
        let (first, last) = (
            formats.date_of(draft.period.start()),
            formats.date_of(draft.period.last_day()),
        );
        let facts = [
            (
                of("mail.invoice.total", "mail.credit_note.total"),
                formats.money(draft.quote.total),
            ),
            ("mail.invoice.paid_for", draft.paid_for.clone()),
            (
                "mail.invoice.period",
                language.say("mail.invoice.days", &[("first", &first), ("last", &last)]),
            ),
        ];
        self.write(
            language,
            &Message {
                subject: language.say(
                    of("mail.invoice.subject", "mail.credit_note.subject"),
                    &[("number", &number), ("seller", &self.seller)],
                ),
                heading: language.say(
                    of("mail.invoice.heading", "mail.credit_note.heading"),
                    &[("number", &number)],
                ),
                paragraphs,
                facts: facts
                    .map(|(key, value)| Fact {
                        name: language.say(key, &[]),
                        value,
                    })
                    .into(),
                action: Some(self.link(
                    language,
                    "mail.invoice.action",
                    &Page::Order(draft.order),
                    "",
                )),
                reason: language.say("mail.invoice.reason", &[("payer", &draft.paid_by)]),
                stop: None,
            },
        )
    }

    /// A page of the portal for a customer.
    fn link_for(&self, language: Language, label: &str, page: &Page, customer: CustomerId) -> Link {
        let href = Address {
            page: page.clone(),
            acting_on: Some(customer),
        }
        .href();
        Link {
            label: language.say(label, &[]),
            url: format!("{}{href}", self.public_url),
        }
    }

    /// A page of the portal; a secret travels in the fragment, which no server or log sees.
    fn link(&self, language: Language, label: &str, page: &Page, secret: &str) -> Link {
        let href = Address {
            page: page.clone(),
            acting_on: None,
        }
        .href();
        let fragment = if secret.is_empty() {
            String::new()
        } else {
            format!("#{secret}")
        };
        Link {
            label: language.say(label, &[]),
            url: format!("{}{href}{fragment}", self.public_url),
        }
    }

    fn write(&self, language: Language, message: &Message) -> Written {
        let frame = Frame {
            lang: language.tag(),
            seller: self.seller.clone(),
            demo: self.demo.then(|| language.say("mail.demo", &[])),
            address: language.say("mail.address", &[]),
            no_reply: language.say("mail.no_reply", &[]),
            stop_explained: language.say("mail.stop.explained", &[]),
        };
        let (text, html) = render(&frame, message);
        Written {
            subject: message.subject.clone(),
            text,
            html,
        }
    }
}

#[cfg(test)]
mod tests;
