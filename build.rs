//! Generates the client from the spec and its overlay.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/codegen/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests of the generator look at more than the build needs")]
mod codegen;

const SPEC: &str = "spec/binance-usds-margined-futures-openapi.yml";
const OVERLAY: &str = "spec/overlay";
const README: &str = "README.md";
/// Where the README's links for readers outside of rustdoc begin; rustdoc makes its own, and checks them.
const LINKS: &str = "<!-- Links";

fn main() {
    for input in [SPEC, OVERLAY, README, "build.rs", "src/codegen"] {
        println!("cargo::rerun-if-changed={input}");
    }
    // A panic is told in one line as well; its dump would only bury that line.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = std::panic::catch_unwind(run).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("{SPEC}: the code generator gave up: {} (please report it)", text.unwrap_or("no reason")))
    });
    if let Err(problem) = outcome {
        println!("cargo::error={problem}");
    }
}

fn run() -> Result<(), String> {
    let spec = read(SPEC)?;
    let overlay = files(OVERLAY)?;
    let sources: Vec<_> = overlay.iter().map(|(name, text)| codegen::Source { name, text }).collect();
    let generated =
        codegen::generate(codegen::Source { name: SPEC, text: &spec }, &sources).map_err(|error| error.to_string())?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    write(&out.join("client.rs"), &generated.client)?;
    write(&out.join("operations.rs"), &generated.table)?;
    let readme = read(README)?;
    write(&out.join("readme.md"), readme.split(LINKS).next().unwrap_or_default())?;
    write(&out.join("operations.md"), &generated.list)?;
    write(&out.join("error_codes.rs"), &generated.error_codes)
}

/// The YAML files of a folder, in the order of their names.
fn files(folder: &str) -> Result<Vec<(String, String)>, String> {
    let fails = |error: std::io::Error| format!("{folder}: cannot be read: {error}");
    let names = fs::read_dir(folder).map_err(fails)?.map(|entry| Ok(entry?.file_name()));
    let names = names.collect::<Result<Vec<_>, _>>().map_err(fails)?;
    let mut names: Vec<String> = names.iter().map(|name| format!("{folder}/{}", name.to_string_lossy())).collect();
    names.retain(|name| Path::new(name).extension().is_some_and(|extension| extension == "yml"));
    names.sort();
    names.into_iter().map(|name| read(&name).map(|text| (name, text))).collect()
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{path}: cannot be read: {error}"))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: cannot be written: {error}", path.display()))
}
