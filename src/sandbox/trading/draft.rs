//! An order as it was asked for, checked against the rules of its contract.

use rust_decimal::Decimal;

use super::order::Side;
use crate::sandbox::gate::{Arguments, decimal};
use crate::sandbox::market::{Contract, Quote};
use crate::sandbox::refusal::Refusal;

/// The bounds of `goodTillDate`, in milliseconds: this far ahead at least, and before the year 10000.
const GOOD_TILL_AHEAD: i64 = 600_000;
const GOOD_TILL_END: i64 = 253_402_300_799_000;

/// An order as it was asked for.
#[derive(Debug, Clone)]
pub struct Draft {
    pub contract: &'static Contract,
    pub side: Side,
    /// `LIMIT` or `MARKET`.
    pub kind: &'static str,
    pub time_in_force: String,
    /// None for a market order.
    pub price: Option<Decimal>,
    pub quantity: Decimal,
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
    /// Reads an order and checks what can be checked without the account.
    pub fn read(arguments: &Arguments, quote: &Quote, now: i64) -> Result<Self, Refusal> {
        if !quote.contract.is_trading() {
            return Err(Refusal::new(-4140, "Invalid symbol status for opening position."));
        }
        refuse_foreign(arguments)?;
        let is_market = arguments.text("type") == Some("MARKET");
        let side = if arguments.text("side") == Some("SELL") { Side::Sell } else { Side::Buy };
        let time_in_force = time_in_force(arguments, is_market)?;
        let good_till = good_till(arguments, &time_in_force, now)?;
        let client_id = client_id(arguments)?;
        let quantity = arguments.text("quantity").ok_or_else(|| Refusal::missing("quantity"))?;
        let text = |name: &str, default: &str| arguments.text(name).unwrap_or(default).to_owned();
        let waits = is_market || matches!(time_in_force.as_str(), "IOC" | "FOK");
        let draft = Self {
            contract: quote.contract,
            side,
            kind: if is_market { "MARKET" } else { "LIMIT" },
            price: if is_market { None } else { Some(limit_price(arguments, quote, side)?) },
            quantity: checked_quantity(quantity, quote.contract, is_market)?,
            reduce_only: arguments.flag("reduceOnly"),
            client_id,
            working_type: text("workingType", "CONTRACT_PRICE"),
            price_match: text("priceMatch", "NONE"),
            self_trade_prevention: text("selfTradePreventionMode", "EXPIRE_MAKER"),
            good_till,
            wants_result: waits && arguments.text("newOrderRespType") == Some("RESULT"),
            time_in_force,
        };
        draft.check_notional(quote)?;
        Ok(draft)
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

    fn check_notional(&self, quote: &Quote) -> Result<(), Refusal> {
        let price = self.price.unwrap_or(quote.mark);
        let least = self.contract.min_notional;
        if self.reduce_only || price * self.quantity >= Decimal::from(least) {
            return Ok(());
        }
        let msg = format!("Order's notional must be no smaller than {least} (unless you choose reduce only).");
        Err(Refusal::new(-4164, msg))
    }
}

/// What belongs to conditional orders, to hedge mode, or to orders of the other type.
fn refuse_foreign(arguments: &Arguments) -> Result<(), Refusal> {
    for name in ["stopPrice", "activationPrice", "callbackRate"] {
        if arguments.text(name).is_some() {
            return Err(Refusal::unwanted(name));
        }
    }
    let kind = arguments.text("type").unwrap_or_default();
    if arguments.flag("closePosition") {
        return Err(Refusal::new(-4136, format!("Target strategy invalid for orderType {kind},closePosition true")));
    }
    if arguments.text("positionSide").is_some_and(|side| side != "BOTH") {
        return Err(Refusal::new(-4061, "Order's position side does not match user's setting."));
    }
    for name in ["price", "timeInForce", "priceMatch", "goodTillDate"] {
        if kind == "MARKET" && arguments.text(name).is_some_and(|value| value != "NONE") {
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

fn good_till(arguments: &Arguments, time_in_force: &str, now: i64) -> Result<i64, Refusal> {
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

fn client_id(arguments: &Arguments) -> Result<Option<String>, Refusal> {
    let Some(id) = arguments.text("newClientOrderId") else { return Ok(None) };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".:/_-".contains(&byte);
    if id.len() > 36 {
        return Err(Refusal::new(-4015, "Client order id length should be less than 36 chars"));
    }
    if !id.bytes().all(allowed) {
        let legal = r"^[\.A-Z\:/a-z0-9_-]{1,36}$";
        let msg = format!("Illegal characters found in parameter 'newClientOrderId'; legal range is '{legal}'.");
        return Err(Refusal::new(-1100, msg));
    }
    Ok(Some(id.to_owned()))
}

fn limit_price(arguments: &Arguments, quote: &Quote, side: Side) -> Result<Decimal, Refusal> {
    let price_match = arguments.text("priceMatch").filter(|price_match| *price_match != "NONE");
    match (arguments.text("price"), price_match) {
        (None, None) => Err(Refusal::missing("price")),
        (Some(_), Some(_)) => Err(Refusal::new(-5037, "Invalid price match")),
        (None, Some(price_match)) => matched_price(price_match, quote, side),
        (Some(price), None) => checked_price(price, quote, side),
    }
}

/// The price at a level of the book: of the other side for `OPPONENT`, of the order's own for `QUEUE`.
fn matched_price(price_match: &str, quote: &Quote, side: Side) -> Result<Decimal, Refusal> {
    let (queue, level) = match price_match {
        "OPPONENT" => (false, 1),
        "OPPONENT_5" => (false, 5),
        "QUEUE" => (true, 1),
        "QUEUE_5" => (true, 5),
        "QUEUE_10" => (true, 10),
        "QUEUE_20" => (true, 20),
        // OPPONENT_10 and OPPONENT_20 have been suspended since October 2025.
        _ => return Err(Refusal::new(-5037, "Invalid price match")),
    };
    let distance = quote.contract.tick_size() * Decimal::from(level - 1);
    Ok(if (side == Side::Buy) == queue { quote.bid - distance } else { quote.ask + distance })
}

fn checked_price(text: &str, quote: &Quote, side: Side) -> Result<Decimal, Refusal> {
    let contract = quote.contract;
    let price = precise(text, contract.price_digits)?;
    let (least, most) = contract.price_range();
    let (down, up) = contract.multipliers();
    let (lowest, highest) = (quote.mark * down, quote.mark * up);
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

fn checked_quantity(text: &str, contract: &Contract, is_market: bool) -> Result<Decimal, Refusal> {
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

/// Reads a decimal of at most so many digits after the point; zeros at its end do not count.
fn precise(text: &str, digits: u32) -> Result<Decimal, Refusal> {
    let value = decimal(text).map(|value| value.normalize()).filter(|value| value.scale() <= digits);
    value.ok_or_else(|| Refusal::new(-1111, "Precision is over the maximum defined for this asset."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::market::{self, Market};
    use crate::sandbox::seed::Stream;

    const NOW: i64 = 1_760_000_000_000;

    fn quote() -> Quote {
        Market::new(Stream::new(1)).quote(market::find("BTCUSDT").unwrap(), NOW)
    }

    fn limit(more: &[(&'static str, &str)]) -> Result<Draft, Refusal> {
        let common = [("side", "BUY"), ("type", "LIMIT"), ("quantity", "0.010")];
        Draft::read(&Arguments::of(&[&common, more].concat()), &quote(), NOW)
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
