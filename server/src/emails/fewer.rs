//! That the next period has fewer licences than members: a mail of its own, and a sentence in the
//! receipt for that period. Numbers, never an amount: the customer's own people read it as well.

use jiff::civil::Date;
use seatkeeper_core::page::Page;

use super::{Ends, House, Reader, Written};
use crate::words::{Formats, Language};

/// Licences of a period to come, and the members who have one now.
#[derive(Clone, Copy, Debug)]
pub struct Fewer {
    /// Its first day.
    pub starts_on: Date,
    /// How many it has.
    pub licences: u32,
    /// How many there are to have one.
    pub members: u32,
}

impl Fewer {
    /// With both numbers and the day.
    pub(super) fn sentence(self, language: Language) -> String {
        let formats = Formats::of(language);
        let licences = language.count("mail.fewer.licences", self.licences);
        let members = formats.number(self.members);
        let date = formats.long_date(self.starts_on);
        language.say(
            "mail.fewer.sentence",
            &[
                ("licences", &licences),
                ("members", &members),
                ("date", &date),
            ],
        )
    }
}

impl House {
    /// Whoever was added last is without a licence before long, unless more are bought.
    pub fn fewer(&self, language: Language, ends: &Ends<'_>, fewer: Fewer) -> Written {
        let is_payer = ends.reader == Reader::Payer;
        let text = if is_payer {
            "mail.fewer.text"
        } else {
            "mail.fewer.by_reseller"
        };
        let subject = self.said(language, "mail.fewer.subject", ends);
        let paragraphs = vec![fewer.sentence(language), self.said(language, text, ends)];
        let mut message = self.frame(language, ends, subject, paragraphs);
        let page = Page::PurchaseLicence;
        message.action =
            is_payer.then(|| self.link_for(language, "mail.fewer.action", &page, ends.customer));
        self.write(language, &message)
    }
}
