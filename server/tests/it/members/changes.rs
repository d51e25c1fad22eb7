//! Removing, mailing again, changing the address, making administrators: what it does to the
//! licence, the link and the role, and who may not.

use jiff::ToSpan;
use seatkeeper_core::{
    api::{
        ChangeAddress, GetCustomer, ListCustomers, Problem, RemoveMember, ResendInvitation,
        SetMemberRole,
    },
    id::{CustomerId, MemberId},
    member::{MemberRole, MemberState, Reach},
    permission::Refusal,
};

use super::{activation, add, adding, members, opening, row};
use crate::harness::{FIRST_DAY, Person, Portal, stories};

stories! {
    a_removed_members_licence_is_free_at_once_and_the_end_does_not_move,
    a_withdrawn_invitation_can_no_longer_be_accepted,
    mailed_again_the_old_link_is_dead_and_thirty_days_begin_anew,
    an_address_is_changed_without_the_licence_being_free_in_between,
    an_administrator_is_made_and_unmade,
    nobody_takes_away_the_own_licence_or_role,
    a_technician_leaves_administrators_alone,
    the_second_of_two_who_change_a_member_is_told,
}

fn removing(customer: CustomerId, member: MemberId) -> RemoveMember {
    RemoveMember { customer, member }
}

fn resending(customer: CustomerId, member: MemberId) -> ResendInvitation {
    let language = "en".to_owned();
    ResendInvitation {
        customer,
        member,
        language,
    }
}

fn changing(customer: CustomerId, member: MemberId, email: &str) -> ChangeAddress {
    let (email, language) = (email.to_owned(), "en".to_owned());
    ChangeAddress {
        customer,
        member,
        email,
        language,
    }
}

fn role(customer: CustomerId, member: MemberId, role: MemberRole) -> SetMemberRole {
    SetMemberRole {
        customer,
        member,
        role,
    }
}

async fn id(person: &Person<'_>, customer: CustomerId, email: &str) -> MemberId {
    row(&members(person, customer).await, email).id
}

async fn a_removed_members_licence_is_free_at_once_and_the_end_does_not_move(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Café Söder HB").await;
    let elin = portal.person("customer@example.com").await;
    assert!(elin.call(&GetCustomer { customer }).await.is_ok());
    let before = members(&karin, customer).await;
    let view = karin.call(&GetCustomer { customer }).await.expect("a view");
    let member = row(&before, "customer@example.com").id;

    let seats = karin
        .call(&removing(customer, member))
        .await
        .expect("removed");
    assert_eq!(
        (seats.total, seats.free()),
        (before.seats.total, before.seats.free() + 1)
    );
    let after = members(&karin, customer).await;
    assert!(after.members.iter().all(|left| left.id != member));
    let unmoved = karin.call(&GetCustomer { customer }).await.expect("a view");
    assert_eq!(unmoved.subscription, view.subscription);
    // gone with the next request, and the account is one in no business
    assert_eq!(
        elin.call(&GetCustomer { customer }).await.err(),
        Some(Problem::NotFound)
    );
    assert_eq!(
        elin.session().await.expect("still signed in").membership,
        None
    );
    // the licence goes to somebody else
    assert_eq!(
        add(&karin, customer, "new@cafesoder.example")
            .await
            .seats
            .free(),
        before.seats.free()
    );
}

async fn a_withdrawn_invitation_can_no_longer_be_accepted(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let added = add(&karin, customer, "mei@nordwind.example").await;
    let mail = portal.mail_to("mei@nordwind.example").await;
    let secret = portal.secret_in(&mail, "/activate");
    let member = row(&added, "mei@nordwind.example").id;
    let seats = karin
        .call(&removing(customer, member))
        .await
        .expect("withdrawn");
    assert_eq!(seats.free(), added.seats.free() + 1);
    let mei = portal.stranger();
    assert_eq!(mei.ask(&opening(&secret)).await, Err(Problem::LinkGone));
    assert_eq!(mei.ask(&activation(&secret)).await, Err(Problem::LinkGone));
    // invited again, only the new link works
    add(&karin, customer, "mei@nordwind.example").await;
    let mail = portal.mail_to("mei@nordwind.example").await;
    let fresh = portal.secret_in(&mail, "/activate");
    assert_eq!(mei.ask(&opening(&secret)).await, Err(Problem::LinkGone));
    assert!(mei.ask(&activation(&fresh)).await.is_ok());
}

async fn mailed_again_the_old_link_is_dead_and_thirty_days_begin_anew(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let added = add(&karin, customer, "mei@nordwind.example").await;
    let member = row(&added, "mei@nordwind.example").id;
    let first = portal.secret_in(&portal.mail_to("mei@nordwind.example").await, "/activate");

    let later = FIRST_DAY + 20.days();
    portal.tell(later);
    let seats = karin
        .call(&resending(customer, member))
        .await
        .expect("mailed again");
    assert_eq!(seats, added.seats);
    let mail = portal.mail_to("mei@nordwind.example").await;
    assert!(mail.text.contains("12 January 2027"), "{}", mail.text);
    let second = portal.secret_in(&mail, "/activate");
    let state = MemberState::Waiting {
        since_on: FIRST_DAY,
        until_on: later + 30.days(),
    };
    assert_eq!(
        row(&members(&karin, customer).await, "mei@nordwind.example").state,
        state
    );
    let mei = portal.stranger();
    assert_eq!(mei.ask(&opening(&first)).await, Err(Problem::LinkGone));
    // past the first end, the second link still works
    portal.tell(FIRST_DAY + 40.days());
    assert!(mei.ask(&activation(&second)).await.is_ok());
    // who has come is not mailed any more
    let again = karin.call(&resending(customer, member)).await;
    assert_eq!(again, Err(Problem::WrongState));
}

async fn an_address_is_changed_without_the_licence_being_free_in_between(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Café Söder HB").await;
    let before = members(&karin, customer).await;
    assert_eq!(
        before.seats.free(),
        0,
        "no licence is free that it could take"
    );
    let elin = row(&before, "customer@example.com");
    assert_eq!(elin.role, MemberRole::Administrator);
    let changed = karin
        .call(&changing(customer, elin.id, "Maja@cafesoder.example"))
        .await;
    assert_eq!(changed.map(|seats| (seats.total, seats.free())), Ok((3, 0)));
    let after = members(&karin, customer).await;
    assert!(
        after
            .members
            .iter()
            .all(|member| member.email != "customer@example.com")
    );
    let maja = row(&after, "Maja@cafesoder.example");
    // another person: invited anew, and no administrator
    assert_eq!(
        (maja.role, maja.licensed, maja.name.as_deref()),
        (MemberRole::Member, true, None)
    );
    let secret = portal.secret_in(&portal.mail_to("Maja@cafesoder.example").await, "/activate");
    assert!(portal.stranger().ask(&activation(&secret)).await.is_ok());

    // the same address in another spelling is the same person
    let maja = id(&karin, customer, "Maja@cafesoder.example").await;
    karin
        .call(&changing(customer, maja, "maja@cafesoder.example"))
        .await
        .expect("spelt otherwise");
    let after = members(&karin, customer).await;
    let spelt = row(&after, "maja@cafesoder.example");
    assert_eq!((spelt.id, spelt.state), (maja, MemberState::Active));
    let taken = karin
        .call(&changing(customer, maja, "BARISTA@cafesoder.example"))
        .await;
    assert_eq!(taken, Err(Problem::AlreadyMember));
    assert_eq!(id(&karin, customer, "maja@cafesoder.example").await, maja);
}

async fn an_administrator_is_made_and_unmade(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let customer = karin.customer("Nordwind Logistik GmbH").await;
    let added = add(&karin, customer, "mei@nordwind.example").await;
    let mei_id = row(&added, "mei@nordwind.example").id;
    let make = role(customer, mei_id, MemberRole::Administrator);
    // an address alone is nobody yet
    assert_eq!(karin.call(&make).await, Err(Problem::WrongState));
    let secret = portal.secret_in(&portal.mail_to("mei@nordwind.example").await, "/activate");
    let mei = portal.stranger();
    mei.ask(&activation(&secret)).await.expect("activated");
    let forbidden = Problem::Forbidden {
        reason: Refusal::MembersHaveOnlyTheirLicence,
    };
    assert_eq!(
        mei.ask(&GetCustomer { customer }).await.err(),
        Some(forbidden.clone())
    );

    karin.call(&make).await.expect("an administrator");
    assert_eq!(
        karin.call(&make).await,
        Err(Problem::WrongState),
        "is one already"
    );
    let view = mei
        .ask(&GetCustomer { customer })
        .await
        .expect("seen with the next request");
    let buying = view.buying.expect("buys");
    assert!(buying.discount.is_zero(), "without the reseller's discount");
    let list = ListCustomers {
        search: String::new(),
        page: 1,
        ..ListCustomers::default()
    };
    assert_eq!(mei.ask(&list).await.expect("a list").total, 1);

    let unmake = role(customer, mei_id, MemberRole::Member);
    karin.call(&unmake).await.expect("a member again");
    assert_eq!(
        mei.ask(&GetCustomer { customer }).await.err(),
        Some(forbidden)
    );
    assert_eq!(mei.ask(&list).await.expect("a list").total, 0);
    assert!(
        mei.session().await.expect("signed in").membership.is_some(),
        "the licence stays"
    );
}

async fn nobody_takes_away_the_own_licence_or_role(portal: &Portal) {
    let elin = portal.person("customer@example.com").await;
    let customer = elin.customer("Café Söder HB").await;
    let list = members(&elin, customer).await;
    let own = row(&list, "customer@example.com");
    assert_eq!(own.reach, Reach::Own);
    let reason = Refusal::NobodyRemovesThemselves;
    let refused = Err(Problem::Forbidden { reason });
    assert_eq!(elin.call(&removing(customer, own.id)).await, refused);
    assert_eq!(
        elin.call(&changing(customer, own.id, "x@cafesoder.example"))
            .await,
        refused
    );
    assert_eq!(
        elin.call(&role(customer, own.id, MemberRole::Member)).await,
        refused
    );
    // but removes others
    let other = row(&list, "barista@cafesoder.example");
    assert_eq!(other.reach, Reach::SetRole);
    assert!(elin.call(&removing(customer, other.id)).await.is_ok());
}

async fn a_technician_leaves_administrators_alone(portal: &Portal) {
    let tom = portal.person("technician@example.com").await;
    let customer = tom.customer("Café Söder HB").await;
    let list = members(&tom, customer).await;
    let (elin, barista) = (
        row(&list, "customer@example.com"),
        row(&list, "barista@cafesoder.example"),
    );
    assert_eq!((elin.reach, barista.reach), (Reach::See, Reach::Change));
    let reason = Refusal::TechniciansDoNotMakeAdministrators;
    let refused = Err(Problem::Forbidden { reason });
    assert_eq!(tom.call(&removing(customer, elin.id)).await, refused);
    assert_eq!(
        tom.call(&changing(customer, elin.id, "x@cafesoder.example"))
            .await,
        refused
    );
    assert_eq!(
        tom.call(&role(customer, barista.id, MemberRole::Administrator))
            .await,
        refused
    );
    assert!(tom.call(&removing(customer, barista.id)).await.is_ok());
}

async fn the_second_of_two_who_change_a_member_is_told(portal: &Portal) {
    let karin = portal.person("reseller@example.com").await;
    let tom = portal.person("technician@example.com").await;
    let customer = karin.customer("Café Söder HB").await;
    let seen = members(&tom, customer).await;
    let barista = row(&seen, "barista@cafesoder.example").id;
    karin
        .call(&changing(customer, barista, "maja@cafesoder.example"))
        .await
        .expect("changed");
    for answer in [
        tom.call(&removing(customer, barista)).await,
        tom.call(&changing(customer, barista, "other@cafesoder.example"))
            .await,
        tom.call(&resending(customer, barista)).await,
    ] {
        assert_eq!(answer, Err(Problem::WrongState));
    }
    let after = members(&karin, customer).await;
    assert_eq!(
        (after.seats.total, after.seats.free()),
        (3, seen.seats.free())
    );
    row(&after, "maja@cafesoder.example");
    // another business's row is none of this one
    let elsewhere = karin.customer("Nordwind Logistik GmbH").await;
    let maja = row(&after, "maja@cafesoder.example").id;
    assert_eq!(
        karin.call(&removing(elsewhere, maja)).await,
        Err(Problem::WrongState)
    );
    assert_eq!(
        karin.call(&adding(customer, "x@cafesoder.example")).await,
        Err(Problem::NoFreeLicence)
    );
}
