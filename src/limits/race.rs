//! Waiting for one thing, but only until another.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// What the future gives; `None` if the end comes before it.
pub(super) async fn before<T>(end: impl Future<Output = ()>, future: impl Future<Output = T>) -> Option<T> {
    let (mut end, mut future) = (pin!(end), pin!(future));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
