//! JSON pointers (RFC 6901): how errors name a place in a document.

/// Appends one step to a pointer.
pub fn push(pointer: &str, step: impl AsRef<str>) -> String {
    format!("{pointer}/{}", step.as_ref().replace('~', "~0").replace('/', "~1"))
}

/// The pointer of a local `$ref` such as `#/components/schemas/Error`, or `None` for a reference to elsewhere.
pub fn of_reference(reference: &str) -> Option<&str> {
    reference.strip_prefix('#').filter(|pointer| pointer.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_escaped() {
        assert_eq!(push("/paths", "/a~b"), "/paths/~1a~0b");
    }

    #[test]
    fn a_reference_within_the_file_is_a_pointer() {
        assert_eq!(of_reference("#/components/schemas/A"), Some("/components/schemas/A"));
    }

    #[test]
    fn a_reference_to_elsewhere_is_none() {
        assert_eq!(of_reference("other.yml#/A"), None);
        assert_eq!(of_reference("#A"), None);
        assert_eq!(of_reference("#"), None);
    }
}
