//! Renewing by hand: before the end, within the grace, and after it; with another number, at the
//! price of the next period's first day.

use jiff::{ToSpan, civil::date};
use seatkeeper_core::{
    api::{CustomerView, GetCustomer, Problem},
    form::{Field, FieldError, FieldFault},
    id::CustomerId,
    member::Row,
    order::{OrderRequest, OrderState},
    quote::MOST_LICENCES,
    subscription::SubscriptionState,
};
use seatkeeper_server::store::{StoreError, parties, price_lists};

use crate::{
    buying::{buy, form, look, reseller},
    harness::{Person, Portal, stories},
    members::{adding, importing},
};

stories! {
    before_the_end_the_next_period_is_paid_with_another_number,
    a_renewal_has_the_price_and_the_discount_of_its_first_day,
    not_before_its_time_and_one_period_ahead_at_most,
    within_the_grace_licences_go_on_and_nothing_is_lost,
    there_is_no_grace_twice_in_a_row,
    after_the_end_the_period_begins_with_the_payment,
    never_fewer_than_the_members_in_use,
    a_top_up_after_a_paid_renewal_pays_both_periods,
    the_last_day_of_february_keeps_its_anchor,
    a_renewal_twice_is_one_renewal,
}

async fn view(person: &Person<'_>, customer: CustomerId) -> CustomerView {
    let view = person.call(&GetCustomer { customer }).await;
    view.expect("a customer")
}

/// Renews and pays.
async fn renew(portal: &Portal, person: &Person<'_>, customer: CustomerId, licences: u32) {
    let order = person.renewal(customer, licences).await;
    let paid = buy(portal, person, &order).await;
    assert_eq!(paid.order.state, OrderState::Paid);
}

async fn before_the_end_the_next_period_is_paid_with_another_number(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let before = view(&karin, customer).await;
    let end = before.subscription.period.end();
    renew(portal, &karin, customer, 8).await;
    let paid = view(&karin, customer).await;
    let next = paid.subscription.next.expect("the next period");
    assert_eq!(
        (next.start(), next.months(), next.anchor_day()),
        (end, 1, before.subscription.period.anchor_day())
    );
    assert_eq!(paid.seats.total, 5, "not before it begins");
    portal.tell(end.yesterday().expect("a day"));
    assert_eq!(view(&karin, customer).await.seats.total, 5);
    portal.tell(end);
    let begun = view(&karin, customer).await;
    assert_eq!((begun.seats.total, begun.subscription.period), (8, next));
}

async fn a_renewal_has_the_price_and_the_discount_of_its_first_day(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let end = view(&karin, customer).await.subscription.ends_on();
    let before = karin.renewal(customer, 5).await;
    let managed = karin
        .session()
        .await
        .and_then(|session| session.reseller)
        .expect("a reseller")
        .id;
    let now = portal.context.clock.now();
    let changed = portal.context.store.write(move |tx| {
        let mut list = price_lists::on(tx, end)?.expect("a price list");
        list.version += 1;
        list.from_on = end;
        for price in &mut list.prices {
            price.unit = "20".parse().expect("a price");
        }
        price_lists::publish(tx, &list, None, now)?;
        parties::enter_discount(
            tx,
            managed,
            (end, "50".parse().expect("a percentage")),
            None,
            now,
        )
    });
    changed
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    // what was watched before is refused, and nothing is stored
    let refused = karin.call(&before).await;
    assert!(
        matches!(refused, Err(Problem::QuoteChanged { .. })),
        "{refused:?}"
    );
    let order = karin.renewal(customer, 5).await;
    let paid = buy(portal, &karin, &order).await;
    // 5 × 1 × 20 = 100, less 50 %, and nobody's VAT
    assert_eq!(
        (
            paid.order.quote.net.minor(),
            paid.order.quote.discount.minor()
        ),
        (5000, 5000)
    );
    // a top-up of today has today's
    let top_up = karin.top_up(customer, 1).await;
    let mixed = buy(portal, &karin, &top_up).await.order.quote;
    assert_eq!(mixed.discount_percent.to_string(), "20");
    assert_eq!(
        mixed
            .lines
            .iter()
            .filter(|line| line.quantity.is_some())
            .count(),
        2
    );
}

async fn not_before_its_time_and_one_period_ahead_at_most(portal: &Portal) {
    let karin = reseller(portal).await;
    let early = karin.customer("Nordwind Logistik GmbH").await;
    let ends_on = view(&karin, early).await.subscription.ends_on();
    assert_eq!(
        view(&karin, early).await.buying.expect("prices").renewal,
        None
    );
    let thistle = karin.customer("Thistle & Byre Ltd").await;
    let mut order = karin.renewal(thistle, 7).await;
    renew(portal, &karin, thistle, 7).await;
    assert_eq!(
        karin.call(&order).await.err(),
        Some(Problem::WrongState),
        "one period ahead"
    );
    let OrderRequest::Renew(form) = &mut order.request else {
        panic!("a renewal");
    };
    form.customer = early;
    assert_eq!(
        karin.call(&order).await.err(),
        Some(Problem::WrongState),
        "too early"
    );
    portal.tell(ends_on - 31.days());
    assert_eq!(
        view(&karin, early).await.buying.expect("prices").renewal,
        None
    );
    portal.tell(ends_on - 30.days());
    assert!(
        view(&karin, early)
            .await
            .buying
            .expect("prices")
            .renewal
            .is_some()
    );
}

async fn within_the_grace_licences_go_on_and_nothing_is_lost(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let end = view(&karin, customer).await.subscription.ends_on();
    portal.tell(end + 6.days());
    let late = view(&karin, customer).await;
    assert_eq!(
        (late.state, late.seats.total),
        (SubscriptionState::Grace, 5)
    );
    assert!(
        karin
            .call(&adding(customer, "new@thistle.example"))
            .await
            .is_ok()
    );
    renew(portal, &karin, customer, 5).await;
    let renewed = view(&karin, customer).await;
    assert_eq!(
        renewed.subscription.period.start(),
        end,
        "it goes on where it ended"
    );
    assert_eq!(
        (renewed.state, renewed.seats.total),
        (SubscriptionState::Active, 5)
    );
}

async fn there_is_no_grace_twice_in_a_row(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    portal.tell(view(&karin, customer).await.subscription.ends_on() + 2.days());
    renew(portal, &karin, customer, 5).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    portal.tell(end);
    let ended = view(&karin, customer).await;
    assert_eq!(
        (ended.state, ended.seats.total),
        (SubscriptionState::Expired, 0)
    );
    portal.tell(end + 3.days());
    renew(portal, &karin, customer, 5).await;
    let again = view(&karin, customer).await.subscription;
    assert_eq!(again.period.start(), end + 3.days());
    // whoever has paid for a whole period again has a grace again
    portal.tell(again.ends_on() + 1.day());
    assert_eq!(view(&karin, customer).await.state, SubscriptionState::Grace);
}

async fn after_the_end_the_period_begins_with_the_payment(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Keel & Mast Ltd").await;
    let expired = view(&karin, customer).await;
    assert_eq!(
        (expired.state, expired.seats.total, expired.seats.used),
        (SubscriptionState::Expired, 0, 1)
    );
    assert_eq!(
        karin
            .call(&adding(customer, "new@keelmast.example"))
            .await
            .err(),
        Some(Problem::Expired)
    );
    renew(portal, &karin, customer, 3).await;
    let back = view(&karin, customer).await;
    let period = back.subscription.period;
    assert_eq!((period.start(), period.months()), (portal.today(), 12));
    assert_eq!(
        u8::try_from(portal.today().day()),
        Ok(period.anchor_day().get())
    );
    assert_eq!(
        (back.state, back.seats.total, back.seats.used),
        (SubscriptionState::Active, 3, 1)
    );
}

async fn never_fewer_than_the_members_in_use(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let rows = [
        "a@thistle.example",
        "b@thistle.example",
        "c@thistle.example",
    ];
    let added = karin
        .call(&importing(customer, &rows))
        .await
        .expect("added");
    assert_eq!(added.rows, [Row::Added; 3]);
    let in_use = added.seats.used + added.seats.invited;
    let fewer = karin.renewal(customer, in_use - 1).await;
    let fault = FieldFault::OutOfRange {
        least: in_use,
        most: MOST_LICENCES,
    };
    let errors = vec![FieldError {
        field: Field::Licences,
        fault,
    }];
    assert_eq!(
        karin.call(&fewer).await.err(),
        Some(Problem::Fields { errors })
    );
    renew(portal, &karin, customer, in_use).await;
}

async fn a_top_up_after_a_paid_renewal_pays_both_periods(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    renew(portal, &karin, customer, 6).await;
    let order = karin.top_up(customer, 2).await;
    let paid = buy(portal, &karin, &order).await.order.quote;
    let months: Vec<_> = paid.lines.iter().filter_map(|line| line.months).collect();
    assert_eq!(months, [1, 1]);
    let held = view(&karin, customer).await;
    assert_eq!(held.seats.total, 7);
    portal.tell(held.subscription.period.end());
    assert_eq!(view(&karin, customer).await.seats.total, 8);
}

async fn the_last_day_of_february_keeps_its_anchor(portal: &Portal) {
    portal.tell(date(2027, 12, 31));
    let karin = reseller(portal).await;
    let mut form = form("Schaltjahr GmbH", "DE", "");
    "1".clone_into(&mut form.term);
    let order = karin.create(form).await;
    buy(portal, &karin, &order).await;
    let customer = karin.customer("Schaltjahr GmbH").await;
    for end in [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ] {
        let held = view(&karin, customer).await.subscription;
        assert_eq!(held.ends_on(), end);
        portal.tell(end.yesterday().expect("a day"));
        renew(portal, &karin, customer, 7).await;
    }
}

async fn a_renewal_twice_is_one_renewal(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = karin.customer("Thistle & Byre Ltd").await;
    let (order, other) = (
        karin.renewal(customer, 5).await,
        karin.renewal(customer, 5).await,
    );
    let placed = karin.call(&order).await.expect("an order");
    assert_eq!(
        karin.call(&order).await.expect("the same").order,
        placed.order
    );
    let open = karin.call(&other).await.err();
    assert_eq!(
        open,
        Some(Problem::OrderOpen {
            order: Some(order.id)
        })
    );
    buy(portal, &karin, &order).await;
    assert_eq!(look(&karin, order.id).await.order.state, OrderState::Paid);
    assert_eq!(
        karin
            .call(&order)
            .await
            .expect("still the same")
            .order
            .state,
        OrderState::Paid
    );
    let next = view(&karin, customer).await.subscription.next;
    assert_eq!(next.map(|next| next.months()), Some(1));
}
