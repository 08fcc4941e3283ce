//! The name of a user data stream, which is as good as a password for it; and a guard that keeps it alive.

mod failure;
mod guard;
mod request;
mod schedule;
mod task;

use std::fmt;

pub use guard::{KeyChange, UserStreamKey};

use serde::{Deserialize, Serialize};
pub use task::UserStreamTask;

/// A listen key: whoever knows it can read the account's order and balance events for an hour, or for as long as
/// it is kept alive; see [`UserStreamKey`].
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
