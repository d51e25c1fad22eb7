//! What every request and every worker has at hand. Cheap to clone.

use std::{ops::Deref, sync::Arc};

use crate::{
    clock::Clock, config::Config, gateway::PaymentGateway, store::Store, vies::VatNumberCheck,
};

/// The running portal.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

/// Its parts.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The settings.
    pub config: Config,
    /// Time and business date.
    pub clock: Arc<dyn Clock>,
    /// Where cards are charged.
    pub gateway: Arc<dyn PaymentGateway>,
    /// Who tells whether a VAT number is valid.
    pub vies: Arc<dyn VatNumberCheck>,
    /// The database is marked as demo.
    pub demo: bool,
    /// The limits of what may be tried how often, and of how much is hashed at once.
    pub limits: crate::auth::Limits,
    /// Wakes the numbering worker and the outbox after a commit that left them work.
    pub wake: tokio::sync::Notify,
}

impl Context {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Whether whoever needs a second factor is answered nothing else before it is set up. A demo only
    /// advises it, unless it was started to insist: its people share their accounts.
    pub fn insists_on_second_factor(&self) -> bool {
        !self.demo || self.config.insist_on_second_factor
    }
}

impl Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
