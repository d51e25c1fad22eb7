//! What is known of a VAT number: the register's stored answer, judged for a business name.
//! Promises: an outage is never "invalid"; what decides an order's VAT is an answer on disk.

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::{
    api::{VatNumberCheck, VatNumberNote},
    vat_number::{VatNumber, VatNumberStatus},
};
use uuid::Uuid;

use crate::{
    context::Context,
    error::{Answer, Failure},
    store::{StoreError, Tx, vat_checks, vat_checks::Kept},
    vies::{self, Verdict},
};

/// How long an answer counts.
const COUNTS: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long an outage is not asked about again by somebody typing.
const ASK_AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// What an order may build on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The status that a quote is computed with.
    pub status: VatNumberStatus,
    /// Why it is not confirmed.
    pub note: Option<VatNumberNote>,
    /// The stored answer.
    pub check: Option<Uuid>,
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
    let Some(number) = number else {
        return Ok(Known {
            status: VatNumberStatus::Absent,
            note: None,
            check: None,
        });
    };
    let kept = vat_checks::latest(tx, number, now - COUNTS)?;
    Ok(kept.map_or(
        Known {
            status: VatNumberStatus::Pending,
            note: None,
            check: None,
        },
        |kept| judge(&kept, name),
    ))
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
                status: VatNumberStatus::Unavailable,
                note,
                check,
            };
        }
    };
    let (status, note) = match vies::judge(&answer, name) {
        Verdict::Confirmed => (VatNumberStatus::Valid, None),
        Verdict::Invalid => (VatNumberStatus::Invalid, None),
        Verdict::NameDiffers | Verdict::NameWithheld if kept.accepted => {
            (VatNumberStatus::Valid, None)
        }
        Verdict::NameDiffers => (VatNumberStatus::Pending, Some(VatNumberNote::NameDiffers)),
        Verdict::NameWithheld => (VatNumberStatus::Pending, Some(VatNumberNote::NameWithheld)),
    };
    Known {
        status,
        note,
        check,
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
        let number = number.clone();
        context
            .store
            .read(move |tx| vat_checks::latest(tx, &number, now - COUNTS))
            .await?
    };
    let fresh =
        stored.filter(|kept| kept.answer != "unavailable" || kept.checked_at > now - ASK_AGAIN);
    let kept = match fresh {
        Some(kept) => kept,
        None => ask(context, &number, &name, now).await?,
    };
    let known = judge(&kept, &name);
    Ok(VatNumberCheck {
        vat_number: number.as_str().to_owned(),
        business_name: name,
        status: known.status,
        note: known.note,
        odd_check_digit,
    })
}

/// Asks the register and keeps its answer, or that there was none.
async fn ask(
    context: &Context,
    number: &VatNumber,
    name: &str,
    now: Timestamp,
) -> Result<Kept, Failure> {
    let asked = context
        .vies
        .check(number, name, context.config.seller.vat_number.as_ref())
        .await;
    let kept = match asked {
        Ok(answer) => Kept {
            id: Uuid::now_v7(),
            answer: if answer.valid { "valid" } else { "invalid" }.to_owned(),
            name_given: answer.name,
            address_given: answer.address,
            consultation_number: answer.consultation_number,
            raw: Some(answer.raw),
            checked_at: now,
            accepted: false,
        },
        Err(error) => {
            tracing::warn!(%error, "a VAT number could not be checked");
            Kept {
                id: Uuid::now_v7(),
                answer: "unavailable".to_owned(),
                name_given: None,
                address_given: None,
                consultation_number: None,
                raw: Some(error.to_string()),
                checked_at: now,
                accepted: false,
            }
        }
    };
    let (number, name, row) = (number.clone(), name.to_owned(), kept.clone());
    context
        .store
        .write(move |tx| vat_checks::insert(tx, &number, &name, &row))
        .await?;
    Ok(kept)
}
