//! Keeping a listen key alive in a task of its own.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::failure::is_final;
use super::{KeyChange, ListenKey, UserStreamKey, request};
use crate::client::Client;
use crate::error::Error;

/// A task that keeps a listen key alive; see [`UserStreamKey::spawn`].
///
/// It ends when this is dropped, without closing the key.
///
/// # Examples
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use binance_usdm::sandbox::Sandbox;
/// # use binance_usdm::{Client, UserStreamKey};
/// # let exchange = Sandbox::start().await?;
/// # let client = Client::builder().base_url(exchange.base_url()).credentials(exchange.credentials()).build()?;
/// let mut task = UserStreamKey::open(&client).await?.spawn();
/// let first = task.key();
/// // ... until the stream of that key says `listenKeyExpired`, or its connection breaks:
/// client.close_listen_key().send().await?;
/// task.stream_ended(&first);
/// let second = task.changed().await.ok_or("lost: see `trouble`")?;
/// assert_ne!(first, second);
/// task.close().await?;
/// # Ok(())
/// # }
/// ```
pub struct UserStreamTask {
    client: Client,
    keys: watch::Receiver<ListenKey>,
    trouble: watch::Receiver<Option<Arc<Error>>>,
    /// Keys whose streams have ended. The task gives the guard back when this is dropped.
    ended: mpsc::UnboundedSender<ListenKey>,
    task: Task,
}

struct Task(JoinHandle<UserStreamKey>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl UserStreamTask {
    pub(super) fn start(guard: UserStreamKey) -> Self {
        let client = guard.client().clone();
        let (key, keys) = watch::channel(guard.key().clone());
        let (failure, trouble) = watch::channel(None);
        let (ended, told) = mpsc::unbounded_channel();
        let task = Task(tokio::spawn(run(guard, told, key, failure)));
        Self { client, keys, trouble, ended, task }
    }

    /// The key as it is now, for the address of the stream.
    #[must_use]
    pub fn key(&self) -> ListenKey {
        self.keys.borrow().clone()
    }

    /// Waits until the stream has to be opened anew, and gives the key to open it with. After several changes, it is the
    /// last one.
    ///
    /// `None` once the task has ended because of a failure that will not pass by itself: [`trouble`](Self::trouble) tells
    /// which. May be dropped and called again: no change is lost.
    pub async fn changed(&mut self) -> Option<ListenKey> {
        self.keys.changed().await.ok()?;
        Some(self.keys.borrow_and_update().clone())
    }

    /// Why the last attempt failed; `None` once one has succeeded.
    #[must_use]
    pub fn trouble(&self) -> Option<Arc<Error>> {
        self.trouble.borrow().clone()
    }

    /// Takes in that the stream opened with this key has ended; see [`UserStreamKey::stream_ended`].
    /// [`changed`](Self::changed) then gives the key to go on with.
    pub fn stream_ended(&self, key: &ListenKey) {
        // A task that has ended does nothing any more, and `changed` says so.
        drop(self.ended.send(key.clone()));
    }

    /// Ends the task and closes the key, for every program of the account; see [`UserStreamKey::close`].
    ///
    /// # Errors
    ///
    /// See [`UserStreamKey::close`].
    pub async fn close(self) -> Result<(), Error> {
        let Self { client, ended, mut task, .. } = self;
        drop(ended);
        match (&mut task.0).await {
            Ok(guard) => guard.close().await,
            // Its runtime has ended, or a clock or signer of the program panicked: the guard is lost, the key is not.
            Err(_) => request::close(&client).await,
        }
    }
}

impl fmt::Debug for UserStreamTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserStreamTask")
            .field("client", &self.client)
            .field("key", &self.key())
            .field("trouble", &self.trouble())
            .field("is_finished", &self.task.0.is_finished())
            .finish_non_exhaustive()
    }
}

/// Keeps the key alive until the handle wants the guard back, or a failure will not pass.
async fn run(
    mut guard: UserStreamKey,
    mut ended: mpsc::UnboundedReceiver<ListenKey>,
    keys: watch::Sender<ListenKey>,
    trouble: watch::Sender<Option<Arc<Error>>>,
) -> UserStreamKey {
    loop {
        match until_told(&mut ended, guard.step()).await {
            Err(None) => return guard,
            Err(Some(key)) => guard.stream_ended(&key),
            Ok(Ok(change)) => {
                trouble.send_replace(None);
                if let KeyChange::Changed(key) = change {
                    keys.send_replace(key);
                }
            }
            Ok(Err(error)) => {
                let is_over = is_final(&error);
                trouble.send_replace(Some(Arc::new(error)));
                if is_over {
                    return guard;
                }
            }
        }
    }
}

/// What the future gives, or what the handle says if that comes first.
async fn until_told<T>(
    ended: &mut mpsc::UnboundedReceiver<ListenKey>,
    future: impl Future<Output = T>,
) -> Result<T, Option<ListenKey>> {
    let mut future = pin!(future);
    poll_fn(|context| match ended.poll_recv(context) {
        Poll::Ready(told) => Poll::Ready(Err(told)),
        Poll::Pending => future.as_mut().poll(context).map(Ok),
    })
    .await
}
