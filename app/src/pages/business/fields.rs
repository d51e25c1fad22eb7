//! Who a business is, as it is typed: on Create and on Business Information. A signal a field, so that
//! a key stroke redraws only what depends on it.

use leptos::prelude::*;
use seatkeeper_app::ui::{Select, TextField, TextKind, drawn};
use seatkeeper_core::{
    form::{BusinessForm, Field},
    order::BillTo,
};

use super::vat_check::VatCheck;
use crate::{
    format::{self, composed},
    i18n::t,
    pages::{
        inputs::{Line, line},
        sending::{Sending, id},
    },
};

/// The fields as they are typed.
#[derive(Clone, Copy)]
pub struct BusinessFields {
    pub business_name: RwSignal<String>,
    pub address: RwSignal<String>,
    pub postcode: RwSignal<String>,
    pub city: RwSignal<String>,
    pub country: RwSignal<String>,
    pub vat_number: RwSignal<String>,
    pub invoice_email: RwSignal<String>,
}

impl BusinessFields {
    /// The fields of a form as it was typed earlier.
    pub fn of(form: BusinessForm) -> Self {
        Self {
            business_name: RwSignal::new(form.business_name),
            address: RwSignal::new(form.address),
            postcode: RwSignal::new(form.postcode),
            city: RwSignal::new(form.city),
            country: RwSignal::new(form.country),
            vat_number: RwSignal::new(form.vat_number),
            invoice_email: RwSignal::new(form.invoice_email),
        }
    }

    /// Something else stands in them.
    pub fn set(self, form: BusinessForm) {
        self.business_name.set(form.business_name);
        self.address.set(form.address);
        self.postcode.set(form.postcode);
        self.city.set(form.city);
        self.country.set(form.country);
        self.vat_number.set(form.vat_number);
        self.invoice_email.set(form.invoice_email);
    }

    /// The form as it stands, in Unicode NFC.
    pub fn form(self) -> BusinessForm {
        let read = |field: RwSignal<String>| field.with(|text| composed(text));
        BusinessForm {
            business_name: read(self.business_name),
            address: read(self.address),
            postcode: read(self.postcode),
            city: read(self.city),
            country: self.country.get(),
            vat_number: read(self.vat_number),
            invoice_email: read(self.invoice_email),
        }
    }
}

/// Name and address; the name may be for others to change.
pub fn place(
    fields: BusinessFields,
    check: VatCheck,
    sending: Sending,
    [name, rest]: [bool; 2],
) -> AnyView {
    let of = |read_only| Line {
        read_only,
        ..Line::default()
    };
    let name = Line {
        leave: Some(Callback::new(move |()| check.leave())),
        ..of(!name)
    };
    view! {
        {line(Field::BusinessName, fields.business_name, sending, name)}
        {line(Field::Address, fields.address, sending, of(!rest))}
        <div class="pair postal">
            {line(Field::Postcode, fields.postcode, sending, of(!rest))}
            {line(Field::City, fields.city, sending, of(!rest))}
        </div>
    }
    .into_any()
}

/// Country and VAT number, which decide the VAT together, and what is known of the number.
pub fn vat(
    fields: BusinessFields,
    check: VatCheck,
    sending: Sending,
    bill_to: impl Fn() -> Option<BillTo> + Copy + Send + Sync + 'static,
) -> AnyView {
    let leave = Callback::new(move |()| check.leave());
    let vat_error = sending.error_or(Field::VatNumber, move || check.fault());
    view! {
        <div class="pair">
            <Select
                id=id(Field::Country)
                label=t("field.country")
                value=fields.country
                options=format::countries
                late=true
                empty=t("field.choose")
                error=sending.error(Field::Country)
                autocomplete="country"
                choose=move |_| check.leave()
            />
            <TextField
                id=id(Field::VatNumber)
                label=t("field.vat_number")
                value=fields.vat_number
                kind=TextKind::Code
                mark=t("field.optional")
                hint=t("field.vat_number.hint")
                error=vat_error
                leave=leave
            >
                {drawn(move || check.remark(bill_to()?))}
            </TextField>
        </div>
    }
    .into_any()
}
