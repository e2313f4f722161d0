//! Checks roles, policies, keys, secrets, parameters and names.

use super::checker::{Checker, address_of};
use super::policy::{
    allows, entry, items, names_principal, policy, span_of_entry, statements, written,
};
use crate::hcl::edit::{self, quote};
use crate::hcl::{Block, Body, Edit, Expression, ExpressionKind, Span, Value};
use crate::rewrite::Safety;

/// Accounts of examples.
const ACCOUNTS: &[&str] = strings! {
    "000000000000", "111111111111", "111122223333", "123456789012", "999999999999", "012345678901",
};
/// Resources with a policy for an identity, and its argument.
const IDENTITY_POLICIES: &[&str] = strings! {
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
fn without(checker: &Checker, expression: &Expression, key: &str) -> Vec<Edit> {
    let statements = written(expression).into_iter();
    let entries = statements.filter_map(|it| entry(it, key));
    entries
        .map(|it| edit::remove(checker.index.module, it.span))
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
        // A document of a data source has its own form, and its attributes other names.
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
            if let Some(resource) = named.find(|it| !it.starts_with("arn:") && !it.starts_with('*'))
            {
                let message = format!("`{resource}` is no ARN");
                let span = span_of_entry(expression, "Resource");
                checker.report("IG_DEPLOY_639", block, span, message);
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

/// Returns the least number of characters of a value as JSON.
fn compact(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.chars().filter(|it| !it.is_whitespace()).count() + 2,
        Value::List(items) => 1 + items.len().max(1) + items.iter().map(compact).sum::<usize>(),
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
        _ => Vec::new(),
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
            checker.report("IG_DEPLOY_644", block, expression.span, message);
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
        let apart = checker.children("aws_kms_key_policy", "key_id", target.block);
        let Some(apart) = apart else {
            continue;
        };
        let holders: Vec<&Body> = match apart.as_slice() {
            [] => vec![&target.block.body],
            some => some.iter().map(|it| &it.body).collect(),
        };
        let mut is_admitted = false;
        for body in holders {
            is_admitted |= match body.attribute("policy") {
                // The policy that AWS gives a key names no service.
                None => false,
                Some(it) => match policy(checker, &it.value) {
                    Some(value) => match statements(&value) {
                        Some(list) => list.iter().filter(|it| allows(it)).any(|it| names_logs(it)),
                        None => true,
                    },
                    None => true,
                },
            };
        }
        if !is_admitted {
            let message = format!("CloudWatch Logs may not use `{address}`");
            checker.report_at("IG_DEPLOY_646", block, &block.body, "kms_key_id", message);
        }
    }
    for block in checker.created("aws_kms_alias") {
        let name = checker.text(&block.body, "name").unwrap_or_default();
        if name.starts_with("alias/aws/") {
            let message = "names under `alias/aws/` are for keys of AWS";
            checker.report_at("IG_DEPLOY_647", block, &block.body, "name", message);
        }
    }
}

/// Whether a statement is for CloudWatch Logs, or may be.
fn names_logs(statement: &Value) -> bool {
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
        Value::Text(text) => text.starts_with("logs.") || text == "*",
        _ => true,
    })
}

fn parameters(checker: &mut Checker) {
    for block in checker.created("aws_ssm_parameter") {
        let name = checker.text(&block.body, "name").unwrap_or_default();
        let first = name.trim_start_matches('/').to_ascii_lowercase();
        if first.starts_with("aws") || first.starts_with("ssm") {
            let message = format!("the name `{name}` begins with `aws` or `ssm`");
            checker.report_at("IG_DEPLOY_648", block, &block.body, "name", message);
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
        let existing = checker.index.declares(crate::hcl::Address {
            mode: "data",
            kind: "aws_caller_identity",
            name: "current",
        });
        if is_in_policy && !existing {
            edits.extend(edit::append(
                checker.index.module,
                "data \"aws_caller_identity\" \"current\" {}",
            ));
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
