//! The customer acted on: chosen in the address, known to every page at once.

use std::sync::LazyLock;

use leptos::{prelude::*, task::spawn_local};
use seatkeeper_app::ui::whenever;
use seatkeeper_core::{
    api::{CustomerView, GetCustomer, ListCustomers},
    id::CustomerId,
    page::Address,
};

use crate::{
    http::{self, Load},
    router,
};

static CUSTOMER: LazyLock<ArcRwSignal<Load<CustomerView>>> =
    LazyLock::new(|| ArcRwSignal::new(Load::Waiting));
static AGAIN: LazyLock<ArcRwSignal<u32>> = LazyLock::new(|| ArcRwSignal::new(0));

/// Whose id stands in the address.
pub fn chosen() -> Option<CustomerId> {
    router::here().acting_on
}

/// Whose id stands in the address at this moment.
pub fn chosen_now() -> Option<CustomerId> {
    router::here_now().acting_on
}

/// That customer; another one's view is never shown for it.
pub fn customer() -> Load<CustomerView> {
    let chosen = chosen();
    CUSTOMER.with(|customer| match customer {
        Load::Ready(view) if Some(view.id) != chosen => Load::Waiting,
        known => known.clone(),
    })
}

/// Whoever reads this in a question asks again when something about the customer has changed.
pub fn follow_changes() {
    AGAIN.track();
}

/// Something about the customer has changed.
pub fn fetch_again() {
    AGAIN.update(|again| *again += 1);
}

/// Whoever belongs to one business only acts on it without having chosen.
async fn choose_the_only_one() {
    let all = ListCustomers {
        search: String::new(),
        page: 1,
        ..ListCustomers::default()
    };
    let Ok(found) = http::persist(&all).await else {
        return;
    };
    let here = router::here_now();
    if let ([only], None) = (found.rows.as_slice(), here.acting_on) {
        router::replace(&Address {
            page: here.page,
            acting_on: Some(only.id),
        });
    }
}

/// Keeps [`customer`] true for as long as the tab is open and somebody is signed in.
pub fn watch() {
    let account = || super::with(|session| session.account);
    let answer = http::follow(move || {
        AGAIN.track();
        let customer = account().and_then(|_| chosen())?;
        Some(GetCustomer { customer })
    });
    whenever(move || CUSTOMER.set(answer.get()));
    whenever(move || {
        let sells = super::with(|session| session.reseller.is_some() || session.staff);
        if account().is_some() && sells == Some(false) && chosen_now().is_none() {
            spawn_local(choose_the_only_one());
        }
    });
    whenever(move || {
        // a failure of an earlier choice is not one of this
        let _ = chosen();
        if CUSTOMER.with_untracked(|customer| matches!(customer, Load::Failed(_))) {
            CUSTOMER.set(Load::Waiting);
        }
    });
}
