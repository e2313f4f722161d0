//! Checks that every template, alone and in pairs, yields a valid, clean program.

use super::{answer, fixed};
use infragenie::fix::{FixSelection, fix};
use infragenie::scan::{self, Remedy};

/// One request for every template. Any two of them can be combined.
pub const TEMPLATE_REQUESTS: &[&str] = &[
    "vpc with 2 public and 2 private subnets",
    "vpc with nat gateway in each az",
    "ec2 instance running nginx",
    "2 ubuntu servers with docker and elastic ip",
    "bastion host",
    "auto scaling group of apache servers",
    "application load balancer",
    "postgres rds",
    "mysql rds with multi az",
    "mariadb database",
    "mysql rds with 2 read replicas",
    "redis cluster",
    "memcached cluster",
    "efs file system",
    "ecs fargate service with 2 tasks",
    "ecs cluster",
    "eks cluster with managed node group",
    "private s3 bucket called acme-raw",
    "s3 bucket policy that denies http",
    "s3 bucket that moves objects to glacier after 30 days",
    "static website on s3 with cloudfront",
    "dynamodb table with sort key created_at",
    "provisioned dynamodb table with 5 read and 5 write capacity units",
    "lambda function in python",
    "lambda function every 5 minutes",
    "serverless api",
    "sqs queue with dead letter queue",
    "fifo sqs queue",
    "sns topic with sqs subscription",
    "sns topic with email subscription",
    "ecr repository",
    "iam role for ec2 with s3 read access",
    "iam role for lambda with basic execution",
    "kms key with rotation",
    "security group allowing http, https and ssh",
    "route53 zone for example.com",
    "cloudwatch log group kept for 30 days",
    "secrets manager secret",
];

/// Returns all requests alone and all pairs of them.
pub fn compositions() -> Vec<String> {
    let mut requests: Vec<String> = TEMPLATE_REQUESTS
        .iter()
        .map(|one| (*one).to_owned())
        .collect();
    for (at, one) in TEMPLATE_REQUESTS.iter().enumerate() {
        for other in &TEMPLATE_REQUESTS[at + 1..] {
            requests.push(format!("{one}, {other}"));
        }
    }
    requests
}

/// Returns the faults of the program for a request, one line each.
fn faults(request: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.contains("local.") {
        faults.push("a placeholder is not filled".to_owned());
    }
    let plain = fixed(request, text, false);
    for problem in &plain.problems {
        faults.push(problem.message.clone());
    }
    let decided = |remedy| matches!(remedy, Remedy::Free | Remedy::None);
    for finding in plain.findings.iter().filter(|one| decided(one.remedy)) {
        faults.push(format!(
            "{} {}: {}",
            finding.id, finding.address, finding.message
        ));
    }
    faults
}

#[test]
fn every_template_is_clean_alone() {
    let mut failures = Vec::new();
    for request in TEMPLATE_REQUESTS {
        let Some(answer) = answer(request) else {
            // A load balancer alone has no targets, but it has to be answered too.
            failures.push(format!("not answered: {request}"));
            continue;
        };
        failures.extend(
            faults(request, &answer.text)
                .into_iter()
                .map(|fault| format!("{request}: {fault}")),
        );
        let hardened = fixed(request, &answer.text, true);
        for finding in hardened
            .findings
            .iter()
            .filter(|one| one.remedy != Remedy::NeedsConsent)
            // Informational findings are not worth resources.
            .filter(|one| {
                one.remedy != Remedy::AddsResources || one.severity > scan::Severity::Info
            })
        {
            failures.push(format!(
                "{request}, hardened: {} {}",
                finding.id, finding.address
            ));
        }
        for problem in &hardened.problems {
            failures.push(format!("{request}, hardened: {}", problem.message));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_pair_of_templates_is_clean() {
    let mut failures = Vec::new();
    let mut answered = 0;
    for request in compositions() {
        let Some(answer) = answer(&request) else {
            continue;
        };
        answered += 1;
        failures.extend(
            faults(&request, &answer.text)
                .into_iter()
                .map(|fault| format!("{request}: {fault}")),
        );
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(answered > 400, "only {answered} pairs are answered");
}

#[test]
fn fixing_answers_is_idempotent() {
    for request in TEMPLATE_REQUESTS {
        let Some(answer) = answer(request) else {
            continue;
        };
        let module = fixed(request, &answer.text, false).module;
        let again = fix(&module, scan::aws::TABLES, None, FixSelection::default());
        assert!(again.changes.is_empty(), "{request}: {:?}", again.changes);
    }
}
