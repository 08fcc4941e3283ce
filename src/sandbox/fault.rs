//! What may go wrong with a request.

/// What may go wrong between a program and the exchange; see [`Sandbox::inject`](super::Sandbox::inject).
///
/// Some faults come before the request is executed, and some after it: only the books of the sandbox tell them apart,
/// the program that sent the request cannot. A fault that executes does so by all rules, so the request may be refused
/// too, for a limit or for what it asks.
///
/// The connection is closed by a fault whose name says so, and by those that cut an answer short or send none. What
/// stalls, drips or is delayed holds its connection until the peer hangs up or the sandbox is dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The next connection is closed as soon as it is accepted. On a connection that was kept open, the next request
    /// is left unread and the connection closed. The same goes for [random faults](super::Sandbox::random_faults) and
    /// for [one operation](super::Sandbox::inject_for), which can only be told once a request is there.
    CloseBeforeReading,
    /// The request is read and not executed, and the connection closed without an answer.
    CloseAfterHead,
    /// The request is executed, and the connection closed without an answer.
    CloseAfterExecution,
    /// The request is executed, and the connection reset without an answer.
    ResetAfterExecution,
    /// The request is executed; the head of the answer arrives whole, with the length of the whole body, and the body
    /// up to its half. Then the connection is closed.
    CutInBody,
    /// The request is executed; half the head of the answer arrives. Then the connection is closed.
    CutInHead,
    /// The request is executed, and answered with HTTP 200 and a body that is no JSON.
    Garbage,
    /// The request is executed; bytes arrive that are no HTTP. Then the connection is closed.
    GarbageHead,
    /// The request is executed, and answered with HTTP 200 and an empty body.
    EmptyBody,
    /// The request is not executed: a gateway answers with a page and this status, such as 403, 502, 503 or 504.
    HtmlPage(u16),
    /// The request is executed, and nothing more is heard.
    Stall,
    /// The request is read and never executed, and nothing more is heard.
    StallBeforeExecution,
    /// The request is executed; the head of the answer arrives, and then one byte with every second of the sandbox's
    /// clock: those of the body, and spaces without end after them.
    SlowDrip,
    /// The request meets an answer that is not the exchange's own; there are functions for those that it documents,
    /// such as [`Fault::unknown_error`].
    Answer {
        /// The HTTP status, from 200 to 599.
        status: u16,
        /// The code in the JSON body; if there is none, the body is the message alone, as plain text.
        code: Option<i32>,
        /// The message.
        msg: String,
        /// The seconds of a `Retry-After` header.
        retry_after: Option<u64>,
        /// Whether the request is executed.
        executed: bool,
    },
    /// The request is read, and executed this many milliseconds of the sandbox's clock later, even if the peer has
    /// hung up by then. It is then answered, and the connection closed.
    ///
    /// What changes an order is refused with code -5028 if its receive window is over when it is executed.
    Delay(u64),
    /// The request is executed, and answered with HTTP 200 and a JSON array of this many bytes, all of it white space
    /// within.
    HugeBody(u64),
    /// The same, compressed with gzip to about a hundred and fiftieth, whether or not the request allows that. The
    /// number is the length that it is decompressed to.
    HugeGzip(u64),
}

impl Fault {
    /// One fault of every kind, with the answers that the exchange documents and delays of 10 ms, 1 s and 10 s: what
    /// [random faults](super::Sandbox::random_faults) are chosen from.
    ///
    /// A program meets those that stall for ever among them, so it must not wait for ever.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let mut samples = vec![
            Self::CloseBeforeReading,
            Self::CloseAfterHead,
            Self::CloseAfterExecution,
            Self::ResetAfterExecution,
            Self::CutInBody,
            Self::CutInHead,
            Self::Garbage,
            Self::GarbageHead,
            Self::EmptyBody,
            Self::Stall,
            Self::StallBeforeExecution,
            Self::SlowDrip,
            Self::service_unavailable(),
            Self::internal_error(),
            Self::throttled(),
            Self::bad_timestamp(),
            Self::too_many_requests(1),
            Self::too_many_orders(1),
            Self::HugeBody(1 << 20),
            Self::HugeGzip(1 << 20),
        ];
        samples.extend([403, 502, 503, 504].map(Self::HtmlPage));
        samples.extend([10, 1_000, 10_000].map(Self::Delay));
        for executed in [false, true] {
            samples.extend([
                Self::unknown_error(executed),
                Self::timeout(executed),
                Self::unexpected_response(executed),
            ]);
        }
        samples
    }

    /// Whether a request that meets it is executed, as far as it is not refused.
    #[must_use]
    pub const fn executes(&self) -> bool {
        match self {
            Self::CloseBeforeReading | Self::CloseAfterHead | Self::HtmlPage(_) | Self::StallBeforeExecution => false,
            Self::Answer { executed, .. } => *executed,
            _ => true,
        }
    }

    /// HTTP 503 `Unknown error, please check your request or try again later.`: the exchange's word for not knowing
    /// whether the request was executed.
    #[must_use]
    pub fn unknown_error(executed: bool) -> Self {
        Self::answer(503, -1000, "Unknown error, please check your request or try again later.", executed)
    }

    /// HTTP 503 `Service Unavailable.`, as plain text; not executed.
    #[must_use]
    pub fn service_unavailable() -> Self {
        let msg = "Service Unavailable.".to_owned();
        Self::Answer { status: 503, code: None, msg, retry_after: None, executed: false }
    }

    /// HTTP 503 `Internal error; unable to process your request. Please try again.`; not executed.
    #[must_use]
    pub fn internal_error() -> Self {
        Self::answer(503, -1001, "Internal error; unable to process your request. Please try again.", false)
    }

    /// HTTP 503 with code -1008, of an exchange under load; not executed.
    #[must_use]
    pub fn throttled() -> Self {
        let msg = "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please \
                   try again.";
        Self::answer(503, -1008, msg, false)
    }

    /// HTTP 408 with code -1007: the exchange waited in vain for what is behind it, and does not know whether the
    /// request was executed.
    #[must_use]
    pub fn timeout(executed: bool) -> Self {
        let msg = "Timeout waiting for response from backend server. Send status unknown; execution status unknown.";
        Self::answer(408, -1007, msg, executed)
    }

    /// HTTP 400 with code -1006: the exchange does not understand an answer from behind it, and does not know whether
    /// the request was executed.
    #[must_use]
    pub fn unexpected_response(executed: bool) -> Self {
        let msg = "An unexpected response was received from the message bus. Execution status unknown.";
        Self::answer(400, -1006, msg, executed)
    }

    /// HTTP 400 with code -1021, as if the clocks had drifted apart; not executed.
    #[must_use]
    pub fn bad_timestamp() -> Self {
        Self::answer(400, -1021, "Timestamp for this request is outside of the recvWindow.", false)
    }

    /// HTTP 429 with code -1003 and so many seconds of `Retry-After`; not executed.
    #[must_use]
    pub fn too_many_requests(retry_after: u64) -> Self {
        let msg = "Too many requests; current limit of IP(127.0.0.1) is 2400 requests per minute. Please use the \
                   websocket for live updates to avoid polling the API.";
        Self::refusal(429, -1003, msg, retry_after)
    }

    /// HTTP 429 with code -1015 and so many seconds of `Retry-After`; not executed.
    #[must_use]
    pub fn too_many_orders(retry_after: u64) -> Self {
        let msg = "Too many new orders; current limit is 300 orders per TEN_SECONDS.";
        Self::refusal(429, -1015, msg, retry_after)
    }

    /// HTTP 418 with code -1003, of a ban that ends at this time in milliseconds since the Unix epoch, and so many
    /// seconds of `Retry-After`; not executed.
    #[must_use]
    pub fn banned(until: i64, retry_after: u64) -> Self {
        let msg = format!(
            "Way too much request weight used; IP banned until {until}. Please use the websocket for live updates to \
             avoid bans."
        );
        Self::refusal(418, -1003, &msg, retry_after)
    }

    fn answer(status: u16, code: i32, msg: &str, executed: bool) -> Self {
        Self::Answer { status, code: Some(code), msg: msg.to_owned(), retry_after: None, executed }
    }

    fn refusal(status: u16, code: i32, msg: &str, retry_after: u64) -> Self {
        Self::Answer { status, code: Some(code), msg: msg.to_owned(), retry_after: Some(retry_after), executed: false }
    }
}
