//! What the terminal sees: headings, lines, tables and times.

use std::fmt::Display;

/// How wide the terminal is taken to be.
const COLUMNS: usize = 90;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

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

/// A time in milliseconds since the Unix epoch, such as `2026-03-01 09:30:00.250`; UTC.
pub fn date_time(millis: i64) -> String {
    let (year, month, day) = date(millis.div_euclid(DAY));
    let time = millis.rem_euclid(DAY);
    let (seconds, fraction) = (time / 1_000, time % 1_000);
    format!("{year:04}-{month:02}-{day:02} {}:{:02}.{fraction:03}", hour_minute(millis), seconds % 60)
}

/// The hour and the minute of a time in milliseconds since the Unix epoch, such as `09:30`; UTC.
pub fn hour_minute(millis: i64) -> String {
    let minutes = millis.rem_euclid(DAY) / 60_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// How long a number of milliseconds is, such as `5 h 07 min`.
pub fn duration(millis: i64) -> String {
    let minutes = millis / 60_000;
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}

/// Year, month and day of a day counted from the Unix epoch, in the Gregorian calendar.
fn date(day: i64) -> (i64, i64, i64) {
    // Years begin in March here, so that a leap day is the last day of its year, and eras of 400 years are all alike.
    let day = day + 719_468;
    let (era, day) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next_year, month, day)
}
