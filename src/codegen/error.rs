//! What ends a build: one line that names the place, what is wrong there and what would work.

use std::fmt;

/// A spec or overlay that cannot be turned into a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The file the problem is in, as it was named to [`super::generate`].
    pub file: String,
    /// Where in the file: a JSON pointer, a line and column, or the name of an overlay action.
    pub place: String,
    /// What is wrong.
    pub problem: String,
    /// What would work.
    pub remedy: String,
}

/// A step of the pipeline works on the document alone and does not know its file: [`Error::in_file`] adds it.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(place: impl Into<String>, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: String::new(), place: place.into(), problem: problem.into(), remedy: remedy.into() }
    }

    pub fn in_file(mut self, file: &str) -> Self {
        if self.file.is_empty() {
            file.clone_into(&mut self.file);
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = format!("{}: {}: {} ({})", self.file, self.place, self.problem, self.remedy);
        // A parser's own message may span lines; a build error is one.
        f.write_str(&line.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_line() {
        let error = Error::new("/a", "two\n  lines", "one").in_file("spec.yml");
        assert_eq!(error.to_string(), "spec.yml: /a: two lines (one)");
    }

    #[test]
    fn the_first_file_is_kept() {
        assert_eq!(Error::new("/a", "b", "c").in_file("one").in_file("other").file, "one");
    }
}
