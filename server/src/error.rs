//! What a request can fail with: a problem that its caller is told, and a cause for the log.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use seatkeeper_core::{api::Problem, form::FieldError, permission::Refusal};

use crate::store::StoreError;

/// A request that did not succeed.
#[derive(Debug)]
pub struct Failure {
    /// What the caller is told.
    pub problem: Problem,
    /// What the log is told besides.
    pub cause: Option<String>,
}

/// What a route answers.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// A fault of ours, with its cause for the log.
    pub fn fault(cause: impl std::fmt::Display) -> Self {
        Self {
            problem: Problem::Fault,
            cause: Some(cause.to_string()),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            cause: None,
        }
    }
}

impl From<Vec<FieldError>> for Failure {
    fn from(errors: Vec<FieldError>) -> Self {
        Problem::Fields { errors }.into()
    }
}

impl From<Refusal> for Failure {
    fn from(reason: Refusal) -> Self {
        match reason {
            Refusal::NotFound => Problem::NotFound.into(),
            reason => Problem::Forbidden { reason }.into(),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let problem = match error {
            StoreError::Unavailable(_) => Problem::Unavailable,
            _ => Problem::Fault,
        };
        Self {
            problem,
            cause: Some(error.to_string()),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(cause) = &self.cause {
            if status.is_server_error() {
                tracing::error!(%cause, status = status.as_u16(), "request failed");
            } else {
                tracing::info!(%cause, status = status.as_u16(), "request refused");
            }
        }
        let retry_after = match &self.problem {
            Problem::TooMany {
                retry_after_seconds,
            } => Some(*retry_after_seconds),
            Problem::Unavailable => Some(1),
            _ => None,
        };
        let mut response = (status, Json(self.problem)).into_response();
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
