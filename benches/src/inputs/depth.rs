use std::fmt::Write as _;

use super::digits::Digits;

/// An order book of so many levels a side.
pub fn depth(levels: usize) -> String {
    let mut digits = Digits::new(3);
    let mut side = |from: u64| {
        let mut rows = String::new();
        for level in 0..levels as u64 {
            let comma = if level == 0 { "" } else { "," };
            write!(rows, r#"{comma}["{}.{}0","{}"]"#, from + level / 10, level % 10, digits.decimal(2, 3)).unwrap();
        }
        rows
    };
    let (bids, asks) = (side(112_700), side(112_840));
    format!(r#"{{"lastUpdateId":9120385774112,"E":1790003521844,"T":1790003521837,"bids":[{bids}],"asks":[{asks}]}}"#)
}
