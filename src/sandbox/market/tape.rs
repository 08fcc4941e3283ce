//! The tape: every trade of the market, as a pure function of seed, contract and time.
//!
//! One trade takes place at every step of the tape. Prices, candles, tickers and trade lists are all read from it, and
//! so agree with each other.

use super::contract::Contract;
use super::pins::Pins;
use crate::sandbox::seed::Stream;

/// The time between two trades, in milliseconds. It divides every candle.
pub const STEP: i64 = 15_000;

/// Value noise: straight lines between random points that lie so many steps apart, each layer with its own swing in
/// millionths of the price. The swings add up to less than 4 %, which keeps the price near its anchor for ever.
const LAYERS: [(&str, i64, i64); 4] =
    [("ticks", 1, 250), ("minutes", 40, 1_200), ("hours", 960, 6_000), ("days", 17_280, 25_000)];
/// Random points lie within plus and minus this.
const SWING: i64 = 1_000_000;

/// A trade of the market; price in ticks, quantity in steps of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trade {
    pub id: i64,
    pub time: i64,
    pub price: i64,
    pub quantity: i64,
    pub buyer_is_maker: bool,
}

/// The trades of one contract.
#[derive(Debug, Clone)]
pub struct Tape {
    pub contract: &'static Contract,
    layers: [Layer; 4],
    trades: Stream,
    pins: Pins,
}

impl Tape {
    pub fn new(seed: Stream, contract: &'static Contract, pins: Pins) -> Self {
        let stream = seed.branch(contract.symbol);
        let layers = LAYERS.map(|(label, period, swing)| Layer::new(stream.branch(label), period, swing));
        Self { contract, layers, trades: stream.branch("trades"), pins }
    }

    /// Whether the price at this time was set by hand.
    pub fn is_pinned(&self, time: i64) -> bool {
        self.pins.price_at(time.div_euclid(STEP)).is_some()
    }

    /// The price at this time, in ticks: that of the last trade.
    pub fn last_price(&self, time: i64) -> i64 {
        let step = time.div_euclid(STEP);
        self.pins.price_at(step).unwrap_or_else(|| self.contract.price_at(&mut self.layers.clone(), step))
    }

    /// The trades between two times, both inclusive, since the contract was listed.
    pub fn trades(&self, from: i64, to: i64) -> impl Iterator<Item = Trade> {
        let first = from.max(self.contract.onboard).saturating_add(STEP - 1).div_euclid(STEP);
        let (contract, trades, mut layers) = (self.contract, self.trades, self.layers.clone());
        let pins = self.pins.clone();
        (first..=to.div_euclid(STEP)).map(move |step| {
            let number = trades.at(step);
            Trade {
                id: step,
                time: step.saturating_mul(STEP),
                price: pins.price_at(step).unwrap_or_else(|| contract.price_at(&mut layers, step)),
                quantity: 1 + (number >> 2).cast_signed() % contract.trade_size,
                buyer_is_maker: number & 1 == 1,
            }
        })
    }
}

impl Contract {
    fn price_at(&self, layers: &mut [Layer; 4], step: i64) -> i64 {
        let mut billionths = 0;
        for layer in layers {
            billionths += layer.swing * layer.height(step) / (SWING / 1_000);
        }
        (self.anchor + self.anchor * billionths / 1_000_000_000).max(1)
    }
}

/// One layer of the noise. It keeps the two points it was last between: long candles are sums over millions of steps.
#[derive(Debug, Clone)]
struct Layer {
    points: Stream,
    period: i64,
    swing: i64,
    index: i64,
    left: i64,
    right: i64,
}

impl Layer {
    fn new(points: Stream, period: i64, swing: i64) -> Self {
        let mut layer = Self { points, period, swing, index: 0, left: 0, right: 0 };
        layer.move_to(0);
        layer
    }

    /// The height at a step, on the straight line between the random points on both sides of it.
    fn height(&mut self, step: i64) -> i64 {
        let index = step.div_euclid(self.period);
        if index != self.index {
            self.move_to(index);
        }
        self.left + (self.right - self.left) * (step - index * self.period) / self.period
    }

    fn move_to(&mut self, index: i64) {
        let follows = index == self.index.saturating_add(1);
        self.left = if follows { self.right } else { self.point(index) };
        self.right = self.point(index.saturating_add(1));
        self.index = index;
    }

    fn point(&self, index: i64) -> i64 {
        self.points.below(index, 2 * SWING + 1) - SWING
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::market::listing;

    fn tape(seed: u64, contract: &'static Contract) -> Tape {
        Tape::new(Stream::new(seed), contract, Pins::default())
    }

    #[test]
    fn the_price_never_strays_far_from_its_anchor() {
        for contract in listing::all() {
            let tape = tape(1, contract);
            for step in (0..200_000).step_by(97) {
                let distance = (tape.last_price(step * STEP) - contract.anchor).abs();
                assert!(distance * 25 <= contract.anchor, "{} at {step}", contract.symbol);
            }
        }
    }

    #[test]
    fn extreme_times_have_a_price_too() {
        let tape = tape(1, listing::find("BTCUSDT").unwrap());
        for time in [i64::MIN, 0, i64::MAX] {
            assert!(tape.last_price(time) > 0);
        }
        assert_eq!(tape.trades(i64::MIN, 0).count(), 0);
    }

    #[test]
    fn a_price_does_not_depend_on_how_it_was_reached() {
        let tape = tape(5, listing::find("BTCUSDT").unwrap());
        let start = 1_760_000_000_000;
        for trade in tape.trades(start, start + 40_000 * STEP).step_by(331) {
            assert_eq!(trade.price, tape.last_price(trade.time));
        }
    }

    #[test]
    fn another_seed_makes_another_market() {
        let contract = listing::find("ETHUSDT").unwrap();
        let [one, two] = [1, 2].map(|seed| tape(seed, contract));
        assert_ne!(one.last_price(1_760_000_000_000), two.last_price(1_760_000_000_000));
    }
}
