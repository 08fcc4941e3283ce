//! Finding out what became of an order.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use serde::de::DeserializeOwned;

use super::Client;
use crate::error::{Error, ErrorCategory, InvalidParameter};
use crate::operations::{Operation, Placing};
use crate::response::ResponseValue;
use crate::retry::may_pass;
use crate::runtime::{Call, Parameters};
use crate::sent_order::SentOrder;
use crate::timestamp::Timestamp;

/// What became of an order whose call left it unknown.
#[derive(Debug)]
#[must_use = "what became of the order decides what to do next"]
#[non_exhaustive]
pub enum Resolution<T> {
    /// The exchange has it; this is how it stands.
    Placed(Box<ResponseValue<T>>),
    /// The exchange does not have it, and no longer accepts the request that would have placed it.
    NotPlaced,
    /// It could not be found out in time. The error says why; the order may exist.
    Unknown(Error),
}

/// How long after a request has become invalid it is still taken to be under way within the exchange, and for how much
/// the clocks may be wrong.
const MARGIN: i64 = 2_000;
/// How long the exchange is asked after that, in milliseconds, if it gives no answer.
const PATIENCE: i64 = 30_000;

impl Client {
    /// Asks for an order until the answer is definite.
    ///
    /// That there is no such order says little while its request may still be on its way. But the exchange takes no
    /// request after its timestamp and receive window: what it does not have then, it will never have.
    pub(crate) async fn resolve<T: DeserializeOwned + 'static>(
        &self,
        places: &'static Operation,
        order: SentOrder,
    ) -> Resolution<T> {
        let question = match question(places, &order) {
            Ok(question) => question,
            Err(error) => return Resolution::Unknown(error),
        };
        let valid_until = order.valid_until().map(Timestamp::as_millis);
        let valid_until =
            valid_until.unwrap_or_else(|| self.inner.server_now().saturating_add(self.receive_window(places)));
        let definite = valid_until.saturating_add(MARGIN);
        let give_up = definite.max(self.inner.server_now()).saturating_add(PATIENCE);
        let mut pauses = pauses();
        loop {
            let asked = self.inner.server_now();
            let error = match self.call(question.clone()).await {
                Ok(order) => return Resolution::Placed(Box::new(order)),
                Err(error) => error,
            };
            let unknown = error.exchange().is_some_and(|said| said.code().category() == ErrorCategory::NotFound);
            if unknown && asked >= definite {
                return Resolution::NotPlaced;
            }
            let now = self.inner.server_now();
            if !(unknown || may_pass(&error) || matches!(error, Error::Limited(_))) || now >= give_up {
                return Resolution::Unknown(error);
            }
            let pause = pauses.next().unwrap_or(LONGEST_PAUSE);
            // The moment from which the answer is definite is not slept through.
            let pause = if now < definite { pause.min(millis(definite - now)) } else { pause };
            self.inner.clock.sleep(pause).await;
        }
    }

    /// The receive window of calls that do not say themselves, in milliseconds.
    fn receive_window(&self, operation: &Operation) -> i64 {
        self.inner.recv_window.map_or_else(|| operation.assumed_window(), i64::from)
    }
}

const LONGEST_PAUSE: Duration = Duration::from_secs(2);

fn pauses() -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(100))
        .with_max_delay(LONGEST_PAUSE)
        .without_max_times()
        .build()
}

fn millis(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

/// The call that asks for an order by the client's id.
fn question(places: &'static Operation, order: &SentOrder) -> Result<Call, Error> {
    let invalid =
        |name: &'static str, problem: String| Error::from(InvalidParameter::new(places, name.into(), problem));
    let Some(Placing { id, found_by, found_as }) = places.placing else {
        return Err(invalid("order", "no order is placed by it".into()));
    };
    if let Some(other) = order.placed_by().filter(|other| **other != *places) {
        return Err(invalid(id, format!("the order was sent by {}, and only its own method finds it", other.id)));
    }
    let mut call = Call::new(found_by);
    call.put(found_as, Some(Ok(order.client_order_id().to_owned())))?;
    if found_by.parameter(SYMBOL).is_some() {
        call.put(SYMBOL, Some(Ok(order.symbol().to_owned())))?;
    }
    Ok(call)
}

/// What the exchange wants beside the id, where it does.
const SYMBOL: &str = "symbol";
