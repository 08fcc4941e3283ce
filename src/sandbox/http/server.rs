//! The HTTP server on 127.0.0.1.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{AbortHandle, JoinSet};

use super::course::Course;
use super::ending::Ending;
use super::{Reply, Request};
use crate::clock::Clock;
use crate::sandbox::exchange::Exchange;
use crate::sandbox::gate;
use crate::sandbox::plan::Plan;
use crate::sandbox::refusal::Refusal;

/// The largest head of a request, and the largest body, in bytes: room for any request of the API, and no more.
const MAX_BYTES: usize = 64 * 1024;
/// Those among them that stall for ever are held until their peer hangs up.
const MAX_CONNECTIONS: usize = 1024;

/// What every connection shares.
#[derive(Clone)]
pub struct Shared {
    pub exchange: Arc<Mutex<Exchange>>,
    pub plan: Arc<Mutex<Plan>>,
    pub clock: Arc<dyn Clock>,
}

impl Shared {
    pub fn now(&self) -> i64 {
        self.clock.now_millis()
    }

    /// Executes a request now.
    pub fn execute(&self, request: &Request) -> Reply {
        self.execute_late(request, self.now())
    }

    /// Executes a request now that came in at another time.
    pub fn execute_late(&self, request: &Request, arrived: i64) -> Reply {
        let now = self.now();
        self.exchange.lock().unwrap_or_else(PoisonError::into_inner).answer(request, arrived, now)
    }

    /// Counts a request that is not executed.
    pub fn turn_away(&self, request: &Request) -> Vec<(&'static str, u64)> {
        let now = self.now();
        self.exchange.lock().unwrap_or_else(PoisonError::into_inner).turn_away(request, now)
    }

    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn course(&self, request: Request) -> Course {
        let operation = gate::route(&request).ok().map(|operation| operation.id);
        let fault = self.plan().next(operation);
        match fault {
            None => Course::Reply(self.execute(&request)),
            Some(fault) => Course::of(fault, request, self),
        }
    }
}

/// A running server; it stops when dropped.
pub struct Server {
    pub address: SocketAddr,
    task: AbortHandle,
}

impl Server {
    pub async fn start(shared: Shared) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(accept(listener, shared)).abort_handle();
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
        if shared.plan().closes_connection() {
            continue;
        }
        let shared = shared.clone();
        connections.spawn(async move {
            serve(stream, shared).await;
            drop(slot);
        });
        while connections.try_join_next().is_some() {}
    }
}

/// How the service tells its connection to end, and with what.
#[derive(Clone, Default)]
struct Last(Arc<Mutex<Option<Ending>>>);

impl Last {
    fn set(&self, ending: Ending) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(ending);
    }

    fn take(&self) -> Option<Ending> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

async fn serve(stream: TcpStream, shared: Shared) {
    let last = Last::default();
    let service = service_fn(|request| Box::pin(answer(request, shared.clone(), last.clone())));
    // Neither hyper's Date header nor its timeouts: both would read the machine's clock.
    let mut connection = http1::Builder::new()
        .auto_date_header(false)
        .header_read_timeout(None)
        .max_buf_size(MAX_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    // Any other error is a client that went away or does not speak HTTP; there is nobody left to tell.
    drop(poll_fn(|context| connection.poll_without_shutdown(context)).await);
    if let Some(ending) = last.take() {
        ending.play(connection.into_parts().io.into_inner(), &shared).await;
    }
}

async fn answer(
    request: hyper::Request<Incoming>,
    shared: Shared,
    last: Last,
) -> Result<Response<Full<Bytes>>, NoMoreHttp> {
    let (head, body) = request.into_parts();
    let course = match Limited::new(body, MAX_BYTES).collect().await {
        Ok(body) => shared.course(Request::new(&head, body.to_bytes())),
        Err(_) => {
            Course::Reply(Reply::from(&Refusal::new(-1100, "The body of this request is too large.").status(413)))
        }
    };
    match course {
        Course::Reply(reply) => Ok(reply.into_response()),
        Course::End(ending) => {
            last.set(ending);
            Err(NoMoreHttp)
        }
    }
}

/// Makes hyper let go of the connection without an answer.
#[derive(Debug)]
struct NoMoreHttp;

impl fmt::Display for NoMoreHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection takes another end")
    }
}

impl std::error::Error for NoMoreHttp {}
