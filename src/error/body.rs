//! A response's body as an error may show it: bounded, in one line, without secrets.

use std::fmt;

use crate::operations::{Operation, SIGNING};

/// How many characters of a body are shown.
const SHOWN: usize = 2048;

/// The beginning of a body, fit to be printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Excerpt {
    text: String,
    /// Bytes of the whole body.
    length: usize,
}

impl Excerpt {
    /// Takes the beginning of a body, with every secret in it replaced.
    pub(crate) fn new(operation: &Operation, body: &[u8], secrets: &[&str]) -> Self {
        let length = body.len();
        if operation.secret_response {
            return Self { text: "withheld, it may hold a secret".into(), length };
        }
        Self { text: clean(&String::from_utf8_lossy(&body[..length.min(WINDOW)]), secrets), length }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

/// How many bytes are looked at: what is shown, at four bytes a character, and a secret that the end might cut in two.
const WINDOW: usize = SHOWN * 4 + TOKEN_LENGTH * 8;

/// Characters of the exchange's keys, listen keys and signatures.
const TOKEN_LENGTH: usize = 64;

/// A foreign text as a message may quote it: secrets replaced, and bounded.
pub(crate) fn clean(text: &str, secrets: &[&str]) -> String {
    let end = text.len() > SHOWN;
    let clean = scrub(text, secrets);
    let longest = secrets.iter().map(|secret| secret.len()).max().unwrap_or_default().max(TOKEN_LENGTH);
    // Where the text was cut, its last characters may be the beginning of a secret.
    let whole = clean.chars().count();
    let safe = if end { whole.saturating_sub(longest) } else { whole };
    clean.chars().take(safe.min(SHOWN)).collect()
}

/// Replaces every secret in a text, and whatever is as long as one: a gateway's page may quote the URL.
fn scrub(text: &str, secrets: &[&str]) -> String {
    let known = secrets.iter().filter(|secret| !secret.is_empty());
    let text = known.fold(text.to_owned(), |text, secret| text.replace(secret, HIDDEN));
    let text = without_signatures(&text);
    let mut clean = String::with_capacity(text.len());
    for run in text.split_inclusive(ends_token) {
        let token = run.trim_end_matches(ends_token);
        if token.len() >= TOKEN_LENGTH {
            clean.push_str(HIDDEN);
            clean.push_str(&run[token.len()..]);
        } else {
            clean.push_str(run);
        }
    }
    clean
}

/// Whether a character has no place in a key or in a signature, in base64 as a URL or JSON may hold it.
fn ends_token(character: char) -> bool {
    !(character.is_ascii_alphanumeric() || "+/%\\".contains(character))
}

/// Hides what a signature parameter is set to: base64 whose signs are escaped does not look like one long token.
fn without_signatures(text: &str) -> String {
    let mut parts = text.split(SIGNING.signature);
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let ends_word = |character: char| character.is_whitespace() || "\"'<>".contains(character);
        let (word, rest) = part.split_at(part.find(ends_word).unwrap_or(part.len()));
        let value = word.trim_start_matches('=');
        clean.push_str(SIGNING.signature);
        clean.push_str(&word[..word.len() - value.len()]);
        clean.push_str(if value.len() >= SIGNATURE_PART { HIDDEN } else { value });
        clean.push_str(rest);
    }
    clean
}

/// So many characters after the word "signature" are more than punctuation.
const SIGNATURE_PART: usize = 8;

const HIDDEN: &str = "…";

/// A text in one line, without characters that could steer a terminal.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.split_whitespace().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            for character in word.chars() {
                if character.is_control() {
                    write!(f, "{}", character.escape_default())?;
                } else {
                    write!(f, "{character}")?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.length == 0 {
            return f.write_str("empty body");
        }
        write!(f, "body of {} bytes: {}", self.length, OneLine(&self.text))
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::Excerpt;
    use crate::operations::Operation;

    fn excerpt(id: &str, body: &str, secrets: &[&str]) -> String {
        Excerpt::new(Operation::by_id(id).unwrap(), body.as_bytes(), secrets).to_string()
    }

    #[test]
    fn a_page_of_html_is_shown_in_one_line() {
        let shown = excerpt("getOrder", "<html>\n\t<h1>403 Forbidden\u{7}</h1>\n</html>", &[]);
        assert_eq!(shown, r"body of 39 bytes: <html> <h1>403 Forbidden\u{7}</h1> </html>");
    }

    #[test]
    fn a_long_body_is_cut_and_its_length_told() {
        let shown = excerpt("getOrder", &"x y ".repeat(25_000), &[]);
        assert!(shown.starts_with("body of 100000 bytes: x y") && shown.len() < 2200);
    }

    #[test]
    fn secrets_are_replaced_even_across_the_cut() {
        let body = format!("{}SECRET{}SECRET", "x ".repeat(1022), "y ".repeat(3000));
        let shown = excerpt("getOrder", &body, &["SECRET", ""]);
        assert!(!shown.contains("SEC"), "{shown}");
    }

    #[test]
    fn a_quoted_signature_is_replaced() {
        let url = format!("/fapi/v1/order?timestamp=1&signature={} HTTP/1.1 order 1234567890", "c8Db".repeat(16));
        let shown = excerpt("getOrder", &url, &[]);
        assert!(shown.ends_with("signature=… HTTP/1.1 order 1234567890"), "{shown}");
    }

    #[test]
    fn a_quoted_signature_in_base64_is_replaced_however_it_is_escaped() {
        let base64 = "q8+vT/1k".repeat(11);
        for signature in [
            format!("{base64}=="),
            base64.replace('+', "%2B").replace('/', "%2F"),
            base64.replace('/', "\\/"),
            base64.replace('+', "&#43;").replace('/', "&#x2F;"),
        ] {
            for page in
                [format!("<pre>/fapi/v1/order?signature={signature} HTTP/1.1</pre>"), format!("signature={signature}")]
            {
                let shown = excerpt("getOrder", &page, &[]);
                assert!(!shown.contains("q8") && !shown.contains("vT"), "{shown}");
            }
        }
        let shown = excerpt("getOrder", &format!("{{\"signature\":\"{base64}==\",\"code\":-1022}}"), &[]);
        assert!(shown.ends_with("{\"signature\":\"…==\",\"code\":-1022}"), "{shown}");
    }

    #[test]
    fn words_about_signatures_are_kept() {
        let said =
            "Mandatory parameter 'signature' was not sent, was empty/null, or signature=x. Signatures: signature.";
        assert!(excerpt("getOrder", said, &[]).ends_with(said));
    }

    #[test]
    fn the_body_of_an_operation_that_answers_with_a_secret_is_withheld() {
        assert_eq!(
            excerpt("createListenKey", "{\"listenKey\":7}", &[]),
            "body of 15 bytes: withheld, it may hold a secret"
        );
    }
}
