//! The files of the repository that the command reads and writes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::codegen::Source;

pub const SPEC: &str = "spec/binance-usds-margined-futures-openapi.yml";
pub const OVERLAY: &str = "spec/overlay";
pub const README: &str = "spec/README.md";

pub struct Tree {
    root: PathBuf,
}

/// The files of an overlay, in the order in which they apply: that of their names.
pub struct Overlay {
    /// What the report calls it.
    pub name: String,
    pub files: Vec<File>,
}

pub struct File {
    /// Its name in the folder.
    pub base: String,
    /// What the report calls it.
    pub name: String,
    pub text: String,
}

impl Overlay {
    /// Reads the YAML files of a folder.
    pub fn read(name: &str, folder: &Path) -> Result<Self, String> {
        let fails = |error: io::Error| format!("{name}: cannot be read: {error}");
        let paths = fs::read_dir(folder).map_err(fails)?.map(|entry| Ok(entry?.path()));
        let mut paths = paths.collect::<io::Result<Vec<_>>>().map_err(fails)?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "yml"));
        paths.sort();
        let files = paths.iter().map(|path| {
            let base = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let name = format!("{}/{base}", name.trim_end_matches('/'));
            let text = fs::read_to_string(path).map_err(|error| format!("{name}: cannot be read: {error}"))?;
            Ok(File { base, name, text })
        });
        Ok(Self { name: name.to_owned(), files: files.collect::<Result<_, String>>()? })
    }

    pub fn sources(&self) -> Vec<Source<'_>> {
        self.files.iter().map(|file| Source { name: &file.name, text: &file.text }).collect()
    }

    /// The files by their names in the folder.
    pub fn texts(&self) -> Vec<(&str, &str)> {
        self.files.iter().map(|file| (file.base.as_str(), file.text.as_str())).collect()
    }
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

    /// How many answers of an operation are kept for the tests.
    pub fn fixtures(&self, id: &str) -> usize {
        fs::read_dir(self.path("tests/fixtures").join(id)).map_or(0, Iterator::count)
    }

    /// The overlay of the tree.
    pub fn overlay(&self) -> Result<Overlay, String> {
        Overlay::read(OVERLAY, &self.path(OVERLAY))
    }
}
