//! The HTTP server on 127.0.0.1.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{AbortHandle, JoinSet};

use super::{Reply, Request};
use crate::clock::Clock;
use crate::sandbox::exchange::Exchange;
use crate::sandbox::refusal::Refusal;

/// The largest head of a request, and the largest body, in bytes: room for any request of the API, and no more.
const MAX_BYTES: usize = 64 * 1024;
const MAX_CONNECTIONS: usize = 256;

/// What every connection shares.
#[derive(Clone)]
struct Shared {
    exchange: Arc<Mutex<Exchange>>,
    clock: Arc<dyn Clock>,
}

/// A running server; it stops when dropped.
pub struct Server {
    pub address: SocketAddr,
    task: AbortHandle,
}

impl Server {
    pub async fn start(exchange: Arc<Mutex<Exchange>>, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(accept(listener, Shared { exchange, clock })).abort_handle();
        Ok(Self { address, task })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The connections live in a set inside this task, so they end with it.
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Shared) {
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut connections = JoinSet::new();
    while let Ok(slot) = Arc::clone(&slots).acquire_owned().await {
        // Failing to accept is transient: the other side hung up first, or descriptors ran out for a moment.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        let shared = shared.clone();
        connections.spawn(async move {
            serve(stream, shared).await;
            drop(slot);
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, shared: Shared) {
    let service = service_fn(move |request| answer(request, shared.clone()));
    // Neither hyper's Date header nor its timeouts: both would read the machine's clock.
    let connection = http1::Builder::new()
        .auto_date_header(false)
        .header_read_timeout(None)
        .max_buf_size(MAX_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    // An error here is a client that went away or does not speak HTTP; there is nobody left to tell.
    drop(connection.await);
}

async fn answer(request: hyper::Request<Incoming>, shared: Shared) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let reply = match Limited::new(body, MAX_BYTES).collect().await {
        Ok(body) => {
            let request = Request::new(&head, body.to_bytes());
            let now = shared.clock.now_millis();
            shared.exchange.lock().unwrap_or_else(PoisonError::into_inner).answer(&request, now)
        }
        Err(_) => {
            Reply::from(&Refusal { status: 413, code: -1100, msg: "The body of this request is too large.".to_owned() })
        }
    };
    Ok(reply.into_response())
}
