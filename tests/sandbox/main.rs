//! The sandbox, over raw HTTP and signed by a second implementation of HMAC-SHA256.

mod account;
mod algo_refusals;
mod algo_triggers;
mod algos;
mod bench;
mod books;
mod cancellation;
mod faults;
mod faults_late;
mod gate;
mod limits;
mod market;
mod order_changes;
mod order_history;
mod orders;
mod steering;
