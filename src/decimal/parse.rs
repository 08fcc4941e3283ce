//! Reads decimal text in one pass, exactly or not at all.

use rust_decimal::Decimal;

use super::error::{Fault, ParseDecimalError};

/// The most decimals that fit, in the type the decimals are counted with.
const MAX_DECIMALS: i64 = Decimal::MAX_SCALE as i64;

/// The largest integer that fits: 2^96 - 1.
const MAX_MANTISSA: u128 = (1 << 96) - 1;

/// Reads `text`, keeping every digit and trailing zero.
pub(super) fn parse(text: &str) -> Result<Decimal, ParseDecimalError> {
    match usual(text.as_bytes()) {
        Some(decimal) => Ok(decimal),
        None => scan(text.as_bytes()).map_err(|fault| ParseDecimalError::new(text, fault)),
    }
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
