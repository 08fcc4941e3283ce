//! The code generator, step by step: what it makes of the spec, and how it refuses what it cannot make.
//!
//! The unit tests of `src/codegen` run here as well, as that module belongs to the build and not to the library.

#[path = "../../src/codegen/mod.rs"]
mod codegen;
// The command of `examples/spec`, which has the same pipeline.
#[path = "../../examples/spec/command/mod.rs"]
mod command;

mod additive;
mod documented;
mod goldens;
mod maintenance;
mod mutations;
mod refusals;

use std::path::Path;
use std::sync::LazyLock;

use command::tree::Overlay;
use serde_json::Value;

const SPEC: &str = include_str!("../../spec/binance-usds-margined-futures-openapi.yml");
/// The files of the overlay.
static OVERLAY: LazyLock<Overlay> = LazyLock::new(|| {
    Overlay::read("spec/overlay", &Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/overlay")).unwrap()
});

/// Generates from a spec text and the real overlay.
fn generate(spec: &str) -> codegen::Result<codegen::Generated> {
    generate_with(spec, &OVERLAY.sources())
}

fn generate_with(spec: &str, overlay: &[codegen::Source<'_>]) -> codegen::Result<codegen::Generated> {
    codegen::generate(codegen::Source { name: "spec/spec.yml", text: spec }, overlay)
}

/// The vendored spec, to be changed by a test.
fn spec() -> Value {
    codegen::parse(SPEC).unwrap()
}
