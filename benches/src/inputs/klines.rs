use std::fmt::Write as _;

use super::digits::Digits;

/// So many candlesticks of a minute.
pub fn klines(count: usize) -> String {
    let mut digits = Digits::new(4);
    let mut rows = String::from("[");
    for minute in 0..count as u64 {
        let comma = if minute == 0 { "" } else { "," };
        let open = 1_789_900_020_000 + minute * 60_000;
        let mut price = || format!("1128{}.{:02}", digits.below(90) + 10, digits.below(100));
        let (first, high, low, last) = (price(), price(), price(), price());
        write!(
            rows,
            r#"{comma}[{open},"{first}","{high}","{low}","{last}","{}",{},"{}",{},"{}","{}","0"]"#,
            digits.decimal(3, 3),
            open + 59_999,
            digits.decimal(8, 5),
            digits.below(5_000),
            digits.decimal(2, 3),
            digits.decimal(7, 5),
        )
        .unwrap();
    }
    rows.push(']');
    rows
}
