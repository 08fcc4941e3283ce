//! The spec that is to be looked at: a file, or what a URL answers with.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::fetch;

pub struct Candidate {
    /// How the report calls it.
    pub name: String,
    /// What the provenance says of it if nobody says more.
    pub source: String,
    pub text: String,
}

impl Candidate {
    pub async fn read(place: &str) -> Result<Self, String> {
        let candidate = if place.contains("://") {
            let (name, text) = fetch::text(place).await?;
            // Our pipeline reads half a document as well, as long as it ends with a line.
            if !text.ends_with('\n') && !text.trim_start().starts_with('{') {
                return Err(format!("{name}: it ends in the middle of a line: the download may be cut off"));
            }
            Self { source: name.clone(), name, text }
        } else {
            let text = fs::read_to_string(place).map_err(|error| format!("{place}: cannot be read: {error}"))?;
            let file = Path::new(place).file_name().map_or(place.into(), |name| name.to_string_lossy());
            Self { name: place.to_owned(), source: file.into_owned(), text }
        };
        if candidate.text.trim_start().starts_with('<') {
            return Err(format!("{}: a page of HTML or XML, not a spec", candidate.name));
        }
        Ok(candidate)
    }

    pub fn sha256(&self) -> String {
        sha256(&self.text)
    }
}

/// In hexadecimal digits.
pub fn sha256(text: &str) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
    Sha256::digest(text.as_bytes()).iter().flat_map(digits).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_hash_is_what_sha256sum_prints() {
        assert_eq!(super::sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
