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

/// Why there is no candidate.
#[derive(Debug, PartialEq, Eq)]
pub enum Missing {
    /// It is gone from its address, and stays so until somebody finds the new one.
    Gone(String),
    /// It could not be read. Another attempt may succeed.
    Unread(String),
}

impl Missing {
    /// The exit code that says so.
    pub fn code(&self) -> u8 {
        match self {
            Self::Gone(_) => 4,
            Self::Unread(_) => 5,
        }
    }

    pub fn problem(&self) -> &str {
        let (Self::Gone(problem) | Self::Unread(problem)) = self;
        problem
    }

    pub fn at(self, place: &str) -> Self {
        match self {
            Self::Gone(problem) => Self::Gone(format!("{place}: {problem}")),
            Self::Unread(problem) => Self::Unread(format!("{place}: {problem}")),
        }
    }
}

impl Candidate {
    pub async fn read(place: &str) -> Result<Self, Missing> {
        let is_url = place.contains("://");
        let candidate = if is_url { Self::download(place).await? } else { Self::open(place)? };
        let text = candidate.text.trim_start();
        if text.is_empty() {
            return Err(Missing::Unread("empty, so not a spec".to_owned()).at(&candidate.name));
        }
        if text.starts_with('<') {
            return Err(Missing::Unread("a page of HTML or XML, not a spec".to_owned()).at(&candidate.name));
        }
        // Half a document may be one too, as long as it ends with a line: what is gone is then told as breaking.
        if is_url && !text.ends_with('\n') && !text.starts_with('{') {
            let problem = "it ends in the middle of a line: the download may be cut off";
            return Err(Missing::Unread(problem.to_owned()).at(&candidate.name));
        }
        Ok(candidate)
    }

    async fn download(url: &str) -> Result<Self, Missing> {
        let (name, text) = fetch::text(url).await?;
        Ok(Self { source: name.clone(), name, text })
    }

    fn open(path: &str) -> Result<Self, Missing> {
        let unread = |error| Missing::Unread(format!("cannot be read: {error}")).at(path);
        let text = fs::read_to_string(path).map_err(unread)?;
        let file = Path::new(path).file_name().map_or(path.into(), |name| name.to_string_lossy());
        Ok(Self { name: path.to_owned(), source: file.into_owned(), text })
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
