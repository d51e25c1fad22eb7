//! Cancelling at the period's end: why, what is said and not said any more, and taking it back.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{AutoRenewal, CancelAtEnd, Problem, SetAutoRenewal, TakeBackCancellation},
    form::{CancelForm, Field, FieldError, FieldFault},
    id::CustomerId,
    permission::Refusal,
    subscription::SubscriptionState,
};
use seatkeeper_server::store::StoreError;

use crate::{
    buying::{buy, reseller},
    days::{GOOD, INVOICES, about, charges, kept, on, view},
    harness::{Person, Portal, stories},
};

stories! {
    what_is_cancelled_ends_and_nobody_is_reminded,
    a_cancellation_is_taken_back_until_the_end,
    another_period_takes_it_back,
    only_the_payer_cancels_and_says_why,
}

fn cancelling(customer: CustomerId, reason: &str, note: &str) -> CancelAtEnd {
    CancelAtEnd {
        customer,
        form: CancelForm {
            reason: reason.to_owned(),
            note: note.to_owned(),
        },
    }
}

async fn auto(person: &Person<'_>, customer: CustomerId) -> AutoRenewal {
    let buying = view(person, customer).await.buying;
    buying.and_then(|buying| buying.auto_renewal).expect("ours")
}

async fn what_is_cancelled_ends_and_nobody_is_reminded(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Schluss GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    let ask = cancelling(customer, "other_product", "Wir wechseln");
    karin.call(&ask).await.expect("cancelled");
    karin.call(&ask).await.expect("twice is no fault");
    let own = auto(&karin, customer).await;
    assert_eq!((own.cancelled, own.on), (true, false));
    for to in [INVOICES, "reseller@example.com"] {
        let said = about(portal, to, "Schluss GmbH is cancelled").await;
        assert_eq!(said.len(), 1, "{to}");
        assert!(
            said[0].text.contains("22 December 2026"),
            "{}",
            said[0].text
        );
    }
    let row = portal.context.store.read(move |tx| {
        tx.only("select reason, note from cancellations", &[], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })
    });
    let row = row
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(row, ("other_product".to_owned(), "Wir wechseln".to_owned()));
    for day in [end - 7.days(), end - 1.day(), end] {
        on(portal, day).await;
    }
    assert_eq!(
        about(portal, INVOICES, "Schluss GmbH renews").await.len(),
        0
    );
    assert_eq!(about(portal, INVOICES, "Schluss GmbH ends").await.len(), 0);
    assert_eq!(charges(portal).await.len(), 1);
    let refused = karin.call(&TakeBackCancellation { customer }).await;
    assert_eq!(refused.err(), Some(Problem::WrongState), "it has ended");
    on(portal, end + 7.days()).await;
    assert_eq!(
        view(&karin, customer).await.state,
        SubscriptionState::Expired
    );
}

async fn a_cancellation_is_taken_back_until_the_end(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Doch GmbH", "1", GOOD).await;
    let end = view(&karin, customer).await.subscription.ends_on();
    let ask = cancelling(customer, "price", "");
    karin.call(&ask).await.expect("cancelled");
    on(portal, end - 1.day()).await;
    let back = TakeBackCancellation { customer };
    karin.call(&back).await.expect("taken back");
    karin.call(&back).await.expect("twice is no fault");
    let own = auto(&karin, customer).await;
    assert_eq!((own.cancelled, own.on), (false, true));
    let said = about(portal, INVOICES, "Doch GmbH goes on").await;
    assert_eq!(said.len(), 1, "told once");
    // announced first, and charged a day later at the earliest
    on(portal, end).await;
    assert_eq!(about(portal, INVOICES, "Doch GmbH renews").await.len(), 1);
    on(portal, end + 1.day()).await;
    assert_eq!(charges(portal).await.len(), 2);
    // what was off before is off again
    let off = SetAutoRenewal {
        customer,
        on: false,
    };
    karin.call(&off).await.expect("off");
    karin.call(&ask).await.expect("cancelled");
    karin.call(&back).await.expect("taken back");
    assert!(!auto(&karin, customer).await.on);
    // and switching it on takes a cancellation back too
    karin.call(&ask).await.expect("cancelled");
    let on = SetAutoRenewal { customer, on: true };
    karin.call(&on).await.expect("on");
    let own = auto(&karin, customer).await;
    assert_eq!((own.cancelled, own.on), (false, true));
}

async fn another_period_takes_it_back(portal: &Portal) {
    let karin = reseller(portal).await;
    let customer = kept(portal, &karin, "Weiter GmbH", "1", GOOD).await;
    let ask = cancelling(customer, "not_needed", "");
    karin.call(&ask).await.expect("cancelled");
    let order = karin.renewal(customer, 3).await;
    buy(portal, &karin, &order).await;
    let own = auto(&karin, customer).await;
    assert_eq!(
        (own.cancelled, own.on),
        (false, false),
        "nothing is charged unasked"
    );
}

async fn only_the_payer_cancels_and_says_why(portal: &Portal) {
    let elin = portal.person("customer@example.com").await;
    let cafe = elin.customer("Café Söder HB").await;
    let refused = elin.call(&cancelling(cafe, "price", "")).await;
    let reason = Refusal::PayersOnly;
    assert_eq!(refused.err(), Some(Problem::Forbidden { reason }));
    let karin = reseller(portal).await;
    for (reason, note, field, fault) in [
        ("", "", Field::Reason, FieldFault::Missing),
        ("bored", "", Field::Reason, FieldFault::NotOffered),
        ("price", "<b>", Field::Note, FieldFault::ForbiddenCharacter),
    ] {
        let refused = karin.call(&cancelling(cafe, reason, note)).await;
        let errors = vec![FieldError { field, fault }];
        assert_eq!(refused.err(), Some(Problem::Fields { errors }));
    }
}
