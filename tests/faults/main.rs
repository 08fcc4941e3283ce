//! What becomes of calls when something goes wrong: nothing is done twice, and nothing is misreported.

mod answers;
mod batches;
mod bench;
mod changes;
mod cuts;
mod dropped;
mod full_demand;
mod late;
mod limits;
mod soak;
