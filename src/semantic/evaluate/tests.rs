//! Tests the evaluation of expressions.

use super::*;
use crate::hcl::parse;

/// Evaluates `local.x` in a module.
fn local(text: &str) -> Value {
    let module = parse(text);
    assert_eq!(module.problems, [], "{text}");
    let index = Index::new(&module);
    let (_, x) = index.local("x").expect("a local value named x");
    index.value(&x.value)
}

fn evaluate(expression: &str) -> Value {
    local(&format!("locals {{\n  x = {expression}\n}}\n"))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn unknown(reference: &str) -> Value {
    Value::Unknown(Some(reference.to_owned()))
}

#[test]
fn evaluates_literals_and_operators() {
    for (expression, value) in [
        ("null", Value::Null),
        ("!(1 + 2 * 3 == 7 && 7 % 4 >= 3)", Value::Bool(false)),
        ("-(6 / 4)", Value::Number(-1.5)),
        ("\"a${1 + 1}${true}${0.1 + 0.2}\"", text("a2true0.3")),
        ("\"${123456789012}\"", Value::Number(123_456_789_012.0)),
        ("\"n${123456789012}\"", text("n123456789012")),
        ("<<-E\n    a\n      b\n  E\n", text("a\n  b\n")),
        ("\"1\" + 2", Value::Number(3.0)),
        ("1 == \"1\"", Value::Bool(false)),
        ("[1, { a = 2 }][1].a", Value::Number(2.0)),
        ("{ a = 1, \"b\" = 2, a = 3 }[\"a\"]", Value::Number(3.0)),
        ("[{ a = 1 }, { a = 2 }].*.a[1]", Value::Number(2.0)),
        (
            "[{ a = [1] }, { a = [2] }][*].a[0]",
            Value::List(vec![Value::Number(1.0), Value::Number(2.0)]),
        ),
        ("true ? 1 : \"a\"", text("1")),
        ("false || var.a || true", Value::Bool(true)),
        ("var.a ? 1 : 1", Value::Number(1.0)),
    ] {
        assert_eq!(evaluate(expression), value, "{expression}");
    }
}

#[test]
fn returns_unknown_where_terraform_reports_an_error() {
    for expression in [
        "1 / 0",
        "true || 1",
        "\"${2 / 3}a\"",
        "true ? [] : 1",
        "\"a${[]}\"",
        "[1][1]",
        "{}.a",
        "!1",
        "-\"a\"",
        "\"a${null}\"",
        "[][-1]",
    ] {
        assert_eq!(evaluate(expression), Value::Unknown(None), "{expression}");
    }
}

#[test]
fn unknown_values_name_the_reference() {
    assert_eq!(evaluate("\"a${var.b}\" == \"c\""), unknown("var.b"));
    assert_eq!(evaluate("f(1, var.b[0].c)"), unknown("var.b[0].c"));
    assert_eq!(evaluate("[for v in local.y : v]"), unknown("local.y"));
    assert_eq!(evaluate("[each.key, 1][0]"), unknown("each.key"));
    assert_eq!(
        evaluate("{ a = aws_vpc.a.id } == { a = 1 }"),
        unknown("aws_vpc.a.id")
    );
    assert_eq!(
        evaluate("{ a = aws_vpc.a.id, b = 1 } == { a = 1, b = 2 }"),
        Value::Bool(false)
    );
}

#[test]
fn resolves_references_to_defaults_locals_and_arguments() {
    let module = r#"
        variable "port" {
          type    = string
          default = 80
        }
        variable "zones" { default = ["a", "b"] }
        variable "name" { type = string }
        resource "aws_s3_bucket" "one" { bucket = "b-${var.port}" }
        resource "aws_s3_bucket" "two" {
          count  = 2
          bucket = "c-${count.index}"
          tags   = { k = "v" }
        }
    "#;
    let of = |expression: &str| local(&format!("{module}\nlocals {{\n  x = {expression}\n}}\n"));
    assert_eq!(of("var.port"), text("80"));
    assert_eq!(of("var.zones[1]"), text("b"));
    assert_eq!(of("var.zones[var.name]"), unknown("var.name"));
    assert_eq!(of("aws_s3_bucket.one.bucket"), text("b-80"));
    assert_eq!(
        of("aws_s3_bucket.one.arn"),
        unknown("aws_s3_bucket.one.arn")
    );
    assert_eq!(of("aws_s3_bucket.two[0].bucket"), unknown("count.index"));
    assert_eq!(of("aws_s3_bucket.two[0].tags.k"), text("v"));
    assert_eq!(
        of("aws_s3_bucket.two.tags"),
        unknown("aws_s3_bucket.two.tags")
    );
}

#[test]
fn terminates_on_cycles() {
    assert_eq!(
        local("locals {\n  x = local.y\n  y = [local.x]\n}\n"),
        Value::List(vec![unknown("local.y")])
    );
    assert_eq!(evaluate("local.x"), unknown("local.x"));
}

#[test]
fn bounds_values_that_double() {
    for double in ["[local.n, local.n]", "\"${local.n}${local.n}\""] {
        let mut text = "locals {\n  n30 = \"text\"\n".to_owned();
        for at in 0..30 {
            let name = if at == 0 {
                "x".to_owned()
            } else {
                format!("n{at}")
            };
            text += &format!(
                "  {name} = {}\n",
                double
                    .replace('n', &format!("n{}", at + 1))
                    .replace("localn", "local.n")
            );
        }
        text += "}\n";
        let module = parse(text.as_str());
        let index = Index::new(&module);
        for attribute in module.blocks().next().expect("locals").body.attributes() {
            let (size, _) = index.value(&attribute.value).measure();
            assert!(size < 3 * WORK_MAX, "{size}");
        }
    }
}

#[test]
fn bounds_long_reference_chains() {
    let mut text = "locals {\n  n0 = 1\n".to_owned();
    for at in 1..2_000 {
        text += &format!("  n{at} = [local.n{}]\n", at - 1);
    }
    text += "}\n";
    let module = parse(text.as_str());
    let index = Index::new(&module);
    for attribute in module.blocks().next().expect("locals").body.attributes() {
        let (_, depth) = index.value(&attribute.value).measure();
        assert!(depth <= 2 * STEPS_DEEP_MAX, "{depth}");
    }
}
