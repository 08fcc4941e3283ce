//! Moments, as the exchange writes them.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment: milliseconds since the Unix epoch, UTC.
///
/// On the wire it is a JSON integer; a string of one is read as well, which some answers had in other times. `Display` is RFC 3339. The exchange writes 0 where there is no moment, such as
/// the update time of a position that was never touched: see [`is_zero`](Self::is_zero).
///
/// It converts to and from `SystemTime`, and with the features of their names to and from the types of `chrono`,
/// `jiff` and `time`.
///
/// ```
/// use binance_usdm::Timestamp;
///
/// let moment = Timestamp::from_millis(1_753_272_000_005);
/// assert_eq!(moment.to_string(), "2025-07-23T12:00:00.005Z");
/// assert_eq!(moment.as_millis(), 1_753_272_000_005);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// A moment by its milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whether this is the 0 that the exchange writes where there is no moment.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The moment that much later; `None` beyond what 64 bits hold. Fractions of a millisecond are cut.
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        self.0.checked_add(i64::try_from(duration.as_millis()).ok()?).map(Self)
    }

    /// The moment that much earlier; `None` beyond what 64 bits hold. Fractions of a millisecond are cut.
    #[must_use]
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(i64::try_from(duration.as_millis()).ok()?).map(Self)
    }

    /// How long after another moment this one is; `None` if it is before.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use binance_usdm::Timestamp;
    ///
    /// let (start, end) = (Timestamp::from_millis(1_000), Timestamp::from_millis(3_500));
    /// assert_eq!(end.duration_since(start), Some(Duration::from_millis(2_500)));
    /// assert_eq!(start.duration_since(end), None);
    /// ```
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Option<Duration> {
        let millis = i128::from(self.0) - i128::from(earlier.0);
        u64::try_from(millis).ok().map(Duration::from_millis)
    }
}

impl From<i64> for Timestamp {
    fn from(millis: i64) -> Self {
        Self(millis)
    }
}

impl From<Timestamp> for i64 {
    fn from(moment: Timestamp) -> Self {
        moment.0
    }
}

impl From<Timestamp> for SystemTime {
    /// Moments that the platform's clock cannot hold become the epoch.
    fn from(moment: Timestamp) -> Self {
        let distance = Duration::from_millis(moment.0.unsigned_abs());
        let time = if moment.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        time.unwrap_or(UNIX_EPOCH)
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampOutOfRange;

    fn try_from(time: SystemTime) -> Result<Self, Self::Error> {
        let millis = |duration: Duration| i64::try_from(duration.as_millis()).map_err(|_| TimestampOutOfRange);
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => millis(after).map(Self),
            Err(before) => millis(before.duration()).map(|millis| Self(-millis)),
        }
    }
}

/// A moment too far from the Unix epoch for 64 bits of milliseconds, or for the type it was to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampOutOfRange;

impl fmt::Display for TimestampOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the moment is out of range")
    }
}

impl std::error::Error for TimestampOutOfRange {}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, millis) = (self.0.div_euclid(86_400_000), self.0.rem_euclid(86_400_000));
        let (year, month, day) = civil(days);
        let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
        let (second, millis) = (millis / 1000 % 60, millis % 1000);
        f.pad(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({} = {self})", self.0)
    }
}

/// Year, month and day of a day since the Unix epoch, in the Gregorian calendar: eras of 400 years that begin in March.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::wire::plain_integer(deserializer).map(Self)
    }
}

#[cfg(feature = "chrono")]
mod chrono {
    use super::{Timestamp, TimestampOutOfRange};

    impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
        type Error = TimestampOutOfRange;

        fn try_from(moment: Timestamp) -> Result<Self, Self::Error> {
            Self::from_timestamp_millis(moment.as_millis()).ok_or(TimestampOutOfRange)
        }
    }

    impl<Z: chrono::TimeZone> From<chrono::DateTime<Z>> for Timestamp {
        fn from(time: chrono::DateTime<Z>) -> Self {
            Self::from_millis(time.timestamp_millis())
        }
    }
}

#[cfg(feature = "jiff")]
mod jiff {
    use super::{Timestamp, TimestampOutOfRange};

    impl TryFrom<Timestamp> for jiff::Timestamp {
        type Error = TimestampOutOfRange;

        fn try_from(moment: Timestamp) -> Result<Self, Self::Error> {
            Self::from_millisecond(moment.as_millis()).map_err(|_| TimestampOutOfRange)
        }
    }

    impl From<jiff::Timestamp> for Timestamp {
        fn from(time: jiff::Timestamp) -> Self {
            Self::from_millis(time.as_millisecond())
        }
    }
}

#[cfg(feature = "time")]
mod time {
    use super::{Timestamp, TimestampOutOfRange};

    impl TryFrom<Timestamp> for time::UtcDateTime {
        type Error = TimestampOutOfRange;

        fn try_from(moment: Timestamp) -> Result<Self, Self::Error> {
            let nanos = i128::from(moment.as_millis()) * 1_000_000;
            Self::from_unix_timestamp_nanos(nanos).map_err(|_| TimestampOutOfRange)
        }
    }

    impl TryFrom<Timestamp> for time::OffsetDateTime {
        type Error = TimestampOutOfRange;

        fn try_from(moment: Timestamp) -> Result<Self, Self::Error> {
            let nanos = i128::from(moment.as_millis()) * 1_000_000;
            Self::from_unix_timestamp_nanos(nanos).map_err(|_| TimestampOutOfRange)
        }
    }

    impl TryFrom<time::OffsetDateTime> for Timestamp {
        type Error = TimestampOutOfRange;

        fn try_from(time: time::OffsetDateTime) -> Result<Self, Self::Error> {
            let millis = time.unix_timestamp_nanos().div_euclid(1_000_000);
            i64::try_from(millis).map(Self::from_millis).map_err(|_| TimestampOutOfRange)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::Timestamp;

    #[test]
    fn the_text_is_rfc_3339_before_and_after_the_epoch() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_133_404_800_000, "2100-12-25T08:00:00.000Z"),
            (1_764_547_200_000, "2025-12-01T00:00:00.000Z"),
        ] {
            assert_eq!(Timestamp::from_millis(millis).to_string(), text);
        }
    }

    #[test]
    fn the_wire_form_is_an_integer() {
        let moment: Timestamp = serde_json::from_str("1753272000005").unwrap();
        assert_eq!(serde_json::to_string(&moment).unwrap(), "1753272000005");
        assert!(serde_json::from_str::<Timestamp>("1.5").is_err());
    }

    #[test]
    fn a_string_of_an_integer_is_read_as_well() {
        let moment: Timestamp = serde_json::from_str(r#""1583139600000""#).unwrap();
        assert_eq!(moment, Timestamp::from_millis(1_583_139_600_000));
        assert!(serde_json::from_str::<Timestamp>(r#""1.5""#).is_err());
    }

    #[test]
    fn system_time_converts_both_ways() {
        for millis in [1_753_272_000_005, 0, -86_400_000] {
            let moment = Timestamp::from_millis(millis);
            assert_eq!(Timestamp::try_from(SystemTime::from(moment)), Ok(moment));
        }
        assert_eq!(SystemTime::from(Timestamp::from_millis(1500)), UNIX_EPOCH + Duration::from_millis(1500));
    }

    #[test]
    fn sums_beyond_64_bits_are_none() {
        let end = Timestamp::from_millis(i64::MAX);
        assert_eq!(end.checked_add(Duration::from_millis(1)), None);
        assert_eq!(end.checked_sub(Duration::from_millis(1)), Some(Timestamp::from_millis(i64::MAX - 1)));
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono_converts_both_ways() {
        let moment = Timestamp::from_millis(1_753_272_000_005);
        let time = chrono::DateTime::<chrono::Utc>::try_from(moment).unwrap();
        assert_eq!(time.to_string(), "2025-07-23 12:00:00.005 UTC");
        assert_eq!(Timestamp::from(time), moment);
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_converts_both_ways() {
        let moment = Timestamp::from_millis(1_753_272_000_005);
        let time = jiff::Timestamp::try_from(moment).unwrap();
        assert_eq!(time.to_string(), moment.to_string());
        assert_eq!(Timestamp::from(time), moment);
    }

    #[cfg(feature = "time")]
    #[test]
    fn time_converts_both_ways() {
        let moment = Timestamp::from_millis(1_753_272_000_005);
        let time = time::OffsetDateTime::try_from(moment).unwrap();
        assert_eq!((time.year(), time.millisecond()), (2025, 5));
        assert_eq!(Timestamp::try_from(time), Ok(moment));
    }
}
