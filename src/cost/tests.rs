//! Tests of estimates with the shipped prices.

use super::*;
use crate::hcl::parse;
use std::io::Read as _;
use std::sync::LazyLock;

static PRICES: LazyLock<Prices> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/data/");
    let file = std::fs::File::open(format!("{folder}{FILE}")).expect("the pack is committed");
    let mut text = String::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_string(&mut text).expect("the pack is gzip");
    Prices::read(text.leak()).expect("the pack reads")
});

fn estimate(text: &str) -> Estimate {
    cost(&parse(text), &PRICES, &CostOptions::default())
}

fn with_usage(text: &str, usage: serde_json::Value) -> Estimate {
    let options = CostOptions {
        usage: Usage::read(&usage).expect("the usage reads"),
        ..CostOptions::default()
    };
    cost(&parse(text), &PRICES, &options)
}

fn fixed(text: &str) -> (f64, f64) {
    let total = estimate(text).total;
    let cents = |usd: f64| (usd * 100.0).round() / 100.0;
    (cents(total.fixed.low), cents(total.fixed.high))
}

/// Asserts the fixed cost of a program a month, if nothing is unknown.
#[track_caller]
fn costs(text: &str, usd: f64) {
    assert_eq!(fixed(text), (usd, usd), "{:#?}", estimate(text));
    assert_eq!(estimate(text).total.unknown, 0, "{:#?}", estimate(text));
}

#[test]
fn prices_equal_their_sources_in_all_tables() {
    let usd = |key: &str, region: &str| PRICES.price(key, region).map(|price| price.usd);
    // Class prices of us-east-1, also where a size does not follow its family.
    for (key, expected) in [
        ("ec2/t3.micro", 0.0104),
        ("ec2/m5.4xlarge", 0.768),
        ("ec2/g4dn.xlarge", 0.526),
        ("ec2/c6g.metal", 2.3066),
        ("rds.mysql/db.t3.large", 0.136),
        ("rds.mariadb/db.t3.large", 0.136),
        ("rds.postgres/db.t3.large", 0.145),
        ("rds.oracle-se2/db.t3.large", 0.3),
        ("rds.aurora-postgresql/db.r6g.large", 0.26),
        ("cache.redis/cache.m4.large", 0.156),
        ("cache.valkey/cache.m4.large", 0.1248),
        ("search/c4.2xlarge.search", 0.587),
        ("search/c4.2xlarge.elasticsearch", 0.587),
        ("vpc/nat-gateway", 0.045),
    ] {
        let found = usd(key, "us-east-1").unwrap_or_default();
        assert!((found - expected).abs() < 1e-9, "{key}: {found}");
    }
    assert_eq!(usd("vpc/nat-gateway", "us-west-2"), Some(0.045));
    assert_eq!(usd("eks/cluster", "eu-north-1"), Some(0.1));
    // A region or class without a price has none, and never 0.
    assert_eq!(usd("ec2/t3.micro", "cn-north-1"), None);
    assert_eq!(usd("ec2/m5.huge", "us-east-1"), None);
    assert_eq!(usd("rds.mysql/db.t3.large", "mx-central-1"), None);
}

#[test]
fn prices_of_other_regions_say_how_exact_they_are() {
    let of = |key: &str| PRICES.price(key, "eu-central-1").expect("it has a price");
    let instance = of("ec2/t3.large");
    assert!((instance.usd - 0.096).abs() < 0.001, "{instance:?}");
    assert_eq!(instance.trust, Trust::Factor);
    assert_eq!(of("ebs/gp2").trust, Trust::About);
    assert_eq!(of("route53/zone-1-25").trust, Trust::Exact);
    let unverified = PRICES.price("macie/bucket", "us-east-1");
    assert_eq!(unverified.map(|price| price.trust), Some(Trust::About));
}

#[test]
fn counts_instances_by_the_evaluator() {
    let instance = |meta: &str| {
        format!(
            "variable \"n\" {{ default = 3 }}\nvariable \"on\" {{ type = bool }}\nvariable \"m\" {{}}
            resource \"aws_nat_gateway\" \"a\" {{\n{meta}\nsubnet_id = \"s\"\n}}"
        )
    };
    assert_eq!(fixed(&instance("")), (32.85, 32.85));
    assert_eq!(fixed(&instance("count = var.n")), (98.55, 98.55));
    assert_eq!(fixed(&instance("count = 0")), (0.0, 0.0));
    assert_eq!(
        fixed(&instance("for_each = toset([\"a\", \"b\"])")),
        (65.7, 65.7)
    );
    // A conditional gives both numbers; any other unknown number is one instance, and says so.
    assert_eq!(fixed(&instance("count = var.on ? 2 : 0")), (0.0, 65.7));
    let assumed = estimate(&instance("count = var.m"));
    assert_eq!(assumed.total.unknown, 1);
    let reason = assumed.resources[0].reason.as_deref();
    assert_eq!(
        reason,
        Some("`count` depends on `var.m`; one instance is assumed")
    );
}

#[test]
fn prices_each_instance_that_uses_its_key() {
    let text = r#"
        resource "aws_instance" "a" {
          for_each      = { small = "t3.micro", large = "t3.large" }
          instance_type = each.value
          subnet_id     = "subnet-1"
        }
    "#;
    let found = estimate(text);
    let lines: Vec<(&str, i64)> = found
        .resources
        .iter()
        .map(|one| (&*one.address, one.monthly.high as i64))
        .collect();
    assert_eq!(
        lines,
        [
            ("aws_instance.a[\"small\"]", 8),
            ("aws_instance.a[\"large\"]", 61)
        ]
    );
}

#[test]
fn never_shows_an_unknown_price_as_zero() {
    let text = r#"
        variable "class" {}
        resource "aws_db_instance" "a" {
          engine            = "postgres"
          instance_class    = var.class
          allocated_storage = 20
        }
        resource "aws_db_instance" "b" {
          engine            = "postgres"
          instance_class    = "db.m7i.large"
          allocated_storage = 20
        }
        resource "aws_quantum_leap" "c" {}
        module "vpc" { source = "terraform-aws-modules/vpc/aws" }
    "#;
    let found = estimate(text);
    assert_eq!((found.total.unknown, found.total.not_priced), (2, 2));
    let reasons: Vec<&str> = found.resources[..2]
        .iter()
        .map(|one| one.components[0].unknown.as_deref().unwrap_or(""))
        .collect();
    assert_eq!(
        reasons,
        [
            "depends on `var.class`",
            "no price for `db.m7i.large` in us-east-1"
        ]
    );
    assert!(
        found.resources[..2]
            .iter()
            .all(|one| one.components[0].monthly.is_none())
    );
    let reason = found.resources[3].reason.as_deref();
    assert_eq!(
        reason,
        Some("the module `terraform-aws-modules/vpc/aws` is not at hand")
    );
}

#[test]
fn keeps_use_apart_and_takes_the_values_of_the_caller() {
    let text = "resource \"aws_s3_bucket\" \"a\" {}\nresource \"aws_s3_bucket\" \"b\" {}";
    let light = estimate(text).total;
    assert_eq!(
        (light.fixed.high, (light.usage * 100.0).round()),
        (0.0, 248.0)
    );
    let none = with_usage(text, serde_json::json!({"scale": 0}));
    assert_eq!(none.total.usage, 0.0);
    let values = serde_json::json!({"values": {
        "aws_s3_bucket": {"standard": {"storage_gb": 0}},
        "aws_s3_bucket.b": {"standard": {"storage_gb": 60_000}},
    }});
    let given = with_usage(text, values);
    let storage: Vec<_> = given.resources[1]
        .components
        .iter()
        .filter(|one| one.name.contains("storage"))
        .collect();
    let amounts: Vec<f64> = storage.iter().filter_map(|one| one.quantity).collect();
    assert_eq!(amounts, [51_200.0, 8_800.0], "the second tier is cheaper");
    assert!(storage[0].assumptions[0].is_given);
}

#[test]
fn takes_regions_from_providers_and_aliases() {
    let text = |extra: &str, region: &str| {
        format!(
            "provider \"aws\" {{ region = \"{region}\" }}\nprovider \"aws\" {{\n  alias = \"us\"\n  region = \"us-east-1\"\n}}
            resource \"aws_nat_gateway\" \"a\" {{\n{extra}\n}}"
        )
    };
    let usd = |text: &str| (estimate(text).total.fixed.high * 100.0).round() / 100.0;
    assert_eq!(usd(&text("", "eu-central-1")), 37.97);
    assert_eq!(usd(&text("provider = aws.us", "eu-central-1")), 32.85);
    assert_eq!(usd(&text("region = \"us-east-1\"", "eu-central-1")), 32.85);
    assert!(estimate("resource \"aws_eip\" \"a\" {}").is_region_assumed);
    let unknown = estimate(&text("", "cn-north-1"));
    assert_eq!((unknown.total.unknown, unknown.total.fixed.high), (1, 0.0));
}

#[test]
fn prices_called_modules_with_their_arguments() {
    let inner =
        parse("variable \"n\" { default = 1 }\nresource \"aws_eip\" \"a\" { count = var.n }");
    let modules = ModulesBySource(vec![("./ip".to_owned(), &inner)]);
    let options = CostOptions {
        modules: Some(&modules),
        ..CostOptions::default()
    };
    let text = "module \"m\" {\n  source = \"./ip\"\n  n = 2\n  count = 3\n}";
    let found = cost(&parse(text), &PRICES, &options);
    assert_eq!(found.resources[0].address, "module.m.aws_eip.a");
    assert!((found.total.fixed.high - 6.0 * 3.65).abs() < 1e-9);
    // A module that calls itself ends.
    let endless = parse("module \"m\" { source = \"./ip\" }");
    let modules = ModulesBySource(vec![("./ip".to_owned(), &endless)]);
    let options = CostOptions {
        modules: Some(&modules),
        ..CostOptions::default()
    };
    assert_eq!(cost(&endless, &PRICES, &options).total.not_priced, 1);
    // A module that calls itself many times ends too, and says what is left out.
    let call = |at| format!("module \"m{at}\" {{ source = \"./ip\" }}\n");
    let wide = parse((0..40).map(call).collect::<String>());
    let modules = ModulesBySource(vec![("./ip".to_owned(), &wide)]);
    let options = CostOptions {
        modules: Some(&modules),
        ..CostOptions::default()
    };
    let found = cost(&wide, &PRICES, &options);
    assert_eq!(found.resources.len(), RESOURCES_MAX);
    assert!(found.more > 0);
}

#[test]
fn prices_instances_of_windows_images_with_their_licence() {
    let server = |name: &str| {
        let text = format!(
            "data \"aws_ami\" \"a\" {{\n  filter {{\n    name = \"name\"\n    values = \
             [\"{name}\"]\n  }}\n}}\nresource \"aws_instance\" \"a\" {{\n  ami = \
             data.aws_ami.a.id\n  instance_type = \"t3.large\"\n}}\n"
        );
        let found = cost(&parse(text), &PRICES, &CostOptions::default());
        found.resources[0].components[0].name.clone()
    };
    assert!(server("Windows_Server-2022-English-Full-Base-*").contains("Windows"));
    assert!(server("al2023-ami-2023.*-x86_64").contains("Linux"));
}

#[test]
fn counts_syntax_errors() {
    let errors = |text: &str| cost(&parse(text), &PRICES, &CostOptions::default()).syntax_errors;
    assert_eq!(errors("resource \"aws_eip\" \"a\" {}\n"), 0);
    assert!(errors("resource \"aws_eip\" \"a\" {\n") > 0);
}

#[test]
fn prices_databases_by_engine_zone_and_storage() {
    let database = |extra: &str| {
        format!(
            "resource \"aws_db_instance\" \"a\" {{\n  instance_class = \"db.t3.large\"\n{extra}\n}}"
        )
    };
    costs(&database("engine = \"mysql\""), 99.28 + 2.3);
    costs(
        &database("engine = \"mysql\"\nmulti_az = true"),
        198.56 + 4.6,
    );
    costs(
        &database("engine = \"mysql\"\niops = 1200"),
        99.28 + 12.5 + 120.0,
    );
    costs(
        &database(
            "engine = \"mysql\"\nstorage_type = \"gp3\"\nallocated_storage = 400\niops = 14000",
        ),
        99.28 + 46.0 + 40.0,
    );
    costs(
        &database("engine = \"mysql\"\nengine_version = \"8.4\""),
        99.28 + 2.3,
    );
    // Two vCPUs in extended support, in its third year.
    costs(
        &database("engine = \"mysql\"\nengine_version = \"5.7.44\""),
        99.28 + 2.3 + 292.0,
    );
    let replica = format!(
        "{}\nresource \"aws_db_instance\" \"b\" {{\n  replicate_source_db = aws_db_instance.a.identifier\n  instance_class = \"db.t3.large\"\n}}",
        database("engine = \"mysql\"")
    );
    costs(&replica, 2.0 * (99.28 + 2.3));
}

#[test]
fn prices_groups_by_their_launch_template() {
    let text = r#"
        resource "aws_launch_template" "a" {
          instance_type = "t2.medium"
          block_device_mappings {
            ebs { volume_size = 10 }
          }
        }
        resource "aws_autoscaling_group" "a" {
          min_size = 1
          max_size = 4
          desired_capacity = 2
          launch_template { id = aws_launch_template.a.id }
        }
    "#;
    costs(text, 67.74 + 2.0);
    assert_eq!(
        estimate(text).resources[1].notes,
        ["scales up to 4 instances"]
    );
    let spot = text.replace("desired_capacity = 2", "desired_capacity = 2\nmixed_instances_policy {\n instances_distribution {\n on_demand_base_capacity = 1\n on_demand_percentage_above_base_capacity = 0\n }\n launch_template {\n launch_template_specification { launch_template_id = aws_launch_template.a.id }\n }\n}");
    let found = estimate(&spot);
    assert_eq!((found.total.fixed.high * 100.0).round(), 3587.0);
    assert_eq!(found.total.unknown, 1, "the spot price is not known");
}

#[test]
fn counts_a_public_address_once() {
    let instance = |extra: &str| {
        format!("resource \"aws_instance\" \"a\" {{\n  instance_type = \"t3.micro\"\n{extra}\n}}")
    };
    let base = 7.592 + 0.8;
    let usd = |text: &str| (estimate(text).total.fixed.high * 1000.0).round() / 1000.0;
    assert_eq!(usd(&instance("subnet_id = \"subnet-1\"")), base);
    assert_eq!(
        usd(&instance("associate_public_ip_address = true")),
        base + 3.65
    );
    let elastic = format!(
        "{}\nresource \"aws_eip\" \"a\" {{ instance = aws_instance.a.id }}",
        instance("")
    );
    assert_eq!(usd(&elastic), base + 3.65);
}

#[test]
fn ends_on_hostile_programs() {
    for text in [
        "resource \"aws_nat_gateway\" \"a\" { count = 1e308 }",
        "resource \"aws_nat_gateway\" \"a\" { count = -5 }",
        "resource \"aws_ebs_volume\" \"a\" { size = \"many\" }",
        "resource \"aws_instance\" \"a\" { launch_template { id = aws_instance.a.id } }",
        "resource \"aws_msk_cluster\" \"a\" {}",
        "resource \"aws_\" \"a\" {}",
        "resource \"aws_wafv2_web_acl\" \"a\" { dynamic \"rule\" { for_each = range(100000) } }",
    ] {
        let total = estimate(text).total;
        assert!(
            total.fixed.high.is_finite() && total.fixed.high >= 0.0,
            "{text}"
        );
    }
}

#[test]
fn reads_budgets_in_requests() {
    for (text, expected) in [
        ("a blog under $20 a month", Some(20.0)),
        ("postgres database, budget: 50 USD/month", Some(50.0)),
        ("an api for at most $1,200 per year", Some(100.0)),
        ("keep it below 30 dollars monthly", Some(30.0)),
        ("vpc with nat, max $1.5k/mo", Some(1500.0)),
        ("a bucket named under-20", None),
        ("20 servers under load", None),
        ("alert me when the bill is $20", None),
    ] {
        assert_eq!(budget(text).monthly, expected, "{text}");
    }
    for (text, expected) in [
        ("between $10 and $20 a month", 20.0),
        ("between 10 and 20 dollars", 20.0),
        ("from $10 to $20 monthly", 20.0),
        ("$10-20 a month", 20.0),
        ("it may cost $10\u{2013}$20/month", 20.0),
    ] {
        assert_eq!(budget(text).monthly, Some(expected), "{text}");
    }
    assert_eq!(budget("instances named $10-20").monthly, None);
    for (text, expected) in [
        ("a web server under 20 euros", "20 euros"),
        ("under \u{20ac}20 a month", "\u{20ac}20"),
        ("at most 20\u{20ac}", "20\u{20ac}"),
        ("budget of 500 GBP", "500 gbp"),
        ("below \u{a3}15/month", "\u{a3}15/month"),
    ] {
        let found = budget(text);
        assert_eq!(
            (found.monthly, found.other_currency.as_deref()),
            (None, Some(expected)),
            "{text}"
        );
    }
    assert_eq!(budget("20 euros were paid").other_currency, None);
    assert!(budget("the cheapest server").wants_cheap);
    assert!(budget("stay in the free tier").wants_free_tier);
    assert_eq!(budget("a web server"), Budget::default());
}

#[test]
fn names_the_first_value_of_use_that_no_estimate_reads() {
    let unknown = |values: serde_json::Value| {
        let usage = Usage::read(&serde_json::json!({ "values": values })).expect("it reads");
        usage.unknown(&PRICES)
    };
    let name_of = |values| unknown(values).map(|it| (it.name, it.of_type));
    for known in [
        serde_json::json!({"aws_s3_bucket": {"standard": {"storage_gb": 1, "monthly_tier_1_requests": 2}}}),
        serde_json::json!({"module.a.aws_lambda_function.b[0]": {"monthly_requests": 5}}),
        serde_json::json!({"aws_instance.a": {"operating_system": "windows"}}),
        serde_json::json!({"aws_alb": {"new_connections": 5, "capacity_units": null}}),
        serde_json::json!({}),
    ] {
        assert_eq!(unknown(known.clone()), None, "{known}");
    }
    for (values, name, of_type) in [
        (
            serde_json::json!({"aws_s3_buckett": {}}),
            "aws_s3_buckett",
            None,
        ),
        (serde_json::json!({"quagga": {}}), "quagga", None),
        (
            serde_json::json!({"aws_s3_bucket": {"standard": {"storage": 1}}}),
            "standard.storage",
            Some("aws_s3_bucket"),
        ),
        (
            serde_json::json!({"aws_lambda_function": {"monthly_requests": -1}}),
            "monthly_requests",
            Some("aws_lambda_function"),
        ),
        (
            serde_json::json!({"aws_nat_gateway.a": 5}),
            "aws_nat_gateway.a",
            None,
        ),
    ] {
        let expected = Some((name.to_owned(), of_type.map(str::to_owned)));
        assert_eq!(name_of(values), expected);
    }
}

#[test]
fn the_table_of_values_of_use_can_be_searched() {
    usage::COMPUTED.checked_by_key();
}
