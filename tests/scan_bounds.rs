//! Checks that the scan of any module terminates within its bounds.
//!
//! Depth, expansion and text sizes are bounded.

use infragenie::hcl::{self, Value};
use infragenie::scan::{self, aws::TABLES};
use infragenie::semantic::Index;
use proptest::prelude::*;

/// Maximum nodes and bytes of a value; the bound of one evaluation is smaller.
const SIZE_MAX: usize = 1_000_000;

/// Modules that grow without bound or refer to themselves.
const WILD: &[&str] = &[
    "module \"a\" {\n  source = \"./.\"\n}\n",
    "module \"a\" {\n  source = \".\"\n  for_each = module.a\n}\n",
    "locals {\n  a = local.b\n  b = \"${local.a}${local.a}\"\n}\n\
     resource \"aws_s3_bucket\" \"a\" {\n  bucket = local.a\n}\n",
    "resource \"aws_s3_bucket\" \"a\" {\n  bucket = aws_s3_bucket.a.bucket\n}\n",
    "resource \"aws_ebs_volume\" \"a\" {\n  count = 1000000000\n  size = count.index\n}\n",
    "resource \"aws_ebs_volume\" \"a\" {\n  for_each = { for i in range(1000) : i => range(1000) }\n}\n",
    "locals {\n  a = join(\"\", [for i in range(1000) : replace(\"aaaaaaaa\", \"a\", \"aaaaaaaa\")])\n\
     b = format(\"%s%s%s%s\", local.a, local.a, local.a, local.a)\n\
     c = setproduct(range(1000), range(1000), range(1000))\n}\n\
     resource \"aws_s3_bucket\" \"a\" {\n  bucket = local.b\n  tags = { c = local.c }\n}\n",
];

#[test]
fn scans_unbounded_modules_to_the_end() {
    for text in WILD {
        ends(text);
    }
}

#[test]
fn bounds_nested_dynamic_blocks() {
    let items: Vec<String> = (0..60).map(|at| at.to_string()).collect();
    let mut body = String::from("from_port = ingress.value\n");
    for _ in 0..8 {
        body = format!(
            "dynamic \"ingress\" {{\n  for_each = [{}]\n  content {{\n{body}  }}\n}}\n",
            items.join(", ")
        );
    }
    ends(&format!(
        "resource \"aws_security_group\" \"a\" {{\n{body}}}\n"
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn scans_random_modules_to_the_end(locals in prop::collection::vec(expression(), 4), own in expression()) {
        let mut text = String::from("locals {\n");
        for (at, local) in locals.iter().enumerate() {
            text.push_str(&format!("  l{at} = {local}\n"));
        }
        text.push_str(&format!(
            "}}\nresource \"aws_security_group\" \"a\" {{\n  for_each = {own}\n  name = {own}\n  \
             dynamic \"ingress\" {{\n    for_each = {own}\n    content {{\n      \
             cidr_blocks = ingress.value\n    }}\n  }}\n}}\n\
             resource \"aws_iam_policy\" \"a\" {{\n  policy = jsonencode({own})\n}}\n"
        ));
        ends(&text);
    }
}

/// Generates expressions that can refer to any of the locals, including themselves.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0..4).prop_map(|at| format!("local.l{at}")),
        Just("aws_security_group.a.name".to_owned()),
        Just("each.value".to_owned()),
        Just("\"text\"".to_owned()),
        Just("12".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("range(300)".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            pair.clone().prop_map(|(a, b)| format!("[{a}, {b}]")),
            pair.clone()
                .prop_map(|(a, b)| format!("{{ a = {a}, b = {b} }}")),
            pair.clone()
                .prop_map(|(a, b)| format!("\"${{{a}}}-${{{b}}}\"")),
            pair.clone()
                .prop_map(|(a, b)| format!("[for x in {a} : [x, {b}]]")),
            pair.clone()
                .prop_map(|(a, b)| format!("{{ for k, v in {a} : k => {b} }}")),
            pair.clone()
                .prop_map(|(a, b)| format!("concat({a}, {b}, {a})")),
            pair.clone().prop_map(|(a, b)| format!("merge({a}, {b})")),
            pair.clone()
                .prop_map(|(a, b)| format!("setproduct({a}, {b})")),
            pair.clone().prop_map(|(a, b)| format!("join({a}, {b})")),
            pair.clone()
                .prop_map(|(a, b)| format!("replace(\"aaaa\", {a}, {b})")),
            pair.prop_map(|(a, b)| format!("({a} == {b} ? {a} : {b})")),
            inner.clone().prop_map(|a| format!("flatten([{a}, {a}])")),
            inner.clone().prop_map(|a| format!("{a}[*]")),
            inner.prop_map(|a| format!("jsonencode({a})")),
        ]
    })
}

/// Scans a module and asserts that none of its values exceeds the bound.
fn ends(text: &str) {
    let module = hcl::parse(text);
    scan::scan(&module, TABLES);
    let index = Index::new(&module);
    for attribute in module.blocks().flat_map(|block| block.body.attributes()) {
        let size = size(&index.value(&attribute.value));
        assert!(size <= SIZE_MAX, "{size} in `{text}`");
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => 1 + text.len(),
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(entries) => {
            let sizes = entries.iter().map(|(key, value)| key.len() + size(value));
            1 + sizes.sum::<usize>()
        }
        _ => 1,
    }
}
