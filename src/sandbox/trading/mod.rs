//! Trading: orders, the account they move, and the operations on both.

mod account;
mod account_view;
mod account_view_v3;
mod algo;
mod amending;
mod batch;
mod cancelling;
mod convert;
mod desk;
mod downloads;
mod draft;
mod fees;
mod history;
mod income;
mod liquidation;
mod listen_key;
mod margin;
mod modes;
mod order;
mod placed;
mod placing;
mod position;
mod position_margin;
mod position_side;
mod rules;
mod settings;
mod shelf;
mod standing;
mod testing;
mod trade;

pub use desk::Desk;
pub use placed::PlacedOrder;
