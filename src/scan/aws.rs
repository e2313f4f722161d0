//! Lists the rules for AWS, one table per service.
//!
//! Ids, arguments and verdicts are Checkov's. Severities come from its published documentation;
//! where it publishes none, the severity is our own and a comment, `// severity: REASON`, explains it.
//! The texts are our own.
//!
//! An entry of a table has these parts:
//!
//! ```text
//! CKV_AWS_3 High "message of a finding, at most 60 characters"
//!     "Rationale: one sentence of at most 100 characters."
//!     "aws_ebs_volume": Is("encrypted", TRUE) => Free(Implied);
//! ```
//!
//! The last line has the resource types, the [check](super::Check) that a compliant resource passes,
//! and the [fix](super::Fix) of a finding; without `=>` there is no fix. Several types are a list or
//! a constant. A rule whose types need different checks has several such lines, separated by commas:
//! each becomes a [rule](super::Rule). Within `rules!`, the names of checks, fixes and literals are
//! in scope.
//!
//! To add a rule, copy an entry and add two cases to `<service>.tf`: one that fails and one that
//! passes. A test names missing cases.

/// Defines `RULES`, the table of a service.
macro_rules! rules {
    ($($id:ident $severity:ident $message:literal $rationale:literal
        $($types:tt: $check:expr $(=> $fix:expr)?),+;)*) => {
        pub(super) const RULES: &[crate::scan::Rule] = {
            // Few tables use all of the names.
            #[allow(unused_imports)]
            use crate::scan::{
                Assignment::*, Check::*, FALSE, Fix::*, Literal::*, TRUE, policy, recipe, secret,
            };
            &[$($(crate::scan::Rule {
                id: stringify!($id),
                types: types!($types),
                severity: crate::scan::Severity::$severity,
                message: $message,
                rationale: $rationale,
                check: $check,
                fix: fix!($($fix)?),
            },)+)*]
        };
    };
}

/// Expands to the fix of a rule, or to none.
macro_rules! fix {
    () => {
        crate::scan::Fix::None
    };
    ($fix:expr) => {
        $fix
    };
}

/// Expands to resource types: one literal, a list of literals, or a constant.
macro_rules! types {
    ($name:literal) => { &[$name] };
    ([$($name:literal),+ $(,)?]) => { &[$($name),+] };
    ($constant:ident) => { $constant };
}

/// Expands to a list of string literals for a check.
macro_rules! texts {
    ($($text:literal),+ $(,)?) => { &[$(crate::scan::Literal::Text($text)),+] };
}

/// Expands to a check that solves a [graph policy](crate::scan::Graph), with Checkov's operators.
///
/// A policy is one of these, where `types` are as in `types!`:
///
/// - `and[policy, ...]`, `or[policy, ...]`, `not[policy]`;
/// - `types."path" == literal`, `!= literal`, `exists`, `not_exists`, `contains "text"`,
///   `not_contains "text"`, `within ["text", ...]`, `not_within [...]`, `starting_with [...]` or
///   `unlike [...] [...]`, where the path and the literal may be constants;
/// - `types connected types`, `types unconnected types`;
/// - `filter types`, `filter "path" in "text"`.
macro_rules! graph {
    ($($policy:tt)+) => { crate::scan::Check::GraphPolicy(&policy!($($policy)+)) };
}

/// Expands to a graph policy.
macro_rules! policy {
    (and[$($parts:tt)+]) => { crate::scan::Graph::And(policies!([] [] $($parts)+)) };
    (or[$($parts:tt)+]) => { crate::scan::Graph::Or(policies!([] [] $($parts)+)) };
    (not[$($part:tt)+]) => { crate::scan::Graph::Not(&policy!($($part)+)) };
    (filter $path:literal in $text:literal) => { crate::scan::Graph::FilterBy($path, $text) };
    (filter $types:tt) => { crate::scan::Graph::Filter(types!($types)) };
    ($ones:tt connected $others:tt) => {
        crate::scan::Graph::Connection(types!($ones), types!($others))
    };
    ($ones:tt unconnected $others:tt) => {
        crate::scan::Graph::NoConnection(types!($ones), types!($others))
    };
    ($types:tt . $path:tt $($condition:tt)+) => {
        crate::scan::Graph::Attribute(types!($types), $path, condition!($($condition)+))
    };
}

/// Expands to a list of graph policies, which it splits at the commas.
macro_rules! policies {
    ([$($done:tt)*] [$($part:tt)+] , $($rest:tt)*) => {
        policies!([$($done)* policy!($($part)+),] [] $($rest)*)
    };
    ([$($done:tt)*] [$($part:tt)*] $next:tt $($rest:tt)*) => {
        policies!([$($done)*] [$($part)* $next] $($rest)*)
    };
    ([$($done:tt)*] []) => { &[$($done)*] };
    ([$($done:tt)*] [$($part:tt)+]) => { &[$($done)* policy!($($part)+)] };
}

/// Expands to a condition on the value of an attribute.
macro_rules! condition {
    (exists) => { crate::scan::Op::Exists };
    (not_exists) => { crate::scan::Op::NotExists };
    (== $($value:tt)+) => { crate::scan::Op::Equals(literal!($($value)+)) };
    (!= $($value:tt)+) => { crate::scan::Op::NotEquals(literal!($($value)+)) };
    (contains $text:literal) => { crate::scan::Op::Contains($text) };
    (not_contains $text:literal) => { crate::scan::Op::NotContains($text) };
    (within $texts:tt) => { crate::scan::Op::Within(types!($texts)) };
    (not_within $texts:tt) => { crate::scan::Op::NotWithin(types!($texts)) };
    (starting_with $texts:tt) => { crate::scan::Op::StartingWith(types!($texts)) };
    (unlike $starts:tt $parts:tt) => { crate::scan::Op::Unlike(&$starts, &$parts) };
}

/// Expands to a literal of a condition.
macro_rules! literal {
    (true) => {
        crate::scan::TRUE
    };
    (false) => {
        crate::scan::FALSE
    };
    ([]) => {
        crate::scan::Literal::Texts(&[])
    };
    ($text:tt) => {
        crate::scan::Literal::Text($text)
    };
}

mod acm;
mod apigateway;
mod appflow;
mod appsync;
mod athena;
mod backup;
mod batch;
mod beanstalk;
mod bedrock;
mod cloudformation;
mod cloudfront;
mod cloudsearch;
mod cloudtrail;
mod cloudwatch;
mod codeartifact;
mod codebuild;
mod codecommit;
mod codeguru;
mod codepipeline;
mod cognito;
mod comprehend;
mod config;
mod connect;
mod datasync;
mod dax;
mod dlm;
mod dms;
mod docdb;
mod dynamodb;
mod ebs;
mod ec2;
mod ecr;
mod ecs;
mod efs;
mod eks;
mod elasticache;
mod elb;
mod emr;
mod eventbridge;
mod fsx;
mod glacier;
mod globalaccelerator;
mod glue;
mod guardduty;
mod iam;
mod imagebuilder;
mod kendra;
mod keyspaces;
mod kinesis;
mod kms;
mod lambda;
mod memorydb;
mod module;
mod mq;
mod msk;
mod mwaa;
mod neptune;
mod networkfirewall;
mod opensearch;
mod provider;
mod qldb;
mod rds;
mod redshift;
mod route53;
mod s3;
mod sagemaker;
mod secretsmanager;
mod ses;
mod sfn;
mod sns;
mod sqs;
mod ssm;
mod timestream;
mod transfer;
mod vpc;
mod waf;
mod workspaces;

use super::Tables;

/// Expands to the tables of the rules, one per service.
macro_rules! tables {
    ($($service:ident)+) => { Tables::new(&[$($service::RULES),+]) };
}

/// All rules for AWS.
pub const TABLES: Tables = tables! {
    acm apigateway appflow appsync athena backup batch beanstalk bedrock cloudformation cloudfront
    cloudsearch cloudtrail cloudwatch codeartifact codebuild codecommit codeguru codepipeline
    cognito comprehend config connect datasync dax dlm dms docdb dynamodb ebs ec2 ecr ecs efs eks
    elasticache elb emr eventbridge fsx glacier globalaccelerator glue guardduty iam imagebuilder
    kendra keyspaces kinesis kms lambda memorydb module mq msk mwaa neptune networkfirewall
    opensearch provider qldb rds redshift route53 s3 sagemaker secretsmanager ses sfn sns sqs ssm
    timestream transfer vpc waf workspaces
};
