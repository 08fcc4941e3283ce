//! The types of conditional orders.

/// The type of a conditional order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Stop,
    StopMarket,
    TakeProfit,
    TakeProfitMarket,
    TrailingStopMarket,
}

impl Kind {
    const ALL: [Self; 5] =
        [Self::Stop, Self::StopMarket, Self::TakeProfit, Self::TakeProfitMarket, Self::TrailingStopMarket];

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Stop => "STOP",
            Self::StopMarket => "STOP_MARKET",
            Self::TakeProfit => "TAKE_PROFIT",
            Self::TakeProfitMarket => "TAKE_PROFIT_MARKET",
            Self::TrailingStopMarket => "TRAILING_STOP_MARKET",
        }
    }

    /// Whether it places a limit order; it places a market order otherwise.
    pub const fn is_limit(self) -> bool {
        matches!(self, Self::Stop | Self::TakeProfit)
    }

    pub const fn takes_profit(self) -> bool {
        matches!(self, Self::TakeProfit | Self::TakeProfitMarket)
    }

    pub const fn is_trailing(self) -> bool {
        matches!(self, Self::TrailingStopMarket)
    }

    /// Whether it may close a whole position, of whatever size that is when it triggers.
    pub const fn may_close_position(self) -> bool {
        matches!(self, Self::StopMarket | Self::TakeProfitMarket)
    }

    /// The parameters that belong to other types.
    pub const fn foreign(self) -> &'static [&'static str] {
        match self {
            Self::Stop | Self::TakeProfit => &["activatePrice", "callbackRate"],
            Self::StopMarket | Self::TakeProfitMarket => &["price", "priceMatch", "activatePrice", "callbackRate"],
            Self::TrailingStopMarket => &["price", "priceMatch", "triggerPrice"],
        }
    }
}
