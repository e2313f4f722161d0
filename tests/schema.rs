//! Checks duplicate and missing declarations, and that valid programs are silent.

use infragenie::{hcl, schema};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

/// Returns line, summary and message of each problem.
fn problems(text: &str) -> Vec<(usize, &'static str, String)> {
    let module = hcl::parse(text);
    let line = |problem: &hcl::Problem| module.position(problem.span.start).line;
    let problems = schema::check(&module);
    problems
        .iter()
        .map(|p| (line(p), p.kind.summary(), p.message.clone()))
        .collect()
}

#[test]
fn a_file_below_a_home_directory_is_not_part_of_the_code() {
    let files = |call: &str| {
        let text = format!("output \"key\" {{\n  value = {call}\n}}\n");
        schema::check_files(&hcl::parse(text)).len()
    };
    assert_eq!(files("file(\"~/.ssh/id_ed25519.pub\")"), 0);
    assert_eq!(files("file(pathexpand(\"~/.ssh/id_ed25519.pub\"))"), 0);
    assert_eq!(files("file(\"id_ed25519.pub\")"), 1);
}

#[test]
fn reports_duplicates_at_the_second_declaration() {
    let text = r#"
resource "aws_vpc" "a" {}
resource "aws_vpc" "a" {}
data "aws_vpc" "a" {}
data "aws_vpc" "a" {}
variable "a" {}
variable "a" {}
output "a" { value = 1 }
output "a" { value = 1 }
module "a" { source = "./a" }
module "a" { source = "./a" }
locals { a = 1 }
locals { a = 1 }
provider "aws" {}
provider "aws" {}
provider "aws" { alias = "west" }
provider "aws" { alias = "west" }
resource "aws_vpc" "b" {
  lifecycle {}
  lifecycle {}
}
"#;
    let summaries: Vec<_> = problems(text)
        .into_iter()
        .map(|(line, kind, _)| (line, kind))
        .collect();
    assert_eq!(
        summaries,
        [
            (3, "Duplicate resource configuration"),
            (5, "Duplicate data configuration"),
            (7, "Duplicate variable declaration"),
            (9, "Duplicate output definition"),
            (11, "Duplicate module call"),
            (13, "Duplicate local value definition"),
            (15, "Duplicate provider configuration"),
            (17, "Duplicate provider configuration"),
            (20, "Duplicate lifecycle block"),
        ]
    );
}

#[test]
fn suggests_the_nearest_declared_name() {
    let text = r#"
resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.mian.id
  cidr_block = var.cidr_blok
  tags       = local.tag
  image      = data.aws_ami.linux.id
  network    = module.netwrk.id
}
resource "aws_vpc" "main" {}
variable "cidr_block" {}
locals { tags = {} }
module "network" { source = "./network" }
data "aws_amis" "linux" {}
"#;
    let messages: Vec<_> = problems(text)
        .into_iter()
        .map(|(_, _, message)| message)
        .collect();
    assert_eq!(
        messages,
        [
            "`aws_vpc.mian` is not declared; the nearest is `aws_vpc.main`",
            "`var.cidr_blok` is not declared; the nearest is `var.cidr_block`",
            "`local.tag` is not declared; the nearest is `local.tags`",
            "`data.aws_ami.linux` is not declared; the nearest is `data.aws_amis.linux`",
            "`module.netwrk` is not declared; the nearest is `module.network`",
        ]
    );
}

#[test]
fn rejects_bare_names() {
    let text = "output \"a\" {\n  value = [subnet_one]\n}\n";
    let message = "`subnet_one` is a bare name; text needs quotes".to_owned();
    assert_eq!(problems(text), [(2, "Invalid reference", message)]);
}

#[test]
fn reports_no_problem_in_accepted_programs() {
    let text = r#"
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", configuration_aliases = [aws.west] }
  }
}
variable "names" {
  type    = map(object({ size = optional(number, 1) }))
  default = {}
  validation {
    condition     = length(var.names) < 10
    error_message = "at most ${10}"
  }
}
locals {
  sizes = { for name, it in var.names : name => it.size if it.size > 0 }
  text  = "%{ for n in keys(var.names) }${n} %{ endfor }${path.module} ${terraform.workspace}"
  known = { key = "value", ("each") = 1 }
}
resource "aws_instance" "a" {
  for_each = var.names
  provider = aws.west
  ami      = resource.aws_ami.a.id
  tags     = { Name = each.key, Index = each.value.size }
  dynamic "ebs_block_device" {
    for_each = local.sizes
    iterator = disk
    content {
      device_name = disk.key
      volume_size = disk.value
    }
  }
  dynamic "network_interface" {
    for_each = [1]
    content { device_index = network_interface.value }
  }
  provisioner "local-exec" {
    when       = destroy
    on_failure = continue
    command    = "echo ${self.id}"
  }
  lifecycle {
    ignore_changes       = [tags, ami]
    replace_triggered_by = [aws_ami.a.id]
  }
  depends_on = [aws_ami.a, module.m, data.aws_vpc.v]
}
resource "aws_ami" "a" {
  count = 2
  name  = count.index
}
data "aws_vpc" "v" {}
module "m" {
  source    = "./m"
  providers = { aws = aws.west }
}
moved {
  from = aws_instance.old
  to   = aws_instance.a
}
removed {
  from = aws_instance.gone
}
"#;
    assert_eq!(problems(text), []);
}

#[test]
fn messages_about_hostile_programs_stay_short() {
    let long = "x".repeat(10_000);
    let mut text = format!("output \"{long}\" {{\n  value = var.{long}\n}}\n");
    for number in 0..3_000 {
        text.push_str(&format!(
            "resource \"aws_vpc\" \"a{number}\" {{\n  x = aws_vpc.b{number}.id\n}}\n"
        ));
    }
    let problems = problems(&text);
    assert_eq!(problems.len(), 3_001);
    assert!(
        problems
            .iter()
            .all(|(_, _, message)| message.chars().count() <= 120)
    );
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn reports_no_problem_in_recorded_valid_programs() {
    let folder = std::env::var_os("INFRAGENIE_CORPUS").map(PathBuf::from);
    let folder = folder
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    let file = std::fs::File::open(folder.join("programs.jsonl")).expect("the corpus");
    let mut accepted = 0;
    for line in BufReader::new(file).lines() {
        let line = line.expect("a line");
        let unit: serde_json::Value = serde_json::from_str(&line).expect("an object");
        if unit["valid"] == true {
            accepted += 1;
            let program = unit["program"].as_str().expect("a program");
            assert_eq!(problems(program), [], "{}", unit["id"]);
        }
    }
    assert!(accepted > 0);
}
