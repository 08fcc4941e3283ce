//! Bits that nobody can foretell, without a crate and without a lock.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// 128 bits that nobody has had before: a keyed hash of a counter, its key from the operating system.
///
/// The key tells apart processes and restarts.
pub(crate) fn bits() -> u128 {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    // The process's number tells apart those that were forked with the same key and counter.
    let process = std::process::id();
    let [high, low] = [0_u8, 1].map(|half| u128::from(KEY.hash_one((process, count, half))));
    high << 64 | low
}
