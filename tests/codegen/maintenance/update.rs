//! `update`: the candidate, its overlay, its provenance and the goldens, all of them or none.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::super::SPEC;
use super::{at, copy_of_overlay, edited, folder, repository, run, take};

const FILE: &str = "spec/binance-usds-margined-futures-openapi.yml";
const FILES: [&str; 6] = [
    FILE,
    "spec/README.md",
    "tests/golden/lowered.json",
    "tests/golden/operations.txt",
    "tests/golden/api.txt",
    "tests/golden/coverage.txt",
];

/// A copy of the files that the command knows.
fn tree(test: &str) -> PathBuf {
    let root = folder(test).join("tree");
    for file in FILES {
        fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
        fs::copy(repository().join(file), root.join(file)).unwrap();
    }
    fs::create_dir(root.join("spec/overlay")).unwrap();
    for (file, text) in super::super::OVERLAY.texts() {
        fs::write(root.join("spec/overlay").join(file), text).unwrap();
    }
    root
}

/// Every file below the root, with what it holds.
fn contents(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(place) = waiting.pop() {
        if place.is_dir() {
            waiting.extend(fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            found.insert(place.clone(), fs::read(place).unwrap());
        }
    }
    found
}

fn add_field(document: &mut Value) {
    at(document, "/components/schemas/MarkPrice/properties")["count"] = json!({ "type": "integer" });
}

fn read(root: &Path, file: &str) -> String {
    fs::read_to_string(root.join(file)).unwrap()
}

#[tokio::test]
async fn a_compatible_update_replaces_the_spec_its_provenance_and_the_goldens() {
    let root = tree("update_compatible");
    let before = contents(&root);
    let candidate = edited("update_compatible_candidate", add_field);
    let said = run(&root, &["update", &candidate]).await;
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("a new field `count`"), "{}", said.out);
    assert_eq!(read(&root, FILE), fs::read_to_string(&candidate).unwrap());
    let page = read(&root, "spec/README.md");
    let hash = super::super::command::candidate::sha256(&read(&root, FILE));
    let expected = format!(
        "| source | candidate.yml |\n| date | 2026-11-22 |\n| sha256 | `{hash}` |\n| the same, sha256 | none yet |\n"
    );
    assert!(page.contains(&expected), "{page}");
    assert!(read(&root, "tests/golden/api.txt").contains("  count: Option<i64>\n"));
    assert!(read(&root, "tests/golden/lowered.json").contains("\"count\""));
    assert_eq!(contents(&root).len(), before.len(), "nothing is left beside them");
    let said = run(&root, &["diff", FILE]).await;
    assert_eq!(said.code, 2, "the repository's spec lacks what the tree's has");
    let said = run(&root, &["diff", &candidate]).await;
    assert_eq!(said.code, 0);
}

#[tokio::test]
async fn what_means_the_same_is_noted_and_nothing_else_is_changed() {
    let root = tree("update_seen");
    let before = contents(&root);
    let other = edited("update_seen_other", |document| at(document, "/info")["description"] = json!("Other words"));
    assert_eq!(run(&root, &["seen", &other]).await.code, 0);
    let hash = super::super::command::candidate::sha256(&fs::read_to_string(&other).unwrap());
    let page = read(&root, "spec/README.md");
    assert!(page.contains(&format!("| the same, sha256 | `{hash}` |\n")), "{page}");
    let changed = contents(&root).into_iter().filter(|(path, text)| before[path] != *text).count();
    assert_eq!(changed, 1);
    let more = edited("update_seen_more", add_field);
    assert_eq!(run(&root, &["seen", &more]).await.code, 1);
    assert_eq!(read(&root, "spec/README.md"), page, "it is not the same");
}

#[tokio::test]
async fn date_and_source_may_be_given() {
    let root = tree("update_facts");
    let candidate = edited("update_facts_candidate", add_field);
    let facts = ["--date", "2027-01-31", "--source", "https://example.com/spec.yml"];
    let said = run(&root, &[&["update", candidate.as_str()], facts.as_slice()].concat()).await;
    assert_eq!(said.code, 0);
    let page = read(&root, "spec/README.md");
    assert!(page.contains("| source | https://example.com/spec.yml |\n| date | 2027-01-31 |\n"), "{page}");
}

#[tokio::test]
async fn a_breaking_update_is_written_only_where_that_is_accepted() {
    let root = tree("update_breaking");
    fs::create_dir_all(root.join("tests/fixtures/getDepth")).unwrap();
    fs::write(root.join("tests/fixtures/getDepth/one.json"), "{}").unwrap();
    let rename = |document: &mut Value| at(document, "/paths/~1fapi~1v1~1depth/get")["operationId"] = json!("getDepth");
    let candidate = edited("update_breaking_candidate", rename);
    let before = contents(&root);
    let said = run(&root, &["update", &candidate]).await;
    assert_eq!(said.code, 2);
    assert_eq!(said.err, "nothing is changed: --accept-breaking takes a breaking change\n");
    assert_eq!(contents(&root), before);
    let said = run(&root, &["update", &candidate, "--accept-breaking"]).await;
    assert_eq!(said.code, 0);
    assert!(read(&root, "tests/golden/operations.txt").contains("getDepth: GET /fapi/v1/depth"));
    let coverage = read(&root, "tests/golden/coverage.txt");
    assert!(coverage.contains("GET /fapi/v1/depth: getDepth get_depth() public, "), "{coverage}");
    assert!(coverage.contains(" or 20, 1 fixtures\n"), "{coverage}");
}

#[tokio::test]
async fn a_candidate_that_cannot_be_used_changes_nothing() {
    let root = tree("update_unusable");
    let candidate = edited("update_unusable_candidate", |document| drop(take(document, "/paths/~1fapi~1v1~1ping")));
    let before = contents(&root);
    let said = run(&root, &["update", &candidate, "--accept-breaking"]).await;
    assert_eq!(said.code, 3);
    assert_eq!(contents(&root), before);
}

#[tokio::test]
async fn a_mended_overlay_is_put_in_place_with_its_candidate() {
    let root = tree("update_overlay");
    let mended = copy_of_overlay("update_overlay_copy", "40-orders.yml", |text| format!("{text}# mended\n"));
    fs::write(mended.join("99-more.yml"), "overlay: 1.0.0\nactions: []\n").unwrap();
    let candidate = edited("update_overlay_candidate", add_field);
    let said = run(&root, &["update", &candidate, "--overlay", mended.to_str().unwrap()]).await;
    assert_eq!(said.code, 0);
    assert!(read(&root, "spec/overlay/40-orders.yml").ends_with("# mended\n"));
    assert!(read(&root, "spec/overlay/99-more.yml").ends_with("actions: []\n"));
}

#[tokio::test]
async fn an_overlay_that_lacks_a_file_changes_nothing() {
    let root = tree("update_overlay_lacks");
    let copy = copy_of_overlay("update_overlay_lacks_copy", "", str::to_owned);
    fs::remove_file(copy.join("60-user-streams.yml")).unwrap();
    let before = contents(&root);
    let said = run(&root, &["update", FILE, "--accept-breaking", "--overlay", copy.to_str().unwrap()]).await;
    assert!(said.code == 3 && said.err.contains("it lacks 60-user-streams.yml"), "{} {}", said.out, said.err);
    assert_eq!(contents(&root), before);
}

#[tokio::test]
async fn a_file_that_cannot_be_replaced_leaves_all_as_they_were() {
    let root = tree("update_rollback");
    // The last of the files that are written; a folder's place cannot be taken by a file.
    fs::remove_file(root.join("tests/golden/coverage.txt")).unwrap();
    fs::create_dir(root.join("tests/golden/coverage.txt")).unwrap();
    let candidate = edited("update_rollback_candidate", add_field);
    let before = contents(&root);
    let said = run(&root, &["update", &candidate]).await;
    assert_eq!(said.code, 3);
    assert!(said.err.contains("coverage.txt: cannot be replaced: ") && said.err.ends_with("; nothing is changed\n"));
    assert_eq!(contents(&root), before);
}

#[tokio::test]
async fn a_folder_that_is_not_there_leaves_all_as_they_were() {
    let root = tree("update_no_goldens");
    fs::remove_dir_all(root.join("tests")).unwrap();
    let candidate = edited("update_no_goldens_candidate", add_field);
    let before = contents(&root);
    let said = run(&root, &["update", &candidate]).await;
    assert!(said.code == 3 && said.err.contains("cannot be written"), "{}", said.err);
    assert_eq!(contents(&root), before);
}

#[test]
fn the_provenance_has_the_hash_of_the_vendored_file() {
    let page = read(repository(), "spec/README.md");
    let row = format!("| sha256 | `{}` |", super::super::command::candidate::sha256(SPEC));
    assert!(page.contains(&row), "put the file in place by `cargo run --example spec -- update`: {row}");
}
