//! The trading desk: every order, the account, and the way from an operation to its answer.

use serde_json::{Value, json};

use super::account::Account;
use super::algo::Algos;
use super::cancelling::Countdowns;
use super::convert::{self, Converts};
use super::downloads::Downloads;
use super::listen_key::ListenKey;
use super::margin::OpenNotional;
use super::order::{Order, Side};
use super::placed::PlacedOrder;
use super::position_side::PositionSide;
use super::settings::leverage_brackets;
use super::shelf::Shelf;
use super::trade::Trade;
use super::{account_view, account_view_v3, fees, income, rules, standing};
use crate::sandbox::gate::Arguments;
use crate::sandbox::market::{self, Contract, Market};
use crate::sandbox::refusal::Refusal;
use crate::sandbox::seed::Stream;

/// The first order's number: of 19 digits, so that a client which reads it as a floating-point number is found out.
const FIRST_ORDER: i64 = 8_389_765_000_000_000_001;
/// How many fundings of one contract are settled at once when the clock has jumped; older ones are passed over.
const MAX_SETTLEMENTS: usize = 1_000;

pub type Answer = Result<Value, Refusal>;

/// Orders and account of one sandbox. Time is an argument everywhere; nothing happens between two requests.
#[derive(Debug)]
pub struct Desk {
    pub(super) seed: Stream,
    pub market: Market,
    pub(super) account: Account,
    pub(super) orders: Shelf<Order>,
    /// What was ever accepted, in order.
    pub placed: Vec<PlacedOrder>,
    pub(super) next_order: i64,
    pub(super) algos: Algos,
    pub(super) trades: Vec<Trade>,
    /// The orders by which the exchange closed positions.
    pub(super) forced: Vec<i64>,
    pub(super) countdowns: Countdowns,
    pub(super) next_amendment: i64,
    listen_key: ListenKey,
    pub(super) converts: Converts,
    downloads: Downloads,
    pub(super) has_signed_tradfi: bool,
    settled: i64,
}

impl Desk {
    pub fn open(seed: Stream, market: Market, now: i64) -> Self {
        let seed = seed.branch("desk");
        let next_order = FIRST_ORDER + seed.below(0, 1_000_000_000) * 1_000;
        let (account, algos, listen_key) = (Account::open(now), Algos::new(seed), ListenKey::new(seed));
        let (orders, placed) = (Shelf::new(), Vec::new());
        Self {
            seed,
            market,
            account,
            orders,
            placed,
            next_order,
            algos,
            trades: Vec::new(),
            forced: Vec::new(),
            countdowns: Countdowns::default(),
            next_amendment: 0,
            listen_key,
            converts: Converts::default(),
            downloads: Downloads::new(seed),
            has_signed_tradfi: false,
            settled: now,
        }
    }

    /// The answer of an operation of the account; none if the operation is not one of the account.
    pub fn answer(&mut self, operation: &str, arguments: &Arguments, now: i64) -> Option<Answer> {
        Some(match operation {
            "createOrder" => self.create(arguments, now),
            "createBatchOrders" => self.create_batch(arguments, now),
            "getOrder" => self.query(arguments, now),
            "cancelOrder" => self.cancel(arguments, now),
            "getOpenOrders" => self.open_orders(arguments),
            "modifyOrder" => self.modify(arguments, now),
            "modifyBatchOrders" => self.modify_batch(arguments, now),
            "getOrderAmendments" => self.amendments(arguments, now),
            "cancelAllOpenOrders" => self.cancel_all(arguments, now),
            "cancelBatchOrders" => self.cancel_batch(arguments, now),
            "countdownCancelAll" => self.count_down(arguments, now),
            "getAllOrders" => self.all_orders(arguments, now),
            "getOpenOrder" => self.query_open(arguments),
            "getUserTrades" => self.user_trades(arguments, now),
            "getForceOrders" => self.force_orders(arguments, now),
            "testOrder" => self.test(arguments, now),
            "createAlgoOrder" => self.create_algo(arguments, now),
            "getAlgoOrder" => self.query_algo(arguments, now),
            "cancelAlgoOrder" => self.cancel_algo(arguments, now),
            "getOpenAlgoOrders" => self.open_algos(arguments),
            "cancelAllOpenAlgoOrders" => self.cancel_open_algos(arguments, now),
            "getAllAlgoOrders" => self.all_algos(arguments, now),
            "getAccountInfo" => Ok(account_view::account(self, now)),
            "getBalance" | "getBalanceV3" => Ok(account_view::balances(self, now)),
            "getPositionRisk" => self.position_risk(arguments, now),
            "getAccountInfoV3" => Ok(account_view_v3::account(self, now)),
            "getPositionRiskV3" => account_view_v3::position_risk(self, arguments, now),
            "getAccountConfig" => Ok(self.account_config()),
            "getSymbolConfig" => self.symbol_config(arguments),
            "getPositionMode" => Ok(self.position_mode()),
            "changePositionMode" => self.change_position_mode(arguments),
            "getMultiAssetsMode" => Ok(self.multi_assets_mode()),
            "changeMultiAssetsMode" => self.change_multi_assets_mode(arguments),
            "getFeeBurn" => Ok(self.fee_burn()),
            "changeFeeBurn" => Ok(self.change_fee_burn(arguments)),
            "getLeverageBrackets" => leverage_brackets(arguments),
            "changePositionMargin" => self.change_position_margin(arguments, now),
            "getPositionMarginHistory" => self.position_margin_history(arguments, now),
            "getCommissionRate" => fees::commission_rate(arguments),
            "changeLeverage" => self.change_leverage(arguments, now),
            "changeMarginType" => self.change_margin_type(arguments),
            "getIncomeHistory" => {
                optional_contract(arguments).map(|_| income::history(&self.account.income, arguments, now))
            }
            "createListenKey" => Ok(self.listen_key.create(now)),
            "keepAliveListenKey" => self.listen_key.keep_alive(now),
            "closeListenKey" => self.listen_key.close(now),
            _ => return self.answer_apart(operation, arguments, now),
        })
    }

    /// The answer of an operation that is not about orders and positions.
    fn answer_apart(&mut self, operation: &str, arguments: &Arguments, now: i64) -> Option<Answer> {
        Some(match operation {
            "getAdlQuantile" => standing::adl_quantile(self, arguments),
            "getApiTradingStatus" => standing::trading_status(self, arguments, now),
            "getOrderRateLimits" => Ok(self.market.limits().of_orders()),
            "getPortfolioMarginAccount" => standing::portfolio_margin(self, arguments, now),
            "signTradFiContract" => Ok(self.sign_tradfi()),
            "getConvertPairs" => Ok(convert::pairs(arguments)),
            "requestConvertQuote" => self.quote_convert(arguments, now),
            "acceptConvertQuote" => self.converts.accept(arguments, now),
            "getConvertOrderStatus" => self.converts.status(arguments),
            "getIncomeDownloadId" | "getOrderDownloadId" | "getTradeDownloadId" => {
                self.downloads.prepare(operation, arguments, now)
            }
            "getIncomeDownloadLink" | "getOrderDownloadLink" | "getTradeDownloadLink" => {
                self.downloads.link(operation, arguments, now)
            }
            _ => return None,
        })
    }

    /// Brings the account up to date: funding since the last time, contracts whose countdown is over, orders past their
    /// date, resting orders that the price of this moment fills, conditional orders that it triggers, isolated
    /// positions that it liquidates, and conversions under way.
    pub fn settle(&mut self, now: i64) {
        self.settle_funding(now);
        self.settle_countdowns(now);
        for id in self.orders.open_ids() {
            let Some(draft) = self.orders.get(id).map(|order| &order.draft) else { continue };
            let (contract, side, position_side) = (draft.contract, draft.side, draft.position_side);
            let end = self.end_of(contract, position_side, side, &draft.time_in_force, draft.good_till, now);
            if let Some(end) = end {
                self.expire(id, end);
            } else if draft.crosses(&self.market.quote(draft.contract, now)) {
                self.fill(id, true, now);
            }
        }
        self.settle_algos(now);
        self.settle_liquidations(now);
        self.settle_converts(now);
        self.settled = self.settled.max(now);
    }

    /// When an order ended by itself, if it did: on its date, or with its position.
    pub(super) fn end_of(
        &self,
        contract: &Contract,
        position_side: PositionSide,
        side: Side,
        time_in_force: &str,
        good_till: i64,
        now: i64,
    ) -> Option<i64> {
        if good_till != 0 && now >= good_till {
            return Some(good_till);
        }
        self.is_stranded(contract, position_side, side, time_in_force).then_some(now)
    }

    /// Whether an order lives only with a position, and there is none that it would reduce.
    pub(super) fn is_stranded(
        &self,
        contract: &Contract,
        position_side: PositionSide,
        side: Side,
        time_in_force: &str,
    ) -> bool {
        time_in_force == rules::WITH_POSITION && self.account.reducible(contract, position_side, side).is_zero()
    }

    fn settle_funding(&mut self, now: i64) {
        let held = self.account.positions().filter(|(_, position)| position.is_open());
        let held: Vec<_> = held.map(|(contract, position)| (contract, position.side)).collect();
        for (contract, side) in held {
            for funding in market::settlements(contract, self.settled, now, MAX_SETTLEMENTS) {
                let (rate, mark) = self.market.funding(funding);
                self.account.fund(contract, side, rate, mark, funding.time());
            }
        }
    }

    pub fn open_order_count(&self) -> usize {
        self.orders.open_count()
    }

    /// The answer about an order that does not exist, or not any more.
    pub(super) fn no_such_order() -> Refusal {
        Refusal::new(-2013, "Order does not exist.")
    }

    /// The answer to cancelling an order that is not open.
    pub(super) fn not_open() -> Refusal {
        Refusal::new(-2011, "Unknown order sent.")
    }

    pub(super) fn open_notional(&self, contract: &Contract, side: PositionSide) -> OpenNotional {
        let mut open = OpenNotional::default();
        let counted = |order: &&Order| {
            let draft = &order.draft;
            draft.contract.symbol == contract.symbol && draft.position_side == side
        };
        for order in self.orders.open().filter(counted) {
            let notional = order.draft.tied();
            match order.draft.side {
                Side::Buy => open.bids += notional,
                Side::Sell => open.asks += notional,
            }
        }
        open
    }

    fn query(&self, arguments: &Arguments, now: i64) -> Answer {
        let order = self.find(arguments)?.filter(|order| order.is_remembered(now));
        order.map(Order::details).ok_or_else(Self::no_such_order)
    }

    fn cancel(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let id = self.find(arguments)?.map(|order| order.id).ok_or_else(Self::not_open)?;
        self.cancel_one(id, now)
    }

    fn open_orders(&self, arguments: &Arguments) -> Answer {
        let contract = optional_contract(arguments)?;
        let is_wanted = |order: &&Order| contract.is_none_or(|contract| contract == order.contract());
        Ok(self.orders.open().filter(is_wanted).map(Order::details).collect())
    }

    fn position_risk(&self, arguments: &Arguments, now: i64) -> Answer {
        Ok(account_view::position_risk(self, optional_contract(arguments)?, now))
    }

    /// The order that a request names, by its number or else by its client's id: the latest order of that id.
    pub(super) fn find(&self, arguments: &Arguments) -> Result<Option<&Order>, Refusal> {
        let contract = market::named(arguments)?;
        let found = match (arguments.integer("orderId"), arguments.text("origClientOrderId")) {
            (Some(id), _) => self.numbered(contract, id),
            (None, Some(client_id)) => self.named(contract, client_id),
            (None, None) => {
                let msg = "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!";
                return Err(Refusal::new(-1102, msg));
            }
        };
        Ok(found)
    }

    pub(super) fn numbered(&self, contract: &Contract, id: i64) -> Option<&Order> {
        self.orders.get(id).filter(|order| order.contract() == contract)
    }

    pub(super) fn named(&self, contract: &Contract, client_id: &str) -> Option<&Order> {
        self.orders.named(client_id).find(|order| order.contract() == contract)
    }
}

pub(super) fn optional_contract(arguments: &Arguments) -> Result<Option<&'static Contract>, Refusal> {
    arguments.text("symbol").map(|_| market::named(arguments)).transpose()
}

/// What the exchange answers when there is nothing to say but that it is done.
pub fn success() -> Value {
    json!({ "code": 200, "msg": "success" })
}
