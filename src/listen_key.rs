//! The name of a user data stream, which is as good as a password for it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A listen key: whoever knows it can read the account's order and balance events for an hour.
///
/// `Debug` is redacted and there is no `Display`; [`as_str`](Self::as_str) gives the text. It serializes as that text,
/// so that a response can be stored.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ListenKey(String);

impl ListenKey {
    /// The text, for the address of the stream.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ListenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListenKey(redacted)")
    }
}
