//! Market data: answers of one or of many, lists, rows, unions, and types of answers in signatures.

use binance_usdm::builder::GetKlines;
use binance_usdm::types::{self, FuturesTicker24hr, Kline, LotSizeFilter, MarkPrice, PriceLevel, SymbolFilter};
use binance_usdm::{Amount, Client, Error, KlineInterval, OneOrMany, Price, Quantity, ResponseValue, Tolerant};

pub async fn look(client: &Client) -> Result<(), Error> {
    let pong: types::Pong = client.test_connectivity().send().await?.into_inner();
    assert_eq!(pong, pong.clone());

    let marks: ResponseValue<OneOrMany<MarkPrice>> = client.get_mark_price().symbol("BTCUSDT").send().await?;
    assert!(marks.one().is_some_and(is_sane));
    match marks.into_inner() {
        OneOrMany::One(MarkPrice { mark_price, index_price, .. }) => {
            assert!(mark_price > Price::from(0) && index_price > Price::from(0))
        }
        OneOrMany::Many(_) => unreachable!("one symbol was named"),
    }

    let book = client.get_order_book().symbol("BTCUSDT").limit(5).send().await?;
    assert!(book.bids.iter().map(notional).all(|notional| notional > Amount::from(0)));

    let klines: Tolerant<Kline> = hourly(client).limit(3).send().await?.into_inner();
    for Kline { open_time, high, low, .. } in klines.iter() {
        assert!(high >= low, "{open_time}");
    }

    let info = client.get_exchange_info().send().await?;
    for filter in info.symbols.iter().flat_map(|symbol| &symbol.filters) {
        println!("{}", told(filter));
    }
    // Never polled: the sandbox does not send a field that the spec has got since.
    drop(async {
        let tickers = client.get24hr_ticker().send().await?;
        Ok::<_, Error>(tickers.iter().map(volume).max())
    });
    let trades = client.get_recent_trades().symbol("BTCUSDT").limit(2).send().await?;
    for types::FuturesTrade { price, qty, quote_qty, is_buyer_maker, .. } in trades.into_inner().into_vec() {
        let (_, _): (Amount, bool) = (price * qty + quote_qty, is_buyer_maker);
    }
    Ok(())
}

fn is_sane(mark: &MarkPrice) -> bool {
    mark.symbol == "BTCUSDT" && mark.estimated_settle_price > Price::from(0)
}

fn notional(level: &PriceLevel) -> Amount {
    let PriceLevel { price, quantity, .. } = level;
    *price * *quantity
}

/// A request that is half made.
fn hourly(client: &Client) -> GetKlines<'_> {
    client.get_klines().symbol("BTCUSDT").interval(KlineInterval::OneHour)
}

fn told(filter: &SymbolFilter) -> String {
    match filter {
        SymbolFilter::PriceFilter(rule) => format!("prices in steps of {}", rule.tick_size),
        SymbolFilter::LotSize(LotSizeFilter { step_size, .. }) => format!("quantities in steps of {step_size}"),
        SymbolFilter::Unknown(object) => format!("something else: {:?}", object.fields()),
        other => format!("{other:?}"),
    }
}

fn volume(ticker: &FuturesTicker24hr) -> Quantity {
    ticker.volume
}
