//! The requests for a listen key.

use std::pin::Pin;
use std::time::Duration;

use super::ListenKey;
use super::failure::says_gone;
use crate::client::Client;
use crate::error::{About, Error};
use crate::retry::may_pass;

/// A request on its way that creates the key or keeps it alive.
///
/// It is held by the guard and not by the future that waits for it. A caller whose stream is busy drops that future with
/// every event: the request goes on where it was, and is neither lost nor sent again.
pub(super) struct Renewal {
    /// When it was begun, by [`Clock::elapsed`](crate::Clock::elapsed): the key was extended then or later.
    pub(super) asked: Duration,
    /// Whether it creates a key, because there is none.
    pub(super) creates: bool,
    pub(super) answer: Pin<Box<dyn Future<Output = Result<ListenKey, Error>> + Send>>,
}

impl Renewal {
    pub(super) fn begin(client: &Client, creates: bool) -> Self {
        let asked = client.clock().elapsed();
        let client = client.clone();
        let answer = Box::pin(async move {
            let stream = if creates {
                client.create_listen_key().send().await?
            } else {
                client.keep_alive_listen_key().send().await?
            };
            Ok(stream.into_inner().listen_key)
        });
        Self { asked, creates, answer }
    }
}

/// Creates a key, or extends the one that there is, and tells when that was asked for.
pub(super) async fn create(client: &Client) -> Result<(ListenKey, Duration), Error> {
    persist(client, async || {
        let renewal = Renewal::begin(client, true);
        Ok((renewal.answer.await?, renewal.asked))
    })
    .await
}

/// Closes the key; that there is none any more is what was wanted.
pub(super) async fn close(client: &Client) -> Result<(), Error> {
    persist(client, async || match client.close_listen_key().send().await {
        Err(error) if !says_gone(&error) => Err(error),
        _ => Ok(()),
    })
    .await
}

/// Does something again while it fails, as often as the client may ask a read.
///
/// The client does that for reads alone. These requests change something, but place nothing: made twice, they leave
/// behind what they do when made once.
async fn persist<T>(client: &Client, attempt: impl AsyncFn() -> Result<T, Error>) -> Result<T, Error> {
    let (clock, policy) = (client.clock(), client.retry_policy());
    let end = clock.elapsed().saturating_add(policy.deadline);
    let mut waits = policy.waits();
    let mut attempts = 0;
    loop {
        attempts += 1;
        let error = match attempt().await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let wait = waits.next().filter(|_| may_pass(&error));
        let wait = wait.map(|wait| wait.max(error.rate_limits().retry_after.unwrap_or_default()));
        match wait.filter(|wait| clock.elapsed().saturating_add(*wait) < end) {
            Some(wait) => clock.sleep(wait).await,
            None => return Err(error.with(About { attempts, orders: Vec::new() })),
        }
    }
}
