//! The limiter as a whole, on a clock that stands still.

mod bench;
mod driver;
mod permits;
mod silent;
mod simulation;
mod told;
mod waiting;
