//! The right to send one request.

use std::sync::LazyLock;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName};

use super::demand::{COUNT, Demand};
use super::ledger::Reservation;
use super::shared::Shared;
use super::silence;
use crate::error::ErrorCode;
use crate::operations::{LIMITS, Scope};

/// Within this time of its being given up, a request that is still on its way has reached the exchange.
const ON_ITS_WAY: Duration = Duration::from_secs(1);

/// The names of the limits' headers, checked once: a text would be for each look-up.
static HEADERS: LazyLock<[Option<HeaderName>; COUNT]> =
    LazyLock::new(|| std::array::from_fn(|index| LIMITS[index].header.map(HeaderName::from_static)));

/// The right to send one request, which is counted as under way until it is answered.
///
/// A permit that is dropped before the request is sent costs nothing. Once it is sent the exchange may have counted it,
/// so a permit that is dropped then is spent.
#[derive(Debug)]
#[must_use = "a permit that is dropped is given back"]
pub(crate) struct Permit<'a> {
    shared: &'a Shared,
    demand: Demand,
    state: State,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Reserved(Reservation),
    Sent(Reservation),
    /// It is in the books, or nothing is counted.
    Settled,
}

impl<'a> Permit<'a> {
    pub(super) fn reserved(shared: &'a Shared, demand: Demand, reservation: Reservation) -> Self {
        Self { shared, demand, state: State::Reserved(reservation) }
    }

    /// The permit of who does not count.
    pub(super) fn uncounted(shared: &'a Shared, demand: Demand) -> Self {
        Self { shared, demand, state: State::Settled }
    }

    /// Says that the request goes out now.
    pub(crate) fn sent(&mut self) {
        if let State::Reserved(reservation) = self.state {
            self.state = State::Sent(reservation);
        }
    }

    /// Says that the request did not go out after all: there was no connection.
    pub(crate) fn unsent(&mut self) {
        if let State::Sent(reservation) = self.state {
            self.state = State::Reserved(reservation);
        }
    }

    /// Says what was answered: the code and message are those of the exchange's error, if it is one. `server_now` tells
    /// the exchange's time, in milliseconds since the Unix epoch, as well as the client knows; for when a silence ends.
    pub(crate) fn answered(
        &mut self,
        status: StatusCode,
        headers: &HeaderMap,
        said: Option<(ErrorCode, &str)>,
        server_now: impl FnOnce() -> i64,
    ) {
        let state = std::mem::replace(&mut self.state, State::Settled);
        let (State::Reserved(reservation) | State::Sent(reservation)) = state else { return };
        // The clock may be the caller's code: it is not asked with the books locked.
        let silent_since = silence::is_asked_by(status).then(server_now);
        let mut ledger = self.shared.ledger();
        ledger.spend(&self.demand, Duration::ZERO);
        for (limit, units) in self.demand.costs() {
            let Some(told) = HEADERS[limit.index].as_ref().and_then(|name| headers.get(name)) else { continue };
            if let Some(told) = told.to_str().ok().and_then(|told| told.trim().parse().ok()) {
                ledger.tell(limit, told, units, &reservation);
            }
        }
        if let Some(server_now) = silent_since {
            let too_many_orders = status == StatusCode::TOO_MANY_REQUESTS
                && said.is_some_and(|(code, _)| code == ErrorCode::TOO_MANY_ORDERS);
            let scope = if too_many_orders { Scope::Account } else { Scope::Ip };
            let message = said.map(|(_, message)| message);
            let asked = silence::asked(status, headers, message, server_now, self.interval(scope));
            ledger.silence(scope, asked);
        }
        drop(ledger);
        // What was told may be less than what was feared, and who waits must know of a silence.
        self.shared.ip.news.tell();
    }

    /// The interval after which the limit that was exceeded leaves room again, whichever it was.
    fn interval(&self, scope: Scope) -> Duration {
        let costs = self.demand.costs().map(|(limit, _)| limit);
        let counted = costs.filter(|limit| limit.scope == scope).map(|limit| limit.interval).max();
        let of_scope = || LIMITS.iter().filter(|limit| limit.scope == scope).map(|limit| limit.interval).min();
        counted.or_else(of_scope).unwrap_or_default()
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        match self.state {
            State::Reserved(_) => {
                self.shared.ledger().give_back(&self.demand);
                self.shared.ip.news.tell();
            }
            State::Sent(_) => self.shared.ledger().spend(&self.demand, ON_ITS_WAY),
            State::Settled => {}
        }
    }
}
