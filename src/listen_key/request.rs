//! The requests for a listen key.

use std::iter::Take;
use std::pin::Pin;
use std::time::Duration;

use super::ListenKey;
use super::failure::{asked_to_wait, says_gone};
use crate::backoff::Backoff;
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
    let mut patience = Patience::new(client);
    loop {
        let renewal = Renewal::begin(client, true);
        match renewal.answer.await {
            Ok(key) => return Ok((key, renewal.asked)),
            Err(error) => patience.endure(error).await?,
        }
    }
}

/// Closes the key; that there is none any more is what was wanted.
pub(super) async fn close(client: &Client) -> Result<(), Error> {
    let mut patience = Patience::new(client);
    loop {
        match client.close_listen_key().send().await {
            Err(error) if !says_gone(&error) => patience.endure(error).await?,
            _ => return Ok(()),
        }
    }
}

/// How often a request may be made again when it fails: as often as the client may ask a read.
///
/// The client does that for reads alone. These requests change something, but place nothing: made twice, they leave
/// behind what they do when made once.
struct Patience<'a> {
    client: &'a Client,
    waits: Take<Backoff>,
    end: Duration,
    attempts: u32,
}

impl<'a> Patience<'a> {
    fn new(client: &'a Client) -> Self {
        let policy = client.retry_policy();
        let end = client.clock().elapsed().saturating_add(policy.deadline);
        Self { client, waits: policy.waits(), end, attempts: 0 }
    }

    /// Waits before the next attempt, or gives the error of the last one back.
    async fn endure(&mut self, error: Error) -> Result<(), Error> {
        self.attempts += 1;
        let left = self.end.saturating_sub(self.client.clock().elapsed());
        let wait = self.waits.next().filter(|_| may_pass(&error)).map(|wait| wait.max(asked_to_wait(&error)));
        match wait.filter(|wait| *wait < left) {
            Some(wait) => {
                self.client.clock().sleep(wait).await;
                Ok(())
            }
            None => Err(error.with(About { attempts: self.attempts, orders: Vec::new() })),
        }
    }
}
