//! Checks which unrequested resources are added to a program for a request.

use infragenie::fix::FixSelection;
use infragenie::hcl;
use infragenie::intent::ParsedRequest;
use infragenie::job::autofix::{Autofixed, autofix};
use infragenie::request::Request;
use infragenie::scan::{Remedy, aws::TABLES};
use infragenie::templates;

const BUCKET: &str = "resource \"aws_s3_bucket\" \"files\" {\n  bucket = \"acme-files\"\n}\n";
const CLOSED: &str = r#"
resource "aws_s3_bucket_public_access_block" "files" {
  bucket                  = aws_s3_bucket.files.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"#;
const OWNED: &str = r#"
resource "aws_s3_bucket_ownership_controls" "files" {
  bucket = aws_s3_bucket.files.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "files" {
  bucket = aws_s3_bucket.files.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "files" {
  bucket = aws_s3_bucket.files.id

  versioning_configuration {
    status = "Enabled"
  }
}
"#;
const NETWORK: &str = r#"resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
"#;
const DATABASE: &str = r#"
resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.main.id
}

resource "aws_db_instance" "db" {
  engine                      = "postgres"
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "app"
  manage_master_user_password = true
  skip_final_snapshot         = true
  vpc_security_group_ids      = [aws_security_group.db.id]
}
"#;

fn fixed(request: &str, code: &str) -> Autofixed {
    autofix(
        &hcl::parse(code),
        request,
        TABLES,
        None,
        FixSelection::default(),
    )
}

/// Returns the number of resources of a type, or of all types without one.
fn count(result: &Autofixed, kind: Option<&str>) -> usize {
    let resources = result.module.resources();
    let of_kind = resources.filter(|it| kind.is_none() || it.type_name() == kind);
    of_kind.count()
}

fn is_open(result: &Autofixed, id: &str) -> Option<Remedy> {
    let finding = result.findings.iter().find(|finding| finding.id == id);
    finding.map(|finding| finding.remedy)
}

#[test]
fn private_buckets_get_at_most_eight_resources() {
    let drafts = [
        BUCKET.to_owned(),
        format!("{BUCKET}{CLOSED}"),
        format!("{BUCKET}{CLOSED}{OWNED}"),
    ];
    for request in [
        "private s3 bucket",
        "Create a private S3 bucket",
        "an S3 bucket that nobody can read but us, with versioning",
        "private bucket for uploads in eu-west-1",
    ] {
        for draft in &drafts {
            let result = fixed(request, draft);
            assert!(
                count(&result, None) <= 8,
                "{request}: {}",
                result.module.text
            );
            // The omitted log bucket is reported, and the option `harden` adds it.
            let open = is_open(&result, "CKV_AWS_18");
            assert_eq!(open, Some(Remedy::AddsResources), "{request}");
        }
    }
}

#[test]
fn private_buckets_from_templates_get_at_most_eight_resources() {
    for request in ["private s3 bucket", "an s3 bucket", "s3 bucket for backups"] {
        let parsed = ParsedRequest::parse(&Request::parse(request).unwrap());
        let answer = templates::answer(&parsed).unwrap();
        let result = fixed(request, &answer.text);
        assert!(
            count(&result, None) <= 8,
            "{request}: {}",
            result.module.text
        );
    }
}

#[test]
fn offers_what_adds_resources() {
    let network = fixed("a vpc with a subnet", NETWORK);
    assert_eq!(count(&network, Some("aws_flow_log")), 0);
    assert_eq!(
        is_open(&network, "CKV2_AWS_11"),
        Some(Remedy::AddsResources)
    );
    let database = fixed("rds postgres", &format!("{NETWORK}{DATABASE}"));
    assert_eq!(
        is_open(&database, "CKV_AWS_118"),
        Some(Remedy::AddsResources)
    );
    assert_eq!(is_open(&database, "CKV_AWS_16"), None);
    // An offer does not keep the configuration from passing the scan.
    assert!(!network.findings.iter().any(|finding| finding.open));
}

#[test]
fn keeps_what_the_request_declines() {
    let plain = DATABASE.replace(
        "  skip_final_snapshot         = true\n",
        "  skip_final_snapshot         = true\n  storage_encrypted           = false\n  backup_retention_period     = 0\n",
    );
    let code = format!("{NETWORK}{plain}");
    let declined = fixed(
        "postgres on rds without encryption, no backups, monitoring is not needed",
        &code,
    );
    let text: String = declined.module.text.split_whitespace().collect();
    assert!(text.contains("storage_encrypted=false"), "{text}");
    assert!(text.contains("backup_retention_period=0"), "{text}");
    for id in ["CKV_AWS_16", "CKV_AWS_133", "CKV_AWS_118", "CKV_AWS_353"] {
        let finding = declined.findings.iter().find(|it| it.id == id).unwrap();
        assert!(finding.accepted && !finding.open, "{id}");
    }
    for request in [
        "postgres on rds with encryption and backups",
        "postgres on rds, not unencrypted, with backups",
        "postgres on rds",
    ] {
        let asked = fixed(request, &code);
        assert_eq!(is_open(&asked, "CKV_AWS_16"), None, "{request}");
        assert_eq!(is_open(&asked, "CKV_AWS_133"), None, "{request}");
    }
}

#[test]
fn declines_only_for_the_service_that_the_request_speaks_of() {
    let code = "resource \"aws_sqs_queue\" \"a\" {\n  sqs_managed_sse_enabled = false\n}\n\n\
                resource \"aws_sns_topic\" \"a\" {\n  name = \"a\"\n}\n";
    let accepted = |request: &str| -> Vec<&str> {
        let result = fixed(request, code);
        let accepted = result.findings.iter().filter(|it| it.accepted);
        let mut ids: Vec<&str> = accepted.map(|it| it.id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(
        accepted("an unencrypted sns topic and an sqs queue"),
        ["CKV_AWS_26"]
    );
    assert_eq!(
        accepted("an sns topic and an sqs queue without encryption"),
        ["CKV_AWS_27"]
    );
    assert_eq!(accepted("an sns topic and an sqs queue"), [""; 0]);
}

#[test]
fn keeps_version_1_of_the_metadata_service() {
    let code = "resource \"aws_instance\" \"a\" {\n  ami           = \"ami-0aa1122334455667a\"\n  \
                instance_type = \"t3.micro\"\n\n  metadata_options {\n    http_tokens = \"optional\"\n  }\n}\n";
    let kept = fixed("a server with imdsv1 for an old agent", code);
    assert!(kept.module.text.contains("\"optional\""));
    let changed = fixed("a server with imdsv2", code);
    assert!(changed.module.text.contains("\"required\""));
}

#[test]
fn policies_have_the_statements_that_the_module_needs() {
    let harden = |code: &str| {
        let selection = FixSelection {
            harden: true,
            ..FixSelection::default()
        };
        autofix(&hcl::parse(code), "logging", TABLES, None, selection)
            .module
            .text
    };
    let balancer = "resource \"aws_lb\" \"a\" {\n  subnets = [\"subnet-0a\", \"subnet-0b\"]\n}\n";
    let balanced = harden(balancer);
    assert!(
        balanced.contains("LoadBalancers") && balanced.contains("OnlyTls"),
        "{balanced}"
    );
    for other in ["BucketLogs", "FlowLogs", "Warehouses"] {
        assert!(!balanced.contains(other), "{balanced}");
    }
    // A later fix writes the statement that it needs into the same policy.
    let both = harden(&format!("{balanced}\n{NETWORK}"));
    assert!(
        both.contains("LoadBalancers") && both.contains("FlowLogs"),
        "{both}"
    );
    assert_eq!(
        both.matches("\"aws_s3_bucket_policy\"").count(),
        1,
        "{both}"
    );
    let table = "resource \"aws_dynamodb_table\" \"a\" {\n  name         = \"a\"\n  hash_key     = \"id\"\n  \
                 billing_mode = \"PAY_PER_REQUEST\"\n\n  attribute {\n    name = \"id\"\n    type = \"S\"\n  }\n}\n";
    let keyed = harden(table);
    assert!(
        keyed.contains("kms:*") && !keyed.contains("cloudtrail"),
        "{keyed}"
    );
    assert!(
        !keyed.contains("aws_region") && !keyed.contains("Messages"),
        "{keyed}"
    );
    assert_eq!(harden(&keyed), keyed);
}

#[test]
fn applies_requested_topics_to_all_resources() {
    let logged = fixed("private s3 bucket with access logging", BUCKET);
    assert_eq!(is_open(&logged, "CKV_AWS_18"), None);
    let not_logged = fixed("private s3 bucket without access logging", BUCKET);
    assert_eq!(
        is_open(&not_logged, "CKV_AWS_18"),
        Some(Remedy::NeedsConsent)
    );
    let own_key = "resource \"aws_kms_key\" \"own\" {\n  enable_key_rotation = true\n}\n";
    let topic = "resource \"aws_sns_topic\" \"a\" {\n}\n";
    let keyed = fixed(
        "a kms key, and an encrypted sns topic",
        &format!("{own_key}{topic}"),
    );
    assert_eq!(count(&keyed, Some("aws_kms_key")), 1);
}

#[test]
fn closes_an_unused_default_security_group() {
    let close = "aws_default_security_group";
    let grouped = fixed("rds postgres", &format!("{NETWORK}{DATABASE}"));
    assert_eq!(count(&grouped, Some(close)), 1);
    let loose = DATABASE.replace(
        "  vpc_security_group_ids      = [aws_security_group.db.id]\n",
        "",
    );
    let loose = fixed("vpc and rds postgres", &format!("{NETWORK}{loose}"));
    assert_eq!(count(&loose, Some(close)), 0);
    assert_eq!(is_open(&loose, "CKV2_AWS_12"), Some(Remedy::NeedsConsent));
    let named = DATABASE.replace(
        "aws_security_group.db.id",
        "aws_vpc.main.default_security_group_id",
    );
    let named = fixed("vpc and rds postgres", &format!("{NETWORK}{named}"));
    assert_eq!(count(&named, Some(close)), 0);
}

#[test]
fn adds_no_bucket_to_template_answers() {
    let request = "vpc with public and private subnets, and a private s3 bucket called acme-files";
    let parsed = ParsedRequest::parse(&Request::parse(request).unwrap());
    let answer = templates::answer(&parsed).unwrap();
    assert_eq!(
        count(&fixed(request, &answer.text), Some("aws_s3_bucket")),
        1
    );
}
