//! Mails about a dispute, to the payer's side only.

use seatkeeper_core::{
    api::PaymentRequest,
    id::{CustomerId, OrderId},
    money::Money,
    page::Page,
    payment::DisputeState,
};

use super::{Fact, House, Message, Written, transfers::to_pay};
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
    /// What is to be paid all the same, after it was lost.
    pub owed: Option<&'a PaymentRequest>,
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
        let owed = about.owed.map(|_| language.say("mail.dispute.owed", &with));
        let to_pay = about.owed.map(|owed| to_pay(language, owed));
        let message = Message {
            heading: subject.clone(),
            subject,
            paragraphs: [text, next].into_iter().chain(owed).collect(),
            facts: [amount]
                .into_iter()
                .chain(to_pay.into_iter().flatten())
                .collect(),
            action: Some(self.link_for(language, "mail.invoice.action", &page, about.customer)),
            reason: language.say("mail.dispute.reason", &with),
            stop: None,
        };
        self.write(language, &message)
    }
}
