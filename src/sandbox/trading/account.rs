//! Balances, positions and income of the one account.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::fees;
use super::income::Income;
use super::modes::Modes;
use super::order::Side;
use super::position::Position;
use super::position_margin::MarginChange;
use super::position_side::PositionSide;
use crate::sandbox::market::{self, Contract};

/// What an account has to begin with, in 1/100,000,000.
const BALANCES: [(&str, i64); 4] =
    [("USDT", 1_000_000_000_000), ("USDC", 50_000_000_000), ("BNB", 250_000_000), ("BTC", 0)];
pub const MARGIN_ASSET: &str = "USDT";

/// What the account holds of one asset.
#[derive(Debug, Clone)]
pub struct Balance {
    pub asset: &'static str,
    pub amount: Decimal,
    pub updated: i64,
}

/// A trade of the account.
#[derive(Debug, Clone, Copy)]
pub struct Fill {
    pub contract: &'static Contract,
    pub position_side: PositionSide,
    pub side: Side,
    pub quantity: Decimal,
    pub price: Decimal,
    pub is_maker: bool,
    /// Whether the order is one of retail price improvement.
    pub is_rpi: bool,
    pub time: i64,
}

/// What a trade did to the account.
#[derive(Debug, Clone, Copy)]
pub struct Booked {
    /// The number of the trade.
    pub trade: i64,
    /// The profit that it realized.
    pub profit: Decimal,
    pub fee: Decimal,
}

/// Balances, positions and income of the one account.
#[derive(Debug)]
pub struct Account {
    pub modes: Modes,
    pub balances: Vec<Balance>,
    pub income: Vec<Income>,
    pub margin_changes: Vec<MarginChange>,
    positions: BTreeMap<(&'static str, PositionSide), Position>,
    transactions: i64,
    trades: i64,
}

impl Account {
    /// The account as it is opened: by one transfer of every asset it has.
    pub fn open(now: i64) -> Self {
        let mut account = Self {
            modes: Modes::default(),
            balances: Vec::new(),
            income: Vec::new(),
            margin_changes: Vec::new(),
            positions: BTreeMap::new(),
            transactions: 730_455_018_000,
            trades: 6_190_244_000,
        };
        for contract in market::all() {
            account.change_all(contract, |_| ());
        }
        for (asset, units) in BALANCES {
            let updated = if units == 0 { 0 } else { now };
            account.balances.push(Balance { asset, amount: Decimal::ZERO, updated });
            if units != 0 {
                account.book("", "TRANSFER", Decimal::new(units, 8), asset, now, None);
            }
        }
        account
    }

    pub fn wallet(&self) -> Decimal {
        self.balances
            .iter()
            .find(|balance| balance.asset == MARGIN_ASSET)
            .map_or(Decimal::ZERO, |balance| balance.amount)
    }

    /// A position of a contract, which is there even when nothing is held.
    pub fn position(&mut self, contract: &'static Contract, side: PositionSide) -> &mut Position {
        self.positions.entry((contract.symbol, side)).or_insert_with(|| Position::new(contract, side))
    }

    /// Changes what the positions of a contract have in common, in this mode and the other.
    pub fn change_all(&mut self, contract: &'static Contract, change: impl Fn(&mut Position)) {
        for side in PositionSide::ALL {
            change(self.position(contract, side));
        }
    }

    /// How much an order of this side may reduce a position of a contract.
    pub fn reducible(&self, contract: &Contract, position_side: PositionSide, side: Side) -> Decimal {
        let position = self.positions.get(&(contract.symbol, position_side));
        position.map_or(Decimal::ZERO, |position| position.reducible(side))
    }

    /// The positions of a contract, one or two as the mode has it.
    pub fn positions_of(&self, contract: &'static Contract) -> impl Iterator<Item = &Position> {
        self.modes.sides().iter().filter_map(|side| self.positions.get(&(contract.symbol, *side)))
    }

    /// The positions of all contracts.
    pub fn positions(&self) -> impl Iterator<Item = (&'static Contract, &Position)> {
        market::all().flat_map(|contract| self.positions_of(contract).map(move |position| (contract, position)))
    }

    /// Books a trade: the profit it realizes, and its fee.
    pub fn fill(&mut self, fill: Fill) -> Booked {
        self.fill_within(fill, Decimal::MAX)
    }

    /// Books a trade whose fee takes no more than what its profit or loss leaves of so much margin.
    pub fn fill_within(&mut self, fill: Fill, margin: Decimal) -> Booked {
        let Fill { contract, position_side, side, quantity, price, is_maker, is_rpi, time } = fill;
        self.trades += 1;
        let trade = Some(self.trades);
        let profit = self.position(contract, position_side).fill(side, quantity, price, time);
        if let Some(profit) = profit {
            self.book(contract.symbol, "REALIZED_PNL", profit, MARGIN_ASSET, time, trade);
        }
        let left = margin.saturating_add(profit.unwrap_or_default()).max(Decimal::ZERO);
        let fee = (quantity * price * fees::rate(is_maker, is_rpi)).round_dp(8).min(left);
        self.book(contract.symbol, "COMMISSION", -fee, MARGIN_ASSET, time, trade);
        Booked { trade: self.trades, profit: profit.unwrap_or_default(), fee }
    }

    /// Pays or receives funding for a position.
    pub fn fund(&mut self, contract: &'static Contract, side: PositionSide, rate: Decimal, mark: Decimal, time: i64) {
        let amount = -(self.position(contract, side).amount * mark * rate).round_dp(8);
        if !amount.is_zero() {
            self.book(contract.symbol, "FUNDING_FEE", amount, MARGIN_ASSET, time, None);
        }
    }

    pub fn book(
        &mut self,
        symbol: &'static str,
        kind: &'static str,
        amount: Decimal,
        asset: &'static str,
        time: i64,
        trade: Option<i64>,
    ) {
        self.transactions += 1;
        let transaction = self.transactions;
        self.income.push(Income { symbol, kind, amount, asset, time, transaction, trade });
        if let Some(balance) = self.balances.iter_mut().find(|balance| balance.asset == asset) {
            balance.amount += amount;
            balance.updated = time;
        }
    }
}
