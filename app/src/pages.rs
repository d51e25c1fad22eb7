//! Which page stands at which address, and what it is called in the title bar.

mod account;
pub mod act_as;
mod billing;
mod business;
mod change;
mod changing_hands;
mod colleagues;
mod create;
mod credit_notes;
mod inputs;
mod link;
mod listing;
mod log;
mod manage;
mod membership;
mod method;
mod order;
mod outcome;
mod overview;
mod paying;
mod purchase;
mod qr;
mod refused;
mod renew;
mod resellers;
mod said;
mod sending;
mod sentences;
mod sign_in;
mod slip;
mod transfers;
mod vat_names;

use leptos::prelude::*;
use seatkeeper_core::page::Page;

/// The page at an address, made anew.
pub fn page(page: &Page) -> AnyView {
    match page {
        Page::Overview => view! { <overview::Overview /> }.into_any(),
        Page::Create => view! { <create::Create /> }.into_any(),
        Page::Manage => view! { <manage::Manage /> }.into_any(),
        Page::PurchaseLicence => view! { <purchase::PurchaseLicence /> }.into_any(),
        Page::Renew => view! { <renew::Renew /> }.into_any(),
        Page::BusinessInformation => view! { <business::BusinessInformation /> }.into_any(),
        Page::Billing => view! { <billing::Billing /> }.into_any(),
        Page::Colleagues => view! { <colleagues::ColleaguesPage /> }.into_any(),
        Page::Transfers => view! { <transfers::Transfers /> }.into_any(),
        Page::CreditNotes => view! { <credit_notes::CreditNotes /> }.into_any(),
        Page::VatNames => view! { <vat_names::VatNames /> }.into_any(),
        Page::Resellers => view! { <resellers::Resellers /> }.into_any(),
        Page::Log => view! { <log::Log /> }.into_any(),
        Page::Order(id) => view! { <order::OrderPage id=*id /> }.into_any(),
        Page::SignIn => view! { <sign_in::SignInPage /> }.into_any(),
        Page::ForgottenPassword => view! { <sign_in::ForgottenPasswordPage /> }.into_any(),
        Page::ResetPassword | Page::Activate | Page::ConfirmEmail | Page::KeepEmail => {
            view! { <link::LinkPage /> }.into_any()
        }
        Page::StopMails => view! { <link::StopMailsPage /> }.into_any(),
        Page::Account => view! { <account::Account /> }.into_any(),
        Page::NotFound => view! { <refused::NotFound /> }.into_any(),
    }
}

/// The key of a page's title.
pub const fn title(page: &Page) -> &'static str {
    match page {
        Page::Overview => "nav.overview",
        Page::Create => "create.title",
        Page::Manage => "manage.title",
        Page::PurchaseLicence => "purchase.title",
        Page::Renew => "renew.title",
        Page::BusinessInformation => "nav.business",
        Page::Billing => "nav.billing",
        Page::Colleagues => "nav.colleagues",
        Page::Transfers => "nav.transfers",
        Page::CreditNotes => "nav.credit_notes",
        Page::VatNames => "nav.vat_names",
        Page::Resellers => "nav.resellers",
        Page::Log => "nav.log",
        Page::Order(_) => "order.title",
        Page::SignIn => "sign_in.title",
        Page::ForgottenPassword => "forgotten.title",
        Page::ResetPassword => "reset.title",
        Page::Activate => "activate.title",
        Page::StopMails => "stop_mails.title",
        Page::ConfirmEmail => "confirm_email.title",
        Page::KeepEmail => "keep_email.title",
        Page::Account => "account.title",
        Page::NotFound => "not_found.title",
    }
}
