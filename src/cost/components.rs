//! Evaluates the components of resource types that the price pack lists.
//!
//! `examples/prices/components.tsv` describes the terms of quantities, prices and conditions.

use super::arguments::{Arguments, Known, Unknown};
use super::sheet::{Quantity, Sheet};
use crate::hcl::number;

impl Sheet<'_, '_, '_> {
    /// Adds the components that the price pack lists for a type; returns whether it lists any.
    pub(super) fn add_listed(&mut self, name: &str) -> bool {
        let arguments = self.arguments.clone();
        self.add_listed_for(name, &arguments)
    }

    /// Adds the listed components of a type for the arguments of a block.
    pub(super) fn add_listed_for(&mut self, name: &str, arguments: &Arguments) -> bool {
        let mut is_listed = false;
        let mut unknown: Option<String> = None;
        let prices = self.prices;
        for [_, title, unit, quantity, price, condition] in prices.components(name) {
            is_listed = true;
            match holds(arguments, condition) {
                Ok(true) => self.listed(arguments, title, unit, quantity, price),
                Ok(false) => {}
                Err(Unknown(reference)) if unknown.as_ref() != Some(&reference) => {
                    self.fixed(title, unit, Err(Unknown(reference.clone())), price);
                    unknown = Some(reference);
                }
                Err(_) => {}
            }
        }
        is_listed
    }

    fn listed(
        &mut self,
        arguments: &Arguments,
        title: &str,
        unit: &str,
        quantity: &str,
        price: &str,
    ) {
        let is_usage = quantity.contains('~');
        let quantity = self.quantity(arguments, quantity);
        let mut from = 0.0;
        for tier in price.split('|') {
            let (tier, limit) = match tier.split_once('<') {
                Some((tier, limit)) => (tier, number(limit).unwrap_or(f64::INFINITY)),
                None => (tier, f64::INFINITY),
            };
            let (key, scale) = match tier.rsplit_once('*') {
                Some((key, scale)) => (key, number(scale).unwrap_or(1.0)),
                None => (tier, 1.0),
            };
            let within = quantity.clone().map(|one| Quantity {
                units: (one.units.min(limit) - from).max(0.0),
                ..one
            });
            // Later tiers are listed only if the quantity reaches them.
            if from > 0.0 && !matches!(&within, Ok(one) if one.units > 0.0) {
                break;
            }
            let name = match from > 0.0 {
                true => format!("{title} (over {})", from as u64),
                false => title.to_owned(),
            };
            self.add(name, unit, within, key_of(arguments, key), scale);
            if let Some(component) = self.components.last_mut() {
                component.is_usage = is_usage;
            }
            from = limit;
        }
    }

    /// Evaluates the terms of a quantity.
    fn quantity(&mut self, arguments: &Arguments, text: &str) -> Result<Quantity, Unknown> {
        let mut product = Quantity::from(1.0);
        let mut rest = text;
        let mut divides = false;
        loop {
            let end = rest.find(['*', '/']).unwrap_or(rest.len());
            let factor = self.factor(arguments, &rest[..end])?;
            match divides {
                true => product.units /= factor.units,
                false => product.units *= factor.units,
            }
            product.assumptions.extend(factor.assumptions);
            match rest[end..].chars().next() {
                Some(operator) => divides = operator == '/',
                None => return Ok(product),
            }
            rest = &rest[end + 1..];
        }
    }

    fn factor(&mut self, arguments: &Arguments, text: &str) -> Result<Quantity, Unknown> {
        let default = |text: &str| number(text);
        if let Some(term) = text.strip_prefix('~') {
            let (key, light) = term.split_once('=').unwrap_or((term, "0"));
            return Ok(self.used(key, default(light).unwrap_or_default()));
        }
        if let Some(term) = text.strip_prefix('#') {
            let (path, initial) = term.split_once('=').unwrap_or((term, "0"));
            let count = arguments.count(path)?.or_else(|| default(initial));
            return Ok(Quantity::from(count.unwrap_or_default()));
        }
        if let Some(term) = text.strip_prefix('.') {
            let (term, less) = term.split_once('-').unwrap_or((term, ""));
            let (path, initial) = term.split_once('=').unwrap_or((term, ""));
            let value = arguments.number(path)?.or_else(|| default(initial));
            let value = value.ok_or_else(|| Unknown(path.to_owned()))?;
            let (number, other) = less.split_once('.').unwrap_or((less, ""));
            let less = match other {
                "" => 1.0,
                other => arguments.number(other)?.unwrap_or(0.0),
            } * default(number).unwrap_or_default();
            return Ok(Quantity::from((value - less).max(0.0)));
        }
        Ok(Quantity::from(default(text).unwrap_or_default()))
    }
}

/// Replaces the arguments in a key: `{path}` or `{path=default}`; keys are lower case.
fn key_of(arguments: &Arguments, key: &str) -> Result<String, Unknown> {
    let Some((before, rest)) = key.split_once('{') else {
        return Ok(key.to_owned());
    };
    let (inner, after) = rest.split_once('}').unwrap_or((rest, ""));
    let (path, default) = inner.split_once('=').unwrap_or((inner, ""));
    let text = arguments.text(path)?.unwrap_or_else(|| default.to_owned());
    if text.is_empty() {
        return Err(Unknown(path.to_owned()));
    }
    let after = key_of(arguments, after)?;
    Ok(format!("{before}{}{after}", text.to_ascii_lowercase()))
}

/// Returns whether all conditions of a component hold.
fn holds(arguments: &Arguments, conditions: &str) -> Result<bool, Unknown> {
    for condition in conditions.split('&').filter(|it| !it.is_empty()) {
        if !one_holds(arguments, condition)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn one_holds(arguments: &Arguments, condition: &str) -> Result<bool, Unknown> {
    if let Some(path) = condition.strip_suffix('?') {
        return Ok(arguments.is_set(path));
    }
    if let Some(path) = condition.strip_suffix('!') {
        return Ok(!arguments.is_set(path));
    }
    if let Some((path, limit)) = condition.split_once('>') {
        let value = arguments.number(path)?.unwrap_or_default();
        return Ok(value > number(limit).unwrap_or_default());
    }
    let Some(at) = condition.find(['=', '^']) else {
        return Ok(false);
    };
    let (left, right) = condition.split_at(at);
    let is_prefix = right.starts_with('^');
    let (left, negated) = match left.strip_suffix('!') {
        Some(left) => (left, true),
        None => (left, false),
    };
    let (path, default) = left.split_once('?').unwrap_or((left, ""));
    let text: Known<String> = arguments.text(path);
    let text = text?
        .unwrap_or_else(|| default.to_owned())
        .to_ascii_lowercase();
    let is_one = right[1..].split('|').any(|option| {
        let option = option.to_ascii_lowercase();
        match is_prefix {
            true => text.starts_with(&option),
            false => text == option,
        }
    });
    Ok(is_one != negated)
}
