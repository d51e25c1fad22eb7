//! The people of a reseller: who decides about them, roles that change with the next request,
//! removing, and that an administrator always stays.

mod offers;
mod told;

use seatkeeper_core::{
    api::{
        Colleague, ColleagueState, Colleagues, Endpoint, InviteColleague, ListColleagues,
        ListCustomers, ListInvoices, Problem, RemoveColleague, ResendColleagueInvitation,
        SetColleagueRole,
    },
    id::{AccountId, ColleagueId, ResellerId},
    permission::{Refusal, ResellerRole},
};
use seatkeeper_server::{
    params,
    store::{StoreError, colleagues},
};

use crate::harness::{FIRST_DAY, Person, Portal, stories};

const KARIN: &str = "reseller@example.com";
const TECHNICIAN: &str = "technician@example.com";

stories! {
    everybody_who_works_there_is_listed,
    a_role_changes_with_the_next_request,
    whoever_is_removed_is_out_at_once_and_told,
    nobody_takes_away_the_own_role,
    of_two_who_remove_each_other_one_stays,
    of_two_who_make_each_other_technicians_one_stays,
    the_store_keeps_the_last_administrator,
    another_reseller_a_technician_a_customer_and_staff_reach_nothing,
    another_resellers_colleague_is_nobody,
    everything_is_in_the_resellers_own_log,
}

/// The reseller that somebody works for.
pub(super) async fn reseller(person: &Person<'_>) -> ResellerId {
    let session = person.session().await.expect("signed in");
    session.reseller.expect("somebody who works for one").id
}

pub(super) async fn everybody(person: &Person<'_>, reseller: ResellerId) -> Colleagues {
    let list = ListColleagues { reseller };
    person.call(&list).await.expect("colleagues")
}

pub(super) fn row<'a>(all: &'a Colleagues, email: &str) -> &'a Colleague {
    let found = all.rows.iter().find(|row| row.email == email);
    found.unwrap_or_else(|| panic!("no {email} among {:?}", all.rows))
}

pub(super) async fn id(person: &Person<'_>, reseller: ResellerId, email: &str) -> ColleagueId {
    row(&everybody(person, reseller).await, email).id
}

pub(super) fn inviting(reseller: ResellerId, email: &str, role: ResellerRole) -> InviteColleague {
    InviteColleague {
        reseller,
        email: email.to_owned(),
        role,
        language: "en".to_owned(),
    }
}

pub(super) fn removing(reseller: ResellerId, colleague: ColleagueId) -> RemoveColleague {
    RemoveColleague {
        reseller,
        colleague,
    }
}

fn role(reseller: ResellerId, colleague: ColleagueId, role: ResellerRole) -> SetColleagueRole {
    SetColleagueRole {
        reseller,
        colleague,
        role,
    }
}

fn forbidden<T>(reason: Refusal) -> Result<T, Problem> {
    Err(Problem::Forbidden { reason })
}

/// The demo's technician becomes an administrator, as Karin is.
async fn two_administrators(portal: &Portal) -> (Person<'_>, Person<'_>, ResellerId) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    let other = id(&karin, ours, TECHNICIAN).await;
    let all = karin
        .call(&role(ours, other, ResellerRole::Administrator))
        .await
        .expect("another administrator");
    assert!(!all.has_one_administrator());
    (karin, portal.person(TECHNICIAN).await, ours)
}

async fn everybody_who_works_there_is_listed(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    portal.person(TECHNICIAN).await;
    let all = everybody(&karin, ours).await;
    let shown = |row: &Colleague| (row.email.clone(), row.role, row.own);
    let expected = [
        (KARIN.to_owned(), ResellerRole::Administrator, true),
        (TECHNICIAN.to_owned(), ResellerRole::Technician, false),
    ];
    assert_eq!(all.rows.iter().map(shown).collect::<Vec<_>>(), expected);
    assert_eq!(row(&all, KARIN).name.as_deref(), Some("Karin Ek"));
    assert!(all.has_one_administrator());
    for row in &all.rows {
        let state = ColleagueState::Works(Some(FIRST_DAY));
        assert_eq!((row.since_on, row.state), (FIRST_DAY, state));
    }
}

async fn a_role_changes_with_the_next_request(portal: &Portal) {
    let (karin, other, ours) = two_administrators(portal).await;
    let invoices = ListInvoices {
        page: 1,
        customer: None,
        ..ListInvoices::default()
    };
    assert!(other.call(&invoices).await.is_ok());
    let colleague = id(&karin, ours, TECHNICIAN).await;
    let technician = role(ours, colleague, ResellerRole::Technician);
    let all = karin.call(&technician).await.expect("a technician");
    assert!(all.has_one_administrator());
    let refused = other.call(&invoices).await;
    assert_eq!(
        refused.err(),
        Some(Problem::Forbidden {
            reason: Refusal::TechniciansDoNotSpend
        })
    );
    // told by somebody who sees the list of before
    assert_eq!(karin.call(&technician).await, Err(Problem::WrongState));
}

async fn whoever_is_removed_is_out_at_once_and_told(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    let technician = portal.person(TECHNICIAN).await;
    let everything = ListCustomers {
        search: String::new(),
        page: 1,
        ..ListCustomers::default()
    };
    assert!(technician.call(&everything).await.is_ok());
    let colleague = id(&karin, ours, TECHNICIAN).await;
    let all = karin
        .call(&removing(ours, colleague))
        .await
        .expect("removed");
    assert_eq!(all.rows.len(), 1);
    let refused = technician.call(&everything).await;
    assert_eq!(
        refused.err(),
        Some(Problem::Forbidden {
            reason: Refusal::NoRole
        })
    );
    let session = technician.session().await.expect("still signed in");
    assert_eq!(session.reseller, None);
    let mail = portal.mail_to(TECHNICIAN).await;
    assert!(
        mail.text.contains("has removed technician@example.com"),
        "{}",
        mail.text
    );
    assert_eq!(
        karin.call(&removing(ours, colleague)).await,
        Err(Problem::WrongState)
    );
}

async fn nobody_takes_away_the_own_role(portal: &Portal) {
    let (karin, _, ours) = two_administrators(portal).await;
    let own = id(&karin, ours, KARIN).await;
    let refused = forbidden(Refusal::NobodyRemovesThemselves);
    assert_eq!(karin.call(&removing(ours, own)).await, refused);
    let technician = role(ours, own, ResellerRole::Technician);
    assert_eq!(karin.call(&technician).await, refused);
}

async fn of_two_who_remove_each_other_one_stays(portal: &Portal) {
    let (karin, other, ours) = two_administrators(portal).await;
    let (own, others) = (
        id(&karin, ours, KARIN).await,
        id(&karin, ours, TECHNICIAN).await,
    );
    let (first, second) = (removing(ours, others), removing(ours, own));
    let (mine, theirs) = tokio::join!(karin.call(&first), other.call(&second));
    let (stays, lost) = match (mine, theirs) {
        (Ok(_), Err(lost)) => (&karin, lost),
        (Err(lost), Ok(_)) => (&other, lost),
        both => panic!("{both:?}"),
    };
    assert_eq!(
        lost,
        Problem::NotFound,
        "to whoever is out there is no such reseller"
    );
    let all = everybody(stays, ours).await;
    assert_eq!(all.rows.len(), 1);
    assert!(all.has_one_administrator());
}

async fn of_two_who_make_each_other_technicians_one_stays(portal: &Portal) {
    let (karin, other, ours) = two_administrators(portal).await;
    let technician = ResellerRole::Technician;
    let (first, second) = (
        role(ours, id(&karin, ours, TECHNICIAN).await, technician),
        role(ours, id(&karin, ours, KARIN).await, technician),
    );
    let (mine, theirs) = tokio::join!(karin.call(&first), other.call(&second));
    let (stays, lost) = match (mine, theirs) {
        (Ok(_), Err(lost)) => (&karin, lost),
        (Err(lost), Ok(_)) => (&other, lost),
        both => panic!("{both:?}"),
    };
    let reason = Refusal::ResellerAdministratorsOnly;
    assert_eq!(lost, Problem::Forbidden { reason });
    assert!(everybody(stays, ours).await.has_one_administrator());
}

/// Whoever asks: nobody reaches this by the pages, since the one who asks is an administrator.
async fn the_store_keeps_the_last_administrator(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    let last = AccountId(id(&karin, ours, KARIN).await.0);
    let tried = portal.context.store.write(move |tx| {
        Ok::<_, StoreError>((
            colleagues::remove(tx, ours, last)?,
            colleagues::set_role(tx, ours, last, ResellerRole::Technician)?,
            colleagues::set_role(tx, ours, last, ResellerRole::Administrator)?,
        ))
    });
    // the last one is refused as well: it would say that something was changed
    assert_eq!(tried.await, Ok((false, false, false)));
    assert!(everybody(&karin, ours).await.has_one_administrator());
}

async fn another_reseller_a_technician_a_customer_and_staff_reach_nothing(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    let colleague = id(&karin, ours, TECHNICIAN).await;
    for (email, refused) in [
        ("other@example.com", Problem::NotFound),
        ("customer@example.com", Problem::NotFound),
        (
            TECHNICIAN,
            Problem::Forbidden {
                reason: Refusal::ResellerAdministratorsOnly,
            },
        ),
        (
            "staff@example.com",
            Problem::Forbidden {
                reason: Refusal::StaffActAsAReseller,
            },
        ),
    ] {
        let attacker = portal.person(email).await;
        reaches_nothing(&attacker, (ours, colleague), &refused).await;
    }
    reaches_nothing(&portal.stranger(), (ours, colleague), &Problem::NotSignedIn).await;
    assert_eq!(everybody(&karin, ours).await.rows.len(), 2);
    let sent = portal.mails().await;
    assert!(sent.iter().all(|mail| mail.to != "eve@example.com"));
}

async fn reaches_nothing(
    attacker: &Person<'_>,
    (ours, colleague): (ResellerId, ColleagueId),
    refused: &Problem,
) {
    async fn refuses<E: Endpoint<Reply = Colleagues>>(
        attacker: &Person<'_>,
        ask: E,
        refused: &Problem,
    ) {
        assert_eq!(
            attacker.call(&ask).await,
            Err(refused.clone()),
            "{}",
            E::PATH
        );
    }
    let administrator = ResellerRole::Administrator;
    refuses(attacker, ListColleagues { reseller: ours }, refused).await;
    refuses(
        attacker,
        inviting(ours, "eve@example.com", administrator),
        refused,
    )
    .await;
    refuses(attacker, removing(ours, colleague), refused).await;
    refuses(attacker, role(ours, colleague, administrator), refused).await;
    let resending = ResendColleagueInvitation {
        reseller: ours,
        colleague,
        language: "en".to_owned(),
    };
    refuses(attacker, resending, refused).await;
}

/// One's own reseller in the path, somebody else's people and invitations in the body.
async fn another_resellers_colleague_is_nobody(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ruta = portal.person("other@example.com").await;
    let (ours, theirs) = (reseller(&karin).await, reseller(&ruta).await);
    let offer = inviting(ours, "mei@example.org", ResellerRole::Technician);
    let all = karin.call(&offer).await.expect("invited");
    let ids = [row(&all, TECHNICIAN).id, row(&all, "mei@example.org").id];
    for colleague in ids {
        let wrong = Err(Problem::WrongState);
        assert_eq!(ruta.call(&removing(theirs, colleague)).await, wrong);
        let administrator = role(theirs, colleague, ResellerRole::Administrator);
        assert_eq!(ruta.call(&administrator).await, wrong);
        let resending = ResendColleagueInvitation {
            reseller: theirs,
            colleague,
            language: "en".to_owned(),
        };
        assert_eq!(ruta.call(&resending).await, wrong);
    }
    assert_eq!(everybody(&karin, ours).await, all);
}

async fn everything_is_in_the_resellers_own_log(portal: &Portal) {
    let (karin, _, ours) = two_administrators(portal).await;
    let other = id(&karin, ours, TECHNICIAN).await;
    karin.call(&removing(ours, other)).await.expect("removed");
    let offer = inviting(ours, "mei@example.org", ResellerRole::Technician);
    let all = karin.call(&offer).await.expect("invited");
    let waiting = row(&all, "mei@example.org").id;
    let resending = ResendColleagueInvitation {
        reseller: ours,
        colleague: waiting,
        language: "en".to_owned(),
    };
    karin.call(&resending).await.expect("mailed again");
    karin
        .call(&removing(ours, waiting))
        .await
        .expect("withdrawn");
    let logged = portal.context.store.read(move |tx| {
        tx.query(
            "select action from audit_log where reseller_id = $1 and action like 'colleague.%' order by id",
            params![ours.0],
            |row| row.get::<String>("action"),
        )
    });
    let logged: Result<_, StoreError> = logged.await;
    let actions = [
        "role_set",
        "removed",
        "invited",
        "mailed_again",
        "withdrawn",
    ];
    let actions = actions.map(|action| format!("colleague.{action}"));
    assert_eq!(logged.expect("a log"), actions);
}
