//! The answer's type of every operation, taken from the method that users call.

use std::any::type_name;

use binance_usdm::operations::ALL;
use binance_usdm::{Error, ResponseValue, builder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How the answer of an operation is read.
pub struct Answer {
    pub operation: &'static str,
    /// The name of the builder whose answer it is.
    builder: fn() -> &'static str,
    /// Decodes, strictly as serde does, and encodes again.
    pub decode: fn(&[u8]) -> Result<Value, String>,
}

/// Gets the type from `send` of a builder.
const fn answer<B, T, F>(operation: &'static str, _send: &impl Fn(B) -> F) -> Answer
where
    T: Serialize + DeserializeOwned,
    F: Future<Output = Result<ResponseValue<T>, Error>>,
{
    Answer { operation, builder: type_name::<B>, decode: decode::<T> }
}

fn decode<T: Serialize + DeserializeOwned>(body: &[u8]) -> Result<Value, String> {
    let decoded: T = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(decoded).expect("what was decoded can be encoded"))
}

pub static ANSWERS: &[Answer] = &[
    answer("cancelAlgoOrder", &builder::CancelAlgoOrder::send),
    answer("cancelAllOpenAlgoOrders", &builder::CancelAllOpenAlgoOrders::send),
    answer("cancelAllOpenOrders", &builder::CancelAllOpenOrders::send),
    answer("cancelBatchOrders", &builder::CancelBatchOrders::send),
    answer("cancelOrder", &builder::CancelOrder::send),
    answer("changeLeverage", &builder::ChangeLeverage::send),
    answer("changeMarginType", &builder::ChangeMarginType::send),
    answer("closeListenKey", &builder::CloseListenKey::send),
    answer("countdownCancelAll", &builder::CountdownCancelAll::send),
    answer("createAlgoOrder", &builder::CreateAlgoOrder::send),
    answer("createBatchOrders", &builder::CreateBatchOrders::send),
    answer("createListenKey", &builder::CreateListenKey::send),
    answer("createOrder", &builder::CreateOrder::send),
    answer("get24hrTicker", &builder::Get24hrTicker::send),
    answer("getAccountInfo", &builder::GetAccountInfo::send),
    answer("getAlgoOrder", &builder::GetAlgoOrder::send),
    answer("getAllAlgoOrders", &builder::GetAllAlgoOrders::send),
    answer("getAllOrders", &builder::GetAllOrders::send),
    answer("getBalance", &builder::GetBalance::send),
    answer("getExchangeInfo", &builder::GetExchangeInfo::send),
    answer("getForceOrders", &builder::GetForceOrders::send),
    answer("getFundingInfo", &builder::GetFundingInfo::send),
    answer("getFundingRateHistory", &builder::GetFundingRateHistory::send),
    answer("getIncomeHistory", &builder::GetIncomeHistory::send),
    answer("getKlines", &builder::GetKlines::send),
    answer("getMarkPrice", &builder::GetMarkPrice::send),
    answer("getOpenAlgoOrders", &builder::GetOpenAlgoOrders::send),
    answer("getOpenInterest", &builder::GetOpenInterest::send),
    answer("getOpenOrder", &builder::GetOpenOrder::send),
    answer("getOpenOrders", &builder::GetOpenOrders::send),
    answer("getOrder", &builder::GetOrder::send),
    answer("getOrderAmendments", &builder::GetOrderAmendments::send),
    answer("getOrderBook", &builder::GetOrderBook::send),
    answer("getPositionRisk", &builder::GetPositionRisk::send),
    answer("getRecentTrades", &builder::GetRecentTrades::send),
    answer("getServerTime", &builder::GetServerTime::send),
    answer("getTickerPrice", &builder::GetTickerPrice::send),
    answer("getUserTrades", &builder::GetUserTrades::send),
    answer("keepAliveListenKey", &builder::KeepAliveListenKey::send),
    answer("modifyBatchOrders", &builder::ModifyBatchOrders::send),
    answer("modifyOrder", &builder::ModifyOrder::send),
    answer("testConnectivity", &builder::TestConnectivity::send),
    answer("testOrder", &builder::TestOrder::send),
];

#[test]
fn every_operation_is_here_with_the_answer_of_its_own_builder() {
    let mut operations: Vec<&str> = ALL.iter().map(|operation| operation.id).collect();
    operations.sort_unstable();
    let here: Vec<&str> = ANSWERS.iter().map(|answer| answer.operation).collect();
    assert_eq!(here, operations);
    for answer in ANSWERS {
        let path = (answer.builder)();
        let name = path.rsplit("::").next().unwrap().split('<').next().unwrap();
        assert!(name.eq_ignore_ascii_case(answer.operation), "{} is read as {path}", answer.operation);
    }
}
