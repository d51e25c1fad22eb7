//! What staff decide where the register's name is not that of the business, or withheld.

use jiff::tz::TimeZone;
use seatkeeper_core::{
    api::{DecideVatName, Problem, VAT_NAMES_AT_ONCE, VatName, VatNames},
    id::VatCheckId,
};
use serde_json::json;

use super::{COUNTS, judge};
use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    store::{
        audit::{self, Audit},
        vat_checks::Decision,
        vat_decisions,
    },
};

/// The names to be decided on.
///
/// # Errors
/// The store's.
pub async fn names(context: &Context) -> Answer<VatNames> {
    let since = context.clock.now() - COUNTS;
    let zone = TimeZone::get(&context.config.zone).unwrap_or(TimeZone::UTC);
    let undecided = context
        .store
        .read(move |tx| vat_decisions::undecided(tx, since))
        .await?;
    let unlike = undecided
        .into_iter()
        .filter(|(_, kept)| judge(kept, &kept.asked_name).note.is_some());
    let mut rows: Vec<VatName> = unlike
        .map(|(vat_number, kept)| VatName {
            check: VatCheckId(kept.id),
            vat_number,
            business_name: kept.asked_name,
            name_given: kept.name_given,
            address_given: kept.address_given,
            asked_on: kept.checked_at.to_zoned(zone.clone()).date(),
        })
        .collect();
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    rows.truncate(VAT_NAMES_AT_ONCE);
    Ok(VatNames { rows, total })
}

/// Decides on a name.
///
/// # Errors
/// [`Problem::NotFound`] for an unknown answer, [`Problem::WrongState`] for one that is decided.
pub async fn decide(context: &Context, who: &SignedIn, ask: DecideVatName) -> Answer<()> {
    let (check, by, now) = (ask.check.0, who.actor.account, context.clock.now());
    let (decision, action) = if ask.is_theirs {
        (Decision::Accepted, "vat_name.accepted")
    } else {
        (Decision::Refused, "vat_name.refused")
    };
    let entry = Audit::by(who, now, action);
    let decided = context.store.write(move |tx| {
        let Some((number, name)) = vat_decisions::about(tx, check)? else {
            return Err(Failure::from(Problem::NotFound));
        };
        if !vat_decisions::decide(tx, check, decision, by, now)? {
            return Err(Failure::from(Problem::WrongState));
        }
        let details = json!({ "check": check, "vat_number": number, "business_name": name });
        Ok(audit::record(tx, &entry.clone().with(details))?)
    });
    decided.await
}
