//! A conditional order as it was asked for.

use rust_decimal::Decimal;

use super::kind::Kind;
use super::trigger::{Trail, Trigger};
use crate::sandbox::gate::{Arguments, decimal};
use crate::sandbox::market::{Contract, Quote};
use crate::sandbox::refusal::Refusal;
use crate::sandbox::trading::modes::Modes;
use crate::sandbox::trading::order::Side;
use crate::sandbox::trading::position_side::PositionSide;
use crate::sandbox::trading::rules;

/// A conditional order as it was asked for.
#[derive(Debug, Clone)]
pub struct AlgoDraft {
    pub contract: &'static Contract,
    pub side: Side,
    pub position_side: PositionSide,
    pub kind: Kind,
    pub trigger: Trigger,
    /// `MARK_PRICE` or `CONTRACT_PRICE`.
    pub working_type: String,
    /// None for an order that closes the whole position.
    pub quantity: Option<Decimal>,
    /// None for a market order, and for a price that is taken from the book.
    pub price: Option<Decimal>,
    pub price_match: String,
    pub time_in_force: String,
    pub good_till: i64,
    pub reduce_only: bool,
    /// Shown and not heeded: here, mark and last price are never far apart.
    pub price_protect: bool,
    pub client_id: Option<String>,
    pub self_trade_prevention: String,
}

impl AlgoDraft {
    /// Reads a conditional order and checks all that is checked before it triggers; margin is not.
    pub fn read(arguments: &Arguments, quote: &Quote, modes: Modes, now: i64) -> Result<Self, Refusal> {
        let (contract, side) = (quote.contract, rules::side(arguments));
        let position_side = rules::position_side(arguments, contract, modes)?;
        let kind = arguments.text("type").and_then(Kind::parse);
        let kind = kind.ok_or_else(|| Refusal::new(-1116, "Invalid orderType."))?;
        refuse_foreign(arguments, kind)?;
        let text = |name: &str, default: &str| arguments.text(name).unwrap_or(default).to_owned();
        let time_in_force = text("timeInForce", "GTC");
        let working_type = text("workingType", "CONTRACT_PRICE");
        let now_at = working_price(&working_type, quote);
        let mut draft = Self {
            contract,
            side,
            position_side,
            kind,
            quantity: quantity(arguments, kind, contract)?,
            trigger: trigger(arguments, kind, contract, now_at)?,
            price: None,
            good_till: rules::good_till(arguments, &time_in_force, now)?,
            client_id: rules::client_id(arguments, "clientAlgoId")?,
            reduce_only: arguments.flag("reduceOnly") || position_side.is_closed_by(side),
            price_protect: arguments.flag("priceProtect"),
            price_match: text("priceMatch", "NONE"),
            self_trade_prevention: text("selfTradePreventionMode", "NONE"),
            working_type,
            time_in_force,
        };
        let reference = draft.trigger.price().unwrap_or(now_at);
        if let Some(price) = if kind.is_limit() { rules::given_price(arguments)? } else { None } {
            draft.price = Some(rules::checked_price(price, contract, side, reference)?);
        }
        draft.check(reference, now_at)?;
        Ok(draft)
    }

    /// The price that triggers it, at this moment.
    pub fn working_price(&self, quote: &Quote) -> Decimal {
        working_price(&self.working_type, quote)
    }

    /// Refuses an order that is too small, or that would trigger at once.
    fn check(&self, reference: Decimal, now_at: Decimal) -> Result<(), Refusal> {
        if let Some(quantity) = self.quantity.filter(|_| !self.reduce_only) {
            rules::check_notional(self.contract, self.price.unwrap_or(reference), quantity)?;
        }
        let is_late = match &self.trigger {
            // Active from the start unless it waits for a price, which then must lie ahead.
            Trigger::Trail(Trail { best: Some(_), .. }) => false,
            Trigger::Trail(trail) if self.side == Side::Sell => trail.activate <= now_at,
            Trigger::Trail(trail) => trail.activate >= now_at,
            trigger => trigger.clone().observe(now_at),
        };
        if is_late { Err(Refusal::new(-2021, "Order would immediately trigger.")) } else { Ok(()) }
    }
}

fn working_price(working_type: &str, quote: &Quote) -> Decimal {
    if working_type == "MARK_PRICE" { quote.mark } else { quote.last }
}

/// What belongs to other types, and what does not go with closing a whole position.
fn refuse_foreign(arguments: &Arguments, kind: Kind) -> Result<(), Refusal> {
    if arguments.flag("closePosition") {
        if !kind.may_close_position() {
            let msg = format!("Target strategy invalid for orderType {},closePosition true", kind.name());
            return Err(Refusal::new(-4136, msg));
        }
        if arguments.text("quantity").is_some() {
            return Err(Refusal::new(-4137, "Quantity must be zero with closePosition equals true"));
        }
        if arguments.text("reduceOnly").is_some() {
            return Err(Refusal::unwanted("reduceOnly"));
        }
    }
    match kind.foreign().iter().find(|name| arguments.text(name).is_some()) {
        Some(name) => Err(Refusal::unwanted(name)),
        None => Ok(()),
    }
}

fn quantity(arguments: &Arguments, kind: Kind, contract: &Contract) -> Result<Option<Decimal>, Refusal> {
    if arguments.flag("closePosition") {
        return Ok(None);
    }
    let quantity = arguments.text("quantity").ok_or_else(|| Refusal::missing("quantity"))?;
    rules::checked_quantity(quantity, contract, !kind.is_limit()).map(Some)
}

fn trigger(arguments: &Arguments, kind: Kind, contract: &Contract, now_at: Decimal) -> Result<Trigger, Refusal> {
    let side = rules::side(arguments);
    if !kind.is_trailing() {
        let price = arguments.text("triggerPrice").ok_or_else(|| Refusal::missing("triggerPrice"))?;
        return Ok(Trigger::at(kind, side, rules::checked_trigger(price, contract)?));
    }
    let callback = callback(arguments)?;
    let activate = arguments.text("activatePrice").map(|price| rules::checked_trigger(price, contract)).transpose()?;
    let best = if activate.is_some() { None } else { Some(now_at) };
    Ok(Trigger::Trail(Trail { side, activate: activate.unwrap_or(now_at), callback, best }))
}

/// In percent. How many digits it may have is not established, so any will do.
fn callback(arguments: &Arguments) -> Result<Decimal, Refusal> {
    let text = arguments.text("callbackRate").ok_or_else(|| Refusal::missing("callbackRate"))?;
    decimal(text).ok_or_else(|| Refusal::new(-2007, "Invalid callBack rate."))
}
