//! Whether the client reads what the exchange sends, and what it may send tomorrow.
//!
//! `tests/fixtures` has answers as the exchange sends them, in folders by operation. They are read by the types that
//! the client gives, written again and compared; then they are changed in every way in which the exchange has changed
//! its answers before. Where a change applies is read from the lowered spec, so that no list of fields is kept here.

mod additions;
mod answers;
mod calls;
mod client;
mod coverage;
mod expected;
mod fixtures;
mod places;
mod refusals;
mod schema;
