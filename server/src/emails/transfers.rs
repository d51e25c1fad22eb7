//! Mails about bank transfers, to the payer's side only: what is to be paid, what has come, that an
//! order has lapsed.

use jiff::civil::Date;
use seatkeeper_core::{
    api::PaymentRequest, id::OrderId, money::Money, page::Page, transfer::in_fours,
};

use super::{Fact, House, Message, Written};
use crate::words::{Formats, Language};

/// An order that waits, or waited, for its money.
#[derive(Clone, Copy, Debug)]
pub struct Waits<'a> {
    /// Which.
    pub order: OrderId,
    /// Whose money it is.
    pub paid_by: &'a str,
    /// For which customer.
    pub paid_for: &'a str,
    /// What stands in the transfer.
    pub reference: &'a str,
    /// The last day on which the money may come.
    pub due_on: Date,
}

/// Money that came, other than was missing.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// How much.
    pub amount: Money,
    /// What of it no order took.
    pub kept: Money,
    /// It came for what was owed after a lost dispute.
    pub owed: bool,
    /// What is to be paid now, while the order still waits.
    pub request: Option<&'a PaymentRequest>,
}

impl House {
    /// What is to be transferred.
    pub fn payment_request(
        &self,
        language: Language,
        waits: &Waits<'_>,
        request: &PaymentRequest,
    ) -> Written {
        let starts = if request.begins_when_recorded {
            "mail.transfer.starts_with_money"
        } else {
            "mail.transfer.starts_as_ordered"
        };
        let keys = ["mail.transfer.text", starts, "mail.transfer.not_an_invoice"];
        self.about_transfer(
            language,
            waits,
            ("mail.transfer.subject", &keys),
            &[],
            to_pay(language, request),
        )
    }

    /// What is owed because the payer has the same money back twice: from here and from the bank.
    pub fn owed(&self, language: Language, waits: &Waits<'_>, request: &PaymentRequest) -> Written {
        self.about_transfer(
            language,
            waits,
            ("mail.transfer.subject", &["mail.transfer.twice"]),
            &[],
            to_pay(language, request),
        )
    }

    /// Money came that was not exactly what was missing.
    pub fn money_received(
        &self,
        language: Language,
        waits: &Waits<'_>,
        came: &Came<'_>,
    ) -> Written {
        let formats = Formats::of(language);
        let (amount, kept) = (formats.money(came.amount), formats.money(came.kept));
        let key = match (came.request, came.owed) {
            (Some(_), false) => "mail.money.short",
            (Some(_), true) => "mail.money.still_owed",
            (None, _) if came.kept == came.amount => "mail.money.kept",
            (None, false) => "mail.money.over",
            (None, true) => "mail.money.owed_no_more",
        };
        let facts = came.request.map(|request| to_pay(language, request));
        let missing = came
            .request
            .map(|request| formats.money(request.missing))
            .unwrap_or_default();
        let with = [("amount", amount), ("kept", kept), ("missing", missing)];
        let keys: &[_] = if came.kept.is_zero() {
            &[key]
        } else {
            &[key, "mail.money.balance"]
        };
        let facts = facts.unwrap_or_default();
        self.about_transfer(language, waits, ("mail.money.subject", keys), &with, facts)
    }

    /// The money did not come in time.
    pub fn transfer_lapsed(
        &self,
        language: Language,
        waits: &Waits<'_>,
        received: Money,
    ) -> Written {
        let kept = Formats::of(language).money(received);
        let keys: &[_] = if received.is_zero() {
            &["mail.lapsed.text", "mail.lapsed.again"]
        } else {
            &["mail.lapsed.text", "mail.lapsed.kept", "mail.money.balance"]
        };
        let with = [("kept", kept)];
        self.about_transfer(
            language,
            waits,
            ("mail.lapsed.subject", keys),
            &with,
            Vec::new(),
        )
    }

    /// Money of a balance was transferred back.
    pub fn paid_out(&self, language: Language, paid_by: &str, amount: Money, on: Date) -> Written {
        let formats = Formats::of(language);
        let (amount, day) = (formats.money(amount), formats.long_date(on));
        let with: [(&str, &dyn std::fmt::Display); 4] = [
            ("amount", &amount),
            ("date", &day),
            ("payer", &paid_by),
            ("seller", &self.seller),
        ];
        let say = |key| language.say(key, &with);
        let message = Message {
            heading: say("mail.paid_out.subject"),
            subject: say("mail.paid_out.subject"),
            paragraphs: vec![say("mail.paid_out.text")],
            facts: Vec::new(),
            action: Some(self.link(language, "mail.paid_out.action", &Page::Billing, "")),
            reason: say("mail.transfer.reason"),
            stop: None,
        };
        self.write(language, &message)
    }

    fn about_transfer(
        &self,
        language: Language,
        waits: &Waits<'_>,
        (subject, paragraphs): (&str, &[&str]),
        with: &[(&str, String)],
        facts: Vec<Fact>,
    ) -> Written {
        let due = Formats::of(language).long_date(waits.due_on);
        let reference = in_fours(waits.reference);
        let mut all: Vec<(&str, &dyn std::fmt::Display)> = vec![
            ("business", &waits.paid_for),
            ("payer", &waits.paid_by),
            ("reference", &reference),
            ("date", &due),
            ("seller", &self.seller),
        ];
        all.extend(
            with.iter()
                .map(|(name, value)| (*name, value as &dyn std::fmt::Display)),
        );
        let say = |key: &&str| language.say(key, &all);
        let subject = say(&subject);
        self.write(
            language,
            &Message {
                heading: subject.clone(),
                subject,
                paragraphs: paragraphs.iter().map(say).collect(),
                facts,
                action: Some(self.link(
                    language,
                    "mail.transfer.action",
                    &Page::Order(waits.order),
                    "",
                )),
                reason: say(&"mail.transfer.reason"),
                stop: None,
            },
        )
    }
}

/// What is to be transferred, and where to.
pub(super) fn to_pay(language: Language, request: &PaymentRequest) -> Vec<Fact> {
    let formats = Formats::of(language);
    let facts = [
        ("mail.transfer.amount", formats.money(request.missing)),
        ("mail.transfer.reference", in_fours(&request.reference)),
        ("mail.transfer.due", formats.long_date(request.due_on)),
        ("mail.transfer.holder", request.holder.clone()),
        ("mail.transfer.iban", in_fours(&request.iban)),
        ("mail.transfer.bic", request.bic.clone()),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| Fact {
            name: language.say(key, &[]),
            value,
        })
        .collect()
}
