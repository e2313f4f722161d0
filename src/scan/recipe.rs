//! The recipes of fixes that take more than a constant: new resources beside the one that is
//! mended, blocks in it, and references from one to the other.
//!
//! The texts are Terraform with holes, which `fix` fills for the resource that is mended:
//!
//! | hole | what comes there |
//! |---|---|
//! | `{name}` `{at}` | its name, its address |
//! | `{arg:X}` | what its argument `X` says |
//! | `{role}` | the address of the role that it names |
//! | `{vpc}` `{subnets}` | the network that it is in, or the only one, or the account's default one |
//! | `{cidr}` | the addresses of that network |
//! | `{virginia}` | `provider = aws.us_east_1` on a line of its own, where the program is elsewhere |
//! | `{far}` | another region than the program's |
//!
//! A text that begins with `{elsewhere}` is left out in `us-east-1`, and one that begins with
//! `{homeless}` where the program has a network of its own.

/// The rules of a firewall. Addresses of anonymous visitors are counted and not stopped: to stop
/// them pleases the check, and locks out whoever uses a VPN.
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

/// What a recipe costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Nothing, and nothing behaves otherwise.
    Free,
    /// Pennies to dollars a month, or more resources than were asked for.
    AddsResources,
    /// What is said here.
    NeedsConsent(&'static str),
}

/// How to mend a resource with more than a constant.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// What it costs.
    pub cost: Cost,
    /// What is done, as a sentence without its end.
    pub description: &'static str,
    /// Paths in the resource, and the expressions that they get where nothing stands.
    pub arguments: &'static [(&'static str, &'static str)],
    /// Blocks that the resource gets.
    pub blocks: &'static [&'static str],
    /// An argument that every block of these names gets where it lacks it.
    pub nested_arguments: &'static [(&'static str, &'static str, &'static str)],
    /// Top-level blocks of this resource alone. The first is what the recipe is about, and the
    /// others are its parts.
    pub resources: &'static [&'static str],
    /// Where there is one like the first already, the paths in that one, and what they get.
    /// Nothing is done there without any.
    pub existing: &'static [(&'static str, &'static str)],
    /// Top-level blocks that may be there already: those that all share, and those of this
    /// resource that the others build on.
    pub prerequisites: &'static [&'static [&'static str]],
    /// The addresses of blocks that have to be made before the resource.
    pub depends_on: &'static [&'static str],
    /// The way out: edits of the module.
    pub edits: Option<Edits>,
}

/// The edits for a resource of a module, or why there are none.
pub type Edits = fn(&Module, &Resource) -> Result<Vec<Edit>, String>;

/// What a recipe is for, as far as a request may name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// To write down who did what.
    Logs,
    /// To encrypt with a key of your own.
    Encryption,
}

impl Recipe {
    /// What it is for. What logs encrypts its log as well.
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
    /// What is said of it, where it has a price of another kind than money.
    pub fn price(self) -> Option<&'static str> {
        match self {
            Cost::NeedsConsent(price) => Some(price),
            _ => None,
        }
    }
}

/// Nothing, to build recipes on.
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

/// The provider in the region where the whole world's services live.
const VIRGINIA: &str = r#"{elsewhere}provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"
}"#;
