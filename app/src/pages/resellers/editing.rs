//! The form of a reseller: a new one with its first discount and administrator, or the details of
//! one that is there. Whom it is billed to is chosen; nothing is chosen beforehand.

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, Choice, PageHeader, RadioGroup, Select, Toast, Tone, derived, drawn,
};
use seatkeeper_core::{
    api::{CreateReseller, GetReseller, Problem, ResellerDetails, SetReseller},
    day,
    form::{Beginning, BusinessForm, DiscountForm, Field, FieldError, ResellerForm, email},
    id::ResellerId,
};

use super::{Known, Open, Opened, discounts, factor, show};
use crate::{
    format,
    held::Held,
    http::{self, Failure},
    i18n::{self, say, t},
    pages::{
        business::fields::BusinessFields,
        inputs::{Line, choice, line},
        paying::new_uuid,
        said,
        sending::{Sending, id},
    },
    session,
};

#[derive(Clone, Copy)]
pub(super) struct Editing {
    open: Open,
    /// Chosen here for a new one, so that a second press is the same request.
    id: ResellerId,
    known: Known,
    fields: BusinessFields,
    bill_to: RwSignal<String>,
    discount: Discount,
    administrator: RwSignal<String>,
    sending: Sending,
    done: RwSignal<Option<String>>,
}

/// A discount as it is typed.
#[derive(Clone, Copy)]
pub(super) struct Discount {
    pub(super) percent: RwSignal<String>,
    pub(super) from_on: RwSignal<String>,
}

impl Discount {
    pub(super) fn new() -> Self {
        Self {
            percent: RwSignal::default(),
            from_on: RwSignal::new(day::text(untrack(session::today))),
        }
    }

    pub(super) fn form(self) -> DiscountForm {
        DiscountForm {
            percent: self.percent.get(),
            from_on: self.from_on.get(),
        }
    }

    pub(super) fn lines(self, sending: Sending) -> AnyView {
        view! {
            <div class="pair">
                {line(Field::Percent, self.percent, sending, Line::default())}
                {line(Field::FromOn, self.from_on, sending, Line { hint: Some("field.from_on.hint"), ..Line::default() })}
            </div>
        }
        .into_any()
    }
}

impl Editing {
    pub(super) fn new(open: Open, known: Option<ResellerDetails>) -> Self {
        let (form, id) = match &known {
            Some(details) => (details.form.clone(), details.id),
            None => (ResellerForm::default(), ResellerId(new_uuid())),
        };
        let is_new = known.is_none();
        let fields = BusinessFields::of(form.business);
        let bill_to = RwSignal::new(form.bill_to);
        let (discount, administrator) = (Discount::new(), RwSignal::new(String::new()));
        let faults = move || {
            let mut faults = typed(fields.form(), bill_to)
                .read()
                .err()
                .unwrap_or_default();
            if is_new {
                let today = session::today();
                let beginning = Beginning {
                    today,
                    lower_from: today,
                };
                faults.extend(
                    discount
                        .form()
                        .read(&[], beginning)
                        .err()
                        .unwrap_or_default(),
                );
                let field = Field::Email;
                let fault = administrator.with(|address| email(address).err());
                faults.extend(fault.map(|fault| FieldError { field, fault }));
            }
            faults
        };
        Self {
            open,
            id,
            known: Held::new(known),
            fields,
            bill_to,
            discount,
            administrator,
            sending: Sending::new(faults),
            done: RwSignal::new(None),
        }
    }

    fn send(self) {
        self.sending.send(move || self.save());
    }

    async fn save(self) -> Result<(), Failure> {
        let form = untrack(|| typed(self.fields.form(), self.bill_to));
        let Some(version) = self
            .known
            .with_untracked(|known| known.map(|known| known.version))
        else {
            let ask = untrack(|| CreateReseller {
                id: self.id,
                form,
                discount: self.discount.form(),
                administrator: format::composed(&self.administrator.get()),
                language: i18n::language_now().tag().to_owned(),
            });
            let made = http::call(&ask).await?;
            show(self.open, Some(Opened::One(made)));
            return Ok(());
        };
        let reseller = self.id;
        let ask = SetReseller {
            reseller,
            version,
            form,
        };
        self.take(http::call(&ask).await?);
        said::say_for_a_while(self.done, say("business.saved"));
        Ok(())
    }

    /// What the server knows now stands in the form.
    fn take(self, details: ResellerDetails) {
        self.fields.set(details.form.business.clone());
        self.bill_to.set(details.form.bill_to.clone());
        self.known.set(Some(details));
    }

    /// Somebody else was faster.
    fn overtaken(self) -> Option<AnyView> {
        let changed = Failure::Refused(Problem::ChangedMeanwhile);
        (self.sending.failure.get() == Some(changed)).then(|| {
            let press = move |()| {
                let reseller = self.id;
                self.sending.run(async move {
                    self.take(http::call(&GetReseller { reseller }).await?);
                    Ok(())
                });
            };
            view! { <div><Button press=Callback::new(press) busy=self.sending.busy>{t("business.take_over")}</Button></div> }
                .into_any()
        })
    }

    pub(super) fn form(self) -> AnyView {
        let is_new = self.known.with_untracked(|known| known.is_none());
        let title = derived(move || {
            self.known.with(|known| match known {
                None => say("resellers.new"),
                Some(details) => details.form.business.business_name.clone(),
            })
        });
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let back = move |()| show(self.open, None);
        let first = is_new.then(|| self.first());
        let later = (!is_new)
            .then(|| view! { {discounts::section(self.known)}{factor::section(self.known)} });
        let press = if is_new {
            "resellers.create"
        } else {
            "page.save"
        };
        view! {
            <PageHeader title=title />
            <div><Button tone=Tone::Quiet press=Callback::new(back)>{t("resellers.back")}</Button></div>
            <form class="stack wide narrow" novalidate=true on:submit=submit>
                {self.sending.summary()}
                {drawn(move || self.overtaken())}
                <section class="stack" aria-labelledby="the-business">
                    <h2 id="the-business">{t("create.business")}</h2>
                    {self.company()}
                </section>
                {first}
                <div><Button tone=Tone::Main submit=true busy=self.sending.busy>{t(press)}</Button></div>
            </form>
            {later}
            <Toast message=self.done close=t("page.close") />
        }
        .into_any()
    }

    fn company(self) -> AnyView {
        let (fields, sending) = (self.fields, self.sending);
        let of = |field, value| line(field, value, sending, Line::default());
        let number = Line {
            optional: true,
            ..Line::default()
        };
        view! {
            {of(Field::BusinessName, fields.business_name)}
            {of(Field::Address, fields.address)}
            <div class="pair postal">
                {of(Field::Postcode, fields.postcode)}
                {of(Field::City, fields.city)}
            </div>
            <div class="pair">
                <Select id=id(Field::Country) label=t("field.country") value=fields.country options=format::countries late=true empty=t("field.choose") error=sending.error(Field::Country) autocomplete="country" />
                {line(Field::VatNumber, fields.vat_number, sending, number)}
            </div>
            {of(Field::InvoiceEmail, fields.invoice_email)}
            <RadioGroup id=id(Field::BillTo) label=t("field.bill_to") value=self.bill_to choices=bills error=sending.error(Field::BillTo) />
        }
        .into_any()
    }

    /// What only a new one has.
    fn first(self) -> AnyView {
        let hint = Line {
            hint: Some("resellers.administrator.hint"),
            ..Line::default()
        };
        view! {
            <section class="stack" aria-labelledby="the-beginning">
                <h2 id="the-beginning">{t("resellers.first")}</h2>
                {self.discount.lines(self.sending)}
                {line(Field::Email, self.administrator, self.sending, hint)}
            </section>
        }
        .into_any()
    }
}

fn typed(business: BusinessForm, bill_to: RwSignal<String>) -> ResellerForm {
    ResellerForm {
        business,
        bill_to: bill_to.get(),
    }
}

fn bills() -> Vec<Choice> {
    vec![
        choice(
            "customer",
            "resellers.bills.customer",
            "resellers.bills.customer.detail",
        ),
        choice(
            "reseller",
            "resellers.bills.reseller",
            "resellers.bills.reseller.detail",
        ),
    ]
}
