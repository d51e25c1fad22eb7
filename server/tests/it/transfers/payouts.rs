//! What is paid out of a balance: no more than is left, once, above an amount by two people, and seen by
//! its payer.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{BalanceRow, CancelOrder, DecideMoney, FindTransfers, Problem, RecordMoney, Recorded},
    form::{Field, FieldError, FieldFault},
};

use super::{balances, came, euro, mailed, ordered, staff};
use crate::{
    buying::reseller,
    harness::{Person, Portal, stories},
};

stories! {
    a_balance_is_paid_out_once_and_no_further_than_it_goes,
    above_an_amount_a_second_person_confirms,
    days_that_are_typed_do_not_dodge_the_second_person,
}

/// An order that was given up, for which so much came all the same.
async fn kept(portal: &Portal, name: &str, amounts: &[&str]) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let order = ordered(&karin, name).await.order.id;
    karin.call(&CancelOrder { order }).await.expect("given up");
    for (at, amount) in amounts.iter().enumerate() {
        let entry = came(order, &format!("IN-{name}-{at}"), portal.today(), amount);
        let kept = sam.call(&entry).await.expect("recorded");
        assert!(matches!(kept, Recorded::Kept { .. }), "{kept:?}");
    }
}

fn out(row: &BalanceRow, reference: &str, portal: &Portal, amount: &str) -> RecordMoney {
    RecordMoney {
        is_payout: true,
        ..came(row.order, reference, portal.today(), amount)
    }
}

async fn rows(staff: &Person<'_>, search: &str) -> Vec<BalanceRow> {
    let ask = FindTransfers {
        search: search.to_owned(),
        page: 1,
    };
    staff.call(&ask).await.expect("transfers").balances
}

async fn a_balance_is_paid_out_once_and_no_further_than_it_goes(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    assert_eq!(rows(&sam, "").await, []);
    kept(portal, "Rest GmbH", &["100", "50"]).await;
    let row = rows(&sam, "kontor").await.remove(0);
    assert_eq!((row.amount, &row.waiting), (euro(15_000), &None));
    assert_eq!(
        (row.paid_by.as_str(), row.since_on),
        ("Kontor & Co AB", portal.today())
    );
    assert_eq!(rows(&sam, "nobody").await, []);

    let too_much = sam.call(&out(&row, "OUT-1", portal, "150.01")).await;
    let (field, fault) = (Field::Amount, FieldFault::AboveBalance);
    let errors = vec![FieldError { field, fault }];
    assert_eq!(too_much, Err(Problem::Fields { errors }));
    let some = out(&row, "OUT-1", portal, "120");
    let paid = Ok(Recorded::PaidOut {
        amount: euro(12_000),
    });
    assert_eq!(sam.call(&some).await, paid);
    assert_eq!(sam.call(&some).await, paid, "the same entry once more");
    let other = sam.call(&out(&row, "OUT-1", portal, "1")).await;
    assert_eq!(other, Err(Problem::EntryRecorded), "in other words");
    let came_in = sam
        .call(&came(row.order, "OUT-1", portal.today(), "120"))
        .await;
    assert_eq!(came_in, Err(Problem::EntryRecorded), "it went out");
    assert_eq!(balances(&karin).await, [euro(3_000)]);
    portal.work().await;
    let mail = mailed(portal, "has transferred €120.00 of the balance").await;
    assert!(mail.attachment.is_none());
    let rest = out(&row, "OUT-2", portal, "30");
    sam.call(&rest).await.expect("paid out");
    assert_eq!(
        (balances(&karin).await, rows(&sam, "").await),
        (vec![], vec![])
    );
    let refused = sam.call(&out(&row, "OUT-3", portal, "0.01")).await;
    assert!(
        matches!(refused, Err(Problem::Fields { .. })),
        "{refused:?}"
    );
}

async fn above_an_amount_a_second_person_confirms(portal: &Portal) {
    let (karin, sam) = (reseller(portal).await, staff(portal).await);
    let maja = portal.person("second@example.com").await;
    kept(portal, "Groß GmbH", &["9000"]).await;
    kept(portal, "Größer GmbH", &["9000"]).await;
    let row = rows(&sam, "").await.remove(0);
    assert_eq!(row.amount, euro(1_800_000));
    let small = sam.call(&out(&row, "OUT-1", portal, "9000")).await;
    assert!(matches!(small, Ok(Recorded::PaidOut { .. })), "{small:?}");
    // the two together are above it
    let large = out(&row, "OUT-2", portal, "5000");
    assert_eq!(sam.call(&large).await, Ok(Recorded::Waits));
    assert_eq!(balances(&karin).await, [euro(400_000)], "kept for it");
    let refused = sam.call(&out(&row, "OUT-3", portal, "4000.01")).await;
    assert!(
        matches!(refused, Err(Problem::Fields { .. })),
        "{refused:?}"
    );

    let waits = rows(&sam, "").await.remove(0).waiting.expect("it waits");
    assert!(waits.is_own);
    let decide = |is_right| DecideMoney {
        entry: waits.id,
        is_right,
    };
    let own = sam.call(&decide(true)).await;
    assert!(matches!(own, Err(Problem::Forbidden { .. })), "{own:?}");
    let confirmed = maja.call(&decide(true)).await;
    assert_eq!(
        confirmed,
        Ok(Recorded::PaidOut {
            amount: euro(500_000)
        })
    );
    assert_eq!(rows(&maja, "").await.remove(0).amount, euro(400_000));

    let wrong = out(&row, "OUT-4", portal, "4000");
    assert_eq!(sam.call(&wrong).await, Ok(Recorded::Waits));
    let entry = rows(&maja, "")
        .await
        .remove(0)
        .waiting
        .expect("it waits")
        .id;
    let is_right = false;
    let withdrawn = maja.call(&DecideMoney { entry, is_right }).await;
    assert_eq!(withdrawn, Ok(Recorded::Withdrawn));
    assert_eq!(balances(&karin).await, [euro(400_000)]);
    portal.work().await;
}

async fn days_that_are_typed_do_not_dodge_the_second_person(portal: &Portal) {
    kept(portal, "Alt GmbH", &["9000", "900"]).await;
    kept(portal, "Älter GmbH", &["9000"]).await;
    let (long_ago, later) = (portal.today(), portal.today() + 40.days());
    portal.tell(later);
    let sam = staff(portal).await;
    let row = rows(&sam, "").await.remove(0);
    assert_eq!(row.since_on, long_ago);
    let old = |reference, amount| RecordMoney {
        is_payout: true,
        ..came(row.order, reference, long_ago, amount)
    };
    let first = sam.call(&old("OUT-1", "9000")).await;
    assert!(matches!(first, Ok(Recorded::PaidOut { .. })), "{first:?}");
    assert_eq!(sam.call(&old("OUT-2", "5000")).await, Ok(Recorded::Waits));
}
