//! Compares the names that the generated tables give to users: error codes and limits.

use std::collections::BTreeMap;

use quote::ToTokens;

use super::{Change, Class, Sides, Subject};
use crate::codegen::Generated;

pub fn compare(sides: &Sides<'_>) -> Vec<Change> {
    between(&constants(sides.old), &constants(sides.new))
}

/// The type and the name of each, and its value where that is all there is to it.
type Constants = BTreeMap<(String, String), String>;

fn between(old: &Constants, new: &Constants) -> Vec<Change> {
    let change = |(owner, name): &(String, String), class, what: String| {
        Change::new(Subject::Type(owner.clone()), class, name, format!("the constant `{name}` {what}"))
    };
    let mut changes = Vec::new();
    for (key, was) in old {
        match new.get(key) {
            None => changes.push(change(key, Class::Breaking, "is gone".to_owned())),
            Some(is) if is != was => changes.push(change(key, Class::Breaking, format!("is {is}, was {was}"))),
            Some(_) => {}
        }
    }
    let added = new.iter().filter(|(key, _)| !old.contains_key(*key));
    changes.extend(added.map(|(key, _)| change(key, Class::Compatible, "is new".to_owned())));
    changes
}

fn constants(generated: &Generated) -> Constants {
    // Those of the operations are told of with them.
    let is_operation = |name: &str| generated.operations.iter().any(|operation| operation.static_name() == name);
    let mut found = read(&generated.error_codes);
    found.extend(read(&generated.table).into_iter().filter(|((_, name), _)| !is_operation(name)));
    found
}

fn read(source: &str) -> Constants {
    let mut found = Constants::new();
    // It is what prettyplease has just written.
    for item in syn::parse_file(source).map(|file| file.items).unwrap_or_default() {
        match item {
            syn::Item::Impl(block) => {
                let owner = block.self_ty.to_token_stream().to_string();
                for item in block.items {
                    if let syn::ImplItem::Const(item) = item {
                        let value = item.expr.to_token_stream().to_string().replace(' ', "");
                        found.insert((owner.clone(), item.ident.to_string()), value);
                    }
                }
            }
            syn::Item::Static(item) if matches!(item.vis, syn::Visibility::Public(_)) => {
                let owner = item.ty.to_token_stream().to_string().replace(' ', "");
                found.insert((owner, item.ident.to_string()), String::new());
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> Vec<String> {
        let changes = between(&read(old), &read(new));
        changes.into_iter().map(|change| format!("{:?}: {:?}: {}", change.class, change.subject, change.what)).collect()
    }

    #[test]
    fn codes_that_are_gone_or_mean_another_number_are_breaking() {
        let old = "impl ErrorCode { pub const A: Self = Self(-1i64); pub const B: Self = Self(-2i64); }";
        let new = "impl ErrorCode { pub const A: Self = Self(-3i64); pub const C: Self = Self(-2i64); }";
        let expected = [
            r#"Breaking: Type("ErrorCode"): the constant `A` is Self(-3i64), was Self(-1i64)"#,
            r#"Breaking: Type("ErrorCode"): the constant `B` is gone"#,
            r#"Compatible: Type("ErrorCode"): the constant `C` is new"#,
        ];
        assert_eq!(told(old, new), expected);
    }

    #[test]
    fn a_limit_that_is_gone_is_breaking() {
        let old = "pub static LIMIT_A: Limit = Limit { units: 1 }; static KNOWN: &[i64] = &[];";
        let other = "pub static LIMIT_A: Limit = Limit { units: 2 };";
        assert_eq!(told(old, ""), [r#"Breaking: Type("Limit"): the constant `LIMIT_A` is gone"#]);
        assert!(told(old, other).is_empty());
    }
}
