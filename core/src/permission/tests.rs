//! Who may what, as tables.

use super::*;

const fn id(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}
const OURS: Managed = Managed {
    reseller: ResellerId(id(1)),
    customer: CustomerId(id(2)),
};

fn actor(
    staff: bool,
    reseller: Option<(u128, ResellerRole)>,
    customer: Option<(u128, MemberRole)>,
) -> Actor {
    Actor {
        account: AccountId(id(9)),
        staff,
        reseller: reseller.map(|(n, role)| (ResellerId(id(n)), role)),
        customers: customer
            .map(|(n, role)| (CustomerId(id(n)), role))
            .into_iter()
            .collect(),
        acting: false,
    }
}

/// `+` may; else the reason's letter.
fn letter(answer: Result<(), Refusal>) -> char {
    match answer {
        Ok(()) => '+',
        Err(Refusal::NotFound) => '0',
        Err(Refusal::TechniciansDoNotSpend) => 'T',
        Err(Refusal::MembersHaveOnlyTheirLicence) => 'M',
        Err(Refusal::TechniciansChangeAddressesOnly) => 't',
        Err(Refusal::TechniciansDoNotMakeAdministrators) => 'A',
        Err(Refusal::NobodyRemovesThemselves) => 'N',
        Err(Refusal::ResellerAdministratorsOnly) => 'R',
        Err(Refusal::LastAdministrator) => 'L',
        Err(Refusal::StaffActAsAReseller) => 'S',
        Err(Refusal::PayersOnly) => 'P',
        Err(Refusal::SavedCardIsThePayers) => 'C',
        Err(Refusal::NotWhileActing) => 'W',
        Err(Refusal::StaffOnly) => 's',
        Err(Refusal::SecondPersonConfirms) => '2',
        Err(Refusal::NoRole) => '-',
        Err(Refusal::SecondFactorRequired) => 'F',
    }
}

/// The letters of several answers.
fn letters(who: &Actor, actions: &[Action]) -> String {
    actions
        .iter()
        .map(|action| letter(may(who, action)))
        .collect()
}

#[test]
fn the_table_of_who_may_what() {
    use MemberRole::{Administrator, Member};
    let works = |reseller, role| actor(false, Some((reseller, role)), None);
    let belongs = |customer, role| actor(false, None, Some((customer, role)));
    // list, create, check a number, see coming renewals, see, see members, add one, buy, the reseller's order, the customer's
    for (who, decided) in [
        (works(1, ResellerRole::Administrator), "+++++++++0"),
        (works(1, ResellerRole::Technician), "+TTT+++TTT"),
        (works(7, ResellerRole::Administrator), "++++000000"),
        (belongs(2, Administrator), "+R+R++++0+"),
        (belongs(2, Member), "+RRRMMMM00"),
        (belongs(8, Administrator), "+R+R000000"),
        (actor(true, None, None), "+SSS++SS++"),
        (actor(false, None, None), "-RRR000000"),
    ] {
        let actions = [
            Action::ListCustomers,
            Action::CreateCustomer,
            Action::CheckVatNumber,
            Action::SeeComingRenewals,
            Action::SeeCustomer(OURS),
            Action::SeeMembers(OURS),
            Action::AddMember(OURS),
            Action::Buy(OURS),
            Action::SeeOrder(OURS, PayerSide::Reseller),
            Action::SeeInvoice(OURS, PayerSide::Customer),
        ];
        assert_eq!(letters(&who, &actions), decided, "{who:?}");
    }
}

#[test]
fn the_table_of_who_may_correct_a_business() {
    use MemberRole::{Administrator, Member};
    let works = |reseller, role| actor(false, Some((reseller, role)), None);
    let belongs = |customer, role| actor(false, None, Some((customer, role)));
    // the address, everything, decide on names
    for (who, decided) in [
        (works(1, ResellerRole::Administrator), "++s"),
        (works(1, ResellerRole::Technician), "+ts"),
        (works(7, ResellerRole::Administrator), "00s"),
        (belongs(2, Administrator), "++s"),
        (belongs(2, Member), "MMs"),
        (belongs(8, Administrator), "00s"),
        (actor(true, None, None), "SS+"),
        (actor(false, None, None), "00s"),
    ] {
        let actions = [
            Action::ChangeAddress(OURS),
            Action::ChangeBusiness(OURS),
            Action::DecideVatNames,
        ];
        assert_eq!(letters(&who, &actions), decided, "{who:?}");
    }
}

#[test]
fn the_table_of_who_may_change_whom() {
    use MemberRole::{Administrator, Member};
    let works = |role| actor(false, Some((1, role)), None);
    let belongs = |customer, role| actor(false, None, Some((customer, role)));
    let target = |own, role| Target { own, role };
    // change a member, an administrator, oneself; set the role of a member, of oneself; leave; list invoices
    for (who, decided) in [
        (works(ResellerRole::Administrator), "++N+N0+"),
        (works(ResellerRole::Technician), "+ANAA0T"),
        (
            actor(false, Some((7, ResellerRole::Administrator)), None),
            "000000+",
        ),
        (belongs(2, Administrator), "++N+N++"),
        (belongs(2, Member), "MMMMM+M"),
        (belongs(8, Administrator), "000000+"),
        (actor(true, None, None), "SSSSS0S"),
        (actor(false, None, None), "000000-"),
    ] {
        let actions = [
            Action::ChangeMember(OURS, target(false, Member)),
            Action::ChangeMember(OURS, target(false, Administrator)),
            Action::ChangeMember(OURS, target(true, Administrator)),
            Action::SetMemberRole(OURS, target(false, Member)),
            Action::SetMemberRole(OURS, target(true, Administrator)),
            Action::Leave(OURS),
            Action::ListInvoices,
        ];
        assert_eq!(letters(&who, &actions), decided, "{who:?}");
    }
}

#[test]
fn the_sellers_people_record_money_and_another_one_confirms_it() {
    let actions = [
        Action::RecordMoney,
        Action::ConfirmMoney(AccountId(id(9))),
        Action::ConfirmMoney(AccountId(id(8))),
    ];
    for (who, decided) in [
        (actor(true, None, None), "+2+"),
        (
            actor(false, Some((1, ResellerRole::Administrator)), None),
            "sss",
        ),
        (
            actor(false, None, Some((2, MemberRole::Administrator))),
            "sss",
        ),
        (actor(false, None, None), "sss"),
    ] {
        assert_eq!(letters(&who, &actions), decided, "{who:?}");
    }
}

#[test]
fn administrators_of_a_reseller_decide_about_their_colleagues() {
    let works = |reseller, role| actor(false, Some((reseller, role)), None);
    let actions = [
        Action::ManageColleagues(OURS.reseller),
        Action::ChangeColleague(OURS.reseller, AccountId(id(8))),
        Action::ChangeColleague(OURS.reseller, AccountId(id(9))),
    ];
    for (who, decided) in [
        (works(1, ResellerRole::Administrator), "++N"),
        (works(1, ResellerRole::Technician), "RRR"),
        (works(7, ResellerRole::Administrator), "000"),
        (
            actor(false, None, Some((2, MemberRole::Administrator))),
            "000",
        ),
        (actor(true, None, None), "SSS"),
        (actor(false, None, None), "000"),
    ] {
        assert_eq!(letters(&who, &actions), decided, "{who:?}");
    }
}

#[test]
fn who_works_for_the_reseller_buys_as_the_reseller() {
    let both = actor(
        false,
        Some((1, ResellerRole::Administrator)),
        Some((2, MemberRole::Administrator)),
    );
    assert_eq!(
        may(&both, &Action::SeeOrder(OURS, PayerSide::Reseller)),
        Ok(())
    );
}

#[test]
fn staff_act_as_a_reseller_and_nothing_besides() {
    let acting = actor(true, None, Some((8, MemberRole::Administrator))).acting_as(OURS.reseller);
    let theirs = Managed {
        reseller: ResellerId(id(7)),
        customer: CustomerId(id(8)),
    };
    let actions = [
        Action::CreateCustomer,
        Action::Buy(OURS),
        Action::SeeOrder(OURS, PayerSide::Reseller),
        Action::ManageColleagues(OURS.reseller),
        Action::ActAsAReseller,
        Action::UseSavedCard(OURS),
        Action::ChangeOwnAccount,
        Action::SeeCustomer(theirs),
        Action::ManageColleagues(theirs.reseller),
        Action::IssueCreditNotes,
        Action::SeeOrder(OURS, PayerSide::Customer),
    ];
    assert_eq!(letters(&acting, &actions), "+++++CW00s0");
    // whoever is no staff becomes nothing else, and nobody acts as nobody
    let stranger = actor(false, None, None);
    assert_eq!(stranger.clone().acting_as(OURS.reseller), stranger);
    let staff = actor(true, None, None);
    assert_eq!(staff.clone().acting_as(ResellerId::NOBODY), staff);
}

#[test]
fn only_who_manages_ends_that() {
    use MemberRole::{Administrator, Member};
    let works = |reseller, role| actor(false, Some((reseller, role)), None);
    let belongs = |customer, role| actor(false, None, Some((customer, role)));
    for (who, decided) in [
        (works(1, ResellerRole::Administrator), "++"),
        (works(1, ResellerRole::Technician), "RT"),
        (works(7, ResellerRole::Administrator), "0+"),
        (belongs(2, Administrator), "RR"),
        (belongs(2, Member), "MR"),
        (belongs(8, Administrator), "0R"),
        (actor(true, None, None), "SS"),
        (actor(true, None, None).acting_as(OURS.reseller), "++"),
        (actor(false, None, None), "0R"),
    ] {
        let actions = [Action::EndManaging(OURS), Action::AskToManage];
        assert_eq!(letters(&who, &actions), decided, "{who:?}");
    }
}
