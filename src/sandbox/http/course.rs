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
        let execute = || shared.execute(&request);
        match fault {
            Fault::CloseBeforeReading => Self::End(Ending::Close),
            Fault::CloseAfterHead => {
                shared.turn_away(&request);
                Self::End(Ending::Close)
            }
            Fault::CloseAfterExecution => {
                execute();
                Self::End(Ending::Close)
            }
            Fault::ResetAfterExecution => {
                execute();
                Self::End(Ending::Reset)
            }
            Fault::CutInHead => {
                let head = execute().head();
                Self::End(Ending::Send(head.as_bytes().iter().take(head.len() / 2).copied().collect()))
            }
            Fault::CutInBody => {
                let reply = execute();
                let half = reply.body.as_bytes().iter().take(reply.body.len() / 2);
                Self::End(Ending::Send(reply.head().into_bytes().into_iter().chain(half.copied()).collect()))
            }
            Fault::GarbageHead => {
                execute();
                Self::End(Ending::Send(b"\x16\x03\x01 this is not HTTP\r\n\r\n".to_vec()))
            }
            Fault::Garbage => Self::Reply(execute().with_body("{\"orderId\": <upstream connect error>")),
            Fault::EmptyBody => Self::Reply(execute().with_body("")),
            Fault::HtmlPage(status) => {
                shared.turn_away(&request);
                Self::Reply(Reply::page(status))
            }
            Fault::Stall => {
                execute();
                Self::End(Ending::Silence)
            }
            Fault::StallBeforeExecution => {
                shared.turn_away(&request);
                Self::End(Ending::Silence)
            }
            Fault::SlowDrip => Self::End(Ending::Drip(execute())),
            Fault::HugeBody(bytes) => Self::End(Ending::Flood(execute(), bytes)),
            Fault::Delay(millis) => Self::End(Ending::Late { request, millis, arrived: shared.now() }),
            Fault::Answer { status, code, msg, retry_after, executed } => {
                let headers = if executed { execute().headers } else { shared.turn_away(&request) };
                Self::Reply(answer(status, code, msg, retry_after, headers))
            }
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
