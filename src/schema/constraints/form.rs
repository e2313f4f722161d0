//! Checks whether a text has the required form.
//!
//! A text that only the provider can check is accepted.

use super::rule::Form;
use crate::hcl::number;
use core::net::IpAddr;

/// Describes the required form if a text does not have it.
pub(super) fn required_form(form: Form, text: &str) -> Option<&'static str> {
    let (fits, description) = match form {
        Form::Arn | Form::ArnValue => (is_arn(text), "an ARN, as `arn:aws:…`"),
        Form::Json | Form::JsonValue => (is_json(text), "JSON, best by `jsonencode`"),
        Form::Cidr | Form::Network | Form::CidrValue => {
            (is_cidr(text), "addresses, as `10.0.0.0/16`")
        }
        Form::Address => (text.parse::<IpAddr>().is_ok(), "an address, as `10.0.0.1`"),
        Form::Account => (is_account(text), "an account, 12 digits"),
        Form::Region => (is_region(text), "a region, as `us-east-1`"),
        Form::Port => (is_port(text, 1), "a port, 1 to 65535"),
        Form::PortOrZero => (is_port(text, 0), "a port, 0 to 65535"),
        Form::Week => (is_week(text), "a window, as `sun:03:00-sun:04:00`"),
        Form::Day => (is_day(text), "a window, as `03:00-04:00`"),
        Form::Bool => (is_bool(text), "`true` or `false`"),
        Form::Int => (text.parse::<i64>().is_ok(), "a whole number"),
        Form::Float => (number(text).is_some(), "a number"),
    };
    (!fits).then_some(description)
}

/// Returns whether a text begins as an ARN and has its six sections.
///
/// The contents of the sections are not checked.
fn is_arn(text: &str) -> bool {
    text.starts_with("arn:") && text.split(':').count() >= 6
}

fn is_json(text: &str) -> bool {
    // The provider accepts an unpaired surrogate escape, which `serde_json` rejects.
    text.contains("\\u")
        || text.matches(['[', '{']).count() > 100
        || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn is_cidr(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else {
        return false;
    };
    let digits = !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit());
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    digits && bits.parse::<u32>().is_ok_and(|bits| bits <= most)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let letters =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    match parts.as_slice() {
        [first, middle @ .., last] if !middle.is_empty() => {
            first.len() == 2
                && letters(first)
                && middle.iter().all(letters)
                && last.len() == 1
                && last.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}

fn is_port(text: &str, least: i64) -> bool {
    number(text).is_some_and(|port| port >= least as f64 && port <= 65_535.0)
}

/// Returns whether a text is a daily window, such as `03:00-04:00`.
fn is_day(text: &str) -> bool {
    text.split_once('-')
        .is_some_and(|(from, to)| is_time(from) && is_time(to))
}

/// Returns whether a text is a weekly window, such as `sun:03:00-sun:04:00`.
///
/// Letters of either case are accepted.
fn is_week(text: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let is_moment = |text: &str| {
        text.split_once(':').is_some_and(|(day, time)| {
            DAYS.contains(&day.to_ascii_lowercase().as_str()) && is_time(time)
        })
    };
    text.split_once('-')
        .is_some_and(|(from, to)| is_moment(from) && is_moment(to))
}

fn is_time(text: &str) -> bool {
    let two = |text: &str, most: u8| {
        text.len() == 2
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse::<u8>().is_ok_and(|number| number <= most)
    };
    text.split_once(':')
        .is_some_and(|(hours, minutes)| two(hours, 23) && two(minutes, 59))
}

fn is_bool(text: &str) -> bool {
    let short = ["1", "t", "T", "0", "f", "F"];
    short.contains(&text) || ["true", "True", "TRUE", "false", "False", "FALSE"].contains(&text)
}
