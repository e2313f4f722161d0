//! Defines the rules for CloudFront distributions.

mod predicates;

use crate::hcl::Value;
use crate::scan::Graph::{And, Attribute, Connection, Filter, NoConnection, Or};
use crate::scan::Op::{Contains, Exists, NotContains};
use crate::scan::Severity::*;
use crate::scan::{
    Check::*, Fix, Fix::*, Found, Literal::*, Repair::*, Resource, Rule, TRUE, Verdict, recipe,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_68",
        types: &["aws_cloudfront_distribution"],
        severity: Medium,
        message: "no web application firewall (web_acl_id)",
        rationale: "Known attacks on web applications reach the origin unfiltered.",
        check: Has("web_acl_id"),
        fix: Made(&recipe::DISTRIBUTION_FIREWALL),
    },
    Rule {
        id: "CKV_AWS_86",
        types: &["aws_cloudfront_distribution"],
        severity: Info,
        message: "access logging is off",
        rationale: "Without a log, it cannot be determined later who asked for what.",
        check: Has("logging_config.bucket"),
        fix: Made(&recipe::DISTRIBUTION_LOG),
    },
    Rule {
        id: "CKV_AWS_174",
        types: &["aws_cloudfront_distribution"],
        severity: Medium,
        message: "viewers may use old TLS versions",
        rationale: "Old TLS versions have known vulnerabilities: traffic can be decrypted.",
        check: Custom(modern_tls),
        fix: If(
            &Any(&[
                Has("viewer_certificate.acm_certificate_arn"),
                Has("viewer_certificate.iam_certificate_id"),
            ]),
            &Free(Set(&[(
                "viewer_certificate.minimum_protocol_version",
                Text("TLSv1.2_2021"),
            )])),
            &Fix::None,
        ),
    },
    Rule {
        id: "CKV_AWS_216",
        types: &["aws_cloudfront_distribution"],
        severity: Low,
        message: "distribution is not enabled",
        rationale: "A disabled distribution serves no requests, and its purpose is unclear.",
        check: Is("enabled", TRUE),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_305",
        types: &["aws_cloudfront_distribution"],
        severity: Low, // no published one: a listing may be exposed
        message: "no default root object",
        rationale: "A request for the root URL may list the content of the origin.",
        check: Has("default_root_object"),
        fix: NeedsConsent(
            Set(&[("default_root_object", Text("index.html"))]),
            "the root answers with index.html, which must be there",
        ),
    },
    Rule {
        id: "CKV_AWS_374",
        types: &["aws_cloudfront_distribution"],
        severity: Low, // no published one: most sites serve everybody
        message: "no geographic restriction",
        rationale: "Requests are accepted from countries without expected users.",
        check: IsNot(
            "restrictions.geo_restriction.restriction_type",
            Text("none"),
        ),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_34",
        types: &["aws_cloudfront_distribution"],
        severity: Medium, // no published one: as other unencrypted traffic
        message: "visitors may use plain HTTP",
        rationale: "An attacker on the path can read and change all traffic.",
        check: All(&[
            IsNot(
                "default_cache_behavior.viewer_protocol_policy",
                Text("allow-all"),
            ),
            EachBlock(
                "ordered_cache_behavior",
                &IsNot("viewer_protocol_policy", Text("allow-all")),
            ),
        ]),
        fix: NeedsConsent(
            Set(&[(
                "default_cache_behavior.viewer_protocol_policy",
                Text("redirect-to-https"),
            )]),
            "plain HTTP is sent on to HTTPS",
        ),
    },
    Rule {
        id: "CKV_AWS_310",
        types: &["aws_cloudfront_distribution"],
        severity: Info, // no published one: it concerns availability
        message: "distribution has no second origin",
        rationale: "If the origin fails, all requests fail.",
        check: All(&[
            Has("origin_group"),
            EachBlock("origin_group", &Custom(predicates::has_failover)),
        ]),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_259",
        types: &["aws_cloudfront_response_headers_policy"],
        severity: Low,
        message: "headers do not enforce HTTPS (HSTS)",
        rationale: "A visitor can be downgraded to plain HTTP.",
        check: All(&[
            AtLeast(
                "security_headers_config.strict_transport_security.access_control_max_age_sec",
                31536000,
            ),
            Filled("security_headers_config.strict_transport_security.include_subdomains"),
            Filled("security_headers_config.strict_transport_security.preload"),
            Filled("security_headers_config.strict_transport_security.override"),
        ]),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_32",
        types: &["aws_cloudfront_distribution"],
        severity: Low, // no published one: additional protection
        message: "distribution sets no security headers",
        rationale: "Without these headers, browsers apply weaker protections.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_cloudfront_distribution"]),
            Connection(
                &["aws_cloudfront_distribution"],
                &[
                    "aws_cloudfront_response_headers_policy",
                    "data.aws_cloudfront_response_headers_policy",
                ],
            ),
        ])),
        fix: Made(&recipe::SAFE_HEADERS),
    },
    Rule {
        id: "CKV2_AWS_42",
        types: &["aws_cloudfront_distribution"],
        severity: Medium,
        message: "distribution has no custom certificate",
        rationale: "The distribution only serves its default cloudfront.net name.",
        check: GraphPolicy(&Or(&[
            Attribute(
                &["aws_cloudfront_distribution"],
                "viewer_certificate.iam_certificate_id",
                Exists,
            ),
            Attribute(
                &["aws_cloudfront_distribution"],
                "viewer_certificate.acm_certificate_arn",
                Exists,
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_46",
        types: &["aws_cloudfront_distribution"],
        severity: Low,
        message: "origin bucket can be reached without the distribution",
        rationale: "Requests that the distribution rejects can be sent to the bucket.",
        check: GraphPolicy(&Or(&[
            And(&[
                Filter(&["aws_cloudfront_distribution"]),
                NoConnection(&["aws_cloudfront_distribution"], &["aws_s3_bucket"]),
            ]),
            Attribute(
                &["aws_cloudfront_distribution"],
                "origin.*.s3_origin_config",
                Exists,
            ),
            Attribute(
                &["aws_cloudfront_distribution"],
                "origin.*.origin_access_control_id",
                Exists,
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_47",
        types: &["aws_cloudfront_distribution"],
        severity: Medium,
        message: "distribution does not stop Log4j attacks",
        rationale: "A single logged line can run an attacker's code.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_cloudfront_distribution"]),
            Connection(&["aws_cloudfront_distribution"], &["aws_wafv2_web_acl"]),
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
        ])),
        fix: Made(&recipe::DISTRIBUTION_FIREWALL),
    },
    Rule {
        id: "CKV2_AWS_54",
        types: &["aws_cloudfront_distribution"],
        severity: Medium, // no published one: as the TLS version of other services
        message: "origin allows SSL 3",
        rationale: "SSL 3 has known vulnerabilities.",
        check: GraphPolicy(&Attribute(
            &["aws_cloudfront_distribution"],
            "origin.*.custom_origin_config.origin_ssl_protocols",
            NotContains("SSLv3"),
        )),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_72",
        types: &["aws_cloudfront_distribution"],
        severity: Medium, // no published one: as other unencrypted traffic
        message: "AWS origin is requested over plain HTTP",
        rationale: "An attacker on the path can read and change the pages.",
        check: Custom(predicates::origins_encrypted),
        fix: None,
    },
];

/// Checks for a custom certificate and a TLS policy of at least 1.2 with a year.
fn modern_tls(resource: &Resource) -> Verdict {
    let own = Is("viewer_certificate.cloudfront_default_certificate", TRUE);
    let year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    match resource.find("viewer_certificate.minimum_protocol_version") {
        Found::Value(Value::Text(text))
            if !own.holds(resource)
                && ["TLSv1.2_", "TLSv1.3_"]
                    .iter()
                    .any(|version| text.strip_prefix(version).is_some_and(year)) =>
        {
            Verdict::Passed
        }
        _ => Verdict::Failed,
    }
}
