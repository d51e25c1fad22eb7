//! Cancelling at the period's end: why, and what one wants to say about it.

use serde::{Deserialize, Serialize};

use super::{Field, FieldError, FieldFault, Reading, chosen, optional_line};

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelForm {
    /// The word of a [`CancelReason`].
    pub reason: String,
    /// In one's own words; may be empty.
    pub note: String,
}

/// What is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCancellation {
    /// Why.
    pub reason: CancelReason,
    /// In the payer's own words.
    pub note: Option<String>,
}

/// Why a subscription is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// Nobody needs it any more.
    NotNeeded,
    /// It costs too much.
    Price,
    /// Another product takes its place.
    OtherProduct,
    /// The business closes, or is no customer any more.
    Closing,
    /// Something else.
    Other,
}

impl CancelReason {
    /// Every reason with its word, in the order of the page.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::NotNeeded, "not_needed"),
        (Self::Price, "price"),
        (Self::OtherProduct, "other_product"),
        (Self::Closing, "closing"),
        (Self::Other, "other"),
    ];
}

impl std::str::FromStr for CancelReason {
    type Err = FieldFault;

    fn from_str(word: &str) -> Result<Self, FieldFault> {
        let found = Self::ALL.iter().find(|(_, known)| *known == word);
        found
            .map(|(reason, _)| *reason)
            .ok_or(FieldFault::NotOffered)
    }
}

impl CancelForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every faulty field, in the order of the page.
    pub fn read(&self) -> Result<NewCancellation, Vec<FieldError>> {
        let mut reading = Reading::default();
        let reason = reading.take(Field::Reason, chosen(&self.reason));
        let note = reading.take(Field::Note, optional_line(&self.note));
        match (reason, note) {
            (Some(reason), Some(note)) => Ok(NewCancellation { reason, note }),
            _ => Err(reading.errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_chosen_and_a_note_may_be_typed() {
        for (reason, word) in CancelReason::ALL {
            assert_eq!(serde_json::to_value(reason).expect("a word"), word);
            let form = CancelForm {
                reason: word.to_owned(),
                note: " ".to_owned(),
            };
            assert_eq!(form.read(), Ok(NewCancellation { reason, note: None }));
        }
        for (reason, fault) in [("", FieldFault::Missing), ("x", FieldFault::NotOffered)] {
            let form = CancelForm {
                reason: reason.to_owned(),
                note: String::new(),
            };
            let field = Field::Reason;
            assert_eq!(form.read(), Err(vec![FieldError { field, fault }]));
        }
    }
}
