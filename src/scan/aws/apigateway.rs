//! Defines the rules for API Gateway.

mod authorization;

use crate::scan::Graph::{And, Attribute, Connection, Filter, NoConnection, Or};
use crate::scan::Op::{Contains, Equals, Exists, NotEquals};
use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_73",
        types: &["aws_api_gateway_stage"],
        severity: Low,
        message: "X-Ray tracing is off",
        rationale: "Without traces, it is not visible where a slow or failing request got stuck.",
        check: Is("xray_tracing_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_76",
        types: &["aws_api_gateway_stage", "aws_apigatewayv2_stage"],
        severity: Low,
        message: "access logging is off",
        rationale: "Without a log, it cannot be determined later who called what.",
        check: Has("access_log_settings.destination_arn"),
        fix: If(
            &Custom(|it| crate::scan::words::is_type(it, "aws_api_gateway_stage")),
            &Made(&recipe::REST_API_LOG),
            &Made(&recipe::API_LOG),
        ),
    },
    Rule {
        id: "CKV_AWS_120",
        types: &["aws_api_gateway_stage"],
        severity: Low,
        message: "caching is off",
        rationale: "Every call reaches the backend, and a burst can overload it.",
        check: Is("cache_cluster_enabled", TRUE),
        fix: NeedsConsent(Implied, "a cache is billed by the hour"),
    },
    Rule {
        id: "CKV_AWS_206",
        types: &["aws_api_gateway_domain_name"],
        severity: Low,
        message: "domain allows old TLS versions",
        rationale: "Old TLS versions have known vulnerabilities: traffic can be decrypted.",
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
        message: "deployment has no create_before_destroy",
        rationale: "A replacement destroys the deployment before the new one exists.",
        check: Is("lifecycle.create_before_destroy", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_225",
        types: &["aws_api_gateway_method_settings"],
        severity: Low,
        message: "method caching is off",
        rationale: "Every call reaches the backend, and a burst can overload it.",
        check: Is("settings.caching_enabled", TRUE),
        fix: NeedsConsent(Implied, "responses can be outdated until the cache expires"),
    },
    Rule {
        id: "CKV_AWS_237",
        types: &["aws_api_gateway_rest_api"],
        severity: Low,
        message: "no create_before_destroy",
        rationale: "A replacement destroys the API before the new one exists.",
        check: Is("lifecycle.create_before_destroy", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_276",
        types: &["aws_api_gateway_method_settings"],
        severity: Low,
        message: "full requests are written to the log",
        rationale: "Passwords and personal data end up in the log.",
        check: IsNot("settings.data_trace_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_308",
        types: &["aws_api_gateway_method_settings"],
        severity: Low, // no published one: the cached data was sent unencrypted
        message: "cached answers are not encrypted",
        rationale: "Anyone who obtains the cache can read the responses for other users.",
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
        message: "route requires no authorization",
        rationale: "Anyone who knows the address can call the route.",
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
        message: "method requires no authorization",
        rationale: "Anyone who knows the address can call the backend.",
        check: Any(&[
            Lacks("http_method"),
            Is("http_method", Text("OPTIONS")),
            All(&[Has("authorization"), IsNot("authorization", Text("NONE"))]),
            All(&[Has("api_key_required"), IsNot("api_key_required", FALSE)]),
        ]),
        fix: NeedsConsent(
            Set(&[("authorization", Text("AWS_IAM"))]),
            "callers must sign their requests",
        ),
    },
    Rule {
        id: "CKV2_AWS_53",
        types: &["aws_api_gateway_method"],
        severity: Info, // no published one: the backend may validate
        message: "method does not validate requests",
        rationale: "The backend receives invalid requests.",
        check: GraphPolicy(&Attribute(
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
        message: "stage does not log or measure",
        rationale: "After an incident, it cannot be determined who called.",
        check: GraphPolicy(&And(&[
            Connection(
                &["aws_api_gateway_stage"],
                &["aws_api_gateway_method_settings"],
            ),
            Or(&[
                Attribute(
                    &["aws_api_gateway_method_settings"],
                    "settings.logging_level",
                    Equals(Text("ERROR")),
                ),
                Attribute(
                    &["aws_api_gateway_method_settings"],
                    "settings.logging_level",
                    Equals(Text("INFO")),
                ),
            ]),
            Attribute(
                &["aws_api_gateway_method_settings"],
                "settings.metrics_enabled",
                Equals(TRUE),
            ),
            Filter(&["aws_api_gateway_stage"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_29",
        types: &["aws_api_gateway_stage"],
        severity: Medium,
        message: "public API has no web firewall",
        rationale: "Known attacks reach the application unfiltered.",
        check: GraphPolicy(&Or(&[
            And(&[
                Attribute(
                    &["aws_api_gateway_rest_api"],
                    "endpoint_configuration.types",
                    Contains("PRIVATE"),
                ),
                Connection(&["aws_api_gateway_rest_api"], &["aws_api_gateway_stage"]),
            ]),
            And(&[
                Attribute(
                    &["aws_api_gateway_rest_api"],
                    "endpoint_configuration.types",
                    Contains("REGIONAL"),
                ),
                Connection(&["aws_api_gateway_rest_api"], &["aws_api_gateway_stage"]),
                Connection(
                    &["aws_api_gateway_stage"],
                    &["aws_wafregional_web_acl_association"],
                ),
            ]),
            And(&[
                Or(&[
                    Attribute(
                        &["aws_api_gateway_rest_api"],
                        "endpoint_configuration.types",
                        Contains("REGIONAL"),
                    ),
                    Attribute(
                        &["aws_api_gateway_rest_api"],
                        "endpoint_configuration.types",
                        Contains("EDGE"),
                    ),
                ]),
                Connection(&["aws_api_gateway_rest_api"], &["aws_api_gateway_stage"]),
                Connection(
                    &["aws_api_gateway_stage"],
                    &["aws_wafv2_web_acl_association"],
                ),
            ]),
            And(&[NoConnection(
                &["aws_api_gateway_rest_api"],
                &["aws_api_gateway_stage"],
            )]),
            Filter(&["aws_api_gateway_stage"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_51",
        types: &["aws_api_gateway_stage", "aws_apigatewayv2_stage"],
        severity: Low, // no published one: it helps the backend
        message: "stage has no client certificate",
        rationale: "The backend cannot verify that the call comes from the API.",
        check: GraphPolicy(&Or(&[
            Attribute(&["aws_api_gateway_stage"], "client_certificate_id", Exists),
            Attribute(&["aws_apigatewayv2_stage"], "client_certificate_id", Exists),
            Or(&[
                And(&[
                    Filter(&["aws_apigatewayv2_stage"]),
                    NoConnection(&["aws_apigatewayv2_stage"], &["aws_apigatewayv2_api"]),
                ]),
                And(&[
                    Filter(&["aws_apigatewayv2_stage"]),
                    Connection(&["aws_apigatewayv2_stage"], &["aws_apigatewayv2_api"]),
                    Attribute(
                        &["aws_apigatewayv2_api"],
                        "protocol_type",
                        NotEquals(Text("WEBSOCKET")),
                    ),
                ]),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_77",
        types: &["aws_api_gateway_stage", "aws_apigatewayv2_api"],
        severity: Medium, // no published one: as a missing firewall
        message: "web firewall does not stop Log4j attacks",
        rationale: "A single logged line can run an attacker's code.",
        check: GraphPolicy(&Or(&[
            And(&[
                Filter(&["aws_apigatewayv2_api", "aws_api_gateway_stage"]),
                NoConnection(
                    &["aws_apigatewayv2_api", "aws_api_gateway_stage"],
                    &["aws_wafv2_web_acl_association"],
                ),
            ]),
            And(&[
                Filter(&["aws_apigatewayv2_api", "aws_api_gateway_stage"]),
                Connection(
                    &["aws_apigatewayv2_api", "aws_api_gateway_stage"],
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
    Rule {
        id: "CKV2_AWS_70",
        types: &["aws_api_gateway_method"],
        severity: Medium, // no published one: as other open endpoints
        message: "everybody may call the method",
        rationale: "Anybody on the internet can use the API at your cost.",
        check: Custom(authorization::authorizes_callers),
        fix: None,
    },
];
