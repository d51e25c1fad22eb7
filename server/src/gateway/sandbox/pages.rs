//! The payer's pages: the card, 3-D Secure, and how it stands. Plain forms without a script,
//! opened at top level; however they end, the browser goes back to the merchant's return address.
//!
//! Promises: what was typed stays after a mistake, the security code excepted; a page that is
//! opened or sent again after the end changes nothing.

use axum::{
    Form, Router,
    extract::{Path, State, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    Counter,
    cards::HeldCard,
    payment::{Payment, State as Stands},
    till::{PageAnswer, TillError},
    typed::{CardForm, FieldErrors},
};

mod headers;
mod shown;

pub(super) use headers::with_safe_headers;

pub(super) fn routes() -> Router<Counter> {
    Router::new()
        .route("/pay/{page}", get(card_page).post(pay))
        .route("/pay/{page}/confirm", get(confirm_page).post(confirm))
        .route("/pay/{page}/cancel", post(cancel))
        .route("/gateway.css", get(css))
        .route("/gateway.svg", get(icon))
}

/// Why there is no page as asked, as a page.
struct PageError(TillError);

impl From<TillError> for PageError {
    fn from(failure: TillError) -> Self {
        Self(failure)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self.0 {
            TillError::Refused { .. } => shown::unknown(),
            failure => {
                tracing::error!(%failure, "the sandbox's record cannot be used");
                shown::unavailable()
            }
        }
    }
}

type Page = Result<Response, PageError>;

async fn card_page(State(counter): State<Counter>, Path(page): Path<String>) -> Page {
    let payment = counter.at_till(move |till| till.visit(&page)).await?;
    Ok(match payment.state {
        Stands::AwaitsCard => shown::card(
            &counter.merchant,
            &payment,
            &CardForm::default(),
            FieldErrors::default(),
        ),
        Stands::AwaitsHolder { .. } => go_to(&format!("/pay/{}/confirm", payment.page)),
        _ => shown::state(&counter.merchant, &payment),
    })
}

async fn pay(
    State(counter): State<Counter>,
    Path(page): Path<String>,
    form: Result<Form<CardForm>, FormRejection>,
) -> Page {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return Ok(rejection.status().into_response()),
    };
    let (card, expiry) = match form.read(counter.till.today()) {
        Ok(card) => card,
        Err(errors) => {
            let payment = counter.at_till(move |till| till.visit(&page)).await?;
            return Ok(match payment.state {
                Stands::AwaitsCard => shown::card(&counter.merchant, &payment, &form, errors),
                _ => onward(
                    &counter,
                    &PageAnswer {
                        payment,
                        is_answer_lost: false,
                    },
                ),
            });
        }
    };
    let card = HeldCard::of(card, expiry);
    let keep = form.save_card.is_some();
    let answer = counter
        .at_till(move |till| till.pay(&page, card, keep))
        .await?;
    Ok(onward(&counter, &answer))
}

async fn confirm_page(State(counter): State<Counter>, Path(page): Path<String>) -> Page {
    let payment = counter.at_till(move |till| till.visit(&page)).await?;
    Ok(match &payment.state {
        Stands::AwaitsHolder { card, .. } => shown::confirm(&counter.merchant, &payment, card),
        Stands::AwaitsCard => go_to(&format!("/pay/{}", payment.page)),
        _ => shown::state(&counter.merchant, &payment),
    })
}

#[derive(Deserialize)]
struct Confirmation {
    answer: Answer,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Approve,
    Refuse,
}

async fn confirm(
    State(counter): State<Counter>,
    Path(page): Path<String>,
    form: Result<Form<Confirmation>, FormRejection>,
) -> Page {
    let approves = match form {
        Ok(Form(form)) => matches!(form.answer, Answer::Approve),
        Err(rejection) => return Ok(rejection.status().into_response()),
    };
    let answer = counter
        .at_till(move |till| till.confirm(&page, approves))
        .await?;
    Ok(onward(&counter, &answer))
}

async fn cancel(State(counter): State<Counter>, Path(page): Path<String>) -> Page {
    let answer = counter.at_till(move |till| till.give_up(&page)).await?;
    Ok(onward(&counter, &answer))
}

/// Where the payer goes after a step: to what is left to do here, else back to the merchant.
fn onward(counter: &Counter, answer: &PageAnswer) -> Response {
    let payment = &answer.payment;
    match payment.state {
        _ if answer.is_answer_lost => shown::answer_lost(&counter.merchant, payment),
        Stands::AwaitsCard => go_to(&format!("/pay/{}", payment.page)),
        Stands::AwaitsHolder { .. } => go_to(&format!("/pay/{}/confirm", payment.page)),
        _ => return_to_merchant(payment),
    }
}

fn return_to_merchant(payment: &Payment) -> Response {
    let address = headers::return_address(payment);
    headers::for_payment(
        go_to(address.as_ref().map_or("/", |url| url.as_str())),
        payment,
    )
}

/// "See other": the browser fetches it anew and does not send the form again on reload.
fn go_to(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Err(_) => shown::unavailable(),
    }
}

pub(super) async fn not_found() -> Response {
    shown::unknown()
}

async fn css() -> Response {
    let css = include_str!("../../../templates/gateway/gateway.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response()
}

async fn icon() -> Response {
    let icon = include_str!("../../../templates/gateway/gateway.svg");
    ([(header::CONTENT_TYPE, "image/svg+xml")], icon).into_response()
}
