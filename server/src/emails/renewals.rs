//! Mails about a period that ends: what will be charged or has to be done, that a charge failed,
//! that licences rest. Amounts are for the payer's side only.

use jiff::civil::Date;
use seatkeeper_core::{
    id::CustomerId, money::Money, page::Page, payment::DeclineReason, proration::Period,
};

use super::{Fact, House, Message, Written};
use crate::words::{Formats, Language};

/// As what somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// On the side that pays: hears the amount, and can act.
    Payer,
    /// One of the customer's administrators, while the reseller pays.
    Administrator,
    /// One of the customer's members.
    Member,
}

/// A subscription whose period ends.
#[derive(Clone, Debug)]
pub struct Ends<'a> {
    /// Whose it is.
    pub customer: CustomerId,
    /// Its name.
    pub business: &'a str,
    /// Who looks after it.
    pub reseller: &'a str,
    /// The first day that is not paid.
    pub ends_on: Date,
    /// Who reads.
    pub reader: Reader,
}

/// What a renewal costs.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// The days it pays for.
    pub period: Period,
    /// How many licences.
    pub licences: u32,
    /// What is charged.
    pub total: Money,
}

impl House {
    /// It renews by itself.
    pub fn renews(&self, language: Language, ends: &Ends<'_>, cost: Option<Cost>) -> Written {
        let text = match ends.reader {
            Reader::Payer => "mail.renews.text",
            Reader::Administrator | Reader::Member => "mail.renews.by_reseller",
        };
        self.about(language, ends, cost, ["mail.renews.subject", text])
    }

    /// It does not: somebody has to pay for the next period.
    pub fn ends(&self, language: Language, ends: &Ends<'_>, cost: Option<Cost>) -> Written {
        let keys = match ends.reader {
            Reader::Payer => ["mail.ends.subject", "mail.ends.text"],
            Reader::Administrator => ["mail.ends.subject", "mail.ends.by_reseller"],
            Reader::Member => ["mail.ends.member.subject", "mail.ends.member.text"],
        };
        self.about(language, ends, cost, keys)
    }

    /// Licences rest from today.
    pub fn expired(&self, language: Language, ends: &Ends<'_>) -> Written {
        let keys = match ends.reader {
            Reader::Payer => ["mail.expired.subject", "mail.expired.text"],
            Reader::Administrator => ["mail.expired.subject", "mail.expired.by_reseller"],
            Reader::Member => ["mail.expired.member.subject", "mail.expired.member.text"],
        };
        self.about(language, ends, None, keys)
    }

    /// It was cancelled, and ends with its period; or goes on after all.
    pub fn cancelled(&self, language: Language, ends: &Ends<'_>, goes_on: bool) -> Written {
        let keys = if goes_on {
            ["mail.goes_on.subject", "mail.goes_on.text"]
        } else {
            ["mail.cancelled.subject", "mail.cancelled.text"]
        };
        self.about(language, ends, None, keys)
    }

    /// The card was declined; it is tried again on a day, or not any more.
    pub fn renewal_declined(
        &self,
        language: Language,
        ends: &Ends<'_>,
        cost: Cost,
        (reason, again_on): (DeclineReason, Option<Date>),
    ) -> Written {
        let why = language.say(decline(reason), &[]);
        let next = match again_on {
            Some(day) if reason == DeclineReason::Disputed => {
                let day = Formats::of(language).long_date(day);
                language.say("mail.renewal_declined.disputed_again", &[("date", &day)])
            }
            None if reason == DeclineReason::Disputed => {
                language.say("mail.renewal_declined.disputed_by_hand", &[])
            }
            Some(day) => {
                let day = Formats::of(language).long_date(day);
                language.say("mail.renewal_declined.again", &[("date", &day)])
            }
            None => language.say("mail.renewal_declined.by_hand", &[]),
        };
        let subject = self.said(language, "mail.renewal_declined.subject", ends);
        let mut message = self.frame(language, ends, subject, vec![why, next]);
        message.facts = facts(language, cost);
        self.write(language, &message)
    }

    fn about(
        &self,
        language: Language,
        ends: &Ends<'_>,
        cost: Option<Cost>,
        [subject, text]: [&'static str; 2],
    ) -> Written {
        let subject = self.said(language, subject, ends);
        let text = self.said(language, text, ends);
        let mut message = self.frame(language, ends, subject, vec![text]);
        let cost = cost.filter(|_| ends.reader == Reader::Payer);
        message.facts = cost.map(|cost| facts(language, cost)).unwrap_or_default();
        self.write(language, &message)
    }

    pub(super) fn frame(
        &self,
        language: Language,
        ends: &Ends<'_>,
        subject: String,
        paragraphs: Vec<String>,
    ) -> Message {
        let action = (ends.reader == Reader::Payer)
            .then(|| self.link_for(language, "mail.renewal.action", &Page::Renew, ends.customer));
        let reason = match ends.reader {
            Reader::Payer => "mail.renewal.reason",
            Reader::Administrator => "mail.renewal.reason.administrator",
            Reader::Member => "mail.renewal.reason.member",
        };
        Message {
            heading: subject.clone(),
            subject,
            paragraphs,
            facts: Vec::new(),
            action,
            reason: self.said(language, reason, ends),
            stop: None,
        }
    }

    pub(super) fn said(&self, language: Language, key: &str, ends: &Ends<'_>) -> String {
        let formats = Formats::of(language);
        let date = formats.long_date(ends.ends_on);
        let last = formats.long_date(ends.ends_on.yesterday().unwrap_or(ends.ends_on));
        let with: [(&str, &dyn std::fmt::Display); 5] = [
            ("business", &ends.business),
            ("reseller", &ends.reseller),
            ("date", &date),
            ("last", &last),
            ("seller", &self.seller),
        ];
        language.say(key, &with)
    }
}

fn facts(language: Language, cost: Cost) -> Vec<Fact> {
    let formats = Formats::of(language);
    let (first, last) = (
        formats.date_of(cost.period.start()),
        formats.date_of(cost.period.last_day()),
    );
    let days = language.say("mail.invoice.days", &[("first", &first), ("last", &last)]);
    let facts = [
        ("mail.renewal.total", formats.money(cost.total)),
        ("mail.renewal.licences", cost.licences.to_string()),
        ("mail.invoice.period", days),
    ];
    facts
        .map(|(key, value)| Fact {
            name: language.say(key, &[]),
            value,
        })
        .into()
}

const fn decline(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Declined => "mail.renewal_declined.declined",
        DeclineReason::InsufficientFunds => "mail.renewal_declined.insufficient_funds",
        DeclineReason::AuthenticationFailed => "mail.renewal_declined.authentication",
        DeclineReason::ExpiredCard => "mail.renewal_declined.expired_card",
        DeclineReason::Disputed => "mail.renewal_declined.disputed",
    }
}
