//! Ids for orders whose caller gave them none.

use crate::random;

/// Digits of an id: valid in every client order id, and without a prefix, by which brokers mark theirs.
const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
/// As many digits as 128 bits have, at five bits each.
const LENGTH: u32 = 26;

/// An id that nobody has had before.
pub(crate) fn unique() -> String {
    let bits = random::bits();
    let digit = |place| DIGITS[usize::try_from(bits >> (5 * place) & 31).unwrap_or_default()];
    (0..LENGTH).map(digit).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::unique;
    use crate::operations::ALL;

    #[test]
    fn an_id_has_the_form_that_the_exchange_wants() {
        let placing = ALL.iter().filter_map(|operation| operation.parameter(operation.placing?.id)?.pattern);
        let patterns: Vec<_> = placing.collect();
        assert_eq!(patterns.len(), 2);
        assert!((0..1_000).all(|_| patterns.iter().all(|pattern| pattern.matches(&unique()))));
    }

    #[test]
    fn every_id_is_of_one_length_and_takes_no_more_memory() {
        assert!((0..1_000).map(|_| unique()).all(|id| (id.len(), id.capacity()) == (26, 26)));
    }

    #[test]
    fn no_id_comes_twice() {
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(|| (0..10_000).map(|_| unique()).collect())).collect();
        let ids: Vec<Vec<String>> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(ids.iter().flatten().collect::<HashSet<_>>().len(), 40_000);
    }
}
