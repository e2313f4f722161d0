//! Checks distributions, certificates, zones, web ACLs, trails and backups.

use super::checker::{Checker, address_of, name_of, same};
use super::policy::{admits_service, allows, names_action, statements_in};
use super::storage::ownership;
use crate::hcl::edit::quote;
use crate::hcl::{Block, Body, Edit, ExpressionKind, Part, Value};
use crate::rewrite::Safety;
use foldhash::HashMap;

/// Domains that nobody can register.
const RESERVED_DOMAINS: &[&str] = strings! { "example.com", "example.net", "example.org" };
/// Managed cache policy CachingOptimized.
///
/// Source: Amazon CloudFront Developer Guide, Use managed cache policies, read 2026-11.
const CACHING_OPTIMIZED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";
/// Least days that a backup is kept in cold storage.
const COLD_DAYS_MIN: f64 = 90.0;

pub(super) fn check(checker: &mut Checker) {
    distributions(checker);
    web_acls(checker);
    zones(checker);
    certificates(checker);
    validations(checker);
    pools(checker);
    trails(checker);
    files(checker);
    backups(checker);
    closed(checker);
    builds(checker);
}

/// Sources of a build that are read from an address.
///
/// Source: CodeBuild API, ProjectSource, read 2026-11.
const LOCATED_SOURCES: &[&str] = &[
    "BITBUCKET",
    "CODECOMMIT",
    "GITHUB",
    "GITHUB_ENTERPRISE",
    "GITLAB",
    "GITLAB_SELF_MANAGED",
    "S3",
];

/// Checks that builds name their source and the bucket of what they keep.
fn builds(checker: &mut Checker) {
    for block in checker.created("aws_codebuild_project") {
        for kind in ["source", "secondary_sources"] {
            for nested in block.body.blocks_of(kind) {
                let source = checker.text(&nested.body, "type").unwrap_or_default();
                if LOCATED_SOURCES.contains(&source.as_str())
                    && checker.is_absent(&nested.body, "location")
                {
                    let message = format!("`{kind}` of the type {source} has no `location`");
                    checker.report("IG_DEPLOY_835", block, nested.header, message);
                }
            }
        }
        for kind in ["artifacts", "cache", "secondary_artifacts"] {
            for nested in block.body.blocks_of(kind) {
                let is_s3 = checker.text(&nested.body, "type").as_deref() == Some("S3");
                if !is_s3 || !checker.is_absent(&nested.body, "location") {
                    continue;
                }
                let buckets = checker.declared("aws_s3_bucket");
                let edits = match buckets.as_slice() {
                    [one] if one.is_single() => {
                        let bucket = format!("{}.bucket", address_of(one));
                        checker.set(nested, &["location"], &bucket)
                    }
                    _ => Vec::new(),
                };
                let message = format!("`{kind}` in S3 has no `location`");
                let found = checker.report("IG_DEPLOY_825", block, nested.header, message);
                found.fix(Safety::Likely, "use the bucket of the module", edits);
            }
        }
    }
}

fn distributions(checker: &mut Checker) {
    for block in checker.created("aws_cloudfront_distribution") {
        let body = &block.body;
        let origins = checker.nested(body, "origin");
        let ids: Option<Vec<Value>> = origins.as_ref().map(|it| {
            it.iter()
                .map(|origin| checker.value(&origin.body, "origin_id"))
                .collect()
        });
        let has_groups = !checker.is_absent(body, "origin_group");
        let behaviors = ["default_cache_behavior", "ordered_cache_behavior"];
        for behavior in behaviors.iter().flat_map(|kind| body.blocks_of(kind)) {
            let wanted = checker.text(&behavior.body, "target_origin_id");
            if let (Some(ids), Some(wanted)) = (&ids, wanted)
                && !has_groups
                && ids
                    .iter()
                    .all(|it| matches!(it, Value::Text(text) if *text != wanted))
            {
                let value = behavior
                    .body
                    .attribute("target_origin_id")
                    .map(|it| &it.value);
                let edits = match (ids.as_slice(), value) {
                    ([Value::Text(only)], Some(value)) => checker.replace(value, quote(only)),
                    _ => Vec::new(),
                };
                let message = format!("the distribution has no origin `{wanted}`");
                let found = checker.report_at(
                    "IG_DEPLOY_801",
                    block,
                    &behavior.body,
                    "target_origin_id",
                    message,
                );
                found.fix(Safety::Safe, "use the only origin", edits);
            }
            let has_policy = !checker.is_absent(&behavior.body, "cache_policy_id");
            let has_values = !checker.is_absent(&behavior.body, "forwarded_values");
            if !has_policy && !has_values {
                let edits = checker.set(behavior, &["cache_policy_id"], &quote(CACHING_OPTIMIZED));
                let message = "a cache behavior has a cache policy or `forwarded_values`";
                let found = checker.report("IG_DEPLOY_802", block, behavior.header, message);
                found.fix(
                    Safety::Likely,
                    "use the managed policy CachingOptimized",
                    edits,
                );
            } else if has_policy
                && behavior.body.has_blocks_of("forwarded_values")
                && checker.is_present(&behavior.body, "cache_policy_id")
            {
                let nested = behavior.body.blocks_of("forwarded_values").next();
                let edits =
                    nested.map(|it| crate::hcl::edit::remove(checker.index.module, it.span));
                let message = "with a cache policy, `forwarded_values` is not possible";
                let found = checker.report("IG_DEPLOY_803", block, behavior.header, message);
                found.fix(
                    Safety::Likely,
                    "remove `forwarded_values`",
                    edits.into_iter().collect(),
                );
            }
        }
        let is_default = body
            .blocks_of("viewer_certificate")
            .any(|it| checker.flag(&it.body, "cloudfront_default_certificate") == Some(true));
        let names = checker.items_in(body, "aliases").unwrap_or_default();
        if is_default && !names.is_empty() {
            let message = "names of its own need a certificate for them";
            checker.report_at("IG_DEPLOY_804", block, body, "aliases", message);
        }
        for certificate in body.blocks_of("viewer_certificate") {
            let target = checker.target_in(&certificate.body, "acm_certificate_arn");
            let is_certificate = |kind: &str, attribute: &str| {
                matches!(
                    (kind, attribute),
                    ("aws_acm_certificate", "arn")
                        | ("aws_acm_certificate_validation", "certificate_arn")
                )
            };
            let Some(target) = target.filter(|it| is_certificate(it.kind(), it.attribute)) else {
                continue;
            };
            let region = checker.region_of(target.block);
            if let Some(region) = region.filter(|it| it != "us-east-1") {
                let message = format!(
                    "CloudFront takes certificates of us-east-1, and this one is in {region}"
                );
                checker.report_at(
                    "IG_DEPLOY_805",
                    block,
                    &certificate.body,
                    "acm_certificate_arn",
                    message,
                );
            }
        }
        for origin in origins.unwrap_or_default() {
            let domain = checker.target_in(&origin.body, "domain_name");
            let Some(domain) = domain else {
                continue;
            };
            let is_website = domain.attribute == "website_endpoint";
            let is_signed = origin.body.has_blocks_of("s3_origin_config")
                || checker.is_present(&origin.body, "origin_access_control_id");
            if is_website && is_signed {
                let message =
                    "the endpoint of a website is no S3 origin, and takes no signed requests";
                checker.report("IG_DEPLOY_806", block, origin.header, message);
            }
            let bucket = domain.block;
            let is_bucket = domain.kind() == "aws_s3_bucket" && bucket.is_single();
            let mut configurations = origin.body.blocks_of("s3_origin_config");
            let identity = configurations
                .find_map(|it| checker.target_in(&it.body, "origin_access_identity"))
                .filter(|it| it.kind() == "aws_cloudfront_origin_access_identity");
            if is_bucket
                && !is_website
                && (identity.is_some()
                    || checker.is_present(&origin.body, "origin_access_control_id"))
            {
                reads(checker, block, origin, bucket, identity.map(|it| it.block));
            }
        }
        for logging in body.blocks_of("logging_config") {
            let bucket = logging.body.attribute("bucket").and_then(|it| {
                // The domain name can be written as a text that begins with the name.
                let name = match &it.value.kind {
                    ExpressionKind::Template { parts, .. } => match parts.as_slice() {
                        [Part::Interpolation(name, _), Part::Literal(rest, _)]
                            if rest.starts_with(".s3") =>
                        {
                            name
                        }
                        _ => &it.value,
                    },
                    _ => &it.value,
                };
                checker.target(name)
            });
            let Some(bucket) =
                bucket.filter(|it| it.kind() == "aws_s3_bucket" && it.block.is_single())
            else {
                continue;
            };
            let bucket = bucket.block;
            let Some(controls) =
                checker.children("aws_s3_bucket_ownership_controls", "bucket", bucket)
            else {
                continue;
            };
            let allows = controls.iter().any(|it| {
                it.body.blocks_of("rule").any(|rule| {
                    checker
                        .text(&rule.body, "object_ownership")
                        .is_none_or(|it| it != "BucketOwnerEnforced")
                })
            });
            if !allows && !checker.is_completed_elsewhere(bucket) {
                let edits = match controls.is_empty() {
                    true => {
                        let name =
                            checker.new_name("aws_s3_bucket_ownership_controls", name_of(bucket));
                        let mut edits = checker.after(bucket, &ownership(&name, bucket));
                        edits.extend(
                            checker
                                .depend(block, &format!("aws_s3_bucket_ownership_controls.{name}")),
                        );
                        edits
                    }
                    false => checker.set(
                        controls[0],
                        &["rule", "object_ownership"],
                        "\"BucketOwnerPreferred\"",
                    ),
                };
                let message = format!(
                    "CloudFront writes logs by ACL, which `{}` does not allow",
                    address_of(bucket)
                );
                let found = checker.report("IG_DEPLOY_807", block, logging.header, message);
                found.fix(Safety::Likely, "let the bucket allow ACLs", edits);
            }
        }
    }
}

/// Checks that a bucket lets a distribution with signed requests read it.
fn reads<'m>(
    checker: &mut Checker<'_, 'm>,
    block: &'m Block,
    origin: &'m Block,
    bucket: &'m Block,
    identity: Option<&'m Block>,
) {
    if checker.is_completed_elsewhere(bucket) || !checker.is_absent(&bucket.body, "policy") {
        return;
    }
    let Some(policies) = checker.children("aws_s3_bucket_policy", "bucket", bucket) else {
        return;
    };
    let is_admitted = policies.iter().any(|it| {
        // The principal of an identity has several forms.
        identity.is_some()
            || statements_in(checker, &it.body, "policy")
                .and_then(|it| admits_service(&it, "cloudfront.amazonaws.com"))
                .unwrap_or(true)
    });
    if is_admitted {
        return;
    }
    let edits = match policies.is_empty() {
        true => {
            let name = checker.new_name("aws_s3_bucket_policy", name_of(bucket));
            let (bucket, own) = (address_of(bucket), address_of(block));
            let (principal, condition) = match identity {
                Some(it) => (format!("AWS = {}.iam_arn", address_of(it)), String::new()),
                None => (
                    "Service = \"cloudfront.amazonaws.com\"".to_owned(),
                    format!(
                        "      Condition = {{ StringEquals = {{ \"AWS:SourceArn\" = {own}.arn }} }}\n"
                    ),
                ),
            };
            let text = format!(
                "resource \"aws_s3_bucket_policy\" \"{name}\" {{\n  bucket = {bucket}.id\n\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [{{\n      Effect    = \"Allow\"\n      Principal = {{ {principal} }}\n      Action    = \"s3:GetObject\"\n      Resource  = \"${{{bucket}.arn}}/*\"\n{condition}    }}]\n  }})\n}}"
            );
            checker.after(block, &text)
        }
        false => Vec::new(),
    };
    let message = format!("`{}` does not let CloudFront read it", address_of(bucket));
    let found = checker.report("IG_DEPLOY_808", block, origin.header, message);
    found.fix(
        Safety::Likely,
        "let the distribution read the bucket",
        edits,
    );
}

fn web_acls(checker: &mut Checker) {
    for kind in [
        "aws_wafv2_web_acl",
        "aws_wafv2_ip_set",
        "aws_wafv2_rule_group",
    ] {
        for block in checker.created(kind) {
            let is_global = checker.text(&block.body, "scope").as_deref() == Some("CLOUDFRONT");
            let region = checker.region_of(block).filter(|it| it != "us-east-1");
            if let Some(region) = region.filter(|_| is_global) {
                let message = format!("the scope CLOUDFRONT exists in us-east-1, not in {region}");
                checker.report_at("IG_DEPLOY_809", block, &block.body, "scope", message);
            }
        }
    }
    for block in checker.created("aws_wafv2_web_acl_association") {
        let Some(acl) = checker.target_in(&block.body, "web_acl_arn") else {
            continue;
        };
        if checker.text(&acl.block.body, "scope").as_deref() == Some("CLOUDFRONT") {
            let message = format!(
                "`{}` is for distributions, which name it themselves",
                address_of(acl.block)
            );
            checker.report_at("IG_DEPLOY_810", block, &block.body, "web_acl_arn", message);
        }
    }
    for block in checker.created("aws_cloudfront_distribution") {
        let Some(acl) = checker.target_in(&block.body, "web_acl_id") else {
            continue;
        };
        if checker.text(&acl.block.body, "scope").as_deref() == Some("REGIONAL") {
            let message = format!("`{}` is not of the scope CLOUDFRONT", address_of(acl.block));
            checker.report_at("IG_DEPLOY_810", block, &block.body, "web_acl_id", message);
        }
    }
}

/// Returns the reserved domain that a name is or belongs to.
fn reserved(name: &str) -> Option<&'static str> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    RESERVED_DOMAINS.iter().copied().find(|domain| {
        let rest = name.strip_suffix(domain);
        rest.is_some_and(|it| it.is_empty() || it.ends_with('.'))
    })
}

/// Returns the edits that replace a domain for examples by a variable, in all names of the module.
fn own_domain<'m>(
    checker: &Checker<'_, 'm>,
    body: &'m Body,
    argument: &str,
    name: &str,
) -> Vec<Edit> {
    // A default is an example too.
    let again = checker.ask_again(body, argument);
    if !again.is_empty() {
        return again;
    }
    let Some(domain) = reserved(name).filter(|_| checker.literal(body, argument).is_some()) else {
        return Vec::new();
    };
    let mut edits = Vec::new();
    for block in checker.index.closed() {
        if !matches!(block.kind.text.as_str(), "resource" | "data" | "locals") {
            continue;
        }
        for text in block.body.expressions() {
            let Some(literal) = text.literal_text() else {
                continue;
            };
            let begin = literal.trim_end_matches('.').strip_suffix(domain);
            let Some(begin) = begin.filter(|it| it.is_empty() || it.ends_with('.')) else {
                continue;
            };
            let is_name = begin
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"*-_.".contains(&it));
            if is_name {
                let name = match begin {
                    "" => "var.domain_name".to_owned(),
                    _ => format!("\"{begin}${{var.domain_name}}\""),
                };
                edits.push(Edit::replace(text.span, name));
            }
        }
    }
    edits.extend(checker.ask("domain_name", "Domain that you own"));
    edits
}

fn zones(checker: &mut Checker) {
    for block in checker.created("aws_route53_zone") {
        let name = checker.text(&block.body, "name").unwrap_or_default();
        let is_private = !checker.is_absent(&block.body, "vpc");
        // AWS refuses the zones themselves, not zones below them.
        if reserved(&name).is_some_and(|it| name.trim_end_matches('.').eq_ignore_ascii_case(it))
            && !is_private
            && !checker.is_requested(&name)
        {
            let edits = own_domain(checker, &block.body, "name", &name);
            let message = format!("`{name}` is a domain for examples, which AWS reserves");
            let found = checker.report_at("IG_DEPLOY_811", block, &block.body, "name", message);
            found.fix(Safety::Likely, "ask for the domain", edits);
        }
    }
    let mut seen: Vec<(&Block, String, String)> = Vec::new();
    for block in checker.created("aws_route53_record") {
        let body = &block.body;
        let routing: Vec<&str> = [
            "weighted_routing_policy",
            "failover_routing_policy",
            "geolocation_routing_policy",
            "latency_routing_policy",
            "geoproximity_routing_policy",
            "cidr_routing_policy",
        ]
        .into_iter()
        .filter(|it| body.has_blocks_of(it))
        .collect();
        let has_multiple = checker.flag(body, "multivalue_answer_routing_policy") == Some(true);
        let has_routing = !routing.is_empty() || has_multiple;
        if has_routing && checker.is_absent(body, "set_identifier") {
            let edits = checker.set(block, &["set_identifier"], &quote(name_of(block)));
            let message = "a record with a routing policy has an identifier";
            let found = checker.report("IG_DEPLOY_812", block, block.header, message);
            found.fix(Safety::Likely, "give the record an identifier", edits);
        }
        let Some(zone) = checker
            .target_in(body, "zone_id")
            .filter(|it| it.kind() == "aws_route53_zone")
        else {
            continue;
        };
        let (Some(name), Some(kind)) = (checker.text(body, "name"), checker.text(body, "type"))
        else {
            continue;
        };
        let is_unrouted = !has_routing && checker.is_absent(body, "set_identifier");
        if is_unrouted && block.is_single() {
            let is_twice = seen
                .iter()
                .any(|(it, own, of)| same(it, zone.block) && *own == name && *of == kind);
            if is_twice {
                let message = format!("another record of the type {kind} has the name `{name}`");
                checker.report_at("IG_DEPLOY_813", block, body, "name", message);
            }
            seen.push((zone.block, name.clone(), kind.clone()));
        }
        let Some(domain) = checker.text(&zone.block.body, "name") else {
            continue;
        };
        let domain = domain.trim_end_matches('.').to_ascii_lowercase();
        let own = name.trim_end_matches('.').to_ascii_lowercase();
        if kind == "CNAME" && (own == domain || own.is_empty()) {
            let message = format!(
                "`{domain}` has records of its own, with which a CNAME cannot share the name"
            );
            checker.report_at("IG_DEPLOY_814", block, body, "type", message);
        }
        // The provider appends the name of the zone to what does not end with it.
        let is_foreign = own.contains('.') && !own.ends_with(&domain) && is_domain(&own);
        let is_glued = own.len() > domain.len()
            && own.ends_with(&domain)
            && !own.ends_with(&format!(".{domain}"));
        if is_foreign || is_glued {
            let message = format!("`{own}` is not under `{domain}`");
            checker.report_at("IG_DEPLOY_815", block, body, "name", message);
        }
    }
}

/// Whether a name ends with a common top-level domain.
fn is_domain(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    matches!(
        last,
        "com" | "net" | "org" | "io" | "dev" | "app" | "de" | "uk" | "eu" | "edu" | "gov" | "info"
    )
}

fn certificates(checker: &mut Checker) {
    for block in checker.created("aws_acm_certificate") {
        let name = checker.text(&block.body, "domain_name").unwrap_or_default();
        if reserved(&name).is_some()
            && !checker.is_requested(&name)
            && checker.is_absent(&block.body, "certificate_authority_arn")
        {
            let edits = own_domain(checker, &block.body, "domain_name", &name);
            let message = format!("nobody can prove to own `{name}`");
            let argument = "domain_name";
            let found = checker.report_at("IG_DEPLOY_816", block, &block.body, argument, message);
            found.fix(Safety::Likely, "ask for the domain", edits);
        }
    }
}

/// Checks that the records by which a certificate is validated can be seen.
fn validations(checker: &mut Checker) {
    for block in checker.created("aws_acm_certificate_validation") {
        let certificate = checker.target_in(&block.body, "certificate_arn");
        let Some(certificate) = certificate.filter(|it| it.kind() == "aws_acm_certificate") else {
            continue;
        };
        let certificate = certificate.block;
        let is_by_record = checker
            .text(&certificate.body, "validation_method")
            .as_deref()
            == Some("DNS");
        if !is_by_record || !checker.options.is_whole || checker.is_completed_elsewhere(certificate)
        {
            continue;
        }
        let records: Vec<&Block> = checker
            .declared("aws_route53_record")
            .into_iter()
            .filter(|it| checker.depends(it, certificate))
            .collect();
        let zone = records
            .iter()
            .find_map(|it| checker.target_in(&it.body, "zone_id"))
            .filter(|it| it.kind() == "aws_route53_zone");
        // Another provider can make the records, and a registrar or a parent zone delegate the zone.
        let others = checker.is_used_by(certificate, |it| {
            it.kind.text != "output"
                && !matches!(it.type_name(), Some(kind) if kind.starts_with("aws_"))
        });
        let message = match zone {
            _ if others => continue,
            None if !records.is_empty() => continue,
            None => "nothing makes the records of the validation".to_owned(),
            Some(zone) => {
                let is_delegated = checker.is_used_by(zone.block, |it| {
                    it.type_name() == Some("aws_route53domains_registered_domain")
                        || it.body.literal_text("type") == Some("NS")
                });
                if is_delegated {
                    continue;
                }
                let zone = address_of(zone.block);
                format!("it waits until the domain is delegated to the new zone `{zone}`")
            }
        };
        checker.report("IG_DEPLOY_826", block, block.header, message);
    }
}

fn pools(checker: &mut Checker) {
    for block in checker.created("aws_cognito_user_pool_domain") {
        let name = checker.text(&block.body, "domain").unwrap_or_default();
        let has_own = !checker.is_absent(&block.body, "certificate_arn");
        let word = ["aws", "amazon", "cognito"]
            .into_iter()
            .find(|it| name.contains(it));
        if let Some(word) = word.filter(|_| !has_own) {
            let message = format!("a domain of Cognito may not hold `{word}`");
            // A word of its own can be left out of the name.
            let parts: Vec<&str> = name.split('-').filter(|it| *it != word).collect();
            let new = parts.join("-");
            let edits = match new.is_empty() || new.contains(word) {
                true => Vec::new(),
                false => checker.replace_literal(&block.body, "domain", &new),
            };
            let found = checker.report_at("IG_DEPLOY_817", block, &block.body, "domain", message);
            found.fix(Safety::Likely, format!("use the name `{new}`"), edits);
        }
    }
    for block in checker.created("aws_cognito_user_pool_client") {
        for argument in ["callback_urls", "logout_urls"] {
            let items = checker.items_in(&block.body, argument).unwrap_or_default();
            let bad = items
                .iter()
                .filter_map(|it| checker.index.value(it).to_text())
                .find(|it| {
                    it.starts_with("http://")
                        && !it.starts_with("http://localhost")
                        && !it.starts_with("http://127.0.0.1")
                });
            if let Some(bad) = bad {
                let message = format!("`{bad}` does not begin with `https://`");
                checker.report_at("IG_DEPLOY_818", block, &block.body, argument, message);
            }
        }
    }
}

fn trails(checker: &mut Checker) {
    for block in checker.created("aws_cloudtrail") {
        let bucket = checker.target_in(&block.body, "s3_bucket_name");
        let Some(bucket) = bucket.filter(|it| it.kind() == "aws_s3_bucket" && it.block.is_single())
        else {
            continue;
        };
        let bucket = bucket.block;
        if checker.is_completed_elsewhere(bucket) || !checker.is_absent(&bucket.body, "policy") {
            continue;
        }
        let Some(policies) = checker.children("aws_s3_bucket_policy", "bucket", bucket) else {
            continue;
        };
        let admitting = policies.iter().find(|it| {
            statements_in(checker, &it.body, "policy")
                .and_then(|it| {
                    let may_write = it
                        .iter()
                        .any(|it| allows(it) && names_action(it, "s3:PutObject") != Some(false));
                    Some(may_write && admits_service(&it, "cloudtrail.amazonaws.com")?)
                })
                .unwrap_or(true)
        });
        match admitting {
            None => {
                let message = format!(
                    "`{}` does not let CloudTrail write to it",
                    address_of(bucket)
                );
                let edits = match policies.is_empty() {
                    true => trail_policy(checker, block, bucket),
                    false => Vec::new(),
                };
                let name = "s3_bucket_name";
                let found = checker.report_at("IG_DEPLOY_819", block, &block.body, name, message);
                found.fix(Safety::Likely, "let CloudTrail write to the bucket", edits);
            }
            Some(it) if !checker.depends(block, it) => {
                let on = address_of(it);
                let edits = checker.depend(block, &on);
                let message = format!("the trail can be created before `{on}`");
                let found = checker.report("IG_DEPLOY_820", block, block.header, message);
                found.fix(
                    Safety::Safe,
                    format!("create the trail after `{on}`"),
                    edits,
                );
            }
            Some(_) => {}
        }
    }
}

/// Returns the edits that let a trail write to a bucket without a policy.
///
/// Source: AWS CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail, read 2026-11.
fn trail_policy<'m>(checker: &Checker<'_, 'm>, trail: &'m Block, bucket: &'m Block) -> Vec<Edit> {
    let name = checker.new_name("aws_s3_bucket_policy", name_of(bucket));
    let bucket_address = address_of(bucket);
    let text = format!(
        "resource \"aws_s3_bucket_policy\" \"{name}\" {{\n  bucket = {bucket_address}.id\n\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [\n      {{\n        Effect    = \"Allow\"\n        Principal = {{ Service = \"cloudtrail.amazonaws.com\" }}\n        Action    = \"s3:GetBucketAcl\"\n        Resource  = {bucket_address}.arn\n      }},\n      {{\n        Effect    = \"Allow\"\n        Principal = {{ Service = \"cloudtrail.amazonaws.com\" }}\n        Action    = \"s3:PutObject\"\n        Resource  = \"${{{bucket_address}.arn}}/*\"\n        Condition = {{ StringEquals = {{ \"s3:x-amz-acl\" = \"bucket-owner-full-control\" }} }}\n      }},\n    ]\n  }})\n}}"
    );
    let mut edits = checker.after(bucket, &text);
    edits.extend(checker.depend(trail, &format!("aws_s3_bucket_policy.{name}")));
    edits
}

fn files(checker: &mut Checker) {
    let mut seen: Vec<(&Block, &Block)> = Vec::new();
    for block in checker.created("aws_efs_mount_target") {
        let pair = (
            checker.target_in(&block.body, "file_system_id"),
            checker.target_in(&block.body, "subnet_id"),
        );
        let (Some(system), Some(subnet)) = pair else {
            continue;
        };
        let is_plain = subnet.kind() == "aws_subnet"
            && subnet.block.is_single()
            && !subnet.is_instance
            && block.is_single();
        if !is_plain {
            continue;
        }
        let zone = checker.text(&subnet.block.body, "availability_zone");
        let is_twice = seen.iter().any(|(own, other)| {
            let other_zone = checker.text(&other.body, "availability_zone");
            same(own, system.block)
                && (same(other, subnet.block) || zone.is_some() && zone == other_zone)
        });
        if is_twice {
            let message = format!(
                "`{}` has a mount target in this zone already",
                address_of(system.block)
            );
            checker.report_at("IG_DEPLOY_821", block, &block.body, "subnet_id", message);
        }
        seen.push((system.block, subnet.block));
    }
}

fn backups(checker: &mut Checker) {
    for block in checker.created("aws_backup_plan") {
        for rule in block.body.blocks_of("rule") {
            for lifecycle in rule.body.blocks_of("lifecycle") {
                let number = |name: &str| checker.number(&lifecycle.body, name);
                let (Some(cold), Some(end)) =
                    (number("cold_storage_after"), number("delete_after"))
                else {
                    continue;
                };
                let least = cold + COLD_DAYS_MIN;
                if cold > 0.0 && end > 0.0 && end < least {
                    let edits = match lifecycle.body.attribute("delete_after") {
                        Some(it) => checker.replace(&it.value, format!("{least}")),
                        None => Vec::new(),
                    };
                    let message =
                        format!("a backup stays in cold storage for 90 days, until day {least}");
                    let found = checker.report_at(
                        "IG_DEPLOY_822",
                        block,
                        &lifecycle.body,
                        "delete_after",
                        message,
                    );
                    found.fix(
                        Safety::Likely,
                        format!("keep the backups for {least} days"),
                        edits,
                    );
                }
            }
        }
    }
}

/// Checks for services that AWS has closed.
fn closed(checker: &mut Checker) {
    let facts = checker.options.facts.unwrap_or(super::lookup::small());
    let mut states = HashMap::default();
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        let kind = block.type_name().unwrap_or_default();
        // Launch configurations have a rule of their own.
        if kind == "aws_launch_configuration" || !checker.is_created(block) {
            continue;
        }
        let state = states.entry(kind);
        match *state.or_insert_with(|| facts.closed_service(kind)) {
            Some(["maintenance", date]) => {
                let message =
                    format!("the service of `{kind}` takes no new customers since {date}");
                checker.report("IG_DEPLOY_824", block, block.header, message);
            }
            Some([_, date]) if !date.is_empty() && date <= facts.date() => {
                let message = format!("AWS has closed the service of `{kind}` on {date}");
                checker.report("IG_DEPLOY_823", block, block.header, message);
            }
            _ => {}
        }
    }
}
