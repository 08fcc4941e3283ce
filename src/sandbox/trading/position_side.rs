//! The sides of a position, of which one-way mode has one and hedge mode has two.

use super::order::Side;
use crate::sandbox::gate::Arguments;

/// The side of a position: `Both` in one-way mode, `Long` and `Short` beside each other in hedge mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PositionSide {
    Both,
    Long,
    Short,
}

impl PositionSide {
    pub const ALL: [Self; 3] = [Self::Both, Self::Long, Self::Short];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Both => "BOTH",
            Self::Long => "LONG",
            Self::Short => "SHORT",
        }
    }

    /// The one that a request names, or means by naming none.
    pub fn asked(arguments: &Arguments) -> Self {
        let name = arguments.text("positionSide");
        Self::ALL.into_iter().find(|side| Some(side.name()) == name).unwrap_or(Self::Both)
    }

    /// Whether orders of this side can do nothing but close it.
    pub fn is_closed_by(self, side: Side) -> bool {
        matches!((self, side), (Self::Long, Side::Sell) | (Self::Short, Side::Buy))
    }
}
