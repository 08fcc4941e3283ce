//! The report for machines: what [`super::markdown`] says, under stable names.

use serde_json::{Value, json};

use super::compare::{Change, Class, Subject};
use super::report::{Compared, Edit, Report, Verdict};
use crate::codegen::{Error, Fate, Misfit};

pub fn render(report: &Report) -> Value {
    let verdict = match report.verdict() {
        Verdict::Same => "same",
        Verdict::Compatible => "compatible",
        Verdict::Breaking => "breaking",
        Verdict::Unusable => "unusable",
    };
    let compared = match report.compared {
        Compared::Everything => "everything",
        Compared::Operations => "operations",
        Compared::Nothing => "nothing",
    };
    let edit = match report.edit {
        Edit::None => "none",
        Edit::Texts => "texts",
        Edit::Structure => "structure",
    };
    json!({
        "verdict": verdict,
        "exit_code": report.verdict().code(),
        "candidate": { "name": report.candidate.0, "sha256": report.candidate.1 },
        "vendored": { "sha256": report.vendored },
        "edit": edit,
        "overlay": report.misfits.iter().map(misfit).collect::<Vec<_>>(),
        "constructs": report.constructs.iter().map(construct).collect::<Vec<_>>(),
        "left_out": report.left_out,
        "compared": compared,
        "changes": report.changes.iter().map(|one| change(report, one)).collect::<Vec<_>>(),
    })
}

fn misfit(misfit: &Misfit) -> Value {
    let Misfit { index, target, reason, fate, error, now } = misfit;
    let fate = match fate {
        Fate::Stale => "stale",
        Fate::Unnecessary => "unnecessary",
        Fate::Malformed => "malformed",
    };
    json!({
        "file": error.file,
        "action": index,
        "target": target,
        "reason": reason,
        "fate": fate,
        "problem": error.problem,
        "remedy": error.remedy,
        "now": now,
    })
}

fn construct(error: &Error) -> Value {
    json!({ "pointer": error.place, "problem": error.problem, "remedy": error.remedy })
}

fn change(report: &Report, change: &Change) -> Value {
    let class = match change.class {
        Class::Breaking => "breaking",
        Class::Compatible => "compatible",
    };
    let mut value = json!({ "class": class, "what": change.what });
    match &change.subject {
        Subject::Operation(id) => {
            value["operation"] = json!(id);
            value["endpoint"] = json!(report.endpoints.get(id));
        }
        Subject::Type(name) => {
            value["type"] = json!(name);
            value["operations"] = json!(report.users.get(name));
        }
        Subject::Document => {}
    }
    value
}
