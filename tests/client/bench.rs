//! A sandbox with a client of it, both on one clock that stands still.

use binance_usdm::sandbox::{ManualClock, Sandbox};
use binance_usdm::types::{FuturesBalance, FuturesOrderResponse, PositionRisk};
use binance_usdm::{Client, Error, LimitPolicy, OrderSide, Price, Quantity, ResponseValue, TimeInForce};

use crate::support::NOW;

pub struct Bench {
    pub sandbox: Sandbox,
    pub client: Client,
    pub clock: ManualClock,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(true, LimitPolicy::default()).await
    }

    /// One on which nothing is limited.
    pub async fn unlimited() -> Self {
        Self::with(false, LimitPolicy::Off).await
    }

    async fn with(enforces_limits: bool, policy: LimitPolicy) -> Self {
        let clock = ManualClock::new(NOW);
        let sandbox = Sandbox::builder().seed(7).clock(clock.clone()).enforce_limits(enforces_limits);
        let sandbox = sandbox.start().await.unwrap();
        let client = Client::builder()
            .base_url(sandbox.base_url())
            .credentials(sandbox.credentials())
            .clock(clock.clone())
            .limits(policy)
            .build()
            .unwrap();
        Self { sandbox, client, clock }
    }

    /// The last price, which is the best bid.
    pub async fn price(&self, symbol: &str) -> Price {
        self.client.get_ticker_price_v2().symbol(symbol).send().await.unwrap().one().unwrap().price
    }

    /// Places a limit order that stays in the book until it is cancelled.
    pub async fn limit(
        &self,
        symbol: &str,
        side: OrderSide,
        quantity: &str,
        price: Price,
        client_id: &str,
    ) -> Result<ResponseValue<FuturesOrderResponse>, Error> {
        let order = self.client.create_order().symbol(symbol).side(side).type_("LIMIT");
        let order = order.time_in_force(TimeInForce::Gtc).quantity(quantity).price(price);
        order.new_client_order_id(client_id).send().await
    }

    /// Buys or sells at once; the answer tells what became of it.
    pub async fn market(
        &self,
        symbol: &str,
        side: OrderSide,
        quantity: impl TryInto<Quantity, Error: std::fmt::Display>,
    ) -> ResponseValue<FuturesOrderResponse> {
        let order = self.client.create_order().symbol(symbol).side(side).type_("MARKET").quantity(quantity);
        order.new_order_resp_type("RESULT").send().await.unwrap()
    }

    pub async fn position(&self, symbol: &str) -> PositionRisk {
        let rows = self.client.get_position_risk().symbol(symbol).send().await.unwrap().into_inner();
        assert_eq!(rows.len(), 1);
        rows.into_iter().next().unwrap()
    }

    pub async fn usdt(&self) -> FuturesBalance {
        let rows = self.client.get_balance().send().await.unwrap().into_inner();
        rows.into_iter().find(|row| row.asset == "USDT").unwrap()
    }
}
