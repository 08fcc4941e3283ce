//! What there is to say about a candidate; [`super::markdown`] and [`super::json`] say it.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Change, Class};
use crate::codegen::{Error, Misfit};

pub struct Report {
    /// The candidate's name and hash.
    pub candidate: (String, String),
    /// The hash of the vendored spec.
    pub vendored: String,
    pub overlay: String,
    pub misfits: Vec<Misfit>,
    pub constructs: Vec<Error>,
    /// What was left out of the comparison, on both sides, because it cannot be generated.
    pub left_out: Vec<String>,
    pub compared: Compared,
    pub changes: Vec<Change>,
    pub edit: Edit,
    /// `POST /fapi/v1/order`, by operationId.
    pub endpoints: BTreeMap<String, String>,
    /// The operations that use a type.
    pub users: BTreeMap<String, BTreeSet<String>>,
}

/// How much could be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    Everything,
    /// No client could be made.
    Operations,
    /// No operation could be read either.
    Nothing,
}

/// How the files differ, whether or not it reaches users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    None,
    /// In descriptions and summaries alone.
    Texts,
    Structure,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Same,
    Compatible,
    Breaking,
    Unusable,
}

impl Verdict {
    pub fn code(self) -> u8 {
        match self {
            Self::Same => 0,
            Self::Compatible => 1,
            Self::Breaking => 2,
            Self::Unusable => 3,
        }
    }
}

impl Report {
    pub fn verdict(&self) -> Verdict {
        if !self.misfits.is_empty() || !self.constructs.is_empty() {
            return Verdict::Unusable;
        }
        match self.changes.iter().map(|change| change.class).min() {
            None => Verdict::Same,
            Some(Class::Compatible) => Verdict::Compatible,
            Some(Class::Breaking) => Verdict::Breaking,
        }
    }

    pub fn count(&self, class: Class) -> usize {
        self.changes.iter().filter(|change| change.class == class).count()
    }
}
