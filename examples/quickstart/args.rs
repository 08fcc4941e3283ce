//! The command line.

use std::fmt;

/// What `--help` prints.
pub const USAGE: &str = "\
Usage: cargo run --example quickstart -- [--env ENV] [--symbol SYMBOL]

  --env sandbox      an exchange inside this process: offline, without keys (the default)
  --env testnet      the test network, with the keys in BINANCE_API_KEY and BINANCE_API_SECRET
  --env production   the exchange itself: market data only, without keys and without orders
  --symbol SYMBOL    the contract to look at, BTCUSDT by default
  --help             this text
";

/// What the command line asks for.
pub enum Command {
    Tour(Options),
    Help,
}

pub struct Options {
    pub target: Target,
    pub symbol: String,
}

/// The exchange to talk to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Sandbox,
    Testnet,
    Production,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sandbox => "the sandbox",
            Self::Testnet => "the test network",
            Self::Production => "the exchange",
        })
    }
}

/// Reads the arguments, of which the program's name is not one. The error says which of them does not fit.
pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut options = Options { target: Target::Sandbox, symbol: "BTCUSDT".to_owned() };
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
        match name.as_str() {
            "--env" => options.target = target(&value()?)?,
            "--symbol" => options.symbol = value()?.to_uppercase(),
            "--help" | "-h" => return Ok(Command::Help),
            _ => return Err(format!("there is no argument `{name}`")),
        }
    }
    Ok(Command::Tour(options))
}

fn target(name: &str) -> Result<Target, String> {
    match name {
        "sandbox" => Ok(Target::Sandbox),
        "testnet" => Ok(Target::Testnet),
        "production" => Ok(Target::Production),
        _ => Err(format!("--env is sandbox, testnet or production, not `{name}`")),
    }
}
