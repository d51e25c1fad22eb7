//! The live quote of Create: computed at each change from what came with the session, without a
//! request. While something is missing it says what, and shows what can be computed already.

use jiff::civil::Date;
use seatkeeper_app::ui::SlipLine;
use seatkeeper_core::{
    api::Selling,
    form::{CreateForm, Field},
    order::BillTo,
    quote::{Quote, QuoteKind, QuoteRequest, Sale, quote},
    transfer::{self, Terms},
    vat::Buyer,
    vat_number::VatNumberStatus,
};

use crate::{
    format,
    i18n::{say, say_with},
    pages::{sentences, slip},
};

/// What the slip shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    /// A price: exactly this is charged.
    Whole(Box<Quote>),
    /// Something is missing; the lines are what can be computed without it.
    Partial {
        /// Which fields.
        missing: Vec<Field>,
        /// The part of a quote that holds wherever the buyer is.
        before_vat: Option<Box<Quote>>,
    },
    /// It has no price, for this reason.
    None(seatkeeper_core::quote::QuoteError),
}

/// The price of a form today.
pub fn price(form: &CreateForm, status: VatNumberStatus, selling: &Selling, today: Date) -> Price {
    let (licences, term, currency) = (form.licences(), form.term(), form.currency());
    let wanted = [
        (Field::Licences, licences.is_err()),
        (Field::Currency, currency.is_err()),
        (Field::Term, term.is_err()),
    ];
    let mut missing: Vec<_> = wanted
        .into_iter()
        .filter(|(_, missing)| *missing)
        .map(|(field, _)| field)
        .collect();
    let buyer = buyer(form, status, selling);
    if buyer.is_none() {
        missing.insert(0, Field::Country);
    }
    let (Ok(licences), Ok(term), Ok(currency)) = (licences, term, currency) else {
        return Price::Partial {
            missing,
            before_vat: None,
        };
    };
    let request = QuoteRequest {
        kind: QuoteKind::Create,
        currency,
        term,
        licences,
    };
    let of = |buyer| {
        let sale = Sale {
            seller: selling.seller,
            buyer,
            discount: selling.discount,
        };
        quote(&request, &selling.prices, &sale, today)
    };
    match buyer {
        Some(buyer) => of(buyer).map_or_else(Price::None, |quote| Price::Whole(Box::new(quote))),
        // the seller's own country only stands in until one is chosen: its VAT is not shown
        None => match of(anywhere(selling)) {
            Ok(quote) => Price::Partial {
                missing,
                before_vat: Some(Box::new(quote)),
            },
            Err(error) => Price::None(error),
        },
    }
}

/// Until when the order would wait for a transfer; nothing while that cannot be said, or where it
/// cannot be paid so.
pub fn terms(
    form: &CreateForm,
    status: VatNumberStatus,
    selling: &Selling,
    today: Date,
) -> Option<Terms> {
    let request = QuoteRequest {
        kind: QuoteKind::Create,
        currency: form.currency().ok()?,
        term: form.term().ok()?,
        licences: form.licences().unwrap_or(1),
    };
    let sale = Sale {
        seller: selling.seller,
        buyer: buyer(form, status, selling).unwrap_or_else(|| anywhere(selling)),
        discount: selling.discount,
    };
    transfer::terms(&request, &selling.prices, &sale, today)
}

/// Whom it is billed to, as soon as that can be said.
fn buyer(form: &CreateForm, status: VatNumberStatus, selling: &Selling) -> Option<Buyer> {
    match selling.bill_to {
        BillTo::Reseller => Some(selling.reseller_buyer.clone()),
        BillTo::Customer => Some(Buyer {
            country: form.business().country().ok()?,
            postcode: form.postcode.trim().to_owned(),
            vat_number: form.business().vat_number().ok().flatten(),
            vat_status: status,
        }),
    }
}

fn anywhere(selling: &Selling) -> Buyer {
    Buyer {
        country: selling.seller.country,
        postcode: String::new(),
        vat_number: None,
        vat_status: VatNumberStatus::Absent,
    }
}

impl Price {
    /// The quote, when there is a whole one.
    pub fn quote(&self) -> Option<&Quote> {
        match self {
            Self::Whole(quote) => Some(quote),
            Self::Partial { .. } | Self::None(_) => None,
        }
    }

    /// The lines of the slip.
    pub fn lines(&self) -> Vec<SlipLine> {
        match self {
            Self::Whole(quote) => slip::lines(quote),
            Self::Partial {
                before_vat: Some(quote),
                ..
            } => slip::lines_before_vat(quote),
            Self::Partial {
                before_vat: None, ..
            }
            | Self::None(_) => Vec::new(),
        }
    }

    /// What stands where the total will be.
    pub fn missing(&self) -> String {
        match self {
            Self::Whole(_) => String::new(),
            Self::Partial { missing, .. } => {
                let names: Vec<_> = missing
                    .iter()
                    .map(|field| say(sentences::label(*field)))
                    .collect();
                say_with("slip.missing", &[("fields", &format::list(&names))])
            }
            Self::None(error) => sentences::unpriced(error),
        }
    }
}
