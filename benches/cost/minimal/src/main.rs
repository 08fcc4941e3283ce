//! One public call and one signed call.

use binance_usdm::{Client, Credentials, Environment};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let credentials = Credentials::new(std::env::var("BINANCE_API_KEY")?, std::env::var("BINANCE_SECRET_KEY")?);
    let client = Client::builder().environment(Environment::Testnet).credentials(credentials).build()?;
    let book = client.get_order_book().symbol("BTCUSDT").limit(5).send().await?;
    println!("{:?}", book.bids.first());
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.001").send().await?;
    println!("{} {}", order.order_id, order.status);
    Ok(())
}
