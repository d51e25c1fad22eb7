//! What a reseller has to pay in the months to come, if its customers go on as they are now.
//!
//! Promises that each amount is the total that the renewal's own order would have on its day, by the
//! price lists, discounts and rates that are known today: the same `quote()`, with the same sale.
//! Everything is read in a handful of statements, however many customers there are.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use seatkeeper_core::{
    api::{CurrencyRenewals, MONTHS_AHEAD, RenewalMonth},
    currency::Currency,
    discount::DatedDiscount,
    id::{CustomerId, ResellerId},
    money::Money,
    order::BillTo,
    price_list::PriceList,
    proration::Grace,
    quote::{Quote, QuoteKind, QuoteRequest, Sale, quote},
    vat::Buyer,
};

use super::pricing::{Moment, buyer_for_vat};
use crate::{
    error::{Answer, Failure},
    store::{
        Tx,
        coming::{self, GoingOn},
        parties, price_lists,
        vat_checks::{self, Kept},
    },
    vat_numbers,
};

/// The renewals of a reseller's customers, by month and currency.
pub(crate) fn coming(
    tx: &mut Tx<'_>,
    reseller: ResellerId,
    at: Moment,
) -> Answer<Vec<CurrencyRenewals>> {
    let known = Known::load(tx, reseller, at)?;
    let mut calendar = Calendar::from(at.today);
    for subscription in coming::going_on(tx, reseller, at.today)? {
        foretell(&known, &subscription, &mut calendar);
    }
    Ok(calendar.told())
}

/// What all of the prices follow from.
struct Known {
    at: Moment,
    lists: Vec<PriceList>,
    discounts: Vec<DatedDiscount>,
    /// The reseller as a buyer, if it is billed itself.
    itself: Option<Buyer>,
    /// What the register said of the customers' numbers.
    answers: BTreeMap<CustomerId, Kept>,
}

impl Known {
    fn load(tx: &mut Tx<'_>, id: ResellerId, at: Moment) -> Answer<Self> {
        let reseller = parties::reseller(tx, id)?
            .ok_or_else(|| Failure::fault("a reseller that somebody works for is missing"))?;
        let itself = match reseller.bill_to {
            BillTo::Reseller => Some(buyer_for_vat(tx, &reseller.party, at.now)?.0),
            BillTo::Customer => None,
        };
        let since = vat_numbers::counting_since(at.now);
        Ok(Self {
            at,
            lists: price_lists::all(tx)?,
            discounts: parties::discounts(tx, id)?,
            itself,
            answers: vat_checks::latest_of_all(tx, id, since)?,
        })
    }

    fn buyer(&self, subscription: &GoingOn) -> Buyer {
        if let Some(itself) = &self.itself {
            return itself.clone();
        }
        let party = &subscription.party;
        let answer = self.answers.get(&subscription.customer);
        let known = vat_numbers::told_by(answer, party.vat_number.as_ref(), &party.name);
        Buyer {
            country: party.country,
            postcode: party.postcode.clone(),
            vat_number: party.vat_number.clone(),
            vat_status: known.status,
        }
    }

    /// What a renewal costs that is paid on a day; nothing where that cannot be said.
    fn price(&self, request: &QuoteRequest, buyer: &Buyer, day: Date) -> Option<Quote> {
        let prices = PriceList::on(&self.lists, request.price_day(day).ok()?)?;
        let discount = DatedDiscount::on(&self.discounts, request.discount_day(day).ok()?);
        let sale = Sale {
            seller: self.at.seller,
            buyer: buyer.clone(),
            discount,
        };
        quote(request, prices, &sale, day).ok()
    }
}

/// Writes a subscription's renewals into the calendar, one after the other, until it ends.
fn foretell(known: &Known, subscription: &GoingOn, calendar: &mut Calendar) {
    let buyer = known.buyer(subscription);
    let mut last = subscription.last.period;
    let mut grace = Grace {
        days: known.at.grace_days,
        used: subscription.last.by_grace,
    };
    // what is overdue is paid today at the earliest
    let mut day = last.end().max(known.at.today);
    if day < calendar.end {
        calendar.months(subscription.currency).0 += 1;
    }
    while day < calendar.end {
        let request = QuoteRequest {
            kind: QuoteKind::Renew {
                running: Some(last),
                grace,
            },
            currency: subscription.currency,
            term: subscription.term,
            licences: subscription.licences,
        };
        let total = known.price(&request, &buyer, day).map(|quote| quote.total);
        calendar.add(day, subscription.currency, total);
        let Ok(next) = request.period(day) else {
            return;
        };
        // each of the later ones is paid on its day
        grace.used = false;
        (last, day) = (next, next.end());
    }
}

/// The months ahead, and what is in them.
struct Calendar {
    firsts: Vec<Date>,
    /// The first day after them.
    end: Date,
    /// For each currency how many subscriptions renew in it, and its months.
    currencies: BTreeMap<Currency, (usize, Vec<RenewalMonth>)>,
}

impl Calendar {
    fn from(today: Date) -> Self {
        let first = today.first_of_month();
        let month = |ahead: u32| first.saturating_add(i64::from(ahead).months());
        Self {
            firsts: (0..MONTHS_AHEAD).map(month).collect(),
            end: month(MONTHS_AHEAD),
            currencies: BTreeMap::new(),
        }
    }

    /// How many subscriptions renew in a currency, and its months.
    fn months(&mut self, currency: Currency) -> &mut (usize, Vec<RenewalMonth>) {
        let empty = |first_on: &Date| RenewalMonth {
            first_on: *first_on,
            renewals: 0,
            total: Money::zero(currency),
        };
        let firsts = &self.firsts;
        self.currencies
            .entry(currency)
            .or_insert_with(|| (0, firsts.iter().map(empty).collect()))
    }

    fn add(&mut self, day: Date, currency: Currency, total: Option<Money>) {
        let (_, months) = self.months(currency);
        let first_on = day.first_of_month();
        if let Some(month) = months.iter_mut().find(|month| month.first_on == first_on) {
            month.renewals += 1;
            month.total = total.map_or(month.total, |total| sum(month.total, total));
        }
    }

    fn told(self) -> Vec<CurrencyRenewals> {
        let mut currencies: Vec<_> = self.currencies.into_iter().collect();
        // the sort is stable: equals stay in the order of their codes
        currencies.sort_by_key(|(_, (subscriptions, _))| std::cmp::Reverse(*subscriptions));
        let told = currencies.into_iter().map(|(currency, (_, months))| {
            let totals = months.iter().map(|month| month.total);
            CurrencyRenewals {
                total: totals.fold(Money::zero(currency), sum),
                months,
            }
        });
        told.collect()
    }
}

/// Amounts of one currency that would not fit into 63 bits are more than there is.
fn sum(one: Money, other: Money) -> Money {
    one.checked_add(other).unwrap_or(one)
}
