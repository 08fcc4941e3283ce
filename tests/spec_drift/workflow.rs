//! What the workflows may do, read from the files that say it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::yaml;

/// The workflows by the names of their files.
fn workflows() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let read = |path: &Path| yaml::parse(&fs::read_to_string(path).unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), read(&file.path()))).collect()
}

fn spec_drift() -> Value {
    let named = workflows().into_iter().find(|(name, _)| name == "spec-drift.yml");
    named.unwrap().1
}

fn jobs(workflow: &Value) -> Vec<&Value> {
    workflow["jobs"].as_object().unwrap().values().collect()
}

/// The steps of all jobs of all workflows, as pairs of the file and the step.
fn steps() -> Vec<(String, Value)> {
    let of = |(name, workflow): (String, Value)| {
        let steps = jobs(&workflow).into_iter().flat_map(|job| job["steps"].as_array().unwrap().clone());
        steps.map(|step| (name.clone(), step)).collect::<Vec<_>>()
    };
    workflows().into_iter().flat_map(of).collect()
}

#[test]
fn every_action_is_pinned_by_the_hash_of_a_commit() {
    let used: Vec<String> = steps().iter().filter_map(|(_, step)| step["uses"].as_str().map(str::to_owned)).collect();
    assert!(used.len() >= 7, "{used:?}");
    for action in used {
        let (_, commit) = action.split_once('@').unwrap();
        assert!(commit.len() == 40 && commit.chars().all(|digit| digit.is_ascii_hexdigit()), "{action}");
    }
}

/// So nothing of what upstream wrote can get into a shell by way of the YAML.
#[test]
fn what_is_run_is_a_script_with_plain_arguments() {
    for (name, step) in steps() {
        let Some(run) = step["run"].as_str() else { continue };
        let is_plain = |character: char| character.is_ascii_alphanumeric() || "./- ".contains(character);
        assert!(run.starts_with(".ci/") && run.chars().all(is_plain), "{name}: {run}");
        let script = run.split(' ').next().unwrap();
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(script).is_file(), "{name}: {script} is not there");
    }
}

#[test]
fn who_looks_may_only_read_and_who_writes_may_write_no_more_than_needed() {
    let workflow = spec_drift();
    assert_eq!(workflow["permissions"], json!({}));
    let permissions = |job: &str| &workflow["jobs"][job]["permissions"];
    assert_eq!(permissions("look"), &json!({ "contents": "read" }));
    assert_eq!(permissions("propose"), &json!({ "contents": "write", "pull-requests": "write", "issues": "write" }));
    assert_eq!(permissions("raise"), &json!({ "contents": "read", "issues": "write" }));
    assert_eq!(jobs(&workflow).len(), 3);
}

#[test]
fn who_looks_gets_no_token_and_no_checkout_keeps_one() {
    let workflow = spec_drift();
    assert!(!workflow["jobs"]["look"].to_string().contains("token"));
    for (name, step) in steps() {
        if step["uses"].as_str().is_some_and(|action| action.starts_with("actions/checkout@")) {
            assert_eq!(step["with"]["persist-credentials"], json!(false), "{name}");
        }
    }
}

#[test]
fn the_job_runs_daily_and_by_hand_one_at_a_time_and_not_for_long() {
    let workflow = spec_drift();
    let on = &workflow["on"];
    assert!(on["schedule"][0]["cron"].is_string() && on["workflow_dispatch"]["inputs"]["url"].is_object());
    assert_eq!(on.as_object().unwrap().len(), 2);
    assert_eq!(workflow["concurrency"], json!({ "group": "spec-drift", "cancel-in-progress": false }));
    for job in jobs(&workflow) {
        assert!(job["timeout-minutes"].as_i64().is_some_and(|minutes| minutes <= 120));
    }
}
