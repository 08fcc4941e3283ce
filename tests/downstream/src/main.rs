//! Code of somebody who uses the crate. `.ci/downstream` compiles it, unchanged, against a spec to which something was
//! added, and runs it; and against one from which something was taken, where it must not compile.

#![deny(warnings)]

mod account;
mod market;
mod orders;
mod words;

use std::error::Error as StdError;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::{Client, RetryPolicy};

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError + Send + Sync>> {
    let sandbox = Sandbox::builder().seed(7).start().await?;
    let client = Client::builder()
        .base_url(sandbox.base_url())
        .credentials(sandbox.credentials())
        .retry(RetryPolicy::off())
        .build()?;

    market::look(&client).await?;
    // Calls run on any thread.
    let placed = tokio::spawn({
        let client = client.clone();
        async move { orders::place(&client).await }
    });
    placed.await??;
    orders::place_several(&client).await?;
    account::look(&client).await?;
    words::speak()?;

    assert_eq!(sandbox.open_orders(), 0);
    println!("all done");
    Ok(())
}
