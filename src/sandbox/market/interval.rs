//! The intervals of candles.

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The length of a candle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// So many milliseconds, counted from an offset to the Unix epoch.
    Fixed { length: i64, offset: i64 },
    /// A month of the calendar.
    Month,
}

impl Interval {
    pub fn parse(text: &str) -> Option<Self> {
        if text == "1M" {
            return Some(Self::Month);
        }
        let unit = text.chars().last()?;
        let count = text.strip_suffix(unit)?.parse::<i64>().ok().filter(|count| (1..=60).contains(count))?;
        let (length, offset) = match unit {
            'm' => (MINUTE, 0),
            'h' => (HOUR, 0),
            'd' => (DAY, 0),
            // Weeks begin on a Monday; the epoch was a Thursday.
            'w' => (7 * DAY, 4 * DAY),
            _ => return None,
        };
        Some(Self::Fixed { length: count * length, offset })
    }

    /// The opening time of the candle that a time falls into.
    pub fn open(self, time: i64) -> i64 {
        match self {
            Self::Fixed { length, offset } => time.saturating_sub(time.saturating_sub(offset).rem_euclid(length)),
            Self::Month => {
                let days = time.div_euclid(DAY);
                (days - date(days).1 + 1).saturating_mul(DAY)
            }
        }
    }

    /// The opening time of the candle that follows the one opened at this time.
    pub fn next(self, open: i64) -> i64 {
        match self {
            Self::Fixed { length, .. } => open.saturating_add(length),
            Self::Month => self.open(open.saturating_add(31 * DAY)),
        }
    }

    /// The opening time of the candle before the one opened at this time.
    pub fn previous(self, open: i64) -> i64 {
        self.open(open.saturating_sub(1))
    }
}

/// Whether a time is in a March, June, September or December.
pub fn is_end_of_quarter(time: i64) -> bool {
    date(time.div_euclid(DAY)).0 % 3 == 0
}

/// The month, counted from March, and the day of the month of a day since the Unix epoch, in the Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last of the year; 400 years are 146,097 days.
fn date(days: i64) -> (i64, i64) {
    let day_of_era = days.saturating_add(719_468).rem_euclid(146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    (month, day_of_year - (153 * month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAP_DAY: i64 = 1_709_164_800_000; // Thursday, 2024-02-29

    #[test]
    fn months_are_those_of_the_calendar() {
        let month = Interval::parse("1M").unwrap();
        let february = month.open(LEAP_DAY + 12_345);
        assert_eq!(february, 1_706_745_600_000);
        assert_eq!(month.next(february), 1_709_251_200_000);
        assert_eq!(month.previous(february), 1_704_067_200_000);
    }

    #[test]
    fn weeks_begin_on_monday() {
        let week = Interval::parse("1w").unwrap();
        assert_eq!(week.open(LEAP_DAY), LEAP_DAY - 3 * DAY);
    }

    #[test]
    fn every_interval_of_the_operation_table_is_known() {
        let klines = crate::operations::Operation::by_id("getKlines").unwrap();
        for text in klines.parameter("interval").unwrap().values {
            let interval = Interval::parse(text).unwrap();
            let open = interval.open(LEAP_DAY + 1);
            assert_eq!(interval.previous(interval.next(open)), open, "{text}");
        }
        assert_eq!(Interval::parse("1s"), None);
        assert_eq!(Interval::parse(""), None);
    }
}
