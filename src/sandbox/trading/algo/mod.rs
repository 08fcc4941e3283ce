//! Conditional orders. The exchange keeps them apart from the orders of its book, under operations of their own.

mod desk;
mod draft;
mod kind;
mod order;
mod trigger;
mod views;

pub use order::Algos;
