//! Digits in, the number that they write out.
//!
//! The standard library reads them to the last bit of the longest of texts, with tables that would
//! be a fiftieth of the module. Here it is exact where a table of 23 powers reaches: up to 15
//! digits and 22 places. Beyond, the last bits are in doubt.

/// Powers of ten that a float holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Most digits that a `u64` holds, whatever they are.
const DIGITS_MAX: u32 = 19;

/// The largest power of ten in either direction that makes a difference for so many digits.
const EXPONENT_MAX: i64 = 400;

/// The number that a text writes: digits with a point among, before or behind them, a sign in front
/// and an exponent at the end, as far as they are there. None where it writes none; infinite where
/// it is larger than a float.
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

/// A number times a power of ten. The steps are the largest that are exact.
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

/// Digits with a sign in front, if there is one; what no number needs is cut to what makes it
/// infinite, or nothing.
fn exponent(text: &[u8]) -> Option<i64> {
    let (is_negative, digits) = signed(text);
    let mut number = 0_i64;
    for byte in digits {
        let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
        number = number.saturating_mul(10).saturating_add(digit).min(1 << 40);
    }
    (!digits.is_empty()).then_some(if is_negative { -number } else { number })
}

/// Whether a minus stands in front, and what stands behind the sign.
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
