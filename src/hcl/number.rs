//! Parses decimal numbers with a small lookup table.
//!
//! The parser of the standard library is exact to the last bit for texts of any length, but its
//! tables would take a fiftieth of the wasm module. This parser uses a table of 23 powers of ten.
//! It is exact up to 15 digits and exponents up to 22; beyond that the last bits may be wrong.

/// Powers of ten that a float represents exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Maximum number of digits for which any value fits a `u64`.
const DIGITS_MAX: u32 = 19;

/// Largest power of ten, in either direction, that affects the result.
const EXPONENT_MAX: i64 = 400;

/// Parses a decimal number with optional sign, point and exponent.
///
/// The point may be before, among or after the digits. Returns None if the text is not a number,
/// and infinity if the number is too large for a float.
///
/// ```
/// use infragenie::hcl::number;
/// assert_eq!(number("-12.5e3"), Some(-12_500.0));
/// assert_eq!(number("0.1"), Some(0.1));
/// assert_eq!([number("inf"), number("1e"), number(".")], [None; 3]);
/// ```
pub fn number(text: &str) -> Option<f64> {
    let (is_negative, plain) = signed(text.as_bytes());
    let end = plain.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let mut exponent = match end {
        Some(end) => exponent(&plain[end + 1..])?,
        None => 0,
    };
    let mut mantissa = 0_u64;
    let (mut kept, mut has_digits, mut has_point) = (0, false, false);
    for byte in &plain[..end.unwrap_or(plain.len())] {
        match byte {
            b'.' if !has_point => has_point = true,
            b'0'..=b'9' => {
                has_digits = true;
                if kept < DIGITS_MAX {
                    mantissa = mantissa * 10 + u64::from(byte - b'0');
                    kept += u32::from(mantissa > 0);
                    exponent -= i64::from(has_point);
                } else {
                    exponent += i64::from(!has_point);
                }
            }
            _ => return None,
        }
    }
    let number = scaled(mantissa as f64, exponent);
    has_digits.then_some(if is_negative { -number } else { number })
}

/// Largest integer that is exact in a float.
const INTEGER_MAX: f64 = 9_007_199_254_740_992.0;

/// Significant digits that a float keeps for every decimal number.
const EXACT_DIGITS: usize = 15;

/// Rounds a number to the digits that are exact, so that `0.1 + 0.2` is `0.3`.
///
/// Returns None if it is too large or not a number.
pub fn exact(value: f64) -> Option<f64> {
    if value.fract() == 0.0 {
        return (value.abs() <= INTEGER_MAX).then_some(value);
    }
    number(&format!("{value:.*e}", EXACT_DIGITS - 1)).filter(|it| it.is_finite())
}

/// Formats a number as Terraform does; None if it is not known to be exact.
pub(super) fn number_text(value: f64) -> Option<String> {
    let value = exact(value)?;
    if value.fract() == 0.0 {
        return Some(format!("{}", value as i64));
    }
    let text = value.to_string();
    // A number with this many digits may have more digits, as `2 / 3` does.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits < EXACT_DIGITS).then_some(text)
}

/// Multiplies a number by a power of ten, in the largest steps that are exact.
fn scaled(mut number: f64, exponent: i64) -> f64 {
    if number == 0.0 {
        return number;
    }
    let mut left = exponent.clamp(-EXPONENT_MAX, EXPONENT_MAX).unsigned_abs() as usize;
    while left > 0 {
        let step = left.min(EXACT.len() - 1);
        left -= step;
        match exponent > 0 {
            true => number *= EXACT[step],
            false => number /= EXACT[step],
        }
    }
    number
}

/// Parses an exponent: digits with an optional sign.
///
/// Exponents far beyond the range of a float are limited to a value that makes the number infinite
/// or zero.
fn exponent(text: &[u8]) -> Option<i64> {
    let (is_negative, digits) = signed(text);
    let mut number = 0_i64;
    for byte in digits {
        let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
        number = number.saturating_mul(10).saturating_add(digit).min(1 << 40);
    }
    (!digits.is_empty()).then_some(if is_negative { -number } else { number })
}

/// Returns whether the text has a minus sign, and the text after the sign.
fn signed(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', plain @ ..] => (true, plain),
        [b'+', plain @ ..] => (false, plain),
        plain => (false, plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parses_common_numbers_exactly(
            text in "[-+]?[0-9]{1,9}(\\.[0-9]{0,6})?([eE][-+]?[0-9])?",
        ) {
            prop_assert_eq!(number(&text), text.parse().ok());
        }

        #[test]
        fn accepts_the_same_texts_as_the_standard_library(text in "[-+.eE0-9]{0,12}") {
            prop_assert_eq!(number(&text).is_some(), text.parse::<f64>().is_ok());
        }

        #[test]
        fn approximates_long_numbers(
            text in "[0-9]{0,30}\\.[0-9]{1,30}(e-?[0-9]{1,3})?",
        ) {
            let expected: f64 = text.parse().unwrap();
            let read = number(&text).unwrap();
            let is_near = (read - expected).abs() <= expected * 1e-13;
            prop_assert!(is_near || expected < 1e-290 || expected == read);
        }
    }

    #[test]
    fn limits_numbers_beyond_the_float_range() {
        assert_eq!(
            number(&format!("1{}", "0".repeat(100_000))),
            Some(f64::INFINITY)
        );
        assert_eq!(number("1e99999999999999999999"), Some(f64::INFINITY));
        assert_eq!(number("1e-99999999999999999999"), Some(0.0));
        assert_eq!(number("0e99999999999999999999"), Some(0.0));
        assert_eq!(number(&format!("0.{}1e9", "0".repeat(8))), Some(1.0));
    }
}
