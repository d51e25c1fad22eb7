//! Letters about a period that ends, and to whom they go.
//!
//! Promises: whoever is not on the payer's side hears no amount; a letter about a period that was
//! paid meanwhile, or to somebody who has left, is moot.

use jiff::civil::Date;
use seatkeeper_core::{
    id::{AccountId, CustomerId, OrderId, SubscriptionId},
    member::MemberRole,
    payment::DeclineReason,
    quote::Quote,
};

use super::{Letters, Prepared, mail};
use crate::{
    checkout::next_try,
    emails::{Cost, Ends, Fewer, Reader, Written},
    store::{
        StoreError, Tx,
        accounts::{self, folded},
        cancellations, disputes,
        documents::Mailed,
        members,
        orders::{self, Payer},
        outbox::Due,
        parties,
        renewals::{self, Ending},
        saved_cards,
    },
    words::Language,
};

/// Where a letter goes.
struct Address {
    email: String,
    language: Language,
    reader: Reader,
}

const PAID: Prepared = Prepared::Moot("the next period is paid, or the subscription is gone");
const NOBODY: Prepared = Prepared::Moot("there is nobody to tell");

impl Letters {
    pub(super) fn renewal(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (subscription, starts_on, noticed_on): (SubscriptionId, Date, Date),
        to: Option<AccountId>,
    ) -> Result<Prepared, StoreError> {
        let Some(ending) = renewals::still_ending(tx, subscription, starts_on)? else {
            return Ok(PAID);
        };
        let said = renewals::notice_of(tx, subscription, starts_on, noticed_on)?;
        let (Some(notice), Some(address)) = (said, address(tx, &ending, to)?) else {
            return Ok(NOBODY);
        };
        let cost = notice.quote.as_ref().map(cost);
        self.told(tx, due, &ending, address, |letters, language, ends| {
            if notice.automatic {
                letters.house.renews(language, ends, cost)
            } else {
                letters.house.ends(language, ends, cost)
            }
        })
    }

    pub(super) fn expired(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (subscription, ended_on): (SubscriptionId, Date),
        to: Option<AccountId>,
    ) -> Result<Prepared, StoreError> {
        let Some(ending) = renewals::still_ending(tx, subscription, ended_on)? else {
            return Ok(PAID);
        };
        let Some(address) = address(tx, &ending, to)? else {
            return Ok(NOBODY);
        };
        self.told(tx, due, &ending, address, |letters, language, ends| {
            letters.house.expired(language, ends)
        })
    }

    pub(super) fn renewal_declined(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (order, reason): (OrderId, DeclineReason),
    ) -> Result<Prepared, StoreError> {
        let Some(stored) = orders::find_any(tx, order)? else {
            return Ok(PAID);
        };
        // another payer is told nothing of it
        if renewals::next_payer(tx, stored.subscription)? != Some(stored.payer) {
            return Ok(NOBODY);
        }
        let period = stored.order.quote.period;
        let Some(ending) = renewals::still_ending(tx, stored.subscription, period.start())? else {
            return Ok(PAID);
        };
        let Some(address) = declined_to(tx, &ending)? else {
            return Ok(NOBODY);
        };
        // whoever has to answer a bank does so by hand, and without a card nothing is tried
        let by_hand = reason == DeclineReason::AuthenticationFailed
            || saved_cards::find(tx, stored.subscription)?.is_none();
        let again = next_try(&stored.order, &ending).filter(|_| !by_hand);
        let cost = cost(&stored.order.quote);
        self.told(tx, due, &ending, address, |letters, language, ends| {
            letters
                .house
                .renewal_declined(language, ends, cost, (reason, again))
        })
    }

    pub(super) fn cancelled(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (subscription, ends_on, goes_on): (SubscriptionId, Date, bool),
        to: Option<AccountId>,
    ) -> Result<Prepared, StoreError> {
        let Some(ending) = renewals::still_ending(tx, subscription, ends_on)? else {
            return Ok(PAID);
        };
        if cancellations::find(tx, subscription)?.is_some() == goes_on {
            return Ok(Prepared::Moot("it is otherwise by now"));
        }
        let papers = address(tx, &ending, None)?;
        let address = match to {
            None => papers,
            Some(account) => administrator(tx, &ending, account)?.filter(|own| {
                let is_told = |papers: &Address| folded(&papers.email) == folded(&own.email);
                !papers.as_ref().is_some_and(is_told)
            }),
        };
        let Some(address) = address else {
            return Ok(NOBODY);
        };
        self.told(tx, due, &ending, address, |letters, language, ends| {
            letters.house.cancelled(language, ends, goes_on)
        })
    }

    /// Before a period begins that is paid already.
    pub(super) fn fewer(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        (subscription, starts_on): (SubscriptionId, Date),
        to: Option<AccountId>,
        today: Date,
    ) -> Result<Prepared, StoreError> {
        let Some(ahead) = renewals::still_ahead(tx, subscription, starts_on)? else {
            return Ok(Prepared::Moot("the next period is not paid any more"));
        };
        let Some(fewer) = too_few(tx, ahead.managed.customer, starts_on, today)? else {
            return Ok(Prepared::Moot("there are licences enough"));
        };
        let Some(address) = address(tx, &ahead, to)? else {
            return Ok(NOBODY);
        };
        let ending = Ending {
            ends_on: starts_on,
            ..ahead
        };
        self.told(tx, due, &ending, address, |letters, language, ends| {
            letters.house.fewer(language, ends, fewer)
        })
    }

    fn told(
        &self,
        tx: &mut Tx<'_>,
        due: &Due,
        ending: &Ending,
        address: Address,
        write: impl FnOnce(&Self, Language, &Ends<'_>) -> Written,
    ) -> Result<Prepared, StoreError> {
        let (Some(reseller), Some(customer)) = (
            parties::reseller(tx, ending.managed.reseller)?,
            parties::customer(tx, ending.managed)?,
        ) else {
            return Ok(NOBODY);
        };
        let ends = Ends {
            customer: ending.managed.customer,
            business: &customer.party.name,
            reseller: &reseller.party.name,
            ends_on: ending.ends_on,
            reader: address.reader,
        };
        let written = write(self, address.language, &ends);
        Ok(mail(due, address.email, address.language, written, None))
    }
}

/// What the period has too few of that an invoice pays for, while it is to come.
pub(super) fn fewer_in(
    tx: &mut Tx<'_>,
    mailed: &Mailed,
    today: Date,
) -> Result<Option<Fewer>, StoreError> {
    let starts_on = mailed.draft.period.start();
    if starts_on <= today || mailed.draft.corrects.is_some() {
        return Ok(None);
    }
    too_few(tx, mailed.customer, starts_on, today)
}

fn too_few(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    starts_on: Date,
    today: Date,
) -> Result<Option<Fewer>, StoreError> {
    let found = renewals::too_few(tx, customer, starts_on, today)?;
    Ok(found.map(|(licences, members)| Fewer {
        starts_on,
        licences,
        members,
    }))
}

fn cost(quote: &Quote) -> Cost {
    Cost {
        period: quote.period,
        licences: quote.licences,
        total: quote.total,
    }
}

/// One of the administrators of the side that pays, while it still is one.
fn administrator(
    tx: &mut Tx<'_>,
    ending: &Ending,
    account: AccountId,
) -> Result<Option<Address>, StoreError> {
    let present = match renewals::next_payer(tx, ending.subscription)? {
        Some(payer) => disputes::administrators(tx, payer)?,
        None => Vec::new(),
    };
    let account = accounts::get(tx, account)?.filter(|account| present.contains(&account.id));
    Ok(account.map(|account| Address {
        language: Language::of(&account.language),
        email: account.email_shown,
        reader: Reader::Payer,
    }))
}

/// The payer's address for invoices; of a business that has named none, its first administrator's.
fn declined_to(tx: &mut Tx<'_>, ending: &Ending) -> Result<Option<Address>, StoreError> {
    let payer = address(tx, ending, None)?;
    let by_customer = matches!(
        renewals::next_payer(tx, ending.subscription)?,
        Some(Payer::Customer(_))
    );
    if payer.is_some() || !by_customer {
        return Ok(payer);
    }
    let administrators = members::accounts(tx, ending.managed.customer, true)?;
    match administrators.first() {
        Some(first) => address(tx, ending, Some(*first)),
        None => Ok(None),
    }
}

/// The payer's own address for invoices, or that of one of the customer's people.
fn address(
    tx: &mut Tx<'_>,
    ending: &Ending,
    to: Option<AccountId>,
) -> Result<Option<Address>, StoreError> {
    let payer = renewals::next_payer(tx, ending.subscription)?;
    let Some(account) = to else {
        let found = match payer {
            Some(Payer::Reseller(id)) => {
                parties::reseller(tx, id)?.map(|reseller| (reseller.invoice_email, reseller.locale))
            }
            Some(Payer::Customer(_)) => parties::invoices_of(tx, ending.managed)?,
            None => None,
        };
        let found = found.filter(|(email, _)| !email.is_empty());
        return Ok(found.map(|(email, locale)| Address {
            email,
            language: Language::of(&locale),
            reader: Reader::Payer,
        }));
    };
    let own = members::own(tx, account)?.filter(|own| own.customer == ending.managed.customer);
    let (Some(own), Some(account)) = (own, accounts::get(tx, account)?) else {
        return Ok(None);
    };
    let reader = match (own.role, payer) {
        (MemberRole::Member, _) => Reader::Member,
        (MemberRole::Administrator, Some(Payer::Customer(_))) => Reader::Payer,
        (MemberRole::Administrator, _) => Reader::Administrator,
    };
    Ok(Some(Address {
        language: Language::of(&account.language),
        email: account.email_shown,
        reader,
    }))
}
