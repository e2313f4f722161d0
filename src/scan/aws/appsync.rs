//! Defines the rules for AppSync.

use crate::scan::Graph::{And, Attribute, Connection, Filter, NoConnection, Or};
use crate::scan::Op::Contains;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_193",
        types: &["aws_appsync_graphql_api"],
        severity: Low,
        message: "logging is off (cloudwatch_logs_role_arn)",
        rationale: "Without logs, it cannot be determined later who asked for what.",
        check: Has("log_config.cloudwatch_logs_role_arn"),
        fix: Made(&recipe::GRAPHQL_LOG),
    },
    Rule {
        id: "CKV_AWS_194",
        types: &["aws_appsync_graphql_api"],
        severity: Low,
        message: "fields are not logged",
        rationale: "Without them, it is not visible which resolver failed, and for whom.",
        check: OneOf("log_config.field_log_level", &[Text("ALL"), Text("ERROR")]),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_214",
        types: &["aws_appsync_api_cache"],
        severity: Low,
        message: "cache is not encrypted at rest",
        rationale: "Anyone who obtains the storage can read what is cached.",
        check: Is("at_rest_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_215",
        types: &["aws_appsync_api_cache"],
        severity: Low,
        message: "cache traffic is not encrypted",
        rationale: "An attacker on the network can read the cached data.",
        check: Is("transit_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_33",
        types: &["aws_appsync_graphql_api"],
        severity: Low,
        message: "API has no web firewall",
        rationale: "Known attacks reach the application unfiltered.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_appsync_graphql_api"]),
            Connection(
                &["aws_appsync_graphql_api"],
                &["aws_wafv2_web_acl_association"],
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_78",
        types: &["aws_appsync_graphql_api"],
        severity: Medium, // no published one: as a missing firewall
        message: "web firewall does not stop Log4j attacks",
        rationale: "A single logged line can run an attacker's code.",
        check: GraphPolicy(&Or(&[
            And(&[
                Filter(&["aws_appsync_graphql_api"]),
                NoConnection(
                    &["aws_appsync_graphql_api"],
                    &["aws_wafv2_web_acl_association"],
                ),
            ]),
            And(&[
                Filter(&["aws_appsync_graphql_api"]),
                Connection(
                    &["aws_appsync_graphql_api"],
                    &["aws_wafv2_web_acl_association"],
                ),
                Connection(&["aws_wafv2_web_acl"], &["aws_wafv2_web_acl_association"]),
                Attribute(
                    &["aws_wafv2_web_acl"],
                    "rule.*.statement.managed_rule_group_statement.name",
                    Contains("AWSManagedRulesAnonymousIpList"),
                ),
                Attribute(
                    &["aws_wafv2_web_acl"],
                    "rule.*.statement.managed_rule_group_statement.name",
                    Contains("AWSManagedRulesKnownBadInputsRuleSet"),
                ),
            ]),
        ])),
        fix: None,
    },
];
