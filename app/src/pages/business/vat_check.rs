//! The VAT number while the form is filled in: asked about once, when a field is left, and again by
//! itself for as long as the register does not answer.
//!
//! Promises: until an answer is there the number is pending and VAT is charged; an answer holds for
//! exactly the number and the name that were asked for. Leaves what it means for the price to core.

use leptos::{prelude::*, task::spawn_local};
use seatkeeper_app::ui::{Icon, Sign};
use seatkeeper_core::{
    api::{CheckVatNumber, VatNumberCheck, VatNumberNote},
    form::{BusinessForm, FieldFault, line},
    order::BillTo,
    vat_number::{VatNumber, VatNumberStatus},
};

use super::fields::BusinessFields;
use crate::{
    http,
    i18n::{say, say_with},
};

/// How long after an outage the register is asked again, in milliseconds: the server does not ask
/// it twice within a minute.
const ASK_AGAIN_MS: i32 = 61_000;

/// A number and the name it should belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    number: String,
    name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Awaited,
    Known(VatNumberCheck),
    /// The portal itself did not answer, or asks to wait.
    None,
}

impl Answer {
    /// Neither yes nor no: worth asking again.
    fn is_outage(&self) -> bool {
        match self {
            Self::Known(check) => check.status == VatNumberStatus::Unavailable,
            Self::Awaited => false,
            Self::None => true,
        }
    }
}

/// Everything asked on this page.
#[derive(Clone, Copy)]
pub struct VatCheck {
    fields: BusinessFields,
    answers: RwSignal<Vec<(Question, Answer)>>,
    /// The field was left since it was changed: what is wrong with it may be told.
    left: RwSignal<Option<String>>,
}

impl VatCheck {
    /// For this form, of which that is known already.
    pub fn knowing(fields: BusinessFields, known: Option<VatNumberCheck>) -> Self {
        let check = Self {
            fields,
            answers: RwSignal::new(Vec::new()),
            left: RwSignal::new(None),
        };
        check.know(known);
        check
    }

    /// What the server knows by now.
    pub fn know(self, known: Option<VatNumberCheck>) {
        if let Some(check) = known {
            let question = Question {
                number: check.vat_number.clone(),
                name: check.business_name.clone(),
            };
            self.put(question, Answer::Known(check));
        }
    }

    /// A field was left: asks, unless that was asked before.
    pub fn leave(self) {
        let form = untrack(|| self.fields.form());
        self.left.set(Some(form.vat_number.clone()));
        let Some(question) = question(&form) else {
            return;
        };
        let asked = self
            .answers
            .with_untracked(|answers| answers.iter().any(|(known, _)| *known == question));
        if !asked {
            self.put(question.clone(), Answer::Awaited);
            spawn_local(self.ask(question));
        }
    }

    /// Asks until the register has decided, or until something else is typed.
    async fn ask(self, question: Question) {
        loop {
            let ask = CheckVatNumber {
                vat_number: question.number.clone(),
                business_name: question.name.clone(),
            };
            let answer = http::call(&ask).await.map_or(Answer::None, Answer::Known);
            let decided = !answer.is_outage();
            self.put(question.clone(), answer);
            if decided {
                return;
            }
            http::pause(ASK_AGAIN_MS).await;
            if !self.is_asked(&question) {
                self.answers
                    .try_update(|answers| answers.retain(|(known, _)| *known != question));
                return;
            }
        }
    }

    /// Whether the page is still there, and still asks just this.
    fn is_asked(self, asked: &Question) -> bool {
        let there = self.answers.try_with_untracked(|_| ()).is_some();
        there && untrack(|| question(&self.fields.form())).as_ref() == Some(asked)
    }

    /// Everything is asked anew: the server knows more than this page.
    pub fn again(self) {
        self.answers.set(Vec::new());
        self.leave();
    }

    fn put(self, question: Question, answer: Answer) {
        self.answers.try_update(|answers| {
            answers.retain(|(known, _)| *known != question);
            answers.push((question, answer));
        });
    }

    fn answer(self, form: &BusinessForm) -> Option<Answer> {
        let question = question(form)?;
        self.answers.with(|answers| {
            answers
                .iter()
                .find(|(known, _)| *known == question)
                .map(|(_, answer)| answer.clone())
        })
    }

    /// What the quote may build on.
    pub fn status(self, form: &BusinessForm) -> VatNumberStatus {
        match (form.vat_number(), self.answer(form)) {
            (Ok(None) | Err(_), _) => VatNumberStatus::Absent,
            (Ok(Some(_)), Some(Answer::Known(check))) => check.status,
            (Ok(Some(_)), _) => VatNumberStatus::Pending,
        }
    }

    /// What is wrong with how it is written, once the field was left.
    pub fn fault(self) -> Option<FieldFault> {
        let form = self.fields.form();
        let left = self
            .left
            .with(|left| left.as_ref() == Some(&form.vat_number));
        if left { form.vat_number().err() } else { None }
    }

    /// What is said below the field. Where the reseller is billed, this number decides no VAT.
    pub fn remark(self, bill_to: BillTo) -> Option<AnyView> {
        let form = self.fields.form();
        let Ok(Some(number)) = form.vat_number() else {
            return None;
        };
        let odd = VatNumber::parse(&form.vat_number).is_ok_and(|(_, warning)| warning.is_some());
        let (class, sign, text) = match (question(&form), self.answer(&form)) {
            (None, _) => ("", Sign::Info, say("vat_check.name_first")),
            (Some(_), Some(Answer::Known(check))) => known(&check, &number),
            (Some(_), Some(Answer::Awaited)) => ("", Sign::Info, say("vat_check.awaited")),
            (Some(_), Some(Answer::None)) => ("warn", Sign::Warning, say("vat_check.no_answer")),
            (Some(_), None) => ("", Sign::Info, say("vat_check.pending")),
        };
        let confirmed = self.status(&form) == VatNumberStatus::Valid;
        let (class, sign, text) = if bill_to == BillTo::Reseller && !confirmed {
            ("", Sign::Info, say("vat_check.not_billed"))
        } else {
            (class, sign, text)
        };
        let mistyped = (odd && !confirmed).then(|| {
            view! { <p class="warn"><Icon sign=Sign::Warning /><span>{say("vat_check.check_digit")}</span></p> }
        });
        Some(
            view! { <p class=class><Icon sign=sign /><span>{text}</span></p> {mistyped} }
                .into_any(),
        )
    }
}

fn known(check: &VatNumberCheck, number: &VatNumber) -> (&'static str, Sign, String) {
    let said = |key| {
        say_with(
            key,
            &[("number", number.as_str()), ("name", &check.business_name)],
        )
    };
    match (check.status, check.note) {
        (VatNumberStatus::Valid, _) => ("good", Sign::Check, said("vat_check.valid")),
        (VatNumberStatus::Invalid, _) => ("bad", Sign::Stop, said("vat_check.invalid")),
        (_, Some(VatNumberNote::NameDiffers)) => {
            ("warn", Sign::Warning, said("vat_check.name_differs"))
        }
        (_, Some(VatNumberNote::NameWithheld)) => {
            ("warn", Sign::Warning, said("vat_check.name_withheld"))
        }
        (_, Some(VatNumberNote::Unavailable)) | (VatNumberStatus::Unavailable, _) => {
            ("warn", Sign::Warning, said("vat_check.unavailable"))
        }
        (VatNumberStatus::Absent | VatNumberStatus::Pending, None) => {
            ("", Sign::Info, said("vat_check.pending"))
        }
    }
}

/// There is a question as soon as the number is well written and there is a name to compare.
fn question(form: &BusinessForm) -> Option<Question> {
    let number = form.vat_number().ok().flatten()?;
    let name = line(&form.business_name).ok()?;
    Some(Question {
        number: number.as_str().to_owned(),
        name,
    })
}
