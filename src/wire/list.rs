//! Lists, with room for a usual number of elements from the first on.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// The lists within objects, such as the filters of a symbol, are short: most have found their place for good.
const USUAL: usize = 8;

/// Reads a list that does not say how long it is, as none does in JSON; an empty one takes no room.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_seq(List(PhantomData))
}

struct List<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let Some(first) = elements.next_element()? else { return Ok(Vec::new()) };
        let mut list = Vec::with_capacity(USUAL);
        list.push(first);
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    #[derive(serde::Deserialize)]
    struct Row {
        #[serde(default, deserialize_with = "super::list")]
        values: Vec<i64>,
    }

    fn read(text: &str) -> Result<Vec<i64>, String> {
        serde_json::from_str::<Row>(text).map(|row| row.values).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_has_all_its_elements_however_many() {
        for length in [0, 1, 7, 8, 9, 100] {
            let values: Vec<i64> = (0..length).collect();
            assert_eq!(read(&format!(r#"{{"values":{values:?}}}"#)), Ok(values));
        }
        assert_eq!(read("{}"), Ok(Vec::new()));
    }

    #[test]
    fn an_empty_list_takes_no_room() {
        assert_eq!(read(r#"{"values":[]}"#).unwrap().capacity(), 0);
    }

    #[test]
    fn what_is_no_list_or_holds_something_else_is_an_error() {
        assert!(read(r#"{"values":{}}"#).unwrap_err().contains("expected a list"));
        assert!(read(r#"{"values":[1,"a"]}"#).is_err());
    }
}
