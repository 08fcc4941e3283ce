//! The sandbox, over raw HTTP and signed by a second implementation of HMAC-SHA256.

use std::fmt::Write as _;

use binance_usdm::sandbox::{ManualClock, Sandbox};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const NOW: i64 = 1_760_000_010_000;
const MINUTE: i64 = 60_000;

struct Reply {
    status: u16,
    head: String,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    #[track_caller]
    fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }

    #[track_caller]
    fn refused(self, status: u16, code: i64) -> String {
        assert_eq!((self.status, self.json()["code"].as_i64()), (status, Some(code)), "{}", self.text);
        self.json()["msg"].as_str().unwrap().to_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// A sandbox, its clock, and the means to talk to it.
struct Bench {
    sandbox: Sandbox,
    clock: ManualClock,
}

impl Bench {
    async fn new() -> Self {
        Self::at(NOW).await
    }

    async fn at(now: i64) -> Self {
        let clock = ManualClock::new(now);
        let sandbox = Sandbox::builder().seed(42).clock(clock.clone()).start().await.unwrap();
        Self { sandbox, clock }
    }

    /// Sends a request as it is given.
    async fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> Reply {
        let address = self.sandbox.base_url().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut received = Vec::new();
        stream.read_to_end(&mut received).await.unwrap();
        let received = String::from_utf8(received).unwrap();
        let (head, text) = received.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head: head.to_owned(), text: text.to_owned() }
    }

    async fn get(&self, target: &str) -> Reply {
        self.send("GET", target, "", "").await
    }

    fn key(&self) -> String {
        format!("x-mbx-apikey: {}\r\n", self.sandbox.api_key())
    }

    fn signature(&self, payload: &str) -> String {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, self.sandbox.secret_key().as_bytes());
        ring::hmac::sign(&key, payload.as_bytes()).as_ref().iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
    }

    /// Sends a signed request with everything in the query, timed by the clock that the sandbox has.
    async fn signed(&self, method: &str, path: &str, parameters: &str) -> Reply {
        let time = binance_usdm::Clock::now_millis(&self.clock);
        let separator = if parameters.is_empty() { "" } else { "&" };
        let query = format!("{parameters}{separator}timestamp={time}");
        let target = format!("{path}?{query}&signature={}", self.signature(&query));
        self.send(method, &target, &self.key(), "").await
    }

    async fn order(&self, parameters: &str) -> Reply {
        self.signed("POST", "/fapi/v1/order", parameters).await
    }

    async fn price(&self, symbol: &str) -> Decimal {
        let ticker = self.get(&format!("/fapi/v1/ticker/price?symbol={symbol}")).await.ok();
        decimal(&ticker["price"])
    }

    /// What the account holds of USDT.
    async fn wallet(&self) -> Decimal {
        let account = self.signed("GET", "/fapi/v2/account", "").await.ok();
        decimal(&account["totalWalletBalance"])
    }

    async fn position(&self, symbol: &str) -> Value {
        let rows = self.signed("GET", "/fapi/v2/positionRisk", &format!("symbol={symbol}")).await.ok();
        rows[0].clone()
    }

    /// Moves the clock, within a day, until the price of Bitcoin has reached a bound.
    async fn wait_for_price(&self, reached: impl Fn(Decimal) -> bool) {
        for _ in 0..1440 {
            if reached(self.price("BTCUSDT").await) {
                return;
            }
            self.clock.advance(MINUTE);
        }
        panic!("the price was not reached within a day");
    }
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        write!(encoded, "%{byte:02X}").unwrap();
        encoded
    })
}

const ORDER_PATH: &str = "/fapi/v1/order";

#[tokio::test]
async fn an_unknown_path_is_answered_in_html_and_a_wrong_method_in_json() {
    let bench = Bench::new().await;
    let reply = bench.get("/fapi/v1/nothing").await;
    assert_eq!((reply.status, reply.header("content-type")), (404, Some("text/html")));
    bench.send("PATCH", ORDER_PATH, "", "").await.refused(404, -5000);
}

#[tokio::test]
async fn public_operations_need_no_key_and_ignore_what_they_do_not_read() {
    let bench = Bench::new().await;
    assert_eq!(bench.get("/fapi/v1/ping").await.ok(), json!({}));
    assert_eq!(bench.get("/fapi/v1/time").await.ok(), json!({ "serverTime": NOW }));
    let info = bench.get("/fapi/v1/exchangeInfo?symbol=NONSENSE").await.ok();
    assert_eq!(info["symbols"].as_array().unwrap().len(), 7);
    assert_eq!(bench.sandbox.requests("getServerTime"), 1);
}

#[tokio::test]
async fn a_missing_key_and_a_wrong_key_are_told_apart() {
    let bench = Bench::new().await;
    bench.send("POST", "/fapi/v1/listenKey", "", "").await.refused(401, -2014);
    bench.send("POST", ORDER_PATH, "", "").await.refused(401, -2014);
    bench.send("POST", ORDER_PATH, "x-mbx-apikey: abc\r\n", "").await.refused(401, -2015);
}

#[tokio::test]
async fn timestamp_and_signature_are_mandatory() {
    let bench = Bench::new().await;
    let msg = bench.send("GET", "/fapi/v2/balance", &bench.key(), "").await.refused(400, -1102);
    assert_eq!(msg, "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed.");
    let target = format!("/fapi/v2/balance?timestamp={NOW}");
    let msg = bench.send("GET", &target, &bench.key(), "").await.refused(400, -1102);
    assert_eq!(msg, "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.");
}

#[tokio::test]
async fn a_signature_that_is_wrong_or_not_last_is_refused() {
    let bench = Bench::new().await;
    let query = format!("timestamp={NOW}");
    let signature = bench.signature(&query);
    let wrong = bench.signature("something else");
    for target in [
        format!("/fapi/v2/balance?{query}&signature={wrong}"),
        format!("/fapi/v2/balance?{query}&signature=abc"),
        format!("/fapi/v2/balance?signature={signature}&{query}"),
    ] {
        let msg = bench.send("GET", &target, &bench.key(), "").await.refused(400, -1022);
        assert_eq!(msg, "Signature for this request is not valid.");
    }
    let upper = format!("/fapi/v2/balance?{query}&signature={}", signature.to_uppercase());
    bench.send("GET", &upper, &bench.key(), "").await.ok();
}

#[tokio::test]
async fn a_timestamp_has_to_lie_within_the_window() {
    let bench = Bench::new().await;
    for (time, extra, accepted) in [
        (NOW + 999, "", true),
        (NOW + 1000, "", false),
        (NOW - 5000, "", true),
        (NOW - 5001, "", false),
        (NOW - 9000, "&recvWindow=10000", true),
        (NOW - 10_001, "&recvWindow=10000", false),
    ] {
        let query = format!("timestamp={time}{extra}");
        let target = format!("/fapi/v2/balance?{query}&signature={}", bench.signature(&query));
        let reply = bench.send("GET", &target, &bench.key(), "").await;
        if accepted {
            reply.ok();
        } else {
            reply.refused(400, -1021);
        }
    }
    bench.signed("GET", "/fapi/v2/balance", "recvWindow=60001").await.refused(400, -1131);
}

#[tokio::test]
async fn the_signature_covers_query_and_body_as_they_were_sent() {
    let bench = Bench::new().await;
    let headers = format!("{}content-type: application/x-www-form-urlencoded\r\n", bench.key());
    let query = "symbol=BTCUSDT&leverage=7";
    let body = format!("timestamp={NOW}&recvWindow=1000");
    let signature = bench.signature(&format!("{query}{body}"));
    let target = format!("/fapi/v1/leverage?{query}");
    let leverage = bench.send("POST", &target, &headers, &format!("{body}&signature={signature}")).await.ok();
    assert_eq!(leverage["leverage"], 7);

    let form = format!("symbol=BTCUSDT&leverage=9&timestamp={NOW}");
    let signed = format!("{form}&signature={}", bench.signature(&form));
    bench.send("POST", "/fapi/v1/leverage", &headers, &signed).await.ok();
    // The same text with one byte written differently is another text.
    let rewritten = signed.replace("BTCUSDT", "BTC%55SDT");
    bench.send("POST", "/fapi/v1/leverage", &headers, &rewritten).await.refused(400, -1022);
    assert_eq!(bench.position("BTCUSDT").await["leverage"], "9");
}

#[tokio::test]
async fn the_query_wins_over_the_body() {
    let bench = Bench::new().await;
    let (query, body) = ("leverage=3&symbol=ETHUSDT", format!("leverage=4&timestamp={NOW}"));
    let signature = bench.signature(&format!("{query}{body}"));
    let target = format!("/fapi/v1/leverage?{query}");
    let reply = bench.send("POST", &target, &bench.key(), &format!("{body}&signature={signature}")).await.ok();
    assert_eq!(reply["leverage"], 3);
}

#[tokio::test]
async fn a_symbol_beyond_ascii_is_traded_percent_encoded() {
    let bench = Bench::new().await;
    let symbol = encoded("币安人生USDT");
    bench.order(&format!("symbol={symbol}&side=BUY&type=MARKET&quantity=100")).await.ok();
    let position = bench.position(&symbol).await;
    assert_eq!((&position["symbol"], &position["positionAmt"]), (&json!("币安人生USDT"), &json!("100")));
}

#[tokio::test]
async fn parameters_are_checked_against_the_operation_table() {
    let bench = Bench::new().await;
    bench.get("/fapi/v1/depth").await.refused(400, -1102);
    bench.get("/fapi/v1/depth?symbol=NONSENSE").await.refused(400, -1121);
    bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=x").await.refused(400, -1102);
    let msg = bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=3").await.refused(400, -4021);
    assert_eq!(msg, "3 is not valid depth limit");
    bench.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1s").await.refused(400, -1120);
    bench.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1501").await.refused(400, -1130);
    bench.signed("GET", "/fapi/v2/balance", "nonsense=1").await.refused(400, -1104);
    bench.signed("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=126").await.refused(400, -4028);
    bench.signed("POST", "/fapi/v1/leverage", "symbol=TSLAUSDT&leverage=21").await.refused(400, -4028);
}

#[tokio::test]
async fn orders_that_break_a_rule_of_the_contract_are_refused() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await;
    let limit = |rest: &str| format!("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&{rest}");
    let market = |rest: &str| format!("symbol=BTCUSDT&side=BUY&type=MARKET&{rest}");
    for (order, code) in [
        (limit(&format!("quantity=0.01&price={}.05", price.trunc())), -4014),
        (limit(&format!("quantity=0.01&price={}.001", price.trunc())), -1111),
        (limit(&format!("quantity=0.0001&price={price}")), -1111),
        (limit(&format!("quantity=0&price={price}")), -4003),
        (limit(&format!("quantity=1001&price={price}")), -4005),
        (limit(&format!("quantity=0.001&price={price}")), -4164),
        (limit("quantity=0.01&price=199999"), -4016),
        (limit("quantity=0.01&price=99999999"), -4002),
        (limit("quantity=0.01&price=1"), -4013),
        (limit("price=80000"), -1102),
        (limit("quantity=0.01"), -1102),
        (limit("quantity=abc&price=80000"), -1102),
        ("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.01&price=80000".to_owned(), -1102),
        (market("quantity=0.01&price=80000"), -1106),
        (market("quantity=0.01&timeInForce=GTC"), -1106),
        (market("quantity=0.01&positionSide=LONG"), -4061),
        (market("quantity=0.01&reduceOnly=true"), -2022),
        (market("quantity=5"), -2019),
        (market("quantity=0.01&newClientOrderId=no%20spaces"), -1100),
        ("symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=0.01".to_owned(), -4120),
        ("symbol=BTCSTUSDT&side=BUY&type=MARKET&quantity=1".to_owned(), -4140),
    ] {
        let reply = bench.order(&order).await;
        assert_eq!(reply.json()["code"], code, "{order}: {}", reply.text);
        assert_eq!(reply.status, 400);
    }
    assert_eq!(bench.sandbox.open_orders(), 0);
    assert_eq!(bench.wallet().await, Decimal::from(10_000));
}

#[tokio::test]
async fn a_round_trip_moves_the_balance_to_the_last_digit() {
    let bench = Bench::new().await;
    let ask = bench.price("BTCUSDT").await + Decimal::new(1, 1);
    let bought = bench.order("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&newOrderRespType=RESULT").await.ok();
    assert_eq!(
        (&bought["status"], &bought["cumQty"], &bought["price"]),
        (&json!("FILLED"), &json!("0.010"), &json!("0.00"))
    );
    assert!(bought.get("avgPrice").is_none() && bought.get("time").is_none());
    let query = format!("symbol=BTCUSDT&orderId={}", bought["orderId"]);
    let queried = bench.signed("GET", ORDER_PATH, &query).await.ok();
    let quantity = Decimal::new(10, 3);
    assert_eq!((decimal(&queried["avgPrice"]), decimal(&queried["cumQuote"])), (ask, ask * quantity));
    assert!(queried.get("cumQty").is_none() && queried["time"] == NOW);
    assert_eq!(decimal(&bench.position("BTCUSDT").await["entryPrice"]), ask);

    bench.clock.advance(7 * MINUTE);
    let bid = bench.price("BTCUSDT").await;
    bench.order("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1&reduceOnly=true").await.ok();
    let fees = (ask + bid) * quantity * Decimal::new(5, 4);
    let profit = (bid - ask) * quantity;
    assert_eq!(bench.wallet().await, Decimal::from(10_000) + profit - fees);
    assert_eq!(bench.position("BTCUSDT").await["positionAmt"], "0.000");

    let rows = bench.signed("GET", "/fapi/v1/income", "symbol=BTCUSDT").await.ok();
    let sum = rows.as_array().unwrap().iter().map(|row| decimal(&row["income"])).sum::<Decimal>();
    assert_eq!(sum, profit - fees);
    let kinds: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["incomeType"].as_str()).collect();
    assert_eq!(kinds, ["COMMISSION", "REALIZED_PNL", "COMMISSION"]);
}

#[tokio::test]
async fn an_acknowledgement_shows_the_order_before_its_fill() {
    let bench = Bench::new().await;
    let reply = bench.order("symbol=ETHUSDT&side=SELL&type=MARKET&quantity=0.100").await;
    assert_eq!(reply.header("x-mbx-order-count-10s"), Some("1"));
    assert_eq!(reply.header("x-mbx-order-count-1m"), Some("1"));
    let order = reply.ok();
    assert_eq!((&order["status"], &order["executedQty"]), (&json!("NEW"), &json!("0.000")));
    assert!(order["orderId"].as_i64().unwrap() > 1 << 53);
    assert_eq!(bench.position("ETHUSDT").await["positionAmt"], "-0.100");
}

#[tokio::test]
async fn a_resting_order_fills_as_maker_when_the_price_comes_to_it() {
    let bench = Bench::new().await;
    let bid = bench.price("BTCUSDT").await - Decimal::from(20);
    let order = format!("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.010&price={bid}");
    let placed = bench.order(&order).await.ok();
    assert_eq!((&placed["status"], &placed["timeInForce"]), (&json!("NEW"), &json!("GTX")));
    assert_eq!(bench.sandbox.open_orders(), 1);
    let account = bench.signed("GET", "/fapi/v2/account", "").await.ok();
    assert_eq!(decimal(&account["totalOpenOrderInitialMargin"]), bid / Decimal::from(2_000));

    bench.wait_for_price(|price| price < bid).await;
    let query = format!("symbol=BTCUSDT&orderId={}", placed["orderId"]);
    let queried = bench.signed("GET", ORDER_PATH, &query).await.ok();
    assert_eq!((&queried["status"], decimal(&queried["avgPrice"])), (&json!("FILLED"), bid));
    let fee = bid * Decimal::new(10, 3) * Decimal::new(2, 4);
    let rows = bench.signed("GET", "/fapi/v1/income", "incomeType=COMMISSION").await.ok();
    assert_eq!(decimal(&rows[0]["income"]), -fee);
}

#[tokio::test]
async fn the_time_in_force_decides_what_happens_at_once() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await;
    let (near, far) = (price + Decimal::from(5), price - Decimal::from(500));
    let order = |time_in_force: &str, price: Decimal| {
        format!(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce={time_in_force}&quantity=0.005&price={price}&newOrderRespType=RESULT"
        )
    };
    bench.order(&order("GTX", near)).await.refused(400, -5022);
    bench.order(&order("FOK", far)).await.refused(400, -5021);
    assert_eq!(bench.order(&order("IOC", far)).await.ok()["status"], "EXPIRED");
    assert_eq!(bench.order(&order("IOC", near)).await.ok()["status"], "FILLED");
    assert_eq!(bench.order(&order("FOK", near)).await.ok()["status"], "FILLED");
    assert_eq!(bench.sandbox.open_orders(), 0);
}

#[tokio::test]
async fn orders_are_cancelled_and_queried_by_either_id() {
    let bench = Bench::new().await;
    let price = bench.price("BTCUSDT").await - Decimal::from(1_000);
    let order = format!(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010&price={price}&newClientOrderId=mine-1"
    );
    let placed = bench.order(&order).await.ok();
    bench.order(&order).await.refused(400, -4116);
    let by_client = "symbol=BTCUSDT&origClientOrderId=mine-1";
    assert_eq!(bench.signed("GET", ORDER_PATH, by_client).await.ok()["orderId"], placed["orderId"]);
    assert_eq!(bench.signed("GET", "/fapi/v1/openOrders", "").await.ok().as_array().unwrap().len(), 1);

    let cancelled = bench.signed("DELETE", ORDER_PATH, by_client).await.ok();
    assert_eq!((&cancelled["status"], &cancelled["cumQty"]), (&json!("CANCELED"), &json!("0.000")));
    assert!(cancelled.get("time").is_none());
    let by_id = format!("symbol=BTCUSDT&orderId={}", placed["orderId"]);
    assert_eq!(bench.signed("DELETE", ORDER_PATH, &by_id).await.refused(400, -2011), "Unknown order sent.");
    assert_eq!(bench.signed("GET", ORDER_PATH, &by_id).await.ok()["status"], "CANCELED");
    assert_eq!(bench.signed("GET", "/fapi/v1/openOrders", "symbol=BTCUSDT").await.ok(), json!([]));

    bench.signed("GET", ORDER_PATH, "symbol=BTCUSDT").await.refused(400, -1102);
    bench.signed("GET", ORDER_PATH, "symbol=BTCUSDT&orderId=1").await.refused(400, -2013);
    bench.clock.advance(3 * 24 * 60 * MINUTE + 1);
    bench.signed("GET", ORDER_PATH, &by_id).await.refused(400, -2013);
}

#[tokio::test]
async fn a_batch_answers_row_by_row() {
    let bench = Bench::new().await;
    let rows = json!([
        { "symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.002" },
        { "symbol": "ETHUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.1", "reduceOnly": "true" },
        { "symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": 0.002 },
        { "symbol": "NONSENSE", "side": "BUY", "type": "MARKET", "quantity": "1" },
    ]);
    let batch = |rows: &Value| format!("batchOrders={}", encoded(&rows.to_string()));
    let reply = bench.signed("POST", "/fapi/v1/batchOrders", &batch(&rows)).await;
    assert_eq!(reply.header("x-mbx-order-count-10s"), Some("5"));
    let answers = reply.ok();
    assert_eq!(answers[0]["symbol"], "BTCUSDT");
    assert_eq!(answers[1], json!({ "code": -2022, "msg": "ReduceOnly Order is rejected." }));
    assert_eq!((&answers[2]["code"], &answers[3]["code"]), (&json!(-1102), &json!(-1121)));

    let six = Value::Array(vec![rows[0].clone(); 6]);
    bench.signed("POST", "/fapi/v1/batchOrders", &batch(&six)).await.refused(400, -4082);
    bench.signed("POST", "/fapi/v1/batchOrders", "batchOrders=%7B%7D").await.refused(400, -1130);
}

#[tokio::test]
async fn the_margin_type_changes_only_when_it_is_free_to() {
    let bench = Bench::new().await;
    let change = |kind: &str| format!("symbol=ETHUSDT&marginType={kind}");
    let path = "/fapi/v1/marginType";
    bench.signed("POST", path, &change("CROSSED")).await.refused(400, -4046);
    assert_eq!(bench.signed("POST", path, &change("ISOLATED")).await.ok(), json!({ "code": 200, "msg": "success" }));
    let price = bench.price("ETHUSDT").await - Decimal::from(100);
    let order =
        format!("symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price={price}&newClientOrderId=a");
    bench.order(&order).await.ok();
    bench.signed("POST", path, &change("CROSSED")).await.refused(400, -4047);
    bench.signed("DELETE", ORDER_PATH, "symbol=ETHUSDT&origClientOrderId=a").await.ok();
    bench.order("symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1").await.ok();
    bench.signed("POST", path, &change("CROSSED")).await.refused(400, -4048);
    bench.signed("POST", "/fapi/v1/leverage", "symbol=ETHUSDT&leverage=5").await.refused(400, -4161);
    let position = bench.position("ETHUSDT").await;
    assert_eq!((&position["marginType"], &position["isAutoAddMargin"]), (&json!("isolated"), &json!("false")));
}

#[tokio::test]
async fn a_listen_key_lives_for_an_hour_after_it_was_last_kept_alive() {
    let bench = Bench::new().await;
    let call = async |method: &str| bench.send(method, "/fapi/v1/listenKey", &bench.key(), "").await;
    call("PUT").await.refused(400, -1125);
    let created = call("POST").await.ok();
    assert_eq!(created["listenKey"].as_str().unwrap().len(), 64);
    bench.clock.advance(50 * MINUTE);
    assert_eq!(call("PUT").await.ok(), created);
    bench.clock.advance(50 * MINUTE);
    assert_eq!(call("POST").await.ok(), created);
    bench.clock.advance(60 * MINUTE);
    call("PUT").await.refused(400, -1125);
    let renewed = call("POST").await.ok();
    assert_ne!(renewed, created);
    assert_eq!(call("DELETE").await.ok(), json!({}));
    call("DELETE").await.refused(400, -1125);
}

#[tokio::test]
async fn funding_is_paid_for_a_position_that_is_held_over_the_hour() {
    let bench = Bench::new().await;
    bench.order("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.100").await.ok();
    let before = bench.wallet().await;
    let next = bench.get("/fapi/v1/premiumIndex?symbol=BTCUSDT").await.ok()["nextFundingTime"].as_i64().unwrap();
    bench.clock.set(next + 1_000);
    let history = bench.get("/fapi/v1/fundingRate?symbol=BTCUSDT&limit=1").await.ok();
    let (rate, mark) = (decimal(&history[0]["fundingRate"]), decimal(&history[0]["markPrice"]));
    let paid = (Decimal::new(1, 1) * mark * rate).round_dp(8);
    assert_eq!(bench.wallet().await, before - paid);
    let rows = bench.signed("GET", "/fapi/v1/income", "incomeType=FUNDING_FEE").await.ok();
    assert_eq!((&rows[0]["time"], decimal(&rows[0]["income"])), (&json!(next), -paid));
}

#[tokio::test]
async fn market_data_agrees_with_itself() {
    let bench = Bench::at(NOW + 7_000).await;
    let price = bench.price("BTCUSDT").await;
    let klines = bench.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=3").await.ok();
    assert_eq!(decimal(&klines[2][4]), price);
    let trades = bench.get("/fapi/v1/trades?symbol=BTCUSDT&limit=7").await.ok();
    assert_eq!((trades.as_array().unwrap().len(), decimal(&trades[6]["price"])), (7, price));
    let ticker = bench.get("/fapi/v1/ticker/24hr?symbol=BTCUSDT").await.ok();
    assert_eq!((decimal(&ticker["lastPrice"]), &ticker["lastId"]), (price, &trades[6]["id"]));
    let book = bench.get("/fapi/v1/depth?symbol=BTCUSDT&limit=5").await.ok();
    assert_eq!((decimal(&book["bids"][0][0]), decimal(&book["asks"][0][0])), (price, price + Decimal::new(1, 1)));
    assert_eq!((book["bids"].as_array().unwrap().len(), book["asks"].as_array().unwrap().len()), (5, 5));
    assert_eq!(bench.get("/fapi/v1/ticker/price").await.ok().as_array().unwrap().len(), 6);
    bench.get("/fapi/v1/openInterest?symbol=BTCUSDT").await.ok();
}

#[tokio::test]
async fn values_that_trip_clients_are_there() {
    let bench = Bench::new().await;
    let info = bench.get("/fapi/v1/exchangeInfo").await.ok();
    let kinds: Vec<&str> =
        info["symbols"].as_array().unwrap().iter().filter_map(|row| row["contractType"].as_str()).collect();
    assert!(["", "TRADIFI_PERPETUAL", "CURRENT_QUARTER"].iter().all(|kind| kinds.contains(kind)));
    let delivery = bench.get("/fapi/v1/premiumIndex?symbol=BTCUSDT_261225").await.ok();
    assert_eq!((&delivery["lastFundingRate"], &delivery["nextFundingTime"]), (&json!(""), &json!(0)));
    let funding = bench.get("/fapi/v1/fundingInfo").await.ok();
    assert!(funding.as_array().unwrap().iter().any(|row| row["updateTime"].is_null()));
    let early = bench.get("/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=1690000000000&limit=2").await.ok();
    assert_eq!((early.as_array().unwrap().len(), &early[0]["markPrice"]), (2, &json!("")));
    assert_eq!(bench.position("BTCUSDT").await["maxNotionalValue"], "1.0E8");
}

#[tokio::test]
async fn weight_is_reported_and_adds_up_over_a_minute() {
    let bench = Bench::new().await;
    let weight = async |target: &str| {
        let reply = bench.get(target).await;
        reply.header("x-mbx-used-weight-1m").map(str::to_owned)
    };
    assert_eq!(weight("/fapi/v1/ping").await.as_deref(), Some("1"));
    assert_eq!(weight("/fapi/v1/ticker/24hr").await.as_deref(), Some("41"));
    assert_eq!(weight("/fapi/v1/fundingInfo").await, None);
    bench.clock.advance(MINUTE);
    assert_eq!(weight("/fapi/v1/ping").await.as_deref(), Some("1"));
}

#[tokio::test]
async fn the_same_seed_and_clock_give_the_same_bytes() {
    let (one, two) = (Bench::new().await, Bench::new().await);
    assert_eq!(one.sandbox.api_key(), two.sandbox.api_key());
    for target in
        ["/fapi/v1/depth?symbol=ETHUSDT", "/fapi/v1/klines?symbol=DOGEUSDT&interval=4h", "/fapi/v1/premiumIndex"]
    {
        let (first, second) = (one.get(target).await, two.get(target).await);
        assert_eq!((first.head, first.text), (second.head, second.text));
    }
    let order = "symbol=DOGEUSDT&side=BUY&type=MARKET&quantity=500";
    assert_eq!(one.order(order).await.text, two.order(order).await.text);
    let [first, second] = [&one, &two].map(|bench| bench.signed("GET", "/fapi/v2/account", ""));
    assert_eq!(first.await.text, second.await.text);
}

#[tokio::test]
async fn a_body_without_end_is_not_read_to_the_end() {
    let bench = Bench::new().await;
    let reply = bench.send("POST", ORDER_PATH, &bench.key(), &"a".repeat(70_000)).await;
    assert_eq!(reply.status, 413);
}

#[tokio::test]
async fn a_dropped_sandbox_no_longer_answers() {
    let bench = Bench::new().await;
    let address = bench.sandbox.base_url().strip_prefix("http://").unwrap().to_owned();
    let mut idle = TcpStream::connect(&address).await.unwrap();
    bench.get("/fapi/v1/ping").await.ok();
    drop(bench);
    assert_eq!(idle.read(&mut [0]).await.unwrap_or_default(), 0);
    assert!(TcpStream::connect(&address).await.is_err());
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let bench = Bench::new().await;
    let text = format!("{:?} {:?}", bench.sandbox, bench.sandbox.credentials());
    assert!(!text.contains(bench.sandbox.secret_key()) && !text.contains(bench.sandbox.api_key()));
}
