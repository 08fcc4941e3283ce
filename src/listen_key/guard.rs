//! Keeping a listen key alive.

use std::fmt;
use std::time::Duration;

use super::ListenKey;
use super::failure::{asked_to_wait, is_final, says_gone};
use super::request::{self, Renewal};
use super::schedule::Schedule;
use super::task::UserStreamTask;
use crate::client::Client;
use crate::error::Error;

/// A listen key that is kept alive, and replaced when it is gone.
///
/// The exchange ends a key an hour after it was created or last kept alive. [`keep`](Self::keep) does all that there is
/// to do: poll it beside the stream, and open the stream anew when it gives another key. There is no task in the
/// background unless [`spawn`](Self::spawn) is asked for one.
///
/// An account has one key, which all its programs share. Whoever creates it is given the key that there is, extended;
/// whoever [closes](Self::close) it closes it for all. To stop without closing, drop the guard: a key that nobody keeps
/// alive ends within the hour.
///
/// A key that ended elsewhere is noticed when it is next kept alive, half an hour later at most. Until then its stream
/// may be silent, and one opened with it may be so for ever. So when the stream says `listenKeyExpired`, and when its
/// connection broke, call [`stream_ended`](Self::stream_ended), and open the next stream with what `keep` gives.
///
/// # Examples
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use binance_usdm::sandbox::Sandbox;
/// use binance_usdm::{Client, KeyChange, UserStreamKey};
///
/// let exchange = Sandbox::start().await?;
/// let client = Client::builder().base_url(exchange.base_url()).credentials(exchange.credentials()).build()?;
/// let mut guard = UserStreamKey::open(&client).await?;
/// let first = guard.key().clone();
/// assert_eq!(guard.keep_alive().await?, KeyChange::Kept);
///
/// // Another program of the account closes the key.
/// client.close_listen_key().send().await?;
/// let KeyChange::Changed(second) = guard.keep_alive().await? else { panic!("the key is gone") };
/// assert!(second != first && second == *guard.key());
/// guard.close().await?;
/// # Ok(())
/// # }
/// ```
pub struct UserStreamKey {
    client: Client,
    key: ListenKey,
    schedule: Schedule,
    /// The exchange has said that the key is gone, or the caller that its stream is.
    is_over: bool,
    renewal: Option<Renewal>,
    trouble: Option<Error>,
}

/// What keeping a key alive came to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "after a change, the stream has to be opened anew"]
pub enum KeyChange {
    /// The key lives for another hour.
    Kept,
    /// The stream is over: open it anew, with this key.
    ///
    /// It is another key; or the same, if only the stream had [ended](UserStreamKey::stream_ended), or if the key had been
    /// given up after an hour of failures and was alive all the same.
    Changed(ListenKey),
}

impl UserStreamKey {
    /// Creates the key of the account, or extends the one that there is.
    ///
    /// Asked again while it fails, as often as the client's [`RetryPolicy`](crate::RetryPolicy) allows for reads: asking
    /// twice does no harm. The guard holds a clone of the client.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn open(client: &Client) -> Result<Self, Error> {
        let (key, asked) = request::create(client).await?;
        let (client, schedule) = (client.clone(), Schedule::since(asked));
        Ok(Self { client, key, schedule, is_over: false, renewal: None, trouble: None })
    }

    /// The key, for the address of the stream.
    #[must_use]
    pub fn key(&self) -> &ListenKey {
        &self.key
    }

    /// How long until the key should be kept alive: half an hour after the last time, and after a failure the wait before
    /// the next attempt. Zero if it is time.
    #[must_use]
    pub fn due_in(&self) -> Duration {
        self.schedule.due_in(self.now())
    }

    /// How long the key is sure to live unless somebody closes it. Zero if it is gone, or may be.
    #[must_use]
    pub fn expires_in(&self) -> Duration {
        if self.is_over { Duration::ZERO } else { self.schedule.ends_in(self.now()) }
    }

    /// Why the last attempt of [`keep`](Self::keep) failed; `None` once one has succeeded.
    #[must_use]
    pub fn trouble(&self) -> Option<&Error> {
        self.trouble.as_ref()
    }

    /// Keeps the key alive, now and with one attempt; if there is none any more, creates one at once.
    ///
    /// Dropped before it is done and called again, it goes on with the request that was on its way.
    ///
    /// # Errors
    ///
    /// See [`Error`]. The key may live on all the same: try again after [`due_in`](Self::due_in). Whatever the outcome of
    /// the failed attempt, another one does no harm.
    pub async fn keep_alive(&mut self) -> Result<KeyChange, Error> {
        loop {
            let creates = self.expires_in().is_zero();
            let renewal = self.renewal.get_or_insert_with(|| Renewal::begin(&self.client, creates));
            let answer = renewal.answer.as_mut().await;
            let (asked, creates) = (renewal.asked, renewal.creates);
            self.renewal = None;
            match answer {
                Ok(key) => return Ok(self.extended(key, asked, creates)),
                Err(error) if says_gone(&error) && !creates => self.is_over = true,
                Err(error) => {
                    self.schedule.failed(self.now(), asked_to_wait(&error));
                    return Err(error);
                }
            }
        }
    }

    /// Takes in what the exchange has answered.
    fn extended(&mut self, key: ListenKey, asked: Duration, created: bool) -> KeyChange {
        self.schedule = Schedule::since(asked);
        (self.is_over, self.trouble) = (false, None);
        // A stream that is over has to be opened anew, even if the exchange gives the same key again.
        if !created && key == self.key {
            return KeyChange::Kept;
        }
        self.key = key.clone();
        KeyChange::Changed(key)
    }

    /// Keeps the key alive for as long as it is polled, and ends only when the stream has to be opened anew: with the key
    /// to open it with.
    ///
    /// It waits until the key is [due](Self::due_in), and tries again after failures that may pass, about every half
    /// minute: [`trouble`](Self::trouble) tells of them. Once the key's hour is over without success, a new one is
    /// created as soon as that succeeds.
    ///
    /// It may be dropped and called again at any time, as `select!` does: nothing is lost, no request is sent twice for
    /// that, and each change is told once.
    ///
    /// # Errors
    ///
    /// What will not pass by itself, such as an API key that is no longer valid. See [`Error`]; called again, it tries
    /// again.
    pub async fn keep(&mut self) -> Result<ListenKey, Error> {
        loop {
            match self.step().await {
                Ok(KeyChange::Kept) => {}
                Ok(KeyChange::Changed(key)) => return Ok(key),
                Err(error) if is_final(&error) => return Err(error),
                Err(error) => self.trouble = Some(error),
            }
        }
    }

    /// Waits until the key is due, and makes one attempt.
    pub(super) async fn step(&mut self) -> Result<KeyChange, Error> {
        if self.renewal.is_none() {
            self.client.clock().sleep(self.due_in()).await;
        }
        self.keep_alive().await
    }

    /// Takes in that the stream opened with this key has ended: by its event `listenKeyExpired`, or because its
    /// connection broke.
    ///
    /// The next [`keep`](Self::keep) or [`keep_alive`](Self::keep_alive) asks for a key at once, and gives the one to go
    /// on with: the same, extended, if it is alive, and otherwise a new one. Nothing happens if the guard has another key
    /// by now.
    pub fn stream_ended(&mut self, key: &ListenKey) {
        if *key == self.key && !self.is_over {
            self.is_over = true;
            self.renewal = None;
            self.schedule.hurry(self.now());
        }
    }

    /// Closes the key, for every program of the account. That it is closed already counts as done.
    ///
    /// Asked again while it fails, as often as the client's [`RetryPolicy`](crate::RetryPolicy) allows for reads.
    ///
    /// # Errors
    ///
    /// See [`Error`]. The key then ends by itself within the hour, or may be closed with
    /// [`close_listen_key`](Client::close_listen_key).
    pub async fn close(self) -> Result<(), Error> {
        if let Some(renewal) = self.renewal {
            // It must not create a key after the closing; whether it succeeds does not matter any more.
            drop(renewal.answer.await);
        }
        request::close(&self.client).await
    }

    /// Keeps the key alive in a Tokio task, which ends with the handle at the latest.
    ///
    /// # Panics
    ///
    /// If it is not called within a Tokio runtime.
    #[must_use = "the task ends when the handle is dropped"]
    pub fn spawn(self) -> UserStreamTask {
        UserStreamTask::start(self)
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    fn now(&self) -> Duration {
        self.client.clock().elapsed()
    }
}

impl fmt::Debug for UserStreamKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserStreamKey")
            .field("client", &self.client)
            .field("key", &self.key)
            .field("due_in", &self.due_in())
            .field("expires_in", &self.expires_in())
            .field("trouble", &self.trouble)
            .finish_non_exhaustive()
    }
}
