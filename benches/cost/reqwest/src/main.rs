//! One call.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "there is a provider")?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let time = reqwest::get("https://demo-fapi.binance.com/fapi/v1/time").await?;
    println!("{}", time.text().await?);
    Ok(())
}
