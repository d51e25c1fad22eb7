//! A renewal whose answer was lost, while its payer keeps another card.

use jiff::ToSpan;
use seatkeeper_core::{id::OrderId, money::Money, order::OrderState};
use seatkeeper_server::{
    day,
    gateway::{Charge, ChargeKey, Method},
    store::{StoreError, saved_cards},
};
use uuid::Uuid;

use super::{GOOD, charges, kept, on, view};
use crate::{
    buying::{look, reseller},
    harness::{Portal, stories},
};

/// Is charged, and no webhook says so.
const UNTOLD: &str = "4000000000001042";

stories! {
    what_the_first_card_paid_is_not_paid_by_the_next,
}

async fn what_the_first_card_paid_is_not_paid_by_the_next(portal: &Portal) {
    let karin = reseller(portal).await;
    // no webhook tells of what it pays
    let customer = kept(portal, &karin, "Wechsel GmbH", "1", UNTOLD).await;
    let other = kept(portal, &karin, "Nachbar GmbH", "1", GOOD).await;
    let held = view(&karin, customer).await.subscription;
    let (subscription, end) = (held.id, held.ends_on());
    on(portal, end - 7.days()).await;
    portal.tell(end);
    let day = day::catch_up(&portal.without_gateway(), Uuid::now_v7(), end).await;
    day.expect("the day's work");
    let store = &portal.context.store;
    let placed = store.read(move |tx| {
        tx.only(
            "select id, total_minor, currency from orders where subscription_id = $1 and state = 'placed'",
            &[subscription.0.into()],
            |row| {
                let total = Money::new(row.get("total_minor")?, row.parse("currency")?);
                Ok((row.parse::<OrderId>("id")?, total))
            },
        )
    });
    let (order, amount) = placed.await.expect("a renewal");
    let saved = store.read(move |tx| saved_cards::find(tx, subscription));
    let token = saved.await.expect("cards").expect("a card").token;
    // the question did arrive
    let charge = Charge {
        key: ChargeKey {
            order: order.0,
            attempt: 1,
        },
        amount,
        description: "Wechsel GmbH".to_owned(),
        locale: "en".to_owned(),
        return_url: format!("{}/orders/{order}", portal.url),
        method: Method::SavedCard { token },
    };
    portal
        .context
        .gateway
        .charge(&charge)
        .await
        .expect("charged");
    let neighbour = view(&karin, other).await.subscription.id;
    let another = store.write(move |tx| {
        let kept = saved_cards::find(tx, neighbour)?;
        let token = kept.map(|kept| kept.token).unwrap_or_default();
        tx.execute(
            "update saved_cards set gateway_token = $1 where subscription_id = $2",
            &[token.into(), subscription.0.into()],
        )
    });
    another
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let before = charges(portal).await.len();
    portal.pass_time(60).await;
    portal.work().await;
    karin.sign_in().await.expect("another day's session");
    assert_eq!(look(&karin, order).await.order.state, OrderState::Paid);
    let of_other = 1;
    assert_eq!(charges(portal).await.len(), before + of_other);
    assert_eq!(view(&karin, customer).await.seats.total, 7);
}
