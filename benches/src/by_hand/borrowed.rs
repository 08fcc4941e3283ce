//! Plain serde, every text a slice of the answer: as fast as serde_json goes.

use serde::Deserialize;

/// Price and quantity.
pub type Level<'a> = (&'a str, &'a str);

/// A candlestick.
pub type Kline<'a> = (i64, &'a str, &'a str, &'a str, &'a str, &'a str, i64, &'a str, i64, &'a str, &'a str, &'a str);

/// An order as the exchange acknowledges it.
#[derive(Debug, Deserialize)]
pub struct PlacedOrder<'a> {
    #[serde(rename = "orderId")]
    pub order_id: i64,
    pub symbol: &'a str,
    pub status: &'a str,
    #[serde(rename = "clientOrderId")]
    pub client_order_id: &'a str,
    pub price: &'a str,
    #[serde(rename = "avgPrice")]
    pub avg_price: Option<&'a str>,
    #[serde(rename = "origQty")]
    pub orig_qty: &'a str,
    #[serde(rename = "executedQty")]
    pub executed_qty: &'a str,
    #[serde(rename = "cumQty")]
    pub cum_qty: Option<&'a str>,
    #[serde(rename = "cumQuote")]
    pub cum_quote: Option<&'a str>,
    #[serde(rename = "timeInForce")]
    pub time_in_force: &'a str,
    #[serde(rename = "type")]
    pub kind: &'a str,
    #[serde(rename = "reduceOnly")]
    pub reduce_only: bool,
    #[serde(rename = "closePosition")]
    pub close_position: bool,
    pub side: &'a str,
    #[serde(rename = "positionSide")]
    pub position_side: &'a str,
    #[serde(rename = "stopPrice")]
    pub stop_price: Option<&'a str>,
    #[serde(rename = "workingType")]
    pub working_type: Option<&'a str>,
    #[serde(rename = "priceProtect")]
    pub price_protect: Option<bool>,
    #[serde(rename = "origType")]
    pub orig_type: Option<&'a str>,
    #[serde(rename = "priceMatch")]
    pub price_match: Option<&'a str>,
    #[serde(rename = "selfTradePreventionMode")]
    pub self_trade_prevention_mode: Option<&'a str>,
    #[serde(rename = "goodTillDate")]
    pub good_till_date: Option<i64>,
    #[serde(rename = "updateTime")]
    pub update_time: i64,
}

/// The latest price of a symbol.
#[derive(Debug, Deserialize)]
pub struct Price<'a> {
    pub symbol: &'a str,
    pub price: &'a str,
    pub time: Option<i64>,
}

/// The statistics of 24 hours.
#[derive(Debug, Deserialize)]
pub struct Ticker<'a> {
    pub symbol: &'a str,
    #[serde(rename = "priceChange")]
    pub price_change: &'a str,
    #[serde(rename = "priceChangePercent")]
    pub price_change_percent: &'a str,
    #[serde(rename = "weightedAvgPrice")]
    pub weighted_avg_price: &'a str,
    #[serde(rename = "lastPrice")]
    pub last_price: &'a str,
    #[serde(rename = "lastQty")]
    pub last_qty: &'a str,
    #[serde(rename = "openPrice")]
    pub open_price: &'a str,
    #[serde(rename = "highPrice")]
    pub high_price: &'a str,
    #[serde(rename = "lowPrice")]
    pub low_price: &'a str,
    pub volume: &'a str,
    #[serde(rename = "quoteVolume")]
    pub quote_volume: &'a str,
    #[serde(rename = "openTime")]
    pub open_time: i64,
    #[serde(rename = "closeTime")]
    pub close_time: i64,
    #[serde(rename = "firstId")]
    pub first_id: i64,
    #[serde(rename = "lastId")]
    pub last_id: i64,
    pub count: i64,
}

/// The exchange information.
#[derive(Debug, Deserialize)]
pub struct ExchangeInfo<'a> {
    pub timezone: &'a str,
    #[serde(rename = "serverTime")]
    pub server_time: i64,
    #[serde(rename = "futuresType")]
    pub futures_type: Option<&'a str>,
    #[serde(rename = "rateLimits", borrow)]
    pub rate_limits: Vec<RateLimit<'a>>,
    #[serde(borrow)]
    pub assets: Vec<Asset<'a>>,
    #[serde(borrow)]
    pub symbols: Vec<Symbol<'a>>,
}

/// A limit of the exchange.
#[derive(Debug, Deserialize)]
pub struct RateLimit<'a> {
    #[serde(rename = "rateLimitType")]
    pub rate_limit_type: &'a str,
    pub interval: &'a str,
    #[serde(rename = "intervalNum")]
    pub interval_num: i64,
    pub limit: i64,
}

/// An asset that margin may be in.
#[derive(Debug, Deserialize)]
pub struct Asset<'a> {
    pub asset: &'a str,
    #[serde(rename = "marginAvailable")]
    pub margin_available: bool,
    #[serde(rename = "autoAssetExchange")]
    pub auto_asset_exchange: Option<&'a str>,
}

/// What can be traded.
#[derive(Debug, Deserialize)]
pub struct Symbol<'a> {
    pub symbol: &'a str,
    pub pair: &'a str,
    #[serde(rename = "contractType")]
    pub contract_type: &'a str,
    #[serde(rename = "deliveryDate")]
    pub delivery_date: i64,
    #[serde(rename = "onboardDate")]
    pub onboard_date: i64,
    pub status: &'a str,
    #[serde(rename = "maintMarginPercent")]
    pub maint_margin_percent: &'a str,
    #[serde(rename = "requiredMarginPercent")]
    pub required_margin_percent: &'a str,
    #[serde(rename = "baseAsset")]
    pub base_asset: &'a str,
    #[serde(rename = "quoteAsset")]
    pub quote_asset: &'a str,
    #[serde(rename = "marginAsset")]
    pub margin_asset: &'a str,
    #[serde(rename = "pricePrecision")]
    pub price_precision: i64,
    #[serde(rename = "quantityPrecision")]
    pub quantity_precision: i64,
    #[serde(rename = "baseAssetPrecision")]
    pub base_asset_precision: i64,
    #[serde(rename = "quotePrecision")]
    pub quote_precision: i64,
    #[serde(rename = "underlyingType")]
    pub underlying_type: &'a str,
    #[serde(rename = "underlyingSubType", borrow)]
    pub underlying_sub_type: Vec<&'a str>,
    #[serde(rename = "triggerProtect")]
    pub trigger_protect: &'a str,
    #[serde(rename = "liquidationFee")]
    pub liquidation_fee: &'a str,
    #[serde(rename = "marketTakeBound")]
    pub market_take_bound: &'a str,
    #[serde(rename = "maxMoveOrderLimit")]
    pub max_move_order_limit: Option<i64>,
    #[serde(borrow)]
    pub filters: Vec<Filter<'a>>,
    #[serde(rename = "orderTypes", borrow)]
    pub order_types: Vec<&'a str>,
    #[serde(rename = "timeInForce", borrow)]
    pub time_in_force: Vec<&'a str>,
    #[serde(rename = "permissionSets", borrow)]
    pub permission_sets: Vec<&'a str>,
}

/// A rule of a symbol: the fields of all kinds in one, which is the fastest way to read them.
#[derive(Debug, Deserialize)]
pub struct Filter<'a> {
    #[serde(rename = "filterType")]
    pub filter_type: &'a str,
    #[serde(rename = "minPrice")]
    pub min_price: Option<&'a str>,
    #[serde(rename = "maxPrice")]
    pub max_price: Option<&'a str>,
    #[serde(rename = "tickSize")]
    pub tick_size: Option<&'a str>,
    #[serde(rename = "minQty")]
    pub min_qty: Option<&'a str>,
    #[serde(rename = "maxQty")]
    pub max_qty: Option<&'a str>,
    #[serde(rename = "stepSize")]
    pub step_size: Option<&'a str>,
    pub notional: Option<&'a str>,
    #[serde(rename = "multiplierUp")]
    pub multiplier_up: Option<&'a str>,
    #[serde(rename = "multiplierDown")]
    pub multiplier_down: Option<&'a str>,
    #[serde(rename = "multiplierDecimal")]
    pub multiplier_decimal: Option<&'a str>,
    #[serde(rename = "positionControlSide")]
    pub position_control_side: Option<&'a str>,
    pub limit: Option<i64>,
}

/// The order book.
#[derive(Debug, Deserialize)]
pub struct OrderBook<'a> {
    #[serde(rename = "lastUpdateId")]
    pub last_update_id: i64,
    #[serde(rename = "E")]
    pub event_time: i64,
    #[serde(rename = "T")]
    pub transaction_time: i64,
    #[serde(borrow)]
    pub bids: Vec<Level<'a>>,
    #[serde(borrow)]
    pub asks: Vec<Level<'a>>,
}

/// An account.
#[derive(Debug, Deserialize)]
pub struct Account<'a> {
    #[serde(rename = "totalInitialMargin")]
    pub total_initial_margin: &'a str,
    #[serde(rename = "totalMaintMargin")]
    pub total_maint_margin: &'a str,
    #[serde(rename = "totalWalletBalance")]
    pub total_wallet_balance: &'a str,
    #[serde(rename = "totalUnrealizedProfit")]
    pub total_unrealized_profit: &'a str,
    #[serde(rename = "totalMarginBalance")]
    pub total_margin_balance: &'a str,
    #[serde(rename = "totalPositionInitialMargin")]
    pub total_position_initial_margin: &'a str,
    #[serde(rename = "totalOpenOrderInitialMargin")]
    pub total_open_order_initial_margin: &'a str,
    #[serde(rename = "totalCrossWalletBalance")]
    pub total_cross_wallet_balance: &'a str,
    #[serde(rename = "totalCrossUnPnl")]
    pub total_cross_un_pnl: &'a str,
    #[serde(rename = "availableBalance")]
    pub available_balance: &'a str,
    #[serde(rename = "maxWithdrawAmount")]
    pub max_withdraw_amount: &'a str,
    #[serde(borrow)]
    pub assets: Vec<AccountAsset<'a>>,
    #[serde(borrow)]
    pub positions: Vec<Position<'a>>,
}

/// An asset of an account.
#[derive(Debug, Deserialize)]
pub struct AccountAsset<'a> {
    pub asset: &'a str,
    #[serde(rename = "walletBalance")]
    pub wallet_balance: &'a str,
    #[serde(rename = "unrealizedProfit")]
    pub unrealized_profit: &'a str,
    #[serde(rename = "marginBalance")]
    pub margin_balance: &'a str,
    #[serde(rename = "maintMargin")]
    pub maint_margin: &'a str,
    #[serde(rename = "initialMargin")]
    pub initial_margin: &'a str,
    #[serde(rename = "positionInitialMargin")]
    pub position_initial_margin: &'a str,
    #[serde(rename = "openOrderInitialMargin")]
    pub open_order_initial_margin: &'a str,
    #[serde(rename = "crossWalletBalance")]
    pub cross_wallet_balance: &'a str,
    #[serde(rename = "crossUnPnl")]
    pub cross_un_pnl: &'a str,
    #[serde(rename = "availableBalance")]
    pub available_balance: &'a str,
    #[serde(rename = "maxWithdrawAmount")]
    pub max_withdraw_amount: &'a str,
    #[serde(rename = "marginAvailable")]
    pub margin_available: bool,
    #[serde(rename = "updateTime")]
    pub update_time: i64,
}

/// A position of an account.
#[derive(Debug, Deserialize)]
pub struct Position<'a> {
    pub symbol: &'a str,
    #[serde(rename = "positionSide")]
    pub position_side: &'a str,
    #[serde(rename = "positionAmt")]
    pub position_amt: &'a str,
    #[serde(rename = "unrealizedProfit")]
    pub unrealized_profit: &'a str,
    #[serde(rename = "isolatedMargin")]
    pub isolated_margin: &'a str,
    pub notional: &'a str,
    #[serde(rename = "isolatedWallet")]
    pub isolated_wallet: &'a str,
    #[serde(rename = "initialMargin")]
    pub initial_margin: &'a str,
    #[serde(rename = "maintMargin")]
    pub maint_margin: &'a str,
    #[serde(rename = "updateTime")]
    pub update_time: i64,
}
