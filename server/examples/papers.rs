//! Renders every mail and some invoices with made-up data into a folder, to look at them:
//! `cargo run -p seatkeeper-server --example papers -- FOLDER`.

use std::{fs, path::Path};

use jiff::civil::{Date, date};
use seatkeeper_core::{
    country::Country,
    currency::Currency,
    discount::Percent,
    id::{InvoiceId, OrderId},
    invoice::{DocumentKind, Draft, Invoice, InvoiceNumber, Party, issue},
    payment::CardSummary,
    price_list::{Price, PriceList},
    proration::Period,
    quote::{NextPeriod, Quote, QuoteKind, QuoteRequest, Sale, quote},
    term::Term,
    vat::{Buyer, Seller},
    vat_number::{VatNumber, VatNumberStatus},
};
use seatkeeper_server::{
    documents,
    emails::{Addition, Billing, House, Joining, Written},
    words::Language,
};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 23);
const SECRET: &str = "5f0c1d7e9a3b4c6d8e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d";

type Made = Result<(), Box<dyn std::error::Error>>;

fn main() -> Made {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "papers".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for language in Language::ALL {
        let tag = language.tag();
        for (name, mail) in mails(language)? {
            fs::write(folder.join(format!("mail-{name}-{tag}.html")), &mail.html)?;
            fs::write(folder.join(format!("mail-{name}-{tag}.txt")), &mail.text)?;
        }
        for (name, invoice) in invoices(tag)? {
            fs::write(
                folder.join(format!("invoice-{name}-{tag}.pdf")),
                documents::render(&invoice)?,
            )?;
        }
    }
    println!("{}", folder.display());
    Ok(())
}

fn mails(language: Language) -> Result<Vec<(&'static str, Written)>, Box<dyn std::error::Error>> {
    let house = House {
        seller: "Seatkeeper Software AB".into(),
        public_url: "https://portal.example".into(),
        demo: true,
    };
    let addition = Addition {
        business: "Nordwind Logistik GmbH",
        adder: "Karin Ek",
        email: "anna.lindqvist@nordwind.example",
        stop: SECRET,
    };
    let until_on = date(2026, 12, 23);
    let (secret, email) = (SECRET, addition.email);
    let (_, invoice) = invoices(language.tag())?.swap_remove(0);
    let number = invoice.number.to_string();
    let billing = Billing {
        number: &number,
        draft: &invoice.draft,
        fewer: None,
    };
    Ok(vec![
        (
            "activates",
            house.addition(language, &addition, Joining::Activates { secret, until_on }),
        ),
        (
            "leaves",
            house.addition(language, &addition, Joining::Leaves { secret, until_on }),
        ),
        ("added", house.addition(language, &addition, Joining::Added)),
        ("reset", house.reset(language, email, secret)),
        ("staff", house.staff(language, email, secret, until_on)),
        ("invoice", house.invoice(language, billing)),
    ])
}

fn invoices(locale: &str) -> Result<Vec<(&'static str, Invoice)>, Box<dyn std::error::Error>> {
    let started = Period::first(date(2026, 1, 12), Term::Year)?;
    let next = NextPeriod {
        period: started.next(Term::Year)?,
        unit_price: "10.49".parse()?,
    };
    let top_up = QuoteKind::TopUp {
        period: started,
        next: Some(next),
    };
    Ok(vec![
        (
            "create",
            sold(
                locale,
                QuoteKind::Create,
                ("DE", Some("DE136695976")),
                (7, Currency::EUR),
            )?,
        ),
        (
            "top-up",
            sold(locale, top_up, ("FI", None), (1250, Currency::EUR))?,
        ),
        (
            "home",
            sold(
                locale,
                QuoteKind::Create,
                ("SE", Some("SE556967618101")),
                (100_000, Currency::SEK),
            )?,
        ),
        (
            "outside",
            sold(locale, QuoteKind::Create, ("NO", None), (1, Currency::USD))?,
        ),
    ])
}

type Buying<'a> = (&'a str, Option<&'a str>);

fn sold(
    locale: &str,
    kind: QuoteKind,
    buying: Buying<'_>,
    (licences, currency): (u32, Currency),
) -> Result<Invoice, Box<dyn std::error::Error>> {
    let (country, number) = (buying.0.parse()?, buying.1);
    let quote = quoted(kind, (country, number), (licences, currency))?;
    let draft = Draft {
        id: InvoiceId(Uuid::from_u128(1)),
        kind: DocumentKind::Invoice,
        order: OrderId(Uuid::from_u128(0x0193_5A2B_7C9D)),
        seller: party(
            "Seatkeeper Software AB",
            "Sveavägen 44",
            "111 34",
            "Stockholm",
            (Country::SE, Some("SE556967618101")),
        )?,
        buyer: party(
            "Nordwind Logistik GmbH",
            "Torstraße 140",
            "10119",
            "Berlin",
            (country, number),
        )?,
        paid_by: "Kontor IT AB".into(),
        paid_for: "Nordwind Logistik GmbH".into(),
        period: quote.period,
        quote,
        paid_on: TODAY,
        card: Some(CardSummary {
            brand: "Visa".into(),
            last_four: "4242".into(),
        }),
        locale: locale.into(),
        demo: true,
        corrects: None,
    };
    Ok(issue(
        draft,
        InvoiceNumber {
            kind: DocumentKind::Invoice,
            year: 2026,
            number: 123,
        },
        TODAY,
    ))
}

fn quoted(
    kind: QuoteKind,
    (country, number): (Country, Option<&str>),
    (licences, currency): (u32, Currency),
) -> Result<Quote, Box<dyn std::error::Error>> {
    let vat_number = number
        .map(VatNumber::parse)
        .transpose()?
        .map(|(number, _)| number);
    let vat_status = if number.is_some() {
        VatNumberStatus::Valid
    } else {
        VatNumberStatus::Absent
    };
    let price = Price {
        currency,
        term: Term::Year,
        unit: "9.99".parse()?,
    };
    let prices = PriceList {
        version: 1,
        from_on: TODAY,
        prices: vec![price],
    };
    let sale = Sale {
        seller: Seller {
            country: Country::SE,
            oss_from: None,
        },
        buyer: Buyer {
            country,
            postcode: "10115".into(),
            vat_number,
            vat_status,
        },
        discount: Percent::from_basis_points(2000),
    };
    Ok(quote(
        &QuoteRequest {
            kind,
            currency,
            term: Term::Year,
            licences,
        },
        &prices,
        &sale,
        TODAY,
    )?)
}

fn party(
    name: &str,
    address: &str,
    postcode: &str,
    city: &str,
    (country, number): (Country, Option<&str>),
) -> Result<Party, Box<dyn std::error::Error>> {
    let vat_number = number
        .map(VatNumber::parse)
        .transpose()?
        .map(|(number, _)| number);
    let [name, address, postcode, city] = [name, address, postcode, city].map(str::to_owned);
    Ok(Party {
        name,
        address,
        postcode,
        city,
        country,
        vat_number,
    })
}
