//! What the terminal sees: headings, lines, tables and times.

use std::fmt::Display;

use binance_usdm::Timestamp;

/// How wide the terminal is taken to be.
const COLUMNS: usize = 90;

/// Begins a part of the tour.
pub fn heading(text: &str) {
    println!("\n{text}");
}

/// A name and its value, which goes on below itself when it is long.
pub fn line(name: &str, value: impl Display) {
    let value = value.to_string();
    let mut text = format!("  {name:<16} ");
    for word in value.split(' ') {
        if text.chars().count() + word.chars().count() >= COLUMNS {
            println!("{text}");
            text = " ".repeat(19);
        }
        text.push(' ');
        text += word;
    }
    println!("{text}");
}

/// Rows below their headers: every column as wide as it needs, the first to the left, the others to the right.
pub fn table<const N: usize>(headers: [&str; N], rows: &[[String; N]]) {
    let rows: Vec<[&str; N]> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    let mut widths = headers.map(|header| header.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    for row in std::iter::once(&headers).chain(&rows) {
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            if column == 0 {
                print!("  {cell:<width$}");
            } else {
                print!("  {cell:>width$}");
            }
        }
        println!();
    }
}

/// The hour and the minute of a moment, such as `09:30`; UTC.
pub fn hour_minute(moment: Timestamp) -> String {
    // RFC 3339: 2026-03-01T09:30:00.250Z
    moment.to_string()[11..16].to_owned()
}

/// How long it is from one moment to another, such as `5 h 07 min`.
pub fn duration(from: Timestamp, to: Timestamp) -> String {
    let minutes = (to.as_millis() - from.as_millis()) / 60_000;
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}
