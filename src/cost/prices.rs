//! Reads the price pack and looks up prices by key and region.
//!
//! The pack is a text of sections, which `examples/prices` writes. Prices are those of us-east-1;
//! factors by region and instance family give the prices of other regions.

use crate::hcl::number;
use crate::table::Table;
use serde::Serialize;
use std::fmt;
#[cfg(test)]
use ts_rs::TS;

/// File of the prices in the directory of the packs, named by its content.
pub const FILE: &str = "prices-1.0cb9b6dd2f3283be.pack";
/// Maximum size of a pack, in bytes.
const PACK_BYTES_MAX: usize = 1 << 20;
/// Region of the prices in the pack.
pub(super) const BASE: &str = "us-east-1";
/// Regions with the prices of [`BASE`].
const SAME_AS_BASE: &[&str] = &[BASE, "us-east-2", "us-west-2"];
/// Tables of classes with the prices of another table, times a factor.
const SAME_CLASSES: &[(&str, &str, f64)] = &[
    ("cache.memcached", "cache.redis", 1.0),
    ("cache.valkey", "cache.redis", 0.8),
    ("rds.aurora-postgresql", "rds.aurora-mysql", 1.0),
    ("rds.mariadb", "rds.mysql", 1.0),
    ("rds.oracle-se2-byol", "rds.oracle-ee-byol", 1.0),
];

/// How far a price can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "PriceTrust"))]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// List price of the region.
    Exact,
    /// List price of us-east-1 times the factor of the instance family and region: also "about".
    Factor,
    /// Estimated or unverified: shown as "about".
    About,
}

/// A price per unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// US dollars per unit.
    pub usd: f64,
    /// How far the price can be relied on.
    pub trust: Trust,
    /// Year and month of the price list (`2026-07`), empty if it is not known.
    pub date: &'static str,
}

/// Error for bytes that are not a price pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the pack of prices does not read; load it again")
    }
}

impl std::error::Error for Malformed {}

/// The prices, components and free types of a pack.
#[derive(Clone, Copy)]
pub struct Prices {
    /// Year and month of the newest price list.
    pub date: &'static str,
    regions: &'static str,
    dates: Table<2>,
    services: Table<5>,
    service_factors: Table<2>,
    classes: Table<3>,
    class_factors: Table<2>,
    components: Table<6>,
    free: Table<1>,
}

impl Prices {
    /// Reads the text of a decompressed pack.
    ///
    /// ```
    /// use infragenie::cost::Prices;
    /// assert!(Prices::read("no pack").is_err());
    /// ```
    pub fn read(text: &'static str) -> Result<Prices, Malformed> {
        if text.len() > PACK_BYTES_MAX {
            return Err(Malformed);
        }
        let (head, mut rest) = text.split_once('\n').ok_or(Malformed)?;
        let date = head.strip_prefix("prices 1 ").ok_or(Malformed)?;
        let mut section = |name: &str| -> Result<&'static str, Malformed> {
            let begin = rest.strip_prefix('=').ok_or(Malformed)?;
            let begin = begin.strip_prefix(name).ok_or(Malformed)?;
            let begin = begin.strip_prefix('\n').ok_or(Malformed)?;
            let end = begin.find("\n=").map_or(begin.len(), |at| at + 1);
            rest = &begin[end..];
            Ok(&begin[..end])
        };
        Ok(Prices {
            date,
            regions: section("regions")?.trim_end(),
            dates: Table(section("dates")?),
            services: Table(section("services")?),
            service_factors: Table(section("service-factors")?),
            classes: Table(section("classes")?),
            class_factors: Table(section("class-factors")?),
            components: Table(section("components")?),
            free: Table(section("free")?),
        })
    }

    /// Returns whether the pack has prices of a region.
    pub fn knows_region(&self, region: &str) -> bool {
        SAME_AS_BASE.contains(&region) || self.region_column(region).is_some()
    }

    /// Returns the components of a resource type: name, unit, quantity, price and condition.
    pub(super) fn components(&self, name: &str) -> impl Iterator<Item = [&'static str; 6]> {
        self.components.rows_of(name)
    }

    /// Returns the values of use in the quantities of a type and its parts (`s3_bucket:standard`).
    pub(super) fn usage_keys(&self, name: &str) -> impl Iterator<Item = &'static str> {
        let rows = self.components.rows().filter(move |[of, ..]| {
            let rest = of.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        });
        rows.flat_map(|[_, _, _, quantity, ..]| {
            let terms = quantity.split(['*', '/']);
            let keys = terms.filter_map(|term| term.strip_prefix('~'));
            keys.map(|key| key.split('=').next().unwrap_or(key))
        })
    }

    /// Returns the types with components whose quantity depends on use.
    pub(super) fn types_by_usage(&self) -> impl Iterator<Item = &'static str> {
        let rows = self.components.rows();
        let rows =
            rows.filter(|[of, _, _, quantity, ..]| quantity.contains('~') && !of.contains(':'));
        rows.map(|[of, ..]| of)
    }

    /// Returns whether a resource type costs nothing itself, by its name or its ending.
    pub(super) fn is_free(&self, name: &str) -> bool {
        let mut endings = self.free.rows().map_while(|[row]| row.strip_prefix('*'));
        self.free.rows_of(name).next().is_some() || endings.any(|ending| name.ends_with(ending))
    }

    /// Returns the price of a key in a region.
    ///
    /// A key is a service and its unit of sale (`vpc/nat-gateway`), or a table and a class
    /// (`ec2/m5.large`, `rds.mysql/db.t3.micro`, `cache.redis/cache.m5.large`, `search/m5.large.search`).
    pub fn price(&self, key: &str, region: &str) -> Option<Price> {
        self.service_price(key, region)
            .or_else(|| self.class_price(key, region))
    }

    fn service_price(&self, key: &str, region: &str) -> Option<Price> {
        let [_, usd, factor, trust, date] = self.services.rows_of(key).next()?;
        let usd = number(usd)?;
        let listed = match trust {
            "" => Trust::Exact,
            _ => Trust::About,
        };
        let (factor, of_factor) = match factor {
            _ if SAME_AS_BASE.contains(&region) => (1.0, Trust::Exact),
            "global" if self.knows_region(region) => (1.0, Trust::Exact),
            "" => (self.service_factor("other", region)?, Trust::About),
            name => match self.service_factor(name, region) {
                Some(factor) => (factor, Trust::Factor),
                None => (self.service_factor("other", region)?, Trust::About),
            },
        };
        Some(Price {
            usd: usd * factor,
            trust: listed.max(of_factor),
            date,
        })
    }

    fn service_factor(&self, name: &str, region: &str) -> Option<f64> {
        let [_, factors] = self.service_factors.rows_of(name).next()?;
        self.at_region(factors, region)
    }

    fn class_price(&self, key: &str, region: &str) -> Option<Price> {
        let (table, class) = key.split_once('/')?;
        let same = SAME_CLASSES.iter().find(|(name, ..)| *name == table);
        let (table, scale) = same.map_or((table, 1.0), |(_, other, scale)| (*other, *scale));
        let class = class.strip_prefix("db.").unwrap_or(class);
        let class = class.strip_prefix("cache.").unwrap_or(class);
        let class = class.strip_suffix(".search").unwrap_or(class);
        let class = class.strip_suffix(".elasticsearch").unwrap_or(class);
        let (family, size) = class.split_once('.')?;
        let row = format!("{table}/{family}");
        let [_, base, sizes] = self.classes.rows_of(&row).next()?;
        let usd = sizes
            .split(' ')
            .find_map(|entry| match entry.split_once('=') {
                Some((name, usd)) if name == size => number(usd),
                None if entry == size => {
                    let decimals = if table == "ec2" { 1e5 } else { 1e3 };
                    let usd = number(base)? * steps(size)?;
                    Some((usd * decimals).round() / decimals)
                }
                _ => None,
            });
        let usd: f64 = usd?;
        let (factor, trust) = match SAME_AS_BASE.contains(&region) {
            true => (1.0, Trust::Exact),
            false => {
                let [_, factors] = self.class_factors.rows_of(&row).next()?;
                (self.at_region(factors, region)?, Trust::Factor)
            }
        };
        let source = table.split('.').next().unwrap_or_default();
        let date = self.dates.rows_of(source).next().map_or("", |row| row[1]);
        Some(Price {
            usd: usd * factor * scale,
            trust,
            date,
        })
    }

    fn region_column(&self, region: &str) -> Option<usize> {
        let (_, names) = self.regions.split_once('\t')?;
        names.split(' ').position(|name| name == region)
    }

    fn at_region(&self, factors: &str, region: &str) -> Option<f64> {
        let at = self.region_column(region)?;
        number(factors.split(' ').nth(at)?)
    }
}

/// Returns how many bases of its family a size costs.
fn steps(size: &str) -> Option<f64> {
    Some(match size {
        "nano" => 0.25,
        "micro" => 0.5,
        "small" => 1.0,
        "medium" => 2.0,
        "large" => 4.0,
        "xlarge" => 8.0,
        _ => number(size.strip_suffix("xlarge")?)? * 8.0,
    })
}

/// Returns the number of vCPUs of an instance or database class.
pub(super) fn vcpus(class: &str) -> Option<f64> {
    let class = class.strip_prefix("db.").unwrap_or(class);
    let (family, size) = class.split_once('.')?;
    Some(match (family, size) {
        ("t2", "nano" | "micro" | "small") | ("m1" | "m3", "small" | "medium") => 1.0,
        (_, "medium") if !family.starts_with('t') => 1.0,
        (_, "nano" | "micro" | "small" | "medium" | "large") => 2.0,
        (_, "xlarge") => 4.0,
        (_, size) => number(size.strip_suffix("xlarge")?)? * 4.0,
    })
}
