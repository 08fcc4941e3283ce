//! Finding out what became of an order.

use std::time::Duration;

use serde::de::DeserializeOwned;

use super::{Client, Inner};
use crate::backoff::Backoff;
use crate::error::{Error, ErrorCode, InvalidParameter};
use crate::operations::{Operation, Placing};
use crate::response::ResponseValue;
use crate::retry::may_pass;
use crate::runtime::Call;
use crate::sent_order::SentOrder;

/// What became of an order whose call left it unknown.
#[derive(Debug)]
#[must_use = "what became of the order decides what to do next"]
pub enum Resolution<T> {
    /// The exchange has it; this is how it stands.
    ///
    /// It is found by its id: of ids that were used twice, this may be the earlier order.
    Placed(ResponseValue<T>),
    /// The exchange does not have it, and no longer accepts the request that would have placed it.
    ///
    /// So says the account whose keys the client has, of the symbol that was named.
    NotPlaced,
    /// It could not be found out in time. The error says why; the order may exist.
    ///
    /// That there is no such order is such an error if it was sent more than three days ago: by then the exchange has
    /// forgotten orders that were cancelled or expired.
    Unknown(Error),
}

/// How long after a request has become invalid its order may still turn up: it was accepted in time, and is on its way
/// within the exchange. Milliseconds.
const MARGIN: i64 = 5_000;
/// How long the exchange is asked after that, if it gives no answer. Milliseconds.
const PATIENCE: i64 = 30_000;
/// How long the exchange remembers every order, even one that was cancelled or expired. Milliseconds.
const REMEMBERED: i64 = 3 * 24 * 60 * 60 * 1_000;
/// How often the exchange has to say that there is no such order, once that can be said for good.
const CONFIRMED: u32 = 2;

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
        let clock = &*self.inner.clock;
        let inquiry = Inquiry { inner: &self.inner, order, longest: places.longest_window(), began: clock.elapsed() };
        let (mut pauses, mut denials) = (Backoff::new(FIRST_PAUSE, LONGEST_PAUSE), 0);
        loop {
            let asked = clock.elapsed();
            let error = match self.call(Ok(Box::new(question.clone()))).await {
                Ok(order) => return Resolution::Placed(order),
                Err(error) => error,
            };
            if is_denial(&error) {
                self.know_the_time().await;
            }
            let pause = match inquiry.finding(&error, asked) {
                Finding::Denied => {
                    denials += 1;
                    if denials == CONFIRMED {
                        return Resolution::NotPlaced;
                    }
                    BETWEEN_DENIALS
                }
                Finding::Open(at_most) => {
                    denials = 0;
                    pauses.next().unwrap_or(LONGEST_PAUSE).min(at_most)
                }
                Finding::Hopeless => return Resolution::Unknown(error),
            };
            clock.sleep(pause).await;
        }
    }

    /// Reads the exchange's clock if that was not done yet: when an order is given up depends on it.
    async fn know_the_time(&self) {
        let inner = &self.inner;
        if inner.follows_server_time && inner.time.error(&*inner.clock).is_none() {
            self.set_time(inner.time.tries(), inner.timeout).await;
        }
    }
}

/// What is known of an order that is asked for.
struct Inquiry<'a> {
    inner: &'a Inner,
    order: SentOrder,
    /// The longest receive window that its request may have had, in milliseconds.
    longest: i64,
    /// When the asking began, by the client's monotonic clock.
    began: Duration,
}

/// What an answer other than the order says.
enum Finding {
    /// There is none, and there will be none.
    Denied,
    /// Nothing yet. It may say more after this time.
    Open(Duration),
    /// Asking again will not help.
    Hopeless,
}

impl Inquiry<'_> {
    /// What an answer says to a question that was asked at this moment of the client's monotonic clock.
    ///
    /// All of it goes by what is known of the exchange's clock now, which may have been read since.
    fn finding(&self, error: &Error, asked: Duration) -> Finding {
        let clock = &*self.inner.clock;
        let (now, asked_at) = (self.at(clock.elapsed()), self.at(asked));
        let valid_until = self.valid_until();
        let error_of_time = self.inner.time.error(clock);
        let definite = valid_until.saturating_add(MARGIN).saturating_add(error_of_time.unwrap_or_default());
        let knows_the_time = error_of_time.is_some() || !self.inner.follows_server_time;
        if is_denial(error) && asked_at >= definite && knows_the_time {
            let is_forgotten = asked_at.saturating_sub(valid_until) > REMEMBERED;
            return if is_forgotten { Finding::Hopeless } else { Finding::Denied };
        }
        let may_change = is_denial(error) || may_pass(error) || matches!(error, Error::Limited(_));
        // However wrong a clock was, it does not take longer.
        let longest = millis(self.longest.saturating_add(MARGIN).saturating_add(PATIENCE));
        let is_late = clock.elapsed().saturating_sub(self.began) >= longest;
        if !may_change || is_late || now >= definite.saturating_add(PATIENCE) {
            return Finding::Hopeless;
        }
        // The moment from which the answer is definite is not slept through.
        Finding::Open(if now < definite { millis(definite.saturating_sub(now)) } else { LONGEST_PAUSE })
    }

    /// Until when the exchange may accept the order's request. It was sent before it is asked for, so it is not valid for
    /// longer than the longest window from then on.
    fn valid_until(&self) -> i64 {
        let latest = self.at(self.began).saturating_add(self.longest);
        self.order.valid_until().map_or(latest, |moment| moment.as_millis().min(latest))
    }

    /// The exchange's time at a moment of the client's monotonic clock, in milliseconds.
    fn at(&self, elapsed: Duration) -> i64 {
        self.inner.time.millis_at(&*self.inner.clock, elapsed)
    }
}

/// Whether the exchange says that there is no such order.
fn is_denial(error: &Error) -> bool {
    error.exchange().is_some_and(|said| said.code() == ErrorCode::NO_SUCH_ORDER)
}

/// Time for what the exchange answers from to catch up, between one denial and the next.
const BETWEEN_DENIALS: Duration = Duration::from_secs(1);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

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
    call.is_urgent = true;
    call.put_named(found_as, Some(Ok(&order.client_order_id())))?;
    if found_by.parameter(SYMBOL).is_some() {
        call.put_named(SYMBOL, Some(Ok(&order.symbol())))?;
    }
    Ok(call)
}

/// What the exchange wants beside the id, where it does.
const SYMBOL: &str = "symbol";
