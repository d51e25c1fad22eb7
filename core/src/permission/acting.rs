//! Acting as a reseller, and what nobody does who acts; and who lets a customer go.

use super::{Actor, Managed, Refusal, ResellerRole, Standing, add, buy, standing};
use crate::id::ResellerId;

impl Actor {
    /// One of the seller's people as the administrator of a reseller, and nothing besides: neither
    /// what staff may do nor the account's own businesses. Everybody else stays who they are.
    #[must_use]
    pub fn acting_as(self, reseller: ResellerId) -> Self {
        if !self.staff || reseller == ResellerId::NOBODY {
            return self;
        }
        Self {
            account: self.account,
            staff: false,
            reseller: Some((reseller, ResellerRole::Administrator)),
            customers: Vec::new(),
            acting: true,
        }
    }
}

/// Only who manages gives that away: the customer's own people ask their reseller.
pub(super) fn end_managing(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::ResellerTechnician | Standing::CustomerAdministrator => {
            Err(Refusal::ResellerAdministratorsOnly)
        }
        other => add(other),
    }
}

/// The card is the reseller's: the seller's people spend with one of their own, on the gateway's page.
pub(super) fn use_card(actor: &Actor, managed: Managed) -> Result<(), Refusal> {
    buy(&standing(actor, managed))?;
    if actor.acting {
        Err(Refusal::SavedCardIsThePayers)
    } else {
        Ok(())
    }
}

pub(super) fn change_account(actor: &Actor) -> Result<(), Refusal> {
    if actor.acting {
        Err(Refusal::NotWhileActing)
    } else {
        Ok(())
    }
}
