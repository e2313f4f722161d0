//! Holds how much resources are used.
//!
//! The caller states values; the others are those of light use, times a scale.

use super::prices::Prices;
use crate::table::Table;
use serde_json::{Map, Value};

/// Values of use that types read besides those of the pack's components: type and names.
pub(super) const COMPUTED: Table<2> = Table(include_str!("usage_keys.tsv"));

/// Use of resources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// Factor of the assumptions at light use: 0, 1, 10, …; 1 if unset.
    pub scale: Option<f64>,
    /// Values by address, address with `[*]`, or type.
    ///
    /// An example is `{"aws_s3_bucket": {"storage_gb": 100}}`.
    ///
    /// A value of an inner object has a path with dots: `standard.storage_gb`.
    pub values: Map<String, Value>,
}

/// A name in the use of resources that no estimate reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownUse {
    /// The type or address, or the path of the value.
    pub name: String,
    /// Type of the resource, if the name is the path of a value.
    pub of_type: Option<String>,
    /// Known names instead; empty if the value itself is wrong.
    pub known: Vec<String>,
}

/// Use of one resource.
#[derive(Clone)]
pub(super) struct ResourceUsage<'u> {
    prices: &'u Prices,
    kind: String,
    scale: f64,
    /// Values from the most to the least specific.
    values: Vec<&'u Value>,
}

impl Usage {
    /// Reads the option of a caller: an object with `scale` and `values`.
    pub fn read(value: &Value) -> Option<Usage> {
        let object = value.as_object()?;
        let scale = match object.get("scale") {
            None | Some(Value::Null) => None,
            Some(scale) => Some(scale.as_f64().filter(|scale| (0.0..=1e6).contains(scale))?),
        };
        let values = match object.get("values") {
            None | Some(Value::Null) => Map::new(),
            Some(values) => values.as_object()?.clone(),
        };
        Some(Usage { scale, values })
    }

    /// Returns the first name that no estimate reads, or that has a wrong value.
    pub fn unknown(&self, prices: &Prices) -> Option<UnknownUse> {
        self.values.iter().find_map(|(name, value)| {
            // An address may begin with those of modules.
            let mut steps = name.split('.');
            let kind = steps.find(|step| step.starts_with("aws_"));
            let kind = kind.map(|kind| kind.split('[').next().unwrap_or(kind));
            let keys = kind.map_or(Vec::new(), |kind| keys_of(prices, kind));
            let object = value.as_object().filter(|_| !keys.is_empty());
            match object {
                Some(object) => unknown_in(object, "", kind.unwrap_or_default(), &keys),
                None if keys.is_empty() => Some(UnknownUse {
                    name: kind.unwrap_or(name).to_owned(),
                    of_type: None,
                    known: types(prices),
                }),
                None => Some(UnknownUse {
                    name: name.clone(),
                    of_type: None,
                    known: Vec::new(),
                }),
            }
        })
    }

    /// Returns the use of a resource.
    pub(super) fn of<'u>(
        &'u self,
        address: &str,
        kind: &str,
        prices: &'u Prices,
    ) -> ResourceUsage<'u> {
        let mut values = Vec::new();
        if !self.values.is_empty() {
            let base = address.split('[').next().unwrap_or(address);
            let any = format!("{base}[*]");
            let keys = [address, any.as_str(), base, kind].into_iter();
            values.extend(keys.filter_map(|key| self.values.get(key)));
        }
        ResourceUsage {
            prices,
            kind: kind.to_owned(),
            scale: self.scale.unwrap_or(1.0),
            values,
        }
    }
}

impl ResourceUsage<'_> {
    /// Returns the value of a key, and whether the caller set it.
    ///
    /// Otherwise it is the assumption at light use, times the scale if it is an amount.
    pub(super) fn number(&self, key: &str, light: f64) -> (f64, bool) {
        match self.given(key) {
            Some(value) => (value, true),
            None if grows(key) => (light * self.scale, false),
            None => (light, false),
        }
    }

    /// Returns the value that the caller set for a key.
    pub(super) fn given(&self, key: &str) -> Option<f64> {
        let number = self.find(key)?.as_f64()?;
        Some(number).filter(|number| number.is_finite() && *number >= 0.0)
    }

    /// Returns the text that the caller set for a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.find(key)?.as_str()
    }

    /// Returns whether the caller set a value or an object of values.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    fn find(&self, key: &str) -> Option<&Value> {
        debug_assert!(
            keys_of(self.prices, &self.kind)
                .iter()
                .any(|known| known.strip_prefix(key).is_some_and(is_inner)),
            "`{key}` of `{}` is neither in the pack nor in usage_keys.tsv",
            self.kind
        );
        let inner = |value| {
            key.split('.')
                .try_fold(value, |value: &Value, step| value.get(step))
        };
        self.values.iter().copied().find_map(inner)
    }
}

/// Returns whether a name continues at a step of its path, or ends.
fn is_inner(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('.')
}

/// Returns the first value within an object that its type does not read.
fn unknown_in(
    object: &Map<String, Value>,
    path: &str,
    kind: &str,
    keys: &[&'static str],
) -> Option<UnknownUse> {
    object.iter().find_map(|(step, value)| {
        let name = [path, step].concat();
        let unknown = |known: &[&str]| {
            Some(UnknownUse {
                name: name.clone(),
                of_type: Some(kind.to_owned()),
                known: known.iter().map(|it| (*it).to_owned()).collect(),
            })
        };
        match value {
            Value::Null => None,
            Value::Object(inner) => unknown_in(inner, &[&name, "."].concat(), kind, keys),
            _ if !keys.contains(&name.as_str()) => unknown(keys),
            Value::String(_) if TEXTS.contains(&name.as_str()) => None,
            Value::Number(number) if number.as_f64().is_some_and(|it| it >= 0.0) => None,
            _ => unknown(&[]),
        }
    })
}

/// Values of use that are texts.
const TEXTS: &[&str] = strings! { "operating_system", "endpoint_type" };

/// Returns the values of use that a type reads.
fn keys_of(prices: &Prices, kind: &str) -> Vec<&'static str> {
    let name = kind.strip_prefix("aws_").unwrap_or(kind);
    let listed = if name == "alb" { "lb" } else { name };
    let computed = COMPUTED.rows_of(name).flat_map(|[_, keys]| keys.split(' '));
    computed.chain(prices.usage_keys(listed)).collect()
}

/// Returns the types that read values of use.
fn types(prices: &Prices) -> Vec<String> {
    let computed = COMPUTED.rows().map(|[name, _]| name);
    let types = computed.chain(prices.types_by_usage());
    types.map(|name| ["aws_", name].concat()).collect()
}

/// Returns whether a value is an amount of use, and not a duration or a number of licenses.
fn grows(key: &str) -> bool {
    let key = key.rsplit('.').next().unwrap_or(key);
    let is_monthly = key.starts_with("monthly_") && key != "monthly_hrs";
    is_monthly || key.contains("storage") || key.contains("_gb")
}
