//! Every mail in every language: complete, with its reason, and with nothing from outside.

use jiff::civil::date;
use seatkeeper_core::permission::ResellerRole;

use super::*;

fn house() -> House {
    House {
        seller: "Seller AB".into(),
        public_url: "https://portal.example".into(),
        demo: false,
    }
}

fn every_mail(language: Language) -> Vec<Written> {
    let addition = Addition {
        business: "Nordwind <GmbH>",
        adder: "Åsa Berg",
        email: "anna@example.com",
        stop: "5709",
    };
    let until_on = date(2026, 12, 23);
    let joining = [
        Joining::Activates {
            secret: "5ec4e7",
            until_on,
        },
        Joining::Leaves {
            secret: "5ec4e7",
            until_on,
        },
        Joining::Added,
    ];
    let mut mails: Vec<_> = joining
        .into_iter()
        .map(|joining| house().addition(language, &addition, joining))
        .collect();
    mails.push(house().reset(language, "anna@example.com", "5ec4e7"));
    mails.push(house().staff(language, "anna@example.com", "5ec4e7", until_on));
    mails.extend(about_people(language));
    mails
}

fn about_people(language: Language) -> Vec<Written> {
    use ResellerRole::{Administrator, Technician};
    let offerings = [
        (Standing::New, Administrator),
        (Standing::Known, Technician),
        (Standing::Elsewhere, Technician),
    ];
    let offer = |(standing, role)| {
        let offering = Offering {
            company: "Kontor & Co AB",
            inviter: "Åsa Berg",
            email: "anna@example.com",
            role,
            standing,
            until_on: date(2026, 12, 23),
            secret: "5ec4e7",
            stop: "5709",
        };
        house().offer(language, &offering)
    };
    let change = Change {
        from: "anna@example.com",
        to: "anna@example.org",
    };
    let mut mails = offerings.map(offer).to_vec();
    mails.push(house().removed(language, "Kontor & Co AB of Seller AB", change.from));
    for role in [Administrator, Technician] {
        let of = (change.from, role);
        mails.push(house().role_changed(language, "Kontor & Co AB of Seller AB", of));
    }
    mails.push(house().member_removed(language, "Nordwind of Seller AB", change.from));
    mails.push(house().confirm_email(language, change.from, "5ec4e7"));
    mails.push(house().email_taken(language, change.from));
    mails.push(house().keep_email(language, change, "5ec4e7"));
    mails.push(house().email_changed(language, change));
    mails
}

#[test]
fn every_mail_is_complete_in_every_language() {
    for language in Language::ALL {
        for mail in every_mail(language) {
            for part in [&mail.text, &mail.html] {
                assert!(
                    part.contains("Seller AB") && part.contains("https://portal.example/"),
                    "{part}"
                );
                assert!(
                    part.contains("anna@example.com") && !part.contains('{') || part == &mail.html,
                    "{part}"
                );
                assert!(
                    part.lines().all(|line| line.len() < 900),
                    "a line too long for mail servers"
                );
            }
            assert!(
                mail.html
                    .contains(&format!("<html lang=\"{}\">", language.tag()))
            );
            assert!(!mail.subject.is_empty() && !mail.subject.contains(['\r', '\n']));
            for fetched in ["<img", "<script", "@import", "url(", "src="] {
                assert!(!mail.html.contains(fetched), "{fetched} in {}", mail.html);
            }
        }
    }
}

#[test]
fn what_people_typed_stays_text() {
    let mails = every_mail(Language::English);
    let [activates, ..] = mails.as_slice() else {
        panic!("no mails")
    };
    assert!(
        activates.html.contains("Nordwind &#60;GmbH&#62;") && !activates.html.contains("<GmbH>")
    );
    assert!(activates.text.contains("Nordwind <GmbH>"));
}

#[test]
fn an_invitation_reads_as_a_whole() {
    let mails = every_mail(Language::English);
    let [activates, leaves, added, reset, ..] = mails.as_slice() else {
        panic!("{mails:?}")
    };
    assert_eq!(
        activates.text,
        "Seller AB\n\nNordwind <GmbH> holds a licence for you\n\n\
         Åsa Berg added anna@example.com to Nordwind <GmbH>. The licence is held for you until 23 December 2026.\n\n\
         Activate your account: choose a name and a password. The link works once, and only for this address.\n\n\
         Activate account:\nhttps://portal.example/activate#5ec4e7\n\n--\n\
         You get this mail because Åsa Berg entered your address in the subscription portal of Seller AB.\n\
         Replies to this address are not read.\n\n\
         Not meant for you? Never again:\nhttps://portal.example/stop-mails#5709\n\
         Then you get no more invitations at this address.\n"
            .trim_end()
    );
    assert!(leaves.text.contains("belongs to another business"));
    assert!(
        added.text.contains("https://portal.example/sign-in\n") && !added.text.contains("activate")
    );
    assert!(
        reset
            .text
            .contains("https://portal.example/reset-password#5ec4e7")
            && !reset.text.contains("stop-mails")
    );
}

#[test]
fn a_mail_says_how_and_leads_to_its_own_page() {
    let mails = about_people(Language::English);
    let told = [
        ("choose a name and a password", "activate#5ec4e7"),
        ("with the password of your account", "activate#5ec4e7"),
        ("works for another reseller", "activate#5ec4e7"),
        ("has removed anna@example.com", "sign-in"),
        ("as an administrator from now on", "sign-in"),
        ("as a technician from now on", "sign-in"),
        ("anna@example.com was removed from Nordwind", "sign-in"),
        ("do nothing: nothing changes", "confirm-email#5ec4e7"),
        ("nothing has changed", "sign-in"),
        (
            "wants anna@example.org instead of anna@example.com",
            "keep-email#5ec4e7",
        ),
        (
            "sign in as anna@example.org instead of anna@example.com",
            "sign-in",
        ),
    ];
    assert_eq!(mails.len(), told.len());
    for (mail, (words, page)) in mails.iter().zip(told) {
        assert!(mail.text.contains(words), "{words} in {}", mail.text);
        let link = format!("https://portal.example/{page}\n");
        assert!(mail.text.contains(&link), "{link} in {}", mail.text);
    }
}

#[test]
fn a_demonstration_says_so() {
    let house = House {
        demo: true,
        ..house()
    };
    let mail = house.reset(Language::Swedish, "anna@example.com", "5ec4e7");
    assert!(
        mail.text.starts_with("*** Detta är en demonstration"),
        "{}",
        mail.text
    );
    assert!(mail.html.contains("Detta är en demonstration"));
}
