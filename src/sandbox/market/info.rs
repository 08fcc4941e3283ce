//! The trading rules, as the exchange publishes them.

use serde_json::{Value, json};

use super::contract::Contract;
use super::listing;
use crate::sandbox::limits::Limits;

/// All types that the exchange names, although it takes only the first two on its order endpoints.
const ORDER_TYPES: [&str; 7] =
    ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"];

pub fn exchange_info(limits: &Limits, now: i64) -> Value {
    json!({
        "timezone": "UTC",
        "serverTime": now,
        "futuresType": "U_MARGINED",
        "rateLimits": limits.published(),
        "exchangeFilters": [],
        "assets": [
            { "asset": "USDT", "marginAvailable": true, "autoAssetExchange": "-10000" },
            { "asset": "BTC", "marginAvailable": true, "autoAssetExchange": "-0.10000000" },
            { "asset": "BNB", "marginAvailable": true, "autoAssetExchange": "-10" },
            { "asset": "USDC", "marginAvailable": true, "autoAssetExchange": "0" },
        ],
        "symbols": listing::all().map(symbol).collect::<Value>(),
    })
}

fn symbol(contract: &'static Contract) -> Value {
    json!({
        "symbol": contract.symbol,
        "pair": contract.pair,
        "contractType": contract.kind,
        "deliveryDate": contract.delivery,
        "onboardDate": contract.onboard,
        "status": contract.status,
        "maintMarginPercent": "2.5000",
        "requiredMarginPercent": "5.0000",
        "baseAsset": contract.base,
        "quoteAsset": "USDT",
        "marginAsset": "USDT",
        "pricePrecision": contract.price_digits,
        "quantityPrecision": contract.quantity_digits,
        "baseAssetPrecision": 8,
        "quotePrecision": 8,
        "underlyingType": contract.underlying,
        "underlyingSubType": contract.themes,
        "triggerProtect": "0.0500",
        "liquidationFee": "0.012500",
        "marketTakeBound": "0.05",
        "maxMoveOrderLimit": 10000,
        "filters": filters(contract),
        "orderTypes": ORDER_TYPES,
        "timeInForce": ["GTC", "IOC", "FOK", "GTX", "GTD"],
        "permissionSets": ["GRID", "COPY"],
    })
}

fn filters(contract: &Contract) -> Value {
    let (min_price, max_price) = contract.price_range();
    let (max_quantity, max_market_quantity) = contract.max_quantities();
    let (down, up) = contract.multipliers();
    let step = contract.step_size().to_string();
    json!([
        {
            "filterType": "PRICE_FILTER",
            "minPrice": min_price.to_string(),
            "maxPrice": max_price.to_string(),
            "tickSize": contract.tick_size().to_string(),
        },
        { "filterType": "LOT_SIZE", "minQty": step, "maxQty": max_quantity.to_string(), "stepSize": step },
        { "filterType": "MARKET_LOT_SIZE", "minQty": step, "maxQty": max_market_quantity.to_string(), "stepSize": step },
        { "filterType": "MAX_NUM_ORDERS", "limit": 200 },
        { "filterType": "MIN_NOTIONAL", "notional": contract.min_notional.to_string() },
        {
            "filterType": "PERCENT_PRICE",
            "multiplierUp": up.to_string(),
            "multiplierDown": down.to_string(),
            "multiplierDecimal": "4",
        },
        { "filterType": "POSITION_RISK_CONTROL", "positionControlSide": "NONE" },
    ])
}
