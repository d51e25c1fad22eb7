//! Whoever acts is not there as oneself: gives oneself nothing that stays, and sees nothing of one's own.

use seatkeeper_core::{
    api::{ChangeAddress, ListCustomers, SetMemberRole, StopActing},
    member::MemberRole,
    permission::Refusal,
};

use super::{KARIN, STAFF, acting_for, forbidden};
use crate::{
    buying::buy,
    harness::{Person, Portal, stories},
    members::{add, adding, importing, members, row},
};

stories! {
    the_own_address_is_not_added_to_a_business,
    own_businesses_are_not_listed,
}

async fn the_own_address_is_not_added_to_a_business(portal: &Portal) {
    let (staff, _) = acting_for(portal, KARIN).await;
    let customer = staff.customer("Nordwind Logistik GmbH").await;
    let all = members(&staff, customer).await;
    let refused = forbidden(Refusal::NotWhileActing);
    for email in [STAFF, "STAFF@Example.com"] {
        let added = staff.call(&adding(customer, email)).await;
        assert_eq!(added, refused, "{email}");
        let changing = ChangeAddress {
            customer,
            member: row(&all, "jonas.weber@nordwind.example").id,
            email: email.to_owned(),
            language: "en".to_owned(),
        };
        assert_eq!(staff.call(&changing).await, refused, "{email}");
        let rows = ["li@nordwind.example", email];
        let imported = staff.call(&importing(customer, &rows)).await;
        assert_eq!(imported.map(|done| done.seats), refused, "{email}");
    }
    // nothing was half done
    assert_eq!(members(&staff, customer).await, all);
    // it is theirs to decide for whom one acts
    staff.call(&StopActing {}).await.expect("ended");
    add(&portal.person(KARIN).await, customer, STAFF).await;
}

async fn names(person: &Person<'_>) -> Vec<String> {
    let all = person.call(&ListCustomers::default()).await;
    let rows = all.expect("a list").rows;
    rows.into_iter().map(|row| row.name).collect()
}

async fn own_businesses_are_not_listed(portal: &Portal) {
    let ruta = portal.person("other@example.com").await;
    let own = "SIA Daugava Print";
    let customer = ruta.customer(own).await;
    buy(portal, &ruta, &ruta.top_up(customer, 1).await).await;
    let all = add(&ruta, customer, STAFF).await;
    let (staff, _) = acting_for(portal, KARIN).await;
    let promoting = SetMemberRole {
        customer,
        member: row(&all, STAFF).id,
        role: MemberRole::Administrator,
    };
    ruta.call(&promoting).await.expect("an administrator");
    let listed = names(&staff).await;
    assert!(!listed.iter().any(|name| name == own), "{listed:?}");
    assert_eq!(listed, names(&portal.person(KARIN).await).await);
}
