//! The parameters that were sent.

use percent_encoding::percent_decode;

use crate::sandbox::refusal::Refusal;

/// The parameters that were sent, decoded, in the order of arrival: those of the query, then those of the body.
#[derive(Debug, Clone, Default)]
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// Decodes a query and a form body. Where both hold a parameter, the query wins.
    pub fn parse(query: &[u8], form: &[u8]) -> Result<Self, Refusal> {
        let mut sent = Self(pairs(query)?);
        for (name, value) in pairs(form)? {
            if sent.get(&name).is_none() {
                sent.0.push((name, value));
            }
        }
        Ok(sent)
    }

    /// The parameters of one row of a batch.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str())
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

fn pairs(raw: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in raw.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
        let end_of_name = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
        let name = decode(&part[..end_of_name])?;
        let value = decode(part.get(end_of_name + 1..).unwrap_or_default())?;
        if pairs.iter().any(|(known, _)| *known == name) {
            return Err(Refusal::new(-1101, "Duplicate values for a parameter detected."));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn decode(raw: &[u8]) -> Result<String, Refusal> {
    let spaced: Vec<u8> = raw.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let bytes = percent_decode(&spaced).collect();
    String::from_utf8(bytes).map_err(|_| Refusal::new(-1100, "Illegal characters found in a parameter."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_percent_decoded_as_utf_8() {
        let sent = Sent::parse("symbol=%E5%B8%81%E5%AE%89&note=a+b%2Bc&raw=币".as_bytes(), b"").unwrap();
        assert_eq!(sent.get("symbol"), Some("币安"));
        assert_eq!(sent.get("note"), Some("a b+c"));
        assert_eq!(sent.get("raw"), Some("币"));
    }

    #[test]
    fn the_query_wins_over_the_body() {
        let sent = Sent::parse(b"a=1", b"a=2&b=3").unwrap();
        assert_eq!((sent.get("a"), sent.get("b")), (Some("1"), Some("3")));
        assert_eq!(sent.names().count(), 2);
    }

    #[test]
    fn broken_input_is_refused_or_read_literally_but_never_panics() {
        assert_eq!(Sent::parse(b"a=%FF", b"").unwrap_err().code, -1100);
        assert_eq!(Sent::parse(b"a=1&a=1", b"").unwrap_err().code, -1101);
        let sent = Sent::parse(b"&&=&a&b=%&c=%4", b"").unwrap_or_default();
        assert_eq!((sent.get("a"), sent.get("b"), sent.get("c")), (Some(""), Some("%"), Some("%4")));
    }
}
