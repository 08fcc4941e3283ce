//! Reads decimal text in one pass, exactly or not at all.

use rust_decimal::Decimal;

use super::error::{Fault, ParseDecimalError};

/// The most decimals that fit, in the type the decimals are counted with.
const MAX_DECIMALS: i64 = Decimal::MAX_SCALE as i64;

/// The largest integer that fits: 2^96 - 1.
const MAX_MANTISSA: u128 = (1 << 96) - 1;

/// A kind of decimal, made of what was read here: that is never a minus zero, and need not be looked at again, for which
/// the processor would wait.
pub(crate) trait FromParsed {
    fn from_parsed(value: Decimal) -> Self;
}

/// Reads `text`, keeping every digit and trailing zero.
pub(crate) fn parse(text: &str) -> Result<Decimal, ParseDecimalError> {
    match usual(text.as_bytes()) {
        Some(decimal) => Ok(decimal),
        None => scanned(text),
    }
}

/// Apart from the usual way, so that this stays short.
#[cold]
fn scanned(text: &str) -> Result<Decimal, ParseDecimalError> {
    scan(text.as_bytes()).map_err(|fault| ParseDecimalError::new(text, fault))
}

/// So many digits are always below 2^64.
const USUAL_DIGITS: usize = 19;

/// Reads what nearly all numbers are: a minus at most, up to 19 digits and a point at most. `None` says only that the
/// text has to be looked at more closely.
fn usual(text: &[u8]) -> Option<Decimal> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if text.len() > USUAL_DIGITS + 1 {
        return None;
    }
    let (mut mantissa, mut point) = (0_u64, None);
    for (index, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')),
            b'.' if point.is_none() => point = Some(index),
            _ => return None,
        }
    }
    let digits = text.len() - usize::from(point.is_some());
    if !(1..=USUAL_DIGITS).contains(&digits) {
        return None;
    }
    let scale = point.map_or(0, |point| text.len() - 1 - point);
    let [low, middle] = [mantissa, mantissa >> 32].map(|half| u32::try_from(half & 0xffff_ffff).unwrap_or_default());
    Some(Decimal::from_parts(low, middle, 0, negative && mantissa != 0, u32::try_from(scale).ok()?))
}

/// The decimal `mantissa / 10^scale`, or `None` when it does not fit. A zero has no sign.
pub(super) fn exact(negative: bool, mantissa: u128, scale: u32) -> Option<Decimal> {
    let magnitude = i128::try_from(mantissa).ok()?;
    let signed = if negative { -magnitude } else { magnitude };
    Decimal::try_from_i128_with_scale(signed, scale).ok()
}

/// Checks the whole grammar before the range, so that text which is no number is called so.
fn scan(text: &[u8]) -> Result<Decimal, Fault> {
    let (negative, rest) = split_sign(text);
    let mut mantissa = 0;
    let (whole, rest) = read_digits(rest, &mut mantissa);
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => read_digits(rest, &mut mantissa),
        _ => (0, rest),
    };
    if whole + fraction == 0 {
        return Err(Fault::Syntax);
    }
    let exponent = read_exponent(rest)?;
    place(negative, mantissa, fraction.saturating_sub(exponent))
}

/// Splits off a leading sign; true when it is a minus.
fn split_sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// Appends leading digits to `mantissa`; answers how many there were and what follows them.
///
/// A mantissa that has outgrown a decimal stops growing: it stays too large, and cannot overflow.
fn read_digits<'a>(mut text: &'a [u8], mantissa: &mut u128) -> (i64, &'a [u8]) {
    let mut count = 0;
    while let [digit @ b'0'..=b'9', rest @ ..] = text {
        if *mantissa <= MAX_MANTISSA {
            *mantissa = *mantissa * 10 + u128::from(digit - b'0');
        }
        count += 1;
        text = rest;
    }
    (count, text)
}

/// Reads an optional exponent up to the end of the text. One beyond `i64` stays at its end,
/// which is far outside what a decimal holds.
fn read_exponent(text: &[u8]) -> Result<i64, Fault> {
    let digits = match text {
        [] => return Ok(0),
        [b'e' | b'E', rest @ ..] => rest,
        _ => return Err(Fault::Syntax),
    };
    let (negative, digits) = split_sign(digits);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Fault::Syntax);
    }
    let size = digits.iter().fold(0_i64, |size, digit| size.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    Ok(if negative { -size } else { size })
}

/// Builds `mantissa / 10^decimals`, writing zeros out where `decimals` is negative.
fn place(negative: bool, mantissa: u128, decimals: i64) -> Result<Decimal, Fault> {
    if decimals > MAX_DECIMALS {
        return Err(Fault::Decimals);
    }
    if let Ok(scale) = u32::try_from(decimals) {
        return exact(negative, mantissa, scale).ok_or(Fault::Digits);
    }
    if mantissa == 0 {
        return Ok(Decimal::ZERO);
    }
    u32::try_from(decimals.unsigned_abs())
        .ok()
        .and_then(|zeros| 10_u128.checked_pow(zeros))
        .and_then(|power| mantissa.checked_mul(power))
        .and_then(|mantissa| exact(negative, mantissa, 0))
        .ok_or(Fault::Digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::{parse, scan, usual};

    /// Digits about the ends of what is usual: 19 of them, 2^64 and 10^19.
    const DIGITS: [&str; 12] = [
        "0",
        "00",
        "000000000000000000000000000007",
        "999999999999999999",
        "9999999999999999999",
        "10000000000000000000",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999",
        "0009999999999999999999",
        "0000000000000000000",
        "123456789012345678901",
    ];

    /// The same number, written with the same decimals, by every way that reads the text.
    fn all_agree(text: &str) {
        let whole = scan(text.as_bytes()).ok();
        let theirs = Decimal::from_str_exact(text).ok();
        assert_eq!(whole.map(|read| (read, read.scale())), theirs.map(|read| (read, read.scale())), "{text:?}");
        if let Some(read) = usual(text.as_bytes()) {
            assert_eq!(Some(read.unpack()), whole.map(|read| read.unpack()), "{text:?}");
        }
        assert_eq!(parse(text).ok().map(|read| read.unpack()), whole.map(|read| read.unpack()), "{text:?}");
        assert!(whole.is_none_or(|read| !(read.is_zero() && read.is_sign_negative())), "{text:?}");
    }

    #[test]
    fn a_point_may_stand_at_every_place_of_digits_of_every_length() {
        for digits in DIGITS {
            for sign in ["", "-", "+"] {
                all_agree(&format!("{sign}{digits}"));
                for place in 0..=digits.len() {
                    let (whole, fraction) = digits.split_at(place);
                    all_agree(&format!("{sign}{whole}.{fraction}"));
                }
            }
        }
    }

    #[test]
    fn what_is_nearly_a_number_is_none_by_every_way() {
        for text in [
            "", ".", "-", "+", "-.", "+.", "1..2", "1.2.3", "..1", "--1", "+-1", "-+1", "1-", "1x", "1 ", " 1", "1\0",
            "\x001", "1.\0", "1/", "1:", "٣", "1٣", "１２",
        ] {
            assert_eq!(usual(text.as_bytes()), None, "{text:?}");
            all_agree(text);
        }
    }

    #[test]
    fn what_is_usual_ends_with_the_nineteenth_digit() {
        for (text, is_usual) in [
            ("9999999999999999999", true),
            ("-9999999999999999999", true),
            ("-.9999999999999999999", true),
            ("9999999999999999999.", true),
            ("18446744073709551615", false),
            ("0.9999999999999999999", false),
            ("+1", false),
            ("1e1", false),
        ] {
            assert_eq!(usual(text.as_bytes()).is_some(), is_usual, "{text}");
        }
    }

    /// Digits of lengths about the nineteenth, mostly with a point somewhere among them.
    fn near_the_end() -> impl Strategy<Value = String> {
        let digits = prop_oneof![
            "[0-9]{17,22}",
            "0{0,20}[1-9][0-9]{0,20}",
            "9{17,21}",
            (0_u128..40).prop_map(|more| (u128::from(u64::MAX) - 20 + more).to_string()),
        ];
        (digits, prop::option::weighted(0.8, any::<prop::sample::Index>())).prop_map(|(mut digits, point)| {
            if let Some(point) = point {
                digits.insert(point.index(digits.len() + 1), '.');
            }
            digits
        })
    }

    proptest! {
        #[test]
        fn text_near_the_end_of_what_is_usual_is_read_alike(sign in "[-+]?", digits in near_the_end()) {
            all_agree(&format!("{sign}{digits}"));
        }

        #[test]
        fn one_character_that_does_not_belong_spoils_a_number(
            digits in near_the_end(), place: prop::sample::Index, spoiling in "[^0-9eE_]",
        ) {
            let mut text = digits;
            text.insert_str(place.index(text.len() + 1), &spoiling);
            all_agree(&text);
        }

        #[test]
        fn every_integer_of_64_bits_is_read_whole(number: u64, negative: bool) {
            let text = format!("{}{number}", if negative { "-" } else { "" });
            prop_assert_eq!(parse(&text).unwrap().mantissa(), text.parse::<i128>().unwrap());
        }
    }
}
