//! Queries: names and values, percent-encoded.

use std::fmt::{self, Write as _};

use memchr::memchr_iter;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All that is not unreserved in RFC 3986 is encoded. What is signed is the encoded text, byte for byte as it is sent.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Whether a text stands for itself in a query.
pub(super) fn is_plain(text: &str) -> bool {
    /// By byte: a look-up is what makes this faster than encoding, and most values are plain.
    const PLAIN: [bool; 256] = {
        let mut plain = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            #[expect(clippy::cast_possible_truncation, reason = "it is below 256")]
            let character = byte as u8;
            plain[byte] = character.is_ascii_alphanumeric() || matches!(character, b'-' | b'_' | b'.' | b'~');
            byte += 1;
        }
        plain
    };
    text.bytes().all(|byte| PLAIN[usize::from(byte)])
}

/// Encodes what was written to a query from a place on.
pub(super) fn encode_from(query: &mut String, start: usize) {
    let raw = query.split_off(start);
    query.extend(utf8_percent_encode(&raw, ENCODED));
}

/// Appends the name of a parameter; its value is to follow.
pub(crate) fn begin(query: &mut String, name: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
}

/// Appends a parameter to a query, percent-encoded.
pub(crate) fn push(query: &mut String, name: &str, value: impl fmt::Display) {
    begin(query, name);
    let start = query.len();
    // Writing to a String cannot fail, and a `Display` that fails writes less, never something else.
    let _ = write!(query, "{value}");
    if !is_plain(&query[start..]) {
        encode_from(query, start);
    }
}

/// The value of a parameter in a query, as it is encoded there.
pub(crate) fn value_in<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let mut start = 0;
    for end in memchr_iter(b'&', query.as_bytes()).chain([query.len()]) {
        let pair = &query[start..end];
        // Names of other lengths are told by one byte.
        if pair.as_bytes().get(name.len()) == Some(&b'=') && pair.as_bytes().starts_with(name.as_bytes()) {
            return Some(&pair[name.len() + 1..]);
        }
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::Url;

    use super::{is_plain, push, value_in};

    /// Values with all that means something in a query, and any others.
    fn any_value() -> impl Strategy<Value = String> {
        prop_oneof!["[ %&=+*~;#?/币é😀\"'A-Za-z0-9_.-]{0,16}", "(%[0-9a-fA-F]{2}){1,4}", any::<String>()]
    }

    #[test]
    fn plain_is_what_rfc_3986_calls_unreserved() {
        const UNRESERVED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
        for character in (0..=255_u8).map(char::from) {
            for text in [character.to_string(), format!("BTC{character}USDT")] {
                assert_eq!(is_plain(&text), UNRESERVED.contains(character), "{text:?}");
            }
        }
        assert!(is_plain(UNRESERVED) && is_plain("") && !is_plain("币安"));
    }

    proptest! {
        #[test]
        fn another_implementation_reads_and_writes_the_same_query(
            pairs in prop::collection::vec(("[a-zA-Z0-9]{1,8}", any_value()), 1..6),
        ) {
            let mut query = String::new();
            for (name, value) in &pairs {
                push(&mut query, name, value);
            }
            let url = Url::parse(&format!("http://x/?{query}")).unwrap();
            prop_assert_eq!(url.query(), Some(query.as_str()));
            prop_assert_eq!(url.query_pairs().into_owned().collect::<Vec<_>>(), pairs.clone());

            let mut form = Url::parse("http://x/").unwrap();
            form.query_pairs_mut().extend_pairs(&pairs);
            // Forms differ from RFC 3986 in these three.
            let form = form.query().unwrap().replace('+', "%20").replace('*', "%2A").replace("%7E", "~");
            prop_assert_eq!(query, form);
        }

        #[test]
        fn a_value_is_found_as_splitting_the_query_finds_it(query in "[ab=&]{0,16}", name in "[ab]{1,3}") {
            let pairs = || query.split('&').filter_map(|pair| pair.split_once('='));
            let expected = pairs().find(|(written, _)| *written == name).map(|(_, value)| value);
            prop_assert_eq!(value_in(&query, &name), expected);
        }
    }

    #[test]
    fn a_name_within_another_is_not_mistaken_for_it() {
        let query = "symbolPair=1&xsymbol=2&pair=symbol&symbol=3&symbol=4";
        assert_eq!(value_in(query, "symbol"), Some("3"));
        assert_eq!(value_in(query, "symb"), None);
        assert_eq!((value_in("", "symbol"), value_in("symbol", "symbol")), (None, None));
        assert_eq!(value_in("a=&symbol=", "symbol"), Some(""));
    }
}
