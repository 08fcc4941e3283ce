//! Trading: orders, the account they move, and the operations on both.

mod account;
mod account_view;
mod algo;
mod batch;
mod convert;
mod desk;
mod downloads;
mod draft;
mod income;
mod listen_key;
mod margin;
mod order;
mod placed;
mod placing;
mod position;
mod rules;
mod settings;
mod shelf;
mod standing;

pub use desk::Desk;
pub use placed::PlacedOrder;
