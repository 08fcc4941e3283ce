//! What becomes of a request that meets a fault.

use super::ending::Ending;
use super::server::Shared;
use super::{Reply, Request};
use crate::sandbox::fault::Fault;
use crate::sandbox::refusal::Refusal;

/// What a connection goes on with.
pub enum Course {
    /// A reply, and then the next request.
    Reply(Reply),
    /// No more requests.
    End(Ending),
}

impl Course {
    /// Takes a request to where its fault leads, and executes it if that is on the way.
    pub fn of(fault: Fault, request: Request, shared: &Shared) -> Self {
        match fault {
            Fault::CloseBeforeReading => Self::End(Ending::Close),
            Fault::Delay(millis) => Self::End(Ending::Late { request, millis, arrived: shared.now() }),
            fault if fault.executes() => Self::after(fault, shared.execute(&request)),
            fault => Self::before(fault, shared.turn_away(&request)),
        }
    }

    /// What a fault makes of the reply to a request that was executed.
    fn after(fault: Fault, reply: Reply) -> Self {
        match fault {
            Fault::ResetAfterExecution => Self::End(Ending::Reset),
            Fault::CutInHead => {
                let mut head = reply.head().into_bytes();
                head.truncate(head.len() / 2);
                Self::End(Ending::Send(head))
            }
            Fault::CutInBody => {
                let half = reply.body.as_bytes().iter().take(reply.body.len() / 2);
                Self::End(Ending::Send(reply.head().into_bytes().into_iter().chain(half.copied()).collect()))
            }
            Fault::GarbageHead => Self::End(Ending::Send(b"\x16\x03\x01 this is not HTTP\r\n\r\n".to_vec())),
            Fault::Garbage => Self::Reply(reply.with_body("{\"orderId\": <upstream connect error>")),
            Fault::EmptyBody => Self::Reply(reply.with_body("")),
            Fault::Stall => Self::End(Ending::Silence),
            Fault::SlowDrip => Self::End(Ending::Drip(reply)),
            Fault::HugeBody(length) => Self::End(Ending::Flood(reply, length)),
            Fault::HugeGzip(length) => Self::End(Ending::Gzip(reply, length)),
            Fault::Answer { status, code, msg, retry_after, .. } => {
                Self::Reply(answer(status, code, msg, retry_after, reply.headers))
            }
            _ => Self::End(Ending::Close),
        }
    }

    /// What a fault makes of a request that is not executed; a reply has these headers.
    fn before(fault: Fault, headers: Vec<(&'static str, u64)>) -> Self {
        match fault {
            Fault::HtmlPage(status) => Self::Reply(Reply::page(status)),
            Fault::StallBeforeExecution => Self::End(Ending::Silence),
            Fault::Answer { status, code, msg, retry_after, .. } => {
                Self::Reply(answer(status, code, msg, retry_after, headers))
            }
            _ => Self::End(Ending::Close),
        }
    }
}

fn answer(
    status: u16,
    code: Option<i32>,
    msg: String,
    retry_after: Option<u64>,
    headers: Vec<(&'static str, u64)>,
) -> Reply {
    let mut reply = match code {
        Some(code) => Reply::from(&Refusal { status, code, msg, retry_after }),
        None => Reply {
            status,
            content_type: "text/plain",
            headers: retry_after.map(|seconds| ("retry-after", seconds)).into_iter().collect(),
            body: msg,
        },
    };
    reply.headers.extend(headers);
    reply
}
