//! Which mails are written once: the name under which the outbox knows that one is there.

use super::Letter;

impl Letter {
    /// The name under which it is written once: an invoice is mailed by the system only once.
    pub(super) fn once_key(&self) -> Option<String> {
        match self {
            Self::Dispute {
                dispute, state, to, ..
            } => {
                let to = to.map_or_else(String::new, |to| to.to_string());
                Some(format!("dispute {dispute} {state:?} {to}"))
            }
            Self::Invoice { invoice } => Some(format!("invoice {invoice}")),
            Self::PaymentRequest { order } => Some(format!("payment request {order}")),
            Self::MoneyReceived { entry } => Some(format!("money {entry}")),
            Self::TransferLapsed { order } => Some(format!("lapsed {order}")),
            Self::Renewal {
                subscription,
                starts_on,
                noticed_on,
                to,
            } => {
                let to = to.map_or_else(String::new, |to| to.to_string());
                Some(format!(
                    "renewal {subscription} {starts_on} {noticed_on} {to}"
                ))
            }
            Self::RenewalDeclined { order, attempt, .. } => {
                Some(format!("renewal declined {order}/{attempt}"))
            }
            Self::Expired {
                subscription,
                ended_on,
                to,
            } => {
                let to = to.map_or_else(String::new, |to| to.to_string());
                Some(format!("expired {subscription} {ended_on} {to}"))
            }
            Self::FewerLicences {
                subscription,
                starts_on,
                to,
            } => {
                let to = to.map_or_else(String::new, |to| to.to_string());
                Some(format!("fewer {subscription} {starts_on} {to}"))
            }
            _ => None,
        }
    }
}
