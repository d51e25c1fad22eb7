//! What an order costs now: loads what the quote needs, asks `core::quote`, and freezes by what
//! it was decided. The same for placing, for another attempt, and for what Purchase Licence shows.

use jiff::{Timestamp, civil::Date};
use seatkeeper_core::{
    api::{Problem, Renewing},
    discount::Percent,
    form::{NewSubscription, NewTopUp, RenewForm},
    id::{OrderId, ResellerId},
    invoice::Party,
    order::{BillTo, OrderRequest},
    payment::PaymentMethod,
    permission::{Action, Actor, Managed, Refusal, ResellerRole, may},
    price_list::PriceList,
    proration::{Grace, Period},
    quote::{NextPeriod, Quote, QuoteError, QuoteKind, QuoteRequest, Sale, quote},
    transfer::{Terms, terms},
    vat::{Buyer, Seller},
};

use crate::{
    context::Context,
    error::{Answer, Failure},
    store::{
        StoreError, Tx, licences,
        orders::{self, Evidence, Parties, Payer, Stored},
        parties::{self, Reseller},
        price_lists,
        subscriptions::{self, Held},
    },
    vat_numbers,
};

/// What is ordered, as meant.
pub(super) enum Meant {
    Create(Box<NewSubscription>),
    TopUp(NewTopUp),
    /// With the number as typed: how many are in use is known when it is priced.
    Renew(RenewForm),
}

/// A price with everything that it follows from.
pub(super) struct Priced {
    pub quote: Quote,
    pub price_list: u32,
    pub payer: Payer,
    pub reseller: ResellerId,
    pub bill_to: BillTo,
    pub method: PaymentMethod,
    /// How long it waits for a transfer; nothing where it cannot be paid by one.
    pub terms: Option<Terms>,
    pub parties: Parties,
    pub evidence: Evidence,
    /// The language of the reseller's papers.
    pub locale: String,
}

/// When something is priced, and by whose rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub seller: Seller,
    /// For how many days after its end a period can still be continued.
    pub grace_days: u16,
    pub now: Timestamp,
    pub today: Date,
}

impl Moment {
    /// Now.
    pub fn of(context: &Context) -> Self {
        Self::at(context, context.clock.now(), context.clock.today())
    }

    /// At another time, for the demo's past.
    pub fn at(context: &Context, now: Timestamp, today: Date) -> Self {
        Self {
            seller: context.config.seller_vat,
            grace_days: context.config.grace_days,
            now,
            today,
        }
    }
}

/// Who asks, and when.
pub(super) struct Asked<'a> {
    pub actor: &'a Actor,
    pub at: Moment,
}

/// Reads a request.
pub(super) fn read(request: &OrderRequest) -> Answer<Meant> {
    match request {
        OrderRequest::Create(form) => Ok(Meant::Create(Box::new(form.read()?))),
        OrderRequest::TopUp(form) => Ok(Meant::TopUp(form.read()?)),
        OrderRequest::Renew(form) => {
            form.read(0)?;
            Ok(Meant::Renew(form.clone()))
        }
    }
}

/// The payers for whom an account may see orders: its reseller, and the businesses it administers.
pub fn payers(actor: &Actor) -> impl Iterator<Item = Payer> + '_ {
    let reseller = actor.reseller.map(|(id, _)| Payer::Reseller(id));
    reseller
        .into_iter()
        .chain(actor.customers.iter().map(|(id, _)| Payer::Customer(*id)))
}

/// One of the actor's own orders; another's is not found.
pub(super) fn own(tx: &mut Tx<'_>, actor: &Actor, id: OrderId) -> Answer<Stored> {
    let mut found = None;
    for payer in payers(actor) {
        if found.is_none() {
            found = orders::find(tx, payer, id)?;
        }
    }
    if found.is_none() && actor.staff {
        found = orders::find_any(tx, id)?;
    }
    let stored = found.ok_or(Problem::NotFound)?;
    let managed = Managed {
        reseller: stored.order.reseller,
        customer: stored.order.customer,
    };
    may(actor, &Action::SeeOrder(managed, stored.order.payer))?;
    Ok(stored)
}

/// Prices what is meant for whoever asks.
pub(super) fn price(tx: &mut Tx<'_>, asked: &Asked<'_>, meant: &Meant) -> Answer<Priced> {
    match meant {
        Meant::Create(new) => price_create(tx, asked, new),
        Meant::TopUp(new) => price_top_up(tx, asked, *new),
        Meant::Renew(form) => price_renewal(tx, asked, form),
    }
}

fn price_create(tx: &mut Tx<'_>, asked: &Asked<'_>, new: &NewSubscription) -> Answer<Priced> {
    may(asked.actor, &Action::CreateCustomer)?;
    let Some((reseller_id, ResellerRole::Administrator)) = asked.actor.reseller else {
        return Err(Refusal::ResellerAdministratorsOnly.into());
    };
    let reseller = known_reseller(tx, reseller_id)?;
    let prices = price_lists::on(tx, asked.at.today)?.ok_or_else(|| no_price(None))?;
    let customer = Party {
        name: new.customer.name.clone(),
        address: new.customer.address.clone(),
        postcode: new.customer.postcode.clone(),
        city: new.customer.city.clone(),
        country: new.customer.country,
        vat_number: new.customer.vat_number.clone(),
    };
    let request = QuoteRequest {
        kind: QuoteKind::Create,
        currency: new.currency,
        term: new.term,
        licences: new.licences,
    };
    let payer = Payer::Reseller(reseller_id);
    let side = Side {
        reseller_id,
        reseller,
        customer,
    };
    finish(tx, asked.at, payer, side, (&request, &prices, new.payment))
}

fn price_top_up(tx: &mut Tx<'_>, asked: &Asked<'_>, new: NewTopUp) -> Answer<Priced> {
    let managed = parties::managed(tx, new.customer)?.ok_or(Problem::NotFound)?;
    may(asked.actor, &Action::Buy(managed))?;
    let payer = buyer_of(asked.actor, managed);
    let held =
        subscriptions::of_customer(tx, new.customer, asked.at.today)?.ok_or(Problem::Expired)?;
    let prices = list(tx, held.running.price_list)?;
    let subscription = &held.subscription;
    let next = match held.next {
        Some(next) => {
            let unit = list(tx, next.price_list)?.unit(subscription.currency, next.period.term());
            let unit_price = unit.ok_or_else(|| no_price(None))?;
            Some(NextPeriod {
                period: next.period,
                unit_price,
            })
        }
        None => None,
    };
    let request = QuoteRequest {
        kind: QuoteKind::TopUp {
            period: held.running.period,
            next,
        },
        currency: subscription.currency,
        term: held.running.period.term(),
        licences: new.licences,
    };
    let side = Side::of(tx, managed)?;
    finish(tx, asked.at, payer, side, (&request, &prices, new.payment))
}

fn price_renewal(tx: &mut Tx<'_>, asked: &Asked<'_>, form: &RenewForm) -> Answer<Priced> {
    let managed = parties::managed(tx, form.customer)?.ok_or(Problem::NotFound)?;
    may(asked.actor, &Action::Buy(managed))?;
    let payer = buyer_of(asked.actor, managed);
    renewed(tx, asked.at, (managed, payer), |renewing| {
        let new = form.read(renewing.in_use)?;
        Ok((new.licences, new.payment))
    })
}

/// The price of a renewal for a payer, with a number that may depend on what is in use, and how it
/// is paid.
pub(super) fn renewed(
    tx: &mut Tx<'_>,
    at: Moment,
    (managed, payer): (Managed, Payer),
    chosen: impl FnOnce(&Renewing) -> Answer<(u32, PaymentMethod)>,
) -> Answer<Priced> {
    let held =
        subscriptions::of_customer(tx, managed.customer, at.today)?.ok_or(Problem::Expired)?;
    let renewing = renewal(tx, managed, payer, &held, at)?.ok_or(Problem::WrongState)?;
    let (licences, method) = chosen(&renewing)?;
    let request = QuoteRequest {
        kind: QuoteKind::Renew {
            running: Some(held.running.period),
            grace: renewing.grace,
        },
        currency: held.subscription.currency,
        term: held.subscription.term,
        licences,
    };
    let side = Side::of(tx, managed)?;
    finish(tx, at, payer, side, (&request, &renewing.prices, method))
}

/// What a renewal is priced by today; `None` while the next period is paid, or cannot be yet.
///
/// # Errors
/// [`Problem::NoPrice`] when no price list holds on the next period's first day.
pub(crate) fn renewal(
    tx: &mut Tx<'_>,
    managed: Managed,
    payer: Payer,
    held: &Held,
    at: Moment,
) -> Answer<Option<Renewing>> {
    let subscription = &held.subscription;
    if subscription
        .renewable_from()
        .is_none_or(|from| at.today < from)
    {
        return Ok(None);
    }
    let grace = Grace {
        days: at.grace_days,
        used: held.running.by_grace,
    };
    let first = Period::renewal(
        Some(&held.running.period),
        subscription.term,
        at.today,
        grace,
    )
    .map_err(|error| no_price(QuoteError::from(error)))?
    .start();
    let prices = price_lists::on(tx, first)?.ok_or_else(|| no_price(None))?;
    let discount = match payer {
        Payer::Reseller(id) => parties::discount(tx, id, first)?,
        Payer::Customer(_) => Percent::ZERO,
    };
    let seats = licences::seats(tx, managed.customer, at.today)?;
    let licences = licences::bought(tx, held.running.id)?;
    Ok(Some(Renewing {
        grace,
        prices,
        discount,
        in_use: seats.used.saturating_add(seats.invited),
        licences,
    }))
}

/// Who may act as the managing reseller's administrator always buys as the reseller.
pub(crate) fn buyer_of(actor: &Actor, managed: Managed) -> Payer {
    match actor.reseller {
        Some((id, ResellerRole::Administrator)) if id == managed.reseller => Payer::Reseller(id),
        _ => Payer::Customer(managed.customer),
    }
}

/// The companies of an order.
struct Side {
    reseller_id: ResellerId,
    reseller: Reseller,
    customer: Party,
}

impl Side {
    /// Those of a customer that is there.
    fn of(tx: &mut Tx<'_>, managed: Managed) -> Answer<Self> {
        let customer = parties::customer(tx, managed)?.ok_or(Problem::NotFound)?;
        Ok(Self {
            reseller_id: managed.reseller,
            reseller: known_reseller(tx, managed.reseller)?,
            customer: customer.party,
        })
    }
}

fn finish(
    tx: &mut Tx<'_>,
    at: Moment,
    payer: Payer,
    side: Side,
    (request, prices, method): (&QuoteRequest, &PriceList, PaymentMethod),
) -> Answer<Priced> {
    let Side {
        reseller_id,
        reseller,
        customer,
    } = side;
    let (bill_to, discount, paid_by) = match payer {
        Payer::Reseller(id) => {
            let day = request.discount_day(at.today);
            let day = day.map_err(|error| no_price(QuoteError::from(error)))?;
            (
                reseller.bill_to,
                parties::discount(tx, id, day)?,
                reseller.party.name.clone(),
            )
        }
        Payer::Customer(_) => (BillTo::Customer, Percent::ZERO, customer.name.clone()),
    };
    let paid_for = customer.name.clone();
    let buyer = match bill_to {
        BillTo::Reseller => reseller.party,
        BillTo::Customer => customer,
    };
    let (vat_buyer, vat_check) = buyer_for_vat(tx, &buyer, at.now)?;
    let sale = Sale {
        seller: at.seller,
        buyer: vat_buyer,
        discount,
    };
    let quote = quote(request, prices, &sale, at.today).map_err(no_price)?;
    Ok(Priced {
        quote,
        price_list: prices.version,
        payer,
        reseller: reseller_id,
        bill_to,
        terms: match method {
            PaymentMethod::Card => None,
            PaymentMethod::BankTransfer => terms(request, prices, &sale, at.today),
        },
        method,
        parties: Parties {
            buyer,
            paid_by,
            paid_for,
        },
        evidence: Evidence { sale, vat_check },
        locale: reseller.locale,
    })
}

/// A company as VAT sees it, with what is known of its number.
pub(crate) fn buyer_for_vat(
    tx: &mut Tx<'_>,
    party: &Party,
    now: Timestamp,
) -> Result<(Buyer, Option<uuid::Uuid>), StoreError> {
    let known = vat_numbers::known(tx, party.vat_number.as_ref(), &party.name, now)?;
    let buyer = Buyer {
        country: party.country,
        postcode: party.postcode.clone(),
        vat_number: party.vat_number.clone(),
        vat_status: known.status,
    };
    Ok((buyer, known.check))
}

fn known_reseller(tx: &mut Tx<'_>, id: ResellerId) -> Answer<Reseller> {
    parties::reseller(tx, id)?
        .ok_or_else(|| Failure::fault("a reseller that somebody works for is missing"))
}

fn list(tx: &mut Tx<'_>, version: u32) -> Answer<PriceList> {
    price_lists::version(tx, version)?
        .ok_or_else(|| Failure::fault("the price list of a paid period is missing"))
}

fn no_price(error: impl Into<Option<QuoteError>>) -> Failure {
    Problem::NoPrice {
        error: error.into(),
    }
    .into()
}
