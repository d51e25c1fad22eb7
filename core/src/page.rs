//! The table of addresses: which page stands where. The browser's router, the server's fallback
//! and every link in a mail use it, so a link cannot point to a page that does not exist.
//! Secrets of links travel in the fragment, which no server or log ever sees.

use crate::id::{CustomerId, OrderId};

/// A page of the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// All customers.
    Overview,
    /// A new customer with a first subscription.
    Create,
    /// Members of the customer acted on.
    Manage,
    /// More licences for the customer acted on.
    PurchaseLicence,
    /// The next period of the customer acted on.
    Renew,
    /// Who the customer acted on is: name, address, VAT number.
    BusinessInformation,
    /// The payer's invoices.
    Billing,
    /// The reseller's own people.
    Colleagues,
    /// For staff: orders that wait for bank transfers, and money that came.
    Transfers,
    /// For staff: invoices of everybody, and giving back some of one.
    CreditNotes,
    /// For staff: VAT numbers whose name they decide on.
    VatNames,
    /// For staff: the resellers.
    Resellers,
    /// What was done: by everybody for staff, for a reseller and its customers for its administrators.
    Log,
    /// One order: on its way, declined or its receipt.
    Order(OrderId),
    /// E-mail and password.
    SignIn,
    /// Asking for a link to choose a new password.
    ForgottenPassword,
    /// Following that link; the secret is in the fragment.
    ResetPassword,
    /// Following an activation or invitation link; the secret is in the fragment.
    Activate,
    /// "Not me, never again"; the secret is in the fragment.
    StopMails,
    /// Confirming the new address of an account; the secret is in the fragment.
    ConfirmEmail,
    /// Stopping a change of the address; the secret is in the fragment.
    KeepEmail,
    /// Own name, language and where one is signed in.
    Account,
    /// No such address.
    NotFound,
}

/// Pages without parameters and their paths; [`Page::Order`] is the only one with a parameter.
const TABLE: [(Page, &str); 21] = [
    (Page::Overview, "/"),
    (Page::Create, "/create"),
    (Page::Manage, "/manage"),
    (Page::PurchaseLicence, "/purchase-licence"),
    (Page::Renew, "/renew"),
    (Page::BusinessInformation, "/business-information"),
    (Page::Billing, "/billing"),
    (Page::Colleagues, "/colleagues"),
    (Page::Transfers, "/transfers"),
    (Page::CreditNotes, "/credit-notes"),
    (Page::VatNames, "/vat-names"),
    (Page::Resellers, "/resellers"),
    (Page::Log, "/log"),
    (Page::SignIn, "/sign-in"),
    (Page::ForgottenPassword, "/forgotten-password"),
    (Page::ResetPassword, "/reset-password"),
    (Page::Activate, "/activate"),
    (Page::StopMails, "/stop-mails"),
    (Page::ConfirmEmail, "/confirm-email"),
    (Page::KeepEmail, "/keep-email"),
    (Page::Account, "/account"),
];
const ORDER: &str = "/orders/";

impl Page {
    /// The page at a path, [`Page::NotFound`] for any other text.
    pub fn at(path: &str) -> Self {
        let trimmed = match path.strip_suffix('/') {
            Some("") | None => path,
            Some(rest) => rest,
        };
        if let Some((page, _)) = TABLE.iter().find(|(_, at)| *at == trimmed) {
            return page.clone();
        }
        trimmed
            .strip_prefix(ORDER)
            .and_then(|id| id.parse().ok())
            .map_or(Self::NotFound, Self::Order)
    }

    /// The path of this page, without query or fragment.
    pub fn path(&self) -> String {
        match self {
            Self::Order(id) => {
                let mut path = String::from(ORDER);
                path.push_str(&id.to_string());
                path
            }
            page => TABLE
                .iter()
                .find(|(known, _)| known == page)
                .map_or("/not-found", |(_, path)| path)
                .to_owned(),
        }
    }

    /// Whether the page is shown to somebody who is not signed in.
    pub fn is_public(&self) -> bool {
        matches!(
            self,
            Self::SignIn
                | Self::ForgottenPassword
                | Self::ResetPassword
                | Self::Activate
                | Self::StopMails
                | Self::ConfirmEmail
                | Self::KeepEmail
                | Self::NotFound
        )
    }
}

/// A page together with the customer acted on, as it stands in the address bar (`?on=…`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Which page.
    pub page: Page,
    /// The choice of *Acting on*; survives a reload and can be linked.
    pub acting_on: Option<CustomerId>,
}

impl Address {
    /// Reads a path and a query string (with or without `?`).
    pub fn read(path: &str, query: &str) -> Self {
        let acting_on = query
            .trim_start_matches('?')
            .split('&')
            .find_map(|pair| pair.strip_prefix("on="))
            .and_then(|id| id.parse().ok());
        Self {
            page: Page::at(path),
            acting_on,
        }
    }

    /// What the address bar shows.
    pub fn href(&self) -> String {
        let mut href = self.page.path();
        if let Some(customer) = self.acting_on {
            href.push_str("?on=");
            href.push_str(&customer.to_string());
        }
        href
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_at_its_own_path() {
        let order = Page::Order(
            "0190a5de-0000-7000-8000-000000000001"
                .parse()
                .expect("an id"),
        );
        for page in TABLE.iter().map(|(page, _)| page.clone()).chain([order]) {
            assert_eq!(Page::at(&page.path()), page);
        }
        assert_eq!(Page::at("/orders/nonsense"), Page::NotFound);
        assert_eq!(Page::at("/manage/"), Page::Manage);
    }

    #[test]
    fn the_customer_acted_on_survives_the_address() {
        let customer = "0190a5de-0000-7000-8000-000000000002"
            .parse()
            .expect("an id");
        let address = Address {
            page: Page::Manage,
            acting_on: Some(customer),
        };
        let href = address.href();
        let (path, query) = href.split_once('?').expect("a query");
        assert_eq!(Address::read(path, query), address);
        assert_eq!(Address::read("/", "on=x").acting_on, None);
    }
}
