//! What a request has to pass before the exchange looks at it, all of it read from the operation table.

mod arguments;
mod retired;
mod sent;
mod signature;

pub use arguments::{Arguments, decimal};
pub use sent::Sent;

use crate::operations::{self, Operation, SIGNING, Security};
use crate::sandbox::http::{Reply, Request};
use crate::sandbox::refusal::Refusal;

/// How far ahead of the exchange's clock a timestamp may be, in milliseconds; this much is already too far.
const AHEAD: i64 = 1_000;

/// The key pair that the sandbox accepts.
pub struct Keys {
    pub api_key: String,
    pub secret_key: String,
}

/// Finds the operation of a request, or the reply to one that asks for none.
pub fn route(request: &Request) -> Result<&'static Operation, Reply> {
    let mut path_is_known = false;
    for operation in operations::ALL.iter().copied().filter(|operation| operation.path == request.path) {
        if operation.method == request.method {
            return Ok(operation);
        }
        path_is_known = true;
    }
    if path_is_known {
        let msg = format!("Path {}, Method {} is invalid", request.path, request.method);
        return Err(Reply::from(&Refusal::new(-5000, msg).status(404)));
    }
    Err(Reply::not_found())
}

/// Lets a request pass, or says what is wrong with it; in the exchange's order, so that the first fault is reported.
pub fn admit(
    operation: &'static Operation,
    request: &Request,
    sent: &Sent,
    keys: &Keys,
    now: i64,
) -> Result<Arguments, Refusal> {
    if operation.security != Security::None {
        check_key(request.api_key.as_deref(), keys)?;
    }
    if operation.security == Security::Signed {
        check_signature(operation, request, sent, keys, now)?;
    }
    read(operation, sent)
}

/// Refuses what reaches the order book after the time for which it was valid, although it came in within that time.
pub fn check_late(operation: &Operation, sent: &Sent, now: i64) -> Result<(), Refusal> {
    let reaches_book = operation.tag == "Trading" && !operation.is_read();
    let Some(timestamp) = integer(sent, SIGNING.timestamp)?.filter(|_| reaches_book) else { return Ok(()) };
    let window = integer(sent, SIGNING.recv_window)?.unwrap_or_else(|| operation.assumed_window());
    if now.saturating_sub(timestamp) > window {
        return Err(Refusal::new(-5028, "Timestamp for this request is outside of the ME recvWindow."));
    }
    Ok(())
}

/// Reads the parameters of a request, or of one row of a batch.
pub fn read(operation: &'static Operation, sent: &Sent) -> Result<Arguments, Refusal> {
    retired::check(operation, sent)?;
    if operation.security == Security::Signed {
        check_all_read(operation, sent)?;
    }
    Arguments::check(operation, sent)
}

fn check_key(api_key: Option<&str>, keys: &Keys) -> Result<(), Refusal> {
    match api_key {
        None | Some("") => Err(Refusal::unauthorized(-2014, "API-key format invalid.")),
        Some(key) if key != keys.api_key => {
            Err(Refusal::unauthorized(-2015, "Invalid API-key, IP, or permissions for action."))
        }
        Some(_) => Ok(()),
    }
}

fn check_signature(
    operation: &Operation,
    request: &Request,
    sent: &Sent,
    keys: &Keys,
    now: i64,
) -> Result<(), Refusal> {
    let timestamp = integer(sent, SIGNING.timestamp)?.ok_or_else(|| Refusal::missing(SIGNING.timestamp))?;
    let window = integer(sent, SIGNING.recv_window)?.unwrap_or_else(|| operation.assumed_window());
    if sent.get(SIGNING.signature).unwrap_or_default().is_empty() {
        return Err(Refusal::missing(SIGNING.signature));
    }
    let longest = operation.longest_window();
    if window > longest {
        return Err(Refusal::new(-1131, format!("recvWindow must be less than {longest}")));
    }
    if !signature::is_valid(request, &keys.secret_key) {
        return Err(Refusal::new(-1022, "Signature for this request is not valid."));
    }
    check_time(timestamp, window, now)
}

fn check_time(timestamp: i64, window: i64, now: i64) -> Result<(), Refusal> {
    if timestamp >= now.saturating_add(AHEAD) {
        return Err(Refusal::new(-1021, "Timestamp for this request was 1000ms ahead of the server's time."));
    }
    if now.saturating_sub(timestamp) > window {
        return Err(Refusal::new(-1021, "Timestamp for this request is outside of the recvWindow."));
    }
    Ok(())
}

/// A signed request is refused for a parameter nobody reads, because a misspelt `reduceOnly` must not pass in silence.
/// Public operations ignore such a parameter, as the exchange is known to.
fn check_all_read(operation: &Operation, sent: &Sent) -> Result<(), Refusal> {
    let own = [SIGNING.timestamp, SIGNING.signature, SIGNING.recv_window];
    let read = sent.names().filter(|name| own.contains(name) || operation.parameter(name).is_some()).count();
    let count = sent.names().count();
    if read == count {
        return Ok(());
    }
    let msg = format!("Not all sent parameters were read; read '{read}' parameter(s) but was sent '{count}'.");
    Err(Refusal::new(-1104, msg))
}

fn integer(sent: &Sent, name: &str) -> Result<Option<i64>, Refusal> {
    sent.get(name).map(|text| text.parse().map_err(|_| Refusal::missing(name))).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_may_be_just_short_of_a_second_ahead() {
        assert!(check_time(1_999, 5_000, 1_000).is_ok());
        assert_eq!(check_time(2_000, 5_000, 1_000).unwrap_err().code, -1021);
    }

    #[test]
    fn a_timestamp_may_be_as_old_as_the_window() {
        assert!(check_time(1_000, 5_000, 6_000).is_ok());
        assert_eq!(check_time(999, 5_000, 6_000).unwrap_err().code, -1021);
    }

    #[test]
    fn extreme_times_are_refused_without_overflow() {
        assert!(check_time(i64::MIN, 0, i64::MAX).is_err());
        assert!(check_time(i64::MAX, i64::MIN, i64::MIN).is_err());
    }
}
