//! Waiting until there is room for a request.

use std::time::Duration;

use super::demand::{COUNT, Demand, Rank};
use super::error::LimitError;
use super::lanes::Lane;
use super::ledger::{Blocked, Reservation};
use super::race::before;
use super::shared::Shared;
use crate::timestamp::Timestamp;

/// A request that there was no room for when it came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting<'a> {
    pub(super) shared: &'a Shared,
    pub(super) demand: Demand,
    /// When it came, and how long it may wait.
    pub(super) since: Duration,
    pub(super) patience: Duration,
    /// What the exchange's clock showed then, in milliseconds.
    pub(super) server_now: i64,
}

impl Waiting<'_> {
    /// Waits for its turn in the lane, and then for room.
    pub(super) async fn room(self, lane: &Lane, first: Blocked) -> Result<Reservation, LimitError> {
        self.endure(first)?;
        let place = lane.line_up(&self.demand);
        let rank = Rank { class: self.demand.class, ticket: self.shared.ip.ticket() };
        let end = self.shared.clock.sleep(self.patience);
        let Some(_turn) = before(end, lane.turn.lock()).await else {
            let mut ledger = self.shared.ledger();
            let now = ledger.blocked(&self.demand, rank, &[0; COUNT]);
            drop(ledger);
            return Err(self.refusal(now.unwrap_or(Blocked { wait: Some(Duration::ZERO), ..first })));
        };
        let news = self.shared.ip.news.listen();
        let mut place = Some(place);
        let mut claim = Claim { waiting: self, rank, stands: false };
        loop {
            // Made before looking, so that it misses nothing that happens after.
            let changed = news.next();
            let blocked = match claim.reserve() {
                Ok(reservation) => return Ok(reservation),
                Err(blocked) => blocked,
            };
            // The claim stands for it from here on.
            drop(place.take());
            let left = self.endure(blocked)?;
            before(self.shared.clock.sleep(blocked.look_again.min(left)), changed).await;
        }
    }

    /// How long it may still wait; refuses a request that has to wait longer.
    fn endure(&self, blocked: Blocked) -> Result<Duration, LimitError> {
        let left = self.patience.saturating_sub(self.shared.clock.elapsed().saturating_sub(self.since));
        let may_do = blocked.wait.is_some_and(|wait| wait <= left) && !left.is_zero();
        if may_do { Ok(left) } else { Err(self.refusal(blocked)) }
    }

    fn refusal(&self, blocked: Blocked) -> LimitError {
        let waited = self.shared.clock.elapsed().saturating_sub(self.since);
        let now = Timestamp::from_millis(self.server_now);
        let now = now.checked_add(waited).unwrap_or(now);
        LimitError::new(self.demand.operation, blocked.cause, blocked.wait, now)
    }
}

/// What the first of a lane has claimed; nothing any more once it is dropped.
struct Claim<'a> {
    waiting: Waiting<'a>,
    rank: Rank,
    stands: bool,
}

impl Claim<'_> {
    /// Reserves if there is room, and claims what is lacking if not.
    fn reserve(&mut self) -> Result<Reservation, Blocked> {
        let Waiting { shared, demand, .. } = &self.waiting;
        let mut ledger = shared.ledger();
        let blocked = ledger.blocked(demand, self.rank, &[0; COUNT]);
        self.stands = blocked.is_some();
        ledger.claim(demand, self.rank, blocked.map_or([false; COUNT], |blocked| blocked.lacks));
        blocked.map_or_else(|| Ok(ledger.reserve(demand)), Err)
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        if self.stands {
            let Waiting { shared, demand, .. } = &self.waiting;
            shared.ledger().claim(demand, self.rank, [false; COUNT]);
            // Those after it may have room now.
            shared.ip.news.tell();
        }
    }
}
