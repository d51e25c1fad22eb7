//! A customer, as the caller may see it.

use super::renewals;
use crate::{
    auth::SignedIn,
    checkout::{self, Moment, buyer_for_vat, buyer_of},
    context::Context,
    error::{Answer, Failure},
    http::Id,
    store::{
        Tx, customers, licences, orders::Payer, parties, price_lists, subscriptions,
        subscriptions::Held,
    },
};
use axum::{Json, Router, extract::State, routing::get};
use seatkeeper_core::{
    api::{Buying, CustomerView, Endpoint, GetCustomer, Problem},
    discount::Percent,
    id::CustomerId,
    order::BillTo,
    permission::{Action, Actor, Managed, may},
    price_list::PriceList,
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route(GetCustomer::PATH, get(show))
}

async fn show(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
) -> Answer<Json<CustomerView>> {
    let on = Moment::of(&context);
    let transferred = context.config.transfer_currencies();
    look_for_card(&context, &who, customer).await?;
    let view = context.store.read(move |tx| {
        let mut view = view(tx, &who.actor, customer, on)?;
        if let Some(buying) = &mut view.buying {
            buying.bank_transfer = transferred.contains(&view.subscription.currency);
        }
        Ok::<_, Failure>(view)
    });
    Ok(Json(view.await?))
}

/// Whoever comes back from the gateway's page sees the card that was kept there.
async fn look_for_card(context: &Context, who: &SignedIn, customer: CustomerId) -> Answer<()> {
    let (actor, today) = (who.actor.clone(), context.clock.today());
    let own = context.store.read(move |tx| {
        let Some(managed) = parties::managed(tx, customer)? else {
            return Ok::<_, Failure>(None);
        };
        if may(&actor, &Action::Buy(managed)).is_err() {
            return Ok(None);
        }
        let held = subscriptions::of_customer(tx, customer, today)?;
        Ok(held.map(|held| (held.subscription.id, buyer_of(&actor, managed))))
    });
    if let Some((subscription, payer)) = own.await? {
        checkout::look_for_card(context, subscription, payer).await?;
    }
    Ok(())
}

fn view(tx: &mut Tx<'_>, actor: &Actor, customer: CustomerId, on: Moment) -> Answer<CustomerView> {
    let managed = parties::managed(tx, customer)?.ok_or(Problem::NotFound)?;
    may(actor, &Action::SeeCustomer(managed))?;
    let seen = customers::get(tx, managed, on.today)?.ok_or(Problem::NotFound)?;
    let held = subscriptions::of_customer(tx, customer, on.today)?
        .ok_or_else(|| Failure::fault("an active customer has no subscription"))?;
    let may_buy = may(actor, &Action::Buy(managed)).is_ok();
    let buying = if may_buy {
        Some(buying(tx, actor, managed, &held, on)?)
    } else {
        None
    };
    Ok(CustomerView {
        id: customer,
        name: seen.name,
        city: seen.city,
        country: seen.country,
        managed_by: seen.managed_by,
        is_ours: actor
            .reseller
            .is_some_and(|(reseller, _)| reseller == managed.reseller),
        seats: seen.seats,
        suspended: licences::suspended(tx, customer, on.today)?,
        state: held.subscription.state(on.today),
        subscription: held.subscription,
        next_licences: match held.next {
            Some(next) => Some(licences::bought(tx, next.id)?),
            None => None,
        },
        may_add_members: may(actor, &Action::AddMember(managed)).is_ok(),
        may_end_managing: may(actor, &Action::EndManaging(managed)).is_ok(),
        buying,
    })
}

/// What checkout would price by, so that the page computes the same.
fn buying(
    tx: &mut Tx<'_>,
    actor: &Actor,
    managed: Managed,
    held: &Held,
    on: Moment,
) -> Answer<Buying> {
    let reseller = parties::reseller(tx, managed.reseller)?.ok_or(Problem::NotFound)?;
    let payer = buyer_of(actor, managed);
    let (bill_to, discount) = match payer {
        Payer::Reseller(id) => (reseller.bill_to, parties::discount(tx, id, on.today)?),
        Payer::Customer(_) => (BillTo::Customer, Percent::ZERO),
    };
    let party = match bill_to {
        BillTo::Reseller => reseller.party,
        BillTo::Customer => {
            parties::customer(tx, managed)?
                .ok_or(Problem::NotFound)?
                .party
        }
    };
    let (buyer, _) = buyer_for_vat(tx, &party, on.now)?;
    let next_prices = match held.next {
        Some(next) => Some(list_of(tx, next.price_list)?),
        None => None,
    };
    let prices = list_of(tx, held.running.price_list)?;
    let renewal = match checkout::renewal(tx, managed, payer, held, on) {
        // a page that shows licences needs no price of the next period
        Err(Failure {
            problem: Problem::NoPrice { .. },
            ..
        }) => None,
        renewal => renewal?,
    };
    Ok(Buying {
        seller: on.seller,
        bill_to,
        buyer,
        discount,
        prices,
        next_prices,
        // said by whoever knows the seller's accounts
        bank_transfer: false,
        auto_renewal: renewals::of(tx, payer, held)?,
        renewal,
    })
}

fn list_of(tx: &mut Tx<'_>, version: u32) -> Answer<PriceList> {
    let list = price_lists::version(tx, version)?;
    list.ok_or_else(|| Failure::fault("the price list of a paid period is missing"))
}
