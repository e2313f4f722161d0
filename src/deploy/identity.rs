//! Checks roles, policies, keys, secrets, parameters and names.

use super::checker::{Checker, Target, address_of};
use super::policy::{
    allows, entry, items, names_principal, policy, span_of_entry, statements, written,
};
use crate::hcl::edit::{self, quote};
use crate::hcl::{Block, Body, Edit, Expression, ExpressionKind, Span, Value};
use crate::rewrite::Safety;
use foldhash::HashSet;

/// Accounts of examples.
const ACCOUNTS: &[&str] = strings! {
    "000000000000", "111111111111", "111122223333", "123456789012", "999999999999", "012345678901",
};
/// Resources with a policy for an identity, and its argument.
pub(super) const IDENTITY_POLICIES: &[&str] = strings! {
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
};
/// Arguments that take the name of a role.
const ROLE_NAMES: &[&str] = strings! {
    "aws_iam_role_policy_attachment", "aws_iam_role_policy", "aws_iam_instance_profile",
};
/// Maximum characters of the policies in an identity, without blanks.
///
/// Source: IAM User Guide, IAM and AWS STS quotas, read 2026-11.
const POLICY_CHARS_MAX: &[(&str, usize)] = &[
    ("aws_iam_policy", 6144),
    ("aws_iam_role_policy", 10_240),
    ("aws_iam_user_policy", 2048),
    ("aws_iam_group_policy", 5120),
];
/// Types whose names have rules of their own.
const CHECKED_ELSEWHERE: &[&str] = strings! {
    "aws_alb", "aws_db_instance", "aws_elb", "aws_lb", "aws_lb_target_group", "aws_rds_cluster",
    "aws_rds_cluster_instance", "aws_s3_bucket", "aws_security_group",
};
/// Maximum managed policies of a role in a new account.
const ATTACHMENTS_MAX: usize = 10;

pub(super) fn check(checker: &mut Checker) {
    managed(checker);
    trust(checker);
    identity(checker);
    role_names(checker);
    keys(checker);
    parameters(checker);
    names(checker);
    tags(checker);
    accounts(checker);
}

/// Returns the expressions that hold ARNs of policies, with their resources.
fn policy_arns<'m>(checker: &Checker<'_, 'm>) -> Vec<(&'m Block, &'m Expression)> {
    let mut found = Vec::new();
    for block in checker.index.closed() {
        if !matches!(block.kind.text.as_str(), "resource" | "data" | "locals") {
            continue;
        }
        let mut bodies: Vec<&'m Body> = vec![&block.body];
        while let Some(body) = bodies.pop() {
            bodies.extend(body.blocks().map(|it| &it.body));
            for attribute in body.attributes() {
                let mut open = vec![&attribute.value];
                while let Some(expression) = open.pop() {
                    match expression.literal_text() {
                        Some(text) if text.contains(":policy/") => found.push((block, expression)),
                        Some(_) => {}
                        None => expression.for_each_child(&mut |it| open.push(it)),
                    }
                }
            }
        }
    }
    found
}

/// Checks that AWS has the policies that it is said to manage.
fn managed(checker: &mut Checker) {
    let Some(facts) = checker.options.facts else {
        return;
    };
    let region = checker.region();
    let own = region.and_then(|region| facts.partition(&region));
    for (block, value) in policy_arns(checker) {
        let arn = value.literal_text().unwrap_or_default();
        let begin = arn.split_once("::aws:policy/").map(|(begin, _)| begin);
        let foreign = begin.and_then(|it| it.strip_prefix("arn:")?.strip_suffix(":iam"));
        if let (Some(foreign), Some(own)) = (foreign, own)
            && foreign != own
        {
            let right = arn.replacen(foreign, own, 1);
            let edits = checker.replace(value, quote(&right));
            let message = format!("the region is in the partition `{own}`, not `{foreign}`");
            let found = checker.report("IG_DEPLOY_653", block, value.span, message);
            found.fix(Safety::Safe, format!("use `{right}`"), edits);
            continue;
        }
        let mut parts = arn.splitn(6, ':');
        let is_arn = parts.next() == Some("arn");
        let partition = parts.next().unwrap_or_default();
        let rest = arn.split_once("::aws:policy/").map(|(_, rest)| rest);
        let Some(name) = rest.filter(|_| is_arn && partition == "aws") else {
            continue;
        };
        if facts.is_managed_policy(name) || name.contains(['*', '?']) {
            continue;
        }
        let last = name.rsplit('/').next().unwrap_or_default();
        let better = facts
            .managed_policy_named(last)
            .or_else(|| facts.managed_policy_like(last));
        let edits = better.map_or_else(Vec::new, |it| {
            checker.replace(value, quote(&format!("arn:aws:iam::aws:policy/{it}")))
        });
        let message = format!("AWS manages no policy `{name}`");
        let found = checker.report("IG_DEPLOY_631", block, value.span, message);
        found.fix(
            Safety::Safe,
            format!("use `{}`", better.unwrap_or_default()),
            edits,
        );
    }
}

/// Returns a policy that is written in an argument, and its statements.
fn read<'m>(
    checker: &Checker<'_, 'm>,
    body: &'m Body,
    name: &str,
) -> Option<(&'m Expression, Value)> {
    let attribute = body.attribute(name)?;
    let value = policy(checker, &attribute.value)?;
    Some((&attribute.value, value))
}

/// Returns the edits that remove an entry from every statement of a written policy.
fn without<'m>(checker: &Checker<'_, 'm>, expression: &'m Expression, key: &str) -> Vec<Edit> {
    if let Some(document) = checker.target(expression) {
        // Another resource can need what this one may not have.
        if !is_only_use(checker, document.block) {
            return Vec::new();
        }
        let mut spans = Vec::new();
        for statement in document.block.body.blocks_of("statement") {
            match key {
                "Resource" => {
                    let resources = statement.body.attribute("resources");
                    spans.extend(resources.map(|it| it.span));
                }
                _ => spans.extend(statement.body.blocks_of("principals").map(|it| it.span)),
            }
        }
        return spans
            .into_iter()
            .map(|it| edit::remove(checker.index.module, it))
            .collect();
    }
    let statements = written(expression).into_iter();
    let entries = statements.filter_map(|it| entry(it, key));
    entries
        .map(|it| edit::remove(checker.index.module, it.span))
        .collect()
}

/// Whether one reference of the module is to a block.
pub(super) fn is_only_use(checker: &Checker, block: &Block) -> bool {
    let address = block.borrowed_address();
    block.is_single() && address.is_some_and(|it| checker.index.uses(it).len() == 1)
}

/// Returns the expressions that the statements of a policy name as resources.
pub(super) fn resources<'m>(
    checker: &Checker<'_, 'm>,
    expression: &'m Expression,
) -> Vec<&'m Expression> {
    let named: Vec<&'m Expression> = match checker.target(expression) {
        Some(document) => {
            let statements = document.block.body.blocks_of("statement");
            let named = statements.filter_map(|it| it.body.attribute("resources"));
            named.map(|it| &it.value).collect()
        }
        None => {
            let statements = written(expression).into_iter();
            let named = statements.filter_map(|it| entry(it, "Resource"));
            named.map(|it| &it.value).collect()
        }
    };
    let items = named.into_iter();
    items
        .flat_map(|it| it.items().unwrap_or(std::slice::from_ref(it)))
        .collect()
}

fn trust(checker: &mut Checker) {
    for block in checker.created("aws_iam_role") {
        let Some((expression, policy)) = read(checker, &block.body, "assume_role_policy") else {
            continue;
        };
        let Some(list) = statements(&policy) else {
            continue;
        };
        versions(checker, block, expression, &policy);
        if list.iter().any(|it| it.get("Resource").is_some()) {
            let edits = without(checker, expression, "Resource");
            let span = span_of_entry(expression, "Resource");
            let message = "a trust policy has no `Resource`: it is about the role";
            let found = checker.report("IG_DEPLOY_632", block, span, message);
            found.fix(
                Safety::Safe,
                "remove `Resource` from the trust policy",
                edits,
            );
        }
        if list
            .iter()
            .any(|it| it.get("Principal").is_none() && it.get("NotPrincipal").is_none())
        {
            let message = "a trust policy names who may assume the role";
            checker.report("IG_DEPLOY_633", block, expression.span, message);
        }
        let actions = list.iter().flat_map(|it| items(it.get("Action")));
        let foreign = actions
            .filter_map(Value::to_text)
            .find(|it| !it.to_ascii_lowercase().starts_with("sts:") && !it.contains('*'));
        if let Some(action) = foreign {
            let span = span_of_entry(expression, "Action");
            let message = format!("`{action}` is no action of a trust policy");
            checker.report("IG_DEPLOY_634", block, span, message);
        }
        services(checker, block, expression, &list);
    }
}

/// Checks that service principals have the form of one.
fn services<'m>(
    checker: &mut Checker<'_, 'm>,
    block: &'m Block,
    expression: &'m Expression,
    list: &[&Value],
) {
    let principals = list.iter().filter_map(|it| it.get("Principal"));
    let names = principals.flat_map(|it| items(it.get("Service")));
    let names: Vec<String> = names.filter_map(Value::to_text).collect();
    for name in names {
        let is_one = name.ends_with(".amazonaws.com")
            || name.ends_with(".amazonaws.com.cn")
            || name.ends_with(".amazon.com")
            || name.ends_with(".internal");
        if is_one || name == "*" || name.starts_with("arn:") {
            continue;
        }
        let is_word = name
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
        let mut edits = Vec::new();
        if is_word {
            for statement in written(expression) {
                let Some(principal) = entry(statement, "Principal") else {
                    continue;
                };
                let mut open = vec![&principal.value];
                while let Some(it) = open.pop() {
                    if it.literal_text() == Some(name.as_str()) {
                        edits.extend(checker.replace(it, quote(&format!("{name}.amazonaws.com"))));
                    }
                    it.for_each_child(&mut |child| open.push(child));
                }
            }
        }
        let message = format!("`{name}` is not the name of a service");
        let found = checker.report("IG_DEPLOY_635", block, expression.span, message);
        found.fix(
            Safety::Likely,
            format!("write `{name}.amazonaws.com`"),
            edits,
        );
    }
}

/// Returns the entry of a statement that IAM does not know, and why.
fn misspelt(statement: &Value) -> Option<(String, String)> {
    const KEYS: &[&str] = strings! {
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
        "Condition",
    };
    let Value::Object(entries) = statement else {
        return None;
    };
    entries.iter().find_map(|(key, value)| {
        // Names are compared without regard to case, and a value with it.
        if !KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)) {
            return Some((
                key.to_string(),
                format!("a statement has no element `{key}`"),
            ));
        }
        let Value::Text(effect) = value else {
            return None;
        };
        let is_wrong = &**key == "Effect" && !["Allow", "Deny"].contains(&effect.as_str());
        is_wrong.then(|| {
            (
                key.to_string(),
                format!("`{effect}` is neither `Allow` nor `Deny`"),
            )
        })
    })
}

fn identity(checker: &mut Checker) {
    for kind in IDENTITY_POLICIES {
        for block in checker.created(kind) {
            let Some((expression, policy)) = read(checker, &block.body, "policy") else {
                continue;
            };
            versions(checker, block, expression, &policy);
            let Some(list) = statements(&policy) else {
                continue;
            };
            let is_document = checker.target(expression).is_some();
            if list.iter().any(|it| it.get("Principal").is_some()) {
                let edits = without(checker, expression, "Principal");
                let span = span_of_entry(expression, "Principal");
                let message = "the policy of an identity names no principal";
                let found = checker.report("IG_DEPLOY_636", block, span, message);
                found.fix(Safety::Likely, "remove `Principal` from the policy", edits);
            }
            if !is_document && let Some((key, message)) = list.iter().find_map(|it| misspelt(it)) {
                let span = span_of_entry(expression, &key);
                checker.report("IG_DEPLOY_652", block, span, message);
                continue;
            }
            let lacks =
                |it: &&Value| it.get("Resource").is_none() && it.get("NotResource").is_none();
            if list.iter().any(lacks) {
                let message = "a statement names no resource";
                checker.report("IG_DEPLOY_637", block, expression.span, message);
            }
            let actions = list.iter().flat_map(|it| items(it.get("Action")));
            let bare = actions
                .filter_map(Value::to_text)
                .find(|it| !it.contains(':') && it != "*");
            if let Some(action) = bare {
                let message = format!("`{action}` names no service, as `s3:GetObject` does");
                let span = if is_document {
                    expression.span
                } else {
                    span_of_entry(expression, "Action")
                };
                checker.report("IG_DEPLOY_638", block, span, message);
            }
            let resources = list.iter().flat_map(|it| items(it.get("Resource")));
            let mut named = resources.filter_map(|it| match it {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            });
            let bare = named.find(|it| !it.starts_with("arn:") && !it.starts_with('*'));
            let by_name = self::resources(checker, expression)
                .into_iter()
                .filter_map(|it| checker.target(it))
                .find(|it| NAMED_BY.contains(&(it.kind(), it.attribute)));
            let resource = match by_name {
                Some(it) => Some(format!("{}.{}", address_of(it.block), it.attribute)),
                None => bare,
            };
            if let Some(resource) = resource {
                let message = format!("`{resource}` is no ARN");
                let span = span_of_entry(expression, "Resource");
                let edits = match by_name {
                    Some(it) if it.is_direct => vec![Edit::replace(it.attribute_span, "arn")],
                    _ => Vec::new(),
                };
                let found = checker.report("IG_DEPLOY_639", block, span, message);
                found.fix(Safety::Safe, "use the ARN of the resource", edits);
            }
            let most = POLICY_CHARS_MAX.iter().find(|(it, _)| it == kind);
            if let Some((_, most)) = most
                && policy.is_known()
            {
                let size = compact(&policy);
                if size > *most {
                    let message =
                        format!("the policy has {size} characters, at most {most} are possible");
                    checker.report("IG_DEPLOY_641", block, expression.span, message);
                }
            }
        }
    }
    for block in checker.created("aws_iam_role") {
        let Some(attachments) = checker.children("aws_iam_role_policy_attachment", "role", block)
        else {
            continue;
        };
        if attachments.len() > ATTACHMENTS_MAX {
            let message = format!(
                "{} managed policies are attached to the role",
                attachments.len()
            );
            checker.report("IG_DEPLOY_642", block, block.header, message);
        }
    }
}

/// Types and attributes that are a name, where a policy wants an ARN.
///
/// Source: AWS provider 5.100, the attributes of each resource, 2025-06.
const NAMED_BY: &[(&str, &str)] = &[
    ("aws_s3_bucket", "bucket"),
    ("aws_s3_bucket", "id"),
    ("aws_dynamodb_table", "id"),
    ("aws_dynamodb_table", "name"),
    ("aws_lambda_function", "function_name"),
    ("aws_sqs_queue", "id"),
    ("aws_sqs_queue", "name"),
    ("aws_sqs_queue", "url"),
    ("aws_sns_topic", "name"),
    ("aws_kinesis_stream", "name"),
];

/// Returns the least number of characters of a value as JSON.
fn compact(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.chars().filter(|it| !it.is_whitespace()).count() + 2,
        Value::List(items) => {
            // A policy document leaves out what is listed twice.
            let mut seen: HashSet<&str> = HashSet::default();
            let kept = items.iter().filter(|item| match item {
                Value::Text(text) => seen.insert(text),
                _ => true,
            });
            let sizes: Vec<usize> = kept.map(compact).collect();
            1 + sizes.len().max(1) + sizes.iter().sum::<usize>()
        }
        Value::Object(entries) => {
            let sizes = entries
                .iter()
                .map(|(key, value)| key.len() + 3 + compact(value));
            1 + entries.len().max(1) + sizes.sum::<usize>()
        }
        _ => 4,
    }
}

fn versions<'m>(
    checker: &mut Checker<'_, 'm>,
    block: &'m Block,
    expression: &'m Expression,
    policy: &Value,
) {
    let Some(Value::Text(version)) = policy.get("Version") else {
        return;
    };
    if matches!(version.as_str(), "2012-10-17" | "2008-10-17") {
        return;
    }
    let object = expression
        .call()
        .and_then(|(_, arguments)| arguments.first());
    let written = object.and_then(|it| it.entry("Version"));
    let edits = match written {
        Some(it) if it.literal_text().is_some() => checker.replace(it, quote("2012-10-17")),
        Some(_) => Vec::new(),
        None => {
            // A text of JSON.
            let own = quote(version);
            let mut places = checker.index.text(expression).match_indices(&own);
            match (places.next(), places.next()) {
                (Some((at, _)), None) => {
                    let start = expression.span.start + at;
                    let span = Span::new(start, start + own.len());
                    vec![Edit::replace(span, quote("2012-10-17"))]
                }
                _ => Vec::new(),
            }
        }
    };
    let span = written.map_or(expression.span, |it| it.span);
    let message = format!("`{version}` is no version of the policy language");
    let found = checker.report("IG_DEPLOY_640", block, span, message);
    found.fix(Safety::Safe, "write the version 2012-10-17", edits);
}

fn role_names(checker: &mut Checker) {
    for kind in ROLE_NAMES {
        for block in checker.created(kind) {
            let Some(target) = checker.target_in(&block.body, "role") else {
                continue;
            };
            if target.kind() != "aws_iam_role" || target.attribute != "arn" {
                continue;
            }
            let edits = match target.is_direct {
                true => vec![Edit::replace(target.attribute_span, "name")],
                false => Vec::new(),
            };
            let address = address_of(target.block);
            let message = "the name of the role is wanted, not its ARN";
            let found = checker.report_at("IG_DEPLOY_643", block, &block.body, "role", message);
            found.fix(Safety::Safe, format!("use `{address}.name`"), edits);
        }
    }
}

fn keys(checker: &mut Checker) {
    for block in checker.created("aws_kms_key") {
        let Some((expression, policy)) = read(checker, &block.body, "policy") else {
            continue;
        };
        let Some(list) = statements(&policy) else {
            continue;
        };
        let skips = checker.flag_or(&block.body, "bypass_policy_lockout_safety_check", false);
        // An unknown part can be what keeps the key manageable.
        let may_manage = list.iter().filter(|it| allows(it)).any(|it| {
            let actions = items(it.get("Action"));
            actions.iter().any(|action| match action {
                Value::Text(text) => {
                    let text = text.to_ascii_lowercase();
                    text == "*"
                        || text == "kms:*"
                        || text.starts_with("kms:put")
                        || text == "kms:p*"
                }
                _ => true,
            })
        });
        if !may_manage && skips == Some(false) {
            let message = "nobody may change the policy of the key later";
            let edits = with_statement(checker, expression, ROOT);
            let found = checker.report("IG_DEPLOY_644", block, expression.span, message);
            found.fix(Safety::Likely, "let the account manage the key", edits);
        }
    }
    for block in checker.created("aws_cloudwatch_log_group") {
        let Some(target) = checker.target_in(&block.body, "kms_key_id") else {
            continue;
        };
        if target.kind() != "aws_kms_key" || !target.block.is_single() {
            continue;
        }
        let address = address_of(target.block);
        if matches!(target.attribute, "id" | "key_id") {
            let edits = match target.is_direct {
                true => vec![Edit::replace(target.attribute_span, "arn")],
                false => Vec::new(),
            };
            let message = "the ARN of the key is wanted, not its id";
            let found =
                checker.report_at("IG_DEPLOY_645", block, &block.body, "kms_key_id", message);
            found.fix(Safety::Safe, format!("use `{address}.arn`"), edits);
        }
        if admits(checker, target.block, "logs.") == Some(false) {
            let message = format!("CloudWatch Logs may not use `{address}`");
            let edits = match checker.region_of(block) {
                Some(region) => admit(
                    checker,
                    target.block,
                    &format!("logs.{region}.amazonaws.com"),
                ),
                None => Vec::new(),
            };
            let found =
                checker.report_at("IG_DEPLOY_646", block, &block.body, "kms_key_id", message);
            found.fix(Safety::Likely, "let CloudWatch Logs use the key", edits);
        }
    }
    senders(checker);
    for block in checker.created("aws_kms_alias") {
        let name = checker.text(&block.body, "name").unwrap_or_default();
        if name.starts_with("alias/aws/") {
            let message = "names under `alias/aws/` are for keys of AWS";
            checker.report_at("IG_DEPLOY_647", block, &block.body, "name", message);
        }
    }
}

/// Checks that what sends to an encrypted queue or topic may use its key.
///
/// Source: Amazon SQS Developer Guide, Key management; Amazon SNS Developer Guide, Key management;
/// read 2026-11.
fn senders(checker: &mut Checker) {
    let mut all: Vec<(&Block, Target, &str)> = Vec::new();
    for block in checker.created("aws_sns_topic_subscription") {
        let target = checker.target_in(&block.body, "endpoint");
        all.extend(target.map(|it| (block, it, "sns.amazonaws.com")));
    }
    for block in checker.created("aws_cloudwatch_event_target") {
        let target = checker.target_in(&block.body, "arn");
        all.extend(target.map(|it| (block, it, "events.amazonaws.com")));
    }
    for block in checker.created("aws_s3_bucket_notification") {
        for (kind, argument) in [("queue", "queue_arn"), ("topic", "topic_arn")] {
            for nested in block.body.blocks_of(kind) {
                let target = checker.target_in(&nested.body, argument);
                all.extend(target.map(|it| (block, it, "s3.amazonaws.com")));
            }
        }
    }
    for (block, target, service) in all {
        if !matches!(target.kind(), "aws_sqs_queue" | "aws_sns_topic") {
            continue;
        }
        let key = checker.target_in(&target.block.body, "kms_master_key_id");
        let Some(key) = key.filter(|it| it.kind() == "aws_kms_key" && it.block.is_single()) else {
            continue;
        };
        let name = service.split('.').next().unwrap_or_default();
        if admits(checker, key.block, &format!("{name}.")) == Some(false) {
            let (own, key_address) = (address_of(target.block), address_of(key.block));
            let message = format!("`{service}` may not use `{key_address}`, the key of `{own}`");
            let edits = admit(checker, key.block, service);
            let found = checker.report("IG_DEPLOY_654", block, block.header, message);
            found.fix(Safety::Likely, "let the service use the key", edits);
        }
    }
}

/// Returns whether a service may use a key; None if that is unknown.
///
/// `prefix` is the begin of the name of the service.
fn admits<'m>(checker: &Checker<'_, 'm>, key: &'m Block, prefix: &str) -> Option<bool> {
    let apart = checker.children("aws_kms_key_policy", "key_id", key)?;
    let holders: Vec<&Body> = match apart.as_slice() {
        [] => vec![&key.body],
        some => some.iter().map(|it| &it.body).collect(),
    };
    for body in holders {
        // The policy that AWS gives a key names no service.
        let Some(it) = body.attribute("policy") else {
            continue;
        };
        let value = policy(checker, &it.value)?;
        let mut list = statements(&value)?.into_iter().filter(|it| allows(it));
        if list.any(|it| names_service(it, prefix)) {
            return Some(true);
        }
    }
    Some(false)
}

/// Whether a statement is for a service, or may be.
fn names_service(statement: &Value, prefix: &str) -> bool {
    let Some(principal) = statement.get("Principal") else {
        return false;
    };
    let Value::Object(_) = principal else {
        return true;
    };
    if names_principal(statement, "Service", "*") == Some(true) {
        return true;
    }
    items(principal.get("Service")).iter().any(|it| match it {
        Value::Text(text) => text.starts_with(prefix) || text == "*",
        _ => true,
    })
}

/// Statement by which the policies of an account decide about a key: principal, action, data source.
const ROOT: [&str; 2] = [
    "AWS = \"arn:aws:iam::${data.aws_caller_identity.current.account_id}:root\"",
    "\"kms:*\"",
];

/// Returns the edits that let a service use a key.
fn admit<'m>(checker: &Checker<'_, 'm>, key: &'m Block, service: &str) -> Vec<Edit> {
    let apart = checker.children("aws_kms_key_policy", "key_id", key);
    let principal = format!("Service = {}", quote(service));
    let statement = [
        principal.as_str(),
        "[\"kms:Decrypt\", \"kms:DescribeKey\", \"kms:Encrypt\", \"kms:GenerateDataKey*\", \"kms:ReEncrypt*\"]",
    ];
    match (apart.as_deref(), key.body.attribute("policy")) {
        (Some([]), Some(it)) => with_statement(checker, &it.value, statement),
        (Some([]), None) => {
            let text = [ROOT, statement].map(statement_text).join(", ");
            let policy = format!(
                "jsonencode({{\n    Version   = \"2012-10-17\"\n    Statement = [{text}]\n  }})"
            );
            let mut edits = checker.set(key, &["policy"], &policy);
            edits.extend(caller(checker));
            edits
        }
        (Some([one]), None) => match one.body.attribute("policy") {
            Some(it) => with_statement(checker, &it.value, statement),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Returns a statement of the policy of a key.
fn statement_text([principal, action]: [&str; 2]) -> String {
    format!(
        "{{\n      Effect    = \"Allow\"\n      Principal = {{ {principal} }}\n      Action    = {action}\n      Resource  = \"*\"\n    }}"
    )
}

/// Returns the edits that add a statement to the policy of a key.
fn with_statement<'m>(
    checker: &Checker<'_, 'm>,
    expression: &'m Expression,
    statement: [&str; 2],
) -> Vec<Edit> {
    let module = checker.index.module;
    let mut edits = match checker.target(expression) {
        Some(document) if is_only_use(checker, document.block) => {
            let [principal, action] = statement;
            let (kind, name) = principal.split_once(" = ").unwrap_or_default();
            let actions = match action.starts_with('[') {
                true => action.to_owned(),
                false => format!("[{action}]"),
            };
            let text = format!(
                "statement {{\n  actions   = {actions}\n  resources = [\"*\"]\n\n  principals {{\n    type        = \"{kind}\"\n    identifiers = [{name}]\n  }}\n}}"
            );
            edit::insert(module, document.block, &text)
        }
        Some(_) => Vec::new(),
        None => {
            let object = expression.call().filter(|it| it.0 == "jsonencode");
            let object = object.and_then(|it| it.1.first());
            let list = object.and_then(|it| it.entry("Statement"));
            match list.and_then(|it| it.items()?.last()) {
                Some(last) => {
                    let text = format!(", {}", statement_text(statement));
                    vec![Edit::insert(last.span.end, text)]
                }
                None => Vec::new(),
            }
        }
    };
    if statement == ROOT && !edits.is_empty() {
        edits.extend(caller(checker));
    }
    edits
}

/// Returns the edits that look up the account, unless the module does.
fn caller(checker: &Checker) -> Vec<Edit> {
    let address = crate::hcl::Address {
        mode: "data",
        kind: "aws_caller_identity",
        name: "current",
    };
    match checker.index.declares(address) {
        true => Vec::new(),
        false => edit::append(
            checker.index.module,
            "data \"aws_caller_identity\" \"current\" {}",
        ),
    }
}

fn parameters(checker: &mut Checker) {
    for block in checker.created("aws_ssm_parameter") {
        let name = checker.text(&block.body, "name").unwrap_or_default();
        let first = name.trim_start_matches('/').to_ascii_lowercase();
        if first.starts_with("aws") || first.starts_with("ssm") {
            let message = format!("the name `{name}` begins with `aws` or `ssm`");
            let rest = name.trim_start_matches('/')[3..].trim_start_matches(['/', '-', '_', '.']);
            let edits = match rest.is_empty() || !rest.starts_with(|c: char| c.is_ascii_lowercase())
            {
                true => Vec::new(),
                false => checker.replace_literal(&block.body, "name", &format!("/{rest}")),
            };
            let found = checker.report_at("IG_DEPLOY_648", block, &block.body, "name", message);
            found.fix(Safety::Likely, format!("use the name `/{rest}`"), edits);
        }
    }
}

/// Checks the length and the characters of names.
fn names(checker: &mut Checker) {
    let Some(facts) = checker.options.facts else {
        return;
    };
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        let kind = block.type_name().unwrap_or_default();
        if CHECKED_ELSEWHERE.contains(&kind) || !checker.is_created(block) {
            continue;
        }
        for attribute in block.body.attributes() {
            let argument = attribute.name.text.as_str();
            let is_name = argument.ends_with("name")
                || argument.ends_with("identifier")
                || matches!(
                    argument,
                    "family" | "domain" | "cluster_id" | "replication_group_id"
                );
            if !is_name {
                continue;
            }
            let Some(rule) = facts.name_rule(kind, argument) else {
                continue;
            };
            // The provider makes a name for an empty one.
            let name = checker.text(&block.body, argument);
            let Some(name) = name.filter(|it| !it.is_empty()) else {
                continue;
            };
            let Some(reason) = rule.refusal(&name) else {
                continue;
            };
            let better = repaired(&name);
            let is_own = attribute.value.literal_text().is_some()
                && checker.is_written_once(&attribute.value, &name);
            let edits = match is_own && rule.refusal(&better).is_none() {
                true => checker.replace(&attribute.value, quote(&better)),
                false => Vec::new(),
            };
            let message = format!("`{name}` is no valid `{argument}`: {reason}");
            let found = checker.report("IG_DEPLOY_649", block, attribute.span, message);
            found.fix(Safety::Likely, format!("write `{better}`"), edits);
        }
    }
}

/// Returns a name with hyphens and lower case in place of what names often may not hold.
fn repaired(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        match letter {
            'a'..='z' | '0'..='9' => text.push(letter),
            'A'..='Z' => text.push(letter.to_ascii_lowercase()),
            // A word keeps its parts apart by one hyphen.
            _ if text.ends_with('-') => {}
            '\'' => {}
            _ => text.push('-'),
        }
    }
    text.trim_matches('-').to_owned()
}

/// Checks for keys of tags that AWS keeps for itself.
fn tags(checker: &mut Checker) {
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        if !block.type_name().unwrap_or_default().starts_with("aws_") {
            continue;
        }
        let Some(attribute) = block.body.attribute("tags") else {
            continue;
        };
        let Some(entries) = attribute.value.entries() else {
            continue;
        };
        for it in entries {
            let key = it.key.literal_text().unwrap_or_default();
            if key.len() >= 4 && key.is_char_boundary(4) && key[..4].eq_ignore_ascii_case("aws:") {
                let edits = vec![edit::remove(checker.index.module, it.span)];
                let message = format!("the key `{key}` begins with `aws:`");
                let found = checker.report("IG_DEPLOY_650", block, it.span, message);
                found.fix(Safety::Likely, format!("remove the tag `{key}`"), edits);
            }
        }
    }
}

/// Resources that an ARN names: its beginning after the service, a type with the argument that holds
/// the name, and the name of a variable.
const NAMED: &[(&str, &str, &str, &str)] = &[
    ("acm:certificate/", "", "", "certificate_arn"),
    ("dynamodb:table/", "aws_dynamodb_table", "name", "table_arn"),
    (
        "iam:instance-profile/",
        "aws_iam_instance_profile",
        "name",
        "instance_profile_arn",
    ),
    ("iam:policy/", "aws_iam_policy", "name", "policy_arn"),
    ("iam:role/", "aws_iam_role", "name", "role_arn"),
    ("iam:user/", "aws_iam_user", "name", "user_arn"),
    ("kms:key/", "", "", "kms_key_arn"),
    (
        "lambda:function:",
        "aws_lambda_function",
        "function_name",
        "function_arn",
    ),
    ("secretsmanager:secret:", "", "", "secret_arn"),
    ("sns:", "aws_sns_topic", "name", "topic_arn"),
    ("sqs:", "aws_sqs_queue", "name", "queue_arn"),
];

/// Checks for ARNs with the account of an example.
///
/// What the module has is referred to, what it lacks is asked for, and in a policy the account is
/// the one that Terraform runs in.
fn accounts(checker: &mut Checker) {
    // Few modules have the number of an account.
    let bytes = checker.index.module.text.as_bytes();
    let digits = bytes.split(|byte| !byte.is_ascii_digit());
    if digits.map(<[u8]>::len).all(|length| length < 12) {
        return;
    }
    for block in checker.index.closed() {
        if !matches!(block.kind.text.as_str(), "resource" | "data" | "locals") {
            continue;
        }
        let text = &checker.index.module.text[block.span.range()];
        if !ACCOUNTS.iter().any(|it| text.contains(it)) {
            continue;
        }
        // One diagnostic for a block: all of its ARNs have one remedy.
        let (mut edits, mut first, mut is_in_policy) = (Vec::new(), None, false);
        let mut names: Vec<(String, String)> = Vec::new();
        for value in block.body.expressions() {
            if !matches!(value.kind, ExpressionKind::Template { .. }) {
                continue;
            }
            let start = value.span.start;
            let source = checker.index.text(value);
            let own = value.literal_text().filter(|it| ACCOUNTS.contains(it));
            if let Some(account) = own.filter(|it| !checker.is_requested(it))
                && block.kind.text == "locals"
            {
                first.get_or_insert((value.span, account.to_owned()));
                is_in_policy = true;
                let own = "data.aws_caller_identity.current.account_id";
                edits.push(Edit::replace(value.span, own));
            }
            let mut at = 0;
            while let Some(found) = source[at..].find("arn:aws:").map(|it| it + at) {
                at = found + 8;
                let rest = source[found..].split(['"', '\n', ' ', '\'']);
                let arn = rest.into_iter().next().unwrap_or_default();
                let account = arn.split(':').nth(4).unwrap_or_default();
                if !ACCOUNTS.contains(&account) || checker.is_requested(account) {
                    continue;
                }
                let offset = start + found + arn.find(account).unwrap_or_default();
                let span = Span::new(offset, offset + account.len());
                first.get_or_insert((span, account.to_owned()));
                let is_whole = value.literal_text() == Some(arn);
                let outside = is_whole
                    .then(|| outside(checker, block, arn, &mut names))
                    .flatten();
                match outside {
                    Some((reference, declared)) => {
                        edits.push(Edit::replace(value.span, reference));
                        edits.extend(declared);
                    }
                    None => {
                        is_in_policy = true;
                        let own = "${data.aws_caller_identity.current.account_id}";
                        edits.push(Edit::replace(span, own));
                    }
                }
            }
        }
        let Some((span, account)) = first else {
            continue;
        };
        if is_in_policy {
            edits.extend(caller(checker));
        }
        let message = format!("`{account}` is the account of examples");
        let found = checker.report("IG_DEPLOY_651", block, span, message);
        found.fix(Safety::Likely, "refer to it, or ask for it", edits);
    }
}

/// Returns the expression for a resource that an ARN names, and the edits that declare it.
///
/// `names` are the ARNs of the block and their variables. None for the resource of a policy, which
/// need not exist.
fn outside(
    checker: &Checker,
    block: &Block,
    arn: &str,
    names: &mut Vec<(String, String)>,
) -> Option<(String, Vec<Edit>)> {
    let mut parts = arn.splitn(6, ':').skip(2);
    let (service, rest) = (parts.next()?, parts.nth(2)?);
    let key = format!("{service}:{rest}");
    let row = NAMED.iter().find(|it| key.starts_with(it.0));
    let (begin, kind, argument, variable) = row.copied()?;
    let own_name = key[begin.len()..].rsplit('/').next().unwrap_or_default();
    let declared = checker.created(kind).into_iter().find(|it| {
        it.is_single()
            && !std::ptr::eq(*it, block)
            && checker.text(&it.body, argument).as_deref() == Some(own_name)
    });
    if let Some(declared) = declared {
        return Some((format!("{}.arn", address_of(declared)), Vec::new()));
    }
    if let Some((_, name)) = names.iter().find(|(it, _)| it == arn) {
        return Some((format!("var.{name}"), Vec::new()));
    }
    let count = names
        .iter()
        .filter(|(_, it)| it.starts_with(variable))
        .count();
    let name = match count {
        0 => variable.to_owned(),
        more => format!("{variable}_{}", more + 1),
    };
    names.push((arn.to_owned(), name.clone()));
    let edits = checker.ask(&name, &format!("ARN of {}", own_name));
    Some((format!("var.{name}"), edits))
}
