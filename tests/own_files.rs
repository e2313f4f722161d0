//! Checks which changes are made in the user's own files without consent.

use infragenie::fix::{FixSelection, Reach, findings};
use infragenie::hcl::{self, DeployEffect, Module};
use infragenie::job::autofix::{self, Autofixed};
use infragenie::scan::{Finding, Remedy, aws::TABLES};
use infragenie::schema::{self, Schema, pack};
use std::io::Read as _;
use std::path::Path;
use std::sync::LazyLock;

#[path = "../examples/judge/own.rs"]
#[allow(dead_code, reason = "the judge uses the rest")]
mod own;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(pack::FILE)).unwrap();
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).unwrap();
    Schema::read(&bytes).unwrap()
});

/// Reads the fixtures that are Terraform without diagnostics.
fn valid_fixtures() -> Vec<(String, Module)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut found = Vec::new();
    for (folder, name) in [("recipes", "before.tf"), ("complete", "after.tf")] {
        for entry in tests.join(folder).read_dir().unwrap().map(Result::unwrap) {
            let Ok(text) = std::fs::read_to_string(entry.path().join(name)) else {
                continue;
            };
            let module = hcl::parse(text);
            if schema::validate(&module, &SCHEMA).is_empty() {
                found.push((entry.path().display().to_string(), module));
            }
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

fn fixed(text: &str, selection: FixSelection) -> Autofixed {
    autofix::fix(&hcl::parse(text), TABLES, Some(&SCHEMA), selection)
}

fn own(reach: Reach) -> FixSelection<'static> {
    FixSelection {
        reach,
        ..FixSelection::default()
    }
}

fn finding(text: &str, id: &str, reach: Reach) -> Finding {
    let found = findings(&hcl::parse(text), TABLES, None, own(reach));
    let mut found = found.into_iter();
    found.find(|one| one.id == id).expect("a finding")
}

#[test]
fn half_of_a_module_keeps_its_references_and_stays_valid() {
    let fixtures = valid_fixtures();
    assert!(fixtures.len() > 15, "{}", fixtures.len());
    for (name, module) in fixtures {
        let halves = own::halves(&module);
        let fixed = halves
            .each_ref()
            .map(|half| own::fixed(half, &SCHEMA, TABLES, Reach::File));
        for (half, fixed) in halves.iter().zip(&fixed) {
            let none: [String; 0] = [];
            assert_eq!(own::changed_references(half, fixed), none, "{name}");
        }
        let joined = hcl::parse(format!("{}\n{}", fixed[0].text, fixed[1].text));
        assert_eq!(schema::validate(&joined, &SCHEMA), [], "{name}");
    }
}

#[test]
fn what_the_schema_does_not_know_stays() {
    let text = "resource \"aws_sqs_queue\" \"a\" {\n  name     = upcase(\"a\")\n  guard = true\n\n  \
                shield {\n    level = 2\n  }\n\n  lifecycle {\n    keep = true\n  }\n}\n\n\
                resource \"aws_future\" \"b\" {\n}\n";
    for reach in [Reach::File, Reach::Folder] {
        let (count, removed) = own::removed_names(&hcl::parse(text), &SCHEMA, TABLES, reach);
        assert!(count > 3 && removed.is_empty(), "{count} {removed:?}");
        let offers = fixed(text, own(reach)).offers;
        let offer = offers
            .iter()
            .find(|one| one.id == "repair:trim:aws_sqs_queue.a:guard");
        let accept = [offer.expect("an offer").id.clone()];
        let selection = FixSelection {
            accept: &accept,
            ..own(reach)
        };
        let code = fixed(text, selection).module.text;
        assert!(!code.contains("guard") && code.contains("shield"), "{code}");
    }
}

#[test]
fn a_version_that_is_not_admitted_changes_nothing() {
    let text = "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      \
                version = \"~> 3.0\"\n    }\n  }\n}\n\ndata \"aws_subnet_ids\" \"a\" {\n  vpc_id = \"x\"\n}\n";
    assert_eq!(fixed(text, own(Reach::Folder)).module.text, text);
    let queue = format!("{text}\nresource \"aws_sqs_queue\" \"q\" {{\n}}\n");
    assert_eq!(fixed(&queue, own(Reach::Folder)).module.text, queue);
    let newer = text.replace("~> 3.0", ">= 5.40");
    let newer = newer.replace(
        "aws_subnet_ids\" \"a\" {\n  vpc_id = \"x\"",
        "aws_region\" \"a\" {",
    );
    let newer = newer + "\noutput \"region\" {\n  value = data.aws_region.a.region\n}\n";
    assert_eq!(fixed(&newer, own(Reach::Folder)).module.text, newer);
}

#[test]
fn a_fix_that_replaces_what_is_deployed_needs_consent() {
    let text = "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"eu-west-1a\"\n  size              = 8\n}\n";
    let one = finding(text, "CKV_AWS_3", Reach::Folder);
    assert_eq!(one.remedy, Remedy::NeedsConsent);
    assert_eq!(one.price, Some(DeployEffect::DeletesData.description()));
    for harden in [false, true] {
        let selection = FixSelection {
            harden,
            ..own(Reach::Folder)
        };
        let code = fixed(text, selection).module.text;
        assert!(!code.contains("encrypted"), "{code}");
    }
    let accept = ["fix:CKV_AWS_3:aws_ebs_volume.a".to_owned()];
    let selection = FixSelection {
        accept: &accept,
        ..own(Reach::Folder)
    };
    let accepted = fixed(text, selection);
    assert!(accepted.module.text.contains("encrypted         = true"));
    assert_eq!(accepted.changes[0].effect, Some(DeployEffect::DeletesData));
}

#[test]
fn a_fix_that_costs_money_is_made_by_hardening() {
    let text = "resource \"aws_dynamodb_table\" \"a\" {\n  name         = \"a\"\n  billing_mode = \"PAY_PER_REQUEST\"\n  \
                hash_key     = \"id\"\n\n  attribute {\n    name = \"id\"\n    type = \"S\"\n  }\n}\n";
    let accept = ["fix:CKV_AWS_28:aws_dynamodb_table.a".to_owned()];
    for reach in [Reach::File, Reach::Folder] {
        let one = finding(text, "CKV_AWS_28", reach);
        assert_eq!((one.remedy, one.price), (Remedy::AddsResources, None));
        let plain = fixed(text, own(reach));
        let mut effects = plain.changes.iter().map(|change| change.effect);
        assert!(effects.all(|effect| effect < Some(DeployEffect::CostsMoney)));
        assert!(!plain.module.text.contains("point_in_time_recovery"));
        let hardened = FixSelection {
            harden: true,
            ..own(reach)
        };
        let accepted = FixSelection {
            accept: &accept,
            ..own(reach)
        };
        for selection in [hardened, accepted] {
            let code = fixed(text, selection).module.text;
            assert!(code.contains("point_in_time_recovery"), "{code}");
        }
    }
    let draft = fixed(text, FixSelection::default()).module.text;
    assert!(draft.contains("point_in_time_recovery"), "{draft}");
}

#[test]
fn a_value_that_the_configuration_sets_stays() {
    let text = "resource \"aws_guardduty_detector\" \"a\" {\n  enable = false # bills by volume\n}\n\n\
                resource \"aws_sqs_queue\" \"b\" {\n  sqs_managed_sse_enabled = false\n}\n\n\
                resource \"aws_sqs_queue\" \"c\" {\n}\n";
    let own = fixed(text, own(Reach::Folder));
    assert!(
        own.module.text.starts_with(&text[..text.len() - 3]),
        "{}",
        own.module.text
    );
    assert!(own.module.text.contains("sqs_managed_sse_enabled = true"));
    assert_eq!(own.changes.len(), 1);
    let draft = fixed(text, FixSelection::default());
    assert!(
        !draft.module.text.contains("false"),
        "{}",
        draft.module.text
    );
}

#[test]
fn one_file_gets_no_block_that_another_file_can_have() {
    let text = "resource \"aws_s3_bucket\" \"a\" {\n  bucket_prefix = \"a-\"\n}\n";
    let count = |reach| fixed(text, own(reach)).added.len();
    assert_eq!(count(Reach::File), 0);
    assert!(count(Reach::Folder) > 0);
    assert_eq!(
        finding(text, "CKV2_AWS_6", Reach::File).remedy,
        Remedy::NeedsConsent
    );
    assert_eq!(
        finding(text, "CKV2_AWS_6", Reach::Folder).remedy,
        Remedy::Free
    );
}

/// Bucket with what makes it public.
fn bucket(more: &str) -> String {
    format!("resource \"aws_s3_bucket\" \"site\" {{\n  bucket_prefix = \"site-\"\n}}\n\n{more}\n")
}

#[test]
fn a_bucket_that_is_public_on_purpose_stays_public() {
    let of_site = "  bucket = aws_s3_bucket.site.id\n";
    let principal =
        "Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = \"s3:GetObject\" }]";
    let public = [
        format!("resource \"aws_s3_bucket_website_configuration\" \"w\" {{\n{of_site}}}"),
        format!("resource \"aws_s3_bucket_acl\" \"a\" {{\n{of_site}  acl = \"public-read\"\n}}"),
        format!(
            "resource \"aws_s3_object\" \"o\" {{\n{of_site}  key = \"a\"\n  acl = \"public-read\"\n}}"
        ),
        format!(
            "resource \"aws_s3_bucket_policy\" \"p\" {{\n{of_site}  policy = jsonencode({{\n    {principal}\n  }})\n}}"
        ),
        format!(
            "resource \"aws_s3_bucket_policy\" \"p\" {{\n{of_site}  policy = <<-JSON\n    {{\"Statement\": [{{\"Effect\":              \"Allow\", \"Principal\": {{\"AWS\": \"*\"}}}}]}}\n  JSON\n}}"
        ),
        format!(
            "resource \"aws_s3_bucket_policy\" \"p\" {{\n{of_site}  policy = data.aws_iam_policy_document.d.json\n}}\n\n             data \"aws_iam_policy_document\" \"d\" {{\n  statement {{\n    principals {{\n      type = \"*\"\n                   identifiers = [\"*\"]\n    }}\n  }}\n}}"
        ),
        format!(
            "resource \"aws_s3_bucket_policy\" \"p\" {{\n{of_site}  policy = file(\"policy.json\")\n}}"
        ),
    ];
    for more in public {
        let text = bucket(&more);
        for reach in [Reach::Folder, Reach::Draft] {
            assert_eq!(
                finding(&text, "CKV2_AWS_6", reach).remedy,
                Remedy::NeedsConsent,
                "{text}"
            );
            assert!(
                !fixed(&text, own(reach))
                    .module
                    .text
                    .contains("public_access_block"),
                "{text}"
            );
        }
    }
    let private = format!(
        "resource \"aws_s3_bucket_policy\" \"p\" {{\n{of_site}  policy = jsonencode({{\n    {}\n  }})\n}}",
        principal.replace("Allow", "Deny")
    );
    assert_eq!(
        finding(&bucket(&private), "CKV2_AWS_6", Reach::Folder).remedy,
        Remedy::Free
    );
}

#[test]
fn a_bucket_that_its_configuration_names_by_text_stays_public() {
    let site = "resource \"aws_s3_bucket\" \"site\" {\n  bucket = \"quagga-site\"\n}\n\n";
    let named = [
        "resource \"aws_s3_bucket_website_configuration\" \"w\" {\n  bucket = \"quagga-site\"\n}\n",
        "resource \"aws_s3_object\" \"a\" {\n  bucket = \"quagga-site\"\n  key    = \"a\"\n}\n\n\
         resource \"aws_s3_object\" \"b\" {\n  bucket = \"quagga-site\"\n  key    = \"b\"\n  acl    = \"public-read\"\n}\n",
    ];
    for more in named {
        let text = format!("{site}{more}");
        for reach in [Reach::Folder, Reach::Draft] {
            let found = finding(&text, "CKV2_AWS_6", reach);
            assert_eq!(found.remedy, Remedy::NeedsConsent, "{text}");
        }
    }
}

#[test]
fn a_bucket_that_another_module_can_configure_stays_as_it_is() {
    let of_name = |name: &str| format!("resource \"aws_s3_bucket\" \"site\" {{\n  {name}\n}}\n\n");
    let plain = of_name("bucket_prefix = \"site-\"");
    let texts = [
        format!("{plain}output \"id\" {{\n  value = aws_s3_bucket.site.id\n}}\n"),
        format!(
            "{plain}locals {{\n  id = aws_s3_bucket.site.id\n}}\n\noutput \"id\" {{\n  value = local.id\n}}\n"
        ),
        format!(
            "{plain}module \"policy\" {{\n  source = \"./policy\"\n  bucket = aws_s3_bucket.site.id\n}}\n"
        ),
        of_name("bucket = var.name") + "variable \"name\" {}\n",
        of_name("bucket = local.name")
            + "locals {\n  name = \"${var.team}-site\"\n}\n\nvariable \"team\" {}\n",
    ];
    for text in texts {
        let found = finding(&text, "CKV2_AWS_6", Reach::Folder);
        assert_eq!(found.remedy, Remedy::NeedsConsent, "{text}");
        let after = fixed(&text, own(Reach::Folder)).module.text;
        assert!(!after.contains("public_access_block"), "{after}");
        let drafted = finding(&text, "CKV2_AWS_6", Reach::Draft);
        assert_eq!(drafted.remedy, Remedy::Free, "{text}");
    }
}

#[test]
fn the_target_of_logs_and_a_public_bucket_get_no_kms() {
    let with_kms = |more: &str| {
        let selection = FixSelection {
            harden: true,
            ..own(Reach::Folder)
        };
        fixed(&bucket(more), selection)
            .module
            .text
            .contains("aws:kms")
    };
    assert!(with_kms(""));
    for more in [
        "resource \"aws_s3_bucket_logging\" \"l\" {\n  bucket        = \"x\"\n  target_bucket = aws_s3_bucket.site.id\n           target_prefix = \"a/\"\n}",
        "resource \"aws_lb\" \"l\" {\n  subnets = [\"subnet-1\"]\n\n  access_logs {\n    bucket = aws_s3_bucket.site.id\n  }\n}",
        "resource \"aws_s3_bucket_website_configuration\" \"w\" {\n  bucket = aws_s3_bucket.site.id\n}",
    ] {
        assert!(!with_kms(more), "{more}");
    }
}

#[test]
fn a_default_security_group_that_something_uses_stays_open() {
    let network = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n\n                   resource \"aws_subnet\" \"a\" {\n  vpc_id     = aws_vpc.main.id\n  cidr_block = \"10.0.1.0/24\"\n}\n\n";
    let closes = |more: &str| {
        let code = fixed(&format!("{network}{more}\n"), own(Reach::Folder))
            .module
            .text;
        code.contains("aws_default_security_group")
    };
    assert!(closes(""));
    for more in [
        "output \"group\" {\n  value = aws_vpc.main.default_security_group_id\n}",
        "module \"app\" {\n  source  = \"./app\"\n  subnets = [aws_subnet.a.id]\n}",
        "resource \"aws_ecs_service\" \"s\" {\n  name = \"s\"\n\n  network_configuration {\n    subnets = [aws_subnet.a.id]\n  }\n}",
        "resource \"aws_security_group_rule\" \"r\" {\n  type              = \"ingress\"\n  description       = \"a\"\n  from_port         = 1\n           to_port           = 1\n  protocol          = \"tcp\"\n  self              = true\n  security_group_id =          aws_vpc.main.default_security_group_id\n}",
    ] {
        assert!(!closes(more), "{more}");
    }
}

#[test]
fn new_blocks_follow_their_resource() {
    let text = "resource \"aws_sns_topic\" \"news\" {\n  name = \"news\"\n}\n\n                terraform {\n  required_version = \">= 1.5\"\n}\n";
    let selection = FixSelection {
        harden: true,
        ..own(Reach::Folder)
    };
    let hardened = fixed(text, selection);
    assert!(
        hardened
            .added
            .iter()
            .any(|address| address == "aws_kms_key.main")
    );
    assert!(
        hardened
            .module
            .text
            .ends_with("terraform {\n  required_version = \">= 1.5\"\n}\n")
    );
}

#[test]
fn fixing_again_changes_nothing() {
    for (name, module) in valid_fixtures() {
        for reach in [Reach::File, Reach::Folder] {
            for harden in [false, true] {
                let selection = FixSelection {
                    harden,
                    ..own(reach)
                };
                let once = fixed(&module.text, selection).module.text;
                let again = fixed(&once, selection);
                assert_eq!(again.changes, [], "{name} {reach:?} {harden}");
            }
        }
    }
}

#[test]
fn roles_that_use_a_resource_may_use_its_new_key() {
    let role = "resource \"aws_iam_role\" \"reader\" {\n  name = \"reader\"\n  assume_role_policy = jsonencode({\n    Version = \
                \"2012-10-17\"\n    Statement = [{ Effect = \"Allow\", Principal = { Service = \"lambda.amazonaws.com\" }, \
                Action = \"sts:AssumeRole\" }]\n  })\n}\n\n";
    let document = "data \"aws_iam_policy_document\" \"reader\" {\n  statement {\n    actions   = [\"sns:Publish\"]\n    \
                    resources = [aws_sns_topic.news.arn]\n  }\n}\n\n";
    let topic = "resource \"aws_sns_topic\" \"news\" {\n  name = \"news\"\n}\n\n";
    let in_line = "resource \"aws_iam_role_policy\" \"reader\" {\n  role   = aws_iam_role.reader.id\n  policy = \
                   data.aws_iam_policy_document.reader.json\n}\n";
    let attached = "resource \"aws_iam_policy\" \"reader\" {\n  policy = data.aws_iam_policy_document.reader.json\n}\n\n\
                    resource \"aws_iam_role_policy_attachment\" \"reader\" {\n  role       = aws_iam_role.reader.name\n  \
                    policy_arn = aws_iam_policy.reader.arn\n}\n";
    let by_user = "resource \"aws_iam_user_policy\" \"reader\" {\n  user   = \"x\"\n  policy = \
                   data.aws_iam_policy_document.reader.json\n}\n";
    let selection = FixSelection {
        harden: true,
        ..own(Reach::Folder)
    };
    let hardened = |readers: &str| {
        let text = [role, document, topic, readers].concat();
        let once = fixed(&text, selection);
        assert_eq!(fixed(&once.module.text, selection).changes, [], "{readers}");
        once.module.text
    };
    for readers in [in_line, attached] {
        let code = hardened(readers);
        assert!(
            code.contains("kms_master_key_id = aws_kms_key.main.arn"),
            "{code}"
        );
        assert!(
            code.contains("[\"kms:Decrypt\", \"kms:GenerateDataKey\"]"),
            "{code}"
        );
    }
    assert!(!hardened(by_user).contains("kms_master_key_id"));
}

#[test]
fn what_another_version_can_know_is_judged_by_a_named_version() {
    let judged = |version: &str, text: &str| {
        let settings = format!(
            "terraform {{\n  required_version = \"1.11.4\"\n\n  required_providers {{\n    aws = {{\n      version = \
             \"{version}\"\n    }}\n  }}\n}}\n\n"
        );
        let module = hcl::parse(settings + text);
        let problems = schema::validate(&module, &SCHEMA);
        assert_eq!(problems.len(), 1, "{problems:?}");
        schema::judged_by(&module, &SCHEMA, &problems[0])
    };
    let argument = "resource \"aws_vpc\" \"v\" {\n  cidr_block = \"10.0.0.0/16\"\n  region     = \"eu-west-1\"\n}\n";
    assert_eq!(
        judged(">= 5.40", argument).as_deref(),
        Some("hashicorp/aws 5.100.0")
    );
    assert_eq!(
        judged("~> 3.0", argument).as_deref(),
        Some("hashicorp/aws 5.100.0")
    );
    assert_eq!(judged("~> 5.40", argument), None);
    assert_eq!(judged("5.100.0", argument), None);
    let attribute =
        "data \"aws_region\" \"r\" {}\n\noutput \"r\" {\n  value = data.aws_region.r.region\n}\n";
    assert_eq!(
        judged(">= 5.40", attribute).as_deref(),
        Some("hashicorp/aws 5.100.0")
    );
    // The language is known up to the newest version.
    let language = "resource \"aws_eip\" \"a\" {\n  lifecycle {\n    destory = false\n  }\n}\n";
    assert_eq!(judged(">= 5.40", language), None);
    let newer = language.replace("destory", "destroy");
    assert!(schema::validate(&hcl::parse(newer), &SCHEMA).is_empty());
}
