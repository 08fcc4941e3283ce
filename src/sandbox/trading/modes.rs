//! The modes of the account, and the operations that read and change them.

use serde_json::{Value, json};

use super::desk::{Answer, Desk, success};
use super::position_side::PositionSide;
use crate::sandbox::gate::Arguments;
use crate::sandbox::refusal::Refusal;

/// How the account is set, all contracts at once.
#[derive(Debug, Clone, Copy, Default)]
pub struct Modes {
    /// Hedge mode: a long and a short position of each contract.
    pub hedge: bool,
    pub multi_assets: bool,
    /// Shown and not heeded: fees are paid in USDT.
    pub fee_burn: bool,
}

impl Modes {
    /// The sides that positions have.
    pub const fn sides(self) -> &'static [PositionSide] {
        if self.hedge { &[PositionSide::Long, PositionSide::Short] } else { &[PositionSide::Both] }
    }

    /// The side that a request asks for, if positions have it.
    pub fn position_side(self, arguments: &Arguments) -> Result<PositionSide, Refusal> {
        let side = PositionSide::asked(arguments);
        if self.sides().contains(&side) {
            return Ok(side);
        }
        Err(Refusal::new(-4061, "Order's position side does not match user's setting."))
    }
}

impl Desk {
    pub(super) fn account_config(&self) -> Value {
        let modes = self.account.modes;
        json!({
            "feeTier": 0,
            "canTrade": true,
            "canDeposit": true,
            "canWithdraw": true,
            "dualSidePosition": modes.hedge,
            "updateTime": 0,
            "multiAssetsMargin": modes.multi_assets,
            "tradeGroupId": -1,
        })
    }

    pub(super) fn position_mode(&self) -> Value {
        json!({ "dualSidePosition": self.account.modes.hedge })
    }

    pub(super) fn multi_assets_mode(&self) -> Value {
        json!({ "multiAssetsMargin": self.account.modes.multi_assets })
    }

    pub(super) fn fee_burn(&self) -> Value {
        json!({ "feeBurn": self.account.modes.fee_burn })
    }

    pub(super) fn change_position_mode(&mut self, arguments: &Arguments) -> Answer {
        let hedge = arguments.flag("dualSidePosition");
        if hedge == self.account.modes.hedge {
            return Err(Refusal::new(-4059, "No need to change position side."));
        }
        if self.orders.open_count() + self.algos.orders.open_count() > 0 {
            return Err(Refusal::new(-4067, "Position side cannot be changed if there exists open orders."));
        }
        if self.account.positions().any(|(_, position)| position.is_open()) {
            return Err(Refusal::new(-4068, "Position side cannot be changed if there exists position."));
        }
        self.account.modes.hedge = hedge;
        Ok(success())
    }

    pub(super) fn change_multi_assets_mode(&mut self, arguments: &Arguments) -> Answer {
        let multi_assets = arguments.flag("multiAssetsMargin");
        if multi_assets == self.account.modes.multi_assets {
            let msg = "Adjusted asset mode is currently set and does not need to be adjusted repeatedly.";
            return Err(Refusal::new(-4171, msg));
        }
        if self.account.positions().any(|(_, position)| position.is_isolated) {
            let msg =
                "Unable to adjust to Multi-Assets mode with symbols of USDⓈ-M Futures under isolated-margin mode.";
            return Err(Refusal::new(-4167, msg));
        }
        if self.orders.open_count() > 0 {
            let msg = "Unable to adjust Multi-Assets Mode with open orders in USDⓈ-M Futures account.";
            return Err(Refusal::new(-4170, msg));
        }
        self.account.modes.multi_assets = multi_assets;
        Ok(success())
    }

    /// Setting it to what it is succeeds: no code is known for that.
    pub(super) fn change_fee_burn(&mut self, arguments: &Arguments) -> Value {
        self.account.modes.fee_burn = arguments.flag("feeBurn");
        success()
    }
}
