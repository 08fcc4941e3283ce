//! Trading: orders, the account they move, and the operations on both.

mod account;
mod account_view;
mod algo;
mod amending;
mod batch;
mod cancelling;
mod desk;
mod draft;
mod history;
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
mod testing;
mod trade;

pub use desk::Desk;
pub use placed::PlacedOrder;
