//! Checks what stands around the paths: the versions, servers, tags and links of a document.

use serde_json::Value;

use super::super::document::elements;
use super::super::error::{Error, Result};
use super::super::pointer::push;
use super::shape::{self, Shape};

const DOCUMENT: &shape::Keys = &[
    ("openapi", Shape::Text),
    ("info", Shape::Object),
    ("externalDocs", Shape::Object),
    ("servers", Shape::List),
    ("tags", Shape::List),
    ("security", Shape::List),
    ("paths", Shape::Object),
    ("components", Shape::Object),
];
const INFO: &shape::Keys = &[
    ("title", Shape::Text),
    ("version", Shape::Text),
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("termsOfService", Shape::Text),
    ("contact", Shape::Object),
    ("license", Shape::Object),
];
const CONTACT: &shape::Keys = &[("name", Shape::Text), ("url", Shape::Text), ("email", Shape::Text)];
const LICENSE: &shape::Keys = &[("name", Shape::Text), ("url", Shape::Text), ("identifier", Shape::Text)];
const TAG: &shape::Keys =
    &[("name", Shape::Text), ("summary", Shape::Text), ("description", Shape::Text), ("externalDocs", Shape::Object)];
const LINK: &shape::Keys = &[("url", Shape::Text), ("description", Shape::Text)];
const COMPONENTS: &shape::Keys = &[
    ("schemas", Shape::Object),
    ("parameters", Shape::Object),
    ("securitySchemes", Shape::Object),
    ("examples", Shape::Object),
];
const SERVER: &shape::Keys = &[("url", Shape::Text), ("description", Shape::Text)];

/// All that is wrong there.
pub fn check(document: &Value) -> Vec<Result<()>> {
    let mut found = vec![version(document)];
    found.push(shape::check("", document, DOCUMENT, "not supported", "a document of paths and components"));
    if let Some(components) = document.get("components") {
        let remedy = "schemas, parameters, securitySchemes";
        found.push(shape::check("/components", components, COMPONENTS, "not supported", remedy));
    }
    if document.get("paths").is_none() {
        found.push(Err(Error::new("/paths", "missing", "a mapping of paths")));
    }
    found.push(info(&document["info"]));
    found.push(link("", document));
    for (index, tag) in elements(&document["tags"]).enumerate() {
        found.push(self::tag(&push("/tags", index.to_string()), tag));
    }
    for (index, server) in elements(&document["servers"]).enumerate() {
        found.push(self::server(&push("/servers", index.to_string()), server));
    }
    found
}

fn version(document: &Value) -> Result<()> {
    let version = document["openapi"].as_str().unwrap_or_default();
    if version.starts_with("3.0.") || version.starts_with("3.1.") {
        return Ok(());
    }
    Err(Error::new("/openapi", format!("version `{version}` is not supported"), "OpenAPI 3.0 or 3.1"))
}

fn info(info: &Value) -> Result<()> {
    shape::check("/info", info, INFO, "not supported in info", "a title and a version")?;
    for (key, known) in [("contact", CONTACT), ("license", LICENSE)] {
        if let Some(whose) = info.get(key) {
            shape::check(&push("/info", key), whose, known, "not supported there", "a name and a url")?;
        }
    }
    if info.get("license").is_some_and(|license| license.get("name").is_none()) {
        return Err(Error::new("/info/license", "no name", "the name of the licence"));
    }
    match ["title", "version"].iter().find(|key| info.get(**key).is_none()) {
        Some(key) => Err(Error::new("/info", format!("no {key}"), "a title and a version")),
        None => Ok(()),
    }
}

fn tag(at: &str, tag: &Value) -> Result<()> {
    shape::check(at, tag, TAG, "not supported in a tag", "a name and a description")?;
    tag.get("name").ok_or_else(|| Error::new(at, "no name", "the name of the tag"))?;
    link(at, tag)
}

/// Checks where something says that more is told of it.
pub fn link(at: &str, value: &Value) -> Result<()> {
    let Some(link) = value.get("externalDocs") else { return Ok(()) };
    let at = push(at, "externalDocs");
    shape::check(&at, link, LINK, "not supported in a link", "a url")?;
    match link["url"].as_str() {
        Some(url) if url.starts_with("https://") && !url.contains(['(', ')', '<', '>', ' ']) => Ok(()),
        _ => Err(Error::new(at, "no url", "url: an https link")),
    }
}

fn server(at: &str, server: &Value) -> Result<()> {
    shape::check(at, server, SERVER, "not supported in a server", "a server with a url")?;
    let url = server["url"].as_str().unwrap_or_default();
    if !url.starts_with("https://") || url.contains(['{', '}', '?', '#']) {
        return Err(Error::new(push(at, "url"), format!("`{url}` is no server"), "https:// and a host"));
    }
    Ok(())
}
