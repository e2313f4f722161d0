//! Holds how much resources are used.
//!
//! The caller states values; the others are those of light use, times a scale.

use serde_json::{Map, Value};

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

/// Use of one resource.
#[derive(Clone, Debug)]
pub(super) struct ResourceUsage<'u> {
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

    /// Returns the use of a resource.
    pub(super) fn of(&self, address: &str, kind: &str) -> ResourceUsage<'_> {
        let mut values = Vec::new();
        if !self.values.is_empty() {
            let base = address.split('[').next().unwrap_or(address);
            let any = format!("{base}[*]");
            let keys = [address, any.as_str(), base, kind].into_iter();
            values.extend(keys.filter_map(|key| self.values.get(key)));
        }
        ResourceUsage {
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
        let inner = |value| {
            key.split('.')
                .try_fold(value, |value: &Value, step| value.get(step))
        };
        self.values.iter().copied().find_map(inner)
    }
}

/// Returns whether a value is an amount of use, and not a duration or a number of licenses.
fn grows(key: &str) -> bool {
    let key = key.rsplit('.').next().unwrap_or(key);
    let is_monthly = key.starts_with("monthly_") && key != "monthly_hrs";
    is_monthly || key.contains("storage") || key.contains("_gb")
}
