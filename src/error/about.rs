//! What every error of a call knows beside its own kind.

use crate::sent_order::SentOrder;

/// The attempts of a call, and the orders that it may have placed.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    pub(crate) attempts: u32,
    pub(crate) orders: Vec<SentOrder>,
}

impl About {
    /// The same, of an attempt that ended before there was a request.
    pub(crate) fn without_a_request(self) -> Self {
        Self { attempts: self.attempts.saturating_sub(1), ..self }
    }
}
