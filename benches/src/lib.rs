//! What the benchmarks share: the same inputs for everybody, baselines written by hand, an exchange to call.

pub mod by_hand;
pub mod cases;
pub mod exchange;
pub mod inputs;
