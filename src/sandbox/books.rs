//! The books of the sandbox: what came in, and what was done.

use super::{PlacedOrder, Sandbox};

impl Sandbox {
    /// How many requests came in for an operation, refused ones among them, by its id such as `createOrder`.
    ///
    /// Those that met a [`Fault`](super::Fault) are among them too, but for
    /// [`CloseBeforeReading`](super::Fault::CloseBeforeReading), which leaves a request unread.
    #[must_use]
    pub fn requests(&self, operation: &str) -> u64 {
        self.exchange().tally(operation).requests
    }

    /// How many requests of an operation were executed, by its id such as `createOrder`: those that were neither
    /// refused nor kept back by a [`Fault`](super::Fault), whether or not their answer arrived.
    ///
    /// A request for several orders counts once, even if all its orders were refused.
    #[must_use]
    pub fn executions(&self, operation: &str) -> u64 {
        self.exchange().tally(operation).executions
    }

    /// How many orders are open at this moment, conditional ones not among them.
    #[must_use]
    pub fn open_orders(&self) -> usize {
        let now = self.clock.now_millis();
        self.exchange().open_orders(now)
    }

    /// Every order that was ever accepted, whatever became of it, in the order of placing.
    ///
    /// Compare it with the orders that your program knows of: one that is here and not there was lost from sight, and
    /// one that is here twice was sent twice. The order that a conditional order places once it is triggered is not
    /// listed beside it.
    ///
    /// The list grows with every order until the sandbox is dropped, by about 100 bytes each, and every call copies it.
    ///
    /// # Examples
    ///
    /// ```
    /// use binance_usdm::sandbox::Sandbox;
    /// use binance_usdm::{Client, OrderSide, OrderType};
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::start().await?;
    /// let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;
    /// let order = client.create_order().symbol("ETHUSDT").side(OrderSide::Buy).type_(OrderType::Market);
    /// order.quantity("0.100").new_client_order_id("mine-1").send().await?;
    ///
    /// let placed = sandbox.placed_orders();
    /// assert_eq!(placed.len(), 1);
    /// assert_eq!(placed[0].client_order_id, "mine-1");
    /// assert_eq!(placed[0].quantity.map(|quantity| quantity.to_string()).as_deref(), Some("0.100"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn placed_orders(&self) -> Vec<PlacedOrder> {
        self.exchange().placed_orders().to_vec()
    }

    /// How many requests were refused because they exceeded a limit (HTTP 429) or came during a ban (HTTP 418).
    /// Answers of an injected [`Fault`](super::Fault) are not counted.
    #[must_use]
    pub fn refused_for_limits(&self) -> u64 {
        self.exchange().refused_for_limits()
    }
}
