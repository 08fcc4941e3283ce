//! Writes several files, or none of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Puts each text in place. After a failure all files are as they were.
pub fn all(files: &[(PathBuf, String)]) -> Result<(), String> {
    let staged = files.iter().try_for_each(|(path, text)| {
        fs::write(beside(path), text).map_err(|error| format!("{}: cannot be written: {error}", path.display()))
    });
    let outcome = staged.and_then(|()| put_in_place(files));
    for (path, _) in files {
        // Gone where it was put in place, and never there where staging ended early.
        let _ = fs::remove_file(beside(path));
    }
    outcome
}

/// On the same file system, where a file takes another's place at once.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.new"))
}

fn put_in_place(files: &[(PathBuf, String)]) -> Result<(), String> {
    let mut before = Vec::new();
    for (path, _) in files {
        let replaced = previous(path).and_then(|was| {
            fs::rename(beside(path), path)?;
            Ok(was)
        });
        match replaced {
            Ok(was) => before.push((path, was)),
            Err(error) => {
                let restored = before.iter().rev().try_for_each(|(path, was)| restore(path, was.as_deref()));
                let after = restored.map_or_else(
                    |error| format!("some files are changed, and cannot be restored: {error}"),
                    |()| "nothing is changed".to_owned(),
                );
                return Err(format!("{}: cannot be replaced: {error}; {after}", path.display()));
            }
        }
    }
    Ok(())
}

fn previous(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

fn restore(path: &Path, was: Option<&[u8]>) -> io::Result<()> {
    match was {
        Some(bytes) => fs::write(beside(path), bytes).and_then(|()| fs::rename(beside(path), path)),
        None => fs::remove_file(path),
    }
}
