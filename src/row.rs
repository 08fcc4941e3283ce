//! Rows: structs that are arrays on the wire.

/// Declares a row: `Name { column: Type, … }`, read from and written to a JSON array of its columns in this order.
///
/// Columns after the last are ignored, as the exchange may add some.
macro_rules! row {
    ($(#[$meta:meta])* $name:ident { $($(#[$column_meta:meta])* $column:ident : $ty:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$column_meta])* pub $column: $ty,)*
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeSeq as _;
                let columns: &[&str] = &[$(stringify!($column)),*];
                let mut row = serializer.serialize_seq(Some(columns.len()))?;
                $(row.serialize_element(&self.$column)?;)*
                row.end()
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl<'de> ::serde::de::Visitor<'de> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str(concat!("an array, the columns of a ", stringify!($name)))
                    }

                    fn visit_seq<A: ::serde::de::SeqAccess<'de>>(self, mut row: A) -> Result<$name, A::Error> {
                        $(let $column = row.next_element()?.ok_or_else(|| {
                            ::serde::de::Error::custom(concat!(
                                "the array ends before the column `", stringify!($column), "` of a ", stringify!($name)
                            ))
                        })?;)*
                        while row.next_element::<::serde::de::IgnoredAny>()?.is_some() {}
                        Ok($name { $($column),* })
                    }
                }

                deserializer.deserialize_seq(Visitor)
            }
        }
    };
}

pub(crate) use row;

#[cfg(test)]
mod tests {
    use crate::{Price, Quantity};

    row! {
        /// For the tests below.
        Level {
            /// First.
            price: Price,
            /// Second.
            quantity: Quantity,
        }
    }

    #[test]
    fn a_row_is_an_array_on_the_wire_and_keeps_every_digit() {
        let text = r#"["65000.10","0.010"]"#;
        let level: Level = serde_json::from_str(text).unwrap();
        assert_eq!(level.price, "65000.1".parse().unwrap());
        assert_eq!(serde_json::to_string(&level).unwrap(), text);
    }

    #[test]
    fn further_columns_are_ignored() {
        let level: Level = serde_json::from_str(r#"["1","2",[3,{"four":5}],"six"]"#).unwrap();
        assert_eq!(level.quantity, Quantity::from(2));
    }

    #[test]
    fn a_row_that_ends_early_names_the_missing_column() {
        let error = serde_json::from_str::<Level>(r#"["1"]"#).unwrap_err().to_string();
        assert!(error.contains("`quantity` of a Level"), "{error}");
    }
}
