//! Checks what Terraform and the provider refuse at plan.

use super::checker::{Checker, address_of, name_of};
use crate::hcl::edit::quote;
use crate::hcl::{Block, Edit, ExpressionKind, Part, Reference, Span, Step, Value};
use crate::rewrite::Safety;
use foldhash::HashSet;

/// Attributes that AWS assigns when it creates a resource.
const ASSIGNED: &[&str] = strings! { "id", "arn", "unique_id", "owner_id" };

pub(super) fn check(checker: &mut Checker) {
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        self_reference(checker, block);
        repetition(checker, block);
    }
    for block in checker.index.closed() {
        objects(checker, block);
    }
    variables(checker);
    for block in checker.index.closed().filter(|it| it.kind.text == "data") {
        match block.type_name() {
            Some("aws_ami") => image(checker, block),
            Some("aws_subnet") => subnet(checker, block),
            _ => {}
        }
    }
    instance_keys(checker);
    for block in checker.created("aws_dynamodb_table") {
        table_attributes(checker, block);
        table_capacity(checker, block);
    }
}

/// Attributes of data sources that a text means when it names the data source alone.
const MEANT: &[(&str, &str)] = &[
    ("aws_caller_identity", "account_id"),
    ("aws_partition", "partition"),
    ("aws_region", "name"),
];

/// Checks for whole resources and data sources in a text.
fn objects<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    for text in block.body.expressions() {
        let ExpressionKind::Template { parts, .. } = &text.kind else {
            continue;
        };
        // A template of one interpolation has the value of its expression.
        if parts.len() < 2 {
            continue;
        }
        for part in parts {
            let Part::Interpolation(inner, _) = part else {
                continue;
            };
            let target = checker.target(inner).filter(|it| it.is_direct);
            let Some(target) = target.filter(|it| it.attribute.is_empty()) else {
                continue;
            };
            let kind = target.block.type_name().unwrap_or_default();
            let meant = MEANT.iter().find(|it| it.0 == kind);
            let attribute = meant.map_or("id", |it| it.1);
            let edits = match target.block.is_single() || target.is_instance {
                true => vec![Edit::insert(inner.span.end, format!(".{attribute}"))],
                false => Vec::new(),
            };
            let address = address_of(target.block);
            let message = format!("`{address}` is an object, and a text cannot hold it");
            checker
                .report("IG_DEPLOY_511", block, inner.span, message)
                .fix(
                    Safety::Likely,
                    format!("use the attribute `{attribute}`"),
                    edits,
                );
        }
    }
}

/// Arguments that take lists of texts.
const LISTS: &[&str] = strings! {
    "availability_zones", "cidr_blocks", "client_subnets", "ipv6_cidr_blocks", "security_group_ids",
    "security_groups", "subnet_ids", "subnets", "vpc_security_group_ids", "vpc_zone_identifier",
};

/// Checks that a variable for a list says so, since what is typed for it is else a text.
fn variables(checker: &mut Checker) {
    if !checker.options.is_root {
        return;
    }
    let mut seen: HashSet<&str> = HashSet::default();
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        let mut bodies = vec![&block.body];
        while let Some(body) = bodies.pop() {
            bodies.extend(body.blocks().map(|it| &it.body));
            for attribute in body.attributes() {
                if !LISTS.contains(&attribute.name.text.as_str()) {
                    continue;
                }
                let joined = match attribute.value.call() {
                    Some(("concat", arguments)) => arguments,
                    _ => std::slice::from_ref(&attribute.value),
                };
                for value in joined {
                    let address = Reference::new(value).filter(|it| it.path().is_empty());
                    let address = address.and_then(|it| it.borrowed_address());
                    let Some(variable) = address
                        .filter(|it| it.kind == "var")
                        .and_then(|it| checker.index.block(it))
                    else {
                        continue;
                    };
                    let is_open = checker.are_absent(&variable.body, &["default", "type"]);
                    if !is_open || checker.is_given(variable) || !seen.insert(name_of(variable)) {
                        continue;
                    }
                    let edits = checker.set(variable, &["type"], "list(string)");
                    let message = format!("`{}` is for a list and has no type", name_of(variable));
                    checker
                        .report("IG_DEPLOY_514", variable, variable.header, message)
                        .fix(Safety::Safe, "declare a list of texts", edits);
                }
            }
        }
    }
}

/// Account of Canonical, and the beginnings of the names of its images.
///
/// Source: Ubuntu documentation, Find Ubuntu images on AWS, read 2026-11.
const CANONICAL: &str = "099720109477";
const UBUNTU: &[&str] = strings! {
    "ubuntu/", "ubuntu-minimal/", "ubuntu-pro", "ubuntu-eks", "ubuntu-docker",
};

/// Names of images that are deprecated, and the names of those that replace them.
///
/// A lookup finds no deprecated images. Source: EC2 User Guide, Deprecate an AMI; Amazon Linux FAQs
/// (end of life of Amazon Linux AMI: 2023-12-31); Ubuntu release cycle; read 2026-11.
const RETIRED: &[(&str, &str)] = &[
    ("amzn-ami-", "al2023-ami-2023.*-x86_64"),
    ("ubuntu-precise-", NOBLE),
    ("ubuntu-trusty-", NOBLE),
    ("ubuntu-xenial-", NOBLE),
];
/// Names of the images of Ubuntu 24.04.
const NOBLE: &str = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*";

/// Checks for a lookup that names images which AWS shows no longer.
fn retired<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    for filter in block.body.blocks_of("filter") {
        let Some([value]) = checker.items_in(&filter.body, "values") else {
            continue;
        };
        let pattern = value.literal_text().unwrap_or_default();
        let row = RETIRED.iter().find(|it| pattern.contains(it.0));
        if let Some((_, better)) = row
            && checker.text(&filter.body, "name").as_deref() == Some("name")
        {
            let edits = checker.replace(value, quote(better));
            let message = format!("the images with names like `{pattern}` are deprecated");
            checker
                .report("IG_DEPLOY_512", block, value.span, message)
                .fix(Safety::Likely, "look for images of today", edits);
        }
    }
}

/// Checks that a lookup of Ubuntu has a pattern that some image has.
fn image<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    if checker.flag_or(&block.body, "include_deprecated", false) == Some(false) {
        retired(checker, block);
    }
    let owners = checker.value(&block.body, "owners");
    let is_canonical = matches!(&owners, Value::List(items)
        if matches!(items.as_slice(), [Value::Text(owner)] if owner == CANONICAL));
    if !is_canonical {
        return;
    }
    for filter in block.body.blocks_of("filter") {
        if checker.text(&filter.body, "name").as_deref() != Some("name") {
            continue;
        }
        let Some([value]) = checker.items_in(&filter.body, "values") else {
            continue;
        };
        let Some(pattern) = value.literal_text() else {
            continue;
        };
        let begin = pattern.split(['*', '?']).next().unwrap_or_default();
        if UBUNTU
            .iter()
            .any(|it| it.starts_with(begin) || begin.starts_with(it))
        {
            continue;
        }
        let digits = pattern.split(|c: char| !c.is_ascii_digit() && c != '.');
        let mut versions = digits.filter(
            |it| matches!(it.split_once('.'), Some((year, "04" | "10")) if year.len() == 2),
        );
        let edits = versions.next().map_or_else(Vec::new, |version| {
            let better = format!("ubuntu/images/hvm-ssd*/ubuntu-*-{version}-amd64-server-*");
            checker.replace(value, quote(&better))
        });
        let message = format!("no image of Canonical has a name like `{pattern}`");
        checker
            .report("IG_DEPLOY_512", block, value.span, message)
            .fix(Safety::Likely, "use the names of the images", edits);
    }
}

/// Checks for a lookup of one subnet that finds all of the default VPC.
fn subnet<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let narrowing = [
        "id",
        "cidr_block",
        "ipv6_cidr_block",
        "availability_zone",
        "availability_zone_id",
        "tags",
        "state",
    ];
    let is_wide = checker.are_absent(body, &narrowing)
        && body.dynamic_blocks_of("filter").next().is_none()
        && body.blocks_of("filter").all(|it| {
            let name = checker.text(&it.body, "name");
            matches!(name.as_deref(), Some("vpc-id" | "default-for-az"))
        });
    let mut references = body.references().into_iter();
    let is_default = references.any(|it| {
        let vpc = it.borrowed_address().and_then(|it| checker.index.block(it));
        vpc.is_some_and(|vpc| {
            vpc.kind.text == "data"
                && vpc.type_name() == Some("aws_vpc")
                && checker.flag(&vpc.body, "default") == Some(true)
        })
    });
    if is_wide && is_default {
        let message = "the lookup is for one subnet, and the default VPC has several";
        checker.report("IG_DEPLOY_513", block, block.header, message);
    }
}

fn self_reference<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let Some(address) = block.borrowed_address() else {
        return;
    };
    let uses = checker.index.references_in(block.body.span).to_vec();
    // A provisioner runs when the resource exists, and may use it. Terraform skips a dependency of a
    // resource on itself.
    let is_own = |used: &&crate::semantic::Use| {
        used.address == Some(address)
            && !matches!(
                used.item_name(),
                "provisioner" | "connection" | "lifecycle" | "depends_on"
            )
    };
    let Some(used) = uses.iter().find(is_own) else {
        return;
    };
    let message = format!("`{}` refers to itself", address_of(block));
    let all = uses.iter().filter(is_own).map(|it| it.reference.span);
    let all: Vec<Span> = all.collect();
    let edits = apart(checker, block, &all);
    checker
        .report("IG_DEPLOY_501", block, used.reference.span, message)
        .fix(Safety::Likely, "state it without the reference", edits);
}

/// Types with a policy, the type of a policy apart, its argument and the attribute that it takes.
const POLICIES: &[(&str, &str, &str, &str)] = &[
    ("aws_s3_bucket", "aws_s3_bucket_policy", "bucket", "id"),
    ("aws_sqs_queue", "aws_sqs_queue_policy", "queue_url", "id"),
    ("aws_sns_topic", "aws_sns_topic_policy", "arn", "arn"),
];

/// Returns the edits that state what a resource says about itself without a reference.
///
/// A policy becomes a resource, and a rule for the own group has an argument.
fn apart<'m>(checker: &Checker<'_, 'm>, block: &'m Block, uses: &[Span]) -> Vec<Edit> {
    let kind = block.type_name().unwrap_or_default();
    let is_in = |span: Span| {
        uses.iter()
            .all(|it| span.start <= it.start && it.end <= span.end)
    };
    let row = POLICIES.iter().find(|it| it.0 == kind);
    if let (Some((_, apart, argument, attribute)), Some(policy)) =
        (row, block.body.attribute("policy"))
        && is_in(policy.span)
        && block.is_single()
    {
        let (name, own) = (checker.new_name(apart, name_of(block)), address_of(block));
        let text = checker.index.text(&policy.value);
        let text = format!(
            "resource \"{apart}\" \"{name}\" {{\n  {argument} = {own}.{attribute}\n  policy = {text}\n}}"
        );
        let mut edits = checker.remove(&block.body, "policy");
        edits.extend(checker.after(block, &text));
        return edits;
    }
    if kind != "aws_security_group" {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for rule in block.body.blocks() {
        let rules = std::iter::once(rule).chain(rule.body.blocks_of("content"));
        for rule in rules {
            let groups = rule.body.attribute("security_groups");
            let Some(groups) = groups.filter(|it| {
                it.value.items().is_some_and(|it| it.len() == 1)
                    && rule.body.attribute("self").is_none()
            }) else {
                continue;
            };
            if uses
                .iter()
                .any(|it| groups.span.start <= it.start && it.end <= groups.span.end)
            {
                edits.push(Edit::replace(groups.span, "self = true"));
            }
        }
    }
    match edits.len() == uses.len() {
        true => edits,
        false => Vec::new(),
    }
}

/// Checks for keys of `for_each` and counts that only apply reveals.
fn repetition<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let Some(each) = block.body.attribute("for_each") else {
        return;
    };
    let Some(("toset", [list])) = each.value.call() else {
        return;
    };
    let Some(items) = checker.items(list) else {
        return;
    };
    let assigned = items.iter().find_map(|item| {
        let target = checker.target(item)?;
        let is_assigned = !target.kind().is_empty()
            && ASSIGNED.contains(&target.attribute)
            && target.block.body.attribute(target.attribute).is_none();
        is_assigned.then_some(target)
    });
    if let Some(target) = assigned {
        let message = format!(
            "the keys of `for_each` hold `{}.{}`, which is not known before apply",
            address_of(target.block),
            target.attribute
        );
        checker.report("IG_DEPLOY_502", block, each.span, message);
    }
}

/// Checks that references to repeated resources name an instance in the right way.
fn instance_keys(checker: &mut Checker) {
    for used in checker.index.references().to_vec() {
        let Some(target) = used
            .address
            .and_then(|address| checker.index.block(address))
        else {
            continue;
        };
        if !matches!(target.kind.text.as_str(), "resource" | "data") || !used.block.closed {
            continue;
        }
        let is_counted = target.body.attribute("count").is_some();
        let Some(Step::Index(index, span)) = used.reference.path().first() else {
            continue;
        };
        let address = address_of(target);
        let is_number = matches!(index.kind, ExpressionKind::Number(_));
        let is_text = index.literal_text().is_some();
        // A number is converted to a key.
        let keys = target
            .body
            .attribute("for_each")
            .map(|it| checker.index.value(&it.value));
        let key = checker.index.value(index).to_text();
        let lacks_key = match (&keys, &key) {
            (Some(Value::List(items)), Some(key)) => items
                .iter()
                .all(|it| it.to_text().is_some_and(|own| own != *key)),
            (Some(Value::Object(entries)), Some(key)) => entries.iter().all(|(own, _)| own != key),
            _ => false,
        };
        if lacks_key && (is_number || is_text) && !is_guarded(used.reference, used.block) {
            let key = key.unwrap_or_default();
            let message = format!("`{address}` has no instance with the key `{key}`");
            checker.report("IG_DEPLOY_503", used.block, *span, message);
        } else if is_counted
            && is_text
            && index
                .literal_text()
                .is_some_and(|it| it.parse::<u32>().is_err())
        {
            let message = format!("`{address}` has numbers, not keys");
            checker.report("IG_DEPLOY_503", used.block, *span, message);
        } else if let (true, Some(at), Some(count)) = (
            is_counted && is_number,
            checker.index.value(index).to_number(),
            target
                .body
                .attribute("count")
                .and_then(|it| checker.index.value(&it.value).to_number()),
        ) && at >= count
            && !is_guarded(used.reference, used.block)
        {
            let message = format!("`{address}` has {count} instances, and number {at} is used");
            checker.report("IG_DEPLOY_503", used.block, *span, message);
        }
    }
}

/// Whether a condition or a function may keep a reference from being evaluated.
fn is_guarded(reference: Reference, block: &Block) -> bool {
    if !block.is_single() {
        return true;
    }
    let expressions = block.body.expressions();
    expressions.iter().any(|it| {
        let is_around = it.span.start < reference.span.start && reference.span.end <= it.span.end;
        let is_guard = match &it.kind {
            ExpressionKind::Conditional { .. }
            | ExpressionKind::For(_)
            | ExpressionKind::Binary { .. } => true,
            ExpressionKind::Call { name, .. } => matches!(&*name.text, "try" | "can"),
            _ => false,
        };
        is_around && is_guard
    })
}

/// Checks that the attributes of a table are the keys of the table and its indexes.
fn table_attributes<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let (Some(attributes), Some(global), Some(local)) = (
        checker.nested(body, "attribute"),
        checker.nested(body, "global_secondary_index"),
        checker.nested(body, "local_secondary_index"),
    ) else {
        return;
    };
    let mut keys: Vec<String> = Vec::new();
    let bodies = [body]
        .into_iter()
        .chain(global.iter().chain(&local).map(|it| &it.body));
    for body in bodies {
        // The keys of an index can be blocks in newer versions of the provider.
        if body.has_blocks_of("key_schema") {
            return;
        }
        for name in ["hash_key", "range_key"] {
            match checker.value(body, name) {
                Value::Null => {}
                Value::Text(key) => keys.push(key),
                _ => return,
            }
        }
    }
    let mut names = HashSet::default();
    for attribute in &attributes {
        let Some(name) = checker.text(&attribute.body, "name") else {
            return;
        };
        if !keys.contains(&name) {
            let edits = vec![crate::hcl::edit::remove(
                checker.index.module,
                attribute.span,
            )];
            let message = format!("the attribute `{name}` is the key of no index");
            checker
                .report("IG_DEPLOY_504", block, attribute.header, message)
                .fix(
                    Safety::Safe,
                    format!("remove the attribute `{name}`"),
                    edits,
                );
        }
        names.insert(name);
    }
    keys.dedup();
    let mut missing: Vec<&String> = Vec::new();
    for key in keys.iter().filter(|it| !names.contains(*it)) {
        if !missing.contains(&key) {
            missing.push(key);
        }
    }
    let Some(first) = missing.first() else {
        return;
    };
    // The table has one diagnostic, so that its fix leaves none.
    let blocks: Vec<String> = missing
        .iter()
        .map(|key| format!("attribute {{\n  name = {}\n  type = \"S\"\n}}", quote(key)))
        .collect();
    let edits = crate::hcl::edit::insert(checker.index.module, block, &blocks.join("\n\n"));
    let message = format!("the key `{first}` is not an attribute of the table");
    checker
        .report("IG_DEPLOY_505", block, block.header, message)
        .fix(
            Safety::Likely,
            format!("add the attribute `{first}`"),
            edits,
        );
}

fn table_capacity<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let Some(mode) = checker.text_or(body, "billing_mode", "PROVISIONED") else {
        return;
    };
    let names = ["read_capacity", "write_capacity"];
    let set = |checker: &Checker, name: &str| checker.number(body, name).is_some_and(|it| it > 0.0);
    if mode == "PAY_PER_REQUEST" && names.iter().any(|name| set(checker, name)) {
        let edits = checker.remove_all(body, &names);
        let name = if set(checker, names[0]) {
            names[0]
        } else {
            names[1]
        };
        checker
            .report_at(
                "IG_DEPLOY_506",
                block,
                body,
                name,
                "a table that is paid by request takes no capacity",
            )
            .fix(Safety::Safe, "remove the capacity", edits);
    }
    if mode == "PROVISIONED" && names.iter().any(|name| checker.is_absent(body, name)) {
        let edits =
            match checker.are_absent(body, &names) && checker.is_absent(body, "billing_mode") {
                true => checker.set(block, &["billing_mode"], "\"PAY_PER_REQUEST\""),
                false => {
                    let missing = names.iter().filter(|name| checker.is_absent(body, name));
                    missing
                        .flat_map(|name| checker.set(block, &[name], "5"))
                        .collect()
                }
            };
        checker
            .report(
                "IG_DEPLOY_507",
                block,
                block.header,
                "a table with provisioned capacity has no capacity",
            )
            .fix(Safety::Likely, "set how the table is paid", edits);
    }
    if checker.flag(body, "stream_enabled") == Some(true)
        && checker.is_absent(body, "stream_view_type")
    {
        let edits = checker.set(block, &["stream_view_type"], "\"NEW_AND_OLD_IMAGES\"");
        checker
            .report_at(
                "IG_DEPLOY_508",
                block,
                body,
                "stream_enabled",
                "the stream has no view type",
            )
            .fix(Safety::Likely, "send new and old images", edits);
    }
}
