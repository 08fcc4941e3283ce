//! Converting one asset of the account into another, at a price that is quoted first.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::desk::{Answer, Desk};
use crate::sandbox::gate::{Arguments, decimal};
use crate::sandbox::market::{self, Market};
use crate::sandbox::refusal::Refusal;

/// How long a quote can be accepted, and how long a conversion then takes, in milliseconds.
const VALID: i64 = 10_000;
const DURATION: i64 = 1_000;
const FIRST_QUOTE: u64 = 18_822_415_572_564;
const FIRST_ORDER: u64 = 1_933_256_278_426_274_426;
/// What Binance's own coin is worth in USDT, for which the sandbox lists no contract.
const BNB_PRICE: i64 = 880;

/// What can be converted, and the least and the most of it at a time.
const ASSETS: [(&str, &str, &str); 4] =
    [("USDT", "10", "5000000"), ("USDC", "10", "5000000"), ("BNB", "0.01", "5000"), ("BTC", "0.0001", "50")];

/// What of which asset is exchanged for what of which.
#[derive(Debug, Clone)]
struct Terms {
    from: (&'static str, Decimal),
    to: (&'static str, Decimal),
    ratio: Decimal,
    inverse: Decimal,
}

#[derive(Debug)]
struct Quote {
    terms: Terms,
    valid_until: i64,
}

#[derive(Debug)]
struct Conversion {
    id: u64,
    quote: String,
    terms: Terms,
    accepted: i64,
    status: &'static str,
}

/// Quotes that can still be accepted, and every conversion there was.
#[derive(Debug, Default)]
pub struct Converts {
    quoted: u64,
    quotes: BTreeMap<String, Quote>,
    conversions: Vec<Conversion>,
}

/// The price of an asset in USDT; none if it cannot be converted.
pub fn price(market: &Market, asset: &str, now: i64) -> Option<Decimal> {
    match asset {
        "USDT" | "USDC" => Some(Decimal::ONE),
        "BNB" => Some(Decimal::from(BNB_PRICE)),
        "BTC" => Some(market.quote(market::find("BTCUSDT")?, now).last),
        _ => None,
    }
}

pub fn pairs(arguments: &Arguments) -> Value {
    let is_wanted = |name: &str, asset: &str| arguments.text(name).is_none_or(|wanted| wanted == asset);
    let mut rows = Vec::new();
    for (from, least, most) in ASSETS.iter().filter(|(from, ..)| is_wanted("fromAsset", from)) {
        for (to, to_least, to_most) in ASSETS.iter().filter(|(to, ..)| to != from && is_wanted("toAsset", to)) {
            rows.push(json!({
                "fromAsset": from,
                "toAsset": to,
                "fromAssetMinAmount": least,
                "fromAssetMaxAmount": most,
                "toAssetMinAmount": to_least,
                "toAssetMaxAmount": to_most,
            }));
        }
    }
    rows.into()
}

impl Desk {
    /// Quotes the market's price of the moment. There is an id to accept it by only if the balance suffices.
    pub(super) fn quote_convert(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let terms = read(&self.market, arguments, now)?;
        let valid_until = now.saturating_add(VALID);
        let mut answer = json!({
            "ratio": terms.ratio.normalize().to_string(),
            "inverseRatio": terms.inverse.normalize().to_string(),
            "validTimestamp": valid_until,
            "toAmount": terms.to.1.normalize().to_string(),
            "fromAmount": terms.from.1.normalize().to_string(),
        });
        if self.free(terms.from.0, now).is_some_and(|free| free >= terms.from.1) {
            answer["quoteId"] = self.converts.offer(Quote { terms, valid_until }, now).into();
        }
        Ok(answer)
    }

    /// Moves the balances of conversions that are due; one whose asset has been spent meanwhile fails.
    pub(super) fn settle_converts(&mut self, now: i64) {
        for index in 0..self.converts.conversions.len() {
            let Some(conversion) = self.converts.conversions.get(index).filter(|one| one.is_due(now)) else { continue };
            let (terms, time) = (conversion.terms.clone(), conversion.due());
            let suffices = self.free(terms.from.0, now).is_some_and(|free| free >= terms.from.1);
            if suffices {
                self.account.book("", "COIN_SWAP_WITHDRAW", -terms.from.1, terms.from.0, time, None);
                self.account.book("", "COIN_SWAP_DEPOSIT", terms.to.1, terms.to.0, time, None);
            }
            self.converts.conversions[index].status = if suffices { "SUCCESS" } else { "FAIL" };
        }
    }
}

impl Converts {
    fn offer(&mut self, quote: Quote, now: i64) -> String {
        self.quotes.retain(|_, quote| now <= quote.valid_until);
        let id = (FIRST_QUOTE + self.quoted).to_string();
        self.quoted += 1;
        self.quotes.insert(id.clone(), quote);
        id
    }

    /// Accepts a quote, once and while it is valid.
    pub fn accept(&mut self, arguments: &Arguments, now: i64) -> Answer {
        let id = arguments.text("quoteId").unwrap_or_default();
        let quote = self.quotes.remove(id).filter(|quote| now <= quote.valid_until);
        let quote = quote.ok_or_else(|| Refusal::invalid("quoteId"))?;
        let order = FIRST_ORDER + u64::try_from(self.conversions.len()).unwrap_or_default();
        self.conversions.push(Conversion {
            id: order,
            quote: id.to_owned(),
            terms: quote.terms,
            accepted: now,
            status: "PROCESS",
        });
        Ok(json!({ "orderId": order.to_string(), "createTime": now, "orderStatus": "PROCESS" }))
    }

    pub fn status(&self, arguments: &Arguments) -> Answer {
        let found = match (arguments.text("orderId"), arguments.text("quoteId")) {
            (Some(id), _) => self.conversions.iter().find(|conversion| conversion.id.to_string() == id),
            (None, Some(quote)) => self.conversions.iter().find(|conversion| conversion.quote == quote),
            (None, None) => return Err(Refusal::missing("orderId")),
        };
        found.map(Conversion::view).ok_or_else(Desk::no_such_order)
    }
}

impl Conversion {
    const fn due(&self) -> i64 {
        self.accepted.saturating_add(DURATION)
    }

    fn is_due(&self, now: i64) -> bool {
        self.status == "PROCESS" && now >= self.due()
    }

    /// The id is a number here and text when a quote is accepted.
    fn view(&self) -> Value {
        let Terms { from, to, ratio, inverse } = &self.terms;
        json!({
            "orderId": self.id,
            "orderStatus": self.status,
            "fromAsset": from.0,
            "fromAmount": from.1.normalize().to_string(),
            "toAsset": to.0,
            "toAmount": to.1.normalize().to_string(),
            "ratio": ratio.normalize().to_string(),
            "inverseRatio": inverse.normalize().to_string(),
            "createTime": self.accepted,
        })
    }
}

/// What is asked for, at the market's price of the moment.
fn read(market: &Market, arguments: &Arguments, now: i64) -> Result<Terms, Refusal> {
    if arguments.text("validTime").is_some_and(|time| time != "10s") {
        return Err(Refusal::invalid("validTime"));
    }
    let (from, to) = (Side::read("from", market, arguments, now)?, Side::read("to", market, arguments, now)?);
    if from.asset == to.asset {
        return Err(Refusal::invalid("toAsset"));
    }
    let ratio = divided(from.price, to.price)?;
    let inverse = divided(to.price, from.price)?;
    let (given, received) = match (from.amount, to.amount) {
        (Some(given), None) => (given, divided(given * from.price, to.price)?),
        (None, Some(received)) => (divided(received * to.price, from.price)?, received),
        (None, None) => return Err(Refusal::missing("fromAmount")),
        (Some(_), Some(_)) => {
            return Err(Refusal::new(-1128, "Combination of optional parameters invalid."));
        }
    };
    Ok(Terms { from: (from.asset, given), to: (to.asset, received), ratio, inverse })
}

/// One of the two assets of a conversion.
struct Side {
    asset: &'static str,
    price: Decimal,
    amount: Option<Decimal>,
}

impl Side {
    fn read(side: &str, market: &Market, arguments: &Arguments, now: i64) -> Result<Self, Refusal> {
        let name = arguments.text(&format!("{side}Asset")).unwrap_or_default();
        let unknown = || Refusal::new(-1126, "This asset is not supported.");
        let (asset, least, most) = ASSETS.iter().find(|(asset, ..)| *asset == name).ok_or_else(unknown)?;
        let price = price(market, asset, now).ok_or_else(unknown)?;
        let parameter = format!("{side}Amount");
        let amount = arguments.text(&parameter).map(|text| {
            let is_allowed = |amount: &Decimal| decimal(least) <= Some(*amount) && Some(*amount) <= decimal(most);
            decimal(text).filter(is_allowed).ok_or_else(|| Refusal::invalid(&parameter))
        });
        Ok(Self { asset, price, amount: amount.transpose()? })
    }
}

/// With eight digits after the point, and none too many for whoever pays.
fn divided(one: Decimal, other: Decimal) -> Result<Decimal, Refusal> {
    let quotient = one.checked_div(other).filter(|quotient| !quotient.is_zero());
    let quotient = quotient.map(|quotient| quotient.round_dp_with_strategy(8, RoundingStrategy::ToZero));
    quotient.ok_or_else(|| Refusal::new(-1000, "An unknown error occurred."))
}
