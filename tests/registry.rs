//! Checks calls of modules of the Terraform Registry against the shipped pack.

use crate::common;
use infragenie::hcl;
use infragenie::project::{File, Project};
use infragenie::repair::repair;
use infragenie::rewrite::Reach;
use infragenie::scan::aws::TABLES;
use infragenie::schema::{self, REGISTRY_FILE, Registry, Schema, pack};
use std::sync::{Arc, LazyLock};

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let registry = Registry::read(&common::unpacked(REGISTRY_FILE)).expect("the pack reads");
    common::schema().with_registry(Arc::new(registry))
});

/// Returns each problem of a call of the module `vpc` with the version that judges it.
fn problems(version: &str, arguments: &str) -> Vec<(String, Option<String>)> {
    let module = hcl::parse(call(version, arguments));
    schema::validate(&module, &SCHEMA)
        .into_iter()
        .map(|it| {
            let judged = schema::judged_by(&module, &SCHEMA, &it);
            (it.message, judged)
        })
        .collect()
}

fn call(version: &str, arguments: &str) -> String {
    format!(
        "module \"network\" {{\n  source = \"terraform-aws-modules/vpc/aws\"\n{version}\n{arguments}\n}}\n"
    )
}

#[test]
fn the_name_of_the_pack_is_its_hash() {
    let bytes = common::unpacked(REGISTRY_FILE);
    assert_eq!(pack::file_name("modules-1", &bytes), REGISTRY_FILE);
}

#[test]
fn every_line_of_the_pack_has_a_module_with_its_newest_version() {
    let bytes = common::unpacked(REGISTRY_FILE);
    let text = String::from_utf8(bytes).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let fields: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
    assert!(fields.len() > 300, "{}", fields.len());
    for line in &fields {
        let [source, major, newest, ..] = line.as_slice() else {
            panic!("{line:?}");
        };
        assert!(
            newest.starts_with(&format!("{major}.")),
            "{source} {newest}"
        );
    }
    let mut sources: Vec<&str> = fields.iter().map(|line| line[0]).collect();
    sources.dedup();
    let mut sorted = sources.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sources, sorted, "a lookup needs the order of the sources");
}

#[test]
fn a_misspelt_argument_is_an_error_where_the_version_is_pinned() {
    assert_eq!(
        problems("  version = \"~> 5.0\"", "  enable_nat_gatway = true"),
        [(
            "`module.network` has no argument `enable_nat_gatway`; the nearest is \
             `enable_nat_gateway`"
                .to_owned(),
            None
        )]
    );
    assert_eq!(
        problems("  version = \"~> 5.0\"", "  enable_nat_gateway = true"),
        []
    );
}

#[test]
fn an_unknown_argument_is_judged_by_a_version_where_a_newer_one_is_admitted() {
    let found = problems("", "  colour = \"red\"");
    let [(message, Some(judged))] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(message, "`module.network` has no argument `colour`");
    assert!(
        judged.starts_with("terraform-aws-modules/vpc/aws 6."),
        "{judged}"
    );
}

#[test]
fn an_argument_of_an_earlier_major_version_is_wrong_only_in_later_ones() {
    let argument = "  enable_s3_endpoint = true";
    assert_eq!(problems("  version = \"2.78.0\"", argument), []);
    assert_eq!(problems("", argument), []);
    assert_eq!(problems("  version = \"~> 5.1\"", argument).len(), 1);
}

#[test]
fn outputs_are_known() {
    let output = |name: &str| {
        let text = format!("}}\noutput \"a\" {{\n  value = module.network.{name}");
        problems("  version = \"~> 5.0\"", &text).len()
    };
    assert_eq!(
        (output("private_subnets"), output("private_subnetz")),
        (0, 1)
    );
}

#[test]
fn no_repair_removes_an_argument_of_a_call() {
    let module = hcl::parse(call("", "  colour = \"red\""));
    let repaired = repair(&module, &SCHEMA, Reach::Draft, &[]);
    assert_eq!(repaired.module.text, module.text);
}

#[test]
fn a_note_says_what_is_known_of_a_module() {
    let file = File {
        path: "main.tf".into(),
        text: call("", ""),
        ..File::default()
    };
    let checked = Project::new(vec![file], &[], &[])
        .unwrap()
        .check(Some(&SCHEMA), TABLES);
    assert_eq!(
        checked.notes,
        [
            "`module.network` was not opened: of `terraform-aws-modules/vpc/aws` only the arguments \
          and outputs are known"
        ]
    );
}
