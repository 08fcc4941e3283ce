//! What an operation must carry, by the document's security schemes.
//!
//! One rule: an `apiKey` scheme in a header is the API key; an `apiKey` scheme in the query is the signature. Signing
//! supplies the scheme's own parameter and those that the scheme lists under `x-supplies`.

use serde_json::Value;

use super::document::{self, OperationAt, elements, entries};
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
const KIND: &str = "apiKey in header or query";
const KEYS: [&str; 4] = ["type", "in", "name", "description"];

/// A scheme, its place and the name that it has on the wire.
type Scheme<'a> = (String, &'a str, &'a Value);

/// Reads the signing protocol from the security schemes. One that nothing requires and that is no part of the protocol
/// is left alone: upstream may describe what this crate has no use for.
pub fn signing(document: &Value) -> Result<Signing> {
    let names = required_names(document);
    let schemes = &document["components"]["securitySchemes"];
    let (required, others): (Vec<_>, Vec<_>) = entries(schemes).partition(|(name, _)| names.contains(name));
    let (mut header, mut signature) = (None, None);
    for (name, scheme) in required {
        let at = push(AT, name);
        // Who requires another kind is refused at its place.
        let Some(slot) = slot(scheme, &mut header, &mut signature) else { continue };
        if slot.replace(read_scheme(&at, scheme)?).is_some() {
            return Err(Error::new(at, "a second scheme of the same kind", "one API key header, one signature"));
        }
    }
    for (name, scheme) in others {
        if let Some(slot @ None) = slot(scheme, &mut header, &mut signature) {
            *slot = Some(read_scheme(&push(AT, name), scheme)?);
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

/// Which part of the protocol a scheme may be.
fn slot<'s, T>(scheme: &Value, header: &'s mut T, signature: &'s mut T) -> Option<&'s mut T> {
    match (scheme["type"].as_str(), scheme["in"].as_str()) {
        (Some("apiKey"), Some("header")) => Some(header),
        (Some("apiKey"), Some("query")) => Some(signature),
        _ => None,
    }
}

fn read_scheme<'a>(at: &str, scheme: &'a Value) -> Result<Scheme<'a>> {
    if let Some((key, _)) = entries(scheme).find(|(key, _)| !KEYS.contains(key) && !key.starts_with("x-")) {
        return Err(Error::new(push(at, key), format!("`{key}` is not supported in a security scheme"), KIND));
    }
    if scheme.get("description").is_some_and(|text| !text.is_string()) {
        return Err(Error::new(push(at, "description"), "not text", "text there"));
    }
    match scheme["name"].as_str().unwrap_or_default() {
        "" => Err(Error::new(at, "no name", "the name of the header or parameter")),
        name => Ok((at.to_owned(), name, scheme)),
    }
}

/// The schemes that the document or an operation requires.
fn required_names(document: &Value) -> Vec<&str> {
    let own = document::operations(document).map(|operation| &operation.value["security"]);
    let all = own.chain([&document["security"]]).flat_map(elements);
    all.flat_map(entries).map(|(name, _)| name).collect()
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
        let scheme = &document["components"]["securitySchemes"][name];
        match slot(scheme, &mut keyed, &mut signed) {
            Some(carried) => *carried = true,
            None if scheme.is_null() => {
                return Err(Error::new(at, format!("`{name}` is no security scheme"), format!("one of {AT}")));
            }
            None => return Err(Error::new(at, format!("`{name}` is a kind that is not supported"), KIND)),
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
    use crate::codegen::testing::{document as spec, refusal, with};

    fn of(security: Value) -> Result<Security> {
        let document = with("/paths/~1t/get/security", security);
        let operation = document::operations(&document).next().unwrap();
        of_operation(&document, &operation)
    }

    #[test]
    fn the_schemes_name_the_header_and_what_signing_supplies() {
        let signing = signing(&spec()).unwrap();
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
    fn a_scheme_of_another_kind_is_refused_where_it_is_required_and_nowhere_else() {
        let mut document = with("/components/securitySchemes/bearer", json!({ "type": "http", "scheme": "bearer" }));
        assert!(signing(&document).is_ok());
        document["paths"]["/t"]["get"]["security"] = json!([{ "bearer": [] }]);
        let operation = document::operations(&document).next().unwrap();
        let text = refusal(of_operation(&document, &operation));
        let problem = "`bearer` is a kind that is not supported (apiKey in header or query)";
        assert_eq!(text, format!("/paths/~1t/get/security: {problem}"));
    }

    #[test]
    fn each_kind_of_scheme_is_needed_once() {
        let other = spec()["components"]["securitySchemes"]["key"].clone();
        let mut document = with("/components/securitySchemes/other", other);
        assert_eq!(signing(&document).unwrap().api_key_header, "x-key", "nothing requires the other");
        document["security"] = json!([{ "key": [], "other": [] }]);
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
