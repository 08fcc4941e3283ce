//! The contracts that are listed. They are chosen so that a client meets what real lists hold: a symbol beyond ASCII,
//! a delivery contract, a contract on a share, and one that does not trade yet and has no contract type at all.

use super::contract::Contract;

/// The delivery date of a contract that has none: 2100-12-25.
const PERPETUAL: i64 = 4_133_404_800_000;

const TEMPLATE: Contract = Contract {
    symbol: "BTCUSDT",
    pair: "BTCUSDT",
    base: "BTC",
    kind: "PERPETUAL",
    status: "TRADING",
    underlying: "COIN",
    themes: &["PoW"],
    onboard: 1_567_900_800_000,
    delivery: PERPETUAL,
    price_digits: 2,
    tick: 10,
    min_price: 26_110,
    max_price: 809_484_000,
    quantity_digits: 3,
    step: 1,
    max_quantity: 1_000_000,
    max_market_quantity: 120_000,
    min_notional: 100,
    price_band: 500,
    max_leverage: 125,
    notional_unit: 500_000,
    maintenance: 40,
    funding_hours: 8,
    anchor: 871_300,
    trade_size: 900,
    open_interest: 84_271_609,
};

static BTCUSDT: Contract = TEMPLATE;

static ETHUSDT: Contract = Contract {
    symbol: "ETHUSDT",
    pair: "ETHUSDT",
    base: "ETH",
    themes: &["Layer-1"],
    onboard: 1_574_812_800_000,
    tick: 1,
    min_price: 1_884,
    max_price: 15_327_700,
    max_quantity: 10_000_000,
    max_market_quantity: 2_000_000,
    min_notional: 20,
    notional_unit: 300_000,
    anchor: 296_400,
    trade_size: 21_000,
    open_interest: 1_930_556_218,
    ..TEMPLATE
};

static DOGEUSDT: Contract = Contract {
    symbol: "DOGEUSDT",
    pair: "DOGEUSDT",
    base: "DOGE",
    themes: &["Meme"],
    onboard: 1_594_339_200_000,
    price_digits: 6,
    tick: 10,
    min_price: 2_440,
    max_price: 30_000_000,
    quantity_digits: 0,
    max_quantity: 50_000_000,
    max_market_quantity: 30_000_000,
    min_notional: 5,
    max_leverage: 75,
    notional_unit: 10_000,
    maintenance: 65,
    anchor: 16_240,
    trade_size: 140_000,
    open_interest: 4_108_277_913,
    ..TEMPLATE
};

/// 币安人生: a symbol that has to be percent-encoded in a query.
static BIANRENSHENG: Contract = Contract {
    symbol: "币安人生USDT",
    pair: "币安人生USDT",
    base: "币安人生",
    themes: &["Meme", "Alpha"],
    onboard: 1_760_054_400_000,
    price_digits: 7,
    tick: 100,
    min_price: 1_000,
    max_price: 2_000_000_000,
    quantity_digits: 0,
    max_quantity: 5_000_000,
    max_market_quantity: 1_000_000,
    min_notional: 5,
    price_band: 1_500,
    max_leverage: 50,
    notional_unit: 250,
    maintenance: 150,
    funding_hours: 4,
    anchor: 11_870,
    trade_size: 60_000,
    open_interest: 96_440_127,
    ..TEMPLATE
};

static BTCUSDT_261225: Contract = Contract {
    symbol: "BTCUSDT_261225",
    kind: "CURRENT_QUARTER",
    themes: &[],
    onboard: 1_782_460_800_000,
    delivery: 1_798_185_600_000,
    price_digits: 1,
    tick: 1,
    min_price: 5_768,
    max_price: 10_041_210,
    max_quantity: 500_000,
    max_market_quantity: 60_000,
    min_notional: 50,
    max_leverage: 50,
    notional_unit: 25_000,
    funding_hours: 0,
    anchor: 882_900,
    trade_size: 300,
    open_interest: 5_317_448,
    ..TEMPLATE
};

static TSLAUSDT: Contract = Contract {
    symbol: "TSLAUSDT",
    pair: "TSLAUSDT",
    base: "TSLA",
    kind: "TRADIFI_PERPETUAL",
    underlying: "EQUITY",
    themes: &["TradFi"],
    onboard: 1_769_904_000_000,
    tick: 1,
    min_price: 1_250,
    max_price: 4_000_000,
    quantity_digits: 2,
    max_quantity: 500_000,
    max_market_quantity: 60_000,
    min_notional: 5,
    max_leverage: 20,
    notional_unit: 5_000,
    maintenance: 250,
    anchor: 41_280,
    trade_size: 2_700,
    open_interest: 9_904_312,
    ..TEMPLATE
};

static BTCSTUSDT: Contract = Contract {
    symbol: "BTCSTUSDT",
    pair: "BTCSTUSDT",
    base: "BTCST",
    kind: "",
    status: "PENDING_TRADING",
    themes: &[],
    price_digits: 3,
    tick: 1,
    min_price: 12,
    max_price: 100_000_000,
    quantity_digits: 1,
    max_quantity: 10_000_000,
    max_market_quantity: 600_000,
    min_notional: 5,
    max_leverage: 20,
    notional_unit: 2_500,
    maintenance: 250,
    anchor: 31_060,
    ..TEMPLATE
};

static ALL: [&Contract; 7] = [&BTCUSDT, &ETHUSDT, &DOGEUSDT, &BIANRENSHENG, &TSLAUSDT, &BTCUSDT_261225, &BTCSTUSDT];

/// Every contract, in the order of the list.
pub fn all() -> impl Iterator<Item = &'static Contract> {
    ALL.into_iter()
}

/// Every contract that trades, in the order of the list.
pub fn trading() -> impl Iterator<Item = &'static Contract> {
    all().filter(|contract| contract.is_trading())
}

/// The contract of this symbol.
pub fn find(symbol: &str) -> Option<&'static Contract> {
    all().find(|contract| contract.symbol == symbol)
}

/// The contract of a pair and of a type, if it trades.
pub fn of_pair(pair: &str, kind: &str) -> Option<&'static Contract> {
    trading().find(|contract| contract.pair == pair && contract.kind == kind)
}

/// Whether a contract is never delivered: the index price of a pair goes by that one.
pub fn is_lead(contract: &Contract) -> bool {
    contract.delivery == PERPETUAL
}

/// The contract by which the index price of a pair goes; none if there is no such pair.
pub fn lead(pair: &str) -> Option<&'static Contract> {
    trading().find(|contract| contract.pair == pair && is_lead(contract))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_every_contract_agree_with_each_other() {
        for contract in all() {
            let price = contract.anchor * contract.tick;
            assert!(contract.min_price < price && price < contract.max_price, "{}", contract.symbol);
            assert_eq!(contract.min_price % contract.tick, 0, "{}", contract.symbol);
            assert_eq!(contract.max_price % contract.tick, 0, "{}", contract.symbol);
            assert!(contract.max_market_quantity <= contract.max_quantity, "{}", contract.symbol);
            assert_eq!(find(contract.symbol), Some(contract));
        }
    }
}
