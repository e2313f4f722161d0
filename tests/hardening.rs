//! A request and a program in, what is added to it that nobody asked for in so many words.

use infragenie::fix::Wishes;
use infragenie::hcl;
use infragenie::intent::Wants;
use infragenie::job::mend::{Mended, mend};
use infragenie::library;
use infragenie::request::Request;
use infragenie::scan::{Remedy, aws::TABLES};

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

fn mended(request: &str, code: &str) -> Mended {
    mend(&hcl::parse(code), request, TABLES, None, Wishes::default())
}

/// How many resources of a type there are; of all types without one.
fn count(mended: &Mended, kind: Option<&str>) -> usize {
    let resources = mended.module.resources();
    let of_kind = resources.filter(|it| kind.is_none() || it.type_name() == kind);
    of_kind.count()
}

fn is_open(mended: &Mended, id: &str) -> Option<Remedy> {
    let finding = mended.findings.iter().find(|finding| finding.id == id);
    finding.map(|finding| finding.remedy)
}

#[test]
fn a_private_bucket_takes_eight_resources_at_most() {
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
            let mended = mended(request, draft);
            assert!(
                count(&mended, None) <= 8,
                "{request}: {}",
                mended.module.text
            );
            // What was left out is told, and one switch adds it.
            let open = is_open(&mended, "CKV_AWS_18");
            assert_eq!(open, Some(Remedy::Companion), "{request}");
        }
    }
}

#[test]
fn so_it_does_from_the_building_blocks() {
    for request in ["private s3 bucket", "an s3 bucket", "s3 bucket for backups"] {
        let wants = Wants::of(&Request::parse(request).unwrap());
        let answer = library::answer(&wants).unwrap();
        let mended = mended(request, &answer.text);
        assert!(
            count(&mended, None) <= 8,
            "{request}: {}",
            mended.module.text
        );
    }
}

#[test]
fn what_a_request_is_about_is_hardened() {
    let network = mended("a vpc with a subnet", NETWORK);
    assert_eq!(count(&network, Some("aws_flow_log")), 1);
    let subnet = mended("two subnets", NETWORK);
    assert_eq!(count(&subnet, Some("aws_flow_log")), 1);
    let database = mended("rds postgres", &format!("{NETWORK}{DATABASE}"));
    assert_eq!(count(&database, Some("aws_flow_log")), 0);
    assert_eq!(is_open(&database, "CKV2_AWS_11"), Some(Remedy::Companion));
    assert_eq!(is_open(&database, "CKV_AWS_118"), None);
    // A service that the building blocks do not have is known by the word its types begin with.
    let stream =
        "resource \"aws_kinesis_stream\" \"a\" {\n  name        = \"a\"\n  shard_count = 1\n}\n";
    assert_eq!(
        is_open(&mended("a Kinesis stream", stream), "CKV_AWS_43"),
        None
    );
}

#[test]
fn what_is_asked_for_of_all_is_done_to_all() {
    let logged = mended("private s3 bucket with access logging", BUCKET);
    assert_eq!(is_open(&logged, "CKV_AWS_18"), None);
    let not_logged = mended("private s3 bucket without access logging", BUCKET);
    assert_eq!(is_open(&not_logged, "CKV_AWS_18"), Some(Remedy::Companion));
    let own_key = "resource \"aws_kms_key\" \"own\" {\n  enable_key_rotation = true\n}\n";
    let topic = "resource \"aws_sns_topic\" \"a\" {\n}\n";
    let keyed = mended(
        "a kms key, and an encrypted sns topic",
        &format!("{own_key}{topic}"),
    );
    assert_eq!(count(&keyed, Some("aws_kms_key")), 1);
}

#[test]
fn a_default_group_is_closed_where_nothing_is_in_it() {
    let close = "aws_default_security_group";
    let grouped = mended("rds postgres", &format!("{NETWORK}{DATABASE}"));
    assert_eq!(count(&grouped, Some(close)), 1);
    let loose = DATABASE.replace(
        "  vpc_security_group_ids      = [aws_security_group.db.id]\n",
        "",
    );
    let loose = mended("vpc and rds postgres", &format!("{NETWORK}{loose}"));
    assert_eq!(count(&loose, Some(close)), 0);
    assert_eq!(is_open(&loose, "CKV2_AWS_12"), Some(Remedy::Offered));
    let named = DATABASE.replace(
        "aws_security_group.db.id",
        "aws_vpc.main.default_security_group_id",
    );
    let named = mended("vpc and rds postgres", &format!("{NETWORK}{named}"));
    assert_eq!(count(&named, Some(close)), 0);
}

#[test]
fn building_blocks_hold_as_many_as_were_asked_for() {
    let request = "vpc with public and private subnets, and a private s3 bucket called acme-files";
    let wants = Wants::of(&Request::parse(request).unwrap());
    let answer = library::answer(&wants).unwrap();
    assert_eq!(
        count(&mended(request, &answer.text), Some("aws_s3_bucket")),
        1
    );
}
