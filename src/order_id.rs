//! Ids for orders whose caller gave them none.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Digits of an id: valid in every client order id, and without a prefix, by which brokers mark theirs.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// As many digits as 128 bits have in base 36.
const LENGTH: usize = 25;

/// An id that nobody has had before: 128 bits from a keyed hash of a counter, its key from the operating system.
///
/// That tells apart processes and restarts, and takes neither a lock nor a crate.
pub(crate) fn unique() -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    // The process's number tells apart those that were forked with the same key and counter.
    let process = std::process::id();
    let [high, low] = [0_u8, 1].map(|half| u128::from(KEY.hash_one((process, count, half))));
    let mut rest = high << 64 | low;
    let mut id = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        id.push(char::from(DIGITS[usize::try_from(rest % 36).unwrap_or_default()]));
        rest /= 36;
    }
    id
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
    fn no_id_comes_twice() {
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(|| (0..10_000).map(|_| unique()).collect())).collect();
        let ids: Vec<Vec<String>> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(ids.iter().flatten().collect::<HashSet<_>>().len(), 40_000);
    }
}
