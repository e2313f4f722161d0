//! Rules for CloudFront distributions.

mod ask;

use crate::hcl::Value;
use crate::scan::Graph::{And, At, Link, NoLink, Only, Or};
use crate::scan::Op::{Contains, ContainsNot, Exists};
use crate::scan::Severity::*;
use crate::scan::{
    Check::*, Fix, Fix::*, Found, Plain::*, Repair::*, Resource, Rule, TRUE, Verdict, recipe,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_68",
        types: &["aws_cloudfront_distribution"],
        severity: Medium,
        wrong: "no web application firewall (web_acl_id)",
        why: "Known attacks on web applications reach the origin unfiltered.",
        check: Has("web_acl_id"),
        fix: Made(&recipe::DISTRIBUTION_FIREWALL),
    },
    Rule {
        id: "CKV_AWS_86",
        types: &["aws_cloudfront_distribution"],
        severity: Info,
        wrong: "access logging is off",
        why: "Without it nobody can tell later who asked for what.",
        check: Has("logging_config.bucket"),
        fix: Made(&recipe::DISTRIBUTION_LOG),
    },
    Rule {
        id: "CKV_AWS_174",
        types: &["aws_cloudfront_distribution"],
        severity: Medium,
        wrong: "viewers may use old TLS versions",
        why: "Connections with broken versions of TLS can be read.",
        check: Code(modern_tls),
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
        wrong: "distribution is not enabled",
        why: "A distribution that is off answers nobody and hides what it was for.",
        check: Is("enabled", TRUE),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_305",
        types: &["aws_cloudfront_distribution"],
        severity: Low, // no published one: a listing may show
        wrong: "no default root object",
        why: "A request for the root may list what stands behind the distribution.",
        check: Has("default_root_object"),
        fix: Offered(
            Set(&[("default_root_object", Text("index.html"))]),
            "the root answers with index.html, which must be there",
        ),
    },
    Rule {
        id: "CKV_AWS_374",
        types: &["aws_cloudfront_distribution"],
        severity: Low, // no published one: most sites are meant for all
        wrong: "no geographic restriction",
        why: "Requests come from places where nobody is expected.",
        check: IsNot(
            "restrictions.geo_restriction.restriction_type",
            Text("none"),
        ),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_34",
        types: &["aws_cloudfront_distribution"],
        severity: Medium, // no published one: as other traffic
        wrong: "visitors may use plain HTTP",
        why: "Whoever listens on the way reads and changes everything.",
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
        fix: Offered(
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
        severity: Info, // no published one: it is about availability
        wrong: "distribution has no second origin",
        why: "When the origin fails, everything fails.",
        check: All(&[
            Has("origin_group"),
            EachBlock("origin_group", &Code(ask::has_two)),
        ]),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_259",
        types: &["aws_cloudfront_response_headers_policy"],
        severity: Low,
        wrong: "headers do not demand HTTPS",
        why: "A visitor can be led back to plain HTTP.",
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
        severity: Low, // no published one: a second line of defence
        wrong: "distribution sets no security headers",
        why: "Browsers are not told what to refuse.",
        check: Over(&And(&[
            Only(&["aws_cloudfront_distribution"]),
            Link(
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
        wrong: "distribution has no certificate of its own",
        why: "It answers for the name of the provider only.",
        check: Over(&Or(&[
            At(
                &["aws_cloudfront_distribution"],
                "viewer_certificate.iam_certificate_id",
                Exists,
            ),
            At(
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
        wrong: "bucket behind the distribution can be reached past it",
        why: "What the distribution refuses, the bucket gives.",
        check: Over(&Or(&[
            And(&[
                Only(&["aws_cloudfront_distribution"]),
                NoLink(&["aws_cloudfront_distribution"], &["aws_s3_bucket"]),
            ]),
            At(
                &["aws_cloudfront_distribution"],
                "origin.*.s3_origin_config",
                Exists,
            ),
            At(
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
        wrong: "distribution does not stop Log4j attacks",
        why: "One logged line is enough to run foreign code.",
        check: Over(&And(&[
            Only(&["aws_cloudfront_distribution"]),
            Link(&["aws_cloudfront_distribution"], &["aws_wafv2_web_acl"]),
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
        ])),
        fix: Made(&recipe::DISTRIBUTION_FIREWALL),
    },
    Rule {
        id: "CKV2_AWS_54",
        types: &["aws_cloudfront_distribution"],
        severity: Medium, // no published one: as the TLS version of other services
        wrong: "origin is reached by SSL 3",
        why: "It can be broken.",
        check: Over(&At(
            &["aws_cloudfront_distribution"],
            "origin.*.custom_origin_config.origin_ssl_protocols",
            ContainsNot("SSLv3"),
        )),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_72",
        types: &["aws_cloudfront_distribution"],
        severity: Medium, // no published one: as other traffic
        wrong: "origin of AWS is asked over plain HTTP",
        why: "Whoever listens on the way reads and changes the pages.",
        check: Code(ask::origins_encrypted),
        fix: None,
    },
];

/// A certificate that is not CloudFront's own, and a policy that begins with TLS 1.2 and carries a
/// year.
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
