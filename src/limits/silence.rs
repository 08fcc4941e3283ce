//! When the exchange asks for silence.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::operations::{LIMITS, Scope};
use crate::response::RateLimits;

/// The longest ban that is documented; what is longer is not believed.
const LONGEST: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// The shortest ban that is documented.
const SHORTEST_BAN: Duration = Duration::from_secs(120);

/// Whether a status asks for silence: too many requests, or the ban of those who went on.
pub(super) fn is_asked_by(status: StatusCode) -> bool {
    matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::IM_A_TEAPOT)
}

/// For how long an answer asks to send nothing: as long as it says, or else for one interval.
pub(super) fn asked(
    status: StatusCode,
    headers: &HeaderMap,
    message: Option<&str>,
    server_now: i64,
    interval: Duration,
) -> Duration {
    let banned = message.and_then(banned_until).and_then(|until| u64::try_from(until.saturating_sub(server_now)).ok());
    let banned = banned.filter(|millis| *millis > 0).map(Duration::from_millis);
    let unsaid = if status == StatusCode::IM_A_TEAPOT { interval.max(SHORTEST_BAN) } else { interval };
    // Who asks for more after 429 is not the exchange, whose intervals are shorter, but something in front of it.
    let longest = if status == StatusCode::IM_A_TEAPOT { LONGEST } else { longest_interval() };
    retry_after(headers).max(banned).unwrap_or(unsaid).min(longest)
}

/// After which every limit of an address leaves room again. An account has limits of a day on single operations, for
/// which nothing else has to be silent.
fn longest_interval() -> Duration {
    let of_address = LIMITS.iter().filter(|limit| limit.scope == Scope::Ip);
    of_address.map(|limit| limit.interval).max().unwrap_or(LONGEST)
}

/// The header's seconds. It may say 0 for a part of one.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    RateLimits::from_headers(headers).retry_after.map(|wait| wait.max(Duration::from_secs(1)))
}

/// The moment in a text such as "IP banned until 1700000000000.", in milliseconds since the Unix epoch.
fn banned_until(message: &str) -> Option<i64> {
    const WORDS: &str = "banned until";
    let message = message.to_ascii_lowercase();
    let after = message.get(message.find(WORDS)? + WORDS.len()..)?;
    let number = after.trim_start_matches(|between: char| between.is_whitespace() || between == ':');
    let end = number.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(number.len());
    number.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::{HeaderValue, RETRY_AFTER};

    use super::*;

    const NOW: i64 = 1_700_000_000_000;
    const MINUTE: Duration = Duration::from_secs(60);

    fn silence(status: u16, retry_after: Option<&str>, message: Option<&str>) -> u64 {
        let mut headers = HeaderMap::new();
        if let Some(text) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from_str(text).unwrap());
        }
        let status = StatusCode::from_u16(status).unwrap();
        asked(status, &headers, message, NOW, MINUTE).as_secs()
    }

    #[test]
    fn it_lasts_as_long_as_the_answer_says() {
        assert_eq!(silence(429, Some("7"), None), 7);
        assert_eq!(silence(418, Some("300"), None), 300);
        let banned = "Way too much request weight used; IP banned until 1700000090000. Please use the websocket for \
                      live updates to avoid bans.";
        assert_eq!(silence(418, None, Some(banned)), 90);
        assert_eq!(silence(418, Some("100"), Some(banned)), 100);
        assert_eq!(silence(429, Some("7"), Some(banned)), 90);
    }

    #[test]
    fn an_answer_that_does_not_say_asks_for_an_interval() {
        assert_eq!(silence(429, None, None), 60);
        assert_eq!(silence(429, Some("soon"), Some("Too many requests.")), 60);
        assert_eq!(silence(429, Some("-5"), Some("banned until 5")), 60);
        assert_eq!(silence(418, None, None), 120);
    }

    #[test]
    fn what_cannot_be_is_not_believed() {
        let most = LONGEST.as_secs();
        assert_eq!(silence(418, Some("18446744073709551615"), None), most);
        // Whoever says so after 429 is not the exchange.
        assert_eq!(silence(429, Some("86400"), None), 300);
        assert_eq!(silence(418, None, Some("banned until 9223372036854775807")), most);
        assert_eq!(silence(418, None, Some("banned until 99999999999999999999")), 120);
        assert_eq!(silence(429, Some("0"), None), 1);
    }

    #[test]
    fn the_end_of_a_ban_is_found_however_it_is_written() {
        assert_eq!(banned_until("IP Banned until: 1700000000000"), Some(1_700_000_000_000));
        assert_eq!(banned_until("banned until 17."), Some(17));
        assert_eq!(banned_until("banned until"), None);
        assert_eq!(banned_until("banned until tomorrow"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in any::<String>(), end in any::<String>(), retry_after in "[ -~]{0,25}") {
            for message in [text.clone(), format!("{text}banned until{end}"), format!("{text} banned until {end}")] {
                let _ = banned_until(&message);
                prop_assert!(silence(418, Some(&retry_after), Some(&message)) <= LONGEST.as_secs());
            }
        }

        #[test]
        fn the_documented_text_is_read_whatever_is_around(before in "[^bB]*", until: u32, after in "([^0-9].*)?") {
            let message = format!("{before}banned until {until}{after}");
            prop_assert_eq!(banned_until(&message), Some(i64::from(until)));
        }
    }
}
