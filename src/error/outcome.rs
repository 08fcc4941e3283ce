//! What is known of a call that failed: the question that decides whether an order may be sent again.

use reqwest::StatusCode;

use super::{Error, ErrorCategory, ErrorCode, Stage};

/// Whether what was asked for was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Nothing left this machine: it was not done, and may be sent again.
    NotSent,
    /// It was not done: the exchange says so, or it could not have changed anything.
    Rejected,
    /// It may have been done, by this request or, if the id of the order is known already, by an earlier one: find out
    /// before anything else.
    Unknown,
}

impl Outcome {
    /// What a code of the exchange says, wherever it stands.
    pub(crate) fn of_code(code: ErrorCode) -> Self {
        match code.category() {
            // The id is that of an order that was placed before: most likely by an attempt of the same order.
            ErrorCategory::UnknownOutcome | ErrorCategory::Duplicate => Self::Unknown,
            _ => Self::Rejected,
        }
    }
}

impl Error {
    /// Whether what was asked for was done.
    ///
    /// Reads change nothing, so they are never [`Outcome::Unknown`].
    ///
    /// ```
    /// use binance_usdm::{Error, Outcome};
    ///
    /// fn what_to_do(error: &Error) -> &'static str {
    ///     match error.outcome() {
    ///         Outcome::NotSent => "mend the cause and send it",
    ///         Outcome::Rejected => "it was not done",
    ///         Outcome::Unknown => "find out what became of the order first",
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let outcome = match self {
            Self::Configuration(_)
            | Self::InvalidParameter(_)
            | Self::MissingCredentials(_)
            | Self::Limited(_)
            | Self::Signing(_) => Outcome::NotSent,
            Self::Transport(error) if error.stage() == Stage::Connect => Outcome::NotSent,
            Self::Transport(error) => match error.stage() {
                // Limits are checked before anything is done.
                Stage::Read(StatusCode::TOO_MANY_REQUESTS | StatusCode::IM_A_TEAPOT) => Outcome::Rejected,
                _ => Outcome::Unknown,
            },
            Self::Decode(_) => Outcome::Unknown,
            Self::Unexpected(error) => of_status(error.status(), error.body()),
            Self::Exchange(error) => match of_status(error.status(), error.message()) {
                // The exchange's own code for "throttled": it says that nothing was done, with a status of 503.
                _ if error.code() == ErrorCode::REQUEST_THROTTLED => Outcome::Rejected,
                Outcome::Unknown => Outcome::Unknown,
                _ => Outcome::of_code(error.code()),
            },
        };
        match (outcome, self.operation().is_some_and(|operation| !operation.is_read())) {
            (Outcome::Unknown, false) => Outcome::Rejected,
            (outcome, _) => outcome,
        }
    }
}

/// The whole texts of a 503 by which the exchange says that it did nothing.
const FAILED: [&str; 2] = ["Service Unavailable.", "Internal error; unable to process your request. Please try again."];

/// What a status says when no code says more.
fn of_status(status: StatusCode, text: &str) -> Outcome {
    match status.as_u16() {
        // The exchange documents these texts of a 503 as failures. Any other may have been executed: a gateway's page
        // says "Service Unavailable" as well, and knows nothing of the order.
        503 if FAILED.contains(&text.trim()) => Outcome::Rejected,
        408 | 500.. => Outcome::Unknown,
        400..=499 => Outcome::Rejected,
        // A redirect that was not followed, or a status that no exchange sends.
        _ => Outcome::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;

    use super::Outcome::{self, NotSent, Rejected, Unknown};
    use crate::error::{
        About, Cause, DecodeError, Error, ErrorCategory, ErrorCode, Excerpt, ExchangeError, InvalidParameter, Stage,
        TransportError, UnexpectedResponse,
    };
    use crate::operations::Operation;

    /// A call that changes something, and one that does not.
    const OPERATIONS: [&str; 2] = ["createOrder", "getOrder"];

    fn operation(id: &str) -> &'static Operation {
        Operation::by_id(id).unwrap()
    }

    fn exchange(id: &str, status: u16, code: i64, message: &str) -> Outcome {
        let status = StatusCode::from_u16(status).unwrap();
        let (headers, code) = (HeaderMap::new(), code.into());
        let message = message.to_owned();
        Error::Exchange(Box::new(ExchangeError {
            operation: operation(id),
            about: About::default(),
            status,
            headers,
            code,
            message,
        }))
        .outcome()
    }

    fn unexpected(id: &str, status: u16, body: &str) -> Outcome {
        let status = StatusCode::from_u16(status).unwrap();
        let body = Excerpt::new(operation(id), body.as_bytes(), &[]);
        let error = UnexpectedResponse {
            operation: operation(id),
            about: About::default(),
            status,
            headers: HeaderMap::new(),
            body,
        };
        Error::Unexpected(Box::new(error)).outcome()
    }

    #[test]
    fn what_the_exchange_says_decides_and_reads_are_never_unknown() {
        for (status, code, message, expected) in [
            (400, -2019, "Margin is insufficient.", Rejected),
            (400, -1021, "Timestamp for this request is outside of the recvWindow.", Rejected),
            (401, -2015, "Invalid API-key, IP, or permissions for action.", Rejected),
            (429, -1003, "Too many requests.", Rejected),
            (418, -1003, "Way too much request weight used; IP banned until 1760000000000.", Rejected),
            (451, 0, "Service unavailable from a restricted location.", Rejected),
            (503, -1008, "Request throttled by system-level protection.", Rejected),
            (503, -1001, "Internal error; unable to process your request. Please try again.", Rejected),
            (503, -1000, "Unknown error, please check your request or try again later.", Unknown),
            (400, -1000, "An unknown error occurred while processing the request.", Unknown),
            (400, -1006, "An unexpected response was received from the message bus.", Unknown),
            (408, -1007, "Timeout waiting for response from backend server.", Unknown),
            (400, -1007, "Timeout waiting for response from backend server.", Unknown),
            (408, -1, "anything", Unknown),
            (500, -2019, "anything", Unknown),
        ] {
            assert_eq!(exchange(OPERATIONS[0], status, code, message), expected, "{status} {code}");
            assert_eq!(exchange(OPERATIONS[1], status, code, message), Rejected, "{status} {code}, read");
        }
    }

    #[test]
    fn a_status_decides_where_the_exchange_says_nothing() {
        for (status, body, expected) in [
            (403, "<html>Forbidden</html>", Rejected),
            (404, "<html>Not Found</html>", Rejected),
            (408, "", Unknown),
            (500, "", Unknown),
            (502, "<html>Bad Gateway</html>", Unknown),
            (503, "Service Unavailable.", Rejected),
            (503, "<html><h1>503 Service Unavailable</h1></html>", Unknown),
            (503, "Unknown error, please check your request or try again later.", Unknown),
            (504, "", Unknown),
            (302, "", Unknown),
        ] {
            assert_eq!(unexpected(OPERATIONS[0], status, body), expected, "{status}");
            assert_eq!(unexpected(OPERATIONS[1], status, body), Rejected, "{status}, read");
        }
    }

    /// Every status that says that something went wrong.
    fn statuses() -> impl Iterator<Item = u16> {
        (300..600).filter(|status| StatusCode::from_u16(*status).is_ok())
    }

    #[test]
    fn every_code_at_every_status_is_unknown_or_rejected_as_documented() {
        let codes = ErrorCode::every().chain([0, 200, -1, -99_999].map(ErrorCode::from));
        for code in codes {
            let in_doubt = matches!(code.category(), ErrorCategory::UnknownOutcome | ErrorCategory::Duplicate);
            for status in statuses() {
                let said_so = (400..500).contains(&status) && status != 408;
                let expected = match code.get() {
                    -1008 => Rejected,
                    _ if said_so && !in_doubt => Rejected,
                    _ => Unknown,
                };
                assert_eq!(exchange(OPERATIONS[0], status, code.get(), "anything"), expected, "{status} {code}");
                assert_eq!(exchange(OPERATIONS[1], status, code.get(), "anything"), Rejected, "{status} {code}, read");
            }
        }
    }

    #[test]
    fn a_connection_that_fails_decides_by_how_far_the_request_had_come() {
        let lost = |id: &str, stage| {
            let (about, headers, cause) = (About::default(), HeaderMap::new(), Cause::TooLarge(1));
            let error = TransportError { operation: operation(id), about, stage, headers, cause };
            Error::Transport(Box::new(error)).outcome()
        };
        assert_eq!(OPERATIONS.map(|id| lost(id, Stage::Connect)), [NotSent, NotSent]);
        assert_eq!(OPERATIONS.map(|id| lost(id, Stage::Send)), [Unknown, Rejected]);
        for status in (200..300).chain(statuses()) {
            let expected = if [418, 429].contains(&status) { Rejected } else { Unknown };
            let stage = Stage::Read(StatusCode::from_u16(status).unwrap());
            assert_eq!(OPERATIONS.map(|id| lost(id, stage)), [expected, Rejected], "{status}");
        }
    }

    #[test]
    fn what_was_refused_here_was_not_sent_and_what_cannot_be_read_may_have_been_done() {
        for id in OPERATIONS {
            let parameter = InvalidParameter::new(operation(id), "symbol".into(), String::new());
            assert_eq!(Error::from(parameter).outcome(), NotSent);
            assert_eq!(Error::MissingCredentials(operation(id)).outcome(), NotSent);
            let excerpt = Excerpt::new(operation(id), b"{", &[]);
            let error = DecodeError {
                operation: operation(id),
                about: About::default(),
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                body: Bytes::from_static(b"{"),
                excerpt,
                path: ".".into(),
                reason: String::new(),
            };
            let expected = if id == OPERATIONS[0] { Unknown } else { Rejected };
            assert_eq!(Error::Decode(Box::new(error)).outcome(), expected);
        }
    }
}
