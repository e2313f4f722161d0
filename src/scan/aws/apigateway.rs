//! Rules for API Gateway.

mod open;

use crate::scan::Graph::{And, At, Link, NoLink, Only, Or};
use crate::scan::Op::{Contains, Differs, Equals, Exists};
use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_73",
        types: &["aws_api_gateway_stage"],
        severity: Low,
        wrong: "X-Ray tracing is off",
        why: "Without traces nobody sees where a slow or failing request got stuck.",
        check: Is("xray_tracing_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_76",
        types: &["aws_api_gateway_stage", "aws_apigatewayv2_stage"],
        severity: Low,
        wrong: "access logging is off",
        why: "Without it nobody can tell later who called what.",
        check: Has("access_log_settings.destination_arn"),
        fix: If(
            &Code(|it| crate::scan::words::is_type(it, "aws_api_gateway_stage")),
            &Made(&recipe::REST_API_LOG),
            &Made(&recipe::API_LOG),
        ),
    },
    Rule {
        id: "CKV_AWS_120",
        types: &["aws_api_gateway_stage"],
        severity: Low,
        wrong: "caching is off",
        why: "Every call goes through to what stands behind, and a burst takes it down.",
        check: Is("cache_cluster_enabled", TRUE),
        fix: Offered(Implied, "a cache is billed by the hour"),
    },
    Rule {
        id: "CKV_AWS_206",
        types: &["aws_api_gateway_domain_name"],
        severity: Low,
        wrong: "domain allows old TLS versions",
        why: "Connections with broken versions of TLS can be read.",
        check: OneOf(
            "security_policy",
            &[
                Text("TLS_1_2"),
                Text("SecurityPolicy_TLS12_2018_EDGE"),
                Text("SecurityPolicy_TLS12_PFS_2025_EDGE"),
                Text("SecurityPolicy_TLS13_1_2_2021_06"),
                Text("SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"),
                Text("SecurityPolicy_TLS13_1_2_PQ_2025_09"),
                Text("SecurityPolicy_TLS13_1_3_2025_09"),
                Text("SecurityPolicy_TLS13_1_3_FIPS_2025_09"),
                Text("SecurityPolicy_TLS13_2025_EDGE"),
            ],
        ),
        fix: Free(Set(&[("security_policy", Text("TLS_1_2"))])),
    },
    Rule {
        id: "CKV_AWS_217",
        types: &["aws_api_gateway_deployment"],
        severity: Low,
        wrong: "deployment has no create_before_destroy",
        why: "A change takes the deployment away before its successor is there.",
        check: Is("lifecycle.create_before_destroy", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_225",
        types: &["aws_api_gateway_method_settings"],
        severity: Low,
        wrong: "method caching is off",
        why: "Every call goes through to what stands behind, and a burst takes it down.",
        check: Is("settings.caching_enabled", TRUE),
        fix: Offered(Implied, "answers may be as old as the cache keeps them"),
    },
    Rule {
        id: "CKV_AWS_237",
        types: &["aws_api_gateway_rest_api"],
        severity: Low,
        wrong: "no create_before_destroy",
        why: "A change takes the API away before its successor is there.",
        check: Is("lifecycle.create_before_destroy", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_276",
        types: &["aws_api_gateway_method_settings"],
        severity: Low,
        wrong: "full requests are written to the log",
        why: "Passwords and personal data end up in the log.",
        check: IsNot("settings.data_trace_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_308",
        types: &["aws_api_gateway_method_settings"],
        severity: Low, // no published one: the cache holds what was just sent in the open
        wrong: "cached answers are not encrypted",
        why: "Whoever gets hold of the cache reads the answers of others.",
        check: PassIf(
            &Not(&Filled("settings.caching_enabled")),
            &Filled("settings.cache_data_encrypted"),
        ),
        fix: Free(Set(&[("settings.cache_data_encrypted", TRUE)])),
    },
    Rule {
        id: "CKV_AWS_309",
        types: &["aws_apigatewayv2_route"],
        severity: Medium,
        wrong: "route asks for no authorization",
        why: "Everybody who finds the address can call the route.",
        check: OneOf(
            "authorization_type",
            &[Text("AWS_IAM"), Text("CUSTOM"), Text("JWT")],
        ),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_59",
        types: &["aws_api_gateway_method"],
        severity: Low,
        wrong: "method answers everybody",
        why: "Whoever finds the address can call what is behind it.",
        check: Any(&[
            Lacks("http_method"),
            Is("http_method", Text("OPTIONS")),
            All(&[Has("authorization"), IsNot("authorization", Text("NONE"))]),
            All(&[Has("api_key_required"), IsNot("api_key_required", FALSE)]),
        ]),
        fix: Offered(
            Set(&[("authorization", Text("AWS_IAM"))]),
            "callers must sign their requests",
        ),
    },
    Rule {
        id: "CKV2_AWS_53",
        types: &["aws_api_gateway_method"],
        severity: Info, // no published one: what is behind it may check
        wrong: "method does not validate requests",
        why: "What is behind it must cope with anything.",
        check: Over(&At(
            &["aws_api_gateway_method"],
            "request_validator_id",
            Exists,
        )),
        fix: Made(&recipe::REQUEST_CHECK),
    },
    Rule {
        id: "CKV2_AWS_4",
        types: &["aws_api_gateway_stage"],
        severity: Low,
        wrong: "stage does not log or measure",
        why: "After an incident nobody can tell who called.",
        check: Over(&And(&[
            Link(
                &["aws_api_gateway_stage"],
                &["aws_api_gateway_method_settings"],
            ),
            Or(&[
                At(
                    &["aws_api_gateway_method_settings"],
                    "settings.logging_level",
                    Equals(Text("ERROR")),
                ),
                At(
                    &["aws_api_gateway_method_settings"],
                    "settings.logging_level",
                    Equals(Text("INFO")),
                ),
            ]),
            At(
                &["aws_api_gateway_method_settings"],
                "settings.metrics_enabled",
                Equals(TRUE),
            ),
            Only(&["aws_api_gateway_stage"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_29",
        types: &["aws_api_gateway_stage"],
        severity: Medium,
        wrong: "public API has no web firewall",
        why: "Known attacks reach the application unfiltered.",
        check: Over(&Or(&[
            And(&[
                At(
                    &["aws_api_gateway_rest_api"],
                    "endpoint_configuration.types",
                    Contains("PRIVATE"),
                ),
                Link(&["aws_api_gateway_rest_api"], &["aws_api_gateway_stage"]),
            ]),
            And(&[
                At(
                    &["aws_api_gateway_rest_api"],
                    "endpoint_configuration.types",
                    Contains("REGIONAL"),
                ),
                Link(&["aws_api_gateway_rest_api"], &["aws_api_gateway_stage"]),
                Link(
                    &["aws_api_gateway_stage"],
                    &["aws_wafregional_web_acl_association"],
                ),
            ]),
            And(&[
                Or(&[
                    At(
                        &["aws_api_gateway_rest_api"],
                        "endpoint_configuration.types",
                        Contains("REGIONAL"),
                    ),
                    At(
                        &["aws_api_gateway_rest_api"],
                        "endpoint_configuration.types",
                        Contains("EDGE"),
                    ),
                ]),
                Link(&["aws_api_gateway_rest_api"], &["aws_api_gateway_stage"]),
                Link(
                    &["aws_api_gateway_stage"],
                    &["aws_wafv2_web_acl_association"],
                ),
            ]),
            And(&[NoLink(
                &["aws_api_gateway_rest_api"],
                &["aws_api_gateway_stage"],
            )]),
            Only(&["aws_api_gateway_stage"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_51",
        types: &["aws_api_gateway_stage", "aws_apigatewayv2_stage"],
        severity: Low, // no published one: it helps what is behind the stage
        wrong: "stage shows no client certificate",
        why: "What is behind it cannot tell who calls.",
        check: Over(&Or(&[
            At(&["aws_api_gateway_stage"], "client_certificate_id", Exists),
            At(&["aws_apigatewayv2_stage"], "client_certificate_id", Exists),
            Or(&[
                And(&[
                    Only(&["aws_apigatewayv2_stage"]),
                    NoLink(&["aws_apigatewayv2_stage"], &["aws_apigatewayv2_api"]),
                ]),
                And(&[
                    Only(&["aws_apigatewayv2_stage"]),
                    Link(&["aws_apigatewayv2_stage"], &["aws_apigatewayv2_api"]),
                    At(
                        &["aws_apigatewayv2_api"],
                        "protocol_type",
                        Differs(Text("WEBSOCKET")),
                    ),
                ]),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_77",
        types: &["aws_api_gateway_stage", "aws_apigatewayv2_api"],
        severity: Medium, // no published one: as without a firewall
        wrong: "web firewall does not stop Log4j attacks",
        why: "One logged line is enough to run foreign code.",
        check: Over(&Or(&[
            And(&[
                Only(&["aws_apigatewayv2_api", "aws_api_gateway_stage"]),
                NoLink(
                    &["aws_apigatewayv2_api", "aws_api_gateway_stage"],
                    &["aws_wafv2_web_acl_association"],
                ),
            ]),
            And(&[
                Only(&["aws_apigatewayv2_api", "aws_api_gateway_stage"]),
                Link(
                    &["aws_apigatewayv2_api", "aws_api_gateway_stage"],
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
    Rule {
        id: "CKV2_AWS_70",
        types: &["aws_api_gateway_method"],
        severity: Medium, // no published one: as other open endpoints
        wrong: "everybody may call the method",
        why: "Anybody on the internet can use the API at your cost.",
        check: Code(open::is_guarded),
        fix: None,
    },
];
