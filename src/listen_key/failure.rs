//! What a failure of a request for a listen key means.

use std::time::Duration;

use reqwest::StatusCode;

use crate::error::{Error, ErrorCategory, ErrorCode};
use crate::retry::may_pass;

/// Whether the exchange says that there is no key.
pub(super) fn says_gone(error: &Error) -> bool {
    error.exchange().is_some_and(|said| said.code() == ErrorCode::INVALID_LISTEN_KEY)
}

/// Whether asking again is in vain until somebody mends something.
///
/// What comes from a gateway, or cannot be read, says nothing of the key. What the exchange itself refuses, it will
/// refuse again.
pub(super) fn is_final(error: &Error) -> bool {
    match error {
        Error::Configuration(_) | Error::InvalidParameter(_) | Error::MissingCredentials(_) => true,
        Error::Limited(error) => error.wait().is_none(),
        Error::Exchange(said) => {
            let is_limit = said.code().category() == ErrorCategory::Limit || said.status() == StatusCode::IM_A_TEAPOT;
            !is_limit && !may_pass(error)
        }
        Error::Signing(_) | Error::Transport(_) | Error::Unexpected(_) | Error::Decode(_) => false,
    }
}

/// How long to wait at least before asking again.
pub(super) fn asked_to_wait(error: &Error) -> Duration {
    let wait = match error {
        Error::Limited(error) => error.wait(),
        error => error.rate_limits().retry_after,
    };
    wait.unwrap_or_default()
}
