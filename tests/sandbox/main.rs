//! The sandbox, over raw HTTP and signed by a second implementation of HMAC-SHA256.

mod account;
mod algo_refusals;
mod algo_triggers;
mod algos;
mod bench;
mod books;
mod convert;
mod downloads;
mod faults;
mod faults_late;
mod gate;
mod limits;
mod market;
mod orders;
mod standing;
mod steering;
