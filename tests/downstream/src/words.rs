//! Enums and the operation table, without a client.

use std::collections::BTreeSet;
use std::str::FromStr;

use binance_usdm::operations::{Operation, Security, Units};
use binance_usdm::types::{OrderStatus, PriceMatch, TimeInForce};
use binance_usdm::{OrderSide, ParseEnumError};

/// An enum of the program's own, which goes to and from the crate's.
#[derive(Debug, PartialEq)]
enum Way {
    Long,
    Short,
}

impl From<Way> for OrderSide {
    fn from(way: Way) -> Self {
        match way {
            Way::Long => Self::Buy,
            Way::Short => Self::Sell,
        }
    }
}

impl TryFrom<OrderSide> for Way {
    type Error = OrderSide;

    fn try_from(side: OrderSide) -> Result<Self, OrderSide> {
        match side {
            OrderSide::Buy => Ok(Self::Long),
            OrderSide::Sell => Ok(Self::Short),
            other => Err(other),
        }
    }
}

/// A trait of the program's own on types of the crate.
trait Ends {
    fn ends(&self) -> bool;
}

impl Ends for TimeInForce {
    fn ends(&self) -> bool {
        matches!(self, Self::Ioc | Self::Fok | Self::Gtd)
    }
}

fn parsed<T: FromStr<Err = ParseEnumError> + AsRef<str> + Ord>(words: &[&str]) -> Result<BTreeSet<T>, ParseEnumError> {
    words.iter().map(|word| word.parse()).collect()
}

pub fn speak() -> Result<(), ParseEnumError> {
    assert_eq!(Way::try_from(OrderSide::from(Way::Short)), Ok(Way::Short));
    assert!(TimeInForce::Fok.ends() && !TimeInForce::Gtc.ends());
    assert_eq!(parsed::<PriceMatch>(&["QUEUE", "OPPONENT", "QUEUE"])?.len(), 2);
    assert!(OrderStatus::KNOWN.contains(&OrderStatus::Filled));
    assert!(OrderStatus::from_str("NO_SUCH_STATUS").is_err());

    let order = Operation::by_id("createOrder").map(|operation| (operation.security, operation.is_read()));
    assert_eq!(order, Some((Security::Signed, false)));
    for cost in binance_usdm::operations::GET_ORDER_BOOK.costs {
        match cost.units {
            Units::Fixed(units) => println!("{units} of {}", cost.limit.name),
            Units::BySize { parameter, .. } | Units::ByPresence { parameter, .. } => println!("by {parameter}"),
            _ => println!("in some other way"),
        }
    }
    Ok(())
}
