//! Placing an order, and filling it.

use rust_decimal::Decimal;

use super::account::Fill;
use super::desk::{Answer, Desk};
use super::draft::Draft;
use super::fees;
use super::margin::{Margin, Totals};
use super::order::{Order, Side, Status};
use super::placed::{PlacedOrder, sent_quantity};
use super::trade::Trade;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{self, Quote};
use crate::sandbox::refusal::Refusal;
use crate::timestamp::Timestamp;

const MAX_OPEN_ORDERS: usize = 200;

/// What becomes of an order at the moment it is placed.
enum Course {
    Fills,
    Rests,
    Expires,
}

impl Desk {
    pub(super) fn create(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let contract = market::named(arguments)?;
        self.check_tradfi(contract)?;
        let quote = self.market.quote(contract, now);
        let draft = Draft::read(arguments, &quote, self.account.modes, now)?;
        self.check_client_id(&draft)?;
        let id = self.place(draft, &quote, now)?;
        let order = self.orders.get(id).ok_or_else(|| Refusal::new(-1000, "An unknown error occurred."))?;
        self.placed.push(PlacedOrder {
            symbol: contract.symbol,
            order_id: id,
            client_order_id: order.client_id.clone(),
            conditional: false,
            quantity: sent_quantity(arguments),
            time: Timestamp::from_millis(now),
        });
        Ok(order.placed())
    }

    /// Places an order that is right in itself, if the account and the book let it, and returns its number.
    pub(super) fn place(&mut self, mut draft: Draft, quote: &Quote, now: i64) -> Result<i64, Refusal> {
        self.check(&mut draft, Decimal::ZERO, quote, now)?;
        let course = course(&draft, quote)?;
        if matches!(course, Course::Rests) && self.orders.open_count() >= MAX_OPEN_ORDERS {
            return Err(Refusal::new(-2025, "Reach max open order limit."));
        }
        let id = self.accept(draft, now);
        match course {
            Course::Fills => self.fill(id, false, now),
            Course::Rests => {}
            Course::Expires => self.expire(id, now),
        }
        Ok(id)
    }

    /// Checks an order against the account. One that is reduce-only gets the quantity that it can reduce; any other may
    /// take the place of an order that ties up so much notional.
    pub(super) fn check(
        &mut self,
        draft: &mut Draft,
        replaced: Decimal,
        quote: &Quote,
        now: i64,
    ) -> Result<(), Refusal> {
        if draft.reduce_only {
            draft.quantity = self.reduced(draft)?;
            return Ok(());
        }
        self.check_limits(draft, replaced, quote, now)
    }

    /// Fills an open order: at its own price if it rested, at the best price if it has just come in.
    pub(super) fn fill(&mut self, id: i64, is_maker: bool, now: i64) {
        let Some(draft) = self.orders.get(id).map(|order| &order.draft) else { return };
        let position = self.account.position(draft.contract, draft.position_side);
        let quantity =
            if draft.reduce_only { position.reducible(draft.side).min(draft.quantity) } else { draft.quantity };
        let best = draft.opposite(&self.market.quote(draft.contract, now));
        let price = draft.price.filter(|_| is_maker).unwrap_or(best);
        let (contract, position_side, side) = (draft.contract, draft.position_side, draft.side);
        let is_rpi = draft.time_in_force == fees::RPI;
        let status = if quantity == draft.quantity { Status::Filled } else { Status::Expired };
        self.orders.change(id, |order| {
            order.filled = quantity;
            order.fill_price = if quantity.is_zero() { Decimal::ZERO } else { price };
            order.end(status, now);
        });
        if quantity.is_zero() {
            return;
        }
        let fill = Fill { contract, position_side, side, quantity, price, is_maker, is_rpi, time: now };
        let booked = self.account.fill(fill);
        self.trades.push(Trade::new(id, fill, booked));
    }

    pub(super) fn accept(&mut self, draft: Draft, now: i64) -> i64 {
        let id = self.next_order;
        self.next_order += 1;
        let client_id = draft.client_id.clone().unwrap_or_else(|| self.seed.branch("client id").text(id, 22));
        let order = Order {
            id,
            client_id,
            draft,
            filled: Decimal::ZERO,
            fill_price: Decimal::ZERO,
            status: Status::New,
            created: now,
            updated: now,
            amendments: Vec::new(),
        };
        self.orders.put(order);
        id
    }

    pub(super) fn expire(&mut self, id: i64, now: i64) {
        self.orders.change(id, |order| order.end(Status::Expired, now));
    }

    pub(super) fn check_client_id(&self, draft: &Draft) -> Result<(), Refusal> {
        if draft.client_id.as_deref().is_some_and(|client_id| self.orders.is_taken(client_id)) {
            return Err(Refusal::new(-4116, "ClientOrderId is duplicated."));
        }
        Ok(())
    }

    /// The quantity of a reduce-only order: at most the position it reduces.
    fn reduced(&self, draft: &Draft) -> Result<Decimal, Refusal> {
        let reducible = self.account.reducible(draft.contract, draft.position_side, draft.side);
        if reducible.is_zero() {
            return Err(Refusal::new(-2022, "ReduceOnly Order is rejected."));
        }
        Ok(reducible.min(draft.quantity))
    }

    /// Checks the margin that the order would tie up, and the largest position that the leverage allows.
    fn check_limits(&mut self, draft: &Draft, replaced: Decimal, quote: &Quote, now: i64) -> Result<(), Refusal> {
        let available = self.totals(now).available();
        let mut open = self.open_notional(draft.contract, draft.position_side);
        let position = self.account.position(draft.contract, draft.position_side);
        let tied = Margin::new(position, open, quote).initial();
        let notional = draft.price.unwrap_or_else(|| draft.opposite(quote)) * draft.quantity - replaced;
        match draft.side {
            Side::Buy => open.bids += notional,
            Side::Sell => open.asks += notional,
        }
        let margin = Margin::new(position, open, quote);
        if margin.initial() - tied > available {
            return Err(Refusal::new(-2019, "Margin is insufficient."));
        }
        let largest = (margin.notional + open.bids).max(open.asks - margin.notional);
        let is_larger = largest > margin.notional.abs();
        if is_larger && largest > Decimal::from(draft.contract.max_notional(position.leverage)) {
            return Err(Refusal::new(-2027, "Exceeded the maximum allowable position at current leverage."));
        }
        Ok(())
    }

    /// The margin of the whole account.
    pub(super) fn totals(&self, now: i64) -> Totals {
        let mut totals = Totals::new(self.account.wallet());
        for (contract, position) in self.account.positions() {
            let open = self.open_notional(contract, position.side);
            let margin = Margin::new(position, open, &self.market.quote(contract, now));
            totals.add(position, &margin);
        }
        totals
    }
}

/// Decides by price and time in force. Orders that must not take, or must fill at once, are refused and leave no trace.
fn course(draft: &Draft, quote: &Quote) -> Result<Course, Refusal> {
    match (draft.time_in_force.as_str(), draft.crosses(quote)) {
        ("GTX" | "RPI", true) => Err(Refusal::new(
            -5022,
            "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history",
        )),
        ("FOK", false) => Err(Refusal::new(
            -5021,
            "Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history",
        )),
        ("IOC", false) => Ok(Course::Expires),
        (_, true) => Ok(Course::Fills),
        (_, false) => Ok(Course::Rests),
    }
}
