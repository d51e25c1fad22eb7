//! Makes the demo data: people and companies, then each customer's first order through the
//! checkout, as if placed and paid on its day.

use jiff::{Timestamp, ToSpan, civil::Date};
use seatkeeper_core::{
    form::CreateForm,
    id::{AccountId, CustomerId, ResellerId},
    member::MemberRole,
    order::OrderRequest,
    permission::{Actor, ResellerRole},
    price_list::{Price, PriceList},
    term::Term,
    vat_number::VatNumber,
};
use uuid::Uuid;

use super::data::{self, Customer, Reseller};
use crate::{
    auth::{SignedIn, password},
    checkout::{self, Seeded},
    context::Context,
    error::{Answer, Failure},
    http::Source,
    store::{Tx, accounts, parties, people, price_lists, seeding as rows},
    vat_numbers,
};

/// Makes the demo data, unless there is some.
///
/// # Errors
/// When the database does not answer.
pub async fn seed(context: &Context) -> Answer<()> {
    let there = context
        .store
        .read(|tx| Ok::<_, Failure>(accounts::by_email(tx, data::SIGN_INS[0].0)?.is_some()))
        .await?;
    if there {
        return Ok(());
    }
    check_numbers(context).await?;
    let now = context.clock.now();
    let hash = password::hash(&context.limits, data::PASSWORD.to_owned()).await?;
    context
        .store
        .write(move |tx| {
            let seeding = Seeding {
                now,
                hash: hash.clone(),
            };
            seeding.all(tx)
        })
        .await?;
    let administrator = account(context, data::SIGN_INS[0].0).await?;
    for customer in &data::CUSTOMERS {
        buy(context, administrator, customer).await?;
    }
    buy(
        context,
        account(context, data::SIGN_INS[3].0).await?,
        &data::OTHER_CUSTOMER,
    )
    .await
}

async fn account(context: &Context, email: &'static str) -> Answer<AccountId> {
    let found = context
        .store
        .read(move |tx| accounts::by_email(tx, email))
        .await?;
    found
        .map(|account| account.id)
        .ok_or_else(|| Failure::fault("a demo account is missing"))
}

/// The register's answers are kept before anything is priced by them.
async fn check_numbers(context: &Context) -> Answer<()> {
    let customers = data::CUSTOMERS
        .iter()
        .chain([&data::OTHER_CUSTOMER])
        .map(|c| (c.vat_number, c.name));
    for (number, name) in customers.chain([(data::BALTIC.vat_number, data::BALTIC.name)]) {
        if let Ok((number, _)) = VatNumber::parse(number) {
            vat_numbers::check(context, number, false, name.to_owned()).await?;
        }
    }
    Ok(())
}

struct Seeding {
    now: Timestamp,
    hash: String,
}

impl Seeding {
    fn all(&self, tx: &mut Tx<'_>) -> Answer<()> {
        price_lists::publish(tx, &prices()?, None, self.now)?;
        let kontor = self.reseller(tx, &data::KONTOR)?;
        let baltic = self.reseller(tx, &data::BALTIC)?;
        let admin = self.person(tx, data::SIGN_INS[0].0, "Karin Ek")?;
        people::add_to_reseller(
            tx,
            kontor,
            (admin, ResellerRole::Administrator),
            None,
            self.now,
        )?;
        let technician = self.person(tx, data::SIGN_INS[1].0, "Tove Lind")?;
        people::add_to_reseller(
            tx,
            kontor,
            (technician, ResellerRole::Technician),
            None,
            self.now,
        )?;
        let other = self.person(tx, data::SIGN_INS[3].0, "Rūta Petrauskienė")?;
        people::add_to_reseller(
            tx,
            baltic,
            (other, ResellerRole::Administrator),
            None,
            self.now,
        )?;
        self.person(tx, data::SIGN_INS[2].0, "Elin Söder")?;
        for (at, name) in [(4, "Sam Holm"), (5, "Maja Berg")] {
            let staff = self.person(tx, data::SIGN_INS[at].0, name)?;
            people::add_staff(tx, staff, None, self.now)?;
        }
        Ok(())
    }

    fn person(&self, tx: &mut Tx<'_>, email: &str, name: &str) -> Answer<AccountId> {
        let id = AccountId(Uuid::now_v7());
        accounts::insert(tx, id, email, "en", self.now)?;
        accounts::activate(tx, id, (name, "en", &self.hash), self.now)?;
        Ok(id)
    }

    fn reseller(&self, tx: &mut Tx<'_>, reseller: &Reseller) -> Answer<ResellerId> {
        let id = ResellerId(Uuid::now_v7());
        let number = VatNumber::parse(reseller.vat_number)
            .ok()
            .map(|(number, _)| number);
        let new = parties::NewReseller {
            party: seatkeeper_core::invoice::Party {
                name: reseller.name.to_owned(),
                address: reseller.address.to_owned(),
                postcode: reseller.postcode.to_owned(),
                city: reseller.city.to_owned(),
                country: reseller
                    .country
                    .parse()
                    .map_err(|_| Failure::fault("a demo country"))?,
                vat_number: number,
            },
            bill_to: if reseller.bills_itself {
                "reseller"
            } else {
                "customer"
            },
            invoice_email: reseller.invoice_email,
        };
        let percent = reseller
            .discount
            .parse()
            .map_err(|_| Failure::fault("a demo discount"))?;
        parties::insert_reseller(tx, id, &new, self.now)?;
        parties::enter_discount(tx, id, (first_day(), percent), None, self.now)?;
        Ok(id)
    }
}

/// The first day of the demo's price list and discounts.
fn first_day() -> Date {
    jiff::civil::date(2020, 1, 1)
}

fn prices() -> Answer<PriceList> {
    let wrong = |_| Failure::fault("a demo price");
    let mut prices = Vec::new();
    for (currency, month, year) in data::PRICES {
        let currency = currency
            .parse()
            .map_err(|_| Failure::fault("a demo currency"))?;
        prices.push(Price {
            currency,
            term: Term::Month,
            unit: month.parse().map_err(wrong)?,
        });
        prices.push(Price {
            currency,
            term: Term::Year,
            unit: year.parse().map_err(wrong)?,
        });
    }
    Ok(PriceList {
        version: 1,
        from_on: first_day(),
        prices,
    })
}

/// Places and pays a customer's first order on its day, and adds its members.
async fn buy(context: &Context, by: AccountId, customer: &'static Customer) -> Answer<()> {
    let (now, today) = (context.clock.now(), context.clock.today());
    let day = today.saturating_sub(customer.days_ago.days());
    let then = now
        .saturating_sub(jiff::SignedDuration::from_hours(
            24 * i64::from(customer.days_ago),
        ))
        .unwrap_or(now);
    let actor: Actor = context.store.read(move |tx| people::actor(tx, by)).await?;
    let who = SignedIn {
        actor,
        email: String::new(),
        name: String::new(),
        language: "en".to_owned(),
        source: Source::UNKNOWN,
        session: String::new(),
    };
    let request = OrderRequest::Create(form(customer));
    let id = checkout::seed(
        context,
        &who,
        Seeded {
            request,
            now: then,
            today: day,
        },
    )
    .await?;
    let days = Days {
        joined: (then, day),
        invited: (now, today.saturating_sub(2.days())),
    };
    context
        .store
        .write(move |tx| add_members(tx, id, by, customer.members, &days))
        .await
}

/// When members joined, and when those who have not were invited.
struct Days {
    joined: (Timestamp, Date),
    invited: (Timestamp, Date),
}

/// The first half of them has signed in; the first of the café is its administrator.
fn add_members(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    by: AccountId,
    addresses: &[&str],
    days: &Days,
) -> Answer<()> {
    let half = addresses.len().div_ceil(2);
    for (place, email) in addresses.iter().enumerate() {
        let known = accounts::by_email(tx, email)?;
        let is_active = place < half;
        let account = match known {
            Some(known) => Some(known.id),
            None if is_active => Some(activated(tx, email, days.joined.0)?),
            None => None,
        };
        let role = if *email == data::SIGN_INS[2].0 {
            MemberRole::Administrator
        } else {
            MemberRole::Member
        };
        let at = if is_active { days.joined } else { days.invited };
        rows::member(
            tx,
            customer,
            &rows::Seat {
                email,
                account,
                role,
                is_active,
                by,
            },
            at,
        )?;
    }
    Ok(())
}

/// An account that cannot be signed in to: nobody knows its password.
fn activated(tx: &mut Tx<'_>, email: &str, now: Timestamp) -> Answer<AccountId> {
    let id = AccountId(Uuid::now_v7());
    let name = email.split(['@', '.']).next().unwrap_or(email);
    let mut letters = name.chars();
    let name: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    accounts::insert(tx, id, email, "en", now)?;
    accounts::activate(tx, id, (&name, "en", "!"), now)?;
    Ok(id)
}

fn form(customer: &Customer) -> CreateForm {
    CreateForm {
        business_name: customer.name.to_owned(),
        address: customer.address.to_owned(),
        postcode: customer.postcode.to_owned(),
        city: customer.city.to_owned(),
        country: customer.country.to_owned(),
        vat_number: customer.vat_number.to_owned(),
        licences: customer.licences.to_owned(),
        term: customer.term.to_owned(),
        currency: customer.currency.to_owned(),
        payment: "card".to_owned(),
    }
}
