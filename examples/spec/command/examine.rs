//! Runs the pipeline on the vendored spec and on a candidate, and compares what they are made into.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::candidate::{self, Candidate};
use super::compare::{self, Sides};
use super::report::{Compared, Edit, Report};
use super::surface::Surface;
use super::tree::{self, Overlay, Tree};
use crate::codegen::{self, Generated, Operation, Source, Survey};

pub struct Examined {
    pub report: Report,
    /// What the candidate is made into, if it can be used.
    pub generated: Option<Generated>,
}

/// Compares a candidate, with its overlay, to what is in the tree. An error says why there is nothing to compare.
pub fn examine(tree: &Tree, candidate: &Candidate, overlay: &Overlay) -> Result<Examined, String> {
    let (own_spec, own_overlay) = (tree.read(tree::SPEC)?, tree.overlay()?);
    let own = (Source { name: tree::SPEC, text: &own_spec }, own_overlay.sources());
    let theirs = Source { name: &candidate.name, text: &candidate.text };
    let survey =
        guarded(&candidate.name, || codegen::survey(theirs, &overlay.sources()).map_err(|error| error.to_string()))?;
    // A place that is left out on one side only would look like a change.
    let old = guarded(tree::SPEC, || {
        codegen::generate_without(own.0, &own.1, &survey.left_out)
            .or_else(|_| codegen::generate(own.0, &own.1))
            .map_err(|error| error.to_string())
    })?;
    let compared = compare_with(&old, &survey)?;
    let report = Report {
        candidate: (candidate.name.clone(), candidate.sha256()),
        vendored: candidate::sha256(&own_spec),
        overlay: overlay.name.clone(),
        edit: edit((&own_spec, &candidate.text), (&own_overlay, overlay)),
        endpoints: endpoints(&old.operations, &survey.operations),
        misfits: survey.misfits,
        constructs: survey.constructs,
        left_out: survey.left_out,
        compared: compared.compared,
        changes: compared.changes,
        users: compared.users,
    };
    Ok(Examined { report, generated: survey.generated })
}

fn edit(specs: (&str, &str), overlays: (&Overlay, &Overlay)) -> Edit {
    let structure = |text: &str| codegen::parse(text).map(|document| codegen::without_prose(&document));
    let structures = |overlay: &Overlay| -> Vec<_> {
        overlay.files.iter().map(|file| (file.base.clone(), structure(&file.text))).collect()
    };
    if specs.0 == specs.1 && overlays.0.texts() == overlays.1.texts() {
        Edit::None
    } else if structure(specs.0) == structure(specs.1) && structures(overlays.0) == structures(overlays.1) {
        Edit::Texts
    } else {
        Edit::Structure
    }
}

/// The generator may give up in ways that it has no error for.
fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("{name}: the code generator gave up: {} (please report it)", text.unwrap_or("no reason")))
    })
}

struct Comparison {
    compared: Compared,
    changes: Vec<compare::Change>,
    users: BTreeMap<String, BTreeSet<String>>,
}

fn compare_with(old: &Generated, survey: &Survey) -> Result<Comparison, String> {
    let surface = |generated: &Generated| Surface::read(&generated.client).map_err(|error| error.to_string());
    let old_surface = surface(old)?;
    let mut users = compare::users(&old_surface, &old.operations);
    if survey.operations.is_empty() {
        // They are not gone: something before them could not be read.
        return Ok(Comparison { compared: Compared::Nothing, changes: Vec::new(), users });
    }
    let Some(new) = &survey.generated else {
        let changes = compare::operations_alone(&old.operations, &survey.operations);
        return Ok(Comparison { compared: Compared::Operations, changes, users });
    };
    let new_surface = surface(new)?;
    for (name, operations) in compare::users(&new_surface, &new.operations) {
        users.entry(name).or_default().extend(operations);
    }
    let sides = Sides { old, new, old_surface: &old_surface, new_surface: &new_surface };
    Ok(Comparison { compared: Compared::Everything, changes: compare::everything(&sides), users })
}

fn endpoints(old: &[Operation], new: &[Operation]) -> BTreeMap<String, String> {
    let endpoint = |operation: &Operation| (operation.id.clone(), format!("{} {}", operation.method, operation.path));
    old.iter().chain(new).map(endpoint).collect()
}
