//! Whoever gets another role hears of it, and nobody else.

use seatkeeper_core::{id::ResellerId, permission::ResellerRole};

use super::{KARIN, TECHNICIAN, id, reseller, role};
use crate::harness::{Person, Portal, stories};

stories! {
    whose_role_is_changed_is_told_what_it_is,
    what_was_taken_back_at_once_is_not_told,
}

async fn set(karin: &Person<'_>, ours: ResellerId, to: ResellerRole) {
    let colleague = id(karin, ours, TECHNICIAN).await;
    karin.call(&role(ours, colleague, to)).await.expect("set");
}

/// What somebody was told about the own role, the latest last.
async fn told(portal: &Portal, email: &str) -> Vec<String> {
    let mails = portal.mails().await.into_iter();
    let about = mails.filter(|mail| mail.to == email && mail.subject.contains("role at"));
    about.map(|mail| mail.text).collect()
}

async fn whose_role_is_changed_is_told_what_it_is(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    set(&karin, ours, ResellerRole::Administrator).await;
    let mails = told(portal, TECHNICIAN).await;
    assert_eq!(mails.len(), 1);
    let words = "for Kontor & Co AB as an administrator";
    assert!(mails[0].contains(words), "{}", mails[0]);
    set(&karin, ours, ResellerRole::Technician).await;
    let mails = told(portal, TECHNICIAN).await;
    assert_eq!(mails.len(), 2);
    let words = "as a technician from now on";
    assert!(mails[1].contains(words), "{}", mails[1]);
    assert_eq!(told(portal, KARIN).await, [""; 0], "she knows");
}

async fn what_was_taken_back_at_once_is_not_told(portal: &Portal) {
    let karin = portal.person(KARIN).await;
    let ours = reseller(&karin).await;
    for to in [ResellerRole::Administrator, ResellerRole::Technician] {
        set(&karin, ours, to).await;
    }
    let mails = told(portal, TECHNICIAN).await;
    assert!(
        mails.len() == 1 && mails[0].contains("as a technician"),
        "{mails:?}"
    );
}
