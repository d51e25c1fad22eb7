//! A row of the list, from what its statement tells.

use jiff::civil::Date;
use seatkeeper_core::{
    api::{CustomerRow, Unpaid, Warning},
    id::OrderId,
    money::Money,
    subscription::SubscriptionState,
};

use crate::store::{Row, StoreError, licences, subscriptions::term};

pub(super) fn read(row: &Row<'_>, today: Date) -> Result<CustomerRow, StoreError> {
    let (ends_on, rests_on) = (row.get("ends_on")?, row.get("rests_on")?);
    let renews = row.get("renews")?;
    Ok(CustomerRow {
        id: row.parse("id")?,
        name: row.get("name")?,
        city: row.get("city")?,
        country: row.get("country")?,
        reseller: row.get("reseller")?,
        seats: licences::read(row)?,
        ends_on,
        rests_on,
        renews,
        state: SubscriptionState::on(today, (ends_on, rests_on), term(row)?, renews),
        warnings: warnings(row)?,
        unpaid: unpaid(row)?,
    })
}

fn warnings(row: &Row<'_>) -> Result<Vec<Warning>, StoreError> {
    let seats = licences::read(row)?;
    let in_use = seats.used.saturating_add(seats.invited);
    let next: Option<u32> = row.get("next_licences")?;
    let fewer = next.is_some_and(|next| next < in_use);
    let vat_number = row
        .get::<bool>("vat_unconfirmed")?
        .then_some(Warning::VatNumber);
    let alone = row.get::<u32>("administrators")? == 1;
    let disputed = row.get::<u32>("suspended")? > 0;
    let found = [
        disputed.then_some(Warning::Disputed),
        fewer.then_some(Warning::FewerLicences),
        vat_number,
        alone.then_some(Warning::OneAdministrator),
    ];
    Ok(found.into_iter().flatten().collect())
}

fn unpaid(row: &Row<'_>) -> Result<Option<Unpaid>, StoreError> {
    let Some(order) = row.parse_optional::<OrderId>("unpaid")? else {
        return Ok(None);
    };
    let due_on: Option<Date> = row.get("due_on")?;
    let minor = if due_on.is_some() {
        let asked: i64 = row.get("amount_minor")?;
        asked.saturating_sub(row.get("received_minor")?)
    } else {
        row.get("total_minor")?
    };
    Ok(Some(Unpaid {
        order,
        missing: Money::new(minor, row.parse("currency")?),
        due_on,
    }))
}
