//! What is typed on Create, a signal a field, so that a key stroke redraws only what depends on it.

use leptos::prelude::*;
use seatkeeper_core::{api::Selling, currency::Currency, form::CreateForm};

use crate::pages::business::fields::BusinessFields;

/// The form's fields as they are typed.
#[derive(Clone, Copy)]
pub struct Fields {
    pub business: BusinessFields,
    pub licences: RwSignal<String>,
    pub term: RwSignal<String>,
    pub currency: RwSignal<String>,
    pub payment: RwSignal<String>,
}

impl Fields {
    /// The fields of a form as it was typed earlier.
    pub fn of(form: CreateForm) -> Self {
        Self {
            business: BusinessFields::of(form.business()),
            licences: RwSignal::new(form.licences),
            term: RwSignal::new(form.term),
            currency: RwSignal::new(form.currency),
            payment: RwSignal::new(form.payment),
        }
    }

    /// The form as it stands, in Unicode NFC.
    pub fn form(self) -> CreateForm {
        let business = self.business.form();
        CreateForm {
            business_name: business.business_name,
            address: business.address,
            postcode: business.postcode,
            city: business.city,
            country: business.country,
            vat_number: business.vat_number,
            licences: self.licences.get(),
            term: self.term.get(),
            currency: self.currency.get(),
            payment: self.payment.get(),
        }
    }
}

/// The form that a new customer begins with.
pub fn blank(selling: &Selling) -> CreateForm {
    let offered = offered(selling);
    let currency = offered
        .iter()
        .find(|currency| **currency == Currency::EUR)
        .or(offered.first());
    CreateForm {
        licences: "1".to_owned(),
        term: "12".to_owned(),
        currency: currency
            .map(|currency| currency.code().to_owned())
            .unwrap_or_default(),
        payment: "card".to_owned(),
        ..CreateForm::default()
    }
}

/// The currencies of the price list, each once.
pub fn offered(selling: &Selling) -> Vec<Currency> {
    let mut offered = Vec::new();
    for price in &selling.prices.prices {
        if !offered.contains(&price.currency) {
            offered.push(price.currency);
        }
    }
    offered
}
