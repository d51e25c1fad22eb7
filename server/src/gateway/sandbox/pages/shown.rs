//! The pages filled in.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use super::{CardForm, FieldErrors, HeldCard, Payment, Stands, headers};
use crate::gateway::sandbox::{
    Merchant,
    amounts::amount,
    cards,
    texts::{self, Language, Texts},
};

/// What every page of a payment says.
struct Frame<'a> {
    language: &'static str,
    texts: &'static Texts,
    merchant: &'a str,
    amount: String,
    description: &'a str,
    page: &'a str,
    return_url: String,
}

fn frame<'a>(merchant: &'a Merchant, payment: &'a Payment) -> Frame<'a> {
    let language = Language::of(&payment.asked.locale);
    Frame {
        language: language.tag(),
        texts: language.texts(),
        merchant: &merchant.name,
        amount: payment
            .asked
            .amount
            .money()
            .filter(|money| !money.is_zero())
            .map_or_else(String::new, |money| amount(money, language)),
        description: &payment.asked.description,
        page: &payment.page,
        return_url: headers::return_address(payment).map_or_else(String::new, String::from),
    }
}

#[derive(Template)]
#[template(path = "gateway/card.html")]
struct CardPage<'a> {
    frame: Frame<'a>,
    form: &'a CardForm,
    number_error: Option<&'static str>,
    expiry_error: Option<&'static str>,
    security_code_error: Option<&'static str>,
    has_errors: bool,
    offers_to_keep: bool,
    heading: &'static str,
    press: &'static str,
    cards: Vec<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "gateway/confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    card: &'a HeldCard,
}

#[derive(Template)]
#[template(path = "gateway/state.html")]
struct StatePage<'a> {
    frame: Frame<'a>,
    heading: &'static str,
    text: &'static str,
    mood: &'static str,
}

#[derive(Template)]
#[template(path = "gateway/plain.html")]
struct PlainPage {
    language: &'static str,
    texts: &'static Texts,
    heading: &'static str,
    text: &'static str,
}

/// The card form, empty or with what is wrong with it.
pub(super) fn card(
    merchant: &Merchant,
    payment: &Payment,
    form: &CardForm,
    errors: FieldErrors,
) -> Response {
    let frame = frame(merchant, payment);
    let texts = frame.texts;
    let has_errors = errors != FieldErrors::default();
    let (heading, press) = if payment.keeps_only() {
        (texts.keep_card, texts.keep)
    } else {
        (texts.pay_by_card, texts.pay)
    };
    let page = CardPage {
        form,
        heading,
        press,
        number_error: errors.number.map(texts.field_errors),
        expiry_error: errors.expiry.map(texts.field_errors),
        security_code_error: errors.security_code.map(texts.field_errors),
        has_errors,
        offers_to_keep: payment.offers_to_keep(),
        cards: cards::ALL
            .iter()
            .map(|card| (card.spaced(), (texts.behaviours)(card.behaviour)))
            .collect(),
        frame,
    };
    let status = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    headers::for_payment(render(status, &page), payment)
}

/// The 3-D Secure page.
pub(super) fn confirm(merchant: &Merchant, payment: &Payment, card: &HeldCard) -> Response {
    let page = ConfirmPage {
        frame: frame(merchant, payment),
        card,
    };
    headers::for_payment(render(StatusCode::OK, &page), payment)
}

/// How a payment ended, with the way back.
pub(super) fn state(merchant: &Merchant, payment: &Payment) -> Response {
    let frame = frame(merchant, payment);
    let texts = frame.texts;
    let (heading, text, mood) = match &payment.state {
        Stands::Charged => (texts.paid.heading, texts.paid.text, "good"),
        Stands::Kept { .. } => (texts.kept.heading, texts.kept.text, "good"),
        Stands::Declined { reason } => (texts.declined, (texts.decline_reasons)(*reason), "bad"),
        Stands::Cancelled => (texts.cancelled.heading, texts.cancelled.text, "quiet"),
        // the open states have pages of their own
        Stands::Deciding { .. } | Stands::AwaitsCard | Stands::AwaitsHolder { .. } => {
            (texts.deciding.heading, texts.deciding.text, "quiet")
        }
    };
    render(
        StatusCode::OK,
        &StatePage {
            frame,
            heading,
            text,
            mood,
        },
    )
}

/// Charged, and the way back is broken on purpose.
pub(super) fn answer_lost(merchant: &Merchant, payment: &Payment) -> Response {
    let frame = frame(merchant, payment);
    let lost = frame.texts.answer_lost;
    let page = StatePage {
        frame,
        heading: lost.heading,
        text: lost.text,
        mood: "bad",
    };
    render(StatusCode::GATEWAY_TIMEOUT, &page)
}

/// Nothing is at this address.
pub(super) fn unknown() -> Response {
    plain(StatusCode::NOT_FOUND, |texts| texts.unknown)
}

/// The record cannot be used.
pub(super) fn unavailable() -> Response {
    plain(StatusCode::SERVICE_UNAVAILABLE, |texts| texts.unavailable)
}

fn plain(status: StatusCode, choose: fn(&Texts) -> texts::Page) -> Response {
    // whose language is unknown, since the payment is
    let (language, texts) = (Language::English.tag(), Language::English.texts());
    let said = choose(texts);
    render(
        status,
        &PlainPage {
            language,
            texts,
            heading: said.heading,
            text: said.text,
        },
    )
}

fn render(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(failure) => {
            tracing::error!(%failure, "a page of the sandbox cannot be written");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
