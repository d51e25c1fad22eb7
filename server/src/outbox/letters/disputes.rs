//! Letters about a dispute: to where the payer's invoices go, and to each administrator of that side.

use seatkeeper_core::{
    id::{AccountId, OrderId},
    order::OrderState,
    payment::DisputeState,
};

use super::{Letters, Prepared, mail};
use crate::{
    emails::Disputed,
    store::{StoreError, Tx, accounts, accounts::folded, disputes, orders, outbox::Due, transfers},
    words::Language,
};

impl Letters {
    pub(super) fn dispute(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (order, state): (OrderId, DisputeState),
        to: Option<AccountId>,
    ) -> Result<Prepared, StoreError> {
        let Some(stored) = orders::find_any(tx, order)? else {
            return Ok(Prepared::Moot("the order is gone"));
        };
        let is_decided = stored.order.state != OrderState::Disputed;
        if state == DisputeState::Open && is_decided {
            return Ok(Prepared::Moot("the dispute is decided already"));
        }
        let papers = orders::papers_go_to(tx, order)?;
        let (email, language) = match to {
            None => match papers {
                Some(email) => (email, Language::of(&stored.locale)),
                None => return Ok(Prepared::Moot("there is nobody to tell")),
            },
            Some(account) => {
                let present = disputes::administrators(tx, stored.payer)?;
                let Some(account) =
                    accounts::get(tx, account)?.filter(|account| present.contains(&account.id))
                else {
                    return Ok(Prepared::Moot(
                        "it is no administrator of the payer any more",
                    ));
                };
                let is_told =
                    papers.is_some_and(|papers| folded(&papers) == folded(&account.email_shown));
                if is_told {
                    return Ok(Prepared::Moot("the address is told already"));
                }
                let language = Language::of(&account.language);
                (account.email_shown, language)
            }
        };
        let lost = state == DisputeState::Lost;
        let owed = transfers::find(tx, order)?.filter(|_| lost);
        let owed = owed.and_then(|owed| self.open_request(&owed));
        let about = Disputed {
            order,
            customer: stored.order.customer,
            business: &stored.parties.paid_for,
            paid_by: &stored.parties.paid_by,
            total: stored.order.quote.total,
            owed: owed.as_ref(),
        };
        let written = self.house.dispute(language, &about, state);
        Ok(mail(due, email, language, written, None))
    }
}
