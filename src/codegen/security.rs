//! What an operation must carry, by the document's security schemes.
//!
//! One rule: an `apiKey` scheme in a header is the API key; an `apiKey` scheme in the query is the signature. Signing
//! supplies the scheme's own parameter and those that the scheme lists under `x-supplies`.

use serde_json::Value;

use super::document::{OperationAt, elements, entries};
use super::error::{Error, Result};
use super::pointer::push;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    None,
    ApiKey,
    Signed,
}

/// The names that a signed request uses on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    pub api_key_header: String,
    pub signature: String,
    pub timestamp: String,
    pub recv_window: String,
}

const AT: &str = "/components/securitySchemes";
const KEYS: [&str; 4] = ["type", "in", "name", "description"];

/// Reads the signing protocol from the security schemes.
pub fn signing(document: &Value) -> Result<Signing> {
    let mut header = None;
    let mut signature = None;
    for (name, scheme) in entries(&document["components"]["securitySchemes"]) {
        let at = push(AT, name);
        let kind = "apiKey in header or query";
        let parameter = scheme["name"].as_str().unwrap_or_default();
        let slot = match (scheme["type"].as_str(), scheme["in"].as_str()) {
            (Some("apiKey"), Some("header")) => &mut header,
            (Some("apiKey"), Some("query")) => &mut signature,
            _ => return Err(Error::new(at, "a kind of security that is not supported", kind)),
        };
        if let Some((key, _)) = entries(scheme).find(|(key, _)| !KEYS.contains(key) && !key.starts_with("x-")) {
            return Err(Error::new(push(&at, key), format!("`{key}` is not supported in a security scheme"), kind));
        }
        if scheme.get("description").is_some_and(|text| !text.is_string()) {
            return Err(Error::new(push(&at, "description"), "not text", "text there"));
        }
        if parameter.is_empty() {
            return Err(Error::new(at, "no name", "the name of the header or parameter"));
        }
        if slot.replace((at.clone(), parameter, scheme)).is_some() {
            return Err(Error::new(at, "a second scheme of the same kind", "one API key header, one signature"));
        }
    }
    let (_, api_key_header, _) = header.ok_or_else(|| Error::new(AT, "no API key header", "an apiKey in a header"))?;
    let (at, signature, scheme) = signature.ok_or_else(|| Error::new(AT, "no signature", "an apiKey in the query"))?;
    let known = ["timestamp", "recvWindow"];
    if let Some((role, _)) = entries(&scheme["x-supplies"]).find(|(role, _)| !known.contains(role)) {
        return Err(Error::new(at, format!("x-supplies: `{role}` is unknown"), known.join(", ")));
    }
    let supplied = |role: &str| {
        let name = scheme["x-supplies"][role].as_str().map(str::to_owned);
        name.ok_or_else(|| Error::new(&at, format!("x-supplies lacks `{role}`"), "the name of that parameter"))
    };
    Ok(Signing {
        api_key_header: api_key_header.to_ascii_lowercase(),
        signature: signature.to_owned(),
        timestamp: supplied("timestamp")?,
        recv_window: supplied("recvWindow")?,
    })
}

/// What the exchange wants to see from an operation.
pub fn of_operation(document: &Value, operation: &OperationAt<'_>) -> Result<Security> {
    // That of the document counts even where no operation falls back on it.
    let shared = required(document, "/security", &document["security"])?;
    match operation.value.get("security") {
        Some(own) => required(document, &push(&operation.pointer, "security"), own),
        None => Ok(shared),
    }
}

fn required(document: &Value, at: &str, requirements: &Value) -> Result<Security> {
    let requirement = match elements(requirements).collect::<Vec<_>>().as_slice() {
        [] => return Ok(Security::None),
        [one] => *one,
        _ => return Err(Error::new(at, "alternative securities are not supported", "one requirement")),
    };
    if !requirement.is_object() {
        return Err(Error::new(push(at, "0"), "not a mapping", "names of schemes"));
    }
    let (mut keyed, mut signed) = (false, false);
    for (name, scopes) in entries(requirement) {
        if scopes != &Value::Array(Vec::new()) {
            return Err(Error::new(push(&push(at, "0"), name), "scopes are not supported", "an empty list"));
        }
        match document["components"]["securitySchemes"][name]["in"].as_str() {
            Some("header") => keyed = true,
            Some("query") => signed = true,
            _ => return Err(Error::new(at, format!("`{name}` is no security scheme"), format!("one of {AT}"))),
        }
    }
    match (keyed, signed) {
        (false, false) => Ok(Security::None),
        (true, false) => Ok(Security::ApiKey),
        (true, true) => Ok(Security::Signed),
        (false, true) => Err(Error::new(at, "a signature without an API key", "both schemes")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::document;
    use crate::codegen::testing::{document, refusal, with};

    fn of(security: Value) -> Result<Security> {
        let document = with("/paths/~1t/get/security", security);
        let operation = document::operations(&document).next().unwrap();
        of_operation(&document, &operation)
    }

    #[test]
    fn the_schemes_name_the_header_and_what_signing_supplies() {
        let signing = signing(&document()).unwrap();
        assert_eq!(
            signing,
            Signing {
                api_key_header: "x-key".into(),
                signature: "signature".into(),
                timestamp: "timestamp".into(),
                recv_window: "recvWindow".into(),
            }
        );
    }

    #[test]
    fn what_an_operation_requires_is_what_it_carries() {
        assert_eq!(of(json!([])).unwrap(), Security::None);
        assert_eq!(of(json!([{}])).unwrap(), Security::None);
        assert_eq!(of(json!([{ "key": [] }])).unwrap(), Security::ApiKey);
        assert_eq!(of(json!([{ "key": [], "sign": [] }])).unwrap(), Security::Signed);
    }

    #[test]
    fn an_operation_that_says_nothing_has_the_security_of_the_document() {
        let document = with("/security", json!([{ "key": [] }]));
        let operation = document::operations(&document).next().unwrap();
        assert_eq!(of_operation(&document, &operation).unwrap(), Security::ApiKey);
    }

    #[test]
    fn a_signature_alone_is_refused() {
        let text = refusal(of(json!([{ "sign": [] }])));
        assert_eq!(text, "/paths/~1t/get/security: a signature without an API key (both schemes)");
    }

    #[test]
    fn alternatives_are_refused() {
        let text = refusal(of(json!([{ "key": [] }, {}])));
        assert_eq!(text, "/paths/~1t/get/security: alternative securities are not supported (one requirement)");
    }

    #[test]
    fn a_scheme_that_is_not_there_is_refused() {
        let text = refusal(of(json!([{ "other": [] }])));
        let place = "/paths/~1t/get/security";
        assert_eq!(text, format!("{place}: `other` is no security scheme (one of /components/securitySchemes)"));
    }

    #[test]
    fn a_requirement_names_schemes_and_no_scopes() {
        let text = refusal(of(json!(["key"])));
        assert_eq!(text, "/paths/~1t/get/security/0: not a mapping (names of schemes)");
        let text = refusal(of(json!([{ "key": ["read"] }])));
        assert_eq!(text, "/paths/~1t/get/security/0/key: scopes are not supported (an empty list)");
    }

    #[test]
    fn a_scheme_with_more_to_say_is_refused() {
        let text = refusal(signing(&with("/components/securitySchemes/key/scheme", json!("bearer"))));
        let problem = "`scheme` is not supported in a security scheme (apiKey in header or query)";
        assert_eq!(text, format!("/components/securitySchemes/key/scheme: {problem}"));
    }

    #[test]
    fn each_kind_of_scheme_is_needed_once() {
        let other = document()["components"]["securitySchemes"]["key"].clone();
        let document = with("/components/securitySchemes/other", other);
        let text = refusal(signing(&document));
        assert!(text.starts_with("/components/securitySchemes/other: a second scheme of the same kind"), "{text}");
        let text = refusal(signing(&json!({})));
        assert_eq!(text, "/components/securitySchemes: no API key header (an apiKey in a header)");
    }

    #[test]
    fn a_scheme_without_a_name_is_refused() {
        let document = with("/components/securitySchemes/key/name", json!(""));
        let text = refusal(signing(&document));
        assert_eq!(text, "/components/securitySchemes/key: no name (the name of the header or parameter)");
    }

    #[test]
    fn what_signing_supplies_must_be_complete_and_known() {
        let place = "/components/securitySchemes/sign";
        let document = with(&format!("{place}/x-supplies"), json!({ "timestamp": "timestamp" }));
        let text = refusal(signing(&document));
        assert_eq!(text, format!("{place}: x-supplies lacks `recvWindow` (the name of that parameter)"));
        let document = with(&format!("{place}/x-supplies/nonce"), json!("nonce"));
        let text = refusal(signing(&document));
        assert_eq!(text, format!("{place}: x-supplies: `nonce` is unknown (timestamp, recvWindow)"));
    }
}
