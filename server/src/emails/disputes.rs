//! Mails about a dispute, to the payer's side only.

use seatkeeper_core::{
    id::{CustomerId, OrderId},
    money::Money,
    page::Page,
    payment::DisputeState,
};

use super::{Fact, House, Message, Written};
use crate::words::{Formats, Language};

/// An order whose payment the payer's bank wants back, or wanted.
#[derive(Clone, Copy, Debug)]
pub struct Disputed<'a> {
    /// Which.
    pub order: OrderId,
    /// For which customer.
    pub customer: CustomerId,
    /// Its name.
    pub business: &'a str,
    /// Whose money it is.
    pub paid_by: &'a str,
    /// The order's amount.
    pub total: Money,
}

impl House {
    /// It was opened, won or lost.
    pub fn dispute(
        &self,
        language: Language,
        about: &Disputed<'_>,
        state: DisputeState,
    ) -> Written {
        let keys = match state {
            DisputeState::Open => [
                "mail.dispute.opened.subject",
                "mail.dispute.opened.text",
                "mail.dispute.opened.meanwhile",
            ],
            DisputeState::Won => [
                "mail.dispute.won.subject",
                "mail.dispute.won.text",
                "mail.dispute.won.again",
            ],
            DisputeState::Lost => [
                "mail.dispute.lost.subject",
                "mail.dispute.lost.text",
                "mail.dispute.lost.next",
            ],
        };
        let with: [(&str, &dyn std::fmt::Display); 3] = [
            ("business", &about.business),
            ("payer", &about.paid_by),
            ("seller", &self.seller),
        ];
        let [subject, text, next] = keys.map(|key| language.say(key, &with));
        let amount = Fact {
            name: language.say("mail.renewal.total", &[]),
            value: Formats::of(language).money(about.total),
        };
        let page = Page::Order(about.order);
        let message = Message {
            heading: subject.clone(),
            subject,
            paragraphs: vec![text, next],
            facts: vec![amount],
            action: Some(self.link_for(language, "mail.invoice.action", &page, about.customer)),
            reason: language.say("mail.dispute.reason", &with),
            stop: None,
        };
        self.write(language, &message)
    }
}
