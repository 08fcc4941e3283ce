//! An order as it was asked for, checked against the rules of its contract.

use rust_decimal::Decimal;

use super::modes::Modes;
use super::order::Side;
use super::position_side::PositionSide;
use super::rules;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{Contract, Quote};
use crate::sandbox::refusal::Refusal;

/// An order as it was asked for.
#[derive(Debug, Clone)]
pub struct Draft {
    pub contract: &'static Contract,
    pub side: Side,
    pub position_side: PositionSide,
    /// `LIMIT` or `MARKET`.
    pub kind: &'static str,
    pub time_in_force: String,
    /// None for a market order.
    pub price: Option<Decimal>,
    pub quantity: Decimal,
    /// Whether that was asked for; in hedge mode, whether its side is the one that closes its position.
    pub reduce_only: bool,
    pub client_id: Option<String>,
    pub working_type: String,
    pub price_match: String,
    pub self_trade_prevention: String,
    /// 0 for an order that is not good till a date.
    pub good_till: i64,
    /// Whether the reply shows what became of the order.
    pub wants_result: bool,
}

impl Draft {
    /// Reads an order and checks what can be checked without more of the account than its modes.
    pub fn read(arguments: &Arguments, quote: &Quote, modes: Modes, now: i64) -> Result<Self, Refusal> {
        let position_side = rules::position_side(arguments, quote.contract, modes)?;
        let is_market = arguments.text("type") == Some("MARKET");
        refuse_foreign(arguments, is_market)?;
        let side = rules::side(arguments);
        let time_in_force = time_in_force(arguments, is_market)?;
        let good_till = rules::good_till(arguments, &time_in_force, now)?;
        let client_id = rules::client_id(arguments, "newClientOrderId")?;
        let quantity = arguments.text("quantity").ok_or_else(|| Refusal::missing("quantity"))?;
        let text = |name: &str, default: &str| arguments.text(name).unwrap_or(default).to_owned();
        let waits = is_market || matches!(time_in_force.as_str(), "IOC" | "FOK");
        let draft = Self {
            contract: quote.contract,
            side,
            position_side,
            kind: if is_market { "MARKET" } else { "LIMIT" },
            price: if is_market { None } else { Some(limit_price(arguments, quote, side)?) },
            quantity: rules::checked_quantity(quantity, quote.contract, is_market)?,
            reduce_only: arguments.flag("reduceOnly") || position_side.is_closed_by(side),
            client_id,
            working_type: "CONTRACT_PRICE".to_owned(),
            price_match: text("priceMatch", "NONE"),
            self_trade_prevention: text("selfTradePreventionMode", "EXPIRE_MAKER"),
            good_till,
            wants_result: waits && arguments.text("newOrderRespType") == Some("RESULT"),
            time_in_force,
        };
        if !draft.reduce_only {
            rules::check_notional(draft.contract, draft.price.unwrap_or(quote.mark), draft.quantity)?;
        }
        Ok(draft)
    }

    /// The notional that it ties up while it is open.
    pub fn tied(&self) -> Decimal {
        if self.reduce_only { Decimal::ZERO } else { self.price.unwrap_or_default() * self.quantity }
    }

    /// The price at which it would fill at once: the best of the other side.
    pub fn opposite(&self, quote: &Quote) -> Decimal {
        match self.side {
            Side::Buy => quote.ask,
            Side::Sell => quote.bid,
        }
    }

    /// Whether it would fill at once.
    pub fn crosses(&self, quote: &Quote) -> bool {
        match (self.price, self.side) {
            (None, _) => true,
            (Some(price), Side::Buy) => price >= quote.ask,
            (Some(price), Side::Sell) => price <= quote.bid,
        }
    }
}

/// What belongs to limit orders.
fn refuse_foreign(arguments: &Arguments, is_market: bool) -> Result<(), Refusal> {
    for name in ["price", "timeInForce", "priceMatch", "goodTillDate"] {
        if is_market && arguments.text(name).is_some() {
            return Err(Refusal::unwanted(name));
        }
    }
    Ok(())
}

fn time_in_force(arguments: &Arguments, is_market: bool) -> Result<String, Refusal> {
    match arguments.text("timeInForce") {
        Some(time_in_force) => Ok(time_in_force.to_owned()),
        None if is_market => Ok("GTC".to_owned()),
        None => Err(Refusal::missing("timeInForce")),
    }
}

pub fn limit_price(arguments: &Arguments, quote: &Quote, side: Side) -> Result<Decimal, Refusal> {
    match rules::given_price(arguments)? {
        Some(price) => rules::checked_price(price, quote.contract, side, quote.mark),
        None => rules::matched_price(arguments.text("priceMatch").unwrap_or_default(), quote, side),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::limits::Limits;
    use crate::sandbox::market::{self, Market};
    use crate::sandbox::seed::Stream;

    const NOW: i64 = 1_760_000_000_000;

    fn quote() -> Quote {
        Market::new(Stream::new(1), Limits::of_table()).quote(market::find("BTCUSDT").unwrap(), NOW)
    }

    fn limit(more: &[(&'static str, &str)]) -> Result<Draft, Refusal> {
        let common = [("side", "BUY"), ("type", "LIMIT"), ("quantity", "0.010")];
        Draft::read(&Arguments::of(&[&common, more].concat()), &quote(), Modes::default(), NOW)
    }

    #[test]
    fn a_matched_price_is_that_of_a_level_of_the_book() {
        let price = |price_match: &'static str| {
            limit(&[("timeInForce", "GTC"), ("priceMatch", price_match)]).map(|draft| draft.price.unwrap())
        };
        let (quote, tick) = (quote(), Decimal::new(10, 2));
        assert_eq!(price("OPPONENT"), Ok(quote.ask));
        assert_eq!(price("OPPONENT_5"), Ok(quote.ask + tick * Decimal::from(4)));
        assert_eq!(price("QUEUE"), Ok(quote.bid));
        assert_eq!(price("QUEUE_20"), Ok(quote.bid - tick * Decimal::from(19)));
        assert_eq!(price("OPPONENT_10").map_err(|refusal| refusal.code), Err(-5037));
    }

    #[test]
    fn an_order_good_till_a_date_needs_one_ten_minutes_ahead() {
        let price = quote().bid.to_string();
        let till = |date: &[(&'static str, &str)]| {
            limit(&[&[("timeInForce", "GTD"), ("price", price.as_str())], date].concat()).map(|draft| draft.good_till)
        };
        assert_eq!(till(&[]).map_err(|refusal| refusal.code), Err(-1102));
        assert_eq!(till(&[("goodTillDate", "1760000600000")]).map_err(|refusal| refusal.code), Err(-5040));
        assert_eq!(till(&[("goodTillDate", "1760000600999")]), Ok(1_760_000_600_000));
    }
}
