//! When the markets behind contracts on shares and commodities are open. They keep no holidays and no summer time.

use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const HALF: i64 = HOUR / 2;
/// The sessions of a day, by when they end, from midnight UTC.
const CLOSED: &[(i64, &str)] = &[(DAY, "NO_TRADING")];
const SHARES: &[(i64, &str)] =
    &[(8 * HOUR, "OVERNIGHT"), (13 * HOUR + HALF, "PRE_MARKET"), (20 * HOUR, "REGULAR"), (DAY, "AFTER_MARKET")];
const COMMODITIES: &[(i64, &str)] = &[(DAY, "REGULAR")];

/// The sessions of a week from yesterday on.
pub fn schedule(now: i64) -> Value {
    let today = now.div_euclid(DAY);
    json!({
        "updateTime": today.saturating_mul(DAY),
        "marketSchedules": {
            "EQUITY": { "sessions": week(today, SHARES) },
            "COMMODITY": { "sessions": week(today, COMMODITIES) },
        },
    })
}

fn week(today: i64, open: &[(i64, &str)]) -> Value {
    (today - 1..today + 6).flat_map(|day| sessions(day, if is_weekend(day) { CLOSED } else { open })).collect()
}

fn sessions(day: i64, ends: &[(i64, &str)]) -> Vec<Value> {
    let midnight = day.saturating_mul(DAY);
    let starts = std::iter::once(0).chain(ends.iter().map(|(end, _)| *end));
    let sessions = starts.zip(ends).map(|(start, (end, kind))| {
        json!({ "startTime": midnight.saturating_add(start), "endTime": midnight.saturating_add(*end), "type": kind })
    });
    sessions.collect()
}

/// The epoch was a Thursday.
fn is_weekend(day: i64) -> bool {
    (day + 3).rem_euclid(7) >= 5
}
