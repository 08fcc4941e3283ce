//! What left the order endpoints for the algo service in December 2025, and how it is refused since.

use super::Sent;
use crate::operations::Operation;
use crate::sandbox::refusal::Refusal;

const TYPES: [&str; 5] = ["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"];
const PARAMETERS: [&str; 6] =
    ["stopPrice", "closePosition", "activationPrice", "callbackRate", "workingType", "priceProtect"];

/// Refuses a conditional order where only plain ones are placed. A program written for the old endpoint has to see
/// where its stop-loss belongs, so this comes before any check of single parameters.
pub fn check(operation: &Operation, sent: &Sent) -> Result<(), Refusal> {
    if !["createOrder", "testOrder"].contains(&operation.id) {
        return Ok(());
    }
    if sent.get("type").is_some_and(|kind| TYPES.contains(&kind)) {
        return Err(Refusal::new(
            -4120,
            "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.",
        ));
    }
    match PARAMETERS.into_iter().find(|name| sent.get(name).is_some()) {
        Some(name) => Err(Refusal::unwanted(name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(operation: &str, query: &str) -> Option<i32> {
        let operation = Operation::by_id(operation).unwrap();
        check(operation, &Sent::parse(query.as_bytes(), b"").unwrap()).err().map(|refusal| refusal.code)
    }

    #[test]
    fn conditional_types_are_sent_on_to_the_algo_service() {
        for kind in TYPES {
            assert_eq!(code("createOrder", &format!("type={kind}&stopPrice=1")), Some(-4120));
            assert_eq!(code("testOrder", &format!("type={kind}")), Some(-4120));
            assert_eq!(code("createAlgoOrder", &format!("type={kind}")), None);
        }
    }

    #[test]
    fn the_parameters_of_conditional_orders_are_not_wanted_with_plain_ones() {
        for name in PARAMETERS {
            assert_eq!(code("createOrder", &format!("type=MARKET&{name}=1")), Some(-1106));
        }
        assert_eq!(code("createOrder", "type=MARKET&quantity=1"), None);
    }
}
