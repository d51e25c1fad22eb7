//! A stand-in for VIES: answers at once, offline and the same every time, in the body that VIES
//! would send, which is then read by the reader of the real one.
//!
//! Every well-formed number that is not listed is not registered, as in VIES. The listed ones
//! are printed in docs/demo-data.md, which a test compares with this table.

use std::{sync::Arc, time::Duration};

use seatkeeper_core::vat_number::VatNumber;

use super::{
    Answer, CheckError, Checked, VatNumberCheck,
    wire::{self, Body, Failure},
};
use crate::clock::Clock;

/// What the register holds of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Registered to whichever business asks, so that any demo customer can have it; the name
    /// stands for the case that none is asked for.
    Registered(&'static str),
    /// Registered to this business and no other.
    RegisteredTo(&'static str),
    /// Registered, but the state tells neither name nor address.
    Withheld,
    /// As [`Entry::Registered`], after some seconds.
    Slow(&'static str),
    /// The state's register is down.
    Unavailable,
    /// Known to be wrong; as any number that is not listed.
    NotRegistered,
}

/// All listed numbers.
pub const REGISTER: &[(&str, Entry)] = &[
    ("ATU13585627", Entry::Registered("Alpenblick Handels GmbH")),
    ("BE0428759497", Entry::Registered("Scheldekaai BV")),
    ("BG175074752", Entry::Registered("Rila Systems EOOD")),
    ("CY10259033P", Entry::Registered("Kyrenia Trading Ltd")),
    ("CZ25123891", Entry::Registered("Vltava Software s.r.o.")),
    ("DE136695976", Entry::Registered("Nordwind Logistik GmbH")),
    ("DK13585628", Entry::Registered("Øresund Byg ApS")),
    ("EE100931558", Entry::Registered("Meretuul OÜ")),
    ("EL094259216", Entry::Registered("Aigaio Trofima AE")),
    ("ESB58378431", Entry::Registered("Costa Clara S.L.")),
    ("FI20774740", Entry::Registered("Järvi Data Oy")),
    ("FR40303265045", Entry::Registered("Atelier des Lilas SARL")),
    ("HR33392005961", Entry::Registered("Jadran Usluge d.o.o.")),
    ("HU12892312", Entry::Registered("Duna Papír Kft.")),
    ("IE6433435F", Entry::Registered("Liffey Books Ltd")),
    ("IT00743110157", Entry::Registered("Officina Lario S.r.l.")),
    ("LT119511515", Entry::Registered("UAB Baltic Freight")),
    ("LU15027442", Entry::Registered("Moselle Conseil S.à r.l.")),
    ("LV40003521600", Entry::Registered("SIA Daugava Print")),
    ("MT11679112", Entry::Registered("Gozo Marine Ltd")),
    ("NL004495445B01", Entry::Registered("Waterkant Advies B.V.")),
    (
        "PL8567346215",
        Entry::Registered("Wisła Transport Sp. z o.o."),
    ),
    ("PT501964843", Entry::Registered("Tejo Design Lda")),
    ("RO18547290", Entry::Registered("Carpați Soft S.R.L.")),
    ("SE556967618101", Entry::Registered("Eken Konsult AB")),
    ("SI50223054", Entry::Registered("Triglav Servis d.o.o.")),
    ("SK2022749619", Entry::Registered("Tatry Logistika s.r.o.")),
    ("XI980780684", Entry::Registered("Lagan Engineering Ltd")),
    ("DE100000008", Entry::NotRegistered),
    ("DE200000005", Entry::RegisteredTo("Südwind Spedition GmbH")),
    ("DE300000002", Entry::Withheld),
    ("DE500000007", Entry::Slow("Gemach Handels GmbH")),
    ("DE600000004", Entry::Unavailable),
];

/// How long a slow number takes, unless told otherwise.
pub const SLOW: Duration = Duration::from_secs(4);

/// The stand-in.
pub struct StandIn {
    clock: Arc<dyn Clock>,
    slow: Duration,
}

impl StandIn {
    /// With [`SLOW`], or shorter in tests.
    pub fn new(clock: Arc<dyn Clock>, slow: Duration) -> Self {
        Self { clock, slow }
    }

    fn body(
        &self,
        number: &VatNumber,
        business_name: &str,
        requester: Option<&VatNumber>,
        entry: Entry,
    ) -> Body {
        let name = match entry {
            Entry::NotRegistered | Entry::Withheld => "---",
            Entry::RegisteredTo(name) => name,
            Entry::Registered(name) | Entry::Slow(name) if business_name.trim().is_empty() => name,
            Entry::Registered(_) | Entry::Slow(_) => business_name.trim(),
            Entry::Unavailable => {
                return Body {
                    action_succeed: Some(false),
                    error_wrappers: vec![Failure {
                        error: "MS_UNAVAILABLE".to_owned(),
                    }],
                    ..Body::default()
                };
            }
        };
        let address = if name == "---" {
            "---"
        } else {
            "Example Street 1\n00000 Example"
        };
        let asked_at = self.clock.now();
        // as the real one: only who says who asks gets a proof of having asked
        let proof = requester.map_or_else(String::new, |_| {
            format!(
                "WAPI{:0>12}",
                asked_at.as_millisecond().unsigned_abs() % 1_000_000_000_000
            )
        });
        Body {
            country_code: Some(number.prefix().to_owned()),
            vat_number: Some(number.without_prefix().to_owned()),
            request_date: Some(asked_at.to_string()),
            valid: Some(entry != Entry::NotRegistered),
            request_identifier: Some(proof),
            name: Some(name.to_uppercase()),
            address: Some(address.to_uppercase()),
            ..Body::default()
        }
    }

    fn answer(
        &self,
        number: &VatNumber,
        name: &str,
        requester: Option<&VatNumber>,
    ) -> Result<Answer, CheckError> {
        let body = self.body(number, name, requester, entry(number));
        let raw = serde_json::to_string(&body).map_err(|_| CheckError::Unreadable)?;
        wire::read(&raw)
    }
}

impl VatNumberCheck for StandIn {
    fn check<'a>(
        &'a self,
        number: &'a VatNumber,
        business_name: &'a str,
        requester: Option<&'a VatNumber>,
    ) -> Checked<'a> {
        Box::pin(async move {
            if matches!(entry(number), Entry::Slow(_)) {
                tokio::time::sleep(self.slow).await;
            }
            self.answer(number, business_name, requester)
        })
    }
}

fn entry(number: &VatNumber) -> Entry {
    REGISTER
        .iter()
        .find(|(listed, _)| *listed == number.as_str())
        .map_or(Entry::NotRegistered, |(_, entry)| *entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::SystemClock,
        vies::{Verdict, judge},
    };

    fn stand_in() -> StandIn {
        StandIn::new(
            Arc::new(SystemClock::in_zone("UTC").unwrap()),
            Duration::ZERO,
        )
    }

    async fn ask(number: &str, name: &str) -> Result<(Answer, Verdict), CheckError> {
        let (number, warning) = VatNumber::parse(number).unwrap();
        assert_eq!(warning, None, "{number:?}");
        let answer = stand_in().check(&number, name, None).await?;
        let verdict = judge(&answer, name);
        Ok((answer, verdict))
    }

    #[tokio::test]
    async fn every_listed_number_is_well_formed_and_answers_as_listed() {
        for (number, entry) in REGISTER {
            let asked = ask(number, "Any Business of Mine Ltd").await;
            match entry {
                Entry::Registered(_) | Entry::Slow(_) => {
                    assert_eq!(asked.unwrap().1, Verdict::Confirmed);
                }
                Entry::RegisteredTo(name) => {
                    assert_eq!(asked.unwrap().1, Verdict::NameDiffers);
                    assert_eq!(ask(number, name).await.unwrap().1, Verdict::Confirmed);
                }
                Entry::Withheld => {
                    let (answer, verdict) = asked.unwrap();
                    assert_eq!(
                        (answer.valid, answer.name, verdict),
                        (true, None, Verdict::NameWithheld)
                    );
                }
                Entry::Unavailable => {
                    assert_eq!(asked.unwrap_err(), CheckError::MemberStateUnavailable);
                }
                Entry::NotRegistered => assert_eq!(asked.unwrap().1, Verdict::Invalid),
            }
        }
    }

    #[tokio::test]
    async fn a_number_that_is_not_listed_is_not_registered() {
        assert_eq!(
            ask("DE400000000", "Nordwind GmbH").await.unwrap().1,
            Verdict::Invalid
        );
    }

    #[tokio::test]
    async fn the_name_is_the_registers_when_none_is_asked_for() {
        let (answer, verdict) = ask("DE136695976", " ").await.unwrap();
        assert_eq!(answer.name.as_deref(), Some("NORDWIND LOGISTIK GMBH"));
        assert_eq!(verdict, Verdict::NameDiffers);
    }

    #[tokio::test]
    async fn only_a_requester_gets_a_consultation_number() {
        let (number, _) = VatNumber::parse("DE136695976").unwrap();
        let (seller, _) = VatNumber::parse("SE556967618101").unwrap();
        let without = stand_in().check(&number, "Nordwind", None).await.unwrap();
        let with = stand_in()
            .check(&number, "Nordwind", Some(&seller))
            .await
            .unwrap();
        assert_eq!(without.consultation_number, None);
        assert!(
            with.consultation_number
                .is_some_and(|proof| proof.starts_with("WAPI"))
        );
    }

    #[test]
    fn the_demo_data_page_prints_the_register() {
        let page = include_str!("../../../docs/demo-data.md");
        for (number, entry) in REGISTER {
            let line = page
                .lines()
                .find(|line| line.contains(&format!("`{number}`")));
            let words = match entry {
                Entry::Registered(name) => *name,
                Entry::RegisteredTo(_) => "another name",
                Entry::Withheld => "withheld",
                Entry::Slow(_) => "slow",
                Entry::Unavailable => "unavailable",
                Entry::NotRegistered => "not registered",
            };
            assert!(
                line.is_some_and(|line| line.contains(words)),
                "{number} is not on the page as {words}"
            );
        }
    }
}
