//! Prints what the benchmarks have measured last as tables, each row beside its baseline, with the goals.
//!
//! The argument is the folder that `run` has let them write into: cargo's target directory.

mod measured;
mod tables;

use std::path::PathBuf;
use std::process::ExitCode;

use measured::Measured;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("which folder? `benches/run` gives it");
        return ExitCode::from(64);
    };
    match Measured::read(&folder) {
        Ok(measured) => {
            print!("{}", tables::all(&measured));
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{}: {problem}", folder.display());
            ExitCode::FAILURE
        }
    }
}
