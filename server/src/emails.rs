//! What mails say: as plain text and as a page, in the recipient's language.
//!
//! Promises: every mail says why one gets it; nothing in it is fetched from anywhere; it can be
//! read in the dark and by a screen reader, and without its button.
//! Leaves loading and links to `outbox`, sending to `mailer`.

use askama::Template;
use jiff::civil::Date;
use seatkeeper_core::{
    invoice::Draft,
    page::{Address, Page},
};

use crate::words::{Formats, Language};

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
}

#[derive(Template)]
#[template(path = "mail/message.html")]
struct Html<'a> {
    lang: &'static str,
    subject: &'a str,
    seller: &'a str,
    demo: &'a Option<String>,
    heading: &'a str,
    paragraphs: &'a [String],
    facts: &'a [Fact],
    action: &'a Option<Link>,
    address: &'a str,
    reason: &'a str,
    no_reply: &'a str,
    stop: &'a Option<Link>,
    stop_explained: &'a str,
}

#[derive(Template)]
#[template(path = "mail/message.txt")]
struct Text<'a> {
    seller: &'a str,
    demo: &'a Option<String>,
    heading: &'a str,
    paragraphs: &'a [String],
    facts: &'a [Fact],
    action: &'a Option<Link>,
    reason: &'a str,
    no_reply: &'a str,
    stop: &'a Option<Link>,
    stop_explained: &'a str,
}

struct Fact {
    name: String,
    value: String,
}

struct Link {
    label: String,
    url: String,
}

/// What differs from mail to mail.
struct Message {
    subject: String,
    heading: String,
    paragraphs: Vec<String>,
    facts: Vec<Fact>,
    action: Option<Link>,
    reason: String,
    stop: Option<Link>,
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
        let formats = Formats::of(language);
        let until = |on| formats.long_date(on);
        let business_only = |key| language.say(key, &[("business", &business)]);
        let who = |key| {
            language.say(
                key,
                &[
                    ("adder", &adder),
                    ("email", &email),
                    ("business", &business),
                ],
            )
        };
        let who_until = |key, on| {
            language.say(
                key,
                &[
                    ("adder", &adder),
                    ("email", &email),
                    ("business", &business),
                    ("until", &until(on)),
                ],
            )
        };
        let (subject, heading, paragraphs, action) = match joining {
            Joining::Activates { secret, until_on } => (
                business_only("mail.invitation.subject"),
                business_only("mail.invitation.heading"),
                vec![
                    who_until("mail.invitation.text", until_on),
                    language.say("mail.invitation.how", &[]),
                ],
                self.link(language, "mail.invitation.action", &Page::Activate, secret),
            ),
            Joining::Leaves { secret, until_on } => (
                business_only("mail.invitation.subject"),
                business_only("mail.elsewhere.heading"),
                vec![
                    who_until("mail.elsewhere.text", until_on),
                    language.say("mail.elsewhere.how", &[]),
                ],
                self.link(language, "mail.elsewhere.action", &Page::Activate, secret),
            ),
            Joining::Added => (
                business_only("mail.added.subject"),
                business_only("mail.added.heading"),
                vec![who("mail.added.text")],
                self.link(language, "mail.added.action", &Page::SignIn, ""),
            ),
        };
        let reason = language.say(
            "mail.invitation.reason",
            &[("adder", &adder), ("seller", &self.seller)],
        );
        let stop = self.link(language, "mail.stop", &Page::StopMails, stop);
        let (action, stop) = (Some(action), Some(stop));
        self.write(
            language,
            &Message {
                subject,
                heading,
                paragraphs,
                facts: Vec::new(),
                action,
                reason,
                stop,
            },
        )
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
        let Billing { number, draft } = billing;
        let formats = Formats::of(language);
        let date = formats.long_date(draft.paid_on);
        let mut paragraphs = vec![language.say("mail.invoice.text", &[("date", &date)])];
        if draft.buyer.name != draft.paid_by {
            paragraphs.push(language.say("mail.invoice.pass_on", &[("buyer", &draft.buyer.name)]));
        }
        let (first, last) = (
            formats.date_of(draft.period.start()),
            formats.date_of(draft.period.last_day()),
        );
        let facts = [
            ("mail.invoice.total", formats.money(draft.quote.total)),
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
                    "mail.invoice.subject",
                    &[("number", &number), ("seller", &self.seller)],
                ),
                heading: language.say("mail.invoice.heading", &[("number", &number)]),
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
        let Message {
            subject,
            heading,
            paragraphs,
            facts,
            action,
            reason,
            stop,
        } = message;
        let demo = &self.demo.then(|| language.say("mail.demo", &[]));
        let (address, no_reply) = (
            &language.say("mail.address", &[]),
            &language.say("mail.no_reply", &[]),
        );
        let stop_explained = &language.say("mail.stop.explained", &[]);
        let (lang, seller) = (language.tag(), self.seller.as_str());
        let html = Html {
            lang,
            subject,
            seller,
            demo,
            heading,
            paragraphs,
            facts,
            action,
            address,
            reason,
            no_reply,
            stop,
            stop_explained,
        };
        let text = Text {
            seller,
            demo,
            heading,
            paragraphs,
            facts,
            action,
            reason,
            no_reply,
            stop,
            stop_explained,
        };
        // rendering into a string fails only if a value's `Display` does; all of them are text
        let (html, text) = (
            html.render().unwrap_or_default(),
            text.render().unwrap_or_default(),
        );
        Written {
            subject: subject.clone(),
            text,
            html,
        }
    }
}

#[cfg(test)]
mod tests;
