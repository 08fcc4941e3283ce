//! The report for humans, fit for the text of a pull request.

use std::fmt::Write as _;

use super::compare::{Change, Class, Subject};
use super::report::{Compared, Edit, Report, Verdict};
use crate::codegen::{Error, Fate, Misfit};

/// One line for each problem of a candidate; nothing if it can be used.
pub fn problems(report: &Report) -> String {
    let misfits = report.misfits.iter().map(|misfit| &misfit.error);
    let lines = misfits.chain(&report.constructs).map(ToString::to_string);
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

pub fn render(report: &Report) -> String {
    let mut text = format!("# New spec: {}\n\n", headline(report.verdict()));
    let (name, sha256) = &report.candidate;
    let _ = writeln!(text, "`{name}`, sha256 `{sha256}`, with `{}`.", report.overlay);
    let _ = writeln!(text, "The vendored spec has sha256 `{}`.\n", report.vendored);
    let _ = writeln!(
        text,
        "{} breaking, {} compatible, {} to mend in the overlay, {} that cannot be generated.",
        report.count(Class::Breaking),
        report.count(Class::Compatible),
        report.misfits.len(),
        report.constructs.len(),
    );
    if report.verdict() == Verdict::Same {
        let what = match report.edit {
            Edit::None => "It is the spec that is vendored.",
            Edit::Texts => "Nothing but texts has changed.",
            Edit::Structure => "Nothing has changed but what the overlay replaces or takes out.",
        };
        let _ = writeln!(text, "\n{what}");
    }
    text.push_str(&overlay(report));
    text.push_str(&constructs(report));
    text.push_str(&changes(report));
    text
}

fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "the same",
        Verdict::Compatible => "compatible",
        Verdict::Breaking => "breaking for Rust users",
        Verdict::Unusable => "cannot be used as it is",
    }
}

fn overlay(report: &Report) -> String {
    if report.misfits.is_empty() {
        return String::new();
    }
    let mut text =
        "\n## Needs the overlay\n\nFrom the top: an action may fail because one before it did.\n\n".to_owned();
    for Misfit { index, target, reason, fate, error, now } in &report.misfits {
        let fate = match fate {
            Fate::Stale => "no longer applies",
            Fate::Unnecessary => "is unnecessary",
            Fate::Malformed => "is no action",
        };
        let now = if now.is_empty() { String::new() } else { format!(" Upstream says now: {}.", one_line(now)) };
        let Error { file, problem, remedy, .. } = error;
        let _ =
            writeln!(text, "- `{file}` `/actions/{index}` `{target}` {fate}: {} ({remedy}).{now}", one_line(problem));
        let _ = writeln!(text, "  It was written because: {reason}");
    }
    text
}

fn constructs(report: &Report) -> String {
    if report.constructs.is_empty() {
        return String::new();
    }
    let mut text = "\n## Cannot be generated\n\n".to_owned();
    for Error { place, problem, remedy, .. } in &report.constructs {
        let _ = writeln!(text, "- `{place}`: {} ({remedy})", one_line(problem));
    }
    if !report.left_out.is_empty() {
        let _ = writeln!(text, "\nLeft out of the comparison: `{}`.", report.left_out.join("`, `"));
    }
    text
}

fn changes(report: &Report) -> String {
    let mut text = String::new();
    text.push_str(match report.compared {
        Compared::Everything => "",
        Compared::Operations => "\nNo client could be made of it, so the operations alone are compared.\n",
        Compared::Nothing => "\nNo operation could be read of it, so nothing is compared.\n",
    });
    let (mut part, mut subject) = ("", None);
    for change in &report.changes {
        let of = match &change.subject {
            Subject::Operation(_) => "Operations",
            Subject::Type(_) => "Types",
            Subject::Document => "The rest of the document",
        };
        if part != of {
            let _ = write!(text, "\n## {of}\n");
            part = of;
        }
        if subject != Some(&change.subject) {
            text.push_str(&heading(report, change));
            subject = Some(&change.subject);
        }
        let class = match change.class {
            Class::Breaking => "**breaking**",
            Class::Compatible => "compatible",
        };
        let _ = writeln!(text, "- {class}: {}", one_line(&change.what));
    }
    text
}

/// The operation or the type that the changes below are about.
fn heading(report: &Report, change: &Change) -> String {
    match &change.subject {
        Subject::Operation(id) => {
            let endpoint = report.endpoints.get(id).map(|endpoint| format!(" `{endpoint}`"));
            format!("\n### {id}{}\n\n", endpoint.unwrap_or_default())
        }
        Subject::Type(name) => {
            let users: Vec<&str> = report.users.get(name).into_iter().flatten().map(String::as_str).collect();
            match users.as_slice() {
                [] => format!("\n### {name}\n\n"),
                few @ ([_] | [_, _] | [_, _, _] | [_, _, _, _]) => format!("\n### {name}, of {}\n\n", few.join(", ")),
                many => format!("\n### {name}, of {} operations\n\n", many.len()),
            }
        }
        Subject::Document => "\n".to_owned(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
