//! Defines the rules for CloudFront distributions.

use crate::hcl::Value;
use crate::scan::{Check::Is, FALSE, Resource, TRUE, Verdict, passed, tree};

rules! {
    CKV_AWS_68 Medium "no web application firewall (web_acl_id)"
        "Known attacks on web applications reach the origin unfiltered."
        "aws_cloudfront_distribution": Has("web_acl_id") => Recipe(&recipe::DISTRIBUTION_FIREWALL);
    CKV_AWS_86 Info "access logging is off"
        "Without a log, it cannot be determined later who asked for what."
        "aws_cloudfront_distribution": Has("logging_config.bucket") => Recipe(&recipe::DISTRIBUTION_LOG);
    CKV_AWS_174 Medium "viewers may use old TLS versions"
        "Old TLS versions have known vulnerabilities: traffic can be decrypted."
        "aws_cloudfront_distribution": Custom(modern_tls)
            => If(
                &Any(&[
                    Has("viewer_certificate.acm_certificate_arn"),
                    Has("viewer_certificate.iam_certificate_id"),
                ]),
                &Free(Set(&[("viewer_certificate.minimum_protocol_version", Text("TLSv1.2_2021"))])),
                &None,
            );
    CKV_AWS_216 Low "distribution is not enabled"
        "A disabled distribution serves no requests, and its purpose is unclear."
        "aws_cloudfront_distribution": Is("enabled", TRUE);
    CKV_AWS_305 Low "no default root object" // severity: a listing may be exposed
        "A request for the root URL may list the content of the origin."
        "aws_cloudfront_distribution": Has("default_root_object")
            => NeedsConsent(
                Set(&[("default_root_object", Text("index.html"))]),
                "the root answers with index.html, which must be there",
            );
    CKV_AWS_374 Low "no geographic restriction" // severity: most sites serve everybody
        "Requests are accepted from countries without expected users."
        "aws_cloudfront_distribution": IsNot("restrictions.geo_restriction.restriction_type", Text("none"));
    CKV_AWS_34 Medium "visitors may use plain HTTP" // severity: as other unencrypted traffic
        "An attacker on the path can read and change all traffic."
        "aws_cloudfront_distribution": All(&[
            IsNot("default_cache_behavior.viewer_protocol_policy", Text("allow-all")),
            EachBlock("ordered_cache_behavior", &IsNot("viewer_protocol_policy", Text("allow-all"))),
        ])
            => NeedsConsent(
                Set(&[("default_cache_behavior.viewer_protocol_policy", Text("redirect-to-https"))]),
                "plain HTTP is sent on to HTTPS",
            );
    CKV_AWS_310 Info "distribution has no second origin" // severity: availability only
        "If the origin fails, all requests fail."
        "aws_cloudfront_distribution":
            All(&[Has("origin_group"), EachBlock("origin_group", &Custom(has_failover))]);
    CKV_AWS_259 Low "headers do not enforce HTTPS (HSTS)"
        "A visitor can be downgraded to plain HTTP."
        "aws_cloudfront_response_headers_policy": All(&[
            AtLeast("security_headers_config.strict_transport_security.access_control_max_age_sec", 31536000),
            Filled("security_headers_config.strict_transport_security.include_subdomains"),
            Filled("security_headers_config.strict_transport_security.preload"),
            Filled("security_headers_config.strict_transport_security.override"),
        ]);
    CKV2_AWS_32 Low "distribution sets no security headers" // severity: additional protection
        "Without these headers, browsers apply weaker protections."
        "aws_cloudfront_distribution": graph!(and[
            filter "aws_cloudfront_distribution",
            "aws_cloudfront_distribution" connected [
                "aws_cloudfront_response_headers_policy", "data.aws_cloudfront_response_headers_policy",
            ],
        ]) => Recipe(&recipe::SAFE_HEADERS);
    CKV2_AWS_42 Medium "distribution has no custom certificate"
        "The distribution only serves its default cloudfront.net name."
        "aws_cloudfront_distribution": graph!(or[
            "aws_cloudfront_distribution"."viewer_certificate.iam_certificate_id" exists,
            "aws_cloudfront_distribution"."viewer_certificate.acm_certificate_arn" exists,
        ]);
    CKV2_AWS_46 Low "origin bucket can be reached without the distribution"
        "Requests that the distribution rejects can be sent to the bucket."
        "aws_cloudfront_distribution": graph!(or[
            and[
                filter "aws_cloudfront_distribution",
                "aws_cloudfront_distribution" unconnected "aws_s3_bucket",
            ],
            "aws_cloudfront_distribution"."origin.*.s3_origin_config" exists,
            "aws_cloudfront_distribution"."origin.*.origin_access_control_id" exists,
        ]);
    CKV2_AWS_47 Medium "distribution does not stop Log4j attacks"
        "A single logged line can run an attacker's code."
        "aws_cloudfront_distribution": graph!(and[
            filter "aws_cloudfront_distribution",
            "aws_cloudfront_distribution" connected "aws_wafv2_web_acl",
            "aws_wafv2_web_acl"."rule.*.statement.managed_rule_group_statement.name"
                contains "AWSManagedRulesAnonymousIpList",
            "aws_wafv2_web_acl"."rule.*.statement.managed_rule_group_statement.name"
                contains "AWSManagedRulesKnownBadInputsRuleSet",
        ]) => Recipe(&recipe::DISTRIBUTION_FIREWALL);
    CKV2_AWS_54 Medium "origin allows SSL 3" // severity: as the TLS version of other services
        "SSL 3 has known vulnerabilities."
        "aws_cloudfront_distribution":
            graph!("aws_cloudfront_distribution"."origin.*.custom_origin_config.origin_ssl_protocols"
                not_contains "SSLv3");
    CKV2_AWS_72 Medium "AWS origin is requested over plain HTTP" // severity: as other unencrypted traffic
        "An attacker on the path can read and change the pages."
        "aws_cloudfront_distribution": Custom(origins_encrypted);
}

/// Checks for a custom certificate and a TLS policy of at least 1.2 with a year.
fn modern_tls(resource: &Resource) -> Verdict {
    let own = Is("viewer_certificate.cloudfront_default_certificate", TRUE);
    let policy = resource.text("viewer_certificate.minimum_protocol_version");
    let is_modern = |version| {
        let year = policy.as_deref().and_then(|it| it.strip_prefix(version));
        year.is_some_and(|it| it.len() == 4 && it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    passed(!own.holds(resource) && ["TLSv1.2_", "TLSv1.3_"].into_iter().any(is_modern))
}

/// Checks that an origin group has two members and failover criteria.
fn has_failover(group: &Resource) -> Verdict {
    let two = group.nested_blocks("member").len() >= 2;
    passed(!group.nested_blocks("failover_criteria").is_empty() && two)
}

/// Checks that origins that are AWS services are requested over HTTPS only.
fn origins_encrypted(resource: &Resource) -> Verdict {
    const OF_AWS: [&str; 3] = [".mediastore.", ".mediapackage.", ".elb."];
    let is_plain = |origin: &Value| {
        let policy = tree::values_at(origin, "custom_origin_config.origin_protocol_policy");
        matches!(policy.first(), Some(Value::Text(policy)) if policy != "https-only")
            && matches!(origin.get("domain_name"), Some(Value::Text(domain))
                if OF_AWS.iter().any(|part| domain.contains(part)))
    };
    let is_off = Is("enabled", FALSE).holds(resource);
    passed(is_off || !resource.values_at("origin.*").into_iter().any(is_plain))
}
