//! Orders and trades that were.

use super::cancelling::bad_combination;
use super::desk::{Answer, Desk, optional_contract};
use super::order::Order;
use super::shelf::Shelved;
use super::trade::Trade;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market;
use crate::sandbox::refusal::Refusal;

const WEEK: i64 = 7 * 86_400_000;
/// For how long trades and changes of orders are kept.
pub const QUARTER: i64 = 90 * 86_400_000;

/// The span of time that a list is asked for, and from which end of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Span {
    since: i64,
    until: i64,
    is_forward: bool,
}

impl Span {
    /// The span of lists that reach back seven days at most: from a time or an id on, or else to the end.
    pub fn of_week(arguments: &Arguments, has_id: bool, now: i64) -> Result<Self, Refusal> {
        let (start, end) = (arguments.integer("startTime"), arguments.integer("endTime"));
        let until = end.or(start.map(|start| start.saturating_add(WEEK))).unwrap_or(i64::MAX);
        let since = match (start, end) {
            (Some(start), _) => start,
            (None, Some(end)) => end.saturating_sub(WEEK),
            (None, None) if has_id => i64::MIN,
            (None, None) => now.saturating_sub(WEEK),
        };
        let span = Self { since, until, is_forward: has_id || start.is_some() };
        match start.map(|start| until.saturating_sub(start)) {
            Some(..0) => Err(Refusal::new(-1023, "Start time is greater than end time.")),
            None | Some(0..=WEEK) => Ok(span),
            Some(_) => Err(Refusal::new(-4165, "Maximum time interval is 7 days.")),
        }
    }

    /// The span of lists that are as long as is asked for.
    pub fn given(arguments: &Arguments) -> Result<Self, Refusal> {
        let since = arguments.integer("startTime").unwrap_or(i64::MIN);
        let until = arguments.integer("endTime").unwrap_or(i64::MAX);
        if since > until {
            return Err(Refusal::new(-1023, "Start time is greater than end time."));
        }
        Ok(Self { since, until, is_forward: false })
    }

    /// The span of lists that are as long as is asked for, or else of seven days.
    pub fn of_last_week(arguments: &Arguments, now: i64) -> Result<Self, Refusal> {
        let mut span = Self::given(arguments)?;
        if arguments.text("startTime").is_none() {
            span.since = span.until.min(now).saturating_sub(WEEK);
        }
        Ok(span)
    }

    pub fn contains(&self, time: i64) -> bool {
        (self.since..=self.until).contains(&time)
    }

    /// As many as a list may have: the first ones, or else the last ones.
    pub fn page<T>(&self, mut found: Vec<T>, limit: usize) -> Vec<T> {
        if self.is_forward {
            found.truncate(limit);
        } else {
            found.drain(..found.len().saturating_sub(limit));
        }
        found
    }
}

impl Desk {
    pub(super) fn all_orders(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = optional_contract(arguments)?;
        let id = arguments.integer("orderId");
        let span = Span::of_week(arguments, id.is_some(), now)?;
        let is_meant = |order: &&Order| {
            contract.is_none_or(|contract| contract == order.contract())
                && order.is_remembered(now)
                && span.contains(order.created)
                && id.is_none_or(|id| order.id >= id)
        };
        let found = self.orders.all().filter(is_meant).collect();
        Ok(span.page(found, arguments.limit(500)).into_iter().map(Order::details).collect())
    }

    pub(super) fn query_open(&self, arguments: &Arguments) -> Answer {
        let order = self.find(arguments)?.filter(|order| order.is_open());
        order.map(Order::details).ok_or_else(Self::no_such_order)
    }

    pub(super) fn user_trades(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        let (id, order) = (arguments.integer("fromId"), arguments.integer("orderId"));
        let has_time = ["startTime", "endTime"].into_iter().any(|name| arguments.text(name).is_some());
        if id.is_some() && has_time {
            return Err(bad_combination());
        }
        let span = Span::of_week(arguments, id.or(order).is_some(), now)?;
        let is_meant = |trade: &&Trade| {
            trade.contract == contract
                && now.saturating_sub(trade.time) <= QUARTER
                && span.contains(trade.time)
                && order.is_none_or(|order| trade.order == order)
                && id.is_none_or(|id| trade.id >= id)
        };
        let found = self.trades.iter().filter(is_meant).collect();
        Ok(span.page(found, arguments.limit(500)).into_iter().map(Trade::row).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, WEEK};
    use crate::sandbox::gate::Arguments;

    const NOW: i64 = 1_760_000_000_000;

    #[test]
    fn a_week_may_be_asked_for_and_not_a_millisecond_more() {
        let span = |end: i64| {
            let (start, end) = (NOW.to_string(), end.to_string());
            let span = Span::of_week(&Arguments::of(&[("startTime", &start), ("endTime", &end)]), false, NOW);
            span.map(drop).map_err(|refusal| refusal.code)
        };
        assert_eq!(span(NOW), Ok(()));
        assert_eq!(span(NOW + WEEK), Ok(()));
        assert_eq!(span(NOW + WEEK + 1), Err(-4165));
        assert_eq!(span(NOW - 1), Err(-1023));
    }

    #[test]
    fn without_a_beginning_it_is_the_last_that_count() {
        let page = |arguments: &[(&'static str, &str)], has_id| {
            Span::of_week(&Arguments::of(arguments), has_id, NOW).unwrap().page(vec![1, 2, 3], 2)
        };
        assert_eq!(page(&[], false), [2, 3]);
        assert_eq!(page(&[("endTime", "1")], false), [2, 3]);
        assert_eq!(page(&[("startTime", "1")], false), [1, 2]);
        assert_eq!(page(&[], true), [1, 2]);
    }
}
