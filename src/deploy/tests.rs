//! Checks the rules against their cases in `src/deploy/*.tf`.

use super::*;
use crate::hcl;
use std::collections::{BTreeMap, BTreeSet};

/// Cases of each area; a line `#---` separates modules.
const CASES: &[(&str, &str)] = &[
    ("instances", include_str!("instances.tf")),
    ("network", include_str!("network.tf")),
    ("load_balancers", include_str!("load_balancers.tf")),
    ("databases", include_str!("databases.tf")),
    ("plan", include_str!("plan.tf")),
];

/// Areas whose cases are read when the tests run, so that a new case needs no compilation.
const READ: &[&str] = &[
    "storage",
    "identity",
    "functions",
    "containers",
    "edge",
    "reach",
    "links",
];

/// Returns the cases of all areas.
fn cases() -> Vec<(&'static str, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/deploy");
    let read = READ.iter().map(|area| {
        let path = folder.join(area).with_extension("tf");
        (
            *area,
            std::fs::read_to_string(path).expect("the cases are there"),
        )
    });
    let compiled = CASES.iter().map(|(area, text)| (*area, (*text).to_owned()));
    compiled.chain(read).collect()
}

/// The shipped facts.
static FACTS: std::sync::LazyLock<Facts> = std::sync::LazyLock::new(|| {
    use std::io::Read as _;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(FILE)).expect("the pack is committed");
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("the pack is gzip");
    Facts::read(&text).expect("the pack reads")
});

/// The shipped schema with its constraints.
static SCHEMA: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(|| {
    use std::io::Read as _;
    let read = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
        let file = std::fs::File::open(folder.join(name)).expect("the pack is committed");
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(file)
            .read_to_end(&mut bytes)
            .expect("the pack is gzip");
        bytes
    };
    let schema = Schema::read(&read(crate::schema::pack::FILE)).expect("the pack reads");
    let constraints = crate::schema::Constraints::read(&read(crate::schema::constraints::FILE));
    schema.with(constraints.expect("the pack reads"))
});

/// Options of a draft.
fn whole() -> DeployOptions<'static> {
    DeployOptions {
        facts: Some(&FACTS),
        schema: Some(&SCHEMA),
        is_whole: true,
        is_root: true,
        ..DeployOptions::default()
    }
}

/// Returns the lines and ids that the marks of a text expect.
///
/// `# next: ` before the ids is a mark of the next line, for one that takes no comment.
fn expected(text: &str) -> BTreeSet<(usize, String)> {
    let mut expected = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        let (number, marks) = match line.split_once("# next: ") {
            Some((_, marks)) => (at + 2, marks),
            None => (at + 1, line.split_once("# ").map_or("", |(_, marks)| marks)),
        };
        let ids = marks.split_whitespace();
        let ids = ids.filter(|it| it.starts_with("IG_DEPLOY_"));
        expected.extend(ids.map(|id| (number, id.to_owned())));
    }
    expected
}

#[test]
fn finds_what_the_marks_expect_and_nothing_else() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for (area, text) in cases() {
        for part in text.split("#---\n") {
            let module = hcl::parse(part);
            assert_eq!(module.problems, [], "{area}: {part}");
            let found = check(&module, whole()).diagnostics;
            let lines: BTreeSet<(usize, String)> = found
                .iter()
                .map(|it| (it.start.line, it.id.to_owned()))
                .collect();
            let expected = expected(part);
            let source =
                |it: &&(usize, String)| part.lines().nth(it.0 - 1).unwrap_or_default().to_owned();
            let described = |what: &str, it: &(usize, String)| {
                format!("{area}: {what} {}: {}", it.1, source(&it))
            };
            differences.extend(
                lines
                    .difference(&expected)
                    .map(|it| described("unexpected", it)),
            );
            differences.extend(
                expected
                    .difference(&lines)
                    .map(|it| described("missing", it)),
            );
            for it in &found {
                *counts.entry(it.id).or_default() += 1;
            }
        }
    }
    assert_eq!(differences, [""; 0]);
    let missing: Vec<&str> = rules()
        .map(|it| it.id)
        .filter(|id| counts.get(id).copied().unwrap_or_default() < 2)
        .collect();
    assert_eq!(missing, [""; 0], "each rule has two cases");
}

#[test]
fn fixes_resolve_their_diagnostics_and_settle() {
    for (area, text) in cases() {
        for part in text.split("#---\n") {
            let module = hcl::parse(part);
            let fixed = fix(&module, None, whole(), DeploySelection::default());
            let before = check(&module, whole()).diagnostics.len();
            let after = &fixed.check.diagnostics;
            assert!(
                before - after.len() >= fixed.changes.len().min(1),
                "{area}: {part}"
            );
            assert_eq!(fixed.module.problems, [], "{area}: {}", fixed.module.text);
            let again = fix(&fixed.module, None, whole(), DeploySelection::default());
            assert_eq!(again.changes, [], "{area}: {}", fixed.module.text);
        }
    }
}

/// Minimum share of the diagnostics of the cases that a fix resolves without a call.
const FIXED_MIN: f64 = 0.6;

#[test]
fn most_diagnostics_of_the_cases_are_fixed() {
    let (mut all, mut left) = (0, 0);
    let cases = cases();
    for part in cases.iter().flat_map(|(_, text)| text.split("#---\n")) {
        let module = hcl::parse(part);
        all += check(&module, whole()).diagnostics.len();
        left += fix(&module, None, whole(), DeploySelection::default())
            .check
            .diagnostics
            .len();
    }
    let share = 1.0 - left as f64 / all as f64;
    assert!(share >= FIXED_MIN, "{share:.3} of {all} are fixed");
}

#[test]
fn only_insertions_change_the_users_own_file() {
    let text = "resource \"aws_dynamodb_table\" \"a\" {\n  billing_mode = \"PAY_PER_REQUEST\"\n  \
                hash_key = \"id\"\n  read_capacity = 5\n}\n";
    let selection = DeploySelection {
        reach: crate::rewrite::Reach::Folder,
        ..DeploySelection::default()
    };
    let fixed = fix(&hcl::parse(text), None, whole(), selection);
    let ids = |changes: &[hcl::Change]| changes.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(fixed.module.text, text);
    assert_eq!(ids(&fixed.changes), [] as [String; 0]);
    assert_eq!(
        ids(&fixed.offers),
        [
            "deploy:IG_DEPLOY_505:aws_dynamodb_table.a",
            "deploy:IG_DEPLOY_506:aws_dynamodb_table.a"
        ]
    );
    let accept = ids(&fixed.offers);
    let selection = DeploySelection {
        accept: &accept,
        ..selection
    };
    assert_eq!(
        fix(&hcl::parse(text), None, whole(), selection)
            .check
            .diagnostics,
        []
    );
}

#[test]
fn a_value_that_the_request_names_is_kept() {
    let module = hcl::parse("resource \"aws_instance\" \"a\" {\n  ami = \"ami-12345678\"\n}\n");
    assert_eq!(check(&module, whole()).diagnostics.len(), 1);
    let options = DeployOptions {
        request: "a server from ami-12345678",
        ..whole()
    };
    assert_eq!(check(&module, options).diagnostics, []);
}

/// Programs and parts of the texts that the fixes make of them.
const FIXED: &[(&str, &[&str])] = &[
    (
        "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"my-bucket\"\n}\n\
         data \"aws_iam_policy_document\" \"a\" {\n  statement {\n    resources = [\"arn:aws:s3:::my-bucket/*\"]\n  }\n}\n",
        &[
            "bucket_prefix = \"my-bucket-\"",
            "\"${aws_s3_bucket.a.arn}/*\"",
        ],
    ),
    (
        "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"Shop_Orders\"\n}\n",
        &["bucket = \"shop-orders\""],
    ),
    (
        "variable \"bucket\" {\n  default = \"my-bucket\"\n}\n\
         resource \"aws_s3_bucket\" \"a\" {\n  bucket = var.bucket\n}\n",
        &["variable \"bucket\" {\n}", "bucket = var.bucket"],
    ),
    (
        "resource \"aws_s3_bucket\" \"logs\" {\n  bucket = \"shop-orders\"\n  acl = \"log-delivery-write\"\n}\n",
        &[
            "resource \"aws_s3_bucket_ownership_controls\" \"logs\"",
            "acl    = \"log-delivery-write\"",
            "aws_s3_bucket_ownership_controls.logs,\n",
        ],
    ),
    (
        "resource \"aws_route53_zone\" \"a\" {\n  name = \"example.com\"\n}\n\
         resource \"aws_route53_record\" \"a\" {\n  zone_id = aws_route53_zone.a.id\n  name = \"www.example.com\"\n  \
         type = \"A\"\n  ttl = 60\n  records = [\"203.0.113.1\"]\n}\n",
        &[
            "name = var.domain_name",
            "\"www.${var.domain_name}\"",
            "variable \"domain_name\"",
        ],
    ),
    (
        "resource \"aws_cloudwatch_metric_alarm\" \"a\" {\n  \
         alarm_actions = [\"arn:aws:sns:us-east-1:123456789012:ops\"]\n}\n",
        &["alarm_actions = [var.topic_arn]", "variable \"topic_arn\""],
    ),
    (
        "resource \"aws_cloudwatch_metric_alarm\" \"a\" {\n  \
         alarm_actions = [\"arn:aws:sns:us-east-1:123456789012:ops\"]\n}\n\
         resource \"aws_sns_topic\" \"ops\" {\n  name = \"ops\"\n}\n",
        &["alarm_actions = [aws_sns_topic.ops.arn]"],
    ),
    (
        "resource \"aws_iam_policy\" \"a\" {\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{ \
         Effect = \"Allow\", Action = \"glacier:*\", Resource = \"arn:aws:glacier:us-east-1:123456789012:vaults/a\" }]\n  })\n}\n",
        &["us-east-1:${data.aws_caller_identity.current.account_id}:vaults/a"],
    ),
    (
        "resource \"aws_lambda_function\" \"a\" {\n  function_name = \"a\"\n  runtime = \"nodejs14.x\"\n  \
         handler = \"a.a\"\n  filename = \"a.zip\"\n  role = aws_iam_role.a.arn\n}\n\
         resource \"aws_iam_role\" \"a\" {\n  assume_role_policy = <<EOF\n{\n  \"Version\": \"2012-10-17\", \
         \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": { \
         \"Service\": \"ec2.amazonaws.com\" } }]\n}\nEOF\n}\n",
        &[
            "runtime = \"nodejs22.x\"",
            "[\"ec2.amazonaws.com\", \"lambda.amazonaws.com\"]",
        ],
    ),
];

#[test]
fn fixes_write_what_a_reader_expects() {
    for (before, parts) in FIXED {
        let text = fix(
            &hcl::parse(*before),
            None,
            whole(),
            DeploySelection::default(),
        );
        let text = text.module.text;
        // The layout of a line is not what this test is about.
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in *parts {
            assert!(
                plain(&text).contains(&plain(part)),
                "{part} is not in\n{text}"
            );
        }
    }
}

#[test]
fn only_a_request_for_it_opens_a_bucket() {
    let text = "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"shop-orders\"\n  acl = \"public-read\"\n}\n";
    let is_opened = |request: &str| {
        let options = DeployOptions { request, ..whole() };
        let fixed = fix(&hcl::parse(text), None, options, DeploySelection::default());
        fixed
            .module
            .text
            .contains("aws_s3_bucket_public_access_block")
    };
    for request in [
        "a public bucket",
        "a bucket that anyone can read",
        "a bucket that is readable from the public internet",
        "a bucket with my website",
    ] {
        assert!(is_opened(request), "{request}");
    }
    for request in [
        "a bucket for orders",
        "a bucket that is not public",
        "a bucket that blocks all public access",
        "a bucket, and a server in public subnets",
        "a bucket that allows POSTs from my website",
    ] {
        assert!(!is_opened(request), "{request}");
    }
}

#[test]
fn a_comment_names_no_account() {
    let text = "resource \"aws_sns_topic\" \"a\" {\n  # arn:aws:sns:us-east-1:123456789012:a\n}\n";
    assert_eq!(check(&hcl::parse(text), whole()).diagnostics, []);
}

#[test]
fn the_table_is_sorted_and_complete() {
    RULES.checked_by_key();
    let slugs: BTreeSet<&str> = rules().map(|it| it.slug).collect();
    assert_eq!(slugs.len(), rules().count());
    for [id, _, kind, severity, facts, rationale, _] in RULES.rows() {
        assert!(
            matches!(kind, "plan_refuses" | "aws_refuses" | "does_not_work"),
            "{id}"
        );
        assert!(matches!(severity, "error" | "warning"), "{id}");
        assert!(matches!(facts, "" | "facts" | "schema"), "{id}");
        assert!(rationale.ends_with('.'), "{id}");
    }
}

#[test]
fn reads_hostile_texts_in_bounded_time() {
    for text in [
        "resource \"aws_subnet\" \"a\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n".repeat(20_000),
        "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_instance\" \"a\" {\n  ami = local.a\n}\n".to_owned(),
        format!("resource \"aws_instance\" \"a\" {{\n  vpc_security_group_ids = [{}]\n}}\n", "aws_subnet.a.arn, ".repeat(50_000)),
    ] {
        assert!(check(&hcl::parse(text), whole()).diagnostics.len() <= DIAGNOSTICS_MAX);
    }
}
