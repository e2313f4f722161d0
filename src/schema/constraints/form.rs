//! Checks whether a text has the required form.
//!
//! A text that only the provider can check is accepted.

use super::rule::Form;
use crate::hcl::{Kind, number};
use core::net::IpAddr;
use foldhash::HashSet;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Returns the kind of diagnostic and the required form if a text does not have the form.
pub(super) fn required_form(form: Form, text: &str) -> Option<(Kind, &'static str)> {
    let network = |family: Option<bool>, takes_hosts: bool| {
        let found = network_of(text);
        let is_family = |it: &Network| family.is_none_or(|is_v6| it.is_v6 == is_v6);
        let fits = |it: Network| is_family(&it) && (takes_hosts || !it.has_host_bits);
        (found, found.is_some_and(fits))
    };
    // The provider reports what is no CIDR block at all in one way for both families.
    let family = match form {
        Form::CidrAny => Some(network(None, false)),
        Form::CidrV4 => Some(network(Some(false), false)),
        Form::CidrV4Host => Some(network(Some(false), true)),
        Form::CidrV6 => Some(network(Some(true), false)),
        Form::CidrV6Host => Some(network(Some(true), true)),
        _ => None,
    };
    if let Some((found, fits)) = family {
        let description = match (found, form) {
            (
                Some(Network {
                    has_host_bits: true,
                    ..
                }),
                Form::CidrAny,
            ) => "a network without host bits, as `10.0.0.0/16`",
            (_, Form::CidrAny) => "addresses, as `10.0.0.0/16`",
            (_, Form::CidrV4) => "an IPv4 network without host bits, as `10.0.0.0/16`",
            (_, Form::CidrV4Host) => "an IPv4 network, as `10.0.0.0/16`",
            (_, Form::CidrV6) => "an IPv6 network without host bits, as `2001:db8::/56`",
            _ => "an IPv6 network, as `2001:db8::/56`",
        };
        let kind = found.map_or(Kind::InvalidCidr, |_| form.kind());
        return (!fits).then_some((kind, description));
    }
    if form == Form::Policy {
        return policy_problem(text);
    }
    let (fits, description) = match form {
        Form::Arn | Form::ArnValue => (is_arn(text), "an ARN, as `arn:aws:…`"),
        Form::Json | Form::JsonValue => (is_json(text), "JSON, best by `jsonencode`"),
        Form::Cidr | Form::CidrValue => (is_cidr(text), "addresses, as `10.0.0.0/16`"),
        Form::Network => (
            network_of(text).is_some_and(|it| !it.has_host_bits),
            "a network without host bits, as `10.0.0.0/16`",
        ),
        Form::Address => (text.parse::<IpAddr>().is_ok(), "an address, as `10.0.0.1`"),
        Form::Account => (is_account(text), "an account, 12 digits"),
        Form::Region => (is_region(text), "a region, as `us-east-1`"),
        Form::Port => (is_port(text, 1), "a port, 1 to 65535"),
        Form::PortOrZero => (is_port(text, 0), "a port, 0 to 65535"),
        Form::Date => (
            is_date(text),
            "a date with a time, as `2030-01-02T03:04:05Z`",
        ),
        Form::TargetPort => (
            text == "traffic-port" || is_port(text, 1),
            "a port, 1 to 65535, or `traffic-port`",
        ),
        Form::Filled => (!text.is_empty(), "a text that is not empty"),
        Form::Week => (is_week(text), "a window, as `sun:03:00-sun:04:00`"),
        Form::Day => (is_day(text), "a window, as `03:00-04:00`"),
        Form::Bool => (is_bool(text), "`true` or `false`"),
        Form::Int => (text.parse::<i64>().is_ok(), "a whole number"),
        Form::Float => (number(text).is_some(), "a number"),
        _ => return None,
    };
    (!fits).then_some((form.kind(), description))
}

/// CIDR block: its family, and whether it has bits set after its prefix.
#[derive(Clone, Copy)]
struct Network {
    is_v6: bool,
    has_host_bits: bool,
}

fn network_of(text: &str) -> Option<Network> {
    let (address, bits) = text.split_once('/').filter(|_| is_cidr(text))?;
    let bits: u32 = bits.parse().ok()?;
    let (is_v6, value, size) = match address.parse().ok()? {
        IpAddr::V4(address) => (false, u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (true, u128::from(address), 128),
    };
    let hosts = 1_u128
        .checked_shl(size - bits)
        .map_or(u128::MAX, |it| it - 1);
    Some(Network {
        is_v6,
        has_host_bits: value & hosts != 0,
    })
}

/// Returns the length of the prefix of a CIDR block.
pub(super) fn prefix_of(text: &str) -> Option<i64> {
    let (_, bits) = text.split_once('/').filter(|_| is_cidr(text))?;
    bits.parse().ok()
}

/// Returns whether a text has the form of RFC 3339; the calendar is not checked.
fn is_date(text: &str) -> bool {
    let Some((date, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let form = "0000-00-00T00:00:00".bytes();
    let fits = form.zip(date.bytes()).all(|(form, byte)| match form {
        b'0' => byte.is_ascii_digit(),
        form => byte.eq_ignore_ascii_case(&form),
    });
    fits && rest.ends_with(|last: char| matches!(last, 'Z' | 'z') || last.is_ascii_digit())
}

/// Returns why a text is no JSON policy.
fn policy_problem(text: &str) -> Option<(Kind, &'static str)> {
    if !is_json(text) {
        return Some((Kind::InvalidJson, "JSON, best by `jsonencode`"));
    }
    if !text.trim_start().starts_with('{') {
        return Some((Kind::InvalidJson, "a JSON object, best by `jsonencode`"));
    }
    let has_twice = serde_json::from_str::<Unique>(text).is_err_and(|it| it.is_data());
    has_twice.then_some((Kind::DuplicateJsonKeys, "a JSON object without a key twice"))
}

/// JSON in which no object has a key twice; reading others is an error.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Unique, D::Error> {
        deserializer.deserialize_any(UniqueVisitor)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Unique;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON without a key twice")
    }

    fn visit_unit<E>(self) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_str<E>(self, _: &str) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Unique, A::Error> {
        while items.next_element::<Unique>()?.is_some() {}
        Ok(Unique)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Unique, A::Error> {
        let mut keys = HashSet::default();
        while let Some((key, Unique)) = entries.next_entry::<String, Unique>()? {
            if !keys.insert(key) {
                return Err(serde::de::Error::custom("a key occurs twice"));
            }
        }
        Ok(Unique)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(form: Form, text: &str) -> Option<Kind> {
        required_form(form, text).map(|(kind, _)| kind)
    }

    #[test]
    fn networks_have_a_family_and_no_host_bits() {
        for (form, text) in [
            (Form::CidrV4, "10.0.0.0/16"),
            (Form::CidrV4, "0.0.0.0/0"),
            (Form::CidrV4, "10.0.0.1/32"),
            (Form::CidrV4Host, "10.0.0.1/16"),
            (Form::CidrV6, "2001:db8::/56"),
            (Form::CidrV6, "::/0"),
            (Form::CidrV6Host, "2001:db8::1/56"),
            (Form::CidrAny, "::/0"),
            (Form::CidrAny, "10.0.0.0/8"),
        ] {
            assert_eq!(kind(form, text), None, "{text}");
        }
        let (v4, v6) = (Kind::InvalidIpv4Cidr, Kind::InvalidIpv6Cidr);
        for (form, text, expected) in [
            (Form::CidrV4, "10.0.0.1/16", v4),
            (Form::CidrV4, "::/0", v4),
            (Form::CidrV4, "10.0.0.0", Kind::InvalidCidr),
            (Form::CidrV6, "0.0.0.0/0", v6),
            (Form::CidrV6, "2001:db8::1/56", v6),
            (Form::CidrV6Host, "10.0.0.0/8", v6),
            (Form::CidrAny, "10.0.0.1/8", Kind::InvalidCidr),
        ] {
            assert_eq!(kind(form, text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_policy_is_an_object_without_a_key_twice() {
        assert_eq!(kind(Form::Policy, "{\"a\":[{\"b\":1},{\"b\":null}]}"), None);
        for text in ["[]", "\"x\"", "{", "{a}"] {
            assert_eq!(kind(Form::Policy, text), Some(Kind::InvalidJson), "{text}");
        }
        let twice = "{\"a\":[{\"b\":1,\"b\":2}]}";
        assert_eq!(kind(Form::Policy, twice), Some(Kind::DuplicateJsonKeys));
    }
}
