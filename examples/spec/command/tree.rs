//! The files of the repository that the command reads and writes.

use std::fs;
use std::path::{Path, PathBuf};

pub const SPEC: &str = "spec/binance-usds-margined-futures-openapi.yml";
pub const OVERLAY: &str = "spec/overlay.yml";
pub const README: &str = "spec/README.md";

pub struct Tree {
    root: PathBuf,
}

/// A file by the name that the report has for it.
pub struct File {
    pub name: String,
    pub text: String,
}

impl Tree {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub fn read(&self, name: &str) -> Result<String, String> {
        fs::read_to_string(self.path(name)).map_err(|error| format!("{name}: cannot be read: {error}"))
    }

    /// The overlay that goes with a candidate: that of the tree, or a copy of it.
    pub fn overlay(&self, copy: Option<&str>) -> Result<File, String> {
        let Some(copy) = copy else { return Ok(File { name: OVERLAY.to_owned(), text: self.read(OVERLAY)? }) };
        let text = fs::read_to_string(copy).map_err(|error| format!("{copy}: cannot be read: {error}"))?;
        Ok(File { name: copy.to_owned(), text })
    }
}
