//! Finds calls of functions that fail for their constant arguments.

use super::nearest::shortened;
use crate::hcl::{Kind, Value, number};
use core::net::IpAddr;

/// Failure of a call: the kind of diagnostic, the argument it is about, and the message.
///
/// Without an argument the diagnostic is about the whole call.
pub(super) type Failure = (Kind, Option<usize>, String);

/// Returns the failure of a call whose arguments are all known.
///
/// Functions and failures that are not certain here are left out.
pub(super) fn failure(name: &str, values: &[Value]) -> Option<Failure> {
    let call = |message: &str| Some((Kind::FailedCall, None, format!("`{name}` fails: {message}")));
    let argument =
        |at: usize, message: &str| Some((Kind::InvalidArgument, Some(at), message.to_owned()));
    let text = |at: usize| values.get(at).and_then(text);
    let count = |at: usize| values.get(at).and_then(Value::to_number);
    let items = |at: usize| match values.get(at) {
        Some(Value::List(items)) => Some(items.as_slice()),
        _ => None,
    };
    match name {
        "cidrsubnet" | "cidrhost" | "cidrnetmask" | "cidrsubnets" => {
            call(&network(name, text(0)?, count(1), count(2))?)
        }
        "element" if items(0)?.is_empty() => call("the list is empty"),
        "index" => {
            let wanted = values.get(1)?;
            (!items(0)?.contains(wanted) && wanted.to_text().is_some() && {
                let other = |it: &Value| it.to_text() == wanted.to_text();
                !items(0)?.iter().any(other)
            })
            .then(|| call("the list does not have the item"))?
        }
        "slice" => {
            let (length, from, to) = (items(0)?.len() as f64, count(1)?, count(2)?);
            match () {
                () if to > length => argument(2, "the end is after the end of the list"),
                () if from > to => argument(1, "the start is after the end"),
                () => None,
            }
        }
        "zipmap" => {
            let (keys, own) = (items(0)?.len(), items(1)?.len());
            (keys != own).then(|| call(&format!("{keys} keys do not match {own} values")))?
        }
        "lookup" if values.len() == 2 => match (values.first()?, text(1)?) {
            (Value::Object(entries), key) if entries.iter().all(|it| it.0 != key) => {
                let message = format!("the map has no key `{}`", shortened(key));
                argument(0, &message)
            }
            _ => None,
        },
        "jsondecode" if !is_json(text(0)?) => call("the text is not JSON"),
        "base64decode" if !is_base64(text(0)?) => call("the text is not Base64"),
        "timeadd" if !is_time(text(0)?) => call("the time has no form as `2030-01-02T03:04:05Z`"),
        "timeadd" if !is_duration(text(1)?) => call("the duration has no form as `1h30m`"),
        "formatdate" if !is_time(text(1)?) => {
            call("the time has no form as `2030-01-02T03:04:05Z`")
        }
        "timecmp" if !is_time(text(0)?) || !is_time(text(1)?) => {
            call("a time has no form as `2030-01-02T03:04:05Z`")
        }
        "tonumber" if number(text(0)?.trim_start_matches('-')).is_none() => {
            argument(0, "the text is not a number")
        }
        "tobool" if !["true", "false", "1", "0"].contains(&text(0)?) => {
            argument(0, "the text is neither `true` nor `false`")
        }
        "parseint" => {
            let (digits, base) = (text(0)?, count(1)?);
            let digits = digits.strip_prefix(['-', '+']).unwrap_or(digits);
            let is_digit = |one: char| one.is_digit(base as u32);
            let fits = digits.chars().all(is_digit) && !digits.is_empty();
            ((2.0..=36.0).contains(&base) && !fits)
                .then(|| argument(0, "the text is not a whole number of this base"))?
        }
        "max" | "min" if values.is_empty() => call("it takes at least one number"),
        "sum" if items(0)?.is_empty() => argument(0, "the list is empty"),
        "one" if items(0)?.len() > 1 => argument(0, "the list has more than one item"),
        "coalesce" => {
            let is_nothing = |it: &Value| matches!(it, Value::Null) || text_is_empty(it);
            (!values.is_empty() && values.iter().all(is_nothing))
                .then(|| call("all values are null or empty"))?
        }
        "setproduct" if values.len() < 2 => call("it takes at least two collections"),
        "format" => {
            let verbs = verbs(text(0)?)?;
            match values.len() - 1 {
                given if given < verbs => call("there are fewer values than verbs"),
                given if given > verbs => call("there are more values than verbs"),
                _ => None,
            }
        }
        _ => None,
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn text_is_empty(value: &Value) -> bool {
    text(value).is_some_and(str::is_empty)
}

/// Returns why a function of networks fails.
fn network(name: &str, prefix: &str, first: Option<f64>, second: Option<f64>) -> Option<String> {
    let Some((address, length)) = prefix_of(prefix) else {
        // Terraform reads numbers with leading zeros, too.
        let has_zeros = prefix
            .split(['.', '/'])
            .any(|it| it.len() > 1 && it.starts_with('0'));
        return (!has_zeros).then(|| "the prefix has no form as `10.0.0.0/16`".to_owned());
    };
    let bits = if address.is_ipv4() { 32 } else { 128 };
    let numbers = |bits: u32| 2f64.powi(bits as i32);
    match name {
        "cidrnetmask" if bits == 128 => Some("an IPv6 network has no mask".to_owned()),
        "cidrsubnet" => {
            let (more, at) = (first?, second?);
            if more < 0.0 || more > f64::from(bits - length) {
                return Some(format!("a prefix of {length} bits cannot take {more} more"));
            }
            (at >= numbers(more as u32))
                .then(|| format!("{more} bits cannot number the subnet {at}"))
        }
        "cidrhost" => {
            let (at, size) = (first?, numbers(bits - length));
            (at >= size || -at > size).then(|| format!("the network has no host {at}"))
        }
        _ => None,
    }
}

fn prefix_of(text: &str) -> Option<(IpAddr, u32)> {
    let (address, length) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let length: u32 = length.parse().ok()?;
    let bits = if address.is_ipv4() { 32 } else { 128 };
    (length <= bits).then_some((address, length))
}

/// Returns whether a text is JSON, or too unusual to say.
fn is_json(text: &str) -> bool {
    text.contains("\\u")
        || text.matches(['[', '{']).count() > 100
        || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn is_base64(text: &str) -> bool {
    let text: String = text.chars().filter(|one| !"\r\n".contains(*one)).collect();
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}

/// Returns whether a text begins as a time of RFC 3339, such as `2030-01-02T03:04:05Z`.
fn is_time(text: &str) -> bool {
    let form = b"0000-00-00T00:00:00";
    let bytes = text.as_bytes();
    let fits = |(at, expected): (usize, &u8)| match (expected, bytes.get(at)) {
        (b'0', Some(byte)) => byte.is_ascii_digit(),
        (b'T', Some(byte)) => matches!(byte, b'T' | b't'),
        (expected, byte) => byte == Some(expected),
    };
    form.iter().enumerate().all(fits) && bytes.len() > form.len()
}

/// Returns whether a text is a duration of numbers with units, such as `1h30m`.
fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    if text == "0" {
        return true;
    }
    let mut rest = text;
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|one: char| one.is_ascii_digit() || one == '.');
        let number = &rest[..rest.len() - unit.len()];
        let units = ["ns", "us", "µs", "ms", "s", "m", "h"];
        let Some(after) = units.iter().find_map(|it| unit.strip_prefix(it)) else {
            return false;
        };
        if !number.contains(|one: char| one.is_ascii_digit()) || number.matches('.').count() > 1 {
            return false;
        }
        rest = after;
    }
    !text.is_empty()
}

/// Counts the verbs of a format; None if it has other than plain ones.
fn verbs(format: &str) -> Option<usize> {
    let mut count = 0;
    let mut rest = format;
    while let Some((_, after)) = rest.split_once('%') {
        let verb = after.trim_start_matches(|one: char| "-+ #0123456789.".contains(one));
        let first = verb.chars().next()?;
        match first {
            '%' => {}
            'v' | 's' | 'q' | 'd' | 'f' | 't' | 'x' | 'X' | 'b' | 'o' | 'e' | 'E' | 'g' | 'G' => {
                count += 1;
            }
            _ => return None,
        }
        rest = &verb[first.len_utf8()..];
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(name: &str, values: &[Value]) -> bool {
        failure(name, values).is_some()
    }

    fn text(value: &str) -> Value {
        Value::Text(value.to_owned())
    }

    #[test]
    fn finds_the_calls_that_fail() {
        let list = |count: usize| Value::List(vec![text("a"); count]);
        let (two, nine) = (Value::Number(2.0), Value::Number(9.0));
        for (name, bad, good) in [
            (
                "cidrnetmask",
                vec![text("2001:db8::/32")],
                vec![text("10.0.0.0/8")],
            ),
            (
                "element",
                vec![list(0), two.clone()],
                vec![list(1), two.clone()],
            ),
            ("zipmap", vec![list(1), list(2)], vec![list(2), list(2)]),
            ("jsondecode", vec![text("{a}")], vec![text("{\"a\":[1]}")]),
            ("base64decode", vec![text("a!==")], vec![text("YWI=")]),
            ("tonumber", vec![text("ten")], vec![text("-10.5")]),
            ("tobool", vec![text("yes")], vec![text("true")]),
            (
                "parseint",
                vec![text("zz"), nine.clone()],
                vec![text("-17"), nine.clone()],
            ),
            ("one", vec![list(2)], vec![list(1)]),
            ("sum", vec![list(0)], vec![list(1)]),
            (
                "coalesce",
                vec![Value::Null, text("")],
                vec![Value::Null, text("a")],
            ),
            (
                "format",
                vec![text("%s-%02d"), text("a")],
                vec![text("%%%5.1f"), two.clone()],
            ),
            (
                "timeadd",
                vec![text("today"), text("1h")],
                vec![text("2030-01-02T03:04:05Z"), text("1h30m")],
            ),
            (
                "timeadd",
                vec![text("2030-01-02T03:04:05Z"), text("1d")],
                vec![text("2030-01-02T03:04:05Z"), text("-90s")],
            ),
            ("index", vec![list(1), text("b")], vec![list(1), text("a")]),
            (
                "slice",
                vec![list(3), two.clone(), nine.clone()],
                vec![list(9), two.clone(), nine.clone()],
            ),
        ] {
            assert!(fails(name, &bad), "{name} {bad:?}");
            assert!(!fails(name, &good), "{name} {good:?}");
        }
    }

    #[test]
    fn calculates_networks() {
        let call = |name: &str, prefix: &str, numbers: &[f64]| {
            let numbers = numbers.iter().map(|number| Value::Number(*number));
            let values: Vec<Value> = [text(prefix)].into_iter().chain(numbers).collect();
            fails(name, &values)
        };
        assert!(call("cidrsubnet", "10.0.0.0/16", &[20.0, 0.0]));
        assert!(call("cidrsubnet", "10.0.0.0/16", &[4.0, 16.0]));
        assert!(call("cidrsubnet", "10.0.0/16", &[4.0, 1.0]));
        assert!(!call("cidrsubnet", "10.0.0.0/16", &[16.0, 65_535.0]));
        assert!(!call("cidrsubnet", "010.0.0.0/16", &[4.0, 1.0]));
        assert!(!call("cidrsubnet", "2001:db8::/56", &[8.0, 255.0]));
        assert!(call("cidrhost", "10.0.0.0/30", &[4.0]));
        assert!(!call("cidrhost", "10.0.0.0/30", &[-1.0]));
    }
}
