//! The same call by the crate and by hand.

use binance_usdm::{Client, Credentials, OrderSide, OrderType, TimeInForce, types};

use crate::by_hand::client::{self, Order};

pub const API_KEY: &str = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
pub const SECRET: &str = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

pub const ORDER: Order<'static> = Order {
    symbol: "BTCUSDT",
    side: "BUY",
    kind: "LIMIT",
    time_in_force: "GTC",
    quantity: "0.010",
    price: "50000.10",
    client_order_id: Some("x7a3k9q2m5w8e1r4t6y0u2i5o3"),
};

/// The same without an id: the crate makes one, a program written by hand has none to ask for it by.
pub const UNNAMED: Order<'static> = Order { client_order_id: None, ..ORDER };

/// How many calls are counted in one.
pub const CALLS: u64 = 200;

/// A client of the crate with its defaults, which has learnt that there are no limits to wait for.
pub async fn crate_client(base_url: &str) -> Client {
    let client = new_crate_client(base_url);
    client.get_exchange_info().send().await.expect("the exchange answers");
    client
}

pub fn new_crate_client(base_url: &str) -> Client {
    let credentials = Credentials::new(API_KEY, SECRET);
    Client::builder().base_url(base_url).credentials(credentials).build().expect("a client")
}

pub fn hand_client(base_url: &str) -> client::Client {
    client::Client::new(base_url, API_KEY, SECRET).expect("a client")
}

/// An order as a user of the crate writes it.
pub fn crate_order<'a>(client: &'a Client, order: Order<'_>) -> binance_usdm::builder::CreateOrder<'a> {
    let request = client
        .create_order()
        .symbol(order.symbol)
        .side(OrderSide::Buy)
        .type_(OrderType::Limit)
        .time_in_force(TimeInForce::Gtc)
        .quantity(order.quantity)
        .price(order.price);
    match order.client_order_id {
        Some(id) => request.new_client_order_id(id),
        None => request,
    }
}

pub async fn place_by_crate(client: &Client, order: Order<'_>) -> types::FuturesOrderResponse {
    crate_order(client, order).send().await.expect("placed").into_inner()
}

pub async fn place_by_hand(client: &client::Client, order: Order<'_>) -> crate::by_hand::strings::PlacedOrder {
    client.place(order).await.expect("placed")
}

pub async fn price_by_crate(client: &Client) -> binance_usdm::OneOrMany<types::TickerPrice> {
    client.get_ticker_price_v2().symbol(ORDER.symbol).send().await.expect("answered").into_inner()
}

pub async fn price_by_hand(client: &client::Client) -> crate::by_hand::strings::Price {
    client.price(ORDER.symbol).await.expect("answered")
}

/// The query of an order, with room for what signing adds.
pub fn query_with_room() -> String {
    let mut query = String::with_capacity(512);
    query.push_str(&client::unsigned_query(ORDER));
    query
}
