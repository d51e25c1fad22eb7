//! The audit log: everything for staff, and for a reseller what concerns it, without what is not
//! its to know.

pub(crate) mod once;
mod unasked;

use seatkeeper_core::{
    api::{
        GetReseller, InviteColleague, LogFilter, LogPage, LogRow, Problem, ReadLog,
        ReadResellerLog, SetReseller, SignIn,
    },
    form::Field,
    permission::{Refusal, ResellerRole},
};

use crate::{
    buying::{buy, form, reseller as karin_of},
    colleagues::reseller,
    harness::{FIRST_DAY, Person, Portal, stories},
};

stories! {
    staff_read_everything_and_narrow_it,
    what_it_is_about_is_found_in_capitals_of_every_script,
    a_reseller_reads_its_own_and_not_who_of_the_staff,
    what_a_customer_pays_is_not_in_its_resellers_log,
    the_log_is_read_page_by_page,
}

fn narrowed(change: impl FnOnce(&mut LogFilter)) -> ReadLog {
    let mut filter = LogFilter {
        language: "en".to_owned(),
        ..LogFilter::default()
    };
    change(&mut filter);
    ReadLog { filter }
}

async fn read(person: &Person<'_>, change: impl FnOnce(&mut LogFilter)) -> LogPage {
    person.call(&narrowed(change)).await.expect("the log")
}

async fn own(person: &Person<'_>, change: impl FnOnce(&mut LogFilter)) -> LogPage {
    let ask = ReadResellerLog {
        reseller: reseller(person).await,
        filter: narrowed(change).filter,
    };
    person.call(&ask).await.expect("the own log")
}

fn said(page: &LogPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.what.as_str()).collect()
}

fn row<'a>(page: &'a LogPage, what: &str) -> &'a LogRow {
    let found = page.rows.iter().find(|row| row.what.starts_with(what));
    found.unwrap_or_else(|| panic!("no {what} in {:?}", said(page)))
}

async fn invite(person: &Person<'_>, email: &str) {
    let ask = InviteColleague {
        reseller: reseller(person).await,
        email: email.to_owned(),
        role: ResellerRole::Technician,
        language: "en".to_owned(),
    };
    person.call(&ask).await.expect("an invitation");
}

/// Staff correct the town of the reseller that somebody works for.
async fn move_to(staff: &Person<'_>, person: &Person<'_>, city: &str) {
    let reseller = reseller(person).await;
    let now = staff.call(&GetReseller { reseller }).await;
    let now = now.expect("a reseller");
    let mut ask = SetReseller {
        reseller,
        version: now.version,
        form: now.form,
    };
    city.clone_into(&mut ask.form.business.city);
    staff.call(&ask).await.expect("corrected");
}

async fn staff_read_everything_and_narrow_it(portal: &Portal) {
    let karin = karin_of(portal).await;
    let staff = portal.person("staff@example.com").await;
    invite(&karin, "new@kontor.example").await;
    move_to(&staff, &karin, "Uppsala").await;
    let all = read(&staff, |_| {}).await;
    let newest = all.rows.first().expect("a row");
    assert_eq!(newest.who, "staff@example.com");
    assert!(newest.what.ends_with("→ Uppsala"), "{newest:?}");
    assert!(newest.at.starts_with("2026-11-23 "), "{newest:?}");
    assert!(
        !newest.from.is_empty() && !newest.on.is_empty(),
        "{newest:?}"
    );
    let hers = read(&staff, |filter| "RESELLER@".clone_into(&mut filter.who)).await;
    assert!(
        hers.rows
            .iter()
            .all(|row| row.who == "reseller@example.com")
    );
    let invited = row(&hers, "Invited").what.clone();
    assert_eq!(
        invited,
        "Invited new@kontor.example as a colleague: technician"
    );
    let about = read(&staff, |filter| "new@kontor".clone_into(&mut filter.about)).await;
    assert_eq!(said(&about), [invited.as_str()]);
    let kind = read(&staff, |filter| "reseller".clone_into(&mut filter.kind)).await;
    assert!(
        kind.rows.iter().all(|row| row.what.contains("reseller")),
        "{kind:?}"
    );
    assert!(kind.kinds.iter().any(|(noun, _)| noun == "reseller"));
    let tomorrow = FIRST_DAY.tomorrow().expect("a day").to_string();
    let later = read(&staff, |filter| filter.from_on.clone_from(&tomorrow)).await;
    assert_eq!(said(&later), [""; 0]);
    let until = read(&staff, |filter| filter.until_on = FIRST_DAY.to_string()).await;
    assert_eq!(said(&until), said(&all));
    let swedish = read(&staff, |filter| "sv".clone_into(&mut filter.language)).await;
    assert!(
        swedish
            .rows
            .iter()
            .any(|row| row.what.starts_with("Bjöd in new@"))
    );
    let wrong = staff
        .call(&narrowed(|filter| "x".clone_into(&mut filter.from_on)))
        .await;
    let Err(Problem::Fields { errors }) = wrong else {
        panic!("{wrong:?}");
    };
    assert_eq!(errors[0].field, Field::FromOn);
}

async fn what_it_is_about_is_found_in_capitals_of_every_script(portal: &Portal) {
    let karin = karin_of(portal).await;
    let staff = portal.person("staff@example.com").await;
    move_to(&staff, &karin, "Örnsköldsvik").await;
    for typed in ["Örn", "örn", "ÖRNSKÖLD"] {
        let found = read(&staff, |filter| typed.clone_into(&mut filter.about)).await;
        let [moved] = said(&found)[..] else {
            panic!("{typed} finds {found:?}");
        };
        assert!(moved.ends_with("→ Örnsköldsvik"), "{moved}");
    }
}

async fn a_reseller_reads_its_own_and_not_who_of_the_staff(portal: &Portal) {
    let karin = karin_of(portal).await;
    let ruta = portal.person("other@example.com").await;
    let staff = portal.person("staff@example.com").await;
    invite(&karin, "new@kontor.example").await;
    invite(&ruta, "theirs@baltic.example").await;
    move_to(&staff, &karin, "Uppsala").await;
    let page = own(&karin, |_| {}).await;
    let moved = row(&page, "Corrected the details");
    assert_eq!(
        (moved.who.as_str(), moved.from.as_str()),
        ("The seller’s staff", "")
    );
    let invited = row(&page, "Invited");
    assert_eq!(invited.who, "reseller@example.com");
    assert!(!invited.from.is_empty(), "one's own people were somewhere");
    assert!(!format!("{page:?}").contains("staff@"), "{page:?}");
    assert!(!format!("{page:?}").contains("baltic"), "{page:?}");
    // not even by looking for it
    let probed = own(&karin, |filter| "staff@example".clone_into(&mut filter.who)).await;
    assert_eq!(said(&probed), [""; 0]);
    let theirs = ReadResellerLog {
        reseller: reseller(&ruta).await,
        filter: LogFilter::default(),
    };
    assert_eq!(karin.call(&theirs).await, Err(Problem::NotFound));
    let technician = portal.person("technician@example.com").await;
    let ours = ReadResellerLog {
        reseller: reseller(&karin).await,
        filter: LogFilter::default(),
    };
    let reason = Refusal::ResellerAdministratorsOnly;
    assert_eq!(
        technician.call(&ours).await,
        Err(Problem::Forbidden { reason })
    );
}

async fn what_a_customer_pays_is_not_in_its_resellers_log(portal: &Portal) {
    let karin = karin_of(portal).await;
    let staff = portal.person("staff@example.com").await;
    let boss = portal.person("customer@example.com").await;
    let customer = boss.customer("Café Söder HB").await;
    let order = boss.top_up(customer, 1).await;
    buy(portal, &boss, &order).await;
    let ours = karin.create(form("Unsere GmbH", "DE", "")).await;
    buy(portal, &karin, &ours).await;
    let orders = |filter: &mut LogFilter| "order".clone_into(&mut filter.kind);
    let seen = own(&karin, orders).await;
    assert!(seen.rows.iter().any(|row| row.on.contains("Unsere GmbH")));
    let hidden = seen
        .rows
        .iter()
        .filter(|row| row.who == "customer@example.com");
    assert_eq!(hidden.count(), 0, "{seen:?}");
    let reference = seatkeeper_server::words::order_reference(order.id);
    assert!(!format!("{seen:?}").contains(&reference), "{seen:?}");
    let all = read(&staff, orders).await;
    assert!(format!("{all:?}").contains(&reference), "staff see it");
}

async fn the_log_is_read_page_by_page(portal: &Portal) {
    let staff = portal.person("staff@example.com").await;
    for _ in 0..60 {
        let again = SignIn {
            email: "staff@example.com".to_owned(),
            password: seatkeeper_server::demo::PASSWORD.to_owned(),
        };
        portal.stranger().call(&again).await.expect("a session");
    }
    let sessions = |filter: &mut LogFilter| "session".clone_into(&mut filter.kind);
    let first = read(&staff, sessions).await;
    assert_eq!(first.rows.len(), 50);
    let before = first.older.clone().expect("older ones");
    let second = read(&staff, |filter| {
        sessions(filter);
        filter.before.clone_from(&before);
    });
    let second = second.await;
    assert_eq!(second.older, None);
    assert!(second.rows.len() >= 11, "{}", second.rows.len());
    let both = [first.rows.as_slice(), &second.rows].concat();
    assert!(
        both.windows(2).all(|two| two[0].at >= two[1].at),
        "the newest first"
    );
}
