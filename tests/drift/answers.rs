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
    answer("acceptConvertQuote", &builder::AcceptConvertQuote::send),
    answer("cancelAlgoOrder", &builder::CancelAlgoOrder::send),
    answer("cancelAllOpenAlgoOrders", &builder::CancelAllOpenAlgoOrders::send),
    answer("cancelAllOpenOrders", &builder::CancelAllOpenOrders::send),
    answer("cancelBatchOrders", &builder::CancelBatchOrders::send),
    answer("cancelOrder", &builder::CancelOrder::send),
    answer("changeFeeBurn", &builder::ChangeFeeBurn::send),
    answer("changeLeverage", &builder::ChangeLeverage::send),
    answer("changeMarginType", &builder::ChangeMarginType::send),
    answer("changeMultiAssetsMode", &builder::ChangeMultiAssetsMode::send),
    answer("changePositionMargin", &builder::ChangePositionMargin::send),
    answer("changePositionMode", &builder::ChangePositionMode::send),
    answer("closeListenKey", &builder::CloseListenKey::send),
    answer("countdownCancelAll", &builder::CountdownCancelAll::send),
    answer("createAlgoOrder", &builder::CreateAlgoOrder::send),
    answer("createBatchOrders", &builder::CreateBatchOrders::send),
    answer("createListenKey", &builder::CreateListenKey::send),
    answer("createOrder", &builder::CreateOrder::send),
    answer("get24hrTicker", &builder::Get24hrTicker::send),
    answer("getAccountConfig", &builder::GetAccountConfig::send),
    answer("getAccountInfo", &builder::GetAccountInfo::send),
    answer("getAccountInfoV3", &builder::GetAccountInfoV3::send),
    answer("getAdlQuantile", &builder::GetAdlQuantile::send),
    answer("getAggTrades", &builder::GetAggTrades::send),
    answer("getAlgoOrder", &builder::GetAlgoOrder::send),
    answer("getAllAlgoOrders", &builder::GetAllAlgoOrders::send),
    answer("getAllOrders", &builder::GetAllOrders::send),
    answer("getApiTradingStatus", &builder::GetApiTradingStatus::send),
    answer("getAssetIndex", &builder::GetAssetIndex::send),
    answer("getBalance", &builder::GetBalance::send),
    answer("getBalanceV3", &builder::GetBalanceV3::send),
    answer("getBasis", &builder::GetBasis::send),
    answer("getBookTicker", &builder::GetBookTicker::send),
    answer("getCommissionRate", &builder::GetCommissionRate::send),
    answer("getContinuousKlines", &builder::GetContinuousKlines::send),
    answer("getConvertOrderStatus", &builder::GetConvertOrderStatus::send),
    answer("getConvertPairs", &builder::GetConvertPairs::send),
    answer("getDeliveryPrice", &builder::GetDeliveryPrice::send),
    answer("getExchangeInfo", &builder::GetExchangeInfo::send),
    answer("getFeeBurn", &builder::GetFeeBurn::send),
    answer("getForceOrders", &builder::GetForceOrders::send),
    answer("getFundingInfo", &builder::GetFundingInfo::send),
    answer("getFundingRateHistory", &builder::GetFundingRateHistory::send),
    answer("getGlobalLongShortRatio", &builder::GetGlobalLongShortRatio::send),
    answer("getHistoricalTrades", &builder::GetHistoricalTrades::send),
    answer("getIncomeDownloadId", &builder::GetIncomeDownloadId::send),
    answer("getIncomeDownloadLink", &builder::GetIncomeDownloadLink::send),
    answer("getIncomeHistory", &builder::GetIncomeHistory::send),
    answer("getIndexConstituents", &builder::GetIndexConstituents::send),
    answer("getIndexInfo", &builder::GetIndexInfo::send),
    answer("getIndexPriceKlines", &builder::GetIndexPriceKlines::send),
    answer("getInsuranceBalance", &builder::GetInsuranceBalance::send),
    answer("getKlines", &builder::GetKlines::send),
    answer("getLeverageBrackets", &builder::GetLeverageBrackets::send),
    answer("getMarkPrice", &builder::GetMarkPrice::send),
    answer("getMarkPriceKlines", &builder::GetMarkPriceKlines::send),
    answer("getMultiAssetsMode", &builder::GetMultiAssetsMode::send),
    answer("getOpenAlgoOrders", &builder::GetOpenAlgoOrders::send),
    answer("getOpenInterest", &builder::GetOpenInterest::send),
    answer("getOpenInterestHistory", &builder::GetOpenInterestHistory::send),
    answer("getOpenOrder", &builder::GetOpenOrder::send),
    answer("getOpenOrders", &builder::GetOpenOrders::send),
    answer("getOrder", &builder::GetOrder::send),
    answer("getOrderAmendments", &builder::GetOrderAmendments::send),
    answer("getOrderBook", &builder::GetOrderBook::send),
    answer("getOrderDownloadId", &builder::GetOrderDownloadId::send),
    answer("getOrderDownloadLink", &builder::GetOrderDownloadLink::send),
    answer("getOrderRateLimits", &builder::GetOrderRateLimits::send),
    answer("getPortfolioMarginAccount", &builder::GetPortfolioMarginAccount::send),
    answer("getPositionMarginHistory", &builder::GetPositionMarginHistory::send),
    answer("getPositionMode", &builder::GetPositionMode::send),
    answer("getPositionRisk", &builder::GetPositionRisk::send),
    answer("getPositionRiskV3", &builder::GetPositionRiskV3::send),
    answer("getPremiumIndexKlines", &builder::GetPremiumIndexKlines::send),
    answer("getRecentTrades", &builder::GetRecentTrades::send),
    answer("getRpiOrderBook", &builder::GetRpiOrderBook::send),
    answer("getServerTime", &builder::GetServerTime::send),
    answer("getSymbolAdlRisk", &builder::GetSymbolAdlRisk::send),
    answer("getSymbolConfig", &builder::GetSymbolConfig::send),
    answer("getTakerLongShortRatio", &builder::GetTakerLongShortRatio::send),
    answer("getTickerPrice", &builder::GetTickerPrice::send),
    answer("getTickerPriceV2", &builder::GetTickerPriceV2::send),
    answer("getTopLongShortAccountRatio", &builder::GetTopLongShortAccountRatio::send),
    answer("getTopLongShortPositionRatio", &builder::GetTopLongShortPositionRatio::send),
    answer("getTradeDownloadId", &builder::GetTradeDownloadId::send),
    answer("getTradeDownloadLink", &builder::GetTradeDownloadLink::send),
    answer("getTradingSchedule", &builder::GetTradingSchedule::send),
    answer("getUserTrades", &builder::GetUserTrades::send),
    answer("keepAliveListenKey", &builder::KeepAliveListenKey::send),
    answer("modifyBatchOrders", &builder::ModifyBatchOrders::send),
    answer("modifyOrder", &builder::ModifyOrder::send),
    answer("requestConvertQuote", &builder::RequestConvertQuote::send),
    answer("signTradFiContract", &builder::SignTradFiContract::send),
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
