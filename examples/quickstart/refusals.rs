//! Orders that do not come about, and how one is told why.

use std::error::Error as StdError;

use binance_usdm::{Client, Decimal, Error, Outcome};

use crate::order::{self, Plan};
use crate::rules::Rules;
use crate::show::{heading, line};

/// A price between two ticks: well-formed, so it is sent, and the exchange refuses it.
pub async fn by_the_exchange(client: &Client, plan: &Plan, rules: &Rules) -> Result<(), Box<dyn StdError>> {
    let plan = Plan { price: plan.price + rules.price.tick_size / Decimal::TWO, ..plan.clone() };
    heading("Refused by the exchange");
    line("to buy at", format!("{}, with ticks of {}", plan.price, rules.price.tick_size));
    match order::place(client, &plan).await {
        Err(error) if error.outcome() == Outcome::Unknown => Err(order::clean_up(client, &plan, error).await),
        Err(Error::Exchange(said)) => {
            line("code", format!("{} (HTTP {})", said.code(), said.status().as_u16()));
            line("message", said.message());
            Ok(())
        }
        Err(error) => Err(error.into()),
        Ok(_) => {
            order::cancel(client, &plan).await?;
            Err(format!("the exchange took the price {}", plan.price).into())
        }
    }
}

/// A quantity that is not a number: nothing is sent at all.
pub async fn before_sending(client: &Client, plan: &Plan) -> Result<(), Box<dyn StdError>> {
    heading("Refused here, before sending");
    line("to buy", format!("0,01 at {}", plan.price));
    let order = client.create_order().symbol(&plan.symbol).side("BUY").type_("LIMIT").time_in_force("GTX");
    match order.price(plan.price).quantity("0,01").send().await {
        Err(Error::InvalidParameter(problem)) => {
            line("error", problem);
            Ok(())
        }
        Err(error) => Err(error.into()),
        Ok(order) => Err(format!("order {} was placed", order.order_id).into()),
    }
}
