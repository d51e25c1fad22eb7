//! Mails about somebody's place in a reseller or a business, and about the address and the second factor of an account.

use std::fmt::Display;

use jiff::civil::Date;
use seatkeeper_core::{page::Page, permission::ResellerRole};
use serde::{Deserialize, Serialize};

use super::{House, Message, Written};
use crate::words::{Formats, Language};

/// A role in a reseller, offered to an address.
#[derive(Clone, Copy, Debug)]
pub struct Offering<'a> {
    /// The reseller.
    pub company: &'a str,
    /// Who invites.
    pub inviter: &'a str,
    /// The address as typed.
    pub email: &'a str,
    /// As what.
    pub role: ResellerRole,
    /// How the address can accept.
    pub standing: Standing,
    /// Until when.
    pub until_on: Date,
    /// The secret of the link.
    pub secret: &'a str,
    /// The secret of "not me, never again".
    pub stop: &'a str,
}

/// How an invited address can accept a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// By making an account.
    New,
    /// With the password of its account.
    Known,
    /// Not before the reseller that its account works for has removed it.
    Elsewhere,
}

/// A change of an account's address.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The address before.
    pub from: &'a str,
    /// The address after.
    pub to: &'a str,
}

/// What has happened to the second factor of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorChange {
    /// It was turned on.
    On,
    /// It was turned off.
    Off,
    /// The operator took it away.
    Removed,
    /// There are new backup codes.
    CodesRenewed,
    /// A backup code was used.
    CodeUsed,
}

impl FactorChange {
    /// Subject and text.
    const fn keys(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::On => (
                "mail.factor_on.subject",
                &["mail.factor_on.text", "mail.factor.otherwise"],
            ),
            Self::Off => (
                "mail.factor_off.subject",
                &["mail.factor_off.text", "mail.factor.otherwise"],
            ),
            Self::Removed => (
                "mail.factor_removed.subject",
                &["mail.factor_removed.text", "mail.factor.otherwise"],
            ),
            Self::CodesRenewed => (
                "mail.factor_codes.subject",
                &["mail.factor_codes.text", "mail.factor.otherwise"],
            ),
            Self::CodeUsed => (
                "mail.factor_code.subject",
                &["mail.factor_code.text", "mail.factor.otherwise"],
            ),
        }
    }
}

impl House {
    /// The mail to an address that is offered a role.
    pub fn offer(&self, language: Language, offering: &Offering<'_>) -> Written {
        let until = Formats::of(language).long_date(offering.until_on);
        let with: [(&str, &dyn Display); 5] = [
            ("company", &offering.company),
            ("adder", &offering.inviter),
            ("email", &offering.email),
            ("until", &until),
            ("seller", &self.seller),
        ];
        let say = |key| language.say(key, &with);
        let role = match offering.role {
            ResellerRole::Administrator => "mail.offer.administrator",
            ResellerRole::Technician => "mail.offer.technician",
        };
        let how = match offering.standing {
            Standing::New => "mail.invitation.how",
            Standing::Known => "mail.offer.known",
            Standing::Elsewhere => "mail.offer.elsewhere",
        };
        let subject = say("mail.offer.subject");
        self.write(
            language,
            &Message {
                heading: subject.clone(),
                subject,
                paragraphs: vec![say(role), say(how)],
                facts: Vec::new(),
                action: Some(self.link(
                    language,
                    "mail.elsewhere.action",
                    &Page::Activate,
                    offering.secret,
                )),
                reason: say("mail.invitation.reason"),
                stop: Some(self.link(language, "mail.stop", &Page::StopMails, offering.stop)),
            },
        )
    }

    /// The mail to somebody who does not work for a reseller any more.
    pub fn removed(&self, language: Language, company: &str, email: &str) -> Written {
        let with: [(&str, &dyn Display); 2] = [("company", &company), ("email", &email)];
        let keys = Keys {
            subject: "mail.removed.subject",
            paragraphs: &["mail.removed.text"],
            action: "mail.added.action",
            reason: "mail.removed.reason",
        };
        self.about_account(language, &keys, &with, (&Page::SignIn, ""))
    }

    /// The mail to somebody who has another role in a reseller.
    pub fn role_changed(
        &self,
        language: Language,
        company: &str,
        (email, role): (&str, ResellerRole),
    ) -> Written {
        let with: [(&str, &dyn Display); 2] = [("company", &company), ("email", &email)];
        let keys = Keys {
            subject: "mail.role.subject",
            paragraphs: match role {
                ResellerRole::Administrator => &["mail.role.administrator"],
                ResellerRole::Technician => &["mail.role.technician"],
            },
            action: "mail.added.action",
            reason: "mail.role.reason",
        };
        self.about_account(language, &keys, &with, (&Page::SignIn, ""))
    }

    /// The mail to somebody who was removed from a business: neither who did it nor who manages it.
    pub fn member_removed(&self, language: Language, business: &str, email: &str) -> Written {
        let with: [(&str, &dyn Display); 2] = [("business", &business), ("email", &email)];
        let keys = Keys {
            subject: "mail.member_removed.subject",
            paragraphs: &["mail.member_removed.text"],
            action: "mail.added.action",
            reason: "mail.member_removed.reason",
        };
        self.about_account(language, &keys, &with, (&Page::SignIn, ""))
    }

    /// The mail by which the new address of an account is confirmed.
    pub fn confirm_email(&self, language: Language, email: &str, secret: &str) -> Written {
        let with: [(&str, &dyn Display); 2] = [("email", &email), ("seller", &self.seller)];
        let keys = Keys {
            subject: "mail.confirm_email.subject",
            paragraphs: &["mail.confirm_email.text", "mail.confirm_email.otherwise"],
            action: "mail.confirm_email.action",
            reason: "mail.confirm_email.reason",
        };
        self.about_account(language, &keys, &with, (&Page::ConfirmEmail, secret))
    }

    /// The mail to an address that somebody else wanted for an account.
    pub fn email_taken(&self, language: Language, email: &str) -> Written {
        let with: [(&str, &dyn Display); 2] = [("email", &email), ("seller", &self.seller)];
        let keys = Keys {
            subject: "mail.email_taken.subject",
            paragraphs: &["mail.email_taken.text"],
            action: "mail.added.action",
            reason: "mail.confirm_email.reason",
        };
        self.about_account(language, &keys, &with, (&Page::SignIn, ""))
    }

    /// The mail to the old address before a change, with the way to stop it.
    pub fn keep_email(&self, language: Language, change: Change<'_>, secret: &str) -> Written {
        let with: [(&str, &dyn Display); 3] = [
            ("from", &change.from),
            ("to", &change.to),
            ("seller", &self.seller),
        ];
        let keys = Keys {
            subject: "mail.keep_email.subject",
            paragraphs: &["mail.keep_email.text", "mail.keep_email.otherwise"],
            action: "mail.keep_email.action",
            reason: "mail.account.reason",
        };
        self.about_account(language, &keys, &with, (&Page::KeepEmail, secret))
    }

    /// The mail to both addresses after a change.
    pub fn email_changed(&self, language: Language, change: Change<'_>) -> Written {
        let with: [(&str, &dyn Display); 3] = [
            ("from", &change.from),
            ("to", &change.to),
            ("seller", &self.seller),
        ];
        let keys = Keys {
            subject: "mail.email_changed.subject",
            paragraphs: &["mail.email_changed.text", "mail.email_changed.otherwise"],
            action: "mail.added.action",
            reason: "mail.account.reason",
        };
        self.about_account(language, &keys, &with, (&Page::SignIn, ""))
    }

    /// The mail to an account whose second factor has changed.
    pub fn second_factor(&self, language: Language, change: FactorChange, email: &str) -> Written {
        let with: [(&str, &dyn Display); 2] = [("email", &email), ("seller", &self.seller)];
        let (subject, paragraphs) = change.keys();
        let keys = Keys {
            subject,
            paragraphs,
            action: "mail.factor.action",
            reason: "mail.factor.reason",
        };
        self.about_account(language, &keys, &with, (&Page::Account, ""))
    }

    fn about_account(
        &self,
        language: Language,
        keys: &Keys,
        with: &[(&str, &dyn Display)],
        (page, secret): (&Page, &str),
    ) -> Written {
        let say = |key: &&str| language.say(key, with);
        let subject = say(&keys.subject);
        self.write(
            language,
            &Message {
                heading: subject.clone(),
                subject,
                paragraphs: keys.paragraphs.iter().map(say).collect(),
                facts: Vec::new(),
                action: Some(self.link(language, keys.action, page, secret)),
                reason: say(&keys.reason),
                stop: None,
            },
        )
    }
}

/// The words of a mail.
struct Keys {
    subject: &'static str,
    paragraphs: &'static [&'static str],
    action: &'static str,
    reason: &'static str,
}
