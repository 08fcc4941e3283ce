use std::fmt::Write as _;

use super::ONE_IN_UNKNOWN;
use super::digits::Digits;

/// The exchange information with so many symbols: some 1.1 kB each, filters with their kind in different places.
pub fn exchange_info(symbols: usize) -> String {
    let mut digits = Digits::new(1);
    let mut body = String::from(
        r#"{"timezone":"UTC","serverTime":1790003521905,"futuresType":"U_MARGINED","rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":2400},{"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":1200},{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300}],"exchangeFilters":[],"assets":[{"asset":"USDT","marginAvailable":true,"autoAssetExchange":"-10000"},{"asset":"BTC","marginAvailable":true,"autoAssetExchange":"-0.10000000"},{"asset":"LDUSDT","marginAvailable":true,"autoAssetExchange":null}],"symbols":["#,
    );
    for index in 0..symbols {
        if index > 0 {
            body.push(',');
        }
        symbol(&mut body, &mut digits);
    }
    body.push_str("]}");
    body
}

fn symbol(body: &mut String, digits: &mut Digits) {
    let symbol = digits.symbol();
    let base = symbol.trim_end_matches("USDT");
    let mut word = |known, added| if digits.one_in(ONE_IN_UNKNOWN) { added } else { known };
    let contract = word("PERPETUAL", "PERPETUAL_V2");
    let status = word("TRADING", "AUCTION");
    let underlying = word("COIN", "BASKET");
    write!(
        body,
        r#"{{"symbol":"{symbol}","pair":"{symbol}","contractType":"{contract}","deliveryDate":4133404800000,"onboardDate":{},"status":"{status}","maintMarginPercent":"2.5000","requiredMarginPercent":"5.0000","baseAsset":"{base}","quoteAsset":"USDT","marginAsset":"USDT","pricePrecision":4,"quantityPrecision":1,"baseAssetPrecision":8,"quotePrecision":8,"underlyingType":"{underlying}","underlyingSubType":["Layer-1"],"triggerProtect":"0.0500","liquidationFee":"0.012500","marketTakeBound":"0.05","maxMoveOrderLimit":10000,"#,
        1_569_398_400_000 + digits.below(200_000_000_000),
    )
    .unwrap();
    filters(body, digits);
    let added = if digits.one_in(ONE_IN_UNKNOWN) { r#","PEGGED""# } else { "" };
    write!(
        body,
        r#""orderTypes":["LIMIT","MARKET","STOP","STOP_MARKET","TAKE_PROFIT","TAKE_PROFIT_MARKET","TRAILING_STOP_MARKET"{added}],"timeInForce":["GTC","IOC","FOK","GTX","GTD"],"permissionSets":["GRID","COPY"]}}"#
    )
    .unwrap();
}

fn filters(body: &mut String, digits: &mut Digits) {
    let (most, least) = (digits.decimal(5, 4), digits.decimal(1, 4));
    let (lot, market) = (digits.decimal(7, 0), digits.decimal(6, 0));
    // Half of the symbols have these in another order, as at the exchange.
    if digits.one_in(2) {
        write!(
            body,
            r#""filters":[{{"filterType":"PRICE_FILTER","tickSize":"0.0001","maxPrice":"{most}","minPrice":"{least}"}},{{"minQty":"0.1","stepSize":"0.1","filterType":"LOT_SIZE","maxQty":"{lot}"}},"#
        )
    } else {
        write!(
            body,
            r#""filters":[{{"minPrice":"{least}","maxPrice":"{most}","filterType":"PRICE_FILTER","tickSize":"0.0001"}},{{"filterType":"LOT_SIZE","stepSize":"0.1","maxQty":"{lot}","minQty":"0.1"}},"#
        )
    }
    .unwrap();
    write!(
        body,
        r#"{{"stepSize":"0.1","filterType":"MARKET_LOT_SIZE","maxQty":"{market}","minQty":"0.1"}},{{"limit":200,"filterType":"MAX_NUM_ORDERS"}},{{"filterType":"MIN_NOTIONAL","notional":"5"}},{{"multiplierDown":"0.9500","multiplierUp":"1.0500","multiplierDecimal":"4","filterType":"PERCENT_PRICE"}},{{"positionControlSide":"NONE","filterType":"POSITION_RISK_CONTROL"}}"#
    )
    .unwrap();
    if digits.one_in(ONE_IN_UNKNOWN) {
        body.push_str(r#",{"filterType":"MAX_SPREAD","spread":"0.0100","window":5}"#);
    }
    body.push_str("],");
}
