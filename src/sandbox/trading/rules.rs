//! The rules that plain and conditional orders share.

use rust_decimal::Decimal;

use super::modes::Modes;
use super::order::Side;
use super::position_side::PositionSide;
use crate::operations::{ALL, Pattern};
use crate::sandbox::gate::{Arguments, decimal};
use crate::sandbox::market::{Contract, Quote};
use crate::sandbox::refusal::Refusal;

/// The bounds of `goodTillDate`, in milliseconds: this far ahead at least, and before the year 10000.
const GOOD_TILL_AHEAD: i64 = 600_000;
const GOOD_TILL_END: i64 = 253_402_300_799_000;

/// The position that an order is of: the contract has to take orders, and the position side has to go with the mode of the
/// account. In hedge mode the sides say by themselves what reduces a position.
pub fn position_side(arguments: &Arguments, contract: &Contract, modes: Modes) -> Result<PositionSide, Refusal> {
    if !contract.is_trading() {
        return Err(Refusal::new(-4140, "Invalid symbol status for opening position."));
    }
    if modes.hedge && arguments.text("reduceOnly").is_some() {
        return Err(Refusal::unwanted("reduceOnly"));
    }
    modes.position_side(arguments)
}

pub fn side(arguments: &Arguments) -> Side {
    if arguments.text("side") == Some("SELL") { Side::Sell } else { Side::Buy }
}

/// The time in force of orders that live only as long as the position that they reduce.
pub const WITH_POSITION: &str = "GTE_GTC";

/// When an order ends, if its time in force is `GTD`; 0 otherwise.
pub fn good_till(arguments: &Arguments, time_in_force: &str, now: i64) -> Result<i64, Refusal> {
    if time_in_force != "GTD" {
        return Ok(0);
    }
    let date = arguments.integer("goodTillDate").ok_or_else(|| Refusal::missing("goodTillDate"))?;
    if date <= now.saturating_add(GOOD_TILL_AHEAD) || date >= GOOD_TILL_END {
        return Err(Refusal::new(
            -5040,
            format!(
                "The goodTillDate {date} must be greater than the current time plus 600 seconds and smaller than 253402300799000"
            ),
        ));
    }
    // The exchange keeps whole seconds.
    Ok(date - date % 1_000)
}

/// The id that the client gave an order, under the name that it has for this kind of order.
pub fn client_id(arguments: &Arguments, name: &str) -> Result<Option<String>, Refusal> {
    let Some(id) = arguments.text(name) else { return Ok(None) };
    let Some(form) = ALL.iter().find_map(|operation| operation.parameter(name)?.pattern) else {
        return Ok(Some(id.to_owned()));
    };
    let Pattern { text: legal, most, .. } = form;
    if id.chars().count() > most {
        return Err(Refusal::new(-4015, format!("Client order id length should be less than {most} chars")));
    }
    if !form.matches(id) {
        let msg = format!("Illegal characters found in parameter '{name}'; legal range is '{legal}'.");
        return Err(Refusal::new(-1100, msg));
    }
    Ok(Some(id.to_owned()))
}

/// The limit price that was sent: of it and of `priceMatch`, one has to be there and only one may be. It is none when
/// it is to be taken from the book.
pub fn given_price(arguments: &Arguments) -> Result<Option<&str>, Refusal> {
    match (arguments.text("price"), arguments.text("priceMatch")) {
        (None, None) => Err(Refusal::missing("price")),
        // OPPONENT_10 and OPPONENT_20 have been suspended since October 2025.
        (Some(_), Some(_)) | (None, Some("OPPONENT_10" | "OPPONENT_20")) => Err(no_such_match()),
        (price, _) => Ok(price),
    }
}

/// The price at a level of the book: of the other side for `OPPONENT`, of the order's own for `QUEUE`.
pub fn matched_price(price_match: &str, quote: &Quote, side: Side) -> Result<Decimal, Refusal> {
    let (queue, level) = match price_match {
        "OPPONENT" => (false, 1),
        "OPPONENT_5" => (false, 5),
        "QUEUE" => (true, 1),
        "QUEUE_5" => (true, 5),
        "QUEUE_10" => (true, 10),
        "QUEUE_20" => (true, 20),
        _ => return Err(no_such_match()),
    };
    let distance = quote.contract.tick_size() * Decimal::from(level - 1);
    Ok(if (side == Side::Buy) == queue { quote.bid - distance } else { quote.ask + distance })
}

fn no_such_match() -> Refusal {
    Refusal::new(-5037, "Invalid price match")
}

/// A limit price, which may not be far on the wrong side of a reference: the mark price, or the price of a trigger.
pub fn checked_price(text: &str, contract: &Contract, side: Side, reference: Decimal) -> Result<Decimal, Refusal> {
    let price = precise(text, contract.price_digits)?;
    let (least, most) = contract.price_range();
    let (down, up) = contract.multipliers();
    let (lowest, highest) = (reference * down, reference * up);
    let digits = contract.price_digits;
    let (code, msg) = match side {
        _ if price.is_sign_negative() && !price.is_zero() => (-4001, "Price less than 0.".to_owned()),
        _ if price > most => (-4002, "Price greater than max price.".to_owned()),
        _ if price < least => (-4013, "Price less than min price.".to_owned()),
        _ if !(price % contract.tick_size()).is_zero() => (-4014, "Price not increased by tick size.".to_owned()),
        Side::Buy if price > highest => {
            (-4016, format!("Limit price can't be higher than {}.", highest.round_dp(digits)))
        }
        Side::Sell if price < lowest => {
            (-4024, format!("Limit price can't be lower than {}.", lowest.round_dp(digits)))
        }
        _ => return Ok(price),
    };
    Err(Refusal::new(code, msg))
}

/// A price that triggers or activates an order; it may be anywhere that a price of the contract may be.
pub fn checked_trigger(text: &str, contract: &Contract) -> Result<Decimal, Refusal> {
    let price = precise(text, contract.price_digits)?;
    let (_, most) = contract.price_range();
    let (code, msg) = match price {
        _ if price <= Decimal::ZERO => (-4006, "Stop price less than 0."),
        _ if price > most => (-4007, "Stop price greater than max price."),
        _ if !(price % contract.tick_size()).is_zero() => (-4014, "Price not increased by tick size."),
        _ => return Ok(price),
    };
    Err(Refusal::new(code, msg))
}

pub fn checked_quantity(text: &str, contract: &Contract, is_market: bool) -> Result<Decimal, Refusal> {
    let quantity = precise(text, contract.quantity_digits)?;
    let (limit, market) = contract.max_quantities();
    let step = contract.step_size();
    let (code, msg) = match quantity {
        _ if quantity <= Decimal::ZERO => (-4003, "Quantity less than or equal to zero."),
        _ if quantity < step => (-4004, "Quantity less than min quantity."),
        _ if quantity > if is_market { market } else { limit } => (-4005, "Quantity greater than max quantity."),
        _ if !(quantity % step).is_zero() => (-4023, "Qty not increased by step size."),
        _ => return Ok(quantity),
    };
    Err(Refusal::new(code, msg))
}

/// Refuses an order that is worth too little, unless it only reduces a position.
pub fn check_notional(contract: &Contract, price: Decimal, quantity: Decimal) -> Result<(), Refusal> {
    let least = contract.min_notional;
    if price * quantity >= Decimal::from(least) {
        return Ok(());
    }
    let msg = format!("Order's notional must be no smaller than {least} (unless you choose reduce only).");
    Err(Refusal::new(-4164, msg))
}

/// Reads a decimal of at most so many digits after the point; zeros at its end do not count.
fn precise(text: &str, digits: u32) -> Result<Decimal, Refusal> {
    let value = decimal(text).map(|value| value.normalize()).filter(|value| value.scale() <= digits);
    value.ok_or_else(|| Refusal::new(-1111, "Precision is over the maximum defined for this asset."))
}
