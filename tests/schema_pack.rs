//! Checks that the generator reproduces the committed schema packs.

#[allow(dead_code, reason = "the helper providers are not read here")]
#[path = "../examples/schema/bindings.rs"]
mod bindings;
#[path = "../examples/schema/carried.rs"]
mod carried;
#[path = "../examples/schema/constraints.rs"]
mod constraints;
#[path = "../examples/schema/encode.rs"]
mod encode;
#[path = "../examples/schema/later.rs"]
mod later;
#[path = "../examples/schema/record.rs"]
mod record;
#[path = "../examples/schema/source.rs"]
mod source;

use infragenie::schema::{Constraints, Schema, pack};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

fn shipped() -> Vec<u8> {
    unpacked(pack::FILE)
}

fn unpacked(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(name)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    bytes
}

#[test]
fn the_pack_is_named_by_its_hash_and_small() {
    let bytes = shipped();
    assert_eq!(pack::file_name("aws-5", &bytes), pack::FILE);
    assert!(bytes.len() <= 300_000, "{} bytes", bytes.len());
}

#[test]
fn the_pack_holds_every_type_of_its_providers() {
    let bytes = shipped();
    let schema = Schema::read(&bytes).expect("the pack reads");
    let of = |prefix: &str, types: Vec<&str>| {
        types.iter().filter(|name| name.starts_with(prefix)).count()
    };
    assert_eq!(of("aws_", schema.resource_types().collect()), 1526);
    assert_eq!(of("aws_", schema.data_types().collect()), 608);
    let versions: Vec<String> = schema
        .providers()
        .map(|one| format!("{} {}", one.source, one.version))
        .collect();
    assert_eq!(
        versions,
        [
            "hashicorp/aws 5.100.0",
            "terraform.io/builtin/terraform 1.11.4",
            "hashicorp/archive 2.7.1",
            "hashicorp/cloudinit 2.3.7",
            "hashicorp/external 2.3.5",
            "hashicorp/http 3.5.0",
            "hashicorp/local 2.6.1",
            "hashicorp/null 3.2.4",
            "hashicorp/random 3.7.2",
            "hashicorp/time 0.13.1",
            "hashicorp/tls 4.1.0",
        ]
    );
}

#[test]
#[cfg_attr(
    not(has_aws_5_100),
    ignore = "needs terraform with hashicorp/aws 5.100.0 in a mirror"
)]
fn reproduces_the_pack_from_the_provider() {
    let json = provider_schemas().expect("terraform prints the schema");
    let mut providers = vec![source::aws(&json).expect("the schema of aws")];
    providers.extend(source::helpers().expect("the schemas of the helpers"));
    assert!(
        encode::encode(&providers) == shipped(),
        "the committed pack is of another provider or another generator"
    );
}

/// Reads the unpacked bindings from `INFRAGENIE_AWS_6`.
///
/// They are too large to download here.
#[test]
#[cfg_attr(
    not(has_aws_6_bindings),
    ignore = "needs the bindings of hashicorp/aws 6 in INFRAGENIE_AWS_6"
)]
fn reproduces_the_pack_from_the_bindings() {
    let folder = std::env::var_os("INFRAGENIE_AWS_6").expect("a folder");
    let json = provider_schemas().expect("terraform prints the schema");
    let before = source::aws(&json).expect("the schema of aws");
    let aws = later::read(Path::new(&folder), &before).expect("the bindings read");
    let mut providers = vec![aws];
    providers.extend(source::helpers().expect("the schemas of the helpers"));
    assert!(
        encode::encode(&providers) == unpacked(pack::FILE_6),
        "the committed pack is of other bindings or another generator"
    );
}

#[test]
fn reproduces_the_constraints_from_the_record() {
    let record = std::fs::read_to_string(source::folder().join("constraints.json"));
    let record = record.expect("the record is committed");
    let record: record::Constraints = serde_json::from_str(&record).expect("the record reads");
    let schema = Schema::read(&shipped()).expect("the pack reads");
    let bytes = constraints::encode(&schema, &record).expect("the schema has all of them");
    let name = infragenie::schema::constraints::FILE;
    assert_eq!(pack::file_name("aws-5-constraints", &bytes), name);
    assert!(bytes == unpacked(name), "the pack is of another record");
    assert!(bytes.len() <= 150_000, "{} bytes", bytes.len());
    let schema = schema.with(Constraints::read(&bytes).expect("the pack reads"));
    for (key, own) in &record {
        let (data, kind) = match key.strip_prefix("data.") {
            Some(kind) => (true, kind),
            None => (false, key.as_str()),
        };
        for (path, rules) in &own.values {
            let read = schema.rules(data, kind, path);
            assert_eq!(read.len(), rules.len(), "{key} {path}");
        }
    }
}

#[test]
fn ignores_constraints_of_another_schema() {
    let mut bytes = unpacked(infragenie::schema::constraints::FILE);
    bytes[4] ^= 1;
    let other = Constraints::read(&bytes).expect("the pack reads");
    let schema = Schema::read(&shipped()).expect("the pack reads");
    assert!(schema.with(other).constraints().is_none());
}

#[test]
fn validates_against_the_required_provider_version() {
    let bytes = unpacked(pack::FILE_6);
    assert_eq!(pack::file_name("aws-6", &bytes), pack::FILE_6);
    assert!(bytes.len() <= 350_000, "{} bytes", bytes.len());
    let later = Schema::read(&bytes).expect("the pack reads");
    let aws = later.provider("aws").expect("the provider");
    assert_eq!(aws.version, "6.69.1");
    let both = Schema::read(&shipped()).expect("the pack reads");
    let both = both.with_aws_v6(std::sync::Arc::new(later));
    let found = |version: &str, kind: &str, argument: &str| {
        let text = format!(
            "terraform {{
  required_providers {{
    aws = {{
      source  = \"hashicorp/aws\"
      version = \"{version}\"
    }}
  }}
}}
resource \"{kind}\" \"a\" {{
  {argument}
}}
"
        );
        let problems = infragenie::schema::validate(&infragenie::hcl::parse(text), &both);
        let summaries = problems.iter().map(|one| one.kind.summary());
        summaries.collect::<Vec<_>>()
    };
    let (none, unsupported): ([&str; 0], _) = ([], ["Unsupported argument"]);
    let region = "region = \"us-east-1\"";
    assert_eq!(found("~> 6.0", "aws_sns_topic", region), none);
    assert_eq!(found("~> 5.100", "aws_sns_topic", region), unsupported);
    assert_eq!(found("~> 6.0", "aws_s3_bucket", region), none);
    assert_eq!(found("~> 6.0", "aws_eip", "vpc = true"), unsupported);
    assert_eq!(found("~> 5.100", "aws_eip", "vpc = true"), none);
    // Where both versions are admitted, what one of them knows is right.
    for both in [">= 5.0", ">= 5.0, < 7.0", "< 7.0"] {
        assert_eq!(found(both, "aws_sns_topic", region), none, "{both}");
        assert_eq!(found(both, "aws_eip", "vpc = true"), none, "{both}");
        assert_eq!(found(both, "aws_eip", "vpx = true"), unsupported, "{both}");
    }
}

#[test]
fn a_value_outside_of_an_earlier_list_is_no_certain_error() {
    use infragenie::schema::judged_by;
    let later = Schema::read(&unpacked(pack::FILE_6)).expect("the pack reads");
    let both = Schema::read(&shipped()).expect("the pack reads");
    let constraints = Constraints::read(&unpacked(infragenie::schema::constraints::FILE))
        .expect("the pack reads");
    let both = both.with(constraints);
    let both = both.with_aws_v6(std::sync::Arc::new(later));
    let judged = |version: &str, text: &str| {
        let settings = format!(
            "terraform {{\n  required_providers {{\n    aws = {{\n      version = \"{version}\"\n    }}\n  }}\n}}\n"
        );
        let module = infragenie::hcl::parse(settings + text);
        let problems = infragenie::schema::validate(&module, &both);
        let versions = problems.iter().map(|it| judged_by(&module, &both, it));
        versions.collect::<Vec<_>>()
    };
    let list = "resource \"aws_cloudwatch_log_group\" \"a\" {\n  log_group_class = \"NEVER\"\n}\n";
    let range = "resource \"aws_sqs_queue\" \"a\" {\n  delay_seconds = 901\n}\n";
    let name = "resource \"aws_sqs_queue\" \"a\" {\n  dely_seconds = 9\n}\n";
    let v5 = Some("hashicorp/aws 5.100.0".to_owned());
    for open in ["~> 6.0", ">= 5.40", "> 1.0"] {
        assert_eq!(judged(open, list), std::slice::from_ref(&v5), "{open}");
        assert_eq!(judged(open, range), [None], "{open}");
        assert_eq!(judged(open, name), [None], "{open}");
    }
    assert_eq!(judged("~> 5.0", list), [None]);
    assert_eq!(judged("~> 4.0", name), [v5]);
    // A version that the pack does not have yet can know more.
    let newer = Some("hashicorp/aws 6.69.1".to_owned());
    assert_eq!(judged(">= 6.900", name), [newer]);
}

#[test]
fn version_6_takes_over_the_rules_of_the_same_arguments() {
    let later = Schema::read(&unpacked(pack::FILE_6)).expect("the pack reads");
    let before = Schema::read(&shipped()).expect("the pack reads");
    let text = include_str!("../examples/schema/constraints.json");
    let constraints: record::Constraints = serde_json::from_str(text).expect("it is JSON");
    let carried = carried::count(&constraints, &before, &later);
    println!("{carried}; not: {:?}", carried.left);
    for (all, held) in [carried.rules, carried.groups] {
        assert!(held * 100 >= all * 95, "{carried}");
    }
}

#[test]
fn repairs_arguments_renamed_in_version_6() {
    let later = Schema::read(&unpacked(pack::FILE_6)).expect("the pack reads");
    let both = Schema::read(&shipped()).expect("the pack reads");
    let both = both.with_aws_v6(std::sync::Arc::new(later));
    let text = |version: &str, argument: &str| {
        format!(
            "terraform {{\n  required_providers {{\n    aws = {{\n      source  = \"hashicorp/aws\"\n      \
             version = \"{version}\"\n    }}\n  }}\n}}\n\
             resource \"aws_eip\" \"a\" {{\n  {argument}\n}}\n"
        )
    };
    let repaired = |text: &str| {
        let module = infragenie::hcl::parse(text);
        let reach = infragenie::repair::Reach::Lossless;
        infragenie::repair::repair(&module, &both, reach, &[])
            .module
            .text
    };
    let six = repaired(&text("~> 6.0", "vpc = true"));
    assert_eq!(six, text("~> 6.0", "domain = \"vpc\""));
    for same in [
        text("~> 5.100", "vpc = true"),
        text("~> 6.0", "vpc = var.none"),
    ] {
        assert_eq!(repaired(&same), same);
    }
}

#[test]
fn skips_provider_checks_without_the_required_version() {
    let schema = Schema::read(&shipped()).expect("the pack reads");
    let aws = "aws = {\n      source  = \"hashicorp/aws\"\n      version = \"~> 6.0\"\n    }";
    let text = format!(
        "terraform {{\n  required_providers {{\n    {aws}\n  }}\n}}\n\
         resource \"aws_sns_topic\" \"a\" {{\n  region = var.none\n}}\n"
    );
    let module = infragenie::hcl::parse(text);
    let problems = infragenie::schema::validate(&module, &schema);
    let summaries: Vec<_> = problems.iter().map(|one| one.kind.summary()).collect();
    assert_eq!(summaries, ["Reference to undeclared input variable"]);
    let reach = infragenie::repair::Reach::Draft;
    let repaired = infragenie::repair::repair(&module, &schema, reach, &[]);
    assert_eq!(repaired.module.text, module.text);
}

#[test]
fn provider_versions_have_the_known_differences() {
    let later = Schema::read(&unpacked(pack::FILE_6)).expect("the pack reads");
    let before = Schema::read(&shipped()).expect("the pack reads");
    let types = |schema: &Schema| -> std::collections::BTreeSet<String> {
        let types = schema
            .resource_types()
            .filter(|kind| kind.starts_with("aws_"));
        types.map(str::to_owned).collect()
    };
    let gone: Vec<_> = types(&before).difference(&types(&later)).cloned().collect();
    assert!(gone.len() < 40, "{gone:?}");
    assert!(gone.contains(&"aws_opsworks_stack".to_owned()), "{gone:?}");
    let instance = later.resource("aws_instance").expect("a resource");
    assert!(instance.attribute("cpu_core_count").is_none());
    let group = later.resource("aws_security_group").expect("a resource");
    let ingress = group.attribute("ingress").expect("an attribute of objects");
    assert!(ingress.optional(), "{ingress:?}");
}

/// Returns the output of `terraform providers schema -json`, if it is available.
fn provider_schemas() -> Option<String> {
    let folder = std::env::temp_dir().join(format!("schema-pack-{}", std::process::id()));
    std::fs::create_dir_all(&folder).ok()?;
    let json = terraform_in(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    json
}

fn terraform_in(folder: &Path) -> Option<String> {
    let mirror = mirror()?;
    let config = folder.join("terraformrc");
    let text = format!(
        "provider_installation {{\n  filesystem_mirror {{\n    path = {mirror:?}\n  }}\n}}\n\
         disable_checkpoint = true\n"
    );
    std::fs::write(&config, text).ok()?;
    let text = "terraform {\n  required_providers {\n    aws = {\n      \
                source  = \"hashicorp/aws\"\n      version = \"5.100.0\"\n    }\n  }\n}\n";
    std::fs::write(folder.join("main.tf"), text).ok()?;
    let run = |arguments: &[&str]| {
        let mut command = Command::new("terraform");
        command.args(arguments).current_dir(folder);
        let output = command.env("TF_CLI_CONFIG_FILE", &config).output().ok()?;
        output.status.success().then_some(output.stdout)
    };
    run(&["init", "-no-color"])?;
    String::from_utf8(run(&["providers", "schema", "-json"])?).ok()
}

/// Returns a filesystem mirror that holds the provider, from the usual folders.
fn mirror() -> Option<PathBuf> {
    let provider = "registry.terraform.io/hashicorp/aws/5.100.0";
    let named = std::env::var_os("INFRAGENIE_MIRROR").map(PathBuf::from);
    let usual = ["/usr/share/terraform", "/usr/local/share/terraform", "/opt"];
    let folders = usual
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok());
    let folders = folders.flatten().flatten().map(|entry| entry.path());
    named
        .into_iter()
        .chain(folders)
        .find(|mirror| mirror.join(provider).exists())
}
