//! Batches, row by row.

use std::time::Duration;

use binance_usdm::sandbox::Fault;
use binance_usdm::{ErrorCode, Outcome, SentOrder};

use crate::bench::{Bench, STALLED};
use crate::changes::{self, ROWS, row};

/// Whether a batch of five, of which the exchange refuses two, ends as it should under a fault.
async fn hold(fault: Fault) {
    let stalls = matches!(fault, Fault::Stall | Fault::StallBeforeExecution | Fault::SlowDrip);
    let timeout = if stalls { STALLED } else { Duration::from_secs(20) };
    let bench = Bench::with(|sandbox| sandbox, |client| client.timeout(timeout)).await;
    bench.sandbox.inject_for("createBatchOrders", fault.clone());
    let mut rows = ROWS.map(row).to_vec();
    rows[2] = row(ROWS[2]).reduce_only(true).side("SELL").quantity(5_000_000);
    rows[3] = row(ROWS[3]).quantity("0.5");
    let sent = bench.client.create_batch_orders().batch_orders(rows).send();
    let result = bench.with_time(sent).await;

    let placed = bench.placed();
    let executions = bench.sandbox.executions("createBatchOrders");
    assert!(executions <= 1 && (executions == 1 || placed.is_empty()), "{fault:?}");
    let is_placed = |id: &str| placed.iter().any(|placed| placed == id);
    match result {
        Ok(rows) => {
            for (row, id) in rows.iter().zip(ROWS) {
                match row.as_result() {
                    Ok(order) => assert!(order.client_order_id == id && is_placed(id), "{fault:?}: {id}"),
                    Err(error) => assert!(error.outcome() == Outcome::Rejected && !is_placed(id), "{fault:?}: {error}"),
                }
            }
        }
        Err(error) => {
            let ids: Vec<_> = error.orders().iter().map(SentOrder::client_order_id).collect();
            assert_eq!(ids, ROWS, "{fault:?}");
            let unknown = error.outcome() == Outcome::Unknown;
            assert!(unknown || executions == 0, "{fault:?}: {error}");
            for order in error.orders().iter().filter(|_| unknown) {
                let there = bench.with_time(changes::resolve(&bench.client, order)).await;
                assert_eq!(there, Some(is_placed(order.client_order_id())), "{fault:?}: {order:?}");
            }
        }
    }
    let mut unique = bench.placed();
    unique.dedup();
    assert_eq!(unique, placed, "{fault:?}");
}

#[tokio::test]
async fn the_fate_of_every_row_is_known_in_the_end() {
    for fault in Fault::samples() {
        hold(fault).await;
    }
}

#[tokio::test]
async fn rows_that_come_to_the_book_after_their_window_were_each_rejected() {
    let bench = Bench::new().await;
    bench.sandbox.inject_for("createBatchOrders", Fault::Delay(5_001));
    let sent = bench.client.create_batch_orders().batch_orders(ROWS.map(row).to_vec()).send();
    match bench.with_time(sent).await {
        Ok(rows) => {
            let codes: Vec<_> = rows.iter().map(|row| row.as_result().unwrap_err().code).collect();
            assert_eq!(codes, [ErrorCode::from(-5028); 5]);
        }
        Err(error) => assert_eq!(error.outcome(), Outcome::Rejected, "{error}"),
    }
    assert!(bench.placed().is_empty());
}
