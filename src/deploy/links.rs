//! Checks that references name the right resource, in the form that is wanted.

use super::checker::{Checker, Target, address_of, name_of, same};
use super::identity::{IDENTITY_POLICIES, is_only_use, resources};
use super::policy::{entry, items, written};
use super::storage::bucket_of;
use crate::hcl::edit::quote;
use crate::hcl::{Attribute, Block, Body, Edit, Expression, ExpressionKind, Part, Value};
use crate::rewrite::Safety;

/// Zone of every distribution of CloudFront.
///
/// Source: Amazon CloudFront endpoints and quotas, AWS General Reference, read 2026-11.
const DISTRIBUTIONS: &str = "Z2FDTNDATAQYW2";
/// Targets of aliases: type, attribute with the name, attribute with the zone.
///
/// Source: AWS provider 5.100, the attributes of each resource, 2025-06.
const ALIASED: &[(&str, &str, &str)] = &[
    (
        "aws_cloudfront_distribution",
        "domain_name",
        "hosted_zone_id",
    ),
    ("aws_lb", "dns_name", "zone_id"),
    ("aws_alb", "dns_name", "zone_id"),
    ("aws_elb", "dns_name", "zone_id"),
    (
        "aws_globalaccelerator_accelerator",
        "dns_name",
        "hosted_zone_id",
    ),
    ("aws_s3_bucket", "website_domain", "hosted_zone_id"),
    (
        "aws_api_gateway_domain_name",
        "cloudfront_domain_name",
        "cloudfront_zone_id",
    ),
    (
        "aws_api_gateway_domain_name",
        "regional_domain_name",
        "regional_zone_id",
    ),
];
/// Types and attributes that are no ARN, although the type has one.
///
/// Source: AWS provider 5.100, the attributes of each resource, 2025-06.
const NO_ARN: &[(&str, &str)] = &[
    ("aws_cloudwatch_event_rule", "id"),
    ("aws_cloudwatch_event_rule", "name"),
    ("aws_cloudwatch_log_group", "id"),
    ("aws_cloudwatch_log_group", "name"),
    ("aws_ecs_cluster", "name"),
    ("aws_iam_policy", "name"),
    ("aws_iam_role", "id"),
    ("aws_iam_role", "name"),
    ("aws_kinesis_firehose_delivery_stream", "name"),
    ("aws_kinesis_stream", "name"),
    ("aws_lambda_function", "function_name"),
    ("aws_lambda_function", "id"),
    ("aws_lb", "name"),
    ("aws_lb_target_group", "name"),
    ("aws_s3_bucket", "bucket"),
    ("aws_s3_bucket", "id"),
    ("aws_secretsmanager_secret", "name"),
    ("aws_sfn_state_machine", "name"),
    ("aws_sns_topic", "name"),
    ("aws_sqs_queue", "id"),
    ("aws_sqs_queue", "name"),
    ("aws_sqs_queue", "url"),
];
/// Arguments that take an ARN although their name does not say so: type and argument.
const ARNS: &[(&str, &str)] = &[
    ("aws_cloudwatch_event_target", "arn"),
    ("aws_flow_log", "log_destination"),
    ("aws_pipes_pipe", "source"),
    ("aws_pipes_pipe", "target"),
    ("aws_scheduler_schedule", "arn"),
];
/// Beginnings of the actions on objects in a bucket.
///
/// Source: Actions, resources, and condition keys for Amazon S3, Service Authorization Reference,
/// read 2026-11.
const OF_OBJECTS: &[&str] = strings! {
    "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts",
    "s3:PutObject", "s3:ReplicateDelete", "s3:ReplicateObject", "s3:RestoreObject",
};
/// Actions on a bucket itself.
const OF_BUCKETS: &[&str] = strings! {
    "s3:GetBucketLocation", "s3:GetBucketAcl", "s3:GetBucketVersioning", "s3:ListBucket",
    "s3:ListBucketMultipartUploads", "s3:ListBucketVersions",
};
/// Endings of source files, with the language of the runtimes that run them.
const LANGUAGES: &[(&str, &str)] = &[
    ("py", "python"),
    ("js", "nodejs"),
    ("mjs", "nodejs"),
    ("cjs", "nodejs"),
    ("rb", "ruby"),
    ("java", "java"),
    ("jar", "java"),
];
/// Endings of source files, which are no archives.
const SOURCES: &[&str] =
    strings! { "py", "js", "mjs", "cjs", "rb", "java", "ts", "go", "cs", "rs" };

pub(super) fn check(checker: &mut Checker) {
    validations(checker);
    bucket_policies(checker);
    objects(checker);
    arns(checker);
    code(checker);
    aliases(checker);
}

/// Checks the values of variables against their own conditions.
fn validations(checker: &mut Checker) {
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "variable")
    {
        for validation in block.body.blocks_of("validation") {
            let Some(condition) = validation.body.attribute("condition") else {
                continue;
            };
            if checker.index.value(&condition.value) != Value::Bool(false) {
                continue;
            }
            let Some(default) = block.body.attribute("default") else {
                continue;
            };
            let is_given = checker.is_given(block);
            let (span, edits) = match is_given {
                true => (condition.span, Vec::new()),
                false => (
                    default.span,
                    admitted(checker, block, default, &condition.value),
                ),
            };
            let what = match is_given {
                true => "the value",
                false => "the default",
            };
            let message = format!(
                "{what} does not fulfil the condition of `{}`",
                name_of(block)
            );
            let found = checker.report("IG_DEPLOY_517", block, span, message);
            found.fix(
                Safety::Likely,
                "use a value that is admitted, or ask for it",
                edits,
            );
            break;
        }
    }
}

/// Returns the edits that give a variable the admitted value that its default means.
///
/// `development` means `dev` where nothing else begins alike. Without such a value Terraform asks.
fn admitted<'m>(
    checker: &Checker<'_, 'm>,
    variable: &'m Block,
    default: &'m Attribute,
    condition: &'m Expression,
) -> Vec<Edit> {
    let own = default.value.literal_text().map(str::to_ascii_lowercase);
    if let (Some(own), Some(("contains", [list, _]))) = (own, condition.call())
        && let Value::List(items) = checker.index.value(list)
    {
        let texts = items.iter().filter_map(Value::to_text);
        let alike: Vec<String> = texts
            .filter(|it| {
                let it = it.to_ascii_lowercase();
                !it.is_empty() && (own.starts_with(&it) || it.starts_with(&own))
            })
            .collect();
        if let [one] = alike.as_slice() {
            return checker.replace(&default.value, quote(one));
        }
    }
    checker.without_default(variable)
}

/// Resource that a statement of a policy names.
struct Named<'m> {
    expression: &'m Expression,
    /// Bucket of the module.
    bucket: &'m Block,
    /// Reference to the bucket in the expression; None if the name is written out.
    reference: Option<&'m Expression>,
    /// Whether the resource is the objects in the bucket.
    is_objects: bool,
}

/// Returns the bucket that a resource of a policy names; None if it is none of the module.
fn named<'m>(checker: &Checker<'_, 'm>, expression: &'m Expression) -> Option<Named<'m>> {
    let of_target = |inner: &'m Expression, attributes: &[&str]| {
        let target: Target<'m> = checker.target(inner)?;
        let is_bucket = target.kind() == "aws_s3_bucket" && attributes.contains(&target.attribute);
        (is_bucket && !target.is_instance && target.block.is_single()).then_some(target.block)
    };
    let found = |bucket, reference, is_objects| Named {
        expression,
        bucket,
        reference,
        is_objects,
    };
    let ExpressionKind::Template {
        parts,
        heredoc: false,
    } = &expression.kind
    else {
        return Some(found(
            of_target(expression, &["arn"])?,
            Some(expression),
            false,
        ));
    };
    match parts.as_slice() {
        [Part::Literal(text, _)] => {
            let name = text.strip_prefix("arn:aws:s3:::")?;
            let (name, path) = name.split_once('/').unwrap_or((name, ""));
            let buckets = checker.created("aws_s3_bucket");
            let mut own = buckets
                .into_iter()
                .filter(|it| checker.text(&it.body, "bucket").as_deref() == Some(name));
            let bucket = own.next().filter(|it| it.is_single())?;
            Some(found(bucket, None, !path.is_empty()))
        }
        [Part::Interpolation(inner, _)] => {
            Some(found(of_target(inner, &["arn"])?, Some(inner), false))
        }
        [Part::Interpolation(inner, _), Part::Literal(path, _)] if path.starts_with('/') => {
            Some(found(of_target(inner, &["arn"])?, Some(inner), true))
        }
        [
            Part::Literal(begin, _),
            Part::Interpolation(inner, _),
            rest @ ..,
        ] if begin == "arn:aws:s3:::" => {
            let bucket = of_target(inner, &["id", "bucket"])?;
            match rest {
                [] => Some(found(bucket, Some(inner), false)),
                [Part::Literal(path, _)] if path.starts_with('/') => {
                    Some(found(bucket, Some(inner), true))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Checks that the policy of a bucket is about this bucket.
fn bucket_policies(checker: &mut Checker) {
    for block in checker.created("aws_s3_bucket_policy") {
        let Some(own) = bucket_of(checker, block) else {
            continue;
        };
        let Some(policy) = block.body.attribute("policy") else {
            continue;
        };
        let all: Vec<Named> = resources(checker, &policy.value)
            .into_iter()
            .filter_map(|it| named(checker, it))
            .collect();
        let (mine, foreign): (Vec<Named>, Vec<Named>) =
            all.into_iter().partition(|it| same(it.bucket, own));
        let Some(first) = foreign.first() else {
            continue;
        };
        let document = checker.target(&policy.value);
        let is_shared = document.is_some_and(|it| !is_only_use(checker, it.block));
        let edits = match mine.is_empty() && !is_shared {
            true => foreign
                .iter()
                .flat_map(|it| about(checker, it, own))
                .collect(),
            false => Vec::new(),
        };
        let message = format!(
            "the policy of `{}` names `{}`",
            address_of(own),
            address_of(first.bucket)
        );
        let span = match document {
            Some(_) => policy.span,
            None => first.expression.span,
        };
        let found = checker.report("IG_DEPLOY_617", block, span, message);
        found.fix(Safety::Likely, format!("name `{}`", address_of(own)), edits);
    }
}

/// Returns the edits with which a resource of a policy names another bucket.
fn about<'m>(checker: &Checker<'_, 'm>, it: &Named<'m>, own: &Block) -> Vec<Edit> {
    let address = address_of(own);
    match it.reference {
        Some(reference) => match checker.target(reference).filter(|it| it.is_direct) {
            Some(target) => checker.replace(reference, format!("{address}.{}", target.attribute)),
            None => Vec::new(),
        },
        None => {
            let text = it.expression.literal_text().unwrap_or_default();
            let path = text.trim_start_matches("arn:aws:s3:::").find('/');
            let path = path.map_or("", |at| &text["arn:aws:s3:::".len() + at..]);
            checker.replace(it.expression, format!("\"${{{address}.arn}}{path}\""))
        }
    }
}

/// Statement of a policy, as it is written.
struct Statement<'m> {
    is_allowing: bool,
    actions: Vec<String>,
    resources: Vec<&'m Expression>,
    /// Expression that holds the resources.
    list: &'m Expression,
}

/// Returns the statements of a written policy; None if one of them is not clear.
fn written_statements<'m>(
    checker: &Checker<'_, 'm>,
    expression: &'m Expression,
) -> Option<Vec<Statement<'m>>> {
    let mut found = Vec::new();
    let mut add = |effect: Option<&'m Expression>,
                   actions: Option<&'m Expression>,
                   list: Option<&'m Expression>| {
        let (Some(actions), Some(list)) = (actions, list) else {
            return Some(());
        };
        let is_allowing = match effect {
            None => true,
            Some(it) => checker.index.value(it).to_text()? == "Allow",
        };
        let value = checker.index.value(actions);
        let actions: Option<Vec<String>> = items(Some(&value)).iter().map(Value::to_text).collect();
        found.push(Statement {
            is_allowing,
            actions: actions?,
            resources: match list.items() {
                Some(items) => items.iter().collect(),
                None => vec![list],
            },
            list,
        });
        Some(())
    };
    match checker.target(expression) {
        Some(document) if document.block.type_name() == Some("aws_iam_policy_document") => {
            if !is_only_use(checker, document.block) {
                return None;
            }
            for it in checker.nested(&document.block.body, "statement")? {
                let value = |name: &str| it.body.attribute(name).map(|it| &it.value);
                add(value("effect"), value("actions"), value("resources"))?;
            }
        }
        Some(_) => return None,
        None => {
            for it in written(expression) {
                let value = |key: &str| entry(it, key).map(|it| &it.value);
                add(value("Effect"), value("Action"), value("Resource"))?;
            }
        }
    }
    Some(found)
}

/// Whether an action is on objects, not on their bucket.
fn is_of_objects(action: &str) -> bool {
    OF_OBJECTS.iter().any(|it| action.starts_with(it))
}

/// Checks that actions on objects and on buckets name objects and buckets.
fn objects(checker: &mut Checker) {
    let kinds = IDENTITY_POLICIES.iter().chain(&["aws_s3_bucket_policy"]);
    for kind in kinds {
        for block in checker.created(kind) {
            let Some(policy) = block.body.attribute("policy") else {
                continue;
            };
            let is_of_bucket = *kind == "aws_s3_bucket_policy";
            let Some(all) = written_statements(checker, &policy.value) else {
                continue;
            };
            for at in 0..all.len() {
                let statement = &all[at];
                if !statement.is_allowing && !is_of_bucket {
                    continue;
                }
                let of: Option<Vec<Named>> = statement
                    .resources
                    .iter()
                    .map(|it| named(checker, it))
                    .collect();
                let Some(of) = of.filter(|it| !it.is_empty()) else {
                    continue;
                };
                let lacks = |wanted: bool| of.iter().all(|it| it.is_objects != wanted);
                // An action that another statement allows for the right resource works.
                let is_elsewhere = |action: &String, wanted: bool| {
                    all.iter().enumerate().any(|(other, it)| {
                        other != at
                            && !is_of_bucket
                            && it.actions.contains(action)
                            && it.resources.iter().any(|it| {
                                named(checker, it).is_none_or(|it| it.is_objects == wanted)
                            })
                    })
                };
                let bad = |wanted: bool| {
                    let mut actions = statement.actions.iter();
                    let action = actions.find(|it| match wanted {
                        true => is_of_objects(it),
                        false => OF_BUCKETS.contains(&it.as_str()),
                    });
                    action.filter(|it| lacks(wanted) && !is_elsewhere(it, wanted))
                };
                let Some((action, wanted)) = bad(true)
                    .map(|it| (it, true))
                    .or_else(|| bad(false).map(|it| (it, false)))
                else {
                    continue;
                };
                let is_all = statement.actions.iter().all(|it| match wanted {
                    true => is_of_objects(it),
                    false => OF_BUCKETS.contains(&it.as_str()),
                });
                let edits: Vec<Edit> = of
                    .iter()
                    .flat_map(|it| other_form(checker, it, statement.list, is_all))
                    .collect();
                let (message, what) = match wanted {
                    true => (
                        format!(
                            "`{action}` is on objects, and the statement names only the bucket"
                        ),
                        "name the objects in the bucket",
                    ),
                    false => (
                        format!("`{action}` is on a bucket, and the statement names only objects"),
                        "name the bucket",
                    ),
                };
                let id = match is_of_bucket {
                    true => "IG_DEPLOY_619",
                    false => "IG_DEPLOY_655",
                };
                let span = match checker.target(&policy.value) {
                    Some(_) => policy.span,
                    None => statement.list.span,
                };
                let found = checker.report(id, block, span, message);
                found.fix(Safety::Likely, what, edits);
            }
        }
    }
}

/// Returns the edits that name the objects of a bucket, or the bucket of objects.
fn other_form<'m>(
    checker: &Checker<'_, 'm>,
    it: &Named<'m>,
    list: &'m Expression,
    is_replaced: bool,
) -> Vec<Edit> {
    let own = checker.index.text(it.expression);
    let inner = own.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let text = match (it.is_objects, inner) {
        (false, Some(inner)) => format!("\"{inner}/*\""),
        (false, None) => format!("\"${{{own}}}/*\""),
        (true, Some(inner)) => match (
            it.reference,
            inner.rsplit_once("}/").or(inner.split_once('/')),
        ) {
            (Some(reference), _) if inner.starts_with("${") => {
                checker.index.text(reference).to_owned()
            }
            (Some(_), Some((begin, _))) => format!("\"{begin}}}\""),
            (None, Some((begin, _))) => quote(begin),
            _ => return Vec::new(),
        },
        (true, None) => return Vec::new(),
    };
    match (is_replaced, std::ptr::eq(list, it.expression)) {
        (true, _) => checker.replace(it.expression, text),
        (false, true) => checker.replace(it.expression, format!("[{own}, {text}]")),
        (false, false) => vec![Edit::insert(it.expression.span.end, format!(", {text}"))],
    }
}

/// Checks that arguments for ARNs take ARNs.
fn arns(checker: &mut Checker) {
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        let kind = block.type_name().unwrap_or_default();
        let mut bodies: Vec<&Body> = vec![&block.body];
        while let Some(body) = bodies.pop() {
            for nested in body.blocks() {
                bodies.push(&nested.body);
                if kind == "aws_s3_bucket_replication_configuration"
                    && nested.kind.text == "destination"
                    && let Some(bucket) = nested.body.attribute("bucket")
                {
                    arn(checker, block, &bucket.value);
                }
            }
            for attribute in body.attributes() {
                let name = attribute.name.text.as_str();
                let is_endpoint = kind == "aws_sns_topic_subscription"
                    && name == "endpoint"
                    && checker
                        .text(body, "protocol")
                        .is_some_and(|it| ["sqs", "lambda", "firehose"].contains(&it.as_str()));
                let is_own = ARNS.contains(&(kind, name));
                if name.ends_with("_arn") || is_endpoint || is_own {
                    arn(checker, block, &attribute.value);
                } else if name.ends_with("_arns") {
                    for item in checker.items(&attribute.value).unwrap_or_default() {
                        arn(checker, block, item);
                    }
                } else if let Some(("jsonencode", [object])) = attribute.value.call()
                    && name == "redrive_policy"
                    && let Some(target) = object.entry("deadLetterTargetArn")
                {
                    arn(checker, block, target);
                }
            }
        }
    }
}

/// Checks an expression whose value is an ARN.
fn arn<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, value: &'m Expression) {
    let Some(target) = checker.target(value) else {
        return;
    };
    let kind = target.kind();
    if !NO_ARN.contains(&(kind, target.attribute)) {
        return;
    }
    let edits = match target.is_direct {
        true => vec![Edit::replace(target.attribute_span, "arn")],
        false => Vec::new(),
    };
    let address = address_of(target.block);
    let message = format!(
        "`{address}.{}` is no ARN, which is wanted",
        target.attribute
    );
    let found = checker.report("IG_DEPLOY_740", block, value.span, message);
    found.fix(Safety::Safe, format!("use `{address}.arn`"), edits);
}

/// Checks that the code of a function is an archive, in the language of its runtime.
fn code(checker: &mut Checker) {
    for block in checker.created("aws_lambda_function") {
        let body = &block.body;
        if checker.text_or(body, "package_type", "Zip").as_deref() != Some("Zip") {
            continue;
        }
        let ending = |path: &str| {
            let (_, ending) = path.rsplit_once('.')?;
            (!ending.contains('/')).then(|| ending.to_owned())
        };
        let file = checker.text(body, "filename");
        if let Some(file) = &file
            && ending(file).is_some_and(|it| SOURCES.contains(&it.as_str()))
        {
            let message = format!("`{file}` is a source file, and Lambda takes a zip archive");
            let edits = packed(checker, block, file);
            let found = checker.report_at("IG_DEPLOY_742", block, body, "filename", message);
            found.fix(Safety::Likely, "pack the file", edits);
        }
        let Some(runtime) = checker.text(body, "runtime") else {
            continue;
        };
        let end = runtime.find(|c: char| !c.is_ascii_alphabetic());
        let language = &runtime[..end.unwrap_or(runtime.len())];
        let source = source(checker, body).or(file);
        let written = source.and_then(|it| {
            let ending = ending(&it)?;
            LANGUAGES.iter().find(|it| it.0 == ending).map(|it| it.1)
        });
        if let Some(written) = written
            && written != language
            && !["", "provided"].contains(&language)
        {
            let edits = match super::functions::admitted(written) {
                Some(better) => checker.replace_literal(body, "runtime", better),
                None => Vec::new(),
            };
            let message = format!("`{runtime}` does not run code of the language {written}");
            let found = checker.report_at("IG_DEPLOY_741", block, body, "runtime", message);
            found.fix(Safety::Likely, "use the runtime of the code", edits);
            continue;
        }
        let Some(handler) = checker.text(body, "handler") else {
            continue;
        };
        let colons = handler.matches("::").count();
        // The names of two languages, as their consoles and guides write them.
        let is_of = |names: &[&str]| names.contains(&handler.as_str());
        let is_foreign = match language {
            "python" => colons > 0,
            "nodejs" => colons > 0 || is_of(&["lambda_function.lambda_handler"]),
            "java" => colons > 1 || is_of(&["lambda_function.lambda_handler", "index.handler"]),
            "dotnet" => colons == 1 || is_of(&["lambda_function.lambda_handler", "index.handler"]),
            "ruby" => colons > 1,
            _ => false,
        };
        if is_foreign && !checker.is_requested(&handler) {
            let message = format!("the handler `{handler}` is not one of `{runtime}`");
            checker.report_at("IG_DEPLOY_741", block, body, "handler", message);
        }
    }
}

/// Returns the source file of the archive of a function, if it is one file.
fn source<'m>(checker: &Checker<'_, 'm>, body: &'m Body) -> Option<String> {
    let attribute = body.attribute("filename")?;
    let archive = checker.target(&attribute.value)?.block;
    if archive.type_name() != Some("archive_file") {
        return None;
    }
    checker.text(&archive.body, "source_file")
}

/// Returns the edits that pack a source file.
fn packed<'m>(checker: &Checker<'_, 'm>, block: &'m Block, file: &str) -> Vec<Edit> {
    let Some(value) = block.body.attribute("filename").map(|it| &it.value) else {
        return Vec::new();
    };
    if value.literal_text().is_none() || !block.is_single() {
        return Vec::new();
    }
    let name = name_of(block);
    if checker
        .index
        .declares(format!("data.archive_file.{name}").as_str())
    {
        return Vec::new();
    }
    let path = file.strip_prefix("${path.module}/").unwrap_or(file);
    let (stem, _) = path.rsplit_once('.').unwrap_or((path, ""));
    let text = format!(
        "data \"archive_file\" \"{name}\" {{\n  type        = \"zip\"\n  source_file = {}\n  output_path = {}\n}}",
        quote(file),
        quote(&format!("{stem}.zip"))
    );
    let archive = format!("data.archive_file.{name}");
    let mut edits = checker.replace(value, format!("{archive}.output_path"));
    match block.body.attribute("source_code_hash") {
        None => edits.extend(checker.set(
            block,
            &["source_code_hash"],
            &format!("{archive}.output_base64sha256"),
        )),
        Some(it) => {
            edits.extend(checker.replace(&it.value, format!("{archive}.output_base64sha256")))
        }
    }
    edits.push(crate::hcl::edit::before(checker.index.module, block, &text));
    edits
}

/// Checks that an alias names the zone of what it leads to.
fn aliases(checker: &mut Checker) {
    for block in checker.created("aws_route53_record") {
        for alias in block.body.blocks_of("alias") {
            let (Some(name), Some(zone)) = (
                alias.body.attribute("name"),
                alias.body.attribute("zone_id"),
            ) else {
                continue;
            };
            let target = checker.target(&name.value);
            let row = target.and_then(|it| {
                ALIASED
                    .iter()
                    .find(|row| (row.0, row.1) == (it.kind(), it.attribute))
            });
            let of_name = checker.index.value(&name.value).to_text();
            let is_distribution = row
                .is_some_and(|it| it.2 == "hosted_zone_id" && it.0.contains("cloudfront"))
                || of_name.is_some_and(|it| it.trim_end_matches('.').ends_with(".cloudfront.net"));
            let literal = checker.index.value(&zone.value).to_text();
            let is_wrong = match (&literal, checker.target(&zone.value)) {
                (Some(id), _) => {
                    (is_distribution || row.is_some())
                        && is_distribution != (id == DISTRIBUTIONS)
                        && !(row.is_some_and(|it| it.1 == "cloudfront_domain_name"))
                        && (is_distribution || id == DISTRIBUTIONS)
                }
                (None, Some(of)) => match (target, row) {
                    (Some(target), Some(row)) if same(of.block, target.block) => {
                        of.attribute != row.2
                            && ALIASED.iter().any(|it| it.0 == row.0)
                            && ["id", "arn", "zone_id", "hosted_zone_id"].contains(&of.attribute)
                    }
                    (_, Some(_)) => {
                        of.kind() == "aws_route53_zone"
                            || of.block.type_name() == Some("aws_route53_zone")
                    }
                    _ => is_distribution && of.block.type_name() == Some("aws_route53_zone"),
                },
                _ => false,
            };
            if !is_wrong {
                continue;
            }
            let (text, what) = match (target, row) {
                (Some(target), Some(row)) if target.is_direct && target.block.is_single() => {
                    let text = format!("{}.{}", address_of(target.block), row.2);
                    (text.clone(), format!("use `{text}`"))
                }
                _ if is_distribution => (quote(DISTRIBUTIONS), format!("use `{DISTRIBUTIONS}`")),
                _ => (String::new(), String::new()),
            };
            let edits = match text.is_empty() {
                true => Vec::new(),
                false => checker.replace(&zone.value, text),
            };
            let message = match literal {
                Some(id) => format!("`{id}` is not the zone of what the alias leads to"),
                None => "an alias names the zone of what it leads to, not its own".to_owned(),
            };
            let found = checker.report("IG_DEPLOY_827", block, zone.span, message);
            found.fix(Safety::Likely, what, edits);
        }
    }
}
