//! Isolated positions whose margin no longer suffices: the exchange closes them, and no more than their margin is lost.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::account::{Fill, MARGIN_ASSET};
use super::desk::{Answer, Desk, optional_contract};
use super::draft::Draft;
use super::history::Span;
use super::margin::{Margin, OpenNotional};
use super::order::{Order, Side, Status};
use super::position::Position;
use super::trade::Trade;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{Contract, Quote};

/// What the exchange takes of what is left, as a fraction of the notional; the exchange information tells it.
const CLEARANCE: Decimal = Decimal::from_parts(125, 0, 0, false, 4);

/// A position to be closed, and all that may be lost by it.
struct Doomed {
    draft: Draft,
    margin: Decimal,
    /// What it is sold or bought back for: the best of the book, or the price at which the margin is gone.
    price: Decimal,
}

impl Desk {
    /// Closes the isolated positions that are past their liquidation price. What stop-losses and resting orders do at
    /// this price comes before.
    pub(super) fn settle_liquidations(&mut self, now: i64) {
        let isolated = self.account.positions().filter(|(_, position)| position.is_isolated && position.is_open());
        let doomed: Vec<_> = isolated
            .filter_map(|(contract, position)| doomed(contract, position, &self.market.quote(contract, now)))
            .collect();
        for one in doomed {
            self.liquidate(one, now);
        }
    }

    fn liquidate(&mut self, Doomed { mut draft, margin, price }: Doomed, now: i64) {
        draft.client_id = Some(format!("autoclose-{now}{:06}", self.forced.len()));
        let (contract, position_side, side, quantity) =
            (draft.contract, draft.position_side, draft.side, draft.quantity);
        let open = self
            .orders
            .open()
            .filter(|order| order.contract() == contract && order.draft.position_side == position_side);
        for id in open.map(|order| order.id).collect::<Vec<_>>() {
            self.orders.change(id, |order| order.end(Status::Canceled, now));
        }
        let id = self.accept(draft, now);
        self.orders.change(id, |order| {
            order.filled = quantity;
            order.fill_price = price;
            order.end(Status::Filled, now);
        });
        let fill = Fill { contract, position_side, side, quantity, price, is_maker: false, is_rpi: false, time: now };
        let booked = self.account.fill_within(fill, margin);
        let left = margin + booked.profit - booked.fee;
        let clearance = (quantity * price * CLEARANCE).round_dp(8).min(left);
        if clearance > Decimal::ZERO {
            self.account.book(contract.symbol, "INSURANCE_CLEAR", -clearance, MARGIN_ASSET, now, None);
        }
        self.trades.push(Trade::new(id, fill, booked));
        self.forced.push(id);
    }

    /// None is deleveraged here: all of them are liquidations.
    pub(super) fn force_orders(&self, arguments: &Arguments, now: i64) -> Answer {
        let contract = optional_contract(arguments)?;
        let span = Span::of_last_week(arguments, now)?;
        let is_wanted = |order: &&Order| {
            span.contains(order.created)
                && contract.is_none_or(|contract| contract == order.contract())
                && arguments.text("autoCloseType").is_none_or(|kind| kind == "LIQUIDATION")
        };
        let found = self.forced.iter().filter_map(|id| self.orders.get(*id)).filter(is_wanted).collect();
        Ok(span.page(found, arguments.limit(50)).into_iter().map(Order::details).collect::<Value>())
    }
}

fn doomed(contract: &'static Contract, position: &Position, quote: &Quote) -> Option<Doomed> {
    let margin = Margin::new(position, OpenNotional::default(), quote);
    if margin.isolated_wallet + margin.unrealized > margin.maintenance {
        return None;
    }
    let quantity = position.amount.abs();
    let is_short = position.amount.is_sign_negative();
    // Where the margin is gone: rounded so that a little of it is left.
    let (worth, side, strategy) = if is_short {
        (position.cost + margin.isolated_wallet, Side::Buy, RoundingStrategy::ToZero)
    } else {
        (position.cost - margin.isolated_wallet, Side::Sell, RoundingStrategy::AwayFromZero)
    };
    let gone = worth.checked_div(quantity)?.round_dp_with_strategy(contract.price_digits, strategy);
    let price = if is_short { quote.ask.min(gone) } else { quote.bid.max(gone) };
    let draft = Draft {
        contract,
        side,
        position_side: position.side,
        kind: "LIMIT",
        time_in_force: "IOC".to_owned(),
        price: Some(gone),
        quantity,
        reduce_only: false,
        client_id: None,
        working_type: "CONTRACT_PRICE".to_owned(),
        price_match: "NONE".to_owned(),
        self_trade_prevention: "NONE".to_owned(),
        good_till: 0,
        wants_result: false,
    };
    Some(Doomed { draft, margin: margin.isolated_wallet, price })
}
