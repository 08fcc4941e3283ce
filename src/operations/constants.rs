//! What a client asks of the whole table.
//!
//! Constants, for code that walked through [`ALL`] would put all operations into every program, with those that it never
//! calls.

use super::{ALL, Parameter, SIGNING};

/// How many operations there are.
pub(crate) const COUNT: usize = ALL.len();

/// The longest receive window that all operations take, in milliseconds.
pub(crate) const LONGEST_WINDOW: Option<i64> = {
    let mut longest = None;
    let mut operation = 0;
    while operation < ALL.len() {
        let parameters = ALL[operation].parameters;
        let mut place = 0;
        while place < parameters.len() {
            let Parameter { name, maximum, .. } = &parameters[place];
            if same(name, SIGNING.recv_window) {
                longest = match (longest, *maximum) {
                    (Some(one), Some(other)) if one < other => Some(one),
                    (one, None) => one,
                    (_, other) => other,
                };
            }
            place += 1;
        }
        operation += 1;
    }
    longest
};

/// Whether two texts are the same; constants cannot be made with `==` of texts.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_constant_of_the_table_is_what_it_says() {
        // What is kept for each operation has its place by this.
        assert!(ALL.iter().enumerate().all(|(place, operation)| operation.index == place));
        let windows = ALL.iter().filter_map(|operation| operation.parameter(SIGNING.recv_window)?.maximum);
        assert_eq!(LONGEST_WINDOW, windows.min());
    }

    #[test]
    fn two_texts_are_the_same_if_all_of_them_is() {
        for (one, other) in [("", ""), ("recvWindow", "recvWindow"), ("币", "币"), ("a", ""), ("a", "ab"), ("ab", "ac")]
        {
            assert_eq!(same(one, other), one == other);
            assert_eq!(same(other, one), one == other);
        }
    }
}
