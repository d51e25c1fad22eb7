//! Keeping a card without a charge: the payer types it on the gateway's page and comes back to Billing.
//!
//! Promises: a card is kept once, for the payer who asked and only while that side still pays for the
//! subscription; what the gateway did is fetched by our own id. Nothing is charged by it.

use jiff::{SignedDuration, Timestamp};
use seatkeeper_core::{
    api::{GatewayPage, Problem},
    id::{CustomerId, SubscriptionId},
    page::{Address, Page},
    payment::CardSummary,
    permission::{Action, Refusal, may},
};
use serde_json::json;
use uuid::Uuid;

use super::{buyer_of, charging};
use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    gateway::{Keeping, Setup},
    store::{
        Tx,
        audit::{self, Audit},
        card_setups::{self, Setup as Asked},
        orders::Payer,
        parties, renewals,
        saved_cards::{self, SavedCard},
        subscriptions,
    },
};

/// For how long whoever looks at the subscription has the gateway asked.
const ASKED_FOR: SignedDuration = SignedDuration::from_mins(60);

/// Opens the gateway's page.
///
/// # Errors
/// [`Refusal::PayersOnly`] for whoever did not pay; [`Problem::GatewayUnavailable`].
pub async fn keep_card(
    context: &Context,
    who: &SignedIn,
    customer: CustomerId,
) -> Answer<GatewayPage> {
    let (by, now, today) = (who.clone(), context.clock.now(), context.clock.today());
    let (id, description) = context
        .store
        .write(move |tx| {
            let managed =
                parties::managed(tx, customer)?.ok_or(Failure::from(Problem::NotFound))?;
            may(&by.actor, &Action::UseSavedCard(managed))?;
            let held = subscriptions::of_customer(tx, customer, today)?
                .ok_or_else(|| Failure::fault("an active customer has no subscription"))?;
            let (subscription, payer) = (held.subscription.id, buyer_of(&by.actor, managed));
            if renewals::next_payer(tx, subscription)? != Some(payer) {
                return Err(Failure::from(Refusal::PayersOnly));
            }
            let asked = Asked {
                id: Uuid::now_v7(),
                subscription,
                payer,
                by: Some(by.actor.account),
            };
            card_setups::insert(tx, &asked, now)?;
            let entry = Audit::by(&by, now, "card.asked").on(managed.reseller, customer);
            audit::record(tx, &entry.with(json!({ "setup": asked.id })))?;
            let name = parties::customer(tx, managed)?.map(|customer| customer.party.name);
            Ok((asked.id, name.unwrap_or_default()))
        })
        .await?;
    let back = Address {
        page: Page::Billing,
        acting_on: Some(customer),
    };
    let setup = Setup {
        id,
        description,
        locale: who.language.clone(),
        return_url: format!("{}{}", context.config.public_url, back.href()),
    };
    match context.gateway.keep_card(&setup).await {
        Ok(Keeping::NeedsAction { url }) => Ok(GatewayPage { go_to: url }),
        other => Err(Failure {
            problem: Problem::GatewayUnavailable,
            cause: Some(format!("{other:?}")),
        }),
    }
}

/// Looks after the card that a payer has under way for a subscription.
///
/// # Errors
/// When the database does not answer; a gateway that does not is asked by the next who looks.
pub(crate) async fn look_for_card(
    context: &Context,
    subscription: SubscriptionId,
    payer: Payer,
) -> Answer<bool> {
    let since = context.clock.now() - ASKED_FOR;
    let open = context
        .store
        .read(move |tx| card_setups::of_payer(tx, subscription, payer, since));
    match open.await? {
        Some(id) => Ok(look_at_card(context, id).await.unwrap_or_default()),
        None => Ok(false),
    }
}

/// Fetches what became of a card that was to be kept; whether it is kept now.
///
/// # Errors
/// When the gateway or the database does not answer.
pub async fn look_at_card(context: &Context, id: Uuid) -> Answer<bool> {
    let open = context.store.read(move |tx| card_setups::find_open(tx, id));
    let Some(asked) = open.await? else {
        return Ok(false);
    };
    let now = context.clock.now();
    match context.gateway.fetch_card(id).await {
        Ok(Keeping::Kept { token, card }) => {
            let kept = context
                .store
                .write(move |tx| keep(tx, asked, (token.clone(), card.clone()), now));
            kept.await
        }
        Ok(Keeping::Ended) => {
            let ended = context
                .store
                .write(move |tx| card_setups::end(tx, id, "ended"));
            ended.await?;
            Ok(false)
        }
        Ok(Keeping::NeedsAction { .. } | Keeping::Pending) => Ok(false),
        Err(error) => Err(Failure {
            problem: Problem::GatewayUnavailable,
            cause: Some(error.to_string()),
        }),
    }
}

/// Keeps it in the place of any other, unless somebody else pays by now.
fn keep(
    tx: &mut Tx<'_>,
    asked: Asked,
    (token, card): (String, CardSummary),
    now: Timestamp,
) -> Answer<bool> {
    let Asked {
        id,
        subscription,
        payer,
        by,
    } = asked;
    let is_payers = renewals::next_payer(tx, subscription)? == Some(payer);
    let state = if is_payers { "kept" } else { "ended" };
    if !card_setups::end(tx, id, state)? || !is_payers {
        return Ok(false);
    }
    let details = json!({ "setup": id, "brand": card.brand, "last_four": card.last_four });
    let saved = SavedCard {
        payer,
        token,
        card,
        saved_at: now,
    };
    saved_cards::keep(tx, subscription, &saved, charging::GATEWAY, by)?;
    if let Some(managed) = subscriptions::managed(tx, subscription)? {
        let entry = Audit {
            account: by,
            ..Audit::by_itself(now, "card.kept")
        };
        audit::record(
            tx,
            &entry.on(managed.reseller, managed.customer).with(details),
        )?;
    }
    Ok(true)
}
