//! Changing an open order, and what was changed of it.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::desk::{Answer, Desk};
use super::draft::{Draft, limit_price};
use super::history::{QUARTER, Span};
use super::order::{Order, Status, scaled};
use super::rules;
use super::shelf::Shelved;
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{self, Contract, Quote};
use crate::sandbox::refusal::Refusal;

/// An order takes fewer changes than this.
const MAX_CHANGES: usize = 10_000;

/// Price and quantity of an order before and after a change.
#[derive(Debug, Clone)]
pub struct Amendment {
    id: i64,
    time: i64,
    price: (Decimal, Decimal),
    quantity: (Decimal, Decimal),
    /// The number that the client gave it.
    pub modify_id: Option<i64>,
}

impl Desk {
    /// Changes an order and acknowledges that, even where the order fills at once at its new price. One that must not
    /// take is cancelled if it would.
    pub(super) fn modify(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let quote = self.market.quote(market::named(arguments)?, now);
        let order = self.find(arguments)?.filter(|order| order.is_open()).ok_or_else(Self::no_such_order)?;
        let (id, before) = (order.id, order.draft.clone());
        check_changes(order)?;
        let mut draft = amended(&before, arguments, &quote)?;
        self.check(&mut draft, before.tied(), &quote, now)?;
        let what = |draft: &Draft| (draft.price.unwrap_or_default(), draft.quantity, draft.reduce_only);
        if what(&draft) == what(&before) {
            return Err(Refusal::new(-5027, "No need to modify the order."));
        }
        let (takes, only_makes) = (draft.crosses(&quote), matches!(draft.time_in_force.as_str(), "GTX" | "RPI"));
        self.next_amendment += 1;
        let amendment = Amendment {
            id: self.next_amendment,
            time: now,
            price: (what(&before).0, what(&draft).0),
            quantity: (before.quantity, draft.quantity),
            modify_id: arguments.integer("modifyId"),
        };
        let receipt = self.orders.change(id, |order| {
            order.draft = draft;
            order.updated = now;
            order.amendments.push(amendment);
            if takes && only_makes {
                order.end(Status::Canceled, now);
            }
            order.receipt()
        });
        if takes && !only_makes {
            self.fill(id, false, now);
        }
        receipt.ok_or_else(Self::no_such_order)
    }

    /// The latest change comes first.
    pub(super) fn amendments(&self, arguments: &Arguments, now: i64) -> Answer {
        let order = self.find(arguments)?.ok_or_else(Self::no_such_order)?;
        let span = Span::given(arguments)?;
        let changes = order.amendments.iter().enumerate().rev();
        let meant =
            changes.filter(|(_, change)| span.contains(change.time) && now.saturating_sub(change.time) <= QUARTER);
        Ok(meant.take(arguments.limit(50)).map(|(index, change)| change.row(order, index + 1)).collect())
    }
}

fn check_changes(order: &Order) -> Result<(), Refusal> {
    if !order.contract().is_trading() {
        return Err(Refusal::new(-5024, "Symbol is not in trading status. Order amendment is not permitted."));
    }
    if order.amendments.len() + 1 >= MAX_CHANGES {
        return Err(Refusal::new(-5026, "Exceed maximum modify order limit."));
    }
    Ok(())
}

/// The order as it is asked to be, by the rules that it had to keep when it was placed.
fn amended(before: &Draft, arguments: &Arguments, quote: &Quote) -> Result<Draft, Refusal> {
    if rules::side(arguments) != before.side {
        return Err(Refusal::new(-1117, "Invalid side."));
    }
    let quantity = arguments.text("quantity").ok_or_else(|| Refusal::missing("quantity"))?;
    let draft = Draft {
        price: Some(limit_price(arguments, quote, before.side)?),
        quantity: rules::checked_quantity(quantity, before.contract, false)?,
        price_match: arguments.text("priceMatch").unwrap_or("NONE").to_owned(),
        reduce_only: arguments.text("reduceOnly").map_or(before.reduce_only, |_| arguments.flag("reduceOnly")),
        ..before.clone()
    };
    let is_worth_little =
        rules::check_notional(draft.contract, draft.price.unwrap_or(quote.mark), draft.quantity).is_err();
    if is_worth_little && !draft.reduce_only {
        let least = draft.contract.min_notional;
        return Err(Refusal::new(-5029, format!("Order's notional must be no smaller than {least}.")));
    }
    Ok(draft)
}

impl Amendment {
    fn row(&self, order: &Order, count: usize) -> Value {
        let Contract { symbol, pair, price_digits, quantity_digits, .. } = order.contract();
        let change =
            |(before, after), digits| json!({ "before": scaled(before, digits), "after": scaled(after, digits) });
        let mut row = json!({
            "amendmentId": self.id,
            "symbol": symbol,
            "pair": pair,
            "orderId": order.id,
            "clientOrderId": order.client_id,
            "time": self.time,
            "amendment": {
                "price": change(self.price, *price_digits),
                "origQty": change(self.quantity, *quantity_digits),
                "count": count,
            },
        });
        if let Some(id) = self.modify_id {
            row["amendment"]["modifyId"] = id.into();
        }
        row
    }
}
