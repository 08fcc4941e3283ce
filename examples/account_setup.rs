//! An account, set up for a day: position mode, leverage and margin type, as they are wanted and no more often.
//!
//! ```text
//! cargo run --example account_setup
//! ```
//!
//! It runs on the sandbox. A mode that is as it is wanted already is refused with a code of the category
//! `ErrorCategory::NoChange`, which is as good as a success.

use std::error::Error as StdError;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::{Client, Error, ErrorCategory, MarginType};

const SYMBOL: &str = "BTCUSDT";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;

    // Modes hold for the whole account, and change only while it has neither positions nor open orders.
    let mode = client.change_position_mode().dual_side_position(false).send().await;
    println!("one position for each symbol: {}", told(mode)?);
    let mode = client.change_multi_assets_mode().multi_assets_margin(false).send().await;
    println!("margin in one asset:          {}", told(mode)?);

    // The brackets say how large a position may be at a leverage, and what margin it needs.
    let brackets = client.get_leverage_brackets().symbol(SYMBOL).send().await?;
    let brackets = brackets.iter().find(|row| row.symbol == SYMBOL).ok_or("no brackets")?;
    let most = brackets.brackets.iter().map(|bracket| bracket.initial_leverage).max().ok_or("no brackets")?;
    let wanted = most.min(10);
    let set = client.change_leverage().symbol(SYMBOL).leverage(wanted).send().await?;
    println!("leverage of {SYMBOL}:          {}, for positions up to {}", set.leverage, set.max_notional_value);
    let kind = client.change_margin_type().symbol(SYMBOL).margin_type(MarginType::Isolated).send().await;
    println!("isolated margin of {SYMBOL}:   {}", told(kind)?);

    let config = client.get_account_config().send().await?;
    println!("\nhedge mode {}, multi-assets mode {}", config.dual_side_position, config.multi_assets_margin);
    for symbol in client.get_symbol_config().symbol(SYMBOL).send().await?.iter() {
        println!("{}: {} at {}x", symbol.symbol, symbol.margin_type, symbol.leverage);
    }
    let fees = client.get_commission_rate().symbol(SYMBOL).send().await?;
    println!("fees: {} resting, {} at once", fees.maker_commission_rate, fees.taker_commission_rate);
    let account = client.get_account_info_v3().send().await?;
    println!("available: {} USDT", account.available_balance);
    Ok(())
}

/// What became of a change, of which "it is so already" is no failure.
fn told<T>(changed: Result<T, Error>) -> Result<&'static str, Error> {
    match changed {
        Ok(_) => Ok("changed"),
        Err(Error::Exchange(said)) if said.code().category() == ErrorCategory::NoChange => Ok("as it was"),
        Err(error) => Err(error),
    }
}
