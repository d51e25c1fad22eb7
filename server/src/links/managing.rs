//! Links by which a customer changes hands: who can answer, for what, is read anew each time.

use seatkeeper_core::{
    api::LinkKind,
    id::{AccountId, ResellerId},
    permission::Managed,
};
use uuid::Uuid;

use super::{OpenedLink, nothing};
use crate::store::{
    StoreError, Tx,
    links::Working,
    managing::{self, Offer},
    parties,
};

/// A customer that changes hands if the link is agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handing {
    /// The offer.
    pub offer: Uuid,
    /// The reseller that made it.
    pub by: ResellerId,
    /// Who made it there.
    pub offered_by: AccountId,
    /// The customer, and who manages it now.
    pub managed: Managed,
    /// Who manages it then.
    pub to: ResellerId,
}

/// What an offer asks, as long as somebody at its address can answer.
pub(super) fn open(tx: &mut Tx<'_>, link: &Working) -> Result<Option<OpenedLink>, StoreError> {
    let Some(id) = link.about.managing else {
        return Ok(None);
    };
    let Some(offer) = managing::offer(tx, id)? else {
        return Ok(None);
    };
    match offer.customer {
        None => attach(tx, id, offer),
        Some(_) => hand_over(tx, id, offer),
    }
}

fn attach(tx: &mut Tx<'_>, id: Uuid, offer: Offer) -> Result<Option<OpenedLink>, StoreError> {
    let own = managing::administered(tx, &offer.email)?;
    let own = own.filter(|own| own.managed.reseller != offer.reseller);
    Ok(own.map(|own| OpenedLink {
        account: Some(own.account),
        managing: Some(Handing {
            offer: id,
            by: offer.reseller,
            offered_by: offer.by,
            managed: own.managed,
            to: offer.reseller,
        }),
        email: offer.email,
        business: Some(own.business),
        added_by: Some(offer.company),
        elsewhere: Some(own.managed_by).filter(|_| own.managed.reseller != ResellerId::NOBODY),
        ..nothing(LinkKind::Attach)
    }))
}

fn hand_over(tx: &mut Tx<'_>, id: Uuid, offer: Offer) -> Result<Option<OpenedLink>, StoreError> {
    let Some(customer) = offer.customer else {
        return Ok(None);
    };
    let managed = Managed {
        reseller: offer.reseller,
        customer,
    };
    let taker = managing::represented(tx, &offer.email)?;
    let taker = taker.filter(|(_, reseller)| *reseller != offer.reseller);
    let still_theirs = parties::managed(tx, customer)? == Some(managed);
    let (Some((account, to)), true) = (taker, still_theirs) else {
        return Ok(None);
    };
    Ok(Some(OpenedLink {
        account: Some(account),
        managing: Some(Handing {
            offer: id,
            by: offer.reseller,
            offered_by: offer.by,
            managed,
            to,
        }),
        email: offer.email,
        business: managing::name(tx, customer)?,
        added_by: Some(offer.company),
        ..nothing(LinkKind::HandOver)
    }))
}
