//! Tables in Markdown, and the goals.

use std::fmt::Write as _;

use binance_usdm_benches::cases::CALLS;

use crate::measured::Measured;

pub fn all(measured: &Measured) -> String {
    let mut text = String::new();
    calls(&mut text, measured);
    decoding(&mut text, measured);
    goals(&mut text, measured);
    text
}

/// Which of the figures a table or a goal is about.
#[derive(Clone, Copy)]
enum Kind {
    Time,
    Instructions,
    Misses,
    Allocations,
    Cpu,
    PerSecond,
}

impl Measured {
    fn figure(&self, kind: Kind, case: &str, who: &str) -> Option<f64> {
        let figures = match kind {
            Kind::Time => &self.times,
            Kind::Instructions => &self.instructions,
            Kind::Misses => &self.misses,
            Kind::Allocations => &self.allocations,
            Kind::Cpu => &self.cpu,
            Kind::PerSecond => &self.per_second,
        };
        figures.get(&(case.to_owned(), who.to_owned())).copied()
    }

    fn ratio(&self, kind: Kind, case: &str, whose: &str) -> Option<f64> {
        Some(self.figure(kind, case, "crate")? / self.figure(kind, case, whose)?)
    }
}

fn shown(figure: Option<f64>, decimals: usize) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.decimals$}"))
}

fn calls(text: &mut String, measured: &Measured) {
    text.push_str("| | crate | by hand | ratio |\n|---|---:|---:|---:|\n");
    let rows = [
        ("signed order, instructions", Kind::Instructions, "signed_call", CALLS),
        ("signed order, misses of the first caches", Kind::Misses, "signed_call", CALLS),
        ("signed order, allocations", Kind::Allocations, "signed_call", 1),
        ("signed order, one after the other, ns", Kind::Time, "signed_call", 1),
        ("signed order, 64 tasks, CPU µs", Kind::Cpu, "load", 1),
        ("signed order, 64 tasks, calls a second", Kind::PerSecond, "load", 1),
        ("order without an id of one's own, instructions", Kind::Instructions, "unnamed_order", CALLS),
        ("order without an id of one's own, allocations", Kind::Allocations, "unnamed_order", 1),
        ("public call, instructions", Kind::Instructions, "public_call", CALLS),
        ("public call, allocations", Kind::Allocations, "public_call", 1),
        ("public call, ns", Kind::Time, "public_call", 1),
        ("building a signed request, instructions", Kind::Instructions, "request", CALLS),
        ("building a signed request, allocations", Kind::Allocations, "request", 1),
        ("building a signed request, ns", Kind::Time, "request", 1),
        ("start-up to the first answer, instructions", Kind::Instructions, "start_up", 1),
        ("start-up to the first answer, ns", Kind::Time, "start_up", 1),
        ("clone of a client, ns", Kind::Time, "clone", 1),
    ];
    for (name, kind, case, calls) in rows {
        let figure = |who| shown(measured.figure(kind, case, who).map(|figure| figure / calls as f64), 0);
        let ratio = shown(measured.ratio(kind, case, "by hand"), 3);
        let _ = writeln!(text, "| {name} | {} | {} | {ratio} |", figure("crate"), figure("by hand"));
    }
    text.push_str(
        "\n| signing | HMAC alone | HMAC and digits | ratio | timestamp and names too |\n|---|---:|---:|---:|---:|\n",
    );
    let rows =
        [("instructions", Kind::Instructions, CALLS), ("ns", Kind::Time, 1), ("allocations", Kind::Allocations, 1)];
    for (name, kind, calls) in rows {
        let figure = |case, who| shown(measured.figure(kind, case, who).map(|figure| figure / calls as f64), 0);
        let [alone, own] = ["mac alone", "crate"].map(|who| figure("signing", who));
        let ratio = shown(measured.ratio(kind, "signing", "mac alone"), 3);
        let _ = writeln!(text, "| {name} | {alone} | {own} | {ratio} | {} |", figure("completing", "crate"));
    }
    text.push('\n');
}

fn decoding(text: &mut String, measured: &Measured) {
    text.push_str("| decoding | crate | strings | borrowed | crate / strings |\n|---|---:|---:|---:|---:|\n");
    let cases = ["exchange_info", "tickers", "depth", "klines", "account"];
    let kinds = [("µs", Kind::Time, 1_000.0), ("instructions, k", Kind::Instructions, 1_000.0)];
    let kinds = kinds.into_iter().chain([("allocations", Kind::Allocations, 1.0)]);
    for (name, kind, unit) in kinds {
        for case in cases {
            let figure = |who| shown(measured.figure(kind, case, who).map(|figure| figure / unit), 0);
            let ratio = shown(measured.ratio(kind, case, "strings"), 4);
            let [ours, strings, borrowed] = ["crate", "strings", "borrowed"].map(figure);
            let _ = writeln!(text, "| {case}, {name} | {ours} | {strings} | {borrowed} | {ratio} |");
        }
    }
    text.push('\n');
}

fn goals(text: &mut String, measured: &Measured) {
    text.push_str("| goal | at most | is | |\n|---|---:|---:|---|\n");
    let goals = [
        ("signed order, instructions", Kind::Instructions, "signed_call", "by hand", 1.05),
        ("signed order, allocations", Kind::Allocations, "signed_call", "by hand", 1.10),
        ("64 tasks, CPU", Kind::Cpu, "load", "by hand", 1.05),
        ("signing, instructions", Kind::Instructions, "signing", "mac alone", 1.2),
        ("signing, time", Kind::Time, "signing", "mac alone", 1.2),
        ("start-up, instructions", Kind::Instructions, "start_up", "by hand", 1.1),
        ("exchange_info, time", Kind::Time, "exchange_info", "strings", 0.70),
        ("exchange_info, allocations", Kind::Allocations, "exchange_info", "strings", 0.27),
        ("tickers, time", Kind::Time, "tickers", "strings", 0.80),
        ("tickers, allocations", Kind::Allocations, "tickers", "strings", 0.10),
        ("depth, time", Kind::Time, "depth", "strings", 0.75),
        ("depth, allocations", Kind::Allocations, "depth", "strings", 0.01),
        ("klines, time", Kind::Time, "klines", "strings", 0.78),
        ("klines, allocations", Kind::Allocations, "klines", "strings", 0.001),
    ];
    for (name, kind, case, whose, most) in goals {
        goal(text, name, most, measured.ratio(kind, case, whose));
    }
    // More is better here: the other way round.
    let slower = measured.ratio(Kind::PerSecond, "load", "by hand").map(|ratio| 1.0 / ratio);
    goal(text, "64 tasks, throughput by hand against the crate's", 1.0 / 0.95, slower);
    let share = measured.figure(Kind::Instructions, "bookkeeping", "crate");
    let share = share.and_then(|own| Some(own / measured.figure(Kind::Instructions, "signed_call", "crate")?));
    goal(text, "limits, clock and outcome, of a signed order's instructions", 0.03, share);
}

fn goal(text: &mut String, name: &str, most: f64, is: Option<f64>) {
    let verdict = match is {
        Some(is) if is <= most => "met",
        Some(_) => "missed",
        None => "not measured",
    };
    let _ = writeln!(text, "| {name} | {most:.3} | {} | {verdict} |", shown(is, 4));
}
