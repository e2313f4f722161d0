//! Collects the components of one resource instance.

use super::arguments::{Arguments, Unknown};
use super::prices::{Price, Prices};
use super::usage::ResourceUsage;
use super::{Assumption, Component, compute, databases, storage};

/// Hours of a month.
pub(super) const HOURS: f64 = 730.0;

/// The components of one resource instance, while they are collected.
pub(super) struct Sheet<'s, 'a, 'm> {
    pub prices: &'s Prices,
    pub usage: ResourceUsage<'s>,
    pub region: &'s str,
    /// Type of the resource without `aws_`.
    pub name: &'s str,
    pub arguments: &'s Arguments<'a, 'm>,
    pub components: Vec<Component>,
    pub notes: Vec<String>,
    /// Date of the oldest price list used.
    pub oldest: Option<&'static str>,
}

/// A quantity, with the values of use that it assumes.
#[derive(Clone, Debug, Default)]
pub(super) struct Quantity {
    /// Units per month.
    pub units: f64,
    /// Values of use; the quantity is fixed if there are none.
    pub assumptions: Vec<Assumption>,
}

impl From<f64> for Quantity {
    fn from(units: f64) -> Quantity {
        Quantity {
            units,
            assumptions: Vec::new(),
        }
    }
}

impl Sheet<'_, '_, '_> {
    /// Adds the components of the resource; returns whether its type is known.
    pub(super) fn fill(&mut self) -> bool {
        match self.name {
            "instance" => compute::instance(self),
            "spot_instance_request" => compute::spot_request(self),
            "autoscaling_group" => compute::autoscaling_group(self),
            "eks_cluster" => compute::eks_cluster(self),
            "eks_node_group" => compute::node_group(self),
            "ecs_service" => compute::ecs_service(self),
            "elastic_beanstalk_environment" => compute::beanstalk(self),
            "emr_cluster" => compute::emr_cluster(self),
            "sagemaker_notebook_instance" => compute::notebook(self),
            "sagemaker_endpoint_configuration" => compute::endpoint_configuration(self),
            "db_instance" => databases::instance(self),
            "rds_cluster" => databases::cluster(self),
            "rds_cluster_instance" => databases::cluster_instance(self),
            "dynamodb_table" => databases::table(self),
            "elasticache_cluster" => databases::cache_cluster(self),
            "elasticache_replication_group" => databases::replication_group(self),
            "elasticsearch_domain" | "opensearch_domain" => databases::search_domain(self),
            "ebs_volume" => storage::volume(self),
            "ebs_snapshot" => storage::snapshot(self),
            "ebs_snapshot_copy" => storage::snapshot_copy(self),
            "ec2_host" => compute::host(self),
            "lb" | "alb" => storage::balancer(self),
            "s3_bucket" => storage::bucket(self),
            "efs_file_system" => storage::file_system(self),
            "cloudwatch_metric_alarm" => storage::alarm(self),
            "route53_health_check" => storage::health_check(self),
            "transfer_server" => storage::transfer_server(self),
            "wafv2_web_acl" => storage::web_acl(self),
            "waf_web_acl" | "wafregional_web_acl" => storage::classic_web_acl(self),
            _ => return self.add_listed(self.name),
        }
        true
    }

    /// Adds a component whose quantity does not depend on use.
    pub(super) fn fixed<'k>(
        &mut self,
        name: impl Into<String>,
        unit: &str,
        quantity: Result<f64, Unknown>,
        price: impl Into<Key<'k>>,
    ) {
        self.add(name.into(), unit, quantity.map(Quantity::from), price, 1.0);
    }

    /// Adds a component whose quantity is one value of use.
    pub(super) fn by_use(
        &mut self,
        name: impl Into<String>,
        unit: &str,
        (key, light): (&str, f64),
        per: f64,
        price: &str,
    ) {
        let mut quantity = self.used(key, light);
        quantity.units *= per;
        self.add(name.into(), unit, Ok(quantity), price, 1.0);
    }

    /// Returns a value of use as a quantity.
    pub(super) fn used(&self, key: &str, light: f64) -> Quantity {
        let (value, is_given) = self.usage.number(key, light);
        let assumption = Assumption {
            key: key.to_owned(),
            value,
            is_given,
        };
        Quantity {
            units: value,
            assumptions: vec![assumption],
        }
    }

    /// Returns a price in the region of the resource.
    pub(super) fn price(&mut self, key: &str) -> Option<Price> {
        let price = self.prices.price(key, self.region)?;
        let is_older = self.oldest.is_none_or(|oldest| price.date < oldest);
        if is_older && !price.date.is_empty() {
            self.oldest = Some(price.date);
        }
        Some(price)
    }

    /// Adds a component; `scale` multiplies the price.
    pub(super) fn add<'k>(
        &mut self,
        name: String,
        unit: &str,
        quantity: Result<Quantity, Unknown>,
        price: impl Into<Key<'k>>,
        scale: f64,
    ) {
        self.push(name, unit, quantity, price.into(), scale);
    }

    fn push(
        &mut self,
        name: String,
        unit: &str,
        quantity: Result<Quantity, Unknown>,
        key: Key,
        scale: f64,
    ) {
        let key = match &key {
            Key::Given(key) => Ok(*key),
            Key::Computed(Ok(key)) => Ok(key.as_str()),
            Key::Computed(Err(unknown)) => Err(unknown),
        };
        let price = key.ok().and_then(|key| self.price(key));
        let unknown = match (&quantity, key) {
            (Err(Unknown(reference)), _) | (_, Err(Unknown(reference))) => {
                Some(["depends on `", reference, "`"].concat())
            }
            (Ok(_), Ok(key)) if price.is_none() => Some(match key.rsplit_once('/') {
                Some((_, sold)) if !sold.is_empty() => {
                    ["no price for `", sold, "` in ", self.region].concat()
                }
                _ => "not in the price pack".to_owned(),
            }),
            _ => None,
        };
        let usd = price.map(|price| price.usd * scale);
        let (units, assumptions) = match quantity {
            Ok(quantity) => (Some(quantity.units), quantity.assumptions),
            Err(_) => (None, Vec::new()),
        };
        self.components.push(Component {
            name,
            unit: unit.to_owned(),
            quantity: units,
            price: usd,
            monthly: units.zip(usd).map(|(units, usd)| units * usd),
            is_usage: !assumptions.is_empty(),
            assumptions,
            trust: price.map(|price| price.trust),
            unknown,
        });
    }
}

/// Key of a price, unless it depends on an unknown value.
pub(super) enum Key<'k> {
    Given(&'k str),
    Computed(Result<String, Unknown>),
}

impl<'k> From<&'k str> for Key<'k> {
    fn from(key: &'k str) -> Key<'k> {
        Key::Given(key)
    }
}

impl From<Result<String, Unknown>> for Key<'_> {
    fn from(key: Result<String, Unknown>) -> Self {
        Key::Computed(key)
    }
}
