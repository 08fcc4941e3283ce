//! Faults, as a test asks for them.

use super::Sandbox;
use super::fault::Fault;

/// A fault that a request met; see [`Sandbox::faults_met`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FaultMet {
    /// The id of the operation that was asked for, such as `createOrder`; none if the request asked for no operation,
    /// or was never read.
    pub operation: Option<&'static str>,
    /// The fault.
    pub fault: Fault,
}

impl Sandbox {
    /// Lets the next request meet a fault, once.
    ///
    /// Faults are met in the order in which they were injected, one by every request.
    ///
    /// # Examples
    ///
    /// An order that is placed, and whose answer never arrives:
    ///
    /// ```
    /// use binance_usdm::sandbox::{Fault, Sandbox};
    /// use binance_usdm::{Client, OrderSide, OrderType, Outcome};
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::start().await?;
    /// let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;
    /// sandbox.inject_for("createOrder", Fault::CloseAfterExecution);
    /// let order = client.create_order().symbol("ETHUSDT").side(OrderSide::Buy).type_(OrderType::Market);
    /// let error = order.quantity("0.100").send().await.unwrap_err();
    /// assert_eq!(error.outcome(), Outcome::Unknown);
    /// assert_eq!(sandbox.placed_orders().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn inject(&self, fault: Fault) {
        self.plan().inject(None, fault);
    }

    /// Lets the next request of an operation meet a fault, once, by the operation's id such as `createOrder`.
    ///
    /// A fault for an id that no operation has is never met; [`faults_met`](Self::faults_met) tells.
    pub fn inject_for(&self, operation: impl Into<String>, fault: Fault) {
        self.plan().inject(Some(operation.into()), fault);
    }

    /// Lets every request from now on meet one of [`Fault::samples`] with this probability, in thousandths; 0 ends it.
    ///
    /// Which request meets which fault is decided by the seed and by the order in which requests come in. Injected
    /// faults come first.
    pub fn random_faults(&self, permille: u32, seed: u64) {
        self.random_faults_among(Fault::samples(), permille, seed);
    }

    /// The same as [`random_faults`](Self::random_faults), among faults of your choice. One that is listed twice is met
    /// twice as often.
    pub fn random_faults_among(&self, faults: impl IntoIterator<Item = Fault>, permille: u32, seed: u64) {
        self.plan().randomize(permille, seed, faults.into_iter().collect());
    }

    /// Ends random faults, and forgets injected ones that were not met.
    pub fn clear_faults(&self) {
        self.plan().clear();
    }

    /// The faults that requests met so far, in order. The list grows with every fault, and every call copies it.
    #[must_use]
    pub fn faults_met(&self) -> Vec<FaultMet> {
        self.plan().met().to_vec()
    }
}
