//! Compares the types of the public surface: fields, values of enums, variants of unions, columns of rows.

use super::super::surface::{Entry, EntryKind, Item, Surface};
use super::{Change, Class, Sides, Subject};
use crate::codegen::Operation;

pub fn compare(sides: &Sides<'_>) -> Vec<Change> {
    let old = own_types(sides.old_surface, &sides.old.operations);
    let new = own_types(sides.new_surface, &sides.new.operations);
    let mut changes = methods(sides);
    for (name, was) in old.iter().map(|item| (&item.name, item)) {
        match new.iter().find(|item| item.name == *name) {
            Some(is) => changes.extend(one(was, is)),
            None => changes.push(change(was, Class::Breaking, "", format!("the type is gone: `{}`", was.head))),
        }
    }
    for added in new.iter().filter(|item| old.iter().all(|was| was.name != item.name)) {
        changes.push(change(added, Class::Compatible, "", format!("a new type: `{}`", added.head)));
    }
    changes
}

/// The types that are not the builder of one operation.
fn own_types<'a>(surface: &'a Surface, operations: &[Operation]) -> Vec<&'a Item> {
    let is_builder = |item: &Item| operations.iter().any(|operation| operation.builder_name() == item.name);
    let rest = surface.module("builder").iter().filter(|item| !is_builder(item));
    surface.module("types").iter().chain(rest).collect()
}

/// The methods of the client that are no operations: those that find out what became of an order.
fn methods(sides: &Sides<'_>) -> Vec<Change> {
    let is_operation = |entry: &Entry, operations: &[Operation]| {
        operations.iter().any(|operation| operation.method_name() == entry.name)
    };
    let own = |surface: &Surface, operations: &[Operation]| Item {
        name: "Client".to_owned(),
        head: String::new(),
        entries: surface.client.iter().filter(|entry| !is_operation(entry, operations)).cloned().collect(),
    };
    one(&own(sides.old_surface, &sides.old.operations), &own(sides.new_surface, &sides.new.operations))
}

fn change(item: &Item, class: Class, part: &str, what: String) -> Change {
    Change::new(Subject::Type(item.name.clone()), class, part, what)
}

fn one(was: &Item, is: &Item) -> Vec<Change> {
    let mut changes = Vec::new();
    if was.head != is.head {
        changes.push(change(is, Class::Breaking, "", format!("it is `{}`, was `{}`", is.head, was.head)));
    }
    for entry in &was.entries {
        let name = &entry.name;
        match is.entries.iter().find(|other| other.name == *name) {
            Some(other) if other.is == entry.is => {}
            Some(other) => changes.push(retyped(is, entry, other)),
            None => changes.push(change(is, Class::Breaking, name, format!("the {} `{name}` is gone", word(entry)))),
        }
    }
    // Only an open type can be added to: users write a closed one out.
    let is_open = is.head.starts_with("open ");
    for entry in is.entries.iter().filter(|entry| was.entries.iter().all(|old| old.name != entry.name)) {
        let closed = entry.kind == EntryKind::Field && !is_open;
        let class = if closed { Class::Breaking } else { Class::Compatible };
        changes.push(change(is, class, &entry.name, added(entry)));
    }
    changes.extend(moved(was, is));
    changes
}

fn word(entry: &Entry) -> &'static str {
    match entry.kind {
        EntryKind::Field => "field",
        EntryKind::Value => "value",
        EntryKind::Variant => "variant",
        EntryKind::Method => "method",
    }
}

fn added(entry: &Entry) -> String {
    let Entry { name, is, kind } = entry;
    match kind {
        EntryKind::Field if is.contains("String") => {
            // Its type is part of the surface once it is released.
            format!("a new field `{name}`: `{is}`; if it is a decimal, the overlay should give it a format first")
        }
        EntryKind::Field => format!("a new field `{name}`: `{is}`"),
        EntryKind::Value => format!("a new value `{name}`: `{is}`"),
        EntryKind::Variant => format!("a new variant `{name}{is}`"),
        EntryKind::Method => format!("a new method `{name}{is}`"),
    }
}

fn retyped(item: &Item, was: &Entry, is: &Entry) -> Change {
    let name = &is.name;
    let (class, what) = match is.kind {
        EntryKind::Field if is.is == format!("Option<{}>", was.is) => {
            (Class::Breaking, format!("the field `{name}` may be missing: it is `{}`, was `{}`", is.is, was.is))
        }
        EntryKind::Field if was.is == format!("Option<{}>", is.is) => {
            (Class::Breaking, format!("the field `{name}` is always there: it is `{}`, was `{}`", is.is, was.is))
        }
        // Another spelling beside those that it has.
        EntryKind::Value if is.is.starts_with(&format!("{} | ", was.is)) => {
            (Class::Compatible, format!("the value `{name}` is read from `{}`, was from `{}`", is.is, was.is))
        }
        _ => (Class::Breaking, format!("the {} `{name}` is `{}`, was `{}`", word(is), is.is, was.is)),
    };
    change(item, class, name, what)
}

/// Columns of a row are read by their order.
fn moved(was: &Item, is: &Item) -> Option<Change> {
    let in_both = |item: &Item, other: &Item| -> Vec<String> {
        let is_in = |entry: &&Entry| other.entries.iter().any(|there| there.name == entry.name);
        item.entries.iter().filter(is_in).map(|entry| entry.name.clone()).collect()
    };
    let is_row = is.head.starts_with("open row ");
    let moved = is_row && in_both(was, is) != in_both(is, was);
    moved.then(|| change(is, Class::Breaking, "", "its columns come in another order".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of the types between two pieces of generated code.
    fn told(old: &str, new: &str) -> Vec<String> {
        let read = |types: &str| Surface::read(&format!("pub mod types {{ {types} }}")).unwrap();
        let (old, new) = (read(old), read(new));
        let (old, new) = (&old.module("types")[0], &new.module("types")[0]);
        one(old, new).into_iter().map(|change| format!("{:?}: {}", change.class, change.what)).collect()
    }

    #[test]
    fn a_field_that_may_be_missing_or_is_always_there_changes_its_type() {
        let (sure, unsure) = ("pub struct A { pub a: Price }", "pub struct A { pub a: Option<Price> }");
        assert_eq!(told(sure, unsure), ["Breaking: the field `a` may be missing: it is `Option<Price>`, was `Price`"]);
        assert_eq!(told(unsure, sure), ["Breaking: the field `a` is always there: it is `Price`, was `Option<Price>`"]);
    }

    #[test]
    fn only_an_open_type_can_be_added_to() {
        let (old, new) = ("pub struct A { pub a: i64 }", "pub struct A { pub a: i64, pub b: i64 }");
        assert_eq!(told(old, new), ["Breaking: a new field `b`: `i64`"]);
        let open = |text: &str| format!("#[non_exhaustive] {text}");
        assert_eq!(told(&open(old), &open(new)), ["Compatible: a new field `b`: `i64`"]);
        assert_eq!(told(&open(old), old), ["Breaking: it is `struct A`, was `open struct A`"]);
    }

    #[test]
    fn another_spelling_of_a_value_is_compatible_and_another_value_is_not() {
        let values = |text: &str| format!("crate::open_enum! {{ A {{ One = {text} }} }}");
        let (one, two, other) = (values("\"ONE\""), values("\"ONE\" | \"one\""), values("\"UNO\""));
        assert_eq!(told(&one, &two), [r#"Compatible: the value `One` is read from `"ONE" | "one"`, was from `"ONE"`"#]);
        assert_eq!(told(&two, &one), [r#"Breaking: the value `One` is `"ONE"`, was `"ONE" | "one"`"#]);
        assert_eq!(told(&one, &other), [r#"Breaking: the value `One` is `"UNO"`, was `"ONE"`"#]);
    }

    #[test]
    fn columns_of_a_row_are_read_by_their_order() {
        let old = "crate::row! { A { a: i64, b: i64 } }";
        let new = "crate::row! { A { b: i64, a: i64, c: i64 } }";
        assert_eq!(
            told(old, new),
            ["Compatible: a new field `c`: `i64`", "Breaking: its columns come in another order"]
        );
    }

    #[test]
    fn variants_of_a_union_are_told() {
        let old = r#"crate::tagged_union! { A by "kind" { One(One) = "ONE", Two(Two) = "TWO" } }"#;
        let new = r#"crate::tagged_union! { A by "kind" { One(Uno) = "ONE", Tri(Tri) = "TRI" } }"#;
        let expected = [
            r#"Breaking: the variant `One` is `(Uno) = "ONE"`, was `(One) = "ONE"`"#,
            "Breaking: the variant `Two` is gone",
            r#"Compatible: a new variant `Tri(Tri) = "TRI"`"#,
        ];
        assert_eq!(told(old, new), expected);
    }
}
