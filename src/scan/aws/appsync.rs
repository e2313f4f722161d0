//! Rules for AppSync.

use crate::scan::Graph::{And, At, Link, NoLink, Only, Or};
use crate::scan::Op::Contains;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_193",
        types: &["aws_appsync_graphql_api"],
        severity: Low,
        wrong: "logging is off (cloudwatch_logs_role_arn)",
        why: "Without logs nobody can tell later who asked for what.",
        check: Has("log_config.cloudwatch_logs_role_arn"),
        fix: Made(&recipe::GRAPH_LOG),
    },
    Rule {
        id: "CKV_AWS_194",
        types: &["aws_appsync_graphql_api"],
        severity: Low,
        wrong: "fields are not logged",
        why: "Without them nobody sees which resolver failed, and for whom.",
        check: OneOf("log_config.field_log_level", &[Text("ALL"), Text("ERROR")]),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_214",
        types: &["aws_appsync_api_cache"],
        severity: Low,
        wrong: "cache is not encrypted at rest",
        why: "Whoever gets hold of the storage can read what is cached.",
        check: Is("at_rest_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_215",
        types: &["aws_appsync_api_cache"],
        severity: Low,
        wrong: "cache traffic is not encrypted",
        why: "Whoever listens on the network reads what is cached.",
        check: Is("transit_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_33",
        types: &["aws_appsync_graphql_api"],
        severity: Low,
        wrong: "API has no web firewall",
        why: "Known attacks reach the application unfiltered.",
        check: Over(&And(&[
            Only(&["aws_appsync_graphql_api"]),
            Link(
                &["aws_appsync_graphql_api"],
                &["aws_wafv2_web_acl_association"],
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_78",
        types: &["aws_appsync_graphql_api"],
        severity: Medium, // no published one: as without a firewall
        wrong: "web firewall does not stop Log4j attacks",
        why: "One logged line is enough to run foreign code.",
        check: Over(&Or(&[
            And(&[
                Only(&["aws_appsync_graphql_api"]),
                NoLink(
                    &["aws_appsync_graphql_api"],
                    &["aws_wafv2_web_acl_association"],
                ),
            ]),
            And(&[
                Only(&["aws_appsync_graphql_api"]),
                Link(
                    &["aws_appsync_graphql_api"],
                    &["aws_wafv2_web_acl_association"],
                ),
                Link(&["aws_wafv2_web_acl"], &["aws_wafv2_web_acl_association"]),
                At(
                    &["aws_wafv2_web_acl"],
                    "rule.*.statement.managed_rule_group_statement.name",
                    Contains("AWSManagedRulesAnonymousIpList"),
                ),
                At(
                    &["aws_wafv2_web_acl"],
                    "rule.*.statement.managed_rule_group_statement.name",
                    Contains("AWSManagedRulesKnownBadInputsRuleSet"),
                ),
            ]),
        ])),
        fix: None,
    },
];
