//! The maintainer's command (`examples/spec`) on edits of our own spec, as upstream might make them.

mod diff;
mod overlay;
mod update;
mod url;

use std::fs;
use std::path::{Path, PathBuf};

use binance_usdm::sandbox::ManualClock;
use serde_json::Value;

use super::command;

/// What the command said, and how it ended.
struct Said {
    code: u8,
    out: String,
    err: String,
}

/// A place of its own for the files of one test.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("maintenance").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

async fn run(root: &Path, arguments: &[&str]) -> Said {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    // 2026-11-22
    let clock = ManualClock::new(1_795_305_600_000);
    let arguments = arguments.iter().map(|argument| (*argument).to_owned());
    let code = command::run(arguments, root, &clock, &mut out, &mut err).await;
    Said { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Writes an edit of our own spec and gives its path.
fn edited(test: &str, edit: impl FnOnce(&mut Value)) -> String {
    let mut document = super::spec();
    edit(&mut document);
    let path = folder(test).join("candidate.yml");
    fs::write(&path, format!("{document:#}\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Copies the overlay, with an edit of one of its files, and gives the folder.
fn copy_of_overlay(test: &str, which: &str, edit: impl Fn(&str) -> String) -> PathBuf {
    let folder = folder(test).join("overlay");
    fs::create_dir(&folder).unwrap();
    for (file, text) in super::OVERLAY.texts() {
        let now = if file == which { edit(text) } else { text.to_owned() };
        fs::write(folder.join(file), now).unwrap();
    }
    folder
}

/// The value at a place that is there.
fn at<'a>(document: &'a mut Value, pointer: &str) -> &'a mut Value {
    document.pointer_mut(pointer).unwrap_or_else(|| panic!("the spec has no {pointer}"))
}

fn take(document: &mut Value, pointer: &str) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    at(document, parent).as_object_mut().unwrap().remove(&key.replace("~1", "/")).unwrap()
}
