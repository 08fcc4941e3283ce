//! Answers of the exchange, made up the same in every run: realistic fields, digits and sizes.

mod account;
mod depth;
mod digits;
mod exchange_info;
mod klines;
mod tickers;

pub use account::account;
pub use depth::depth;
pub use exchange_info::exchange_info;
pub use klines::klines;
pub use tickers::tickers;

/// A newly placed order, as the exchange acknowledges it.
pub const PLACED: &str = r#"{"orderId":283194212,"symbol":"BTCUSDT","status":"NEW","clientOrderId":"x7a3k9q2m5w8e1r4t6y0u2i5o","price":"50000.10","avgPrice":"0.00","origQty":"0.010","executedQty":"0.000","cumQty":"0.000","cumQuote":"0.00000","timeInForce":"GTC","type":"LIMIT","reduceOnly":false,"closePosition":false,"side":"BUY","positionSide":"BOTH","stopPrice":"0.00","workingType":"CONTRACT_PRICE","priceProtect":false,"origType":"LIMIT","priceMatch":"NONE","selfTradePreventionMode":"EXPIRE_MAKER","goodTillDate":0,"updateTime":1790003521905}"#;

/// The latest price of one symbol.
pub const PRICE: &str = r#"{"symbol":"BTCUSDT","price":"112840.20","time":1790003521844}"#;

/// An exchange without symbols, whose limits no benchmark reaches.
pub const ROOMY: &str = r#"{"timezone":"UTC","serverTime":1790003521905,"futuresType":"U_MARGINED","rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":1000000000},{"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":1000000000},{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":1000000000}],"exchangeFilters":[],"assets":[],"symbols":[]}"#;

/// One in so many values is a word that was added after the client was built.
const ONE_IN_UNKNOWN: u64 = 200;
/// One in so many symbols has not been traded yet, and says nothing where others have a figure.
const ONE_IN_EMPTY: u64 = 50;
