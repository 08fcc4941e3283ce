//! How the structs of answers are read: as serde's derive would read them, for a fraction of what that takes to compile.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

/// A struct that is an object on the wire; see [`object!`].
pub(crate) trait Object: Sized {
    const NAME: &'static str;
    /// The names of the fields on the wire.
    const FIELDS: &'static [&'static str];

    /// The place of a field among them; any other number for a name that is none of them.
    fn place(name: &str) -> usize;

    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Declares how a struct is read: `Name { 0 field: "nameOnTheWire" required, … }`, its fields numbered from zero.
///
/// A field that is `optional` has its default when it is absent. `by` a function and the type that it reads, one is read
/// where its own type does not say how.
macro_rules! object {
    ($name:ident {
        $($place:literal $field:ident : $wire:literal $need:ident $(by $reader:path => $ty:ty)?),* $(,)?
    }) => {
        impl crate::object::Object for $name {
            const NAME: &'static str = stringify!($name);
            const FIELDS: &'static [&'static str] = &[$($wire),*];

            fn place(name: &str) -> usize {
                match name {
                    $($wire => $place,)*
                    _ => usize::MAX,
                }
            }

            fn read<'de, A: ::serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                $(let mut $field = None;)*
                while let Some(place) = map.next_key_seed(crate::object::Places(Self::place))? {
                    match place {
                        $($place => {
                            let seed = crate::object!(@seed $($reader => $ty)?);
                            crate::object::put(&mut $field, &mut map, $wire, seed)?;
                        })*
                        _ => crate::object::pass_over(&mut map)?,
                    }
                }
                Ok(Self { $($field: crate::object!(@take $need $field $wire)),* })
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::object::read(deserializer)
            }
        }
    };
    (@seed) => { ::std::marker::PhantomData };
    (@seed $reader:path => $ty:ty) => {{
        struct Seed;

        impl<'de> ::serde::de::DeserializeSeed<'de> for Seed {
            type Value = $ty;

            fn deserialize<D: ::serde::Deserializer<'de>>(self, deserializer: D) -> Result<$ty, D::Error> {
                $reader(deserializer)
            }
        }
        Seed
    }};
    (@take optional $field:ident $wire:literal) => { $field.unwrap_or_default() };
    (@take required $field:ident $wire:literal) => { crate::object::required($field, $wire)? };
}

pub(crate) use object;

pub(crate) fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::FIELDS, Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(map)
    }
}

/// Reads the name of a field, and gives the place that this has for it.
pub(crate) struct Places(pub(crate) fn(&str) -> usize);

impl<'de> DeserializeSeed<'de> for Places {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Places {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        Ok((self.0)(name))
    }
}

/// Reads the value of a field, which is to come once.
pub(crate) fn put<'de, A: MapAccess<'de>, S: DeserializeSeed<'de>>(
    field: &mut Option<S::Value>,
    map: &mut A,
    name: &'static str,
    seed: S,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(duplicate(name));
    }
    *field = Some(map.next_value_seed(seed)?);
    Ok(())
}

/// Takes a field that nobody knows yet.
pub(crate) fn pass_over<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<serde::de::IgnoredAny>().map(drop)
}

pub(crate) fn required<T, E: Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
    field.ok_or_else(|| missing(name))
}

// Cold, so that they are put apart from what is read for every field.

#[cold]
fn duplicate<E: Error>(name: &'static str) -> E {
    E::duplicate_field(name)
}

#[cold]
fn missing<E: Error>(name: &'static str) -> E {
    E::missing_field(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::Price;

    /// The same twice, once read as serde derives it.
    macro_rules! thing {
        ($derive:path) => {
            #[derive(Debug, $derive)]
            pub struct Thing {
                #[serde(rename = "type")]
                type_: String,
                note: Option<String>,
                #[serde(default)]
                list: Vec<i64>,
                #[serde(default, deserialize_with = "crate::wire::empty_as_none")]
                price: Option<Price>,
                #[serde(deserialize_with = "crate::wire::empty_as_none")]
                stop: Option<Price>,
            }
        };
    }

    #[expect(dead_code, reason = "what is compared is how it prints itself")]
    mod derived {
        use super::Price;
        thing!(serde::Deserialize);
    }

    thing!(serde::Serialize);

    object! {
        Thing {
            0 type_: "type" required,
            1 note: "note" optional,
            2 list: "list" optional,
            3 price: "price" optional by crate::wire::empty_as_none => Option<Price>,
            4 stop: "stop" required by crate::wire::empty_as_none => Option<Price>,
        }
    }

    /// What both make of a text: the value as it prints itself, or the error.
    fn both(text: &str) -> [Result<String, String>; 2] {
        let own = serde_json::from_str::<Thing>(text).map(|thing| format!("{thing:?}"));
        let derived = serde_json::from_str::<derived::Thing>(text).map(|thing| format!("{thing:?}"));
        [own.map_err(|error| error.to_string()), derived.map_err(|error| error.to_string())]
    }

    #[test]
    fn an_object_is_read_as_serde_derives_it() {
        for text in [
            r#"{"type":"A","note":"b","list":[1],"price":"1.50","stop":""}"#,
            r#"{"stop":"2","new":[{"a":1}],"type":"A"}"#,
            r#"{"type":"A","note":null,"stop":null,"list":[]}"#,
        ] {
            let [own, derived] = both(text);
            assert!(own.is_ok() && own == derived, "{text}: {own:?} {derived:?}");
        }
    }

    #[test]
    fn errors_are_those_that_serde_derives() {
        for text in [
            r#"{"stop":""}"#,
            r#"{"type":"A"}"#,
            r#"{"type":"A","type":"B","stop":""}"#,
            r#"{"type":1,"stop":""}"#,
            r#"{"type":"A","stop":"","list":["x"]}"#,
            r#"{"type":"A","stop":"x"}"#,
            r#"{"type":"A""#,
            "7",
        ] {
            let [own, derived] = both(text);
            assert!(own.is_err() && own == derived, "{text}: {own:?} {derived:?}");
        }
    }

    #[test]
    fn a_list_is_no_object() {
        let error = serde_json::from_str::<Thing>(r#"["A",null,[],null,null]"#).unwrap_err();
        assert_eq!(error.to_string(), "invalid type: sequence, expected struct Thing at line 1 column 1");
    }

    /// Fields of which an object is made below: good ones, bad ones, and two that nobody knows.
    const FIELDS: [&str; 14] = [
        r#""type":"A""#,
        r#""type":"\u00e9\"\n""#,
        r#""type":null"#,
        r#""t\u0079pe":"escaped""#,
        r#""note":"b""#,
        r#""note":null"#,
        r#""list":[1,-2]"#,
        r#""list":[]"#,
        r#""price":"1.50""#,
        r#""price":"""#,
        r#""stop":"""#,
        r#""stop":"0.10""#,
        r#""new":[{"type":"B"},null,1.5e300,true]"#,
        r#""Type":{"stop":"x"}"#,
    ];

    proptest! {
        #[test]
        fn any_fields_in_any_order_are_read_as_serde_derives_it(
            fields in prop::sample::subsequence(&FIELDS, 0..=8).prop_shuffle(),
        ) {
            let text = format!("{{{}}}", fields.join(","));
            let [own, derived] = both(&text);
            prop_assert_eq!(own, derived, "{}", text);
        }

        #[test]
        fn every_order_of_the_fields_gives_the_same(
            fields in Just([FIELDS[1], FIELDS[4], FIELDS[6], FIELDS[8], FIELDS[11], FIELDS[12]]).prop_shuffle(),
        ) {
            let [own, _] = both(&format!("{{{}}}", fields.join(",")));
            let expected = [FIELDS[11], FIELDS[8], FIELDS[6], FIELDS[4], FIELDS[1]].join(",");
            let [_, derived] = both(&format!("{{{expected}}}"));
            prop_assert!(own.is_ok() && own == derived, "{:?} {:?}", own, derived);
        }
    }
}
