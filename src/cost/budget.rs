//! Reads the budget that a request states.

use crate::hcl::number;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// Maximum number of words that are read.
const WORDS_MAX: usize = 2_000;
/// Words before an amount that make it a limit.
const LIMITS: &[&str] = strings! {
    "under", "below", "within", "budget", "max", "maximum", "most", "than", "exceed", "exceeding",
    "to", "limit", "cap", "capped", "costs", "cost", "costing", "spend", "cheaper", "beyond", "over",
};
/// Words that ask for a low price.
const CHEAP: &[&str] = strings! {
    "cheap", "cheapest", "cheaply", "inexpensive", "affordable", "low-cost", "lowcost",
};

/// Limit of the cost that a request states.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Budget {
    /// Limit of the monthly cost in US dollars.
    pub monthly: Option<f64>,
    /// Limit in another currency, as the request has it.
    ///
    /// It is not compared with list prices.
    pub other_currency: Option<String>,
    /// Whether the request asks for something cheap.
    pub wants_cheap: bool,
    /// Whether the request asks to stay within the free tier.
    pub wants_free_tier: bool,
}

/// Reads the budget that a request states.
///
/// ```
/// use infragenie::cost::budget;
/// assert_eq!(budget("a web server under $20 a month").monthly, Some(20.0));
/// assert_eq!(budget("keep 20 servers under load").monthly, None);
/// ```
///
/// An amount needs a sign or name of dollars, and a word that makes it a limit. An amount a year, a
/// day or an hour is converted to a month. Of a range, the upper end is the limit. An amount in
/// another currency is named and not converted, since rates change daily.
pub fn budget(request: &str) -> Budget {
    let text = request.to_ascii_lowercase();
    let text = text.replace(['–', '—'], "-");
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ';' | '!' | '?' | '"'))
        .map(|word| word.trim_matches(|c| matches!(c, '.' | ',' | ':' | '~')))
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .collect();
    let has = |word: &&str| CHEAP.contains(word);
    let pair = |one: &str, other: &str| words.windows(2).any(|pair| pair == [one, other]);
    let mut limits = (0..words.len()).filter_map(|at| limit(&words, at));
    let (monthly, other_currency) = match limits.next() {
        Some(Limit::Dollars(monthly)) => (Some(monthly), None),
        Some(Limit::Other(text)) => (None, Some(text)),
        None => (None, None),
    };
    Budget {
        monthly,
        other_currency,
        wants_cheap: words.iter().any(has) || pair("low", "cost") || pair("low", "price"),
        wants_free_tier: pair("free", "tier") || words.contains(&"free-tier"),
    }
}

/// Limit in dollars a month, or in another currency as it is written.
enum Limit {
    Dollars(f64),
    Other(String),
}

/// Words and signs of dollars, and of other currencies.
const DOLLARS: &[&str] = strings! { "us$", "$", "usd", "dollars", "dollar", "bucks" };
const OTHERS: &[&str] = strings! {
    "€", "eur", "euros", "euro", "£", "gbp", "pounds", "quid", "¥", "jpy", "yen", "₹", "inr", "rupees",
    "chf", "francs", "a$", "c$", "cad", "aud", "sek", "nok", "dkk", "pln", "brl", "r$",
};

/// Returns the limit if the word at an index is an amount with one.
fn limit(words: &[&str], at: usize) -> Option<Limit> {
    let (amount, inline) = words[at].split_once('/').unwrap_or((words[at], ""));
    let next = words.get(at + 1).copied().unwrap_or_default();
    let named = next.split('/').next().unwrap_or_default();
    let sign_of = |signs: &[&'static str]| {
        let mut signs = signs.iter().copied();
        signs.find(|sign| amount.starts_with(sign) || amount.ends_with(sign) || named == *sign)
    };
    let other = sign_of(OTHERS);
    let sign = other.or_else(|| sign_of(DOLLARS))?;
    // Of a range such as `$10-$20`, the upper end.
    let (from, digits) = amount.rsplit_once('-').unwrap_or(("", amount));
    let is_range = !from.is_empty();
    let without = |text: &str| -> Option<f64> {
        let digits = text.trim_start_matches(sign).trim_end_matches(sign);
        let (digits, scale) = match digits.strip_suffix('k') {
            Some(digits) => (digits, 1000.0),
            None => (digits, 1.0),
        };
        let digits = digits.replace(',', "");
        let is_plain = digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
        number(&digits)
            .filter(|_| is_plain && !digits.is_empty())
            .map(|it| it * scale)
    };
    let amount = without(digits)?;
    if is_range && without(from).is_none() {
        return None;
    }
    let before = &words[at.saturating_sub(4)..at];
    let after = &words[at + 1..words.len().min(at + 6)];
    let unit = next.split_once('/').map_or("", |(_, unit)| unit);
    let periods = [inline, unit]
        .into_iter()
        .chain(after.iter().copied().take(4));
    let months = periods.filter_map(per_month).next();
    let is_between = before.contains(&"between");
    // The lower end of a range limits nothing.
    let is_lower = matches!(before.last(), Some(&("between" | "from")))
        && after
            .iter()
            .take(2)
            .any(|word| matches!(*word, "and" | "to" | "-"));
    let is_limit = is_between
        || (is_range && months.is_some())
        || before
            .iter()
            .any(|word| LIMITS.contains(word) || matches!(*word, "<" | "<="))
        || after
            .iter()
            .any(|word| matches!(*word, "budget" | "max" | "maximum"));
    if !is_limit || is_lower {
        return None;
    }
    Some(match other {
        // A sign may be a word of its own.
        Some(_) if named == sign => Limit::Other([words[at], next].join(" ")),
        Some(_) => Limit::Other(words[at].to_owned()),
        None => Limit::Dollars(amount * months.unwrap_or(1.0)),
    })
}

/// Returns how many of a period are in a month.
fn per_month(period: &str) -> Option<f64> {
    Some(match period.trim_start_matches('/') {
        "month" | "monthly" | "mo" | "mth" | "months" => 1.0,
        "year" | "yearly" | "annually" | "annum" | "yr" => 1.0 / 12.0,
        "week" | "weekly" => 730.0 / 168.0,
        "day" | "daily" => 730.0 / 24.0,
        "hour" | "hourly" | "hr" => 730.0,
        _ => return None,
    })
}
