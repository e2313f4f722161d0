//! Checks the price pack against its tables, and estimates against snapshots.

#[path = "../examples/prices/encode.rs"]
mod encode;

use infragenie::cost::{CostKind, CostOptions, Estimate, FILE, Prices, Trust, cost};
use infragenie::{hcl, schema::pack};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn shipped() -> String {
    let file = std::fs::File::open(root().join("www/public/data").join(FILE));
    let mut text = String::new();
    flate2::read::GzDecoder::new(file.expect("the pack is committed"))
        .read_to_string(&mut text)
        .expect("the pack is gzip");
    text
}

#[test]
fn the_generator_reproduces_the_pack() {
    let text = encode::encode(&root().join("examples/prices")).expect("the tables read");
    assert!(
        text == shipped(),
        "`cargo run --example prices` writes the pack"
    );
    assert_eq!(pack::file_name("prices-1", text.as_bytes()), FILE);
    assert!(text.len() < 150_000, "{} bytes", text.len());
}

#[test]
fn every_price_of_a_component_is_in_the_pack() {
    let prices = Prices::read(shipped().leak()).expect("the pack reads");
    let table = std::fs::read_to_string(root().join("examples/prices/components.tsv"));
    let table = table.expect("the table is committed");
    let mut missing = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 6, "{line}");
        for tier in cells[4]
            .split('|')
            .filter(|tier| *tier != "-" && !tier.contains('{'))
        {
            let key = tier.split(['<', '*']).next().unwrap_or_default();
            if prices.price(key, "us-east-1").is_none() {
                missing.insert(key.to_owned());
            }
        }
    }
    // Named as not priced: no source states a price.
    let expected = [
        "fsx/ontap-ssd-multi-az",
        "fsx/ontap-throughput-multi-az",
        "kendra/connector",
        "networkmanager/attachment",
    ];
    assert_eq!(missing.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn estimates_equal_their_snapshots() {
    let prices = Prices::read(shipped().leak()).expect("the pack reads");
    let mut differ = Vec::new();
    let folder = root().join("tests/cost");
    for entry in std::fs::read_dir(&folder).expect("the folder exists") {
        let path = entry.expect("it is listed").path();
        if path.extension().is_none_or(|it| it != "tf") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it reads");
        let estimate = cost(&hcl::parse(text), &prices, &CostOptions::default());
        compare(
            &path.with_extension("txt"),
            &described(&estimate),
            &mut differ,
        );
    }
    assert!(differ.is_empty(), "UPDATE=1 writes {differ:?}");
}

fn compare(path: &Path, text: &str, differ: &mut Vec<PathBuf>) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, text).expect("it is written");
    } else if std::fs::read_to_string(path).ok().as_deref() != Some(text) {
        differ.push(path.to_owned());
    }
}

/// Describes an estimate, one line for each component.
fn described(estimate: &Estimate) -> String {
    let mut text = String::new();
    for resource in &estimate.resources {
        let kind = match resource.kind {
            CostKind::Fixed => "fixed",
            CostKind::Usage => "usage",
            CostKind::Free => "free",
            CostKind::NotPriced => "not priced",
        };
        let reason = resource.reason.iter().map(|reason| format!(" ({reason})"));
        let _ = writeln!(
            text,
            "{}: {kind}{}",
            resource.address,
            reason.collect::<String>()
        );
        for one in &resource.components {
            let about = if one.trust == Some(Trust::About) {
                "about "
            } else {
                ""
            };
            let sum = match (one.quantity, one.price, one.monthly) {
                (Some(quantity), Some(price), Some(monthly)) => {
                    format!("{quantity} {} x {price} = {about}{monthly:.2}", one.unit)
                }
                _ => one.unknown.clone().unwrap_or_default(),
            };
            let usage = if one.is_usage { " [usage]" } else { "" };
            let _ = writeln!(text, "  {}{usage}: {sum}", one.name);
        }
        for note in &resource.notes {
            let _ = writeln!(text, "  note: {note}");
        }
    }
    let total = &estimate.total;
    let (low, high) = (total.fixed.low, total.fixed.high);
    let _ = writeln!(
        text,
        "total: {low:.2} to {high:.2}, usage {:.2}",
        total.usage
    );
    text
}

/// The templates answer requests with these words, and the answer is compared with the budget.
#[test]
fn a_budget_that_the_templates_understand_is_read() {
    for words in [
        "under",
        "below",
        "for under",
        "for less than",
        "less than",
        "within",
        "at most",
        "no more than",
        "max",
        "up to",
        "budget of",
        "with budget of",
        "costing less than",
        "costs less than",
        "cheaper than",
    ] {
        for amount in ["$20", "$20 a month", "$20/month", "20 dollars per month"] {
            let request = format!("ec2 instance {words} {amount}");
            let budget = infragenie::cost::budget(&request);
            assert_eq!(budget.monthly, Some(20.0), "{request}");
        }
    }
}

#[test]
fn a_template_answer_is_priced_in_the_region_of_the_request() {
    let answer = |text: &str| {
        let request = infragenie::request::Request::parse(text).unwrap();
        let policy = infragenie::policy::Policy::minimal();
        infragenie::job::first_answer::template_answer(&request, &policy).unwrap()
    };
    assert!(answer("mysql database in mumbai").contains("region = \"ap-south-1\""));
    assert!(!answer("mysql database").contains("provider \"aws\""));
}
