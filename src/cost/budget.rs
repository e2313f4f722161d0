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
/// day or an hour is converted to a month.
pub fn budget(request: &str) -> Budget {
    let text = request.to_ascii_lowercase();
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ';' | '!' | '?' | '"'))
        .map(|word| word.trim_matches(|c| matches!(c, '.' | ',' | ':' | '~')))
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .collect();
    let has = |word: &&str| CHEAP.contains(word);
    let pair = |one: &str, other: &str| words.windows(2).any(|pair| pair == [one, other]);
    Budget {
        monthly: (0..words.len()).find_map(|at| limit(&words, at)),
        wants_cheap: words.iter().any(has) || pair("low", "cost") || pair("low", "price"),
        wants_free_tier: pair("free", "tier") || words.contains(&"free-tier"),
    }
}

/// Returns the limit per month if the word at an index is an amount with one.
fn limit(words: &[&str], at: usize) -> Option<f64> {
    let (amount, inline) = words[at].split_once('/').unwrap_or((words[at], ""));
    let next = words.get(at + 1).copied().unwrap_or_default();
    let is_dollars = |word: &str| matches!(word, "dollars" | "dollar" | "usd" | "bucks" | "$");
    let (digits, has_sign) = match amount.strip_prefix("us$").or(amount.strip_prefix('$')) {
        Some(digits) => (digits, true),
        None => match amount.strip_suffix('$').or(amount.strip_suffix("usd")) {
            Some(digits) => (digits, true),
            None => (amount, false),
        },
    };
    let named = is_dollars(next.split('/').next().unwrap_or_default());
    if !has_sign && !named {
        return None;
    }
    let (digits, scale) = match digits.strip_suffix('k') {
        Some(digits) => (digits, 1000.0),
        None => (digits, 1.0),
    };
    let digits = digits.replace(',', "");
    let is_plain = !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount: f64 = number(&digits).filter(|_| is_plain)?;
    let before = &words[at.saturating_sub(4)..at];
    let after = &words[at + 1..words.len().min(at + 6)];
    let is_limit = before
        .iter()
        .any(|word| LIMITS.contains(word) || *word == "<" || *word == "<=");
    let is_limit = is_limit
        || after
            .iter()
            .any(|word| matches!(*word, "budget" | "max" | "maximum"));
    if !is_limit {
        return None;
    }
    let unit = next.split_once('/').map_or("", |(_, unit)| unit);
    let periods = [inline, unit]
        .into_iter()
        .chain(after.iter().copied().take(4));
    let months = periods.filter_map(per_month).next().unwrap_or(1.0);
    Some(amount * scale * months)
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
