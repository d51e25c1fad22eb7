//! Somebody at a browser: acts through HTTP, with a cookie of its own, and computes prices as
//! the page does before it asks for anything.

use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use reqwest::header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use seatkeeper_core::{
    api::{
        Buying, CustomerView, Endpoint, GetCustomer, GetSession, ListCustomers, Method, PlaceOrder,
        Problem, REQUEST_HEADER, Session, SignIn, TODAY_HEADER,
    },
    discount::Percent,
    form::{CreateForm, RenewForm, TopUpForm},
    id::{CustomerId, OrderId},
    order::{BillTo, OrderRequest},
    price_list::PriceList,
    quote::{NextPeriod, QuoteKind, QuoteRequest, Sale, quote},
    vat::Buyer,
    vat_number::VatNumberStatus,
};
use uuid::Uuid;

use super::Portal;

/// Somebody at a browser.
pub(crate) struct Person<'a> {
    portal: &'a Portal,
    who: Mutex<Option<(String, String)>>,
    cookie: Mutex<Option<String>>,
    signed_in_on: Mutex<Option<Date>>,
    heard: Mutex<Option<Vec<Heard>>>,
}

/// A reply, and what was asked.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) asked: String,
    pub(crate) answered: Answered,
}

/// A reply, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

impl Answered {
    /// A header's text, empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The text of the document that it is.
    pub(crate) fn document(&self) -> String {
        words_of(&self.bytes)
    }

    /// The problem that it tells of.
    pub(crate) fn problem(&self) -> Problem {
        let problem: Problem = serde_json::from_str(&self.body).unwrap_or_else(|error| {
            panic!("{} is no problem: {error}: {}", self.status, self.body)
        });
        assert_eq!(problem.status(), self.status, "{problem:?}");
        problem
    }
}

/// The text of a document as another library reads it, its lines as one.
pub(crate) fn words_of(document: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(document).expect("a document with text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'a> Person<'a> {
    pub(super) fn new(portal: &'a Portal, who: Option<(&str, &str)>) -> Self {
        let who = who.map(|(email, password)| (email.to_owned(), password.to_owned()));
        Self {
            portal,
            who: Mutex::new(who),
            cookie: Mutex::default(),
            signed_in_on: Mutex::default(),
            heard: Mutex::default(),
        }
    }

    /// Keeps every reply from now on.
    pub(crate) fn remember(&self) {
        locked(&self.heard).get_or_insert_default();
    }

    /// Every reply that was kept.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        locked(&self.heard).clone().unwrap_or_default()
    }

    /// The same person at another browser, not signed in there.
    pub(crate) fn elsewhere(&self) -> Self {
        let who = locked(&self.who).clone();
        Self {
            portal: self.portal,
            who: Mutex::new(who),
            cookie: Mutex::default(),
            signed_in_on: Mutex::default(),
            heard: Mutex::default(),
        }
    }

    /// Uses this address and password from now on.
    pub(crate) fn becoming(&self, email: &str, password: &str) -> &Self {
        *locked(&self.who) = Some((email.to_owned(), password.to_owned()));
        self
    }

    /// A copy of another browser's cookie.
    pub(crate) fn has_the_cookie_of(&self, other: &Self) {
        locked(&self.cookie).clone_from(&locked(&other.cookie));
    }

    /// Signs in with the person's own address and password.
    pub(crate) async fn sign_in(&self) -> Result<Session, Problem> {
        let (email, password) = locked(&self.who).clone().expect("somebody with an account");
        let state = self.ask(&SignIn { email, password }).await?;
        *locked(&self.signed_in_on) = Some(self.portal.today());
        Ok(state.session.expect("a session"))
    }

    /// Asks; on a new day somebody who was signed in signs in again first.
    pub(crate) async fn call<E: Endpoint>(&self, ask: &E) -> Result<E::Reply, Problem> {
        let today = self.portal.today();
        let overnight = locked(&self.signed_in_on).is_some_and(|day| day != today);
        if overnight {
            self.sign_in().await?;
        }
        self.ask(ask).await
    }

    /// Asks with whatever cookie there is.
    pub(crate) async fn ask<E: Endpoint>(&self, ask: &E) -> Result<E::Reply, Problem> {
        let mut request = match E::METHOD {
            Method::Get => self.request(reqwest::Method::GET, &ask.address()),
            Method::Post => self
                .request(reqwest::Method::POST, &ask.address())
                .json(ask),
        };
        request = request
            .header(ORIGIN, &self.portal.url)
            .header(REQUEST_HEADER, "1");
        let reply = self.send(request).await;
        assert_eq!(reply.header(TODAY_HEADER), self.portal.today().to_string());
        if reply.status == 200 {
            let read = serde_json::from_str(&reply.body);
            return Ok(read.unwrap_or_else(|error| panic!("{}: {error}: {}", E::PATH, reply.body)));
        }
        let problem = reply.problem();
        assert_ne!(problem, Problem::Fault, "{}", E::PATH);
        Err(problem)
    }

    /// A request with the person's cookie and nothing else.
    pub(crate) fn request(
        &self,
        method: reqwest::Method,
        address: &str,
    ) -> reqwest::RequestBuilder {
        let request = self
            .portal
            .browser
            .request(method, format!("{}{address}", self.portal.url));
        match locked(&self.cookie).as_deref() {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    /// Sends a request, and keeps the cookie that the reply sets.
    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answered {
        let request = request.build().expect("a request");
        let asked = format!("{} {}", request.method(), request.url());
        let reply = self.portal.browser.execute(request).await;
        let reply = reply.expect("the portal answers");
        let (status, headers) = (reply.status().as_u16(), reply.headers().clone());
        if let Some(set) = headers.get(SET_COOKIE) {
            let set = set.to_str().expect("text");
            let pair = set.split(';').next().unwrap_or_default();
            let kept = !set.contains("Max-Age=0");
            *locked(&self.cookie) = kept.then(|| pair.to_owned());
        }
        let bytes = reply.bytes().await.expect("a body").to_vec();
        let answered = Answered {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        };
        if let Some(heard) = locked(&self.heard).as_mut() {
            heard.push(Heard {
                asked,
                answered: answered.clone(),
            });
        }
        answered
    }

    /// Who is signed in at this browser.
    pub(crate) async fn session(&self) -> Option<Session> {
        self.ask(&GetSession {})
            .await
            .expect("anybody may ask")
            .session
    }

    /// The customer of this name.
    pub(crate) async fn customer(&self, name: &str) -> CustomerId {
        let search = ListCustomers {
            search: name.to_owned(),
            page: 1,
            ..ListCustomers::default()
        };
        let page = self.call(&search).await.expect("a list");
        let found = page.rows.iter().find(|row| row.name == name);
        found
            .unwrap_or_else(|| panic!("no customer {name} among {:?}", page.rows))
            .id
    }

    /// An order of a new customer at the price that the page shows, not yet placed. The number is
    /// confirmed if VIES confirms it.
    pub(crate) async fn create(&self, form: CreateForm) -> PlaceOrder {
        let new = form.read().unwrap_or_else(|errors| panic!("{errors:?}"));
        let state = self.call(&GetSession {}).await.expect("a session");
        let selling = state
            .session
            .and_then(|session| session.selling)
            .expect("somebody who sells");
        let vat_status = match &new.customer.vat_number {
            None => VatNumberStatus::Absent,
            Some(number) => {
                let ask = seatkeeper_core::api::CheckVatNumber {
                    vat_number: number.as_str().to_owned(),
                    business_name: new.customer.name.clone(),
                };
                self.call(&ask)
                    .await
                    .expect("an answer about the number")
                    .status
            }
        };
        let buyer = match selling.bill_to {
            BillTo::Reseller => selling.reseller_buyer,
            BillTo::Customer => Buyer {
                country: new.customer.country,
                postcode: new.customer.postcode.clone(),
                vat_number: new.customer.vat_number.clone(),
                vat_status,
            },
        };
        let sale = Sale {
            seller: selling.seller,
            buyer,
            discount: selling.discount,
        };
        let request = QuoteRequest {
            kind: QuoteKind::Create,
            currency: new.currency,
            term: new.term,
            licences: new.licences,
        };
        let quote = quote(&request, &selling.prices, &sale, state.today).expect("a quote");
        PlaceOrder {
            id: OrderId(Uuid::now_v7()),
            request: OrderRequest::Create(form),
            price_list: selling.prices.version,
            today: state.today,
            starts_on: quote.period.start(),
            expected_total: quote.total,
        }
    }

    /// A top-up at the price that the page shows, not yet placed.
    pub(crate) async fn top_up(&self, customer: CustomerId, licences: u32) -> PlaceOrder {
        let (view, buying) = self.buying(customer).await;
        let subscription = view.subscription;
        let next = subscription.next.map(|period| {
            let prices = buying
                .next_prices
                .as_ref()
                .expect("the next period's prices");
            let unit_price = prices
                .unit(subscription.currency, period.term())
                .expect("a price");
            NextPeriod { period, unit_price }
        });
        let request = QuoteRequest {
            kind: QuoteKind::TopUp {
                period: subscription.period,
                next,
            },
            currency: subscription.currency,
            term: subscription.period.term(),
            licences,
        };
        let (prices, discount) = (buying.prices.clone(), buying.discount);
        let form = OrderRequest::TopUp(TopUpForm {
            customer,
            licences: licences.to_string(),
            payment: "card".to_owned(),
        });
        self.priced(&request, buying, (&prices, discount), form)
    }

    /// A renewal at the price that the page shows, not yet placed.
    pub(crate) async fn renewal(&self, customer: CustomerId, licences: u32) -> PlaceOrder {
        let (view, buying) = self.buying(customer).await;
        let renewing = buying.renewal.clone().expect("a renewal that can be paid");
        let subscription = view.subscription;
        let request = QuoteRequest {
            kind: QuoteKind::Renew {
                running: Some(subscription.period),
                grace: renewing.grace,
            },
            currency: subscription.currency,
            term: subscription.term,
            licences,
        };
        let form = OrderRequest::Renew(RenewForm::by_card(customer, licences.to_string()));
        self.priced(
            &request,
            buying,
            (&renewing.prices, renewing.discount),
            form,
        )
    }

    async fn buying(&self, customer: CustomerId) -> (CustomerView, Buying) {
        let view = self.call(&GetCustomer { customer }).await;
        let view = view.expect("a customer");
        let buying = view.buying.clone().expect("somebody who may buy");
        (view, buying)
    }

    fn priced(
        &self,
        request: &QuoteRequest,
        buying: Buying,
        (prices, discount): (&PriceList, Percent),
        form: OrderRequest,
    ) -> PlaceOrder {
        let today = self.portal.today();
        let sale = Sale {
            seller: buying.seller,
            buyer: buying.buyer,
            discount,
        };
        let quote = quote(request, prices, &sale, today).expect("a quote");
        PlaceOrder {
            id: OrderId(Uuid::now_v7()),
            request: form,
            price_list: prices.version,
            today,
            starts_on: quote.period.start(),
            expected_total: quote.total,
        }
    }
}

fn locked<T>(value: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
