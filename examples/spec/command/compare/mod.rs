//! What changes for users of the crate between two specs: by the operation table and the public surface.
//!
//! No published crate answers this. `drift` (the one that is maintained) tells whether servers and clients of two
//! OpenAPI 3.0 documents understand each other on the wire, and `schemadoc-diff` and `anicca`, which are not, tell the
//! edits of a document. To all of them a renamed operationId is nothing and a field that is always sent now an
//! improvement; here the one removes a method and the other changes a type. What is compared is therefore what users
//! have in hand, after the overlay and the rules of the generator, which none of these crates could know.

mod builders;
mod constants;
mod document;
mod operations;
mod types;
mod users;

use super::surface::Surface;
use crate::codegen::{Generated, Operation};

pub use users::users;

/// One change, with what it belongs to. The order is that of the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub subject: Subject,
    pub class: Class,
    /// The field, value or method of a type that it is about.
    pub part: String,
    pub what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// By its operationId.
    Operation(String),
    /// By its name in Rust.
    Type(String),
    Document,
}

/// What a change means by the semver policy of the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Code that compiles or calls that work today would not.
    Breaking,
    Compatible,
}

/// What two specs are made into, side by side.
pub struct Sides<'a> {
    pub old: &'a Generated,
    pub new: &'a Generated,
    pub old_surface: &'a Surface,
    pub new_surface: &'a Surface,
}

/// All changes of the operations, the builders, the types, the constants and the rest of the document, sorted.
pub fn everything(sides: &Sides<'_>) -> Vec<Change> {
    let mut changes = operations::compare(&sides.old.operations, &sides.new.operations);
    changes.extend(builders::compare(sides));
    changes.extend(types::compare(sides));
    changes.extend(constants::compare(sides));
    changes.extend(document::compare(sides, &changes));
    sorted(changes)
}

/// The changes of the operations, for a document of which no client can be made.
pub fn operations_alone(old: &[Operation], new: &[Operation]) -> Vec<Change> {
    sorted(operations::compare(old, new))
}

fn sorted(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort();
    changes.dedup();
    changes
}

impl Change {
    fn new(subject: Subject, class: Class, part: &str, what: String) -> Self {
        Self { subject, class, part: part.to_owned(), what }
    }
}
