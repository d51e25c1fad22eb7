//! Every step between an order's states that [`OrderState::may_become`] allows is taken by the rules as
//! they run, and no other can be.
//!
//! Each story names just the steps that its orders take; the database writes them down as they happen.
//! Together the stories are what is allowed.

mod afterwards;
mod by_itself;
mod cards;
mod transfers;

use seatkeeper_core::order::OrderState;
use seatkeeper_server::store::{
    StoreError,
    orders::{self, Step},
};

use crate::{
    buying::{form, reseller},
    harness::{Portal, Steps, stories},
};

/// From one state to the next.
type Pair = (OrderState, OrderState);

stories! {
    no_other_step_is_taken,
}

fn steps(pairs: &[Pair]) -> Steps {
    let words = pairs.iter().map(|(from, to)| (from.word(), to.word()));
    words.collect()
}

/// Every pair of states, and whether the second may follow.
fn pairs() -> impl Iterator<Item = (Pair, bool)> {
    let all = OrderState::ALL.into_iter();
    all.flat_map(|from| OrderState::ALL.map(|to| ((from, to), from.may_become(to))))
}

#[test]
fn what_the_stories_walk_is_what_may_be_walked() {
    let walked = [
        &cards::DECIDED[..],
        &cards::DECIDED_LATE,
        &cards::GIVEN_UP,
        &cards::FOR_NOTHING,
        &by_itself::RENEWED,
        &by_itself::SWITCHED_OFF,
        &by_itself::WANTED_OTHERWISE,
        &transfers::TRANSFERRED,
        &afterwards::CREDITED,
        &afterwards::DISPUTED,
        &afterwards::CREDITED_WHEN_WON,
    ];
    let allowed: Vec<Pair> = pairs()
        .filter_map(|(pair, may_follow)| may_follow.then_some(pair))
        .collect();
    assert_eq!(steps(&walked.concat()), steps(&allowed));
}

async fn no_other_step_is_taken(portal: &Portal) {
    let karin = reseller(portal).await;
    let order = karin.create(form("Anders GmbH", "DE", "")).await;
    karin.call(&order).await.expect("an order");
    portal.watch_orders().await;
    let (id, now) = (order.id, portal.context.clock.now());
    let tried = portal.context.store.write(move |tx| {
        let stored = orders::find_any(tx, id)?.expect("an order");
        let refused = pairs().filter(|(_, may_follow)| !may_follow);
        for ((from, to), _) in refused {
            let mut stands = stored.clone();
            stands.order.state = from;
            let step = Step {
                state: to,
                attempt: stands.order.attempt,
                declined: None,
                action_url: None,
                next_look_at: None,
                paid_on: None,
            };
            let answer = orders::step(tx, &stands, &step, now);
            assert!(
                matches!(&answer, Err(StoreError::Unexpected(why)) if why.contains("does not go")),
                "{from:?} to {to:?}: {answer:?}"
            );
        }
        Ok(())
    });
    tried
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(portal.steps().await, Steps::new());
}
