//! A tour of the client: market data, an order from its placing to its cancelling, and what a refusal looks like.
//!
//! ```text
//! cargo run --example quickstart
//! ```
//!
//! needs neither network nor keys: it talks to the sandbox, an exchange inside this process. `--help` tells how to
//! take the same tour on the test network, and its public part on the exchange itself.

mod args;
mod market;
mod order;
mod refusals;
mod rules;
mod show;

use std::env;
use std::error::Error;
use std::process::ExitCode;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::types::{ExchangeInfo, RateLimitType};
use binance_usdm::{Client, Credentials, Environment};

use crate::args::{Command, Options, Target, USAGE};
use crate::order::Plan;
use crate::show::{heading, line};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let options = match args::parse(arguments) {
        Ok(Command::Tour(options)) => options,
        Ok(Command::Help) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("quickstart: {problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match tour(&options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nquickstart: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn tour(options: &Options) -> Result<(), Box<dyn Error>> {
    let symbol = options.symbol.as_str();
    // The sandbox stops when it is dropped, so it is kept until the end.
    let (client, _sandbox) = connect(options.target).await?;
    println!("{symbol} on {}, {}", options.target, client.base_url());

    market::clock(&client).await?;
    let info = client.get_exchange_info().send().await?;
    let rules = market::rules(&info, symbol)?;
    market::klines(&client, symbol).await?;
    let mark = market::mark_price(&client, symbol).await?;

    if options.target == Target::Production {
        println!("\nThis is real money, so the tour places no order here.");
    } else {
        let plan = Plan::resting(symbol, &rules, mark)?;
        order::balance(&client).await?;
        order::round_trip(&client, &plan).await?;
        refusals::by_the_exchange(&client, &plan, &rules).await?;
        refusals::before_sending(&client, &plan).await?;
    }
    limits(&client, &info).await
}

/// Makes the client, and the sandbox if it is to talk to one.
async fn connect(target: Target) -> Result<(Client, Option<Sandbox>), Box<dyn Error>> {
    let builder = Client::builder();
    Ok(match target {
        Target::Sandbox => {
            let sandbox = Sandbox::start().await?;
            let client = builder.base_url(sandbox.base_url()).credentials(sandbox.credentials()).build()?;
            (client, Some(sandbox))
        }
        Target::Testnet => {
            let credentials = Credentials::new(variable("BINANCE_API_KEY")?, variable("BINANCE_API_SECRET")?);
            (builder.environment(Environment::Testnet).credentials(credentials).build()?, None)
        }
        Target::Production => (builder.environment(Environment::Production).build()?, None),
    })
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the test network needs a key pair, and {name} is not set"))
}

/// What the exchange's headers say of the limits. Every answer has them; this asks for the cheapest one.
async fn limits(client: &Client, info: &ExchangeInfo) -> Result<(), Box<dyn Error>> {
    let used = client.test_connectivity().send().await?.rate_limits().used_weight_1m;
    let limit = info.rate_limits.iter().find(|limit| limit.rate_limit_type == RateLimitType::RequestWeight);
    heading("Limits");
    match (used, limit) {
        (Some(used), Some(limit)) => line("used weight", format!("{used} of {} in this minute", limit.limit)),
        (Some(used), None) => line("used weight", format!("{used} in this minute")),
        (None, _) => line("used weight", "the exchange did not say"),
    }
    Ok(())
}
