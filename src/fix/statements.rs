//! Leaves out the statements of added policies that no resource needs.
//!
//! The log bucket and the key that recipes share let every service that can use them do so. When all
//! fixes are made, the services that the module does not have are taken out again. A later fix that
//! needs one of them writes the whole policy again.

use crate::hcl::edit::{self, splice_aligned};
use crate::hcl::{self, Block, Edit, Entry, Expression, ExpressionKind, Module, Span};
use crate::semantic::Index;
use foldhash::HashSet;

/// Statement of an added policy, and the resources that need it.
struct Statement {
    sid: &'static str,
    /// Types of which one has to refer to what the policy protects.
    users: &'static [&'static str],
    /// Services in the statement, each with the types that show that the module uses it.
    services: &'static [(&'static str, &'static [&'static str])],
}

/// Statements that are left out where they are not needed; all others stay.
const STATEMENTS: &[Statement] = &[
    Statement {
        sid: "BucketLogs",
        users: &["aws_s3_bucket_logging", "aws_s3_bucket"],
        services: &[],
    },
    // Network Load Balancers deliver their logs as flow logs do.
    Statement {
        sid: "FlowLogs",
        users: &["aws_flow_log", "network aws_lb", "network aws_alb"],
        services: &[],
    },
    Statement {
        sid: "LoadBalancers",
        users: &["aws_lb", "aws_alb", "aws_elb"],
        services: &[],
    },
    Statement {
        sid: "Warehouses",
        users: &["aws_redshift_cluster", "aws_redshift_logging"],
        services: &[],
    },
    Statement {
        sid: "Logs",
        users: &["aws_cloudwatch_log_group"],
        services: &[],
    },
    Statement {
        sid: "Messages",
        users: &["aws_sns_topic", "aws_sqs_queue"],
        services: &[
            (
                "cloudwatch.amazonaws.com",
                &[
                    "aws_cloudwatch_metric_alarm",
                    "aws_cloudwatch_composite_alarm",
                ],
            ),
            ("events.amazonaws.com", &["aws_cloudwatch_event_target"]),
            ("s3.amazonaws.com", &["aws_s3_bucket_notification"]),
            ("sns.amazonaws.com", &["aws_sns_topic_subscription"]),
        ],
    },
    Statement {
        sid: "Trails",
        users: &["aws_cloudtrail"],
        services: &[],
    },
];

/// Returns the module without the statements that the blocks at `added` do not need.
///
/// `None` if every statement is needed. Data sources that only they read go with them.
pub(super) fn without_unused(module: &Module, added: &HashSet<String>) -> Option<Module> {
    let index = Index::new(module);
    let (mut edits, mut dropped) = (Vec::new(), Vec::new());
    for block in module.resources() {
        let is_added = block.address().is_some_and(|it| added.contains(&it));
        if is_added && let Some(statements) = statements(block) {
            edits.extend(trimmed(&index, block, statements, &mut dropped));
        }
    }
    if edits.is_empty() {
        return None;
    }
    let is_dropped = |span: Span| {
        let mut all = dropped.iter();
        all.any(|it: &Span| it.start <= span.start && span.end <= it.end)
    };
    let data = module.blocks().filter(|it| it.kind.text == "data");
    for block in data {
        let address = block.address().unwrap_or_default();
        let mut uses = index.uses(&address).into_iter();
        if added.contains(&address) && uses.all(|it| is_dropped(it.reference.span)) {
            edits.push(edit::remove(module, block.span));
        }
    }
    splice_aligned(module, &edits).ok()
}

/// Whether a block is the block of a text with some statements left out.
pub(super) fn is_part_of(module: &Module, block: &Block, text: &str) -> bool {
    let whole = hcl::parse(text);
    let Some(whole_block) = whole.blocks().next() else {
        return false;
    };
    let (Some(own), Some(all)) = (statements(block), statements(whole_block)) else {
        return false;
    };
    let squeezed = |module: &Module, one: &Expression| -> String {
        let text = &module.text[one.span.range()];
        let text: String = text.split_whitespace().collect();
        // The list of services can be a part of the whole one.
        match text.find("Service=") {
            Some(start) if sid(one) == Some("Messages") => {
                let end = text[start..].find('}').map_or(text.len(), |at| start + at);
                [&text[..start], &text[end..]].concat()
            }
            _ => text,
        }
    };
    let all: Vec<String> = all.iter().map(|one| squeezed(&whole, one)).collect();
    let names = |block: &Block| -> Vec<String> {
        let mut names: Vec<String> = block
            .body
            .attributes()
            .map(|it| it.name.text.clone())
            .collect();
        names.sort_unstable();
        names
    };
    names(block) == names(whole_block) && own.iter().all(|one| all.contains(&squeezed(module, one)))
}

/// Returns the statements of the argument `policy` if it is written with `jsonencode`.
fn statements(block: &Block) -> Option<&[Expression]> {
    let policy = block.body.attribute("policy")?;
    let ExpressionKind::Call { arguments, .. } = &policy.value.kind else {
        return None;
    };
    let ExpressionKind::Object(entries) = &arguments.first()?.kind else {
        return None;
    };
    match &entry(entries, "Statement")?.value.kind {
        ExpressionKind::List(statements) => Some(statements),
        _ => None,
    }
}

fn entry<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Entry> {
    entries.iter().find(|entry| match &entry.key.kind {
        ExpressionKind::Traversal { root, .. } => root.text == name,
        _ => entry.key.literal_text() == Some(name),
    })
}

/// Returns the edit that leaves out the statements of a block that are not needed.
///
/// The spans of the statements are added to `dropped`.
fn trimmed(
    index: &Index,
    block: &Block,
    statements: &[Expression],
    dropped: &mut Vec<Span>,
) -> Option<Edit> {
    let users = users(index, block);
    let text = |one: &Expression| index.text(one).to_owned();
    let (mut kept, mut unused) = (Vec::new(), Vec::new());
    for one in statements {
        let known = sid(one).and_then(|sid| STATEMENTS.iter().find(|it| it.sid == sid));
        let Some(known) = known else {
            kept.push(text(one));
            continue;
        };
        if !known.users.iter().any(|user| users.contains(user)) {
            unused.push(one.span);
            continue;
        }
        let is_there = |types: &[&str]| {
            types
                .iter()
                .any(|it| index.of("resource", it).next().is_some())
        };
        let services = known.services.iter().filter(|(_, types)| is_there(types));
        let services: Vec<String> = services.map(|(name, _)| format!("\"{name}\"")).collect();
        let all: Vec<String> = known
            .services
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        match (services.len(), all.len()) {
            (0, 1..) => unused.push(one.span),
            (count, all_count) if count == all_count => kept.push(text(one)),
            _ => {
                let list = format!("[{}]", all.join(", "));
                let some = match services.as_slice() {
                    [only] => only.clone(),
                    some => format!("[{}]", some.join(", ")),
                };
                kept.push(text(one).replace(&list, &some));
            }
        }
    }
    let is_same = kept.len() == statements.len()
        && kept
            .iter()
            .zip(statements)
            .all(|(kept, one)| *kept == index.text(one));
    let (first, last) = (statements.first()?, statements.last()?);
    if is_same || kept.is_empty() {
        return None;
    }
    dropped.extend(unused);
    let span = Span::new(first.span.start, last.span.end);
    Some(Edit::replace(span, kept.join(",\n      ")))
}

fn sid(statement: &Expression) -> Option<&str> {
    match &statement.kind {
        ExpressionKind::Object(entries) => entry(entries, "Sid")?.value.literal_text(),
        _ => None,
    }
}

/// Returns the types of the resources that refer to what a policy protects.
///
/// A load balancer that is not an application load balancer has the prefix `network`.
fn users<'m>(index: &Index<'m>, block: &'m Block) -> HashSet<&'m str> {
    let own = block.address().unwrap_or_default();
    let bucket = block.body.attribute("bucket").into_iter();
    let bucket = bucket
        .flat_map(|it| it.value.references())
        .filter_map(|it| it.address());
    let addresses = bucket.chain([own]);
    let users = addresses.flat_map(|address| index.uses(&address));
    let mut types = HashSet::default();
    for used in users {
        let kind = used.block.type_name().unwrap_or_default();
        let balancer = used.block.body.literal_text("load_balancer_type");
        types.insert(
            match (kind, balancer.is_some_and(|it| it != "application")) {
                ("aws_lb", true) => "network aws_lb",
                ("aws_alb", true) => "network aws_alb",
                (kind, _) => kind,
            },
        );
    }
    types
}
