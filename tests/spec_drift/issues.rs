//! What `raise` asks of GitHub. It fails in any case, so that the job is red.

use super::proposals::{RUDE, outside_of_fences};
use super::server::answers;
use super::spec;
use super::stage::Stage;

/// The issues that were asked for, but for their bodies.
fn asked(stage: &Stage) -> Vec<String> {
    let asked = stage.asked("gh issue").into_iter().filter(|line| !line.starts_with("gh issue list"));
    asked.map(|line| line.replace(" --body-file target/spec-drift/body.md", "")).collect()
}

#[test]
fn a_file_that_is_gone_becomes_an_issue_that_says_from_where() {
    let stage = Stage::new("raise_gone");
    let address = answers("404 Not Found", 4, "gone");
    assert_eq!(stage.look(&address).code, 0);
    let ended = stage.raise();
    assert!(ended.code == 1 && ended.told.ends_with("spec drift: Upstream has moved or removed the spec\n"));
    assert_eq!(asked(&stage), ["gh issue create --title Upstream has moved or removed the spec --label spec-drift"]);
    let line = format!("\n```text\n{address}: 404 Not Found: upstream has moved or removed the file\n```\n");
    let body = stage.body();
    assert!(body.contains("set the repository variable `SPEC_URL`") && body.contains(&line), "{body}");
}

#[test]
fn a_spec_that_cannot_be_used_becomes_an_issue_with_its_report() {
    let stage = Stage::new("raise_unusable");
    assert_eq!(stage.look(&stage.file(&spec::unusable())).code, 0);
    assert_eq!(stage.raise().code, 1);
    let title = "A new spec of upstream cannot be used as it is";
    assert_eq!(asked(&stage), [format!("gh issue create --title {title} --label spec-drift")]);
    let body = stage.body();
    assert!(body.contains("```text\n# New spec: cannot be used as it is\n") && body.contains("## Needs the overlay"));
    assert!(stage.branches() == ["main"] && stage.asked("gh pr").is_empty());
}

#[test]
fn an_issue_that_is_open_is_brought_up_to_date_instead_of_opened_again() {
    let stage = Stage::new("raise_again");
    stage.leaves("outcome", "gone\n");
    stage.leaves("report.md", "first\n");
    assert_eq!(stage.raise().code, 1);
    stage.leaves("report.md", "second\n");
    assert_eq!(stage.raise().code, 1);
    assert_eq!(asked(&stage)[1..], ["gh issue edit 7"]);
    assert!(stage.body().contains("second"));
    stage.leaves("outcome", "unusable\n");
    assert_eq!(stage.raise().code, 1);
    assert!(asked(&stage)[2].starts_with("gh issue create "), "another trouble is another issue");
}

#[test]
fn an_issue_of_any_report_fits_and_calls_nobody() {
    let stage = Stage::new("raise_large");
    stage.leaves("outcome", "unusable\n");
    stage.leaves("report.md", &RUDE.repeat(5_000));
    assert_eq!(stage.raise().code, 1);
    let body = stage.body();
    assert!((50_000..65_536).contains(&body.chars().count()), "{}", body.len());
    assert!(!outside_of_fences(&body).contains('@'));
}

#[test]
fn what_is_no_trouble_is_not_raised() {
    let stage = Stage::new("raise_nothing");
    stage.leaves("outcome", "compatible\n");
    stage.leaves("report.md", "report\n");
    assert_eq!(stage.raise().code, 1);
    assert!(stage.asked("gh").is_empty());
}
