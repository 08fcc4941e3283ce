//! Between the wire and the exchange: plain requests and replies, and the server that carries them.

mod course;
mod ending;
mod gzip;
mod reply;
mod request;
mod server;

pub use reply::Reply;
pub use request::Request;
pub use server::{Server, Shared};
