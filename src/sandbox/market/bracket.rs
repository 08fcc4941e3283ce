//! Leverage brackets: how much leverage a position of which size may have, and the maintenance margin that it needs.

use rust_decimal::Decimal;

use super::contract::{Contract, units};

/// By falling leverage: that leverage, the greatest notional as a multiple of the contract's unit, and the maintenance
/// margin in 1/10,000 of the notional.
const STEPS: [(u32, i64, i64); 11] = [
    (125, 1, 40),
    (100, 4, 50),
    (75, 10, 65),
    (50, 40, 100),
    (20, 200, 250),
    (10, 500, 500),
    (5, 1_000, 1_000),
    (4, 1_200, 1_250),
    (3, 2_000, 1_500),
    (2, 3_000, 2_500),
    (1, 5_000, 5_000),
];

/// What holds for positions whose notional is above a floor, up to a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bracket {
    /// The greatest leverage.
    pub leverage: u32,
    /// In whole USDT, as the cap is.
    pub floor: i64,
    pub cap: i64,
    /// The maintenance margin, as a fraction of the notional.
    pub ratio: Decimal,
    /// What to subtract from that, because what lies within lower brackets only needs their ratios.
    pub cum: Decimal,
}

impl Contract {
    /// The brackets, by rising notional.
    pub fn brackets(&self) -> Vec<Bracket> {
        let mut brackets: Vec<Bracket> = Vec::new();
        for (leverage, multiple, share) in STEPS.into_iter().filter(|(leverage, ..)| *leverage <= self.max_leverage) {
            let cap = self.notional_unit.saturating_mul(multiple);
            brackets.push(match brackets.last() {
                None => Bracket { leverage, floor: 0, cap, ratio: units(self.maintenance, 4), cum: Decimal::ZERO },
                Some(lower) => {
                    let ratio = units(share.max(self.maintenance), 4);
                    let cum = lower.cum + Decimal::from(lower.cap) * (ratio - lower.ratio);
                    Bracket { leverage, floor: lower.cap, cap, ratio, cum }
                }
            });
        }
        brackets
    }

    /// The largest position at this leverage, in whole USDT.
    pub fn max_notional(&self, leverage: u32) -> i64 {
        let allowed = STEPS.into_iter().rev().find(|(limit, ..)| leverage <= *limit);
        self.notional_unit.saturating_mul(allowed.map_or(1, |(_, multiple, _)| multiple))
    }

    /// The maintenance margin of a position. Ratios rise from bracket to bracket, and where two brackets meet they ask for
    /// the same: so the bracket of a notional is the one that asks for most.
    pub fn maintenance(&self, notional: Decimal) -> Decimal {
        let margins = self.brackets().into_iter().map(|bracket| notional * bracket.ratio - bracket.cum);
        margins.max().unwrap_or_default().round_dp(8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::market::all;

    #[test]
    fn every_contract_has_brackets_without_a_gap_and_its_own_maintenance_margin_in_the_first() {
        for contract in all() {
            let brackets = contract.brackets();
            let first = brackets[0];
            assert_eq!((first.leverage, first.floor, first.cum), (contract.max_leverage, 0, Decimal::ZERO));
            assert_eq!(first.ratio, units(contract.maintenance, 4));
            for pair in brackets.windows(2) {
                assert_eq!(pair[0].cap, pair[1].floor, "{}", contract.symbol);
                assert!(pair[0].ratio <= pair[1].ratio && pair[0].leverage > pair[1].leverage, "{}", contract.symbol);
            }
        }
    }

    #[test]
    fn the_cap_of_a_bracket_is_the_largest_position_at_its_leverage() {
        for contract in all() {
            for bracket in contract.brackets() {
                assert_eq!(contract.max_notional(bracket.leverage), bracket.cap, "{}", contract.symbol);
            }
        }
    }

    #[test]
    fn the_maintenance_margin_is_that_of_the_bracket_of_the_notional() {
        for contract in all() {
            for bracket in contract.brackets() {
                for notional in [bracket.floor + 1, bracket.cap].map(Decimal::from) {
                    assert_eq!(contract.maintenance(notional), notional * bracket.ratio - bracket.cum);
                }
            }
        }
    }
}
