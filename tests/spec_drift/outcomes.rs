//! What `look` makes of a spec: the outcome, and what it leaves for those who tell of it.

use super::server::{answers, serves};
use super::spec;
use super::stage::Stage;

const NOBODY: &str = "tell=";

/// Looks at a text behind a file and behind a server, and gives both stages.
fn looked_at(name: &str, text: &str) -> [Stage; 2] {
    let behind_a_file = Stage::new(&format!("{name}_file"));
    let behind_a_server = Stage::new(&format!("{name}_server"));
    let file = behind_a_file.file(text);
    for (stage, place) in [(&behind_a_file, file), (&behind_a_server, serves(text))] {
        let ended = stage.look(&place);
        assert_eq!(ended.code, 0, "{}", ended.told);
    }
    [behind_a_file, behind_a_server]
}

fn outcome(outcome: &str, tell: &str) -> (String, String) {
    (outcome.to_owned(), tell.to_owned())
}

/// What was asked of cargo beside the maintainer's command, and of the other programs.
fn steps(stage: &Stage) -> Vec<String> {
    stage.asked("").into_iter().filter(|line| !line.starts_with("cargo run")).collect()
}

#[test]
fn the_spec_that_is_vendored_is_known_and_not_even_compared() {
    for stage in looked_at("known", spec::VENDORED) {
        assert_eq!(stage.outcome(), outcome("known", NOBODY));
        assert!(stage.asked("").len() == 1 && stage.asked("cargo run")[0].contains(" fetch "));
    }
}

#[test]
fn a_spec_with_other_texts_alone_is_the_same() {
    for stage in looked_at("same", &spec::with_other_texts()) {
        assert_eq!(stage.outcome(), outcome("same", NOBODY));
        assert!(steps(&stage).is_empty() && stage.git(&["status", "--porcelain", "spec", "tests"]).is_empty());
    }
}

#[test]
fn a_spec_that_was_noted_as_the_same_is_known_and_not_even_compared() {
    let stage = Stage::new("noted");
    let place = stage.file(&spec::with_other_texts());
    assert_eq!((stage.look(&place).code, stage.outcome()), (0, outcome("same", NOBODY)));
    let noted = stage.note(&place);
    assert_eq!(noted.code, 0, "{}", noted.told);
    let before = stage.asked("").len();
    let ended = stage.look(&place);
    assert_eq!((ended.code, ended.told.as_str()), (0, "spec drift: known\n"));
    assert_eq!(stage.asked("").len(), before + 1, "it is fetched and no more");
}

#[test]
fn a_compatible_spec_is_put_in_place_and_tried() {
    for stage in looked_at("compatible", &spec::compatible()) {
        assert_eq!(stage.outcome(), outcome("compatible", "tell=propose"));
        assert_eq!(stage.result("results").unwrap(), "build passed\ntests passed\ndocs passed\nsemver passed\n");
        assert_eq!(stage.read("spec/binance-usds-margined-futures-openapi.yml"), spec::compatible());
        assert!(stage.result("report.md").unwrap().starts_with("# New spec: compatible\n"));
        let patch = stage.result("patch").unwrap();
        assert!(patch.contains("+++ b/spec/README.md\n") && patch.contains("+++ b/tests/golden/lowered.json\n"));
    }
}

#[test]
fn a_breaking_spec_is_built_and_tested_and_documented_and_checked_for_semver() {
    let expected = [
        "cargo build --locked --all-targets --all-features",
        "cargo test --locked --no-fail-fast",
        "cargo doc --locked --no-deps --all-features",
        ".ci/semver ",
    ];
    for stage in looked_at("breaking", &spec::breaking()) {
        assert_eq!(stage.outcome(), outcome("breaking", "tell=propose"));
        assert_eq!(steps(&stage), expected);
        assert!(stage.result("report.md").unwrap().starts_with("# New spec: breaking for Rust users\n"));
    }
}

#[test]
fn a_step_that_fails_keeps_none_of_the_others_from_being_taken() {
    let stage = Stage::new("failing_step");
    stage.has("fails", "build");
    let ended = stage.look(&stage.file(&spec::compatible()));
    assert_eq!((ended.code, stage.outcome()), (0, outcome("compatible", "tell=propose")));
    assert_eq!(stage.result("results").unwrap(), "build failed\ntests passed\ndocs passed\nsemver passed\n");
    assert_eq!(stage.result("build.log").unwrap(), "error: this is why\n");
}

#[test]
fn a_check_that_had_nothing_to_compare_has_not_passed() {
    let stage = Stage::new("skipped_step");
    stage.has("skips", "");
    assert_eq!(stage.look(&stage.file(&spec::compatible())).code, 0);
    assert_eq!(stage.result("results").unwrap(), "build passed\ntests passed\ndocs passed\nsemver skipped\n");
}

#[test]
fn where_the_job_runs_the_check_for_semver_is_installed() {
    let stage = Stage::new("installs");
    assert_eq!(stage.look_in_the_job(&stage.file(&spec::compatible())).code, 0);
    assert_eq!(stage.asked(".ci/semver"), [".ci/semver --install"]);
}

#[test]
fn a_spec_that_needs_the_overlay_is_raised_with_its_report_and_changes_nothing() {
    for stage in looked_at("unusable", &spec::unusable()) {
        assert_eq!(stage.outcome(), outcome("unusable", "tell=raise"));
        assert!(stage.result("report.md").unwrap().contains("\n## Needs the overlay\n"));
        assert!(steps(&stage).is_empty() && stage.git(&["status", "--porcelain", "spec", "tests"]).is_empty());
    }
}

#[test]
fn what_is_no_yaml_is_raised_with_the_line_that_says_so() {
    for stage in looked_at("no_yaml", "openapi: 3.1.0\npaths: [unclosed\n") {
        assert_eq!(stage.outcome(), outcome("unusable", "tell=raise"));
        assert!(stage.result("report.md").unwrap().contains(": line 3 column 1: not YAML: "));
    }
}

#[test]
fn a_spec_that_ends_early_without_a_trace_of_it_is_raised() {
    for stage in looked_at("half", &spec::half()) {
        assert_eq!(stage.outcome(), outcome("unusable", "tell=raise"));
    }
}

#[test]
fn a_file_that_is_gone_is_raised_at_once() {
    for head in ["404 Not Found", "410 Gone", "301 Moved Permanently\r\nlocation: https://elsewhere/spec.yml"] {
        let stage = Stage::new("gone");
        let ended = stage.look(&answers(head, 4, "gone"));
        assert_eq!((ended.code, stage.outcome()), (0, outcome("gone", "tell=raise")));
        assert!(ended.told.contains(&head[..3]), "{}", ended.told);
        assert_eq!(stage.asked("").len(), 1, "another attempt would not find it");
    }
}

/// The job is red, for a reason that may pass: nobody is called, and nothing is left.
fn could_not_be_read(stage: &Stage, place: &str, problem: &str) {
    let ended = stage.look(place);
    assert_eq!(ended.code, 1);
    assert!(ended.told.ends_with(problem), "{}", ended.told);
    assert_eq!(stage.result("outcome"), None);
    assert_eq!(stage.asked("sleep"), ["sleep 30", "sleep 120"]);
    assert_eq!(stage.asked("cargo").len(), 3);
}

#[test]
fn a_download_that_is_cut_off_is_tried_again_and_then_given_up() {
    let place = answers("200 OK", spec::VENDORED.len(), &spec::half());
    could_not_be_read(
        &Stage::new("cut_off"),
        &place,
        "the download is cut off: end of file before message length reached\n",
    );
}

#[test]
fn a_download_that_ends_within_a_line_is_tried_again_and_then_given_up() {
    let place = serves(spec::half().trim_end());
    let problem = "it ends in the middle of a line: the download may be cut off\n";
    could_not_be_read(&Stage::new("within_a_line"), &place, problem);
}

#[test]
fn a_page_of_html_is_no_spec() {
    let problem = ": a page of HTML or XML, not a spec\n";
    could_not_be_read(&Stage::new("html_server"), &serves(spec::PAGE), problem);
    let stage = Stage::new("html_file");
    could_not_be_read(&stage, &stage.file(spec::PAGE), problem);
}

#[test]
fn a_server_in_trouble_is_asked_again_and_then_given_up() {
    let place = answers("503 Service Unavailable", 4, "busy");
    could_not_be_read(&Stage::new("trouble"), &place, ": it answers 503 Service Unavailable\n");
}

#[test]
fn a_local_file_that_is_not_there_is_no_news() {
    could_not_be_read(&Stage::new("no_file"), "/nowhere/spec.yml", "No such file or directory (os error 2)\n");
}

#[test]
fn without_an_address_nothing_is_looked_at() {
    let stage = Stage::new("no_address");
    let ended = stage.look("");
    assert!(ended.code == 1 && ended.told.contains("SPEC_URL: the address of the spec"), "{}", ended.told);
}
