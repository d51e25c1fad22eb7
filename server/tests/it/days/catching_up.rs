//! Days that are worked through late, all parts of a day's work that follow from the date alone, and
//! what one part that fails leaves of the others.

use jiff::{ToSpan, civil::date};
use seatkeeper_core::{
    api::{ListMembers, Problem},
    id::SubscriptionId,
};
use seatkeeper_server::{
    day,
    store::{StoreError, days},
};
use uuid::Uuid;

use super::{GOOD, INVOICES, about, charges, kept, on, view};
use crate::{
    buying::{buy, reseller},
    harness::{FIRST_DAY, Portal, stories},
    members::importing,
};

stories! {
    missed_days_are_worked_through_in_order,
    what_was_not_said_in_time_is_said_before_it_is_charged,
    a_page_left_open_does_not_buy_the_period_after_the_next,
    one_that_fails_does_not_keep_the_day_from_the_others,
    the_latest_added_are_without_a_licence_where_there_are_fewer,
    revenue_is_released_month_by_month,
}

async fn missed_days_are_worked_through_in_order(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Pause GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    // nobody works for six weeks
    portal.tell(end + 12.days());
    let holder = Uuid::now_v7();
    let catch_up = async |until| {
        day::catch_up(&portal.context, holder, until)
            .await
            .expect("days")
    };
    assert_eq!(catch_up(end).await, 30, "up to that day");
    assert_eq!(catch_up(end + 40.days()).await, 12, "never beyond today");
    assert_eq!(catch_up(end + 40.days()).await, 0);
    let last = portal.context.store.read(days::last).await.expect("a day");
    assert_eq!(last, Some(end + 12.days()));
    // what nobody was told in time is not charged, and what is over is not announced
    assert_eq!(charges(portal).await, [7930]);
    assert_eq!(about(portal, INVOICES, "Pause GmbH renews").await.len(), 0);
    let expired = about(portal, INVOICES, "Pause GmbH has expired").await;
    assert_eq!(expired.len(), 1, "that it has expired is told all the same");
}

async fn what_was_not_said_in_time_is_said_before_it_is_charged(portal: &Portal) {
    let karin = reseller(portal).await;
    let late = kept(portal, &karin, "Spät GmbH", "1", GOOD).await;
    let end = view(&karin, late).await.subscription.ends_on();
    // from before the mail until after the end nobody works
    on(portal, end - 8.days()).await;
    on(portal, end + 2.days()).await;
    on(portal, end + 2.days()).await;
    assert_eq!(about(portal, INVOICES, "Spät GmbH renews").await.len(), 1);
    assert_eq!(charges(portal).await, [7930], "the mail is of this day");
    on(portal, end + 3.days()).await;
    assert_eq!(charges(portal).await, [7930, 7930]);
    assert_eq!(view(&karin, late).await.subscription.period.start(), end);
    // a mail that was only late comes once
    let next = view(&karin, late).await.subscription.ends_on();
    on(portal, next - 8.days()).await;
    on(portal, next - 5.days()).await;
    on(portal, next - 4.days()).await;
    assert_eq!(about(portal, INVOICES, "Spät GmbH renews").await.len(), 2);
}

async fn a_page_left_open_does_not_buy_the_period_after_the_next(portal: &Portal) {
    let karin = reseller(portal).await;
    // the period after the next has thirty days, so that it can be paid as soon as the next begins
    portal.tell(date(2027, 3, 1));
    karin.sign_in().await.expect("another day's session");
    let customer = kept(portal, &karin, "Offen GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    on(portal, end - 7.days()).await;
    portal.tell(end);
    karin.sign_in().await.expect("another day's session");
    let shown = karin.renewal(customer, 7).await;
    portal.work().await;
    assert_eq!(charges(portal).await, [7930, 7930]);
    let refused = karin.call(&shown).await;
    let Err(Problem::QuoteChanged { quote, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(quote.total, shown.expected_total, "only the period differs");
    assert!(quote.period.start() > end);
}

async fn one_that_fails_does_not_keep_the_day_from_the_others(portal: &Portal) {
    let karin = reseller(portal).await;
    let broken = kept(portal, &karin, "Bruch GmbH", "1", GOOD).await;
    let whole = kept(portal, &karin, "Ganz GmbH", "1", GOOD).await;
    let held = view(&karin, broken).await.subscription;
    let end = held.ends_on();
    on(portal, end - 7.days()).await;
    set_currency(portal, held.id, "???").await;
    on(portal, end).await;
    assert_eq!(charges(portal).await, [7930, 7930, 7930]);
    assert_eq!(view(&karin, whole).await.subscription.period.start(), end);
    set_currency(portal, held.id, "EUR").await;
    on(portal, end + 1.day()).await;
    assert_eq!(charges(portal).await.len(), 4, "the day after it is well");
}

async fn set_currency(portal: &Portal, subscription: SubscriptionId, code: &'static str) {
    let set = portal.context.store.write(move |tx| {
        tx.execute(
            "update subscriptions set currency = $1 where id = $2",
            &[code.into(), subscription.0.into()],
        )
    });
    set.await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

async fn the_latest_added_are_without_a_licence_where_there_are_fewer(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let end = view(&karin, customer).await.subscription.ends_on();
    let order = karin.renewal(customer, 2).await;
    buy(portal, &karin, &order).await;
    let rows = [
        "a@thistle.example",
        "b@thistle.example",
        "c@thistle.example",
    ];
    for row in rows {
        karin
            .call(&importing(customer, &[row]))
            .await
            .expect("added");
    }
    let ahead = view(&karin, customer).await;
    assert_eq!(
        (ahead.next_licences, ahead.seats.used + ahead.seats.invited),
        (Some(2), 4)
    );
    on(portal, end).await;
    let list = ListMembers {
        customer,
        search: String::new(),
        page: 1,
    };
    let licensed = |members: Vec<seatkeeper_core::member::Member>| -> Vec<String> {
        let licensed = members.into_iter().filter(|member| member.licensed);
        licensed.map(|member| member.email).collect()
    };
    let members = karin.call(&list).await.expect("members");
    assert_eq!(
        (members.total, members.seats.total, members.seats.free()),
        (4, 2, 0)
    );
    assert_eq!(
        licensed(members.members),
        ["a@thistle.example", "ewan@thistle.example"]
    );
    // two more licences give them back
    let order = karin.top_up(customer, 1).await;
    buy(portal, &karin, &order).await;
    let members = karin.call(&list).await.expect("members");
    assert_eq!(
        licensed(members.members),
        [
            "a@thistle.example",
            "b@thistle.example",
            "ewan@thistle.example"
        ]
    );
}

async fn revenue_is_released_month_by_month(portal: &Portal) {
    let karin = reseller(portal).await;
    kept(portal, &karin, "Umsatz GmbH", "12", GOOD).await;
    let revenue = async || {
        let sum = portal.context.store.read(|tx| {
            tx.only(
                "select cast(coalesce(sum(amount_minor), 0) as bigint) as sum from ledger_postings where account_code = '3000' and currency = 'EUR'",
                &[],
                |row| row.get::<i64>("sum"),
            )
        });
        sum.await
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
    };
    portal.work().await;
    let before = revenue().await;
    on(portal, FIRST_DAY + 1.month()).await;
    let month = revenue().await;
    assert!(month < before, "credited: {before}, then {month}");
    portal.work().await;
    assert_eq!(revenue().await, month, "once");
}
