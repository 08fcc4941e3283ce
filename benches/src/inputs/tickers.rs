use std::fmt::Write as _;

use super::ONE_IN_EMPTY;
use super::digits::Digits;

/// The statistics of 24 hours for so many symbols.
pub fn tickers(count: usize) -> String {
    let mut digits = Digits::new(2);
    let mut rows = String::from("[");
    for index in 0..count {
        if index > 0 {
            rows.push(',');
        }
        // A contract that was listed a moment ago has no trades to tell of.
        let traded = !digits.one_in(ONE_IN_EMPTY);
        let mut figure = |whole, decimals| if traded { digits.decimal(whole, decimals) } else { "0".to_owned() };
        let prices = [(); 6].map(|()| figure(4, 4));
        let [weighted, last, open, high, low, change] = prices;
        let (percent, last_quantity, volume, quote) = (figure(1, 3), figure(3, 1), figure(8, 1), figure(9, 5));
        let first = digits.below(9_000_000_000);
        write!(
            rows,
            r#"{{"symbol":"{}","priceChange":"-{change}","priceChangePercent":"-{percent}","weightedAvgPrice":"{weighted}","lastPrice":"{last}","lastQty":"{last_quantity}","openPrice":"{open}","highPrice":"{high}","lowPrice":"{low}","volume":"{volume}","quoteVolume":"{quote}","openTime":1789917120000,"closeTime":1790003521844,"firstId":{first},"lastId":{},"count":{}}}"#,
            digits.symbol(),
            first + 51_387,
            51_388,
        )
        .unwrap();
    }
    rows.push(']');
    rows
}
