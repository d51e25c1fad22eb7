//! What is known of a VAT number: the register's stored answer, judged for a business name.
//! Promises: an outage is never "invalid"; what decides an order's VAT is an answer on disk; the
//! numbers of customers and resellers are asked about again before their answers grow too old.

mod names;
mod queue;

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::{
    api::{VatNumberCheck, VatNumberNote},
    vat_number::{VatNumber, VatNumberStatus},
};
use uuid::Uuid;

use crate::{
    context::Context,
    error::{Answer, Failure},
    store::{
        StoreError, Tx, vat_checks,
        vat_checks::{Decision, Kept},
        vat_decisions,
    },
    vies::{self, CheckError, Verdict},
};

pub use names::{decide, names};
pub use queue::{renew, work};

/// How long an answer counts.
const COUNTS: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long an outage is not asked about again by somebody typing.
const ASK_AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// How long "not registered" is not asked about again by somebody typing.
const DENIED: SignedDuration = SignedDuration::from_hours(24);

/// What an order may build on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The status that a quote is computed with.
    pub status: VatNumberStatus,
    /// Why it is not confirmed.
    pub note: Option<VatNumberNote>,
    /// The stored answer.
    pub check: Option<Uuid>,
    /// When the register decided.
    pub decided_at: Option<Timestamp>,
    /// Its proof that it was asked.
    pub consultation_number: Option<String>,
}

impl Known {
    /// Nothing is known.
    fn nothing(status: VatNumberStatus) -> Self {
        Self {
            status,
            note: None,
            check: None,
            decided_at: None,
            consultation_number: None,
        }
    }
}

/// Since when answers count now.
pub fn counting_since(now: Timestamp) -> Timestamp {
    now - COUNTS
}

/// What is known of a number for a business of this name.
///
/// # Errors
/// The store's.
pub fn known(
    tx: &mut Tx<'_>,
    number: Option<&VatNumber>,
    name: &str,
    now: Timestamp,
) -> Result<Known, StoreError> {
    let kept = match number {
        Some(number) => vat_checks::latest(tx, number, name, counting_since(now))?,
        None => None,
    };
    Ok(told_by(kept.as_ref(), number, name))
}

/// What the latest answer tells of a number for a business of this name.
pub fn told_by(kept: Option<&Kept>, number: Option<&VatNumber>, name: &str) -> Known {
    match (number, kept) {
        (None, _) => Known::nothing(VatNumberStatus::Absent),
        (Some(_), None) => Known::nothing(VatNumberStatus::Pending),
        (Some(_), Some(kept)) => judge(kept, name),
    }
}

fn judge(kept: &Kept, name: &str) -> Known {
    let check = Some(kept.id);
    let answer = match kept.answer.as_str() {
        "valid" | "invalid" => vies::Answer {
            valid: kept.answer == "valid",
            name: kept.name_given.clone(),
            address: kept.address_given.clone(),
            consultation_number: None,
            raw: String::new(),
        },
        _ => {
            let note = Some(VatNumberNote::Unavailable);
            return Known {
                note,
                check,
                ..Known::nothing(VatNumberStatus::Unavailable)
            };
        }
    };
    let (status, note) = match vies::judge(&answer, name) {
        Verdict::Confirmed => (VatNumberStatus::Valid, None),
        Verdict::Invalid => (VatNumberStatus::Invalid, None),
        // what staff accepted for one business says nothing about another
        Verdict::NameDiffers | Verdict::NameWithheld
            if kept.decision == Some(Decision::Accepted) && kept.asked_name == name =>
        {
            (VatNumberStatus::Valid, None)
        }
        Verdict::NameDiffers => (VatNumberStatus::Pending, Some(VatNumberNote::NameDiffers)),
        Verdict::NameWithheld => (VatNumberStatus::Pending, Some(VatNumberNote::NameWithheld)),
    };
    Known {
        status,
        note,
        check,
        decided_at: Some(kept.checked_at),
        consultation_number: kept.consultation_number.clone(),
    }
}

/// What is known, as it is told.
pub fn told(known: &Known, number: &VatNumber, name: String, odd: bool) -> VatNumberCheck {
    VatNumberCheck {
        vat_number: number.as_str().to_owned(),
        business_name: name,
        status: known.status,
        note: known.note,
        odd_check_digit: odd,
    }
}

/// Checks a number for a name: by the stored answer where there is one, else by asking once.
///
/// # Errors
/// The store's.
pub async fn check(
    context: &Context,
    number: VatNumber,
    odd_check_digit: bool,
    name: String,
) -> Answer<VatNumberCheck> {
    let now = context.clock.now();
    let stored = {
        let (number, name) = (number.clone(), name.clone());
        context
            .store
            .read(move |tx| vat_checks::latest(tx, &number, &name, counting_since(now)))
            .await?
    };
    let fresh = stored.filter(|kept| holds(kept, &name, now));
    let kept = match fresh {
        Some(kept) => kept,
        None => ask(context, &number, &name, now).await?.0,
    };
    let known = judge(&kept, &name);
    Ok(told(&known, &number, name, odd_check_digit))
}

/// Whether a stored answer need not be asked for again by somebody typing: not an outage that is
/// over by now, nor another name than that of whoever asks for the first time.
fn holds(kept: &Kept, name: &str, now: Timestamp) -> bool {
    let known = judge(kept, name);
    match known.note {
        Some(VatNumberNote::Unavailable) => kept.checked_at > now - ASK_AGAIN,
        Some(VatNumberNote::NameDiffers | VatNumberNote::NameWithheld) => kept.asked_name == name,
        // a number may be registered any day
        _ => known.status != VatNumberStatus::Invalid || kept.checked_at > now - DENIED,
    }
}

/// Asks the register and keeps its answer, or that there was none, and why.
async fn ask(
    context: &Context,
    number: &VatNumber,
    name: &str,
    now: Timestamp,
) -> Answer<(Kept, Option<CheckError>)> {
    let asked = context
        .vies
        .check(number, name, context.config.seller.vat_number.as_ref())
        .await;
    let error = asked.as_ref().err().copied();
    let kept = match asked {
        Ok(answer) => Kept {
            id: Uuid::now_v7(),
            asked_name: name.to_owned(),
            answer: if answer.valid { "valid" } else { "invalid" }.to_owned(),
            name_given: answer.name,
            address_given: answer.address,
            consultation_number: answer.consultation_number,
            raw: Some(answer.raw),
            checked_at: now,
            decision: None,
        },
        Err(error) => {
            tracing::warn!(%error, "a VAT number could not be checked");
            Kept {
                id: Uuid::now_v7(),
                asked_name: name.to_owned(),
                answer: "unavailable".to_owned(),
                name_given: None,
                address_given: None,
                consultation_number: None,
                raw: Some(error.to_string()),
                checked_at: now,
                decision: None,
            }
        }
    };
    let resembles = judge(&kept, name).status == VatNumberStatus::Valid;
    let (number, row) = (number.clone(), kept.clone());
    context
        .store
        .write(move |tx| {
            vat_checks::insert(tx, &number, &row, resembles)?;
            if row.answer == "valid" {
                vat_decisions::inherit(tx, &number, &row)?;
            }
            Ok::<_, Failure>(())
        })
        .await?;
    Ok((kept, error))
}
