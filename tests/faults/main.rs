//! What becomes of calls when something goes wrong: nothing is done twice, and nothing is misreported.

mod batches;
mod bench;
mod changes;
mod cuts;
mod late;
