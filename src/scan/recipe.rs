//! Defines the recipes: fixes that take more than setting a constant.
//!
//! A recipe adds resources, adds blocks to the fixed resource, and adds references between them.
//!
//! Templates are Terraform with placeholders, which `fix` fills in for the fixed resource:
//!
//! | placeholder | value |
//! |---|---|
//! | `{name}` `{at}` | name and address of the resource |
//! | `{arg:X}` | value of its argument `X` |
//! | `{role}` | address of the role that it names |
//! | `{vpc}` `{subnets}` | its network, or the only one, or the account's default network |
//! | `{cidr}` | addresses of that network |
//! | `{virginia}` | line with `provider = aws.us_east_1`, if the module is in another region |
//! | `{far}` | a region other than the module's |
//!
//! A template that begins with `{elsewhere}` is omitted in `us-east-1`. A template that begins with
//! `{homeless}` is omitted if the module has its own network.

/// Expands to the managed rules of a web firewall.
///
/// Anonymous IP addresses are counted and not blocked: blocking them satisfies the check but locks
/// out VPN users.
macro_rules! managed_rules {
    () => {
        r#"  rule {
    name     = "known-bad-inputs"
    priority = 1

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesKnownBadInputsRuleSet"
        vendor_name = "AWS"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "known-bad-inputs"
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "anonymous-addresses"
    priority = 2

    override_action {
      count {}
    }

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesAnonymousIpList"
        vendor_name = "AWS"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "anonymous-addresses"
      sampled_requests_enabled   = true
    }
  }

"#
    };
}

mod bucket;
mod cluster;
pub(crate) mod context;
mod database;
mod delivery;
mod domain;
mod encryption;
mod function;
mod logs;
mod network;
mod web;

pub use bucket::*;
pub use cluster::*;
pub use database::*;
pub use delivery::*;
pub use domain::*;
pub use encryption::*;
pub use function::*;
pub use logs::*;
pub use network::*;
pub use web::*;

use super::Resource;
use crate::hcl::{Edit, Module};

/// Cost of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// No cost, and no change of behaviour.
    Free,
    /// Cents to dollars a month, or more resources than requested.
    AddsResources,
    /// The trade-off that this text states.
    NeedsConsent(&'static str),
}

/// Fix that takes more than setting constants.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Cost of the fix.
    pub cost: Cost,
    /// Description of the fix: an imperative sentence without a full stop.
    pub description: &'static str,
    /// Paths in the resource with the expressions to set, where nothing is set yet.
    pub arguments: &'static [(&'static str, &'static str)],
    /// Blocks to add to the resource.
    pub blocks: &'static [&'static str],
    /// Arguments for every block of a name that lacks them: block, argument, value.
    pub nested_arguments: &'static [(&'static str, &'static str, &'static str)],
    /// Top-level blocks for this resource alone.
    ///
    /// The first block is the purpose of the recipe, the others are its parts.
    pub resources: &'static [&'static str],
    /// Paths and values to set in an existing block like the first one.
    ///
    /// If the list is empty, an existing block is not changed.
    pub existing: &'static [(&'static str, &'static str)],
    /// Top-level blocks that may exist already.
    ///
    /// Some are shared by all resources, others belong to this resource and are the base of the
    /// rest.
    pub prerequisites: &'static [&'static [&'static str]],
    /// Addresses of blocks that must be created before the resource.
    pub depends_on: &'static [&'static str],
    /// Custom edits of the module.
    pub edits: Option<Edits>,
}

/// Function that returns the edits for a resource, or why there are none.
pub type Edits = fn(&Module, &Resource) -> Result<Vec<Edit>, String>;

/// Purpose of a recipe, as far as a request can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Logging: recording who did what.
    Logs,
    /// Encryption with a customer-managed key.
    Encryption,
}

impl Recipe {
    /// Returns the purpose of the recipe.
    ///
    /// A recipe that encrypts its log counts as logging.
    pub fn topic(&self) -> Option<Topic> {
        const LOGS: [&str; 3] = [
            "resource \"aws_flow_log\"",
            "resource \"aws_cloudwatch_log_group\"",
            "resource \"aws_s3_bucket\" \"logs\"",
        ];
        let adds = |begin: &str| {
            let needs = self.prerequisites.iter().copied().flatten();
            let mut texts = self.resources.iter().chain(needs);
            texts.any(|text| text.starts_with(begin))
        };
        if LOGS.into_iter().any(adds) {
            Some(Topic::Logs)
        } else if adds("resource \"aws_kms_key\"") {
            Some(Topic::Encryption)
        } else {
            None
        }
    }
}

impl Cost {
    /// Returns the text of the trade-off; costs that are only money have none.
    pub fn price(self) -> Option<&'static str> {
        match self {
            Cost::NeedsConsent(price) => Some(price),
            _ => None,
        }
    }
}

/// Empty recipe, the base of all others.
const BASE: Recipe = Recipe {
    cost: Cost::AddsResources,
    description: "",
    arguments: &[],
    blocks: &[],
    nested_arguments: &[],
    resources: &[],
    existing: &[],
    prerequisites: &[],
    depends_on: &[],
    edits: None,
};

const ACCOUNT: &str = "data \"aws_caller_identity\" \"current\" {}";
const REGION: &str = "data \"aws_region\" \"current\" {}";

/// Provider in `us-east-1`, the region of the global AWS services.
const VIRGINIA: &str = r#"{elsewhere}provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"
}"#;
