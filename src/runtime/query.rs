//! Queries: names and values, percent-encoded.

use std::fmt::{self, Write as _};

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
    // Searching bytes one by one is faster here than what is made for long texts: between two `&` there are few.
    let end_of = |text: &str| text.bytes().position(|byte| byte == b'&');
    let mut rest = query;
    loop {
        if let Some(value) = rest.strip_prefix(name).and_then(|value| value.strip_prefix('=')) {
            return Some(end_of(value).map_or(value, |end| &value[..end]));
        }
        rest = &rest[end_of(rest)? + 1..];
    }
}
