//! Customers that change hands: what ends with the reseller that goes, who is told, what is written down.
//!
//! Promises: nothing changes hands while an order waits; what the reseller that goes had arranged for the
//! time to come ends with it; both sides hear of it in the commit, and neither hears an amount. Leaves
//! who may ask for it to its callers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use seatkeeper_core::{
    api::Problem,
    id::{AccountId, ResellerId},
    permission::Managed,
};
use serde_json::json;

use crate::{
    checkout::give_up_declined,
    error::{Answer, Failure},
    links::Handing,
    outbox::{self, Letter, ManagingLetter, Turn},
    store::{
        Tx,
        audit::{self, Audit},
        managing, members, orders,
    },
};

/// The reseller manages the customer no longer; its own administrators do.
///
/// # Errors
/// [`Problem::NobodyToManage`] where it has none, [`Problem::OrderOpen`] while an order waits.
pub fn detach(tx: &mut Tx<'_>, managed: Managed, by: &Audit) -> Answer<()> {
    if managing::own_administrators(tx, managed)? == 0 {
        return Err(Problem::NobodyToManage.into());
    }
    let told = told(tx, managed, &[managed.reseller])?;
    end(tx, managed, by)?;
    give(tx, managed, ResellerId::NOBODY)?;
    note(tx, managed, by, "customer.detached", None)?;
    tell(tx, by.at, told, (Turn::Detached, managed, None))
}

/// A link was agreed to: the customer changes hands.
///
/// # Errors
/// [`Problem::WrongState`] where a reseller has to go first, [`Problem::OrderOpen`] while an order of
/// the one that goes waits.
pub fn agreed(tx: &mut Tx<'_>, handing: &Handing, by: &Audit) -> Answer<()> {
    let (managed, to) = (handing.managed, handing.to);
    if managed.reseller == ResellerId::NOBODY {
        return attach(tx, managed.customer, to, by);
    }
    // one reseller does not take from another what that one has not offered
    if managed.reseller != handing.by {
        return Err(Problem::WrongState.into());
    }
    let told = told(tx, managed, &[managed.reseller, to])?;
    end(tx, managed, by)?;
    give(tx, managed, to)?;
    note(tx, managed, by, "customer.handed_over", Some(to))?;
    let theirs = Managed {
        reseller: to,
        ..managed
    };
    note(tx, theirs, by, "customer.taken_over", None)?;
    tell(tx, by.at, told, (Turn::HandedOver, managed, Some(to)))
}

/// The business goes on with everything that it has, and its own card too.
fn attach(
    tx: &mut Tx<'_>,
    customer: seatkeeper_core::id::CustomerId,
    to: ResellerId,
    by: &Audit,
) -> Answer<()> {
    let nobodys = Managed {
        reseller: ResellerId::NOBODY,
        customer,
    };
    give(tx, nobodys, to)?;
    let managed = Managed {
        reseller: to,
        customer,
    };
    note(tx, managed, by, "customer.attached", None)?;
    let told = told(tx, managed, &[to])?;
    tell(tx, by.at, told, (Turn::Attached, managed, None))
}

/// Ends what the reseller that goes has arranged. An order that waits is paid or given up by its payer
/// first; one that was declined waits for nobody, and is given up here.
fn end(tx: &mut Tx<'_>, managed: Managed, by: &Audit) -> Answer<()> {
    let subscription = managing::subscription(tx, managed.customer)?.ok_or(Problem::NotFound)?;
    for (order, is_open) in managing::undecided(tx, subscription)? {
        if is_open {
            return Err(Problem::OrderOpen { order: None }.into());
        }
        if let Some(declined) = orders::find_any(tx, order)? {
            give_up_declined(tx, &declined, by)?;
        }
    }
    managing::forget_arrangements(tx, subscription)?;
    Ok(managing::withdraw_of(tx, managed)?)
}

fn give(tx: &mut Tx<'_>, managed: Managed, to: ResellerId) -> Answer<()> {
    if managing::give(tx, managed, to)? {
        Ok(())
    } else {
        Err(Failure::from(Problem::WrongState))
    }
}

fn note(
    tx: &mut Tx<'_>,
    managed: Managed,
    by: &Audit,
    action: &'static str,
    to: Option<ResellerId>,
) -> Answer<()> {
    let entry = Audit {
        action,
        ..by.clone()
    };
    let entry = entry.on(managed.reseller, managed.customer);
    let details = to.map_or(json!({}), |to| json!({ "to": to }));
    Ok(audit::record(tx, &entry.with(details))?)
}

/// The administrators of both sides, each once.
fn told(
    tx: &mut Tx<'_>,
    managed: Managed,
    resellers: &[ResellerId],
) -> Answer<BTreeSet<AccountId>> {
    let mut told: BTreeSet<_> = members::accounts(tx, managed.customer, true)?
        .into_iter()
        .collect();
    for reseller in resellers {
        told.extend(managing::administrators(tx, *reseller)?);
    }
    Ok(told)
}

fn tell(
    tx: &mut Tx<'_>,
    now: Timestamp,
    told: BTreeSet<AccountId>,
    (turn, managed, to): (Turn, Managed, Option<ResellerId>),
) -> Answer<()> {
    for account in told {
        let letter = ManagingLetter::Told {
            account,
            turn,
            customer: managed.customer,
            reseller: managed.reseller,
            to,
        };
        outbox::put(tx, now, &Letter::Managing(letter))?;
    }
    Ok(())
}
