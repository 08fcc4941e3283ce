//! JSON pointers (RFC 6901): how errors name a place in a document.

/// Appends one step to a pointer.
pub fn push(pointer: &str, step: impl AsRef<str>) -> String {
    format!("{pointer}/{}", step.as_ref().replace('~', "~0").replace('/', "~1"))
}

/// The pointer of a local `$ref` such as `#/components/schemas/Error`, or `None` for a reference to elsewhere.
pub fn of_reference(reference: &str) -> Option<&str> {
    reference.strip_prefix('#').filter(|pointer| pointer.starts_with('/'))
}
