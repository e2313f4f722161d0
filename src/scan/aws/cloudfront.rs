//! Rules for CloudFront distributions.

use crate::hcl::Value;
use crate::scan::Severity::*;
use crate::scan::{
    Check::*, Fix, Fix::*, Found, Plain::*, Repair::*, Resource, Rule, TRUE, Verdict,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_68",
        types: &["aws_cloudfront_distribution"],
        severity: Medium,
        wrong: "no web application firewall (web_acl_id)",
        why: "Known attacks on web applications reach the origin unfiltered.",
        check: Has("web_acl_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_86",
        types: &["aws_cloudfront_distribution"],
        severity: Info,
        wrong: "access logging is off",
        why: "Without it nobody can tell later who asked for what.",
        check: Has("logging_config.bucket"),
        fix: Companion,
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
