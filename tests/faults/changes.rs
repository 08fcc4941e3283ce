//! A sensible call of every operation that changes something.

use binance_usdm::types::AlgoType;
use binance_usdm::{BatchOrder, Client, Error, OrderModification, Resolution, SentOrder};

use crate::bench::Bench;

pub const ORDER: &str = "cut-order";
pub const ALGO_ORDER: &str = "cut-stop";
pub const ROWS: [&str; 5] = ["cut-1", "cut-2", "cut-3", "cut-4", "cut-5"];
const RESTING: &str = "resting";
/// The id of the first quote of a sandbox.
const QUOTE: &str = "18822415572564";

/// Does what has to come before a call of an operation.
pub async fn prepare(id: &str, bench: &Bench) {
    // The connections of the client that is tested stay as they are.
    let client = || bench.configure(|builder| builder);
    match id {
        "cancelOrder" => order(&client(), RESTING).await.unwrap(),
        "modifyOrder" | "modifyBatchOrders" | "cancelAllOpenOrders" | "cancelBatchOrders" | "countdownCancelAll" => {
            order(&client(), RESTING).await.unwrap();
        }
        "cancelAlgoOrder" | "cancelAllOpenAlgoOrders" => algo_order(&client(), RESTING).await.unwrap(),
        "changePositionMargin" => isolated_position(&client()).await,
        "keepAliveListenKey" | "closeListenKey" => drop(client().create_listen_key().send().await.unwrap()),
        "acceptConvertQuote" => quote(&client()).await.unwrap(),
        _ => {}
    }
}

/// Calls an operation once.
pub async fn call(id: &str, client: &Client) -> Result<(), Error> {
    match id {
        "createOrder" => order(client, ORDER).await,
        "createAlgoOrder" => algo_order(client, ALGO_ORDER).await,
        "createBatchOrders" => batch(client).await,
        "cancelOrder" => client.cancel_order().symbol("BTCUSDT").orig_client_order_id(RESTING).send().await.map(drop),
        "modifyOrder" => {
            let order = client.modify_order().symbol("BTCUSDT").side("BUY").orig_client_order_id(RESTING);
            order.quantity("0.020").price("51000.10").send().await.map(drop)
        }
        "modifyBatchOrders" => modify(client).await,
        "cancelAllOpenOrders" => client.cancel_all_open_orders().symbol("BTCUSDT").send().await.map(drop),
        "cancelBatchOrders" => cancel(client).await,
        "countdownCancelAll" => {
            client.countdown_cancel_all().symbol("BTCUSDT").countdown_time(60_000).send().await.map(drop)
        }
        "testOrder" => {
            let order = client.test_order().symbol("BTCUSDT").side("BUY").type_("MARKET");
            order.quantity("0.010").send().await.map(drop)
        }
        "cancelAlgoOrder" => client.cancel_algo_order().client_algo_id(RESTING).send().await.map(drop),
        "cancelAllOpenAlgoOrders" => client.cancel_all_open_algo_orders().symbol("BTCUSDT").send().await.map(drop),
        "changeFeeBurn" => client.change_fee_burn().fee_burn(true).send().await.map(drop),
        "changeMultiAssetsMode" => client.change_multi_assets_mode().multi_assets_margin(true).send().await.map(drop),
        "changePositionMargin" => {
            client.change_position_margin().symbol("ETHUSDT").type_("1").amount("2.5").send().await.map(drop)
        }
        "changePositionMode" => client.change_position_mode().dual_side_position(true).send().await.map(drop),
        "changeLeverage" => client.change_leverage().symbol("ETHUSDT").leverage(12).send().await.map(drop),
        "changeMarginType" => {
            client.change_margin_type().symbol("ETHUSDT").margin_type("ISOLATED").send().await.map(drop)
        }
        "createListenKey" => client.create_listen_key().send().await.map(drop),
        "keepAliveListenKey" => client.keep_alive_listen_key().send().await.map(drop),
        "closeListenKey" => client.close_listen_key().send().await.map(drop),
        "signTradFiContract" => client.sign_trad_fi_contract().send().await.map(drop),
        "requestConvertQuote" => quote(client).await,
        "acceptConvertQuote" => client.accept_convert_quote().quote_id(QUOTE).send().await.map(drop),
        "getIncomeDownloadId" => client.get_income_download_id().start_time(1).end_time(2).send().await.map(drop),
        "getOrderDownloadId" => client.get_order_download_id().start_time(1).end_time(2).send().await.map(drop),
        "getTradeDownloadId" => client.get_trade_download_id().start_time(1).end_time(2).send().await.map(drop),
        other => panic!("{other} changes something, and nobody tests what becomes of it when something goes wrong"),
    }
}

/// The ids of the orders that a call sends.
pub fn orders(id: &str) -> &'static [&'static str] {
    match id {
        "createOrder" => &[ORDER],
        "createAlgoOrder" => &[ALGO_ORDER],
        "createBatchOrders" => &ROWS,
        _ => &[],
    }
}

/// Whether an order was placed, by the method that finds it.
pub async fn resolve(client: &Client, order: &SentOrder) -> Option<bool> {
    let (symbol, id) = (order.symbol(), order.client_order_id());
    if order.placed_by().is_some_and(|operation| operation.id == "createAlgoOrder") {
        let resolution = client.resolve_algo_order(order).await;
        return fate(resolution, |found| {
            assert_eq!((found.symbol.as_str(), found.client_algo_id.as_str()), (symbol, id));
        });
    }
    let resolution = client.resolve_order(order).await;
    fate(resolution, |found| assert_eq!((found.symbol.as_str(), found.client_order_id.as_str()), (symbol, id)))
}

fn fate<T>(resolution: Resolution<T>, check: impl FnOnce(&T)) -> Option<bool> {
    match resolution {
        Resolution::Placed(found) => {
            check(&found);
            Some(true)
        }
        Resolution::NotPlaced => Some(false),
        Resolution::Unknown(_) => None,
    }
}

/// Places an order that rests far below the market.
pub async fn order(client: &Client, id: &str) -> Result<(), Error> {
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").time_in_force("GTC");
    order.quantity("0.010").price("51000.10").new_client_order_id(id).send().await.map(drop)
}

async fn algo_order(client: &Client, id: &str) -> Result<(), Error> {
    let order = client.create_algo_order().algo_type(AlgoType::Conditional).symbol("BTCUSDT").side("SELL");
    let order = order.type_("STOP_MARKET").trigger_price("61000.10").quantity("0.010");
    order.client_algo_id(id).send().await.map(drop)
}

/// Asks for the price of a conversion that the balance suffices for.
async fn quote(client: &Client) -> Result<(), Error> {
    let request = client.request_convert_quote().from_asset("USDT").to_asset("BTC").from_amount("50");
    let quote = request.send().await?;
    assert!(quote.quote_id.is_some(), "{quote:?}");
    Ok(())
}

/// A row of a batch, of an order that is filled at once.
pub fn row(id: &str) -> BatchOrder {
    BatchOrder::new().symbol("DOGEUSDT").side("BUY").type_("MARKET").quantity(100).new_client_order_id(id)
}

async fn isolated_position(client: &Client) {
    client.change_margin_type().symbol("ETHUSDT").margin_type("ISOLATED").send().await.unwrap();
    client.create_order().symbol("ETHUSDT").side("BUY").type_("MARKET").quantity("1").send().await.unwrap();
}

async fn modify(client: &Client) -> Result<(), Error> {
    let row = OrderModification::new().symbol("BTCUSDT").side("BUY").orig_client_order_id(RESTING);
    let rows = client.modify_batch_orders().batch_orders(vec![row.quantity("0.020").price("51000.10")]).send().await?;
    assert!(rows.iter().all(|row| row.is_ok()), "{rows:?}");
    Ok(())
}

async fn cancel(client: &Client) -> Result<(), Error> {
    let rows = client.cancel_batch_orders().symbol("BTCUSDT").orig_client_order_id_list([RESTING]).send().await?;
    assert!(rows.iter().all(|row| row.is_ok()), "{rows:?}");
    Ok(())
}

async fn batch(client: &Client) -> Result<(), Error> {
    let rows = client.create_batch_orders().batch_orders(ROWS.map(row).to_vec()).send().await?;
    assert!(rows.iter().all(|row| row.is_ok()), "{rows:?}");
    Ok(())
}
