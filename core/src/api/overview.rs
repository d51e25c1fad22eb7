//! The list of customers behind Overview and *Acting on*: what is asked for, and what each row says.
//!
//! Promises that the question stands in an address as it stands in the page's own, so that a list can
//! be linked and survives a reload. Leaves who sees which row to the server.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, encode, pairs};
use crate::{
    id::{CustomerId, OrderId},
    licence::Seats,
    money::Money,
    subscription::SubscriptionState,
};

/// How many rows a page of customers has.
pub const CUSTOMERS_A_PAGE: u32 = 25;

/// Which customers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerFilter {
    /// Every one.
    #[default]
    All,
    /// Those about which somebody should do something: near or past their end, with a [`Warning`], or
    /// with something that the caller has not paid.
    Attention,
    /// Those with something that the caller has not paid.
    Unpaid,
    /// Those near their end that do not renew by themselves, and those past it.
    Ending,
}

/// By what the list is sorted; equals are by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerSort {
    /// By name.
    #[default]
    Name,
    /// By the first day that is not paid.
    Ends,
    /// By the licences that are given or held.
    Used,
    /// By all licences.
    Licences,
}

/// Lists the customers one may act on, those whose name, city or VAT number holds the search text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCustomers {
    /// Any part of name, city or VAT number; empty for all.
    #[serde(default)]
    pub search: String,
    /// Which of them.
    #[serde(default)]
    pub filter: CustomerFilter,
    /// By what they are sorted.
    #[serde(default)]
    pub sort: CustomerSort,
    /// The last first.
    #[serde(default)]
    pub falling: bool,
    /// From 1; 0 is the first as well.
    #[serde(default)]
    pub page: u32,
}

/// One page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerPage {
    /// The rows of this page.
    pub rows: Vec<CustomerRow>,
    /// How many customers match in all.
    pub total: u32,
    /// How many of those that the search finds need attention, whatever the filter is.
    pub attention: u32,
    /// Which page this is, from 1.
    pub page: u32,
    /// The seats of all that match, summed.
    pub seats: Seats,
}

/// A row of Overview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// Its id.
    pub id: CustomerId,
    /// Its name.
    pub name: String,
    /// Its town.
    pub city: String,
    /// ISO 3166-1 code.
    pub country: String,
    /// The reseller that manages it; only for the seller's people, who see those of all.
    pub reseller: Option<String>,
    /// Its seats.
    pub seats: Seats,
    /// The first day that is not paid.
    #[serde(with = "crate::day")]
    pub ends_on: Date,
    /// The day from which licences rest: the end, or the day after the grace.
    #[serde(with = "crate::day")]
    pub rests_on: Date,
    /// Whether it renews by itself on that day.
    pub renews: bool,
    /// What it is today: expiring and expired are warnings too.
    pub state: SubscriptionState,
    /// What else somebody should look at.
    pub warnings: Vec<Warning>,
    /// What is not paid, for whoever may see that order.
    pub unpaid: Option<Unpaid>,
}

/// What somebody should look at, besides the end of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The register has not confirmed its VAT number: orders billed to it have VAT.
    VatNumber,
    /// Of its own people only one is an administrator: nobody of them can stand in. A business without
    /// any is administered by its reseller, as was agreed, and is not warned of.
    OneAdministrator,
    /// The next period is paid, for fewer licences than are given and held.
    FewerLicences,
    /// Licences rest, because a payer's bank wants their payment back.
    Disputed,
}

/// An order that somebody has still to pay: it waits for a bank transfer, or the card was declined (or
/// its bank asked for the holder) when it renewed by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpaid {
    /// Which: its page says how.
    pub order: OrderId,
    /// What is still missing.
    pub missing: Money,
    /// The last day on which a transfer may come; nothing where a card was declined.
    #[serde(with = "crate::day::maybe")]
    pub due_on: Option<Date>,
}

impl CustomerFilter {
    /// Every filter, and its word in an address.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::All, "all"),
        (Self::Attention, "attention"),
        (Self::Unpaid, "unpaid"),
        (Self::Ending, "ending"),
    ];
}

impl CustomerSort {
    /// Every order, and its word in an address.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Name, "name"),
        (Self::Ends, "ends"),
        (Self::Used, "used"),
        (Self::Licences, "licences"),
    ];
}

impl ListCustomers {
    /// What differs from the first page of all customers by name, as the query of an address.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut add = |name: &str, value: &str| {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(name);
            query.push_str(value);
        };
        if !self.search.is_empty() {
            add("search=", &encode(&self.search));
        }
        if self.filter != CustomerFilter::All {
            add("filter=", word(&CustomerFilter::ALL, self.filter));
        }
        if self.sort != CustomerSort::Name {
            add("sort=", word(&CustomerSort::ALL, self.sort));
        }
        if self.falling {
            add("falling=", "true");
        }
        if self.page > 1 {
            add("page=", &self.page.to_string());
        }
        query
    }

    /// Reads a [`query`](Self::query). What cannot be read is as if it were not there: it is what
    /// somebody has typed into the address bar.
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in pairs(query) {
            match name {
                "search" => read.search = value,
                "filter" => read.filter = meant(&CustomerFilter::ALL, &value),
                "sort" => read.sort = meant(&CustomerSort::ALL, &value),
                "falling" => read.falling = value == "true",
                "page" => read.page = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        read
    }
}

fn word<T: Copy + PartialEq>(all: &[(T, &'static str)], meant: T) -> &'static str {
    let found = all.iter().find(|(known, _)| *known == meant);
    found.map_or("", |(_, word)| *word)
}

fn meant<T: Copy + Default>(all: &[(T, &str)], word: &str) -> T {
    let found = all.iter().find(|(_, known)| *known == word);
    found.map(|(meant, _)| *meant).unwrap_or_default()
}

impl Endpoint for ListCustomers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/customers";
    type Reply = CustomerPage;

    fn address(&self) -> String {
        let mut address = String::from(Self::PATH);
        address.push('?');
        address.push_str(&self.query());
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_survives_the_address() {
        for (filter, _) in CustomerFilter::ALL {
            for (sort, _) in CustomerSort::ALL {
                let asked = ListCustomers {
                    search: "100 % & Söder+_".to_owned(),
                    filter,
                    sort,
                    falling: sort == CustomerSort::Used,
                    page: 3,
                };
                assert_eq!(ListCustomers::read(&asked.query()), asked);
            }
        }
        let plain = ListCustomers::default();
        assert_eq!(
            (plain.query().as_str(), plain.address().as_str()),
            ("", "/api/customers?")
        );
        assert_eq!(ListCustomers::read("?"), plain);
    }

    #[test]
    fn the_words_are_those_of_the_wire() {
        for (filter, word) in CustomerFilter::ALL {
            assert_eq!(serde_json::to_value(filter).expect("a word"), word);
        }
        for (sort, word) in CustomerSort::ALL {
            assert_eq!(serde_json::to_value(sort).expect("a word"), word);
        }
    }

    #[test]
    fn nonsense_in_the_address_bar_is_passed_over() {
        let read = ListCustomers::read(
            "?on=1&page=-1&sort=price&filter&search=a%2&falling=yes&search=b+c",
        );
        let expected = ListCustomers {
            search: "b c".to_owned(),
            ..ListCustomers::default()
        };
        assert_eq!(read, expected);
    }
}
