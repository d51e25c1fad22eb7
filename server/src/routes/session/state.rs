//! What a signed-in browser may know: who one is, and what a new customer's quote needs.
//!
//! Promises a price only to who may spend, and a discount only to the reseller's administrator.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{Membership, ResellerView, Selling, Session, SessionState},
    currency::Currency,
    permission::{Action, may},
    vat::Seller,
};

use crate::{
    auth::{SignedIn, second_factor},
    checkout::buyer_for_vat,
    context::Context,
    error::Answer,
    store::{StoreError, Tx, members, parties, price_lists},
};

/// Nobody is signed in.
pub(super) fn nobody(context: &Context) -> SessionState {
    SessionState {
        today: context.clock.today(),
        demo: context.demo,
        seller_name: context.config.seller.name.clone(),
        session: None,
        half_open: None,
    }
}

/// Somebody is.
pub(super) async fn of(context: &Context, who: SignedIn) -> Answer<SessionState> {
    let on = On {
        today: context.clock.today(),
        now: context.clock.now(),
        seller: context.config.seller_vat,
        transferred: context.config.transfer_currencies(),
        insists: context.insists_on_second_factor(),
    };
    let session = context.store.read(move |tx| session(tx, &who, &on));
    let session = session.await?;
    Ok(SessionState {
        session: Some(session),
        ..nobody(context)
    })
}

struct On {
    today: Date,
    now: Timestamp,
    seller: Seller,
    transferred: Vec<Currency>,
    insists: bool,
}

fn session(tx: &mut Tx<'_>, who: &SignedIn, on: &On) -> Result<Session, StoreError> {
    let may_create = may(&who.actor, &Action::CreateCustomer).is_ok();
    let mut reseller = None;
    let mut selling = None;
    if let Some((id, role)) = who.actor.reseller
        && let Some(found) = parties::reseller(tx, id)?
    {
        reseller = Some(ResellerView {
            id,
            name: found.party.name.clone(),
            role,
        });
        if may_create && let Some(prices) = price_lists::on(tx, on.today)? {
            let (reseller_buyer, _) = buyer_for_vat(tx, &found.party, on.now)?;
            selling = Some(Selling {
                seller: on.seller,
                prices,
                discount: parties::discount(tx, id, on.today)?,
                bill_to: found.bill_to,
                reseller_buyer,
                transfer_currencies: on.transferred.clone(),
            });
        }
    }
    Ok(Session {
        account: who.actor.account,
        email: who.email.clone(),
        name: who.name.clone(),
        language: who.language.clone(),
        staff: who.actor.staff,
        acting: who.actor.acting,
        reseller,
        membership: members::own(tx, who.actor.account)?.map(|own| Membership {
            customer: own.customer,
            name: own.business,
            managed_by: own.managed_by,
            role: own.role,
        }),
        may_create: may_create && selling.is_some(),
        selling,
        second_factor: second_factor::standing(tx, &who.actor, on.insists)?,
    })
}
