//! What a new spec means for the crate, and how it gets in: the command of its maintainers.
//!
//! ```text
//! cargo run --example spec -- diff https://example.com/openapi.yml
//! ```

use std::io::{stderr, stdout};
use std::path::Path;
use std::process::ExitCode;

use binance_usdm::SystemClock;

#[path = "../../src/codegen/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the build and the tests of the generator look at other parts than this")]
mod codegen;
mod command;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments = std::env::args().skip(1);
    ExitCode::from(command::run(arguments, root, &SystemClock, &mut stdout(), &mut stderr()).await)
}
