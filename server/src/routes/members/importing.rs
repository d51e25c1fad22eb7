//! Adding many addresses: the page sends them in parts, each of which is one commit.
//!
//! Promises: each row is answered; a row is added with its mail or not at all; rows are looked up
//! only while licences are free, and in an hour at most a tenth more than there were, so that
//! withdrawing and adding again leads to no lists of addresses and no heap of mails.

use axum::{Json, extract::State};
use jiff::SignedDuration;
use seatkeeper_core::{
    api::{ImportMembers, Imported, Problem, ROWS_A_REQUEST},
    form,
    id::CustomerId,
    member::Row,
    permission::{Action, Managed},
};

use super::{adding::Adding, allowed, ask_for_period, same};
use crate::{
    auth::{Limit, SignedIn},
    context::Context,
    error::Answer,
    http::{Body, Id},
    store::{Tx, licences, members, throttle},
};

/// Rows of imports into a customer that were looked up; how many may is computed.
const LOOKED_UP: Limit = Limit {
    scope: "import rows looked up for",
    most: u32::MAX,
    window: SignedDuration::from_hours(1),
};
/// One row in so many may fail after it was looked up.
const SPARE: u32 = 10;

pub(super) async fn import(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<ImportMembers>,
) -> Answer<Json<Imported>> {
    same(customer, ask.customer)?;
    if ask.rows.len() > ROWS_A_REQUEST {
        return Err(Problem::TooLarge.into());
    }
    let adding = Adding::new(&context, who, &ask.language);
    let rows = ask.rows;
    let imported = context
        .store
        .write(move |tx| all(tx, &adding, customer, &rows));
    let imported = imported.await?;
    context.wake.notify_waiters();
    Ok(Json(imported))
}

/// What is left for this part of the import.
struct Left {
    free: u32,
    lookups: u32,
}

fn all(
    tx: &mut Tx<'_>,
    adding: &Adding,
    customer: CustomerId,
    rows: &[String],
) -> Answer<Imported> {
    let managed = allowed(tx, &adding.who.actor, customer, Action::AddMember)?;
    ask_for_period(tx, customer, adding.today)?;
    let free = licences::seats(tx, customer, adding.today)?.free();
    let of = customer.to_string();
    let before = throttle::counted(tx, &LOOKED_UP, &of, adding.now)?;
    let added = members::added_since(tx, customer, throttle::window_at(&LOOKED_UP, adding.now))?;
    let licences = free.saturating_add(added);
    let most = licences.saturating_add(licences.div_ceil(SPARE));
    let mut left = Left {
        free,
        lookups: most.saturating_sub(before),
    };
    let lookups = left.lookups;
    let answers = rows
        .iter()
        .map(|row| one(tx, adding, managed, row, &mut left))
        .collect::<Answer<Vec<_>>>()?;
    throttle::count_many(tx, &LOOKED_UP, &of, lookups - left.lookups, adding.now)?;
    Ok(Imported {
        rows: answers,
        seats: licences::seats(tx, customer, adding.today)?,
    })
}

fn one(
    tx: &mut Tx<'_>,
    adding: &Adding,
    managed: Managed,
    row: &str,
    left: &mut Left,
) -> Answer<Row> {
    let Ok(email) = form::email(row) else {
        return Ok(Row::Unreadable);
    };
    if members::is_in(tx, managed.customer, &email, adding.today)? {
        return Ok(Row::Known);
    }
    if left.free == 0 {
        return Ok(Row::NoFreeLicence);
    }
    if left.lookups == 0 {
        return Ok(Row::Later);
    }
    left.lookups -= 1;
    adding.insert(tx, managed, &email, true)?;
    left.free -= 1;
    Ok(Row::Added)
}
