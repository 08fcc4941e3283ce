//! Orders as they were sent: what is needed to find out what became of them.

use percent_encoding::percent_decode_str;

use crate::operations::Operation;
use crate::order_id;
use crate::runtime::value_in;
use crate::timestamp::Timestamp;

/// An order that was sent, by the id that the client gave it; see [`Error::orders`](crate::Error::orders).
///
/// From a pair of symbol and id, for an order of which nothing else is at hand:
///
/// ```
/// use binance_usdm::SentOrder;
///
/// let order = SentOrder::from(("BTCUSDT", "my-order-1"));
/// assert_eq!(order.client_order_id(), "my-order-1");
/// assert_eq!(order.valid_until(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentOrder {
    symbol: String,
    client_order_id: String,
    valid_until: Option<Timestamp>,
    placed_by: Option<&'static Operation>,
}

impl SentOrder {
    /// An order that is yet to be sent, with an id that no order has had before.
    ///
    /// For a call that may be dropped before it is answered, by a timeout or in a `select!`: whoever drops it loses the
    /// error that would tell the id, and has it here.
    ///
    /// ```
    /// # async fn example(client: &binance_usdm::Client) {
    /// use std::time::Duration;
    ///
    /// use binance_usdm::SentOrder;
    ///
    /// let order = SentOrder::unique("BTCUSDT");
    /// let call = client.create_order().symbol(order.symbol()).new_client_order_id(order.client_order_id());
    /// let call = call.side("BUY").type_("MARKET").quantity("0.010");
    /// if tokio::time::timeout(Duration::from_secs(1), call.send()).await.is_err() {
    ///     let outcome = client.resolve_order(&order).await;
    ///     # drop(outcome);
    /// }
    /// # }
    /// ```
    pub fn unique(symbol: impl Into<String>) -> Self {
        Self::new(symbol, order_id::unique())
    }

    /// An order that may have been sent at any time until now, but not longer ago than three days.
    pub fn new(symbol: impl Into<String>, client_order_id: impl Into<String>) -> Self {
        Self { symbol: symbol.into(), client_order_id: client_order_id.into(), valid_until: None, placed_by: None }
    }

    /// The same order, whose request cannot have been accepted after this moment of the exchange's clock. Without it,
    /// the longest receive window is waited for, a minute.
    #[must_use]
    pub fn until(self, moment: Timestamp) -> Self {
        Self { valid_until: Some(moment), ..self }
    }

    /// The symbol.
    #[must_use]
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// The id that the client gave it (`newClientOrderId`, `clientAlgoId`).
    #[must_use]
    pub fn client_order_id(&self) -> &str {
        &self.client_order_id
    }

    /// Until when its request could be accepted, by the exchange's clock: its timestamp and the receive window.
    #[must_use]
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.valid_until
    }

    /// The operation that places orders like this, such as `createOrder`; `None` if it is not known.
    #[must_use]
    pub fn placed_by(&self) -> Option<&'static Operation> {
        self.placed_by
    }

    pub(crate) fn placed_with(self, operation: &'static Operation) -> Self {
        Self { placed_by: Some(operation), ..self }
    }

    /// The order of a request, from its encoded parameters.
    pub(crate) fn of_query(operation: &'static Operation, query: &str) -> Option<Self> {
        let placing = operation.placing?;
        let value = |name: &str| Some(percent_decode_str(value_in(query, name)?).decode_utf8_lossy().into_owned());
        Some(Self::new(value("symbol").unwrap_or_default(), value(placing.id)?).placed_with(operation))
    }
}

impl From<&SentOrder> for SentOrder {
    fn from(order: &SentOrder) -> Self {
        order.clone()
    }
}

impl<S: Into<String>, I: Into<String>> From<(S, I)> for SentOrder {
    fn from((symbol, client_order_id): (S, I)) -> Self {
        Self::new(symbol, client_order_id)
    }
}

#[cfg(test)]
mod tests {
    use super::SentOrder;
    use crate::operations::Operation;

    #[test]
    fn the_order_of_a_request_is_read_from_its_parameters() {
        let order = |id: &str, query: &str| SentOrder::of_query(Operation::by_id(id).unwrap(), query);
        let sent = order("createOrder", "newClientOrderId=a%3A1&side=BUY&symbol=%E5%B8%81USDT").unwrap();
        assert_eq!((sent.symbol(), sent.client_order_id()), ("币USDT", "a:1"));
        assert_eq!(sent.placed_by().unwrap().id, "createOrder");
        assert_eq!(order("createAlgoOrder", "clientAlgoId=b&symbol=X").unwrap().client_order_id(), "b");
        assert_eq!(order("cancelOrder", "symbol=X&origClientOrderId=a"), None);
    }
}
