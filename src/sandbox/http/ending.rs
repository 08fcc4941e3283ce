//! Ends of a connection that no HTTP server would choose: written to the socket byte by byte.

use std::future::{pending, poll_fn};
use std::io;
use std::task::Poll;
use std::time::Duration;

use tokio::net::TcpStream;

use super::gzip::Gzip;
use super::server::Shared;
use super::{Reply, Request};
use crate::clock::Sleep;

/// The time between two bytes that drip.
const PAUSE: Duration = Duration::from_secs(1);
/// What a huge body is written in.
static SPACES: [u8; 16 * 1024] = [b' '; 16 * 1024];

/// How much of a compressed body is written at once, before compression.
const COMPRESSED: u64 = 1 << 20;

/// How a connection ends once a request was read from it.
pub enum Ending {
    /// Nothing is sent.
    Close,
    /// Nothing is sent, and the peer is told that the connection is broken.
    Reset,
    /// These bytes are sent.
    Send(Vec<u8>),
    /// Nothing is sent, and the connection stays until the peer leaves.
    Silence,
    /// The reply is sent byte by byte, and never ends.
    Drip(Reply),
    /// A body of this length is sent under the head of a reply.
    Flood(Reply, u64),
    /// The same, compressed.
    Gzip(Reply, u64),
    /// The request is executed this many milliseconds later, and answered.
    Late { request: Request, millis: u64, arrived: i64 },
}

impl Ending {
    /// Ends the connection. An error is a peer that went away, and there is nobody left to tell.
    pub async fn play(self, stream: TcpStream, shared: &Shared) {
        let _ = match self {
            Self::Close => Ok(()),
            Self::Reset => reset(&stream),
            Self::Send(bytes) => write(&stream, &bytes).await,
            Self::Silence => {
                wait(&stream, Box::pin(pending())).await;
                Ok(())
            }
            Self::Drip(reply) => drip(&stream, &reply, shared).await,
            Self::Flood(reply, length) => flood(&stream, &reply, length).await,
            Self::Gzip(reply, length) => flood_compressed(&stream, &reply, length).await,
            Self::Late { request, millis, arrived } => {
                // Not a `wait`: what was read is executed, whether or not anybody listens.
                shared.clock.sleep(Duration::from_millis(millis)).await;
                let reply = shared.execute_late(&request, arrived);
                let mut bytes = reply.head().into_bytes();
                bytes.extend_from_slice(reply.body.as_bytes());
                write(&stream, &bytes).await
            }
        };
    }
}

/// Closing a socket that does not linger sends RST.
#[allow(deprecated, reason = "what blocks on closing is a time to linger, and this one has none")]
fn reset(stream: &TcpStream) -> io::Result<()> {
    stream.set_linger(Some(Duration::ZERO))
}

async fn drip(stream: &TcpStream, reply: &Reply, shared: &Shared) -> io::Result<()> {
    write(stream, reply.head_of("transfer-encoding: chunked").as_bytes()).await?;
    for byte in reply.body.bytes().chain(std::iter::repeat(b' ')) {
        if !wait(stream, shared.clock.sleep(PAUSE)).await {
            return Ok(());
        }
        write(stream, &[b'1', b'\r', b'\n', byte, b'\r', b'\n']).await?;
    }
    Ok(())
}

async fn flood(stream: &TcpStream, reply: &Reply, length: u64) -> io::Result<()> {
    write(stream, reply.clone().with_body("").head_of(&format!("content-length: {length}")).as_bytes()).await?;
    let Some(mut left) = length.checked_sub(2) else {
        return write(stream, SPACES.get(..usize::try_from(length).unwrap_or_default()).unwrap_or_default()).await;
    };
    write(stream, b"[").await?;
    while left > 0 {
        let count = usize::try_from(left).map_or(SPACES.len(), |left| left.min(SPACES.len()));
        write(stream, SPACES.get(..count).unwrap_or_default()).await?;
        left = left.saturating_sub(u64::try_from(count).unwrap_or_default());
    }
    write(stream, b"]").await
}

async fn flood_compressed(stream: &TcpStream, reply: &Reply, length: u64) -> io::Result<()> {
    write(stream, reply.clone().with_body("").head_of("content-encoding: gzip").as_bytes()).await?;
    let mut gzip = Gzip::new();
    let left = length.saturating_sub(2);
    if length >= 2 {
        gzip.literal(b'[');
    }
    if left > 0 || length == 1 {
        gzip.literal(b' ');
    }
    let mut left = left.saturating_sub(1);
    while left > 0 {
        let count = left.min(COMPRESSED);
        gzip.spaces(count);
        left -= count;
        write(stream, &gzip.take()).await?;
    }
    if length >= 2 {
        gzip.literal(b']');
    }
    write(stream, &gzip.finish()).await
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        stream.writable().await?;
        match stream.try_write(bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Waits, unless the peer hangs up before: then it is `false`. What the peer still sends is read and dropped.
async fn wait(stream: &TcpStream, mut until: Sleep) -> bool {
    poll_fn(|context| {
        if until.as_mut().poll(context).is_ready() {
            return Poll::Ready(true);
        }
        loop {
            match stream.poll_read_ready(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(_)) => return Poll::Ready(false),
                Poll::Ready(Ok(())) => match stream.try_read(&mut [0; 1024]) {
                    Ok(0) => return Poll::Ready(false),
                    Ok(_) => {}
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(_) => return Poll::Ready(false),
                },
            }
        }
    })
    .await
}
