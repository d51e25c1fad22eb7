//! What those who manage a business change about a member's row. Who may is asked before, and that
//! the row is the customer's: all of them name both.

use jiff::civil::Date;
use seatkeeper_core::{
    id::{CustomerId, MemberId},
    member::MemberRole,
};

use super::{StoreError, Tx};
use crate::{
    params,
    store::{licences, orders::word},
};

/// Takes a member out; its licence is free from then on, and links to its row are gone. To whom it
/// goes is up to the caller: to the address in its place, or by [`fit_to_seats`].
///
/// # Errors
/// The store's.
pub fn remove(tx: &mut Tx<'_>, customer: CustomerId, member: MemberId) -> Result<(), StoreError> {
    tx.execute(
        "delete from members where id = $1 and customer_id = $2",
        params![member.0, customer.0],
    )?;
    Ok(())
}

/// Lets a row that is waited for wait until another day.
///
/// # Errors
/// The store's.
pub fn hold_longer(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    member: MemberId,
    until_on: Date,
) -> Result<(), StoreError> {
    tx.execute(
        "update members set invited_until_on = $1 where id = $2 and customer_id = $3 and state <> 'active'",
        params![until_on, member.0, customer.0],
    )?;
    Ok(())
}

/// Shows the same address in another spelling.
///
/// # Errors
/// The store's.
pub fn write_otherwise(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    member: MemberId,
    email_shown: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "update members set email_shown = $1 where id = $2 and customer_id = $3",
        params![email_shown, member.0, customer.0],
    )?;
    Ok(())
}

/// Makes a member what it is to be from now on.
///
/// # Errors
/// The store's.
pub fn set_role(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    member: MemberId,
    role: MemberRole,
) -> Result<(), StoreError> {
    tx.execute(
        "update members set role = $1 where id = $2 and customer_id = $3",
        params![word(&role), member.0, customer.0],
    )?;
    Ok(())
}

/// Gives the licences of a day to the members who were added first. Where none is left, because the
/// period has ended or all of it was given back, they rest, and nobody loses the place.
///
/// # Errors
/// The store's.
pub fn fit_to_seats(tx: &mut Tx<'_>, customer: CustomerId, today: Date) -> Result<(), StoreError> {
    match licences::seats(tx, customer, today)?.total {
        0 => Ok(()),
        total => fit(tx, customer, total, today),
    }
}

/// The customers of which an invitation that held a licence lapsed when a day began.
///
/// # Errors
/// The store's.
pub fn lapsing(tx: &mut Tx<'_>, day: Date) -> Result<Vec<CustomerId>, StoreError> {
    let Ok(last) = day.yesterday() else {
        return Ok(Vec::new());
    };
    tx.query(
        "select distinct customer_id from members
         where state <> 'active' and account_id is null and licensed = 1 and invited_until_on = $1
         order by customer_id",
        params![last],
        |row| row.parse("customer_id"),
    )
}

/// Gives so many licences to the members who were added first, and takes them from the others. Whoever
/// has one keeps it before anybody else gets it: an address that took another's place was added late.
/// Whoever is without one stays a member. Reads only the rows that change: mostly there is none.
///
/// # Errors
/// The store's.
fn fit(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    licences: u32,
    today: Date,
) -> Result<(), StoreError> {
    let changing = tx.query(
        "select id, licensed from (
             select id, licensed, row_number() over (order by licensed desc, added_at, id) as place from members
             where customer_id = $1 and (state = 'active' or account_id is not null or invited_until_on >= $2)
         ) ranked where licensed <> case when place <= $3 then 1 else 0 end",
        params![customer.0, today, licences],
        |row| Ok((row.parse::<MemberId>("id")?, row.get::<bool>("licensed")?)),
    )?;
    for (member, licensed) in changing {
        tx.execute(
            "update members set licensed = $1 where id = $2 and customer_id = $3",
            params![!licensed, member.0, customer.0],
        )?;
    }
    Ok(())
}
