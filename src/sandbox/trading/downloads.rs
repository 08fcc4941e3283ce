//! Files of the account's history: asked for, and ready a while later.

use serde_json::{Value, json};

use super::desk::Answer;
use crate::sandbox::gate::Arguments;
use crate::sandbox::refusal::Refusal;
use crate::sandbox::seed::Stream;

const DAY: i64 = 86_400_000;
/// How long a file takes to be prepared, in milliseconds.
const PREPARATION: i64 = 10_000;
/// How long a link is good once it is there, in milliseconds.
const LIFETIME: i64 = DAY;
/// The longest time that a file covers, in milliseconds.
const LONGEST: i64 = 366 * DAY;
/// The number of the first file, of 18 digits.
const FIRST: usize = 546_975_389_218_332_672;

/// The files that were asked for, in the order of their numbers.
#[derive(Debug)]
pub struct Downloads {
    seed: Stream,
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    kind: &'static str,
    ready: i64,
}

impl Downloads {
    pub fn new(seed: Stream) -> Self {
        Self { seed: seed.branch("downloads"), files: Vec::new() }
    }

    /// Takes an order for a file, and answers with its id.
    pub fn prepare(&mut self, operation: &str, arguments: &Arguments, now: i64) -> Answer {
        let time = |name| arguments.integer(name).ok_or_else(|| Refusal::missing(name));
        match time("endTime")?.saturating_sub(time("startTime")?) {
            ..0 => return Err(Refusal::new(-1023, "Start time is greater than end time.")),
            0..=LONGEST => {}
            _ => return Err(Refusal::new(-4165, "Maximum time interval is 1 year.")),
        }
        let id = FIRST + self.files.len();
        self.files.push(File { kind: kind(operation), ready: now.saturating_add(PREPARATION) });
        Ok(json!({ "avgCostTimestampOfLast30d": PREPARATION, "downloadId": id.to_string() }))
    }

    /// Tells whether a file is ready, and where it is. The link of one kind of history is not that of another.
    pub fn link(&self, operation: &str, arguments: &Arguments, now: i64) -> Answer {
        let id = arguments.text("downloadId").unwrap_or_default();
        let index = id.parse::<usize>().ok().and_then(|number| number.checked_sub(FIRST));
        let file = index.and_then(|index| self.files.get(index)).filter(|file| file.kind == kind(operation));
        let file = file.ok_or_else(|| Refusal::invalid("downloadId"))?;
        let is_ready = now >= file.ready;
        let end = file.ready.saturating_add(LIFETIME);
        Ok(json!({
            "downloadId": id,
            "status": if is_ready { "completed" } else { "processing" },
            "url": if is_ready { self.address(file.kind, id) } else { String::new() },
            "notified": is_ready,
            "expirationTimestamp": if is_ready { end } else { -1 },
            "isExpired": if now >= end { Value::Bool(true) } else { Value::Null },
        }))
    }

    /// An address that leads nowhere, with the signature that makes it a secret.
    fn address(&self, kind: &str, id: &str) -> String {
        let signature = self.seed.branch(id).text(0, 64);
        format!("https://downloads.invalid/{kind}/{id}.zip?Signature={signature}")
    }
}

fn kind(operation: &str) -> &'static str {
    match operation {
        "getIncomeDownloadId" | "getIncomeDownloadLink" => "income",
        "getOrderDownloadId" | "getOrderDownloadLink" => "order",
        _ => "trade",
    }
}
