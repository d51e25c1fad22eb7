//! English.

use seatkeeper_core::payment::DeclineReason;

use super::{Behaviour, FieldError, Page, Texts};

pub(super) const TEXTS: Texts = Texts {
    gateway: "Card payment",
    sandbox: "Sandbox: no real money",
    sandbox_explained: "This gateway only plays at charging. It knows its own test cards and no others.",
    pay_by_card: "Pay by card",
    amount: "Amount",
    card_number: "Card number",
    expiry: "Expiry",
    expiry_hint: "MM/YY, as on the card",
    security_code: "Security code",
    security_code_hint: "3 digits on the back",
    save_card: "Save this card for later payments",
    save_card_hint: "Only its brand, last four digits and expiry are kept.",
    keep_card: "Save a card",
    keep: "Save the card",
    pay: "Pay",
    cancel_and_return: "Cancel and return",
    return_to: "Return to",
    test_cards: "Test cards",
    test_cards_explained: "With any expiry that is not past and any three digits as security code.",
    error: "Error",
    problems: "The card cannot be charged yet",
    approve_heading: "Is this you?",
    approve_explained: "The bank that issued the card asks before it pays (3\u{2011}D Secure).",
    card: "Card",
    card_ending: "ending in",
    approve: "Approve",
    refuse: "Refuse",
    kept: Page {
        heading: "The card is saved",
        text: "Nothing was charged. It is used for later payments.",
    },
    paid: Page {
        heading: "Paid",
        text: "The card was charged once, with exactly this amount.",
    },
    declined: "Declined",
    cancelled: Page {
        heading: "Cancelled",
        text: "The payment was ended. Nothing was charged.",
    },
    deciding: Page {
        heading: "The bank is deciding",
        text: "It takes a few seconds. You can return now; the answer is passed on by itself.",
    },
    answer_lost: Page {
        heading: "The connection broke",
        text: "This test card is charged and the answer is then lost, as when a network fails at the worst moment. \
               The payee finds out by asking; return to see.",
    },
    unknown: Page {
        heading: "There is no such payment",
        text: "The address is incomplete, or the sandbox was emptied since. Nothing was charged.",
    },
    unavailable: Page {
        heading: "The gateway cannot work right now",
        text: "Nothing was charged by this. Try again in a moment.",
    },
    field_errors,
    decline_reasons,
    behaviours,
};

fn field_errors(error: FieldError) -> &'static str {
    match error {
        FieldError::NumberMissing => "Enter the card number",
        FieldError::NumberWrong => "Check the card number: a digit is wrong or missing",
        FieldError::NumberNoTestCard => {
            "Use one of the test cards on this page; real cards are not accepted here"
        }
        FieldError::ExpiryMissing => "Enter the expiry",
        FieldError::ExpiryWrong => "Enter the expiry as month and year, for example 09/29",
        FieldError::ExpiryPast => "This card has expired; check the expiry",
        FieldError::CodeMissing => "Enter the security code",
        FieldError::CodeWrong => "Enter the security code as 3 digits",
    }
}

fn decline_reasons(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Declined => {
            "The bank declined the card without giving a reason. Nothing was charged."
        }
        DeclineReason::InsufficientFunds => {
            "There is not enough money on the card's account. Nothing was charged."
        }
        DeclineReason::AuthenticationFailed => {
            "The holder did not approve the payment. Nothing was charged."
        }
        DeclineReason::ExpiredCard => {
            "The bank says that the card has expired. Nothing was charged."
        }
        DeclineReason::Disputed => "The payer disputes another payment. Nothing was charged.",
    }
}

fn behaviours(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Succeeds => "Succeeds",
        Behaviour::Declines => "Is declined",
        Behaviour::InsufficientFunds => "Is declined: insufficient funds",
        Behaviour::Expired => "Is declined: the bank says it has expired",
        Behaviour::Confirms => "Needs 3-D Secure; saved, it is then charged without",
        Behaviour::ConfirmsAlways => "Needs 3-D Secure, also each time once saved",
        Behaviour::DeclinesKept => "Succeeds; once saved, it is declined",
        Behaviour::ChargedLate => "Pending first, charged after 5 seconds",
        Behaviour::DeclinedLate => "Pending first, declined after 5 seconds",
        Behaviour::AnswerLost => "Is charged, then the answer is lost",
        Behaviour::NoWebhook => "Is charged, but no webhook comes",
        Behaviour::Disputed => "Is charged; then its bank wants the money back",
    }
}
