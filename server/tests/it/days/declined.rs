//! A renewal that does not go by itself: a card that is declined, gone or asked about, and what its
//! payer decides meanwhile.

use jiff::{ToSpan, civil::date};
use seatkeeper_core::{
    api::{CancelOrder, PayAgain, Problem, SetAutoRenewal, SetNextLicences},
    id::{CustomerId, OrderId},
    subscription::SubscriptionState,
};
use seatkeeper_server::{
    day,
    store::{StoreError, renewals},
};
use uuid::Uuid;

use super::{CONFIRMS_ALWAYS, DECLINES_KEPT, GOOD, INVOICES, about, charges, keep, kept, on, view};
use crate::{
    buying::{buy, reseller},
    harness::{Person, Portal, stories},
    log::once::{lines, told},
};

stories! {
    a_declined_card_is_tried_three_times_more,
    attempts_that_were_missed_do_not_run_together,
    without_grace_nothing_is_tried_again,
    a_bank_that_wants_its_holder_is_answered_by_hand,
    what_was_switched_off_after_a_decline_is_not_tried_again,
    what_is_switched_off_while_the_gateway_is_away_is_not_charged,
    another_number_takes_the_place_of_what_was_declined,
    a_card_that_the_gateway_has_forgotten_is_forgotten,
    what_renews_by_itself_is_not_paid_or_given_up_by_hand,
    a_business_that_pays_for_itself_hears_of_it,
}

async fn a_declined_card_is_tried_three_times_more(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Karte GmbH", "1", DECLINES_KEPT).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    for (after, declined) in [
        (0, 1),
        (1, 2),
        (2, 2),
        (3, 3),
        (6, 3),
        (7, 4),
        (8, 4),
        (12, 4),
    ] {
        on(portal, end + after.days()).await;
        let mails = about(portal, INVOICES, "Karte GmbH was not paid").await;
        assert_eq!(mails.len(), declined, "{after} days after");
        let state = view(&karin, customer).await.state;
        let expected = if after < 7 {
            SubscriptionState::Grace
        } else {
            SubscriptionState::Expired
        };
        assert_eq!(state, expected, "{after} days after");
    }
    let mails = about(portal, INVOICES, "Karte GmbH was not paid").await;
    assert!(
        mails[0].text.contains("tried again on 24 December 2026"),
        "{}",
        mails[0].text
    );
    assert!(
        mails[3].text.contains("not tried again"),
        "{}",
        mails[3].text
    );
    assert_eq!(charges(portal).await.len(), 1);
    // the way back is by hand
    let order = karin.renewal(customer, 7).await;
    buy(portal, &karin, &order).await;
    let back = view(&karin, customer).await;
    assert_eq!(back.subscription.period.start(), portal.today());
}

async fn a_bank_that_wants_its_holder_is_answered_by_hand(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Frage GmbH", "1", CONFIRMS_ALWAYS).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    on(portal, end).await;
    on(portal, end + 3.days()).await;
    let mails = about(portal, INVOICES, "Frage GmbH was not paid").await;
    assert_eq!(mails.len(), 1, "the bank is not asked again");
    assert!(
        mails[0].text.contains("confirm this payment yourself"),
        "{}",
        mails[0].text
    );
    let order = karin.renewal(customer, 7).await;
    keep(portal, &karin, &order, CONFIRMS_ALWAYS).await;
    assert_eq!(
        view(&karin, customer).await.subscription.period.start(),
        end,
        "within the grace"
    );
    assert_eq!(charges(portal).await.len(), 2);
}

async fn what_was_switched_off_after_a_decline_is_not_tried_again(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Stopp GmbH", "1", DECLINES_KEPT).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    on(portal, end).await;
    let off = SetAutoRenewal {
        customer,
        on: false,
    };
    karin.call(&off).await.expect("off");
    for after in [1, 3, 7] {
        on(portal, end + after.days()).await;
    }
    let mails = about(portal, INVOICES, "Stopp GmbH was not paid").await;
    assert_eq!(mails.len(), 1, "only the first attempt");
}

async fn attempts_that_were_missed_do_not_run_together(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Lücke GmbH", "1", DECLINES_KEPT).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    // nobody works on the second day, nor on the fourth
    for (after, declined) in [(0, 1), (5, 2), (5, 2), (6, 3), (7, 4)] {
        on(portal, end + after.days()).await;
        let mails = about(portal, INVOICES, "Lücke GmbH was not paid").await;
        assert_eq!(mails.len(), declined, "{after} days after");
    }
}

async fn without_grace_nothing_is_tried_again(portal: &Portal) {
    let karin = reseller(portal).await;
    portal.tell(date(2026, 12, 31));
    karin.sign_in().await.expect("another day's session");
    let customer = kept(portal, &karin, "Nachfrist GmbH", "1", GOOD).await;
    switch(&karin, customer, false).await;
    // the grace is used up by a renewal by hand
    on(portal, date(2027, 2, 2)).await;
    let order = karin.renewal(customer, 7).await;
    keep(portal, &karin, &order, DECLINES_KEPT).await;
    switch(&karin, customer, true).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    assert_eq!(end, date(2027, 2, 28));
    on(portal, end - 7.days()).await;
    // paid on the day, it begins on the 28th and keeps to that
    let said = about(portal, INVOICES, "Nachfrist GmbH renews").await;
    assert!(
        said.last().expect("a mail").text.contains("27 Mar 2027"),
        "{said:?}"
    );
    for after in [0, 1, 3] {
        on(portal, end + after.days()).await;
        let state = view(&karin, customer).await.state;
        assert_eq!(state, SubscriptionState::Expired, "{after} days after");
        let mails = about(portal, INVOICES, "Nachfrist GmbH was not paid").await;
        assert!(
            mails.len() == 1 && mails[0].text.contains("not tried again"),
            "{mails:?}"
        );
    }
}

async fn switch(person: &Person<'_>, customer: CustomerId, on: bool) {
    let switched = person.call(&SetAutoRenewal { customer, on }).await;
    switched.expect("switched");
}

async fn what_is_switched_off_while_the_gateway_is_away_is_not_charged(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Anders GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    portal.tell(end);
    let away = portal.without_gateway();
    day::catch_up(&away, Uuid::now_v7(), end)
        .await
        .expect("the day's work");
    switch(&karin, customer, false).await;
    portal.pass_time(60).await;
    portal.work().await;
    assert_eq!(charges(portal).await, [7930]);
    // and nothing is in the way of paying by hand
    let order = karin.renewal(customer, 7).await;
    buy(portal, &karin, &order).await;
    assert_eq!(charges(portal).await, [7930, 7930]);
    let mails = about(portal, INVOICES, "Anders GmbH was not paid").await;
    assert_eq!(mails.len(), 0, "its payer knows");
}

async fn another_number_takes_the_place_of_what_was_declined(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Zehn GmbH", "1", DECLINES_KEPT).await;
    let held = view(&karin, customer).await.subscription;
    let end = held.ends_on();
    on(portal, end - 7.days()).await;
    on(portal, end).await;
    let chosen = SetNextLicences {
        customer,
        licences: "10".to_owned(),
    };
    karin.call(&chosen).await.expect("chosen");
    on(portal, end + 1.day()).await;
    let mails = about(portal, INVOICES, "Zehn GmbH was not paid").await;
    assert_eq!(mails.len(), 1, "what nobody wants any more is not tried");
    let said = about(portal, INVOICES, "Zehn GmbH renews").await;
    // 10 × 11.90 = 119, less 20 % = 95.20, and 19 % VAT
    assert!(
        said.last().expect("a mail").text.contains("€113.29"),
        "{said:?}"
    );
    let before = automatic_order(portal, &held).await;
    on(portal, end + 2.days()).await;
    let given_up = [("renewal.declined", false), ("order.given_up", false)];
    assert_eq!(told(portal, before).await, lines(&given_up));
    let mails = about(portal, INVOICES, "Zehn GmbH was not paid").await;
    assert!(
        mails.len() == 2 && mails[1].text.contains("€113.29"),
        "{mails:?}"
    );
}

async fn a_card_that_the_gateway_has_forgotten_is_forgotten(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Fremd GmbH", "1", GOOD).await;
    let held = view(&karin, customer).await.subscription;
    let subscription = held.id;
    let forgotten = portal.context.store.write(move |tx| {
        tx.execute(
            "update saved_cards set gateway_token = 'gone' where subscription_id = $1",
            &[subscription.0.into()],
        )
    });
    forgotten
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let end = held.ends_on();
    on(portal, end - 7.days()).await;
    on(portal, end).await;
    let mails = about(portal, INVOICES, "Fremd GmbH was not paid").await;
    assert!(
        mails.len() == 1 && mails[0].text.contains("not tried again"),
        "{mails:?}"
    );
    assert!(!view(&karin, customer).await.subscription.auto_renew);
    let order = karin.renewal(customer, 7).await;
    buy(portal, &karin, &order).await;
    assert_eq!(charges(portal).await, [7930, 7930]);
}

async fn what_renews_by_itself_is_not_paid_or_given_up_by_hand(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Selbst GmbH", "1", DECLINES_KEPT).await;
    let held = view(&karin, customer).await.subscription;
    let end = held.ends_on();
    on(portal, end - 7.days()).await;
    on(portal, end).await;
    let order = automatic_order(portal, &held).await;
    assert_eq!(
        karin.call(&PayAgain { order }).await.err(),
        Some(Problem::WrongState)
    );
    assert_eq!(
        karin.call(&CancelOrder { order }).await.err(),
        Some(Problem::WrongState)
    );
    on(portal, end + 1.day()).await;
    let mails = about(portal, INVOICES, "Selbst GmbH was not paid").await;
    assert_eq!(mails.len(), 2);
}

async fn automatic_order(
    portal: &Portal,
    held: &seatkeeper_core::subscription::Subscription,
) -> OrderId {
    let (id, since) = (held.id, held.ends_on());
    let found = portal
        .context
        .store
        .read(move |tx| renewals::automatic_order(tx, id, since));
    found
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
        .expect("an order")
}

async fn a_business_that_pays_for_itself_hears_of_it(portal: &Portal) {
    let own = "customer@example.com";
    let elin = portal.person(own).await;
    let customer = elin.customer("Café Söder HB").await;
    let order = elin.renewal(customer, 3).await;
    keep(portal, &elin, &order, GOOD).await;
    let before = portal.mails().await.len();
    let end = view(&elin, customer).await.subscription.ends_on();
    for day in [end - 30.days(), end - 7.days(), end - 1.day(), end] {
        on(portal, day).await;
    }
    let mails = portal.mails().await.split_off(before);
    let invoices = mails.iter().filter(|mail| mail.attachment.is_some());
    assert_eq!(
        invoices.map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
        [own],
        "the invoice of what was charged by itself"
    );
    // next time the card is declined
    on(portal, end + 3.days()).await;
    elin.sign_in().await.expect("another day's session");
    let again = view(&elin, customer).await.subscription.ends_on();
    let order = elin.renewal(customer, 3).await;
    keep(portal, &elin, &order, DECLINES_KEPT).await;
    let next = view(&elin, customer).await.subscription;
    let end = next.next.map_or(again, |next| next.end());
    for day in [end - 30.days(), end - 7.days(), end - 1.day(), end] {
        on(portal, day).await;
    }
    let mails = about(portal, own, "Café Söder HB was not paid").await;
    assert_eq!(mails.len(), 1);
}
