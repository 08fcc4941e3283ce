//! Multiples of a step, in integers: `%` and `-` of two decimals may round when scales differ.

use rust_decimal::Decimal;

use super::parse::exact;

/// Whether `value` is an exact multiple of `step`; every value is one of a zero step.
pub(super) fn is_multiple(value: Decimal, step: Decimal) -> bool {
    if step.is_zero() {
        return true;
    }
    let (digits, unit) = (size(value), size(step));
    if value.scale() <= step.scale() {
        // One digit at a time keeps every product below 2^96 * 10.
        let widening = value.scale()..step.scale();
        widening.fold(digits % unit, |rest, _| rest * 10 % unit) == 0
    } else {
        let finer = 10_u128.pow(value.scale() - step.scale());
        digits.is_multiple_of(finer) && (digits / finer).is_multiple_of(unit)
    }
}

/// The multiple of `step` next to `value` toward zero, with the decimals of `step` less its
/// trailing zeros; `value` itself when `step` is zero, and `None` when the multiple does not fit.
pub(super) fn trunc(value: Decimal, step: Decimal) -> Option<Decimal> {
    if step.is_zero() {
        return Some(value);
    }
    let step = step.normalize();
    let (digits, unit) = (size(value), size(step));
    let aligned = if value.scale() <= step.scale() {
        digits.checked_mul(10_u128.pow(step.scale() - value.scale()))?
    } else {
        digits / 10_u128.pow(value.scale() - step.scale())
    };
    exact(value.is_sign_negative(), aligned - aligned % unit, step.scale())
}

/// The digits of `value` as one integer, without point and sign.
fn size(value: Decimal) -> u128 {
    value.mantissa().unsigned_abs()
}
