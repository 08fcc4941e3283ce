//! The account's history of income.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::order::scaled;
use crate::sandbox::gate::Arguments;

const DAY: i64 = 86_400_000;

/// One movement of a balance.
#[derive(Debug, Clone)]
pub struct Income {
    pub symbol: &'static str,
    pub kind: &'static str,
    pub amount: Decimal,
    pub asset: &'static str,
    pub time: i64,
    pub transaction: i64,
    /// The trade it belongs to, if any.
    pub trade: Option<i64>,
}

impl Income {
    fn row(&self) -> Value {
        let trade = self.trade.map(|trade| trade.to_string()).unwrap_or_default();
        // What stands in `info` differs from type to type: the type again, or the trade, or nothing.
        let info = if self.kind == "REALIZED_PNL" { trade.as_str() } else { self.kind };
        json!({
            "symbol": self.symbol,
            "incomeType": self.kind,
            "income": scaled(self.amount, 8),
            "asset": self.asset,
            "info": info,
            "time": self.time,
            "tranId": self.transaction,
            "tradeId": trade,
        })
    }
}

/// The rows asked for, oldest first: the first ones after `startTime`, or else the last ones; of the last seven days
/// unless a time is given.
pub fn history(rows: &[Income], arguments: &Arguments, now: i64) -> Value {
    let limit = arguments.limit(100);
    let (start, end) = (arguments.integer("startTime"), arguments.integer("endTime"));
    let since = match (start, end) {
        (Some(start), _) => start,
        (None, Some(_)) => i64::MIN,
        (None, None) => now.saturating_sub(7 * DAY),
    };
    let until = end.unwrap_or(i64::MAX);
    let is_wanted = |row: &&Income| {
        (since..=until).contains(&row.time)
            && arguments.text("symbol").is_none_or(|symbol| symbol == row.symbol)
            && arguments.text("incomeType").is_none_or(|kind| kind == row.kind)
    };
    let wanted: Vec<&Income> = rows.iter().filter(is_wanted).collect();
    let page = arguments.integer("page").and_then(|page| usize::try_from(page.saturating_sub(1)).ok());
    let skipped = match page {
        Some(page) => page.saturating_mul(limit),
        None if start.is_some() => 0,
        None => wanted.len().saturating_sub(limit),
    };
    wanted.into_iter().skip(skipped).take(limit).map(Income::row).collect()
}
