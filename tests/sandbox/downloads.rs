//! Files of the account's history.

use serde_json::{Value, json};

use crate::bench::{Bench, NOW};

const DAY: i64 = 86_400_000;

/// A sandbox in which files may be asked for as often as one likes: three of them are more than the weight of a minute.
async fn unlimited() -> Bench {
    Bench::with(|builder| builder.enforce_limits(false)).await
}

/// Asks for a file of the last day.
async fn prepare(bench: &Bench, kind: &str) -> String {
    let times = format!("startTime={}&endTime={NOW}", NOW - DAY);
    let answer = bench.signed("GET", &format!("/fapi/v1/{kind}/asyn"), &times).await.ok();
    answer["downloadId"].as_str().unwrap().to_owned()
}

async fn link(bench: &Bench, kind: &str, id: &str) -> Value {
    bench.signed("GET", &format!("/fapi/v1/{kind}/asyn/id"), &format!("downloadId={id}")).await.ok()
}

#[tokio::test]
async fn a_file_is_ready_a_while_after_it_was_asked_for() {
    let bench = unlimited().await;
    for kind in ["income", "order", "trade"] {
        let (id, asked) = (prepare(&bench, kind).await, binance_usdm::Clock::now_millis(&bench.clock));
        let expected = json!({
            "downloadId": id,
            "status": "processing",
            "url": "",
            "notified": false,
            "expirationTimestamp": -1,
            "isExpired": null,
        });
        assert_eq!(link(&bench, kind, &id).await, expected);
        bench.clock.advance(10_000);
        let ready = link(&bench, kind, &id).await;
        assert_eq!((&ready["status"], &ready["isExpired"]), (&json!("completed"), &Value::Null));
        assert_eq!(ready["expirationTimestamp"], asked + 10_000 + DAY);
        let address = format!("https://downloads.invalid/{kind}/{id}.zip?Signature=");
        assert!(ready["url"].as_str().unwrap().starts_with(&address));
        assert_eq!(link(&bench, kind, &id).await, ready);
    }
}

#[tokio::test]
async fn a_link_expires_after_a_day() {
    let bench = Bench::new().await;
    let id = prepare(&bench, "trade").await;
    bench.clock.advance(10_000 + DAY);
    assert_eq!(link(&bench, "trade", &id).await["isExpired"], true);
}

#[tokio::test]
async fn every_file_has_an_id_and_a_link_of_its_own() {
    let bench = Bench::new().await;
    let (one, other) = (prepare(&bench, "order").await, prepare(&bench, "order").await);
    assert_ne!(one, other);
    bench.clock.advance(10_000);
    assert_ne!(link(&bench, "order", &one).await["url"], link(&bench, "order", &other).await["url"]);
}

#[tokio::test]
async fn an_id_of_another_history_or_of_none_is_refused() {
    let bench = Bench::new().await;
    let id = prepare(&bench, "order").await;
    for (kind, id) in [("trade", id.as_str()), ("order", "1"), ("order", "none")] {
        let path = format!("/fapi/v1/{kind}/asyn/id");
        bench.signed("GET", &path, &format!("downloadId={id}")).await.refused(400, -1130);
    }
}

#[tokio::test]
async fn a_file_covers_a_year_at_most() {
    let bench = unlimited().await;
    let ask = async |from: i64, until: i64| {
        bench.signed("GET", "/fapi/v1/income/asyn", &format!("startTime={from}&endTime={until}")).await
    };
    ask(NOW - 366 * DAY, NOW).await.ok();
    ask(NOW - 366 * DAY - 1, NOW).await.refused(400, -4165);
    ask(NOW, NOW - 1).await.refused(400, -1023);
}
