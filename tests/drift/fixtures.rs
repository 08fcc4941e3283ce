//! The answers in `tests/fixtures`.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use binance_usdm::operations::ALL;
use serde_json::Value;

use crate::answers::{ANSWERS, Answer};
use crate::schema::{self, Node};

/// An answer as the exchange sends it.
pub struct Fixture {
    /// Its file, from the folder of its operation.
    pub name: String,
    pub text: String,
    pub value: Value,
    pub answer: &'static Answer,
    pub node: &'static Node,
}

/// Every fixture, read once.
pub static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    ANSWERS.iter().flat_map(|answer| of(&folder, answer)).collect()
});

fn of(folder: &Path, answer: &'static Answer) -> Vec<Fixture> {
    let folder = folder.join(answer.operation);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let fixtures = paths.iter().map(|path| {
        let name = format!("{}/{}", answer.operation, path.file_name().unwrap().display());
        let text = fs::read_to_string(path).unwrap();
        let value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        Fixture { name, text, value, answer, node: &schema::ANSWERS[answer.operation] }
    });
    fixtures.collect()
}

#[test]
fn every_operation_has_three_at_least_and_no_folder_is_left_over() {
    for operation in ALL {
        let count = FIXTURES.iter().filter(|fixture| fixture.answer.operation == operation.id).count();
        assert!(count >= 3, "{} has {count} fixtures", operation.id);
    }
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")).unwrap().count();
    assert_eq!(folders, ALL.len());
}

/// What went wrong, collected so that one run shows all of it.
#[derive(Default)]
pub struct Tally {
    tried: usize,
    failures: Vec<String>,
}

impl Tally {
    /// Counts an attempt, and keeps why it failed.
    pub fn count(&mut self, label: impl FnOnce() -> String, outcome: Result<(), String>) {
        self.tried += 1;
        if let Err(problem) = outcome {
            self.failures.push(format!("{}: {problem}", label()));
        }
    }

    /// Checks that nothing failed, and that something was tried.
    #[track_caller]
    pub fn conclude(self, at_least: usize) {
        let Self { tried, failures } = self;
        let shown = failures.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
        assert!(failures.is_empty(), "{} of {tried} failed:\n{shown}", failures.len());
        assert!(tried >= at_least, "only {tried} were tried");
    }
}
