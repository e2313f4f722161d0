//! Checks buckets: names, ACLs, policies, notifications and lifecycles.

use super::checker::{Checker, address_of, name_of, same};
use super::functions::sending;
use super::policy::{admits_service, items, statements_in};
use crate::hcl::edit::quote;
use crate::hcl::{Block, Edit, ExpressionKind, Value};
use crate::rewrite::Safety;

/// Words of names that somebody else has already taken.
const GENERIC: &[&str] = strings! {
    "a", "access", "an", "app", "artifact", "artifacts", "assets", "aws", "backup", "backups", "bucket", "build", "code", "codebuild", "codepipeline",
    "company", "config", "content", "data", "default", "demo", "deploy", "deployment", "deployments", "dest", "destination", "dev",
    "example", "files", "function", "functions", "images", "input", "lambda", "lambdas", "layers", "log", "logging", "logs", "main", "media", "my", "name",
    "new", "output", "package", "packages", "pipeline", "primary", "private", "prod", "public", "replica", "results", "s3", "sample",
    "site", "source", "sources", "state", "static", "storage", "target", "terraform", "test", "tf", "the", "unique",
    "upload", "uploads", "web", "website", "your",
};
/// Maximum length of the beginning of a name to which Terraform adds 26 characters.
const PREFIX_CHARS_MAX: usize = 37;
/// Least days before a transition to a class for rare access.
///
/// Source: Amazon S3 User Guide, Transitioning objects, read 2026-11.
const RARE_DAYS_MIN: f64 = 30.0;

pub(super) fn check(checker: &mut Checker) {
    names(checker);
    acls(checker);
    policies(checker);
    notifications(checker);
    replication(checker);
    lifecycles(checker);
    tierings(checker);
    once(checker);
}

fn names(checker: &mut Checker) {
    for block in checker.created("aws_s3_bucket") {
        // The provider makes a name for an empty one.
        let name = checker.text(&block.body, "bucket");
        let Some(name) = name.filter(|it| !it.is_empty()) else {
            continue;
        };
        let is_valid = (3..=63).contains(&name.len())
            && name
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-.".contains(&it))
            && name
                .bytes()
                .next()
                .is_some_and(|it| it.is_ascii_alphanumeric())
            && name
                .bytes()
                .last()
                .is_some_and(|it| it.is_ascii_alphanumeric())
            && !name.contains("..");
        let mut words = name.split(['-', '.']);
        let is_generic =
            words.all(|word| GENERIC.contains(&word) || word.bytes().all(|it| it.is_ascii_digit()));
        if is_valid && (!is_generic || checker.is_requested(&name)) {
            continue;
        }
        let better: String = name.to_ascii_lowercase().replace(['_', ' '], "-");
        let better = better.trim_matches(['-', '.']);
        let fits = (1..=63).contains(&better.len())
            && better
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"-.".contains(&it));
        let is_taken = better.len() < 3
            || better
                .split(['-', '.'])
                .all(|word| GENERIC.contains(&word) || word.bytes().all(|it| it.is_ascii_digit()));
        let (what, edits) = match fits {
            true => renamed(checker, block, &name, better, is_taken),
            false => (String::new(), Vec::new()),
        };
        let (id, message) = match is_valid {
            true => (
                "IG_DEPLOY_602",
                format!("somebody else has probably taken the name `{name}`"),
            ),
            false => (
                "IG_DEPLOY_601",
                format!("`{name}` is no valid name of a bucket"),
            ),
        };
        let found = checker.report_at(id, block, &block.body, "bucket", message);
        found.fix(Safety::Likely, what, edits);
    }
}

/// Returns the edits that give a bucket a better name, and their description.
///
/// Terraform completes a name that is taken. A text that may refer to the bucket by its name stays
/// right, or nothing is edited.
fn renamed<'m>(
    checker: &Checker<'_, 'm>,
    block: &'m Block,
    name: &str,
    better: &str,
    is_taken: bool,
) -> (String, Vec<Edit>) {
    let nothing = || (String::new(), Vec::new());
    let Some(attribute) = block.body.attribute("bucket") else {
        return nothing();
    };
    let again = checker.ask_again(&block.body, "bucket");
    if !again.is_empty() {
        return ("ask for the name".to_owned(), again);
    }
    let value = &attribute.value;
    let is_text = matches!(value.kind, ExpressionKind::Template { heredoc: false, .. });
    if !is_text {
        return nothing();
    }
    let arn = format!("arn:aws:s3:::{name}");
    let mut edits = Vec::new();
    for other in checker.index.closed() {
        let tags = other.body.attribute("tags").map(|it| it.span.range());
        for text in other.body.expressions() {
            let Some(literal) = text.literal_text().filter(|_| text.span != value.span) else {
                continue;
            };
            let is_tag = tags
                .as_ref()
                .is_some_and(|it| it.contains(&text.span.start));
            if !is_tag && literal == name {
                return nothing();
            }
            let rest = literal.strip_prefix(arn.as_str());
            if let Some(rest) = rest.filter(|it| it.is_empty() || it.starts_with('/')) {
                if same(other, block) {
                    return nothing();
                }
                let text_of_arn = format!("\"${{{}.arn}}{rest}\"", address_of(block));
                edits.push(Edit::replace(text.span, text_of_arn));
            } else if !is_tag && literal.contains(&format!("{arn}\"")) {
                return nothing();
            }
        }
    }
    if !is_taken {
        if value.literal_text().is_none() {
            return nothing();
        }
        edits.push(Edit::replace(value.span, quote(better)));
        return (format!("name the bucket `{better}`"), edits);
    }
    if better.len() >= PREFIX_CHARS_MAX {
        // What is long and yet generic is an example of a name.
        edits.push(Edit::replace(value.span, "var.bucket_name"));
        edits.extend(checker.ask("bucket_name", "Name of the bucket"));
        return ("ask for the name".to_owned(), edits);
    }
    edits.push(Edit::replace(attribute.name.span, "bucket_prefix"));
    match value.literal_text() {
        Some(_) => edits.push(Edit::replace(value.span, quote(&format!("{better}-")))),
        None if better == name => edits.push(Edit::insert(value.span.end - 1, "-")),
        None => return nothing(),
    }
    ("let Terraform complete the name".to_owned(), edits)
}

/// Returns the bucket that a resource belongs to.
pub(super) fn bucket_of<'m>(checker: &Checker<'_, 'm>, block: &'m Block) -> Option<&'m Block> {
    let target = checker.target_in(&block.body, "bucket")?;
    match target.kind() {
        "aws_s3_bucket" if !target.is_instance && target.block.is_single() => Some(target.block),
        // `bucket = aws_s3_bucket_ownership_controls.x.bucket` names the same bucket.
        kind if kind.starts_with("aws_s3_bucket_") => {
            let inner = checker.target_in(&target.block.body, "bucket")?;
            (inner.kind() == "aws_s3_bucket" && inner.block.is_single()).then_some(inner.block)
        }
        _ => None,
    }
}

/// Returns the resources of a type that belong to a bucket; None if one may belong to it.
fn of_bucket<'m>(checker: &Checker<'_, 'm>, kind: &str, bucket: &Block) -> Option<Vec<&'m Block>> {
    let mut found = Vec::new();
    for block in checker.declared(kind) {
        match bucket_of(checker, block) {
            Some(own) if same(own, bucket) => found.push(block),
            Some(_) => {}
            None => return None,
        }
    }
    let is_whole = checker.options.is_whole && !checker.is_completed_elsewhere(bucket);
    (is_whole || !found.is_empty()).then_some(found)
}

fn acls(checker: &mut Checker) {
    for block in checker.created("aws_s3_bucket_acl") {
        let Some(bucket) = bucket_of(checker, block) else {
            continue;
        };
        let Some(controls) = of_bucket(checker, "aws_s3_bucket_ownership_controls", bucket) else {
            continue;
        };
        let allowing = controls.iter().find(|it| {
            it.body.blocks_of("rule").any(|rule| {
                let ownership = checker.text(&rule.body, "object_ownership");
                ownership.is_none_or(|it| it != "BucketOwnerEnforced")
            })
        });
        if let Some(allowing) = allowing {
            if !checker.depends(block, allowing) {
                let address = address_of(allowing);
                let edits = checker.depend(block, &address);
                let message = format!("the ACL can be put before `{address}` allows it");
                let found = checker.report("IG_DEPLOY_604", block, block.header, message);
                found.fix(
                    Safety::Safe,
                    format!("put the ACL after `{address}`"),
                    edits,
                );
            }
            continue;
        }
        let is_private = checker.text(&block.body, "acl").as_deref() == Some("private");
        let is_used = block
            .borrowed_address()
            .is_some_and(|it| !checker.index.uses(it).is_empty());
        let message = format!("`{}` does not allow ACLs", address_of(bucket));
        if is_private && !is_used {
            let edits = vec![crate::hcl::edit::remove(checker.index.module, block.span)];
            let found = checker.report("IG_DEPLOY_603", block, block.header, message);
            found.fix(
                Safety::Likely,
                "remove the ACL: a bucket is private without one",
                edits,
            );
        } else {
            let edits = match controls.is_empty() {
                true => {
                    let name =
                        checker.new_name("aws_s3_bucket_ownership_controls", name_of(bucket));
                    let text = ownership(&name, bucket);
                    let mut edits = checker.after(bucket, &text);
                    edits.extend(
                        checker.depend(block, &format!("aws_s3_bucket_ownership_controls.{name}")),
                    );
                    edits
                }
                false => {
                    let preferred = "\"BucketOwnerPreferred\"";
                    let path = ["rule", "object_ownership"];
                    let mut edits = checker.set(controls[0], &path, preferred);
                    if !checker.depends(block, controls[0]) {
                        edits.extend(checker.depend(block, &address_of(controls[0])));
                    }
                    edits
                }
            };
            let found = checker.report("IG_DEPLOY_603", block, block.header, message);
            found.fix(Safety::Likely, "let the bucket allow ACLs", edits);
        }
    }
    for block in checker.created("aws_s3_bucket") {
        let Some(acl) = checker.text(&block.body, "acl") else {
            continue;
        };
        if acl != "private" {
            let edits = with_acl(checker, block, &acl);
            let message = format!("a new bucket does not allow the ACL `{acl}`");
            let found = checker.report_at("IG_DEPLOY_605", block, &block.body, "acl", message);
            found.fix(
                Safety::Likely,
                "put the ACL after the bucket allows it",
                edits,
            );
        }
    }
}

/// Returns the edits that put the ACL of a bucket as a resource of its own.
///
/// An ACL that opens the bucket to everybody needs a request for that.
fn with_acl<'m>(checker: &Checker<'_, 'm>, bucket: &'m Block, acl: &str) -> Vec<Edit> {
    let of = |kind: &str| of_bucket(checker, kind, bucket);
    let parts = (
        of("aws_s3_bucket_acl"),
        of("aws_s3_bucket_ownership_controls"),
        of("aws_s3_bucket_public_access_block"),
    );
    let (Some(acls), Some(controls), Some(access)) = parts else {
        return Vec::new();
    };
    let mut edits = checker.remove(&bucket.body, "acl");
    if !acls.is_empty() {
        // The ACL of the other resource is put later, and is the one that stays.
        return edits;
    }
    let is_public = acl.starts_with("public-");
    let is_literal = checker.literal(&bucket.body, "acl").is_some();
    if !is_literal || !bucket.is_single() || is_public && !is_open(checker, bucket) {
        return Vec::new();
    }
    let (name, address) = (name_of(bucket), address_of(bucket));
    let name = checker.new_name("aws_s3_bucket_acl", name);
    let mut text = String::new();
    let mut after = Vec::new();
    match controls.first() {
        Some(it) => after.push(address_of(it)),
        None => {
            let own = checker.new_name("aws_s3_bucket_ownership_controls", name_of(bucket));
            text.push_str(&ownership(&own, bucket));
            text.push_str("\n\n");
            after.push(format!("aws_s3_bucket_ownership_controls.{own}"));
        }
    }
    match access.first() {
        Some(it) if is_public => {
            let blocks = ["block_public_acls", "ignore_public_acls"];
            if blocks
                .iter()
                .any(|name| checker.flag_or(&it.body, name, false) != Some(false))
            {
                return Vec::new();
            }
            after.push(address_of(it));
        }
        None if is_public => {
            text.push_str(&format!(
                "resource \"aws_s3_bucket_public_access_block\" \"{name}\" {{\n  bucket = {address}.id\n\n  \
                 block_public_acls       = false\n  block_public_policy     = false\n  ignore_public_acls      = false\n  \
                 restrict_public_buckets = false\n}}\n\n"
            ));
            after.push(format!("aws_s3_bucket_public_access_block.{name}"));
        }
        _ => {}
    }
    text.push_str(&format!(
        "resource \"aws_s3_bucket_acl\" \"{name}\" {{\n  bucket = {address}.id\n  acl    = {}\n\n  \
         depends_on = [\n    {},\n  ]\n}}",
        quote(acl),
        after.join(",\n    ")
    ));
    edits.extend(checker.after(bucket, &text));
    edits
}

/// Whether a bucket is meant to be public: by the request, or as a website.
fn is_open(checker: &Checker, bucket: &Block) -> bool {
    let is_website = checker
        .declared("aws_s3_bucket_website_configuration")
        .into_iter()
        .any(|it| bucket_of(checker, it).is_some_and(|it| same(it, bucket)));
    is_website
        || bucket.body.has_blocks_of("website")
        || checker.asks_for(&["public", "publicly", "website", "everyone", "anyone"])
        || checker
            .options
            .request
            .to_ascii_lowercase()
            .contains("static site")
}

/// Returns the resource that lets a bucket allow ACLs.
pub(super) fn ownership(name: &str, bucket: &Block) -> String {
    format!(
        "resource \"aws_s3_bucket_ownership_controls\" \"{name}\" {{\n  bucket = {}.id\n\n  rule {{\n    object_ownership = \"BucketOwnerPreferred\"\n  }}\n}}",
        address_of(bucket)
    )
}

fn policies(checker: &mut Checker) {
    for block in checker.created("aws_s3_bucket_policy") {
        let Some(bucket) = bucket_of(checker, block) else {
            continue;
        };
        let Some(statements) = statements_in(checker, &block.body, "policy") else {
            continue;
        };
        let is_public = statements.iter().any(|it| {
            let is_everybody = match it.get("Principal") {
                Some(Value::Text(text)) => text == "*",
                // `principals` of a document can have the type `*`.
                Some(principal) => ["AWS", "*"]
                    .iter()
                    .any(|key| items(principal.get(key)).contains(&Value::Text("*".to_owned()))),
                None => false,
            };
            // A statement of a document allows, if it does not state its effect.
            let is_allowed = match it.get("Effect") {
                Some(Value::Text(text)) => text == "Allow",
                effect => effect.is_none(),
            };
            is_allowed && is_everybody && it.get("Condition").is_none()
        });
        if !is_public {
            continue;
        }
        let Some(access) = of_bucket(checker, "aws_s3_bucket_public_access_block", bucket) else {
            continue;
        };
        let opening = access
            .iter()
            .find(|it| checker.flag_or(&it.body, "block_public_policy", false) != Some(true));
        match opening {
            None => {
                let message = format!("`{}` blocks public policies", address_of(bucket));
                let edits = match access.as_slice() {
                    [] => {
                        let name =
                            checker.new_name("aws_s3_bucket_public_access_block", name_of(bucket));
                        let text = format!(
                            "resource \"aws_s3_bucket_public_access_block\" \"{name}\" {{\n  bucket = {}.id\n\n  block_public_policy     = false\n  restrict_public_buckets = false\n}}",
                            address_of(bucket)
                        );
                        let mut edits = checker.after(bucket, &text);
                        edits.extend(
                            checker.depend(
                                block,
                                &format!("aws_s3_bucket_public_access_block.{name}"),
                            ),
                        );
                        edits
                    }
                    _ => Vec::new(),
                };
                let safety = match is_open(checker, bucket) {
                    true => Safety::Likely,
                    false => Safety::Suggestion,
                };
                let found = checker.report("IG_DEPLOY_606", block, block.header, message);
                found.fix(safety, "let the bucket have a public policy", edits);
            }
            Some(opening) if !checker.depends(block, opening) => {
                let address = address_of(opening);
                let edits = checker.depend(block, &address);
                let message = format!("the policy can be put before `{address}` allows it");
                let found = checker.report("IG_DEPLOY_607", block, block.header, message);
                found.fix(
                    Safety::Safe,
                    format!("put the policy after `{address}`"),
                    edits,
                );
            }
            Some(_) => {}
        }
    }
    let apart = checker.created("aws_s3_bucket_website_configuration");
    let apart = apart.into_iter().map(|it| (it, bucket_of(checker, it)));
    let inline = checker.created("aws_s3_bucket").into_iter();
    // A bucket that only redirects is read by nobody.
    let inline = inline.filter(|it| {
        let mut sites = it.body.blocks_of("website");
        it.is_single() && sites.any(|it| checker.is_absent(&it.body, "redirect_all_requests_to"))
    });
    let all: Vec<_> = apart.chain(inline.map(|it| (it, Some(it)))).collect();
    for (block, bucket) in all {
        let Some(bucket) = bucket else {
            continue;
        };
        let is_served = checker.is_used_by(bucket, |it| {
            matches!(
                it.type_name().unwrap_or_default(),
                "aws_cloudfront_distribution" | "aws_s3_bucket_acl" | "aws_s3_bucket_policy"
            )
        });
        let redirects = !checker.is_absent(&block.body, "redirect_all_requests_to");
        let has_acl =
            !checker.is_absent(&bucket.body, "acl") || !checker.is_absent(&bucket.body, "policy");
        let used = checker.is_used_by(block, |it| {
            it.type_name() == Some("aws_cloudfront_distribution")
        });
        if let Some(policies) = of_bucket(checker, "aws_s3_bucket_policy", bucket)
            && policies.is_empty()
            && !(is_served || redirects || has_acl || used)
        {
            let message = format!("nobody may read the website in `{}`", address_of(bucket));
            checker.report("IG_DEPLOY_608", block, block.header, message);
        }
    }
}

/// Kinds of notifications: block, argument, what allows them and the argument that names the target.
const NOTIFIED: &[(&str, &str, &str, &str, &str)] = &[
    (
        "lambda_function",
        "lambda_function_arn",
        "aws_lambda_function",
        "aws_lambda_permission",
        "function_name",
    ),
    (
        "queue",
        "queue_arn",
        "aws_sqs_queue",
        "aws_sqs_queue_policy",
        "queue_url",
    ),
    (
        "topic",
        "topic_arn",
        "aws_sns_topic",
        "aws_sns_topic_policy",
        "arn",
    ),
];

fn notifications(checker: &mut Checker) {
    for block in checker.created("aws_s3_bucket_notification") {
        let Some(bucket) = bucket_of(checker, block) else {
            continue;
        };
        for (nested, argument, kind, allowing, of) in NOTIFIED {
            for sent in block.body.blocks_of(nested) {
                let Some(target) = checker.target_in(&sent.body, argument) else {
                    continue;
                };
                let receiver = target.block;
                let is_plain =
                    target.kind() == *kind && receiver.is_single() && !target.is_instance;
                // A queue and a topic can hold their policy themselves.
                if !is_plain || !checker.is_absent(&receiver.body, "policy") {
                    continue;
                }
                let Some(grants) = checker.children(allowing, of, receiver) else {
                    continue;
                };
                let mut admitting = None;
                let mut is_unknown = false;
                for grant in grants {
                    let admits = match *allowing {
                        "aws_lambda_permission" => checker
                            .text(&grant.body, "principal")
                            .map(|it| it == "s3.amazonaws.com"),
                        _ => statements_in(checker, &grant.body, "policy")
                            .and_then(|it| admits_service(&it, "s3.amazonaws.com")),
                    };
                    match admits {
                        Some(true) => admitting = Some(grant),
                        Some(false) => {}
                        None => is_unknown = true,
                    }
                }
                let address = address_of(receiver);
                match admitting {
                    None if is_unknown || checker.is_completed_elsewhere(receiver) => {}
                    None => {
                        let edits = match *kind {
                            "aws_lambda_function" => {
                                let name = checker.new_name("aws_lambda_permission", "bucket");
                                let text = permission(
                                    &name,
                                    receiver,
                                    "s3.amazonaws.com",
                                    Some(&format!("{}.arn", address_of(bucket))),
                                );
                                let mut edits = checker.after(receiver, &text);
                                edits.extend(
                                    checker.depend(block, &format!("aws_lambda_permission.{name}")),
                                );
                                edits
                            }
                            _ => match sending(checker, allowing, of, receiver, "s3.amazonaws.com")
                            {
                                Some((name, text)) => {
                                    let mut edits = checker.after(receiver, &text);
                                    edits.extend(checker.depend(block, &name));
                                    edits
                                }
                                None => Vec::new(),
                            },
                        };
                        let message = format!("`{address}` does not let S3 send to it");
                        let found = checker.report("IG_DEPLOY_609", block, sent.header, message);
                        found.fix(Safety::Likely, format!("let S3 send to `{address}`"), edits);
                    }
                    Some(grant) if !checker.depends(block, grant) => {
                        let on = address_of(grant);
                        let edits = checker.depend(block, &on);
                        let message =
                            format!("the notification can be put before `{on}` allows it");
                        let found = checker.report("IG_DEPLOY_610", block, sent.header, message);
                        found.fix(
                            Safety::Safe,
                            format!("put the notification after `{on}`"),
                            edits,
                        );
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

/// Returns the permission of a service to call a function.
pub(super) fn permission(
    name: &str,
    function: &Block,
    service: &str,
    source: Option<&str>,
) -> String {
    let source = source.map_or_else(String::new, |it| format!("\n  source_arn    = {it}"));
    format!(
        "resource \"aws_lambda_permission\" \"{name}\" {{\n  action        = \"lambda:InvokeFunction\"\n  function_name = {}.function_name\n  principal     = \"{service}\"{source}\n}}",
        address_of(function)
    )
}

fn replication(checker: &mut Checker) {
    for block in checker.created("aws_s3_bucket_replication_configuration") {
        let mut buckets: Vec<&Block> = bucket_of(checker, block).into_iter().collect();
        for rule in block.body.blocks_of("rule") {
            for destination in rule.body.blocks_of("destination") {
                let target = checker.target_in(&destination.body, "bucket");
                let plain =
                    target.filter(|it| it.kind() == "aws_s3_bucket" && it.block.is_single());
                buckets.extend(plain.map(|it| it.block));
            }
        }
        for bucket in buckets {
            let Some(versioning) = of_bucket(checker, "aws_s3_bucket_versioning", bucket) else {
                continue;
            };
            let has_own = !checker.is_absent(&bucket.body, "versioning");
            let address = address_of(bucket);
            match versioning.first() {
                None if has_own => {}
                None => {
                    let name = checker.new_name("aws_s3_bucket_versioning", name_of(bucket));
                    let text = format!(
                        "resource \"aws_s3_bucket_versioning\" \"{name}\" {{\n  bucket = {address}.id\n\n  versioning_configuration {{\n    status = \"Enabled\"\n  }}\n}}"
                    );
                    let mut edits = checker.after(bucket, &text);
                    edits
                        .extend(checker.depend(block, &format!("aws_s3_bucket_versioning.{name}")));
                    let message = format!("replication needs versions in `{address}`");
                    let found = checker.report("IG_DEPLOY_611", block, block.header, message);
                    found.fix(
                        Safety::Likely,
                        format!("keep versions in `{address}`"),
                        edits,
                    );
                }
                Some(it)
                    if it.body.blocks_of("versioning_configuration").any(|it| {
                        matches!(
                            checker.text(&it.body, "status").as_deref(),
                            Some("Suspended" | "Disabled")
                        )
                    }) =>
                {
                    let path = ["versioning_configuration", "status"];
                    let edits = checker.set(it, &path, "\"Enabled\"");
                    let message = format!("replication needs versions in `{address}`");
                    let found = checker.report("IG_DEPLOY_611", block, block.header, message);
                    found.fix(
                        Safety::Likely,
                        format!("keep versions in `{address}`"),
                        edits,
                    );
                }
                Some(it) if !checker.depends(block, it) => {
                    let on = address_of(it);
                    let edits = checker.depend(block, &on);
                    let message = format!("the replication can be put before `{on}`");
                    let found = checker.report("IG_DEPLOY_612", block, block.header, message);
                    found.fix(
                        Safety::Safe,
                        format!("put the replication after `{on}`"),
                        edits,
                    );
                }
                Some(_) => {}
            }
        }
    }
}

fn lifecycles(checker: &mut Checker) {
    for block in checker.created("aws_s3_bucket_lifecycle_configuration") {
        for rule in block.body.blocks_of("rule") {
            let expiry = rule.body.blocks_of("expiration").next();
            let expiry = expiry.and_then(|it| checker.number(&it.body, "days"));
            for transition in rule.body.blocks_of("transition") {
                let Some(days) = checker.number(&transition.body, "days") else {
                    continue;
                };
                let class = checker
                    .text(&transition.body, "storage_class")
                    .unwrap_or_default();
                if matches!(class.as_str(), "STANDARD_IA" | "ONEZONE_IA") && days < RARE_DAYS_MIN {
                    let edits = match transition.body.attribute("days") {
                        Some(it) => checker.replace(&it.value, "30"),
                        None => Vec::new(),
                    };
                    let message = format!("objects move to {class} after 30 days at least");
                    let found = checker.report_at(
                        "IG_DEPLOY_613",
                        block,
                        &transition.body,
                        "days",
                        message,
                    );
                    found.fix(Safety::Likely, "move the objects after 30 days", edits);
                }
                if let Some(expiry) = expiry.filter(|it| *it <= days) {
                    let message = format!(
                        "objects expire after {expiry} days, before they move after {days}"
                    );
                    checker.report_at("IG_DEPLOY_614", block, &transition.body, "days", message);
                }
            }
        }
    }
}

/// Access tiers of Intelligent-Tiering that are chosen, with the least days before objects move.
///
/// Source: Amazon S3 API, Tiering, read 2026-11.
const TIER_DAYS_MIN: &[(&str, f64)] = &[("ARCHIVE_ACCESS", 90.0), ("DEEP_ARCHIVE_ACCESS", 180.0)];

/// Checks the days before objects move to an archive tier.
fn tierings(checker: &mut Checker) {
    for block in checker.created("aws_s3_bucket_intelligent_tiering_configuration") {
        for tiering in block.body.blocks_of("tiering") {
            let tier = checker.text(&tiering.body, "access_tier");
            let least = TIER_DAYS_MIN
                .iter()
                .find(|(name, _)| Some(*name) == tier.as_deref());
            let days = checker.number(&tiering.body, "days");
            let (Some((tier, least)), Some(days)) = (least, days) else {
                continue;
            };
            if days >= *least {
                continue;
            }
            let edits = match tiering.body.attribute("days") {
                Some(it) => checker.replace(&it.value, least.to_string()),
                None => Vec::new(),
            };
            let message = format!("objects move to {tier} after {least} days at least");
            let found = checker.report_at("IG_DEPLOY_618", block, &tiering.body, "days", message);
            let description = format!("move the objects after {least} days");
            found.fix(Safety::Likely, description, edits);
        }
    }
}

/// Checks for a second resource that overwrites the first.
fn once(checker: &mut Checker) {
    for (kind, id, what) in [
        (
            "aws_s3_bucket_notification",
            "IG_DEPLOY_615",
            "notifications",
        ),
        ("aws_s3_bucket_policy", "IG_DEPLOY_616", "policy"),
    ] {
        let mut seen: Vec<&Block> = Vec::new();
        for block in checker.created(kind) {
            let Some(bucket) = bucket_of(checker, block).filter(|_| block.is_single()) else {
                continue;
            };
            if seen.iter().any(|it| same(it, bucket)) {
                let message = format!(
                    "another resource sets the {what} of `{}` too",
                    address_of(bucket)
                );
                checker.report(id, block, block.header, message);
            }
            seen.push(bucket);
        }
    }
}
