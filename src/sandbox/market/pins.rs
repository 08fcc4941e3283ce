//! Prices that a contract was set to by hand.

use std::sync::Arc;

use super::tape::STEP;

/// Prices that a contract was set to, each from one step of the tape on until the next one takes its place.
///
/// Shared, because every look at the market holds them.
#[derive(Debug, Clone, Default)]
pub struct Pins(Arc<Vec<Pin>>);

#[derive(Debug, Clone, Copy)]
struct Pin {
    from: i64,
    /// In ticks; none where the market was let go again.
    price: Option<i64>,
}

impl Pins {
    /// Sets or releases the price. The trade of the step in progress already takes place at the new price, and
    /// whatever was set for a later time is forgotten: a clock may be moved back.
    pub fn change(&mut self, time: i64, price: Option<i64>) {
        let from = time.div_euclid(STEP);
        let pins = Arc::make_mut(&mut self.0);
        pins.retain(|pin| pin.from < from);
        pins.push(Pin { from, price });
    }

    /// The price at a step, in ticks; none where the market moves by itself.
    pub fn price_at(&self, step: i64) -> Option<i64> {
        let later = self.0.partition_point(|pin| pin.from <= step);
        self.0.get(later.checked_sub(1)?)?.price
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(pins: &Pins, step: i64) -> Option<i64> {
        pins.price_at(step)
    }

    #[test]
    fn a_price_holds_until_it_is_changed_or_released() {
        let mut pins = Pins::default();
        pins.change(10 * STEP + 7, Some(100));
        pins.change(12 * STEP, Some(120));
        pins.change(14 * STEP, None);
        let seen: Vec<_> = (9..=14).map(|step| at(&pins, step)).collect();
        assert_eq!(seen, [None, Some(100), Some(100), Some(120), Some(120), None]);
    }

    #[test]
    fn the_last_word_of_a_step_counts_and_ends_what_was_set_for_later() {
        let mut pins = Pins::default();
        pins.change(20 * STEP, Some(200));
        pins.change(10 * STEP, Some(100));
        pins.change(10 * STEP + 1, Some(110));
        assert_eq!((at(&pins, 9), at(&pins, 10), at(&pins, i64::MAX)), (None, Some(110), Some(110)));
    }
}
