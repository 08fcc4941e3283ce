//! The account: lists of answers, code over any answer, and everything of a module at once.

use std::fmt::Debug;

use binance_usdm::types::*;
use binance_usdm::{Amount, Client, Error, ResponseValue};

pub async fn look(client: &Client) -> Result<(), Error> {
    let account = seen(client.get_account_info().send().await?);
    let FuturesAccount { total_wallet_balance, assets, positions, .. } = &account;
    assert!(*total_wallet_balance > Amount::from(0));
    assert!(assets.iter().map(|AccountAsset { asset, .. }| asset).any(|asset| asset == "USDT"));
    assert!(positions.iter().all(|AccountPosition { position_side, .. }| *position_side == PositionSide::Both));

    let risks: Vec<PositionRisk> = seen(client.get_position_risk().symbol("BTCUSDT").send().await?);
    for risk in &risks {
        println!("{} {}", risk.symbol, margin(&risk.margin_type));
    }
    let commission = client.get_income_history().income_type(IncomeType::Commission).limit(5).send().await?;
    for Income { income, tran_id, symbol, .. } in commission.iter() {
        println!("{tran_id} {symbol} {income}");
    }
    let UserDataStream { listen_key, .. } = seen(client.create_listen_key().send().await?);
    assert!(!format!("{listen_key:?}").contains(listen_key.as_str()));
    let _: ClosedUserDataStream = seen(client.close_listen_key().send().await?);
    Ok(())
}

/// What is done with any answer.
fn seen<T: Clone + Debug + PartialEq + Send + Sync + 'static>(answer: ResponseValue<T>) -> T {
    assert!(answer.status().is_success() && !format!("{:?}", *answer).is_empty());
    answer.into_inner()
}

fn margin(kind: &MarginType) -> &str {
    match kind {
        MarginType::Isolated => "margin of its own",
        MarginType::Crossed => "the account's margin",
        MarginType::Unknown(text) => text.as_str(),
        _ => "another",
    }
}
