//! What `propose` asks of GitHub.

use super::spec;
use super::stage::Stage;

/// A stage on which this spec was looked at.
fn looked_at(name: &str, text: &str) -> Stage {
    let stage = Stage::new(name);
    let ended = stage.look(&stage.file(text));
    assert_eq!(ended.code, 0, "{}", ended.told);
    stage
}

/// A stage on which a patch of the spec's page, this report and these results were left.
fn left(name: &str, report: &str, results: &str) -> Stage {
    let stage = Stage::new(name);
    stage.writes("spec/README.md", "# Another page\n");
    stage.leaves("outcome", "compatible\n");
    stage.leaves("sha256", &format!("{}\n", "a1".repeat(32)));
    stage.leaves("patch", &stage.git(&["diff", "HEAD"]));
    stage.leaves("report.md", report);
    stage.leaves("results", results);
    stage
}

/// The branch of the spec that was looked at.
fn branch(stage: &Stage) -> String {
    format!("spec/{}", &stage.result("sha256").unwrap()[..8])
}

/// How the pull request was asked for, but for its body.
fn pull_request(stage: &Stage) -> String {
    let asked = stage.asked("gh pr create");
    assert_eq!(asked.len(), 1);
    asked[0].replace(" --body-file target/spec-drift/body.md", "")
}

#[test]
fn a_compatible_spec_becomes_a_pull_request() {
    let stage = looked_at("propose_compatible", &spec::compatible());
    let ended = stage.propose();
    assert_eq!(ended.code, 0, "{}", ended.told);
    let (branch, hash) = (branch(&stage), stage.result("sha256").unwrap());
    let title = format!("Upstream's spec {}: compatible", &hash[..8]);
    let labels = "--label spec-drift --label compatible";
    assert_eq!(pull_request(&stage), format!("gh pr create --title {title} --base main --head {branch} {labels}"));
    let body = stage.body();
    let first = "For users of the crate it is **compatible**: a minor release.\n\n| step | result |\n|---|---|\n";
    assert!(body.starts_with(&format!("Upstream has a new spec, sha256 `{}`. {first}", hash.trim())), "{body}");
    assert!(body.contains("| build | passed |\n| tests | passed |\n| docs | passed |\n| semver | passed |\n"));
    assert!(body.contains("see \"What an addition wants\" in `spec/README.md`"), "{body}");
    assert!(body.contains("- compatible: `/info/version` is `\"edited\"`, was "), "{body}");
    assert!(body.contains("```diff\ndiff --git a/tests/golden/lowered.json b/tests/golden/lowered.json\n"));
}

#[test]
fn the_branch_has_the_spec_its_provenance_and_the_goldens_and_the_main_one_stays_as_it_is() {
    let stage = looked_at("propose_branch", &spec::breaking());
    let before = stage.git(&["rev-parse", "main"]);
    assert_eq!(stage.propose().code, 0);
    assert_eq!(stage.branches(), ["main", &branch(&stage)]);
    assert_eq!(stage.git(&["ls-remote", "origin", "main"])[..40], before[..40]);
    let changed = stage.git(&["diff", "--name-only", "main", "HEAD"]);
    let expected = "\
spec/README.md
spec/binance-usds-margined-futures-openapi.yml
tests/golden/api.txt
tests/golden/coverage.txt
tests/golden/lowered.json
tests/golden/operations.txt
";
    assert_eq!(changed, expected);
    assert_eq!(stage.git(&["rev-list", "--count", "main..HEAD"]), "1\n");
}

#[test]
fn nothing_is_merged_and_nothing_published() {
    let stage = left("propose_only", "report\n", "build passed\n");
    assert_eq!(stage.propose().code, 0);
    let asked = stage.asked("");
    assert!(!asked.iter().any(|line| line.contains("merge") || line.contains("publish")), "{asked:?}");
    let known = ["gh pr list", "gh label create", "gh auth setup-git", "gh pr create"];
    let github = stage.asked("gh");
    assert!(github.iter().all(|line| known.iter().any(|known| line.starts_with(known))), "{github:?}");
}

#[test]
fn a_breaking_spec_says_so_in_its_title_and_label() {
    let stage = looked_at("propose_breaking", &spec::breaking());
    assert_eq!(stage.propose().code, 0);
    let asked = pull_request(&stage);
    assert!(asked.contains(": breaking --base") && asked.ends_with("--label breaking"), "{asked}");
    assert!(stage.body().contains("it is **breaking**: a major release."));
    assert!(stage.body().contains("- **breaking**: the method is `get_depth()`, was `get_order_book()`"));
}

#[test]
fn a_spec_with_which_a_step_fails_is_a_draft_that_says_so_and_shows_why() {
    let stage = left("propose_failing", "report\n", "tests failed\ndocs passed\n");
    stage.leaves("tests.log", "error: this is why\n");
    assert_eq!(stage.propose().code, 0);
    let asked = pull_request(&stage);
    assert!(asked.contains(": compatible, but not all steps pass --base") && asked.ends_with(" --draft"), "{asked}");
    let body = stage.body();
    assert!(body.contains("| tests | failed |\n| docs | passed |\n"), "{body}");
    assert!(body.contains("\n## The end of the log of `tests`\n\n```text\nerror: this is why\n```\n"), "{body}");
}

#[test]
fn a_step_that_was_skipped_is_shown_as_such_and_keeps_nothing_from_being_proposed() {
    let stage = left("propose_skipped", "report\n", "docs passed\nsemver skipped\n");
    assert_eq!(stage.propose().code, 0);
    assert!(!pull_request(&stage).contains("--draft"));
    let body = stage.body();
    assert!(body.contains("| docs | passed |\n| semver | skipped |\n"), "{body}");
    assert!(body.contains("\n`semver` found nothing to do it with, and says nothing of this spec.\n"), "{body}");
}

#[test]
fn what_is_proposed_is_not_proposed_again_even_after_the_pull_request_was_closed() {
    let stage = looked_at("propose_twice", &spec::compatible());
    assert_eq!(stage.propose().code, 0);
    stage.git(&["switch", "--quiet", "main"]);
    let ended = stage.look(&stage.file(&spec::compatible()));
    assert_eq!((ended.code, ended.told.as_str()), (0, "spec drift: proposed\n"));
}

#[test]
fn pull_requests_that_are_open_from_before_are_named() {
    let stage = left("propose_older", "report\n", "build passed\n");
    stage.has("pull_requests", "#12\n#13\n");
    assert_eq!(stage.propose().code, 0);
    assert!(stage.body().contains("\nOpen from before, to be closed if this replaces them: #12, #13.\n"));
}

#[test]
fn a_pull_request_that_cannot_be_opened_leaves_no_branch_so_that_the_next_run_tries_again() {
    let stage = left("propose_refused", "report\n", "build passed\n");
    stage.has("jobs_open_no_pull_requests", "");
    let ended = stage.propose();
    assert!(ended.code == 1 && ended.told.contains("the pull request could not be opened"), "{}", ended.told);
    assert_eq!(stage.branches(), ["main"]);
}

#[test]
fn a_report_of_any_size_fits_and_says_where_the_rest_is() {
    let report = "- compatible: a new field `ü`, and what it is\n".repeat(20_000);
    let stage = left("propose_large", &report, "build failed\ntests failed\ndocs failed\nsemver failed\n");
    for step in ["build", "tests", "docs", "semver"] {
        stage.leaves(&format!("{step}.log"), &"x".repeat(100_000));
    }
    assert_eq!(stage.propose().code, 0);
    let body = stage.body();
    assert!((30_000..65_536).contains(&body.chars().count()), "{}", body.len());
    assert!(body.contains("\nCut short. All of it is in `report.md`, in the artifact `spec-drift` of [the run]"));
    assert!(body.contains("and what it is\n```\n\nCut short."), "cut between lines");
}

/// What is not in a fence, where GitHub reads names and HTML.
pub fn outside_of_fences(body: &str) -> String {
    let mut is_inside = false;
    let outside = body.lines().filter(|line| {
        let is_fence = line.starts_with("```");
        is_inside ^= is_fence;
        !is_inside && !is_fence
    });
    outside.collect::<Vec<_>>().join("\n")
}

/// Text by which a spec might call somebody, or leave its fence.
pub const RUDE: &str = "@everyone\n```\n@octocat <img src=x>\n``````\r```\n[x](http://elsewhere)\u{1b}[31m\u{0}\n";

#[test]
fn what_upstream_writes_calls_nobody_and_draws_nothing() {
    let stage = left("propose_rude", RUDE, "build failed\n");
    stage.leaves("build.log", RUDE);
    assert_eq!(stage.propose().code, 0);
    let body = stage.body();
    assert_eq!(body.matches("@octocat").count(), 2);
    let outside = outside_of_fences(&body);
    assert!(!["@", "<", "elsewhere"].iter().any(|text| outside.contains(text)), "{outside}");
    assert_eq!(body.matches("```").count(), 6, "three fences");
    assert!(!body.contains(['\u{1b}', '\u{0}', '\r']));
}

#[test]
fn a_patch_of_anything_else_is_refused() {
    for (case, patch) in [
        ("new", "--- /dev/null\n+++ b/.github/workflows/x.yml\n@@ -0,0 +1 @@\n+x\n".to_owned()),
        ("moved", {
            let script = ".ci/spec-drift/look";
            format!(
                "diff --git a/{script} b/spec/look\nsimilarity index 100%\nrename from {script}\nrename to spec/look\n"
            )
        }),
    ] {
        let stage = left(&format!("propose_foreign_{case}"), "report\n", "build passed\n");
        stage.leaves("patch", &patch);
        let ended = stage.propose();
        assert!(ended.code == 1 && ended.told.contains("more than the spec and the goldens"), "{}", ended.told);
        assert_eq!((stage.branches(), stage.asked("")), (vec!["main".to_owned()], Vec::new()));
    }
}

#[test]
fn results_and_hashes_that_are_none_are_refused() {
    for (file, text) in
        [("results", "build passed\n../../secret failed\n"), ("sha256", "main; echo\n"), ("outcome", "same\n")]
    {
        let stage = left(&format!("propose_odd_{file}"), "report\n", "build passed\n");
        stage.leaves(file, text);
        assert_eq!(stage.propose().code, 1, "{file}");
        assert!(stage.asked("").is_empty());
    }
}
