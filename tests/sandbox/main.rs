//! The sandbox, over raw HTTP and signed by a second implementation of HMAC-SHA256.

mod account;
mod algo_refusals;
mod algo_triggers;
mod algos;
mod bench;
mod books;
mod brackets;
mod computed;
mod convert;
mod downloads;
mod faults;
mod faults_late;
mod fees;
mod gate;
mod hedge;
mod limits;
mod market;
mod modes;
mod orders;
mod position_margin;
mod standing;
mod statistics;
mod steering;
mod trades;
