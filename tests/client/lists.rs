//! Lists in answers: of market data the good elements are kept and the others reported; of the account's own orders
//! and positions one that does not decode is an error.

use binance_usdm::types::{ContractStatus, ContractType, SymbolFilter};
use binance_usdm::{Error, MarginType, OneOrMany};
use serde_json::{Value, json};

use crate::support::{Server, ok};

/// A symbol of the exchange info, with every field that it always has.
fn symbol(name: &str) -> Value {
    json!({
        "symbol": name, "pair": name, "contractType": "PERPETUAL", "deliveryDate": 4_133_404_800_000_i64,
        "onboardDate": 1_569_398_400_000_i64, "status": "TRADING", "maintMarginPercent": "2.5000",
        "requiredMarginPercent": "5.0000", "baseAsset": "BTC", "quoteAsset": "USDT", "marginAsset": "USDT",
        "pricePrecision": 2, "quantityPrecision": 3, "baseAssetPrecision": 8, "quotePrecision": 8,
        "underlyingType": "COIN", "underlyingSubType": ["PoW"], "triggerProtect": "0.0500",
        "liquidationFee": "0.012500", "marketTakeBound": "0.05", "permissionSets": ["GRID"],
        "orderTypes": ["LIMIT", "MARKET"], "timeInForce": ["GTC"],
        "filters": [
            { "filterType": "PRICE_FILTER", "minPrice": "0.10", "maxPrice": "4529764", "tickSize": "0.10" },
            { "notional": "100", "filterType": "MIN_NOTIONAL" },
            { "filterType": "MAX_DREAMS", "limit": 3 },
        ],
    })
}

fn info(symbols: &[Value]) -> Value {
    json!({
        "timezone": "UTC", "serverTime": 1_760_000_010_000_i64, "futuresType": "U_MARGINED", "rateLimits": [],
        "exchangeFilters": [], "assets": [], "symbols": symbols,
    })
}

#[tokio::test]
async fn one_symbol_that_does_not_decode_costs_none_of_the_others_and_is_reported() {
    let mut bad = symbol("BADUSDT");
    bad["filters"][0]["tickSize"] = json!("a tenth");
    let body = info(&[symbol("BTCUSDT"), bad.clone(), symbol("ETHUSDT"), json!(null)]);
    let server = Server::answering(ok(&body.to_string())).await;
    let info = server.client().get_exchange_info().send().await.unwrap();
    let names: Vec<&str> = info.symbols.iter().map(|symbol| symbol.symbol.as_str()).collect();
    assert_eq!(names, ["BTCUSDT", "ETHUSDT"]);
    let [first, second] = info.symbols.rejected() else { panic!("{:?}", info.symbols.rejected()) };
    assert_eq!((first.index, second.index, second.json.as_str()), (1, 3, "null"));
    assert!(first.reason.contains(r#""a tenth" is not a decimal number"#), "{}", first.reason);
    assert_eq!(serde_json::from_str::<Value>(&first.json).unwrap(), bad);
    assert!(info.assets.rejected().is_empty() && info.rate_limits.rejected().is_empty());
}

#[tokio::test]
async fn a_tolerated_symbol_is_not_blamed_for_what_else_does_not_decode() {
    let mut bad = symbol("BADUSDT");
    bad["filters"][0]["tickSize"] = json!("a tenth");
    let mut body = info(&[symbol("BTCUSDT"), bad]);
    body["timezone"] = json!(7);
    let server = Server::answering(ok(&body.to_string())).await;
    let error = server.client().get_exchange_info().send().await.unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.path() == "timezone"), "{error}");
}

#[tokio::test]
async fn what_nobody_knows_yet_of_a_symbol_is_kept_and_costs_nothing() {
    let mut new = symbol("NEWUSDT");
    (new["contractType"], new["status"]) = (json!("QUARTER DREAMS"), json!("PAUSED"));
    let server = Server::answering(ok(&info(&[new]).to_string())).await;
    let info = server.client().get_exchange_info().send().await.unwrap();
    assert!(info.symbols.rejected().is_empty());
    let symbol = &info.symbols[0];
    assert!(matches!(&symbol.contract_type, ContractType::Unknown(text) if text.as_str() == "QUARTER DREAMS"));
    assert!(matches!(&symbol.status, ContractStatus::Unknown(text) if text.as_str() == "PAUSED"));
    let [SymbolFilter::PriceFilter(price), SymbolFilter::MinNotional(least), SymbolFilter::Unknown(other)] =
        &symbol.filters[..]
    else {
        panic!("{:?}", symbol.filters)
    };
    assert_eq!((price.tick_size.to_string(), least.notional.to_string()), ("0.10".into(), "100".into()));
    assert_eq!((&other.fields()["filterType"], &other.fields()["limit"]), (&json!("MAX_DREAMS"), &json!(3)));
}

#[tokio::test]
async fn lists_of_market_data_keep_what_is_good() {
    let kline = |open: &str| format!(r#"[1,"{open}","1.2","0.9","1.0","50",59999,"55",3,"20","22","0"]"#);
    let server = Server::answering(ok(&format!("[{},{}]", kline("one"), kline("1.0")))).await;
    let klines = server.client().get_klines().symbol("A").interval("1m").send().await.unwrap();
    assert_eq!((klines.len(), klines[0].open.to_string(), klines.rejected()[0].index), (1, "1.0".into(), 0));

    let row = |cap: &str| {
        json!({ "symbol": "A", "adjustedFundingRateCap": cap, "adjustedFundingRateFloor": "-0.02",
                "fundingIntervalHours": 8 })
    };
    let server = Server::answering(ok(&json!([row("0.02"), row("2 %"), row("0.03")]).to_string())).await;
    let rows = server.client().get_funding_info().send().await.unwrap();
    assert_eq!((rows.len(), rows.rejected().len(), rows.rejected()[0].index), (2, 1, 1));

    let prices = r#"[{"symbol":"A","price":"1.50","time":1},{"symbol":"B","price":"1,50","time":1}]"#;
    let server = Server::answering(ok(prices)).await;
    let prices = server.client().get_ticker_price_v2().send().await.unwrap().into_inner();
    let OneOrMany::Many(prices) = prices else { panic!("{prices:?}") };
    assert_eq!((prices.len(), prices.rejected()[0].index), (1, 1));
}

#[tokio::test]
async fn a_level_of_a_book_that_does_not_decode_is_an_error() {
    let book = r#"{"lastUpdateId":1,"E":2,"T":2,"bids":[["1.0","2"],["0.9"]],"asks":[]}"#;
    let server = Server::answering(ok(book)).await;
    let error = server.client().get_order_book().symbol("A").send().await.unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.path().starts_with("bids[1]")), "{error}");
}

/// An open order, with every field that it always has.
fn order(id: &Value) -> Value {
    json!({
        "orderId": id, "symbol": "BTCUSDT", "status": "NEW", "clientOrderId": "a", "price": "50000.10",
        "avgPrice": "0.00", "origQty": "0.010", "executedQty": "0.000", "cumQuote": "0.00", "timeInForce": "GTC",
        "type": "LIMIT", "reduceOnly": false, "closePosition": false, "side": "BUY", "positionSide": "BOTH",
        "stopPrice": "0", "workingType": "CONTRACT_PRICE", "priceProtect": false, "origType": "LIMIT",
        "time": 1_760_000_010_000_i64, "updateTime": 1_760_000_010_000_i64,
    })
}

#[tokio::test]
async fn an_order_that_does_not_decode_is_an_error_for_the_whole_list() {
    let good = order(&json!(8_389_766_058_155_948_589_i64));
    let server = Server::answering(ok(&json!([good]).to_string())).await;
    let orders = server.client().get_open_orders().send().await.unwrap();
    assert_eq!((orders.len(), orders[0].order_id), (1, 8_389_766_058_155_948_589));

    let server = Server::answering(ok(&json!([good, order(&json!(1.5))]).to_string())).await;
    let error = server.client().get_open_orders().send().await.unwrap_err();
    let Error::Decode(error) = error else { panic!("{error:?}") };
    assert_eq!((error.path(), error.operation().id), ("[1].orderId", "getOpenOrders"));
}

#[tokio::test]
async fn positions_are_typed_where_the_wire_has_text() {
    let position = |leverage: &str| {
        json!([{
            "symbol": "BTCUSDT", "positionAmt": "-0.010", "entryPrice": "65000.1", "markPrice": "65000.20000000",
            "unRealizedProfit": "-0.00100000", "liquidationPrice": "0", "leverage": leverage,
            "maxNotionalValue": "100000000", "marginType": "cross", "isolatedMargin": "0.00000000",
            "isAutoAddMargin": "false", "positionSide": "BOTH", "updateTime": 0,
        }])
    };
    let server = Server::answering(ok(&position("20").to_string())).await;
    let positions = server.client().get_position_risk().send().await.unwrap();
    let position_read = &positions[0];
    assert_eq!((&position_read.margin_type, position_read.leverage), (&MarginType::Crossed, 20));
    assert!(!position_read.is_auto_add_margin && position_read.update_time.is_zero());

    let server = Server::answering(ok(&position("twenty").to_string())).await;
    let error = server.client().get_position_risk().send().await.unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.path() == "[0].leverage"), "{error}");
}

#[tokio::test]
async fn the_trade_of_an_income_is_an_integer_or_none() {
    let row = |trade: &str| {
        json!({ "symbol": "BTCUSDT", "incomeType": "COMMISSION", "income": "-0.01", "asset": "USDT", "info": "",
                "time": 1, "tranId": 9_689_322_392_i64, "tradeId": trade })
    };
    let server = Server::answering(ok(&json!([row("8389766058155948589"), row("")]).to_string())).await;
    let rows = server.client().get_income_history().send().await.unwrap();
    assert_eq!((rows[0].trade_id, rows[1].trade_id), (Some(8_389_766_058_155_948_589), None));
}
