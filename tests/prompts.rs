//! Checks the prompts and records their sizes in tokens.
//!
//! `tests/prompt_sizes.txt` is committed, so that a change of a prompt text shows its cost.
//! `UPDATE=1 cargo test --test it prompts::` rewrites it.

use crate::common;
use infragenie::hcl;
use infragenie::ledger::Ledger;
use infragenie::policy::Policy;
use infragenie::prompt::{self, Block, ModelAvailability, NoPlan, Plan, RepairContext};
use infragenie::request::Request;
use infragenie::scan;
use infragenie::schema::{self, Schema};
use infragenie::tokens::{Pack, Vocabulary};
use infragenie::violations::{self, DiagnosticSummary};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

/// Maximum tokens of a system text.
const DRAFT_TOKENS_MAX: usize = 180;

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| common::vocabulary(&[Pack::O200kAscii, Pack::O200kRest]));

static SCHEMA: LazyLock<Schema> = LazyLock::new(common::schema);

/// Typical requests: short, long, and with characters beyond ASCII.
const REQUESTS: &[&str] = &[
    "create ec2 instance with nginx",
    "create vpc with public subnet, ec2 instance running nginx, rds postgres database, and security groups",
    "s3 bucket with versioning",
    "private s3 bucket",
    "ecs fargate service running nginx behind a load balancer",
    "rds aurora global database with a failover runbook in ssm automation",
    "eine sqs-warteschlange für aufträge, verschlüsselt",
];

/// A program with a problem and findings of every severity, as in a repair.
const BROKEN: &str = r#"resource "aws_db_instance" "main" {
  allocated_storage = 20
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  subnet_group      = aws_db_subnet_group.missing.name
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.12"
  handler       = "main.handler"
  filename      = "worker.zip"
}
"#;

fn first(request: &str) -> Plan {
    let request = Request::parse(request).unwrap();
    let market = ModelAvailability {
        ledger: &Ledger::default(),
        gone: &[],
        now: 0,
    };
    prompt::first(&request, &Policy::minimal(), &VOCABULARY, market).unwrap()
}

fn repair(request: &str, code: &str, cut_off: Option<&str>) -> Result<Plan, NoPlan> {
    let module = hcl::parse(code);
    let problems = schema::validate(&module, &SCHEMA);
    let findings = scan::scan(&module, scan::aws::TABLES);
    let digest: DiagnosticSummary = violations::summarize(&module, &problems, &findings, 5);
    let block = |address: &String| {
        let text = module.text[module.at(address)?.span.range()].to_owned();
        Some(Block {
            address: address.clone(),
            text,
        })
    };
    let blocks = digest.blocks.iter().filter_map(block).collect();
    let written = module.blocks().filter_map(hcl::Block::address).collect();
    let left = RepairContext {
        diagnostics: digest,
        slice: schema::slice(&module, &problems, &SCHEMA),
        blocks,
        written,
        cut_off,
    };
    let request = Request::parse(request).unwrap();
    let market = ModelAvailability {
        ledger: &Ledger::default(),
        gone: &[],
        now: 0,
    };
    prompt::repair(&request, &left, &Policy::minimal(), &VOCABULARY, market)
}

fn line(sizes: &mut String, name: &str, plan: &Plan) {
    let parts = plan
        .parts
        .iter()
        .map(|part| format!("{} {}", part.name, part.tokens));
    let parts: Vec<String> = parts.collect();
    let (prompt, cap) = (plan.prompt_tokens, plan.max_completion_tokens);
    writeln!(
        sizes,
        "{prompt:5} = {} | cap {cap} | {name}",
        parts.join(" + ")
    )
    .unwrap();
}

#[test]
fn prompt_sizes_match_the_committed_file() {
    let mut sizes = "# Prompt tokens as Groq counts them, and what they are made of.\n".to_owned();
    for request in REQUESTS {
        line(&mut sizes, request, &first(request));
    }
    let longest = "a vpc, ".repeat(571);
    line(
        &mut sizes,
        "the longest request: `a vpc,` 571 times",
        &first(&longest),
    );
    for cut_off in [None, Some(""), Some("resource \"aws_iam_role\" \"worker\"")] {
        let plan = repair(REQUESTS[1], BROKEN, cut_off).unwrap();
        line(
            &mut sizes,
            &format!("a repair of two blocks, cut off: {cut_off:?}"),
            &plan,
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prompt_sizes.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &sizes).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written, sizes,
        "UPDATE=1 cargo test --test it prompts:: rewrites the sizes"
    );
}

#[test]
fn system_texts_stay_small() {
    for text in [prompt::DRAFT, prompt::REPAIR] {
        assert!(VOCABULARY.count(text.trim_end()).unwrap() <= DRAFT_TOKENS_MAX);
    }
}

#[test]
fn request_bodies_have_only_the_required_fields() {
    let body = first("s3 bucket").body();
    let fields: Vec<&String> = body.as_object().unwrap().keys().collect();
    let expected = [
        "include_reasoning",
        "max_completion_tokens",
        "messages",
        "model",
        "reasoning_effort",
        "stream",
    ];
    assert_eq!(fields, expected);
    assert_eq!(body["reasoning_effort"], "low");
    assert_eq!(body["include_reasoning"], false);
}

#[test]
fn sends_simple_requests_to_the_small_model() {
    assert_eq!(first(REQUESTS[0]).model.id, "openai/gpt-oss-20b");
    assert_eq!(first(REQUESTS[1]).model.id, "openai/gpt-oss-120b");
}

#[test]
fn repairs_drop_the_least_severe_groups_until_they_fit() {
    let many: String = (0..60)
        .map(|at| {
            format!("resource \"aws_db_instance\" \"d{at}\" {{\n  engine = \"postgres\"\n}}\n")
        })
        .collect();
    let plan = repair("many databases", &many, None).unwrap();
    assert!(plan.prompt_tokens <= Policy::minimal().repair_tokens_max + plan.parts[0].tokens);
    assert!(
        plan.messages[1]
            .content
            .contains("aws_db_instance\" \"d0\"")
    );
    let huge = format!(
        "resource \"aws_db_instance\" \"a\" {{\n  name = \"{}\"\n}}\n",
        "long ".repeat(3_000)
    );
    assert_eq!(
        repair("a database", &huge, None).unwrap_err(),
        NoPlan::TooLarge
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn repairs_stay_within_budget_and_show_whole_blocks(
        words in 1usize..300,
        resources in 1usize..40,
        cut_off in proptest::option::of("[a-z \"_]{0,2000}"),
    ) {
        let request = "build it ".repeat(words);
        let code: String = (0..resources)
            .map(|at| format!("resource \"aws_db_instance\" \"d{at}\" {{\n  tags = {{ a = {at} }}\n}}\n"))
            .collect();
        let plan = match repair(&request, &code, cut_off.as_deref()) {
            Err(why) => {
                prop_assert_eq!(why, NoPlan::TooLarge);
                return Ok(());
            }
            Ok(plan) => plan,
        };
        prop_assert!(plan.prompt_tokens <= Policy::minimal().repair_tokens_max + plan.parts[0].tokens);
        prop_assert_eq!(plan.parts.iter().map(|part| part.tokens).sum::<u32>(), plan.prompt_tokens);
        let module = hcl::parse(code.as_str());
        for address in &plan.shown {
            let block = module.at(address).unwrap();
            prop_assert!(plan.messages[1].content.contains(&code[block.span.range()]));
        }
    }

    #[test]
    fn parts_add_up_to_the_prompt(request in "[a-z ,äß<|>\\n]{1,300}") {
        let Ok(request) = Request::parse(&request) else { return Ok(()) };
        let plan = first(request.text());
        let sum: u32 = plan.parts.iter().map(|part| part.tokens).sum();
        prop_assert_eq!(sum, plan.prompt_tokens);
        prop_assert_eq!(plan.parts[0].tokens, 74);
    }
}
