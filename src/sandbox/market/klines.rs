//! Lists of candles.

use serde_json::Value;

use super::Answer;
use super::candle::Candle;
use super::interval::Interval;
use super::tape::Tape;
use crate::sandbox::gate::Arguments;
use crate::sandbox::refusal::Refusal;

/// The candles of what was traded.
pub fn klines(tape: &Tape, arguments: &Arguments, now: i64) -> Answer {
    rows(tape.contract.onboard, arguments, now, |open, close| {
        let candle = Candle::of(tape, open, close.min(now))?;
        Some(candle.row(tape.contract, open, close))
    })
}

/// The rows asked for, each of the times at which it opens and closes: the first ones after `startTime`, or else the
/// last ones before `endTime`. The last row may still be open.
pub fn rows(onboard: i64, arguments: &Arguments, now: i64, row: impl Fn(i64, i64) -> Option<Value>) -> Answer {
    let interval = arguments.text("interval").and_then(Interval::parse);
    let interval = interval.ok_or_else(|| Refusal::new(-1120, "Invalid interval."))?;
    let limit = arguments.limit(500);
    let end = arguments.integer("endTime").unwrap_or(now).min(now);
    let mut open = match arguments.integer("startTime") {
        Some(start) => first_open(interval, start, onboard),
        None => last_opens(interval, end, limit, onboard),
    };
    let mut rows = Vec::new();
    while open <= end && rows.len() < limit {
        let next = interval.next(open);
        let close = next.saturating_sub(1);
        rows.extend(row(open, close));
        if next <= open {
            break;
        }
        open = next;
    }
    Ok(rows.into())
}

/// The first candle that opens at or after `start`, but not before the contract was listed.
fn first_open(interval: Interval, start: i64, onboard: i64) -> i64 {
    if start <= onboard {
        return interval.open(onboard);
    }
    let open = interval.open(start);
    if open < start { interval.next(open) } else { open }
}

fn last_opens(interval: Interval, end: i64, limit: usize, onboard: i64) -> i64 {
    let oldest = interval.open(onboard);
    let mut open = interval.open(end);
    for _ in 1..limit {
        if open <= oldest {
            break;
        }
        open = interval.previous(open);
    }
    open.max(oldest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::Operation;
    use crate::sandbox::gate::Sent;
    use crate::sandbox::market::listing;
    use crate::sandbox::market::pins::Pins;
    use crate::sandbox::seed::Stream;

    const NOW: i64 = 1_760_000_021_000;

    fn rows(query: &str) -> Vec<Value> {
        let contract = listing::find("BTCUSDT").unwrap();
        let sent = Sent::parse(format!("symbol=BTCUSDT&{query}").as_bytes(), b"").unwrap();
        let arguments = Arguments::check(Operation::by_id("getKlines").unwrap(), &sent).unwrap();
        let answer = klines(&Tape::new(Stream::new(3), contract, Pins::default()), &arguments, NOW);
        answer.unwrap().as_array().unwrap().clone()
    }

    #[test]
    fn an_hour_is_the_sum_of_its_minutes() {
        let start = 1_759_993_200_000_i64;
        let hour = &rows(&format!("interval=1h&limit=1&startTime={start}"))[0];
        let minutes = rows(&format!("interval=1m&startTime={start}&endTime={}", start + 3_599_999));
        let sum = |column: usize| minutes.iter().map(|row| decimal(&row[column])).sum::<rust_decimal::Decimal>();
        assert_eq!(minutes.len(), 60);
        assert_eq!((sum(5), sum(7), sum(9)), (decimal(&hour[5]), decimal(&hour[7]), decimal(&hour[9])));
        assert_eq!((&minutes[0][1], &minutes[59][4]), (&hour[1], &hour[4]));
        assert_eq!(minutes.iter().map(|row| decimal(&row[2])).max(), Some(decimal(&hour[2])));
        assert_eq!(minutes.iter().map(|row| decimal(&row[3])).min(), Some(decimal(&hour[3])));
    }

    #[test]
    fn the_last_candle_is_still_open() {
        let rows = rows("interval=1m&limit=2");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1][0], 1_759_999_980_000_i64);
        assert_eq!(rows[1][6], 1_760_000_039_999_i64);
        assert_eq!(rows[1][8], 3);
    }

    #[test]
    fn hostile_times_give_lists_and_no_panics() {
        for query in ["startTime=-9223372036854775808", "startTime=9223372036854775807", "endTime=-9223372036854775808"]
        {
            assert!(rows(&format!("interval=1M&limit=3&{query}")).len() <= 3, "{query}");
        }
    }

    fn decimal(value: &Value) -> rust_decimal::Decimal {
        value.as_str().unwrap().parse().unwrap()
    }
}
