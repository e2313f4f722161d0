//! Checks and fixes projects: trees of folders, each of which is a module.

use crate::common::schema;
use infragenie::hcl::{Position, Role, sources};
use infragenie::project::{File, Needs, Project, Selection};
use infragenie::scan::Remedy;
use infragenie::scan::aws::TABLES;
use infragenie::schema::Schema;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(schema);

/// Returns files; those whose path begins with `-` are read only.
fn files(files: &[(&str, &str)]) -> Vec<File> {
    let file = |(path, text): &(&str, &str)| File {
        path: path.trim_start_matches('-').to_owned(),
        text: (*text).to_owned(),
        is_read_only: path.starts_with('-'),
    };
    files.iter().map(file).collect()
}

fn project(own: &[(&str, &str)]) -> Project {
    Project::new(files(own), &[], &[]).unwrap()
}

/// Returns the problems as `path:line message`.
fn problems(own: &[(&str, &str)]) -> Vec<String> {
    let found = project(own).check(Some(&SCHEMA), TABLES).problems;
    let line = |range: [Position; 2]| range[0].line;
    found
        .iter()
        .map(|it| format!("{}:{} {}", it.path, line(it.range), it.item.problem.message))
        .collect()
}

/// Returns the findings of one check as `path:line address`.
fn findings(id: &str, own: &[(&str, &str)]) -> Vec<String> {
    let found = project(own).check(Some(&SCHEMA), TABLES).findings;
    found
        .iter()
        .filter(|it| it.item.1.id == id)
        .map(|it| format!("{}:{} {}", it.path, it.range[0].line, it.item.1.address))
        .collect()
}

/// Returns the changed files after the fixes.
fn fixed(own: &[(&str, &str)], harden: bool) -> Vec<(String, String)> {
    let selection = Selection {
        harden,
        ..Selection::default()
    };
    let fixed = project(own).fix(Some(&SCHEMA), TABLES, selection);
    assert_eq!(fixed.files.is_empty(), fixed.changes.is_empty());
    fixed
        .files
        .into_iter()
        .map(|it| (it.name, it.text))
        .collect()
}

const QUEUE: &str = "resource \"aws_sqs_queue\" \"jobs\" {\n  name = var.name\n}\n";
const VOLUME: &str = "resource \"aws_ebs_volume\" \"data\" {\n  \
    availability_zone = \"eu-west-1a\"\n  size              = 8\n  \
    encrypted         = var.encrypted\n}\n";

#[test]
fn a_problem_has_the_position_in_its_own_file() {
    let own = [
        ("a.tf", "locals {\n  id = local.none\n}\n"),
        (
            "b.tf",
            "\u{FEFF}locals {\r\n  one = 1\r\n  two = var.none\r\n}\r\n",
        ),
        ("sub/c.tf", "output \"x\" { value = local.id }"),
    ];
    let messages = problems(&own);
    assert_eq!(
        messages,
        [
            "a.tf:2 `local.none` is not declared; the nearest is `local.one`",
            "b.tf:3 `var.none` is not declared",
            "sub/c.tf:1 `local.id` is not declared",
        ]
    );
}

#[test]
fn a_broken_file_does_not_affect_the_next_one() {
    let broken = "locals {\n  text = <<-END\n    open\n";
    let own = [
        ("a.tf", broken),
        ("b.tf", "variable \"name\" {}\n"),
        ("c.tf", QUEUE),
    ];
    assert!(problems(&own).iter().all(|it| it.starts_with("a.tf:")));
    assert_eq!(
        problems(&[("a.tf", "/* open\n"), ("b.tf", "locals {}\n")]).len(),
        1
    );
}

#[test]
fn hidden_files_and_backups_are_not_read() {
    let other = "locals {\n  a = none.none\n}\n";
    let paths = [
        ".x.tf",
        "y.tf~",
        "#z.tf#",
        "._main.tf",
        "x.tftest.hcl",
        "sub/.hidden.tf",
    ];
    let mut own = vec![("main.tf", "locals {\n  a = 1\n}\n")];
    own.extend(paths.map(|path| (path, other)));
    assert_eq!(problems(&own), [""; 0]);
}

#[test]
fn override_files_are_merged() {
    let base = "resource \"aws_vpc\" \"own\" {\n  cidr_block = \"10.0.0.0/16\"\n  \
                lifecycle {\n    prevent_destroy = true\n  }\n}\n\
                variable \"zone\" {\n  type = string\n}\nlocals {\n  a = 1\n}\n";
    let other = "resource \"aws_vpc\" \"own\" {\n  enable_dns_support = local.a == 2\n  \
                 lifecycle {\n    create_before_destroy = true\n  }\n}\n\
                 variable \"zone\" {\n  default = \"a\"\n}\nlocals {\n  a = 2\n}\n\
                 terraform {\n  required_version = \">= 1.5\"\n}\n";
    assert_eq!(
        problems(&[("main.tf", base), ("x_override.tf", other)]),
        [""; 0]
    );
    let nothing = "resource \"aws_vpc\" \"new\" {\n  cidr_block = \"10.1.0.0/16\"\n}\n\
                   locals {\n  b = 1\n}\n";
    assert_eq!(
        problems(&[("main.tf", base), ("override.tf", nothing)]),
        [
            "override.tf:1 no file but override files declares `aws_vpc.new`",
            "override.tf:5 no file but override files declares `local.b`",
        ]
    );
}

#[test]
fn an_override_file_decides_about_a_finding_and_is_not_rewritten() {
    let base = VOLUME.replace("var.encrypted", "false");
    let yes = "resource \"aws_ebs_volume\" \"data\" {\n  encrypted = true\n}\n";
    let own = [("main.tf", base.as_str()), ("override.tf", yes)];
    assert_eq!(findings("CKV_AWS_3", &own), [""; 0]);
    let no = yes.replace("true", "false");
    let own = [("main.tf", base.as_str()), ("override.tf", no.as_str())];
    assert_eq!(
        findings("CKV_AWS_3", &own),
        ["main.tf:1 aws_ebs_volume.data"]
    );
    assert_eq!(fixed(&own, false), []);
}

#[test]
fn a_finding_of_an_overridden_resource_has_no_free_fix() {
    let own = [
        (
            "main.tf",
            "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  size              = 8\n}\n",
        ),
        (
            "size_override.tf",
            "resource \"aws_ebs_volume\" \"a\" {\n  size = 9\n}\n",
        ),
    ];
    assert!(fixed(&own, false).is_empty());
    let found = project(&own).check(Some(&SCHEMA), TABLES).findings;
    assert!(found.iter().any(|it| it.item.1.id == "CKV_AWS_3"));
    assert!(found.iter().all(|it| it.item.1.remedy == Remedy::None));
}

#[test]
fn a_bucket_that_another_module_makes_public_by_its_name_stays_open() {
    let bucket = "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"acme-site\"\n}\n";
    let call = "module \"site\" {\n  source = \"./site\"\n}\n";
    let website = "resource \"aws_s3_bucket_website_configuration\" \"a\" {\n  bucket = \"acme-site\"\n  index_document {\n    suffix = \"index.html\"\n  }\n}\n";
    let closed = |caller: &str| {
        let fixed = fixed(&[("main.tf", caller), ("site/main.tf", bucket)], false);
        let mut texts = fixed.iter().map(|it| it.1.as_str());
        texts.any(|text| text.contains("aws_s3_bucket_public_access_block"))
    };
    assert!(closed(call));
    assert!(!closed(&format!("{call}{website}")));
    let other = website.replace("acme-site", "acme-shop");
    assert!(closed(&format!("{call}{other}")));
}

#[test]
fn json_files_declare_as_other_files_do() {
    let json = r#"{"//": "generated",
        "variable": {"name": {"default": "jobs"}},
        "resource": {"aws_vpc": {"b": [{"cidr_block": "10.1.0.0/16"}]}},
        "locals": {"zone": "${var.name}-a"},
        "provider": {"aws": [{"alias": "west", "region": "eu-west-1"}]},
        "module": {"net": {"source": "./net"}},
        "output": {"x": {"value": "${local.none}"}}}"#;
    let main = "resource \"aws_subnet\" \"a\" {\n  vpc_id     = aws_vpc.b.id\n  \
                provider   = aws.west\n  cidr_block = module.net.cidr\n  \
                tags       = { Name = local.zone }\n}\n";
    let own = [
        ("main.tf", main),
        ("more.tf.json", json),
        (
            "net/main.tf",
            "output \"cidr\" {\n  value = \"10.1.0.0/24\"\n}\n",
        ),
    ];
    let messages = problems(&own);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].starts_with("more.tf.json:7 `local.none` is not declared"));
    assert!(problems(&[("a.tf.json", "{\n  \"locals\": {,}\n}\n")])[0].starts_with("a.tf.json:2 "));
    assert!(fixed(&own, true).iter().all(|(path, _)| path == "main.tf"));
}

#[test]
fn values_apply_to_the_scan_and_not_to_the_validation() {
    let variable = "variable \"encrypted\" {\n  type    = bool\n  default = true\n}\n";
    let main = format!("{variable}{VOLUME}");
    let own = |values: &'static str| {
        [
            ("main.tf", main.clone()),
            (values, "encrypted = false\n".into()),
        ]
    };
    let found = |own: [(&str, String); 2]| {
        let own = own.each_ref().map(|(path, text)| (*path, text.as_str()));
        assert_eq!(problems(&own), [""; 0]);
        findings("CKV_AWS_3", &own).len()
    };
    assert_eq!(found(own("terraform.tfvars")), 1);
    assert_eq!(found(own("prod.auto.tfvars")), 1);
    assert_eq!(found(own("prod.tfvars")), 0);
    let more = files(&[("prod.tfvars", "encrypted = false\n")]);
    let given = Project::new(files(&[("main.tf", &main)]), &more, &[]).unwrap();
    assert!(
        given
            .check(None, TABLES)
            .findings
            .iter()
            .any(|it| it.item.1.id == "CKV_AWS_3")
    );
    let json = [
        ("main.tf", main.as_str()),
        ("a.auto.tfvars.json", "{\"encrypted\": false}"),
    ];
    assert_eq!(findings("CKV_AWS_3", &json).len(), 1);
}

#[test]
fn a_lock_file_selects_the_version_of_the_provider() {
    let open =
        "terraform {\n  required_providers {\n    aws = { source = \"hashicorp/aws\" }\n  }\n}\n";
    let lock = "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"6.4.0\"\n}\n";
    let own = project(&[("main.tf", open), (".terraform.lock.hcl", lock)]);
    assert!(own.modules().all(infragenie::schema::requires_aws_v6));
    let own = project(&[
        ("main.tf", open),
        (".terraform.lock.hcl", &lock.replace('6', "5")),
    ]);
    assert!(!own.modules().any(infragenie::schema::requires_aws_v6));
    // A called module is used with the version of its caller.
    let root = "terraform {\n  required_providers {\n    aws = { version = \"~> 6.0\" }\n  }\n}\n\
                module \"a\" {\n  source = \"./a\"\n}\n";
    let own = project(&[("main.tf", root), ("a/main.tf", open)]);
    assert!(own.modules().all(infragenie::schema::requires_aws_v6));
}

#[test]
fn calls_are_checked_against_the_module_in_the_folder() {
    let child = "variable \"name\" {\n  type = string\n}\nvariable \"sizes\" {\n  type    = list(number)\n  \
                 default = []\n}\nvariable \"stage\" {\n  default = \"dev\"\n  validation {\n    \
                 condition     = contains([\"dev\", \"prod\"], var.stage)\n    \
                 error_message = \"Use dev or prod.\"\n  }\n}\noutput \"id\" {\n  value = var.name\n}\n";
    let root = "module \"one\" {\n  source = \"./part\"\n  nmae   = \"x\"\n}\n\
                module \"two\" {\n  source = \"./part\"\n  name   = \"x\"\n  sizes  = \"big\"\n  \
                stage  = \"test\"\n  count  = 2\n}\n\
                output \"a\" { value = module.one.ids }\noutput \"b\" { value = module.two.id }\n\
                output \"c\" { value = module.two[0].id }\noutput \"d\" { value = module.two[*].id }\n";
    assert_eq!(
        problems(&[("main.tf", root), ("part/main.tf", child)]),
        [
            "main.tf:1 `module.one` needs the argument `name`",
            "main.tf:3 `module.one` has no argument `nmae`; the nearest is `name`",
            "main.tf:8 `sizes` takes a list, this is a string",
            "main.tf:9 `stage`: Use dev or prod.",
            "main.tf:12 `module.one` has no attribute `ids`; the nearest is `id`",
            "main.tf:13 `module.two` has many instances: write `[0]`, `[each.key]` or `[*]`",
        ]
    );
}

#[test]
fn arguments_of_calls_have_what_the_type_of_the_variable_requires() {
    let child = "variable \"disk\" {\n  type = object({ size = number, kind = optional(string) })\n}\nvariable \"name\" {\n  type     = string\n  nullable = false\n}\n";
    let call = |disk: &str, name: &str| {
        let call = format!(
            "module \"child\" {{\n  source = \"./child\"\n  disk   = {disk}\n  name   = {name}\n}}\n"
        );
        problems(&[("main.tf", &call), ("child/main.tf", child)])
    };
    assert_eq!(call("{ size = 1 }", "each.key"), [""; 0]);
    assert_eq!(
        call("{ kind = \"a\" }", "null"),
        [
            "main.tf:3 the object for `disk` needs `size`",
            "main.tf:4 `name` takes no `null`"
        ]
    );
}

#[test]
fn calls_pass_the_provider_configurations_that_a_module_requires() {
    let child = "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n      \
                 configuration_aliases = [aws.peer]\n    }\n  }\n}\n\
                 data \"aws_region\" \"peer\" {\n  provider = aws.peer\n}\n";
    let root = |providers: &str| {
        format!(
            "provider \"aws\" {{\n  alias = \"east\"\n}}\nmodule \"a\" {{\n  source = \"./a\"\n{providers}}}\n"
        )
    };
    let (missing, passed) = (root(""), root("  providers = { aws.peer = aws.east }\n"));
    let check = |root: &str| problems(&[("main.tf", root), ("a/main.tf", child)]);
    assert_eq!(
        check(&missing),
        ["main.tf:4 `module.a` needs `aws.peer` in its `providers`"]
    );
    assert_eq!(check(&passed), [""; 0]);
    // A configuration that the module does not declare is passed with a warning.
    let undeclared = "data \"aws_region\" \"peer\" {\n  provider = aws.peer\n}\n";
    let check = |root: &str| problems(&[("main.tf", root), ("a/main.tf", undeclared)]);
    assert_eq!(check(&passed), [""; 0]);
    assert_eq!(check(&missing).len(), 1);
    let legacy = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n";
    let root = "module \"a\" {\n  source = \"./a\"\n  count  = 2\n}\n";
    assert_eq!(
        problems(&[("main.tf", root), ("a/main.tf", legacy)]),
        ["main.tf:3 a module that configures providers itself takes no `count`"]
    );
}

#[test]
fn a_configuration_alias_may_end_with_its_line() {
    let child = "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n      configuration_aliases = [\n        aws.one,\n        aws.two\n      ]\n    }\n  }\n}\n";
    let call = "provider \"aws\" {\n  alias = \"a\"\n}\nmodule \"child\" {\n  source = \"./child\"\n  providers = {\n    aws.one = aws.a\n    aws.two = aws.a\n  }\n}\n";
    assert_eq!(
        problems(&[("main.tf", call), ("child/main.tf", child)]),
        [""; 0]
    );
}

#[test]
fn a_called_module_is_judged_as_a_child() {
    let child = "variable \"key\" {\n  sensitive = true\n  default   = \"x\"\n}\n\
                 output \"key\" {\n  value = var.key\n}\n";
    let root = "module \"a\" {\n  source = \"./a\"\n}\n";
    assert_eq!(
        problems(&[("main.tf", root), ("a/main.tf", child)]),
        [""; 0]
    );
    assert_eq!(problems(&[("a/main.tf", child)]).len(), 1);
}

#[test]
fn a_module_is_scanned_with_the_arguments_of_each_call() {
    let child = format!("variable \"encrypted\" {{\n  default = true\n}}\n{VOLUME}");
    let root = "module \"a\" {\n  source    = \"./disk\"\n  encrypted = false\n}\n\
                module \"b\" {\n  source = \"./disk\"\n}\n\
                module \"c\" {\n  source    = \"./disk\"\n  encrypted = aws_none.x.y\n}\n";
    let own = [("main.tf", root), ("disk/main.tf", child.as_str())];
    assert_eq!(
        findings("CKV_AWS_3", &own),
        ["disk/main.tf:4 module.a.aws_ebs_volume.data"]
    );
    let nested = "variable \"encrypted\" {}\nmodule \"inner\" {\n  source    = \"../disk\"\n  \
                  encrypted = var.encrypted\n}\n";
    let root = "module \"outer\" {\n  source    = \"./part\"\n  encrypted = false\n}\n";
    let own = [
        ("main.tf", root),
        ("part/main.tf", nested),
        ("disk/main.tf", child.as_str()),
    ];
    assert_eq!(
        findings("CKV_AWS_3", &own),
        ["disk/main.tf:4 module.outer.module.inner.aws_ebs_volume.data"]
    );
}

#[test]
fn what_is_not_opened_is_noted() {
    let root = "module \"vpc\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n}\n\
                module \"net\" {\n  source = \"../net\"\n}\n\
                resource \"aws_iam_policy\" \"p\" {\n  name   = \"p\"\n  \
                policy = file(\"${path.module}/../policy.json\")\n}\n";
    let own = project(&[("env/main.tf", root)]);
    let needs = Needs {
        folders: vec!["net".to_owned()],
        files: vec!["policy.json".to_owned()],
    };
    assert_eq!(own.needs(), needs);
    let checked = own.check(None, TABLES);
    assert_eq!(
        checked.notes,
        [
            "`module.vpc` in `env` was not opened: `terraform-aws-modules/vpc/aws` is not part of the project",
            "`module.net` in `env` was not checked: the folder `net` was not provided",
        ]
    );
    let child = "locals {\n  text = file(\"${path.root}/../a.txt\")\n}\n";
    let root_call = "module \"a\" {\n  source = \"../part/a\"\n}\n";
    let called = [("env/main.tf", root_call), ("part/a/main.tf", child)];
    assert_eq!(project(&called).needs().files, ["a.txt", "part/a.txt"]);
    let present = ["policy.json".to_owned()];
    let own = Project::new(files(&[("env/main.tf", root)]), &[], &present).unwrap();
    assert!(own.check(Some(&SCHEMA), TABLES).problems.is_empty());
}

#[test]
fn modules_that_call_each_other_are_scanned_by_themselves() {
    let call = |to: &str| format!("module \"x\" {{\n  source = \"../{to}\"\n}}\n{QUEUE}");
    let (a, b) = (call("b"), call("a"));
    let checked = project(&[("a/main.tf", &a), ("b/main.tf", &b)]).check(None, TABLES);
    assert!(checked.findings.iter().any(|it| it.path == "a/main.tf"));
    assert!(checked.findings.iter().any(|it| it.path == "b/main.tf"));
}

#[test]
fn a_fix_of_one_file_reads_the_others_and_leaves_them() {
    let subnets = "resource \"aws_subnet\" \"public\" {\n  vpc_id     = var.vpc\n  \
                   cidr_block = \"10.0.1.0/24\"\n}\nvariable \"vpc\" {}\n";
    let main = "resource \"aws_subnet\" \"inner\" {\n  vpc_id     = var.vpc\n  \
                cidr_block = \"10.0.2.0/24\"\n}\n\
                resource \"aws_network_interface\" \"a\" {\n  subnet_id = aws_subnet.public.id\n}\n\
                resource \"aws_sqs_queue\" \"jobs\" {\n  name = \"jobs\"\n}\n";
    let changed = fixed(&[("main.tf", main), ("-network.tf", subnets)], true);
    assert_eq!(changed.len(), 1);
    let (path, text) = &changed[0];
    assert_eq!(path, "main.tf");
    assert!(text.contains("subnet_id = aws_subnet.public.id\n"));
}

#[test]
fn new_blocks_go_to_the_file_of_their_kind_or_of_their_resource() {
    let topic = "resource \"aws_sns_topic\" \"news\" {\n  name = \"news\"\n}\n";
    let versions = "terraform {\n  required_version = \">= 1.5\"\n}\n";
    let changed = fixed(&[("main.tf", topic), ("versions.tf", versions)], true);
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].0, "main.tf");
    let key = "resource \"aws_kms_key\" \"other\" {\n  description         = \"x\"\n  \
               enable_key_rotation = true\n  policy              = var.policy\n}\n\
               variable \"policy\" {}\n";
    let own = [
        ("data.tf", "# Facts.\n"),
        ("kms.tf", key),
        ("main.tf", topic),
        ("versions.tf", versions),
    ];
    let changed = fixed(&own, true);
    let of = |path: &str| {
        let file = changed.iter().find(|(own, _)| own == path);
        file.map_or("", |(_, text)| text)
    };
    assert!(
        of("data.tf").contains("data \"aws_caller_identity\""),
        "{changed:?}"
    );
    assert!(of("kms.tf").matches("resource \"aws_kms_key\"").count() == 2);
    assert_eq!(of("versions.tf"), "");
}

#[test]
fn line_ends_marks_and_blank_lines_stay_as_they_are() {
    let dos = "\u{FEFF}resource \"aws_sqs_queue\" \"a\" {\r\n  name = \"jobs\"\r\n}\r\n\r\n\r\n";
    let unix = "locals {\n  a = 1\n}";
    let changed = fixed(&[("a.tf", dos), ("b.tf", unix), ("c.tf", "")], true);
    assert_eq!(changed.len(), 1, "{changed:?}");
    let (path, text) = &changed[0];
    assert_eq!(path, "a.tf");
    assert!(text.starts_with('\u{FEFF}') && text.contains("  sqs_managed_sse_enabled = true\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(
        fixed(&[("a.tf", "locals {\r\n  a = 1\r\n}\r\n\r\n\r\n")], true),
        []
    );
}

#[test]
fn a_text_with_the_separator_of_files_is_kept() {
    let odd =
        "#infragenie-file 1\n\n# file: b.tf\n\u{1C}wb.tf\nlocals {\n  a = \"\u{1C}\u{1C}\"\n}\n";
    let own = project(&[("a.tf", odd), ("b.tf", QUEUE)]);
    let fixed = own.fix(None, TABLES, Selection::default());
    for file in fixed.files {
        assert_eq!(file.name, "b.tf");
        assert!(file.text.starts_with(QUEUE.split_at(40).0));
    }
}

#[test]
fn a_module_with_several_calls_is_fixed_for_all_of_them() {
    let child = format!("variable \"name\" {{}}\n{QUEUE}");
    let root = "module \"a\" {\n  source = \"./queue\"\n  name   = \"a\"\n}\n\
                module \"b\" {\n  source = \"./queue\"\n  name   = \"b\"\n}\n";
    let own = [("main.tf", root), ("queue/main.tf", child.as_str())];
    let changed = fixed(&own, false);
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].0, "queue/main.tf");
    let change = &project(&own)
        .fix(Some(&SCHEMA), TABLES, Selection::default())
        .changes[0];
    assert_eq!(change.1.id, "queue:fix:CKV_AWS_27:aws_sqs_queue.jobs");
    let exclude = [change.1.id.clone()];
    let selection = Selection {
        exclude: &exclude,
        ..Selection::default()
    };
    assert!(
        project(&own)
            .fix(Some(&SCHEMA), TABLES, selection)
            .changes
            .is_empty()
    );
}

proptest::proptest! {
    #[test]
    fn files_can_be_joined_and_split(texts in proptest::collection::vec("[a{}\"\u{1C}\u{FEFF}\n\r wr#=]{0,40}", 1..5)) {
        let files = texts.iter().map(|text| ("a.tf", Role::Writable, text.as_str()));
        let joined = sources::join(files.collect::<Vec<_>>());
        proptest::prop_assert_eq!(sources::texts(&joined), texts);
        let module = infragenie::hcl::parse(joined);
        for block in module.blocks() {
            let source = &module.sources[module.source_at(block.span.start).unwrap()];
            proptest::prop_assert!(block.span.end <= source.span.end);
        }
    }
}

/// Deals the blocks of a program in turn to two files.
fn cut_in_two(text: &str) -> [String; 2] {
    let module = infragenie::hcl::parse(text);
    let mut halves = [String::new(), String::new()];
    let mut from = 0;
    let mut ends: Vec<usize> = module.blocks().map(|block| block.span.end).collect();
    if let Some(last) = ends.last_mut() {
        *last = text.len();
    }
    for (at, end) in ends.into_iter().enumerate() {
        // A file ends with a line end; what follows a block on its line stays with it.
        let line = text[end..]
            .find('\n')
            .map_or(text.len(), |line| end + line + 1);
        halves[at % 2].push_str(&text[from.min(line)..line]);
        from = line;
    }
    halves
}

/// Returns the references of each block by its address, sorted.
fn references(texts: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for text in texts {
        let module = infragenie::hcl::parse(*text);
        for block in module.blocks() {
            let address = block.address().unwrap_or_default();
            let references = block.references().into_iter();
            found.extend(references.filter_map(|it| Some((address.clone(), it.address()?))));
        }
    }
    found.sort();
    found
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn a_fix_of_one_of_two_files_breaks_nothing_and_keeps_every_reference() {
    let programs = crate::hcl::corpus::programs();
    let (mut cut, mut changed) = (0, 0);
    for program in programs.iter().step_by(crate::common::step(12)) {
        if program.text.starts_with('\u{FEFF}')
            || !infragenie::hcl::parse(&*program.text).problems.is_empty()
        {
            continue;
        }
        let halves = cut_in_two(&program.text);
        let both = |one: usize| {
            let names = [["a.tf", "-b.tf"], ["-a.tf", "b.tf"]][one];
            [
                (names[0], halves[0].as_str()),
                (names[1], halves[1].as_str()),
            ]
        };
        if halves[1].is_empty() || !problems(&both(0)).is_empty() {
            continue;
        }
        cut += 1;
        for one in 0..2 {
            let before = references(&[&halves[one]]);
            for (path, text) in fixed(&both(one), true) {
                assert_eq!(path, ["a.tf", "b.tf"][one], "{}", program.id);
                let mut after = halves.clone();
                after[one] = text;
                let now = [("a.tf", after[0].as_str()), ("b.tf", after[1].as_str())];
                assert_eq!(problems(&now), [""; 0], "{}", program.id);
                let left = references(&[&after[one]]);
                let lost: Vec<_> = before.iter().filter(|it| !left.contains(it)).collect();
                assert!(lost.is_empty(), "{}: {lost:?}", program.id);
                changed += 1;
            }
        }
    }
    println!("{cut} valid programs cut in two, {changed} halves fixed");
    assert!(cut >= 700 / crate::common::step(12));
}

#[test]
fn a_danger_has_the_position_in_its_own_file_and_headers_are_none() {
    let own = [
        ("a.tf", "locals {\n  id = 1\n}\n"),
        (
            "b.tf",
            "\u{FEFF}resource \"null_resource\" \"b\" {\r\n  provisioner \"local-exec\" {\r\n    \
             command = \"id\"\r\n  }\r\n}\r\n",
        ),
        ("пaсport.tf", "locals {\n  two = 2\n}\n"),
        ("sub/c.tf", "# \u{202E}turned\n"),
        ("sub/d.tf", "# plain\n"),
    ];
    let found = project(&own).check(Some(&SCHEMA), TABLES).safety;
    let found: Vec<String> = found
        .iter()
        .map(|it| format!("{}:{} {}", it.path, it.item.start.line, it.item.id))
        .collect();
    assert_eq!(found, ["b.tf:2 IG_SAFETY_101", "sub/c.tf:1 IG_SAFETY_301"]);
}

#[test]
fn names_what_is_not_checked_and_what_is_checked_as_another_version() {
    let other = "resource \"azurerm_subnet\" \"a\" {\n  nmae = \"a\"\n}\n";
    let notes = |version: &str| {
        let aws = format!(
            "terraform {{\n  required_providers {{\n    aws = {{ source = \"registry.opentofu.org/hashicorp/aws\", version = \"{version}\" }}\n  }}\n}}\n\
             resource \"aws_vpc\" \"a\" {{\n  cidr_block = \"10.0.0.0/16\"\n}}\n"
        );
        let own = project(&[
            ("a/main.tf", other),
            ("b/main.tf", other),
            ("c/main.tf", &aws),
        ]);
        let checked = own.check(Some(&schema()), TABLES);
        assert!(checked.problems.is_empty(), "{:?}", checked.problems);
        checked.notes
    };
    assert_eq!(notes(">= 5.0"), ["not checked: azurerm"]);
    let earlier = notes("~> 3.0");
    assert_eq!(earlier.len(), 2);
    assert!(earlier[1].starts_with("`hashicorp/aws` ~> 3.0 was checked as version 5.100.0"));
    assert_eq!(notes(">= 6.0").len(), 1);
}
