//! Addresses that open by themselves, which is why they are secret.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// An address that carries its own permission: whoever knows it can read what it leads to until it expires, such as the
/// history of an account.
///
/// `Debug` is redacted and there is no `Display`; [`as_str`](Self::as_str) gives the text. It serializes as that text,
/// so that a response can be stored.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretUrl(String);

impl SecretUrl {
    /// The text, as the exchange sends it: not every address begins with `https://`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretUrl(redacted)")
    }
}

/// Reads an address that is empty, or null, as long as there is none.
pub(crate) fn unless_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretUrl>, D::Error> {
    let read = Option::<SecretUrl>::deserialize(deserializer)?;
    Ok(read.filter(|url| !["", "null"].contains(&url.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Link {
        #[serde(default, deserialize_with = "unless_empty")]
        url: Option<SecretUrl>,
    }

    fn link(text: &str) -> Link {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn an_address_is_there_for_who_asks_and_for_nobody_else() {
        let link = link(r#"{"url":"https://example.com/a?Signature=b"}"#);
        assert_eq!(format!("{link:?}"), "Link { url: Some(SecretUrl(redacted)) }");
        assert_eq!(link.url.unwrap().as_str(), "https://example.com/a?Signature=b");
    }

    #[test]
    fn an_empty_address_is_none() {
        for text in [r#"{"url":""}"#, r#"{"url":"null"}"#, r#"{"url":null}"#, "{}"] {
            assert_eq!(link(text).url, None);
        }
    }
}
