//! Compares the results of requests to change a program with `edits.tsv`.

use crate::common;
use infragenie::complete;
use infragenie::fix::FixSelection;
use infragenie::followup::{self, FollowUp, Role};
use infragenie::hcl::{self, Module};
use infragenie::intent::ParsedRequest;
use infragenie::job::Job;
use infragenie::job::autofix::autofix;
use infragenie::job::candidate::Candidate;
use infragenie::ledger::Ledger;
use infragenie::policy::Policy;
use infragenie::prompt::{ModelAvailability, Plan};
use infragenie::reply;
use infragenie::request::Request;
use infragenie::scan::aws::TABLES;
use infragenie::templates;
use infragenie::tokens::{Pack, Vocabulary};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

static VOCABULARY: LazyLock<Arc<Vocabulary>> =
    LazyLock::new(|| Arc::new(common::vocabulary(&[Pack::O200kAscii])));

struct Row {
    kind: &'static str,
    program: Module,
    request: &'static str,
    result: &'static str,
    parts: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("edits.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [kind, program, request, result, parts] = cells[..] else {
                panic!("{line}");
            };
            let by = if result == "free" { " ; " } else { " " };
            Row {
                kind,
                program: hcl::parse(program_text(program)),
                request,
                result,
                parts: parts.split(by).collect(),
            }
        })
        .collect()
}

fn program_text(name: &str) -> &'static str {
    match name {
        "shop" => include_str!("edits/shop.tf"),
        "files" => include_str!("edits/files.tf"),
        "workers" => include_str!("edits/workers.tf"),
        "site" => include_str!("edits/site.tf"),
        "events" => include_str!("edits/events.tf"),
        "fleet" => include_str!("edits/fleet.tf"),
        other => panic!("no program {other}"),
    }
}

/// Returns the lines of a module, each with the address or kind of its block.
fn lines(module: &Module) -> Vec<(String, String)> {
    let mut at = 0;
    let lines = module.text.split_inclusive('\n').map(|line| {
        let block = module.block_at(at);
        let block = block.filter(|block| at < block.span.end);
        at += line.len();
        let owner = block.map(|it| it.address().unwrap_or_else(|| it.kind.text.clone()));
        (owner.unwrap_or_default(), line.to_owned())
    });
    lines.collect()
}

/// Returns the lines that only one of two lists has, by the longest common sequence.
fn diff(before: &[(String, String)], after: &[(String, String)]) -> [Vec<usize>; 2] {
    let (rows, columns) = (before.len(), after.len());
    let mut common = vec![vec![0u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            common[row][column] = if words(&before[row].1) == words(&after[column].1) {
                common[row + 1][column + 1] + 1
            } else {
                common[row + 1][column].max(common[row][column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut only = [Vec::new(), Vec::new()];
    while row < rows || column < columns {
        if row < rows && column < columns && words(&before[row].1) == words(&after[column].1) {
            (row, column) = (row + 1, column + 1);
        } else if column < columns
            && (row == rows || common[row][column + 1] > common[row + 1][column])
        {
            only[1].push(column);
            column += 1;
        } else {
            only[0].push(row);
            row += 1;
        }
    }
    only
}

fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compares the changed lines with the expected ones.
fn compare(before: &Module, after: &Module, parts: &[&str]) -> Result<(), String> {
    let named = |prefix: &str| -> Vec<&str> {
        parts
            .iter()
            .filter_map(|part| part.strip_prefix(prefix))
            .collect()
    };
    let (new, gone) = (named("add "), named("gone "));
    let addresses = |module: &Module| -> BTreeSet<String> {
        module.blocks().filter_map(hcl::Block::address).collect()
    };
    let (had, has) = (addresses(before), addresses(after));
    let missing: Vec<&&str> = new
        .iter()
        .filter(|it| **it != "moved" && !has.contains(**it))
        .collect();
    let left: Vec<&&str> = gone.iter().filter(|it| has.contains(**it)).collect();
    if !missing.is_empty() || !left.is_empty() {
        return Err(format!("missing {missing:?}, still there {left:?}"));
    }
    let (old_lines, new_lines) = (lines(before), lines(after));
    let [minus, plus] = diff(&old_lines, &new_lines);
    // Lines of new blocks count only if no block of a row is new.
    let is_new = |owner: &str| {
        new.contains(&owner)
            || !new.is_empty()
                && !had.contains(owner)
                && owner != "moved"
                && gone.is_empty()
                && plus_is_free(parts)
    };
    let collect = |list: &[(String, String)], at: &[usize], skip: &dyn Fn(&str) -> bool| {
        let mut all: Vec<String> = at
            .iter()
            .map(|at| &list[*at])
            .filter(|(owner, line)| !skip(owner) && !line.trim().is_empty())
            .map(|(_, line)| words(line))
            .collect();
        all.sort();
        all
    };
    let lost = collect(&old_lines, &minus, &|owner| gone.contains(&owner));
    let came = collect(&new_lines, &plus, &is_new);
    let expected = |prefix: &str| {
        let mut all: Vec<String> = named(prefix).into_iter().map(words).collect();
        all.sort();
        all
    };
    // A comment goes with its block.
    let lost: Vec<String> = lost
        .into_iter()
        .filter(|line| gone.is_empty() || !line.starts_with('#'))
        .collect();
    if lost != expected("- ") || came != expected("+ ") {
        return Err(format!(
            "lines that go: {lost:#?}\nlines that come: {came:#?}"
        ));
    }
    Ok(())
}

/// Whether a row lists no lines that come, so that it is about new blocks.
fn plus_is_free(parts: &[&str]) -> bool {
    !parts.iter().any(|part| part.starts_with("+ "))
}

#[test]
fn every_kind_has_five_edits() {
    let rows = rows();
    let kinds: BTreeSet<&str> = rows.iter().map(|row| row.kind).collect();
    assert_eq!((kinds.len(), rows.len()), (12, 60));
    for kind in kinds {
        assert_eq!(
            rows.iter().filter(|row| row.kind == kind).count(),
            5,
            "{kind}"
        );
    }
}

#[test]
fn edits_that_are_certain_change_the_expected_lines() {
    let mut wrong = Vec::new();
    let mut free = 0;
    for row in rows() {
        let result = match (followup::read(row.request, &row.program), row.result) {
            (FollowUp::Edited(edited), "free") => {
                free += 1;
                assert!(!edited.understood.is_empty(), "{}", row.request);
                compare(&row.program, &hcl::parse(edited.text), &row.parts)
            }
            (FollowUp::Open, "model") => Ok(()),
            (found, _) => Err(format!("{found:#?}")),
        };
        if let Err(error) = result {
            wrong.push(format!("{} | {}: {error}", row.kind, row.request));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} wrong",
        wrong.join("\n\n"),
        wrong.len()
    );
    assert!(free * 100 >= 60 * 60, "{free} of 60 are free");
}

/// Returns the plan of the call for a row.
fn plan(row: &Row) -> Plan {
    let ledger = Ledger::default();
    let availability = ModelAvailability {
        ledger: &ledger,
        gone: &[],
        now: 0,
    };
    let request = Request::parse(row.request).unwrap();
    let policy = Policy::minimal();
    Job::first(
        &row.program.text,
        &request,
        &policy,
        &VOCABULARY,
        availability,
    )
    .unwrap()
}

#[test]
fn other_edits_send_the_blocks_concerned() {
    let (mut wrong, mut tokens, mut calls) = (Vec::new(), 0, 0);
    for row in rows().iter().filter(|row| row.result == "model") {
        let plan = plan(row);
        let lacks = row
            .parts
            .iter()
            .filter(|it| !plan.shown.iter().any(|shown| shown == *it));
        let lacks: Vec<&&str> = lacks.collect();
        if !lacks.is_empty() {
            wrong.push(format!(
                "{}: lacks {lacks:?}, shows {:?}",
                row.request, plan.shown
            ));
        }
        println!(
            "{} tokens: {} {:?}",
            plan.prompt_tokens, row.request, plan.shown
        );
        tokens += plan.prompt_tokens;
        calls += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} tokens on average", tokens / calls);
    assert!(
        tokens / calls <= 420,
        "{} tokens on average",
        tokens / calls
    );
}

#[test]
fn comments_and_layout_outside_of_an_edit_stay() {
    let text = "# a\r\nresource \"aws_instance\" \"web\" {\r\n    instance_type=\"t3.micro\" // x\r\n\ttags = {}\r\n}\r\n";
    let FollowUp::Edited(edited) = followup::read("use t3.small", &hcl::parse(text)) else {
        panic!("the class is certain");
    };
    assert_eq!(edited.text, text.replace("t3.micro", "t3.small"));
    assert_eq!(edited.understood[0].role, Role::Change);
    assert_eq!(edited.understood[0].addresses, ["aws_instance.web"]);
}

/// Requests with a word that changes their meaning, none of which is certain.
#[test]
fn requests_with_an_unknown_word_are_not_certain() {
    let shop = hcl::parse(program_text("shop"));
    for request in [
        "don't change the instance type to t3.small",
        "change the instance type to t3.small at night",
        "change the instance type to t3.small except in eu-west-1",
        "remove the database but keep its data",
        "remove everything",
        "remove the database if nobody uses it",
        "make the database 100 GB larger",
        "increase the storage by 100 gb",
        "add a redis cache for the database",
        "add two redis caches in another region",
        "open port 22 to the internet and the intranet",
        "open port 22",
        "open ports 80 and 443",
        "a t3.small",
        "30 gb disk",
        "it is in eu-west-1",
        "we are in eu-west-1",
        "no, t3.small",
        "t3.small or t3.large",
        "t3.small for now, later t3.large",
        "change t3.large to t3.small",
        "change eu-west-1 to us-west-2",
        "rename front to web",
        "rename orders to purchases",
        "remove front",
        "disable http",
        "allow ssh from 203.0.113.7",
        "multi az",
        "same but with two servers",
        "same but without the database",
        "no, change it",
        "add a second database",
        "use t4g.small",
        "change the vpc cidr to 10.40.0.0/20",
        "rename the server",
        "tag the server",
        "use db.t3.huge for the database",
        "upgrade postgres to 9",
        "downgrade postgres to 15",
        "upgrade postgres to 17 and then back",
        "change the region to eu-west-1 and us-west-2",
        "make it highly available",
        "set DEBUG=true on the server",
        "should the server be t3.small?",
        "use t3.small, not t3.large",
        "allow ssh",
        "change port 80 to 8080",
        "move the database to eu-west-1",
        "use t3.small for the database",
        "remove the internet access from the server",
        "tag the server with Env=prod and Env=dev",
        "tag both with Env=prod",
        "give the database up to 100 gb",
        "open port 5432 to the internet",
        "allow https to the internet",
        "remove the security group of the server",
        "remove the server and its database",
        "make the database 100 gb and make it 200 gb",
        "downgrade the server to t3.large",
        "increase the server to t3.nano",
        "open port 3306 to 10.0.0.0/8",
        "turn on multi-az for the database and remove it",
    ] {
        assert_eq!(followup::read(request, &shop), FollowUp::Open, "{request}");
    }
}

/// Short forms mean what the whole sentence means.
#[test]
fn short_forms_are_read_as_their_sentence() {
    let text = |program: &str, request: &str| match followup::read(
        request,
        &hcl::parse(program_text(program)),
    ) {
        FollowUp::Edited(edited) => edited.text,
        other => panic!("{request}: {other:?}"),
    };
    for (program, short, long) in [
        ("shop", "t3.large please", "use t3.large"),
        (
            "shop",
            "db.t4g.large",
            "change the class of the database to db.t4g.large",
        ),
        ("shop", "set instance_type to t3.large", "use t3.large"),
        ("shop", "change t3.micro to t3.large", "use t3.large"),
        (
            "shop",
            "backups: 30 days",
            "set the backups of the database to 30 days",
        ),
        (
            "shop",
            "region: eu-west-1",
            "change the region to eu-west-1",
        ),
        (
            "shop",
            "same but in ireland",
            "change the region to eu-west-1",
        ),
        (
            "shop",
            "move it all to eu-west-1",
            "change the region to eu-west-1",
        ),
        (
            "shop",
            "change us-east-1 to eu-west-1",
            "change the region to eu-west-1",
        ),
        (
            "shop",
            "allow ssh only from 203.0.113.7",
            "only allow ssh from 203.0.113.7/32",
        ),
        ("shop", "disable ssh", "close port 22"),
        ("shop", "remove port 80", "close port 80"),
        ("shop", "allow https", "open 443"),
        ("shop", "open port 443 on the front server", "open https"),
        (
            "workers",
            "change t3.small to t3.medium",
            "make the control server a t3.medium",
        ),
    ] {
        let (short, long) = (text(program, short), text(program, long));
        assert_eq!(short, long);
        assert_ne!(short, program_text(program));
    }
    let shop = hcl::parse(program_text("shop"));
    let FollowUp::Edited(edited) = followup::read("open port 443", &shop) else {
        panic!("the source of HTTP is that of HTTPS");
    };
    assert_eq!(
        edited.assumed,
        ["Port 443 is open to 0.0.0.0/0, as port 80 is."]
    );
    assert!(edited.text.contains("\"front_https\""), "{}", edited.text);
}

#[test]
fn what_is_unsaid_is_the_only_resource_with_the_property() {
    let database = "resource \"aws_db_instance\" \"a\" {\n  engine = \"postgres\"\n}\n";
    let server = "\nresource \"aws_instance\" \"b\" {\n  instance_type = \"t3.micro\"\n}\n";
    let balancer = "\nresource \"aws_lb\" \"c\" {}\n";
    let is_free = |request: &str, text: &str| {
        matches!(
            followup::read(request, &hcl::parse(text)),
            FollowUp::Edited(_)
        )
    };
    assert!(is_free("make it multi-az", database));
    assert!(!is_free("make it multi-az", &[database, server].concat()));
    assert!(is_free(
        "enable deletion protection",
        &[database, server].concat()
    ));
    assert!(!is_free(
        "enable deletion protection",
        &[database, balancer].concat()
    ));
}

/// Returns the program that the templates write for a request, and its changed text.
fn changed(base: &str, change: &str) -> (String, FollowUp) {
    let request = Request::parse(base).unwrap();
    let answer = templates::answer(&ParsedRequest::parse(&request)).expect(base);
    let selection = FixSelection::default();
    let module = hcl::parse(answer.text.as_str());
    let text = autofix(&module, base, TABLES, None, selection).module.text;
    let result = followup::read(change, &hcl::parse(text.as_str()));
    (text, result)
}

/// Columns: the request of the program, the change, lines that come, texts that no line has afterwards.
/// Without such texts a model is asked.
const CHANGED: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "ec2 instance with nginx",
        "remove the server",
        &[],
        &[
            "aws_key_pair",
            "tls_private_key",
            "local_file",
            "aws_iam_role",
        ],
    ),
    (
        "two web servers behind a load balancer",
        "delete the load balancer",
        &[],
        &["aws_lb", "\"balancer", "target_group"],
    ),
    (
        "auto scaling group behind a load balancer",
        "remove the load balancer",
        &[],
        &[],
    ),
    (
        "ecs fargate service running nginx behind a load balancer",
        "remove the load balancer",
        &[],
        &[],
    ),
    (
        "s3 bucket for uploads",
        "rename the bucket to acme-files",
        &[
            "bucket_prefix = \"acme-files-\"",
            "from = aws_s3_bucket.uploads",
        ],
        &["uploads-"],
    ),
    (
        "postgres database",
        "rename the database to orders",
        &["identifier_prefix = \"orders-\""],
        &["identifier_prefix = \"database-"],
    ),
    (
        "postgres database",
        "rename the database to Orders",
        &[],
        &[],
    ),
    (
        "web server and a load balancer",
        "rename the load balancer to internal-web",
        &[],
        &[],
    ),
    (
        "two web servers behind a load balancer",
        "3 servers",
        &["count = 3", "count = 3"],
        &["for_each"],
    ),
    ("web server and postgres database", "3 servers", &[], &[]),
    (
        "ec2 instance with nginx",
        "add an elastic ip",
        &[
            "instance = aws_instance.web.id",
            "value = aws_eip.web.public_ip",
        ],
        &["value = aws_instance.web.public_ip"],
    ),
    (
        "private ec2 instance with session manager",
        "add an elastic ip",
        &[],
        &[],
    ),
    ("3 ec2 instances", "add an elastic ip", &[], &[]),
    (
        "ec2 instance with an elastic ip",
        "add an elastic ip",
        &[],
        &[],
    ),
];

#[test]
fn answers_of_templates_are_changed_with_all_that_belongs_to_them() {
    for (base, change, comes, goes) in CHANGED {
        let (before, result) = changed(base, change);
        let edited = match result {
            FollowUp::Edited(edited) if !goes.is_empty() => edited,
            FollowUp::Open if goes.is_empty() => continue,
            other => panic!("{base}: {change}: {other:?}"),
        };
        let all: Vec<String> = edited.text.lines().map(words).collect();
        for line in *comes {
            let wanted = comes.iter().filter(|other| *other == line).count();
            let found = all.iter().filter(|other| *other == line).count();
            assert!(found >= wanted, "{base}: {change}: {line}\n{}", edited.text);
        }
        for gone in *goes {
            let is_there = all.iter().any(|line| line.contains(gone));
            assert!(!is_there, "{base}: {change}: {gone}\n{}", edited.text);
        }
        assert_ne!(before, edited.text);
    }
}

/// A second use of a building block has names and addresses of its own.
#[test]
fn what_is_added_again_has_free_names() {
    for (service, types) in [
        ("queue", "aws_sqs_queue"),
        ("topic", "aws_sns_topic"),
        ("dynamodb table", "aws_dynamodb_table"),
        ("kms key", "aws_kms_key"),
        ("log group", "aws_cloudwatch_log_group"),
        ("ecr repository", "aws_ecr_repository"),
        ("secret", "aws_secretsmanager_secret"),
        ("bucket", "aws_s3_bucket"),
    ] {
        let mut program = hcl::parse("provider \"aws\" {\n  region = \"eu-west-1\"\n}\n");
        for (round, request) in ["add a", "add another", "add one more"].iter().enumerate() {
            let request = format!("{request} {service}");
            let FollowUp::Edited(edited) = followup::read(&request, &program) else {
                panic!("{request}");
            };
            program = hcl::parse(edited.text);
            let of_type = program
                .resources()
                .filter(|it| it.type_name() == Some(types));
            assert_eq!(of_type.count(), round + 1, "{request}");
        }
        let mut seen = BTreeSet::new();
        for block in program.blocks() {
            let address = block.address().unwrap_or_default();
            assert!(seen.insert(address.clone()), "{service}: {address} twice");
            for name in ["name", "bucket", "alias"] {
                let literal = block.body.literal_text(name).map(str::to_owned);
                let key = literal.map(|text| format!("{:?} {name} {text}", block.type_name()));
                assert!(
                    key.is_none_or(|key| seen.insert(key)),
                    "{service}: {address}"
                );
            }
        }
    }
}

#[test]
fn a_name_means_the_block_that_the_others_configure() {
    let text = "resource \"aws_s3_bucket\" \"raw\" {\n  bucket = \"acme-raw\"\n}\n\nresource \
                \"aws_s3_bucket_versioning\" \"raw\" {\n  bucket = aws_s3_bucket.raw.id\n}\n";
    let FollowUp::Edited(edited) = followup::read("remove raw", &hcl::parse(text)) else {
        panic!("the bucket is meant");
    };
    assert_eq!(edited.text.trim(), "");
}

#[test]
fn texts_without_a_request_are_answered() {
    let shop = hcl::parse(program_text("shop"));
    let answer = |request: &str| match followup::read(request, &shop) {
        FollowUp::Answer(text) => text,
        other => panic!("{request}: {other:?}"),
    };
    assert!(answer("thanks!").contains("no change"));
    assert!(answer("Great, thank you very much.").contains("no change"));
    let why = answer("why is there a database parameter group?");
    assert!(
        why.contains("aws_db_parameter_group.orders") && why.contains("aws_db_instance.orders"),
        "{why}"
    );
    for open in [
        "What does this cost?",
        "what does the database cost?",
        "is the server t3.small?",
    ] {
        assert!(answer(open).contains("a model can answer it"), "{open}");
    }
    for request in [
        "why not use t3.small?",
        "can you open port 8080?",
        "is it possible to add a cache?",
        "what about a bigger database?",
        "how do i add a bucket?",
        "why is it so small? make it bigger",
    ] {
        assert!(
            !matches!(followup::read(request, &shop), FollowUp::Answer(_)),
            "{request}"
        );
    }
}

#[test]
fn edits_that_change_nothing_say_so() {
    let shop = hcl::parse(program_text("shop"));
    for (request, says) in [
        ("close port 443", "no rule lets port 443 in"),
        ("close port 8080 and port 8443", "no rule lets port 8443 in"),
        (
            "change the instance type to t3.micro",
            "`aws_instance.front`",
        ),
        ("open port 80", "port 80 is open"),
    ] {
        match followup::read(request, &shop) {
            FollowUp::Answer(text) => assert!(text.contains(says), "{text}"),
            other => panic!("{request}: {other:?}"),
        }
    }
    assert!(matches!(
        followup::read("close port 443 and use t3.small", &shop),
        FollowUp::Edited(_) | FollowUp::Open
    ));
}

#[test]
fn a_closed_port_takes_its_variables_with_it() {
    let variable = "variable \"ssh_cidr\" {\n  type = string\n}\n";
    let text = program_text("shop").replace("\"198.51.100.0/24\"", "var.ssh_cidr");
    let closed = |text: &str| match followup::read("close ssh", &hcl::parse(text)) {
        FollowUp::Edited(edited) => edited.text,
        other => panic!("{other:?}"),
    };
    assert!(!closed(&[variable, &text].concat()).contains("ssh_cidr"));
    let output = "output \"office\" {\n  value = var.ssh_cidr\n}\n";
    assert!(closed(&[variable, &text, output].concat()).contains(variable));
}

/// Returns the program after a request to change the answer of the templates to another one.
fn edited_answer(answer: &str, request: &str) -> FollowUp {
    let parsed = ParsedRequest::parse(&Request::parse(answer).unwrap());
    let draft = hcl::parse(
        templates::answer(&parsed)
            .expect("the templates answer")
            .text,
    );
    let completed = complete::complete(&draft, answer, &[]).module;
    followup::read(request, &completed)
}

#[test]
fn what_only_a_removed_resource_uses_goes_with_it() {
    let after = |answer, request| match edited_answer(answer, request) {
        FollowUp::Edited(edited) => edited.text,
        other => panic!("{request}: {other:?}"),
    };
    let rest = after("ec2 instance with nginx and a bucket", "remove the server");
    assert!(rest.contains("aws_s3_bucket"));
    for gone in [
        "aws_key_pair",
        "tls_private_key",
        "local_file",
        "aws_security_group",
    ] {
        assert!(!rest.contains(gone), "{rest}");
    }
    let rest = after(
        "ec2 with nginx behind a load balancer",
        "delete the load balancer",
    );
    assert!(rest.contains("resource \"aws_instance\""));
    assert!(!rest.contains("aws_lb"), "{rest}");
    // The scaling group would go on asking a target group without a load balancer for its health.
    let group = edited_answer(
        "auto scaling group behind a load balancer",
        "delete the load balancer",
    );
    assert!(matches!(group, FollowUp::Open), "{group:?}");
}

#[test]
fn a_new_name_changes_the_begin_of_a_completed_name() {
    let renamed = edited_answer("s3 bucket for uploads", "rename the bucket to media-files");
    let FollowUp::Edited(edited) = renamed else {
        panic!("{renamed:?}");
    };
    assert!(
        edited.text.contains("bucket_prefix = \"media-files-\""),
        "{}",
        edited.text
    );
    assert!(edited.assumed.iter().any(|it| it.contains("created again")));
    // The names of load balancers begin with six characters at most.
    let renamed = edited_answer(
        "ec2 with nginx behind a load balancer",
        "rename the load balancer to storefront",
    );
    assert!(matches!(renamed, FollowUp::Open), "{renamed:?}");
}

#[test]
fn several_clauses_are_applied_one_after_the_other() {
    let shop = hcl::parse(program_text("shop"));
    let request = "Please change the instance type to t3.small, rename the server to counter and open port 8443 to the internet. Thanks!";
    let FollowUp::Edited(edited) = followup::read(request, &shop) else {
        panic!("every clause is certain");
    };
    assert!(
        edited
            .text
            .contains("instance_type          = \"t3.small\" # enough for now")
    );
    assert!(
        edited
            .text
            .contains("resource \"aws_instance\" \"counter\"")
    );
    assert!(edited.text.contains("aws_instance.counter.public_ip"));
    assert!(edited.text.contains("from_port         = 8443"));
    assert_eq!(edited.understood.len(), 4);
}

#[test]
fn clauses_take_the_verb_and_the_pronoun_of_the_clause_before() {
    let texts = |program: &str, request: &str| match followup::read(
        request,
        &hcl::parse(program_text(program)),
    ) {
        FollowUp::Edited(edited) => Some(edited.text),
        _ => None,
    };
    for (program, short, long) in [
        (
            "shop",
            "make the server a t3.large and give it a 100 gb disk",
            "make the server a t3.large. set the root volume of the server to 100 gb.",
        ),
        (
            "shop",
            "make the database multi-az and tag it with Env=prod",
            "make the database multi-az; tag the database with Env=prod",
        ),
        (
            "shop",
            "use t3.large for the server and db.t4g.large for the database",
            "use t3.large for the server. use db.t4g.large for the database",
        ),
        (
            "files",
            "remove the topic and the table",
            "remove the topic. remove the table.",
        ),
        (
            "files",
            "add a secret called token and a topic called news",
            "add a secret called token. add a topic called news.",
        ),
        (
            "events",
            "set the memory to 512 mb and the timeout to 60 seconds",
            "set the memory to 512 mb; set the timeout to 60 seconds",
        ),
        (
            "fleet",
            "use mysql 8.4 and postgres 16",
            "use mysql 8.4. use postgres 16.",
        ),
        (
            "fleet",
            "remove the cache and the reports database",
            "remove the cache; remove the reports database",
        ),
    ] {
        let text = texts(program, short);
        assert!(text.is_some(), "{short}");
        assert_eq!(text, texts(program, long), "{short}");
    }
    // A pronoun is what the clause before has changed, and nothing that only has the property too.
    for (program, request) in [
        (
            "events",
            "rename the topic to news and set its timeout to 30 seconds",
        ),
        (
            "shop",
            "tag the server with Env=prod and upgrade it to postgres 17",
        ),
        (
            "files",
            "tag the buckets with Env=prod and rename it to x-files",
        ),
        ("files", "remove the topic. the table"),
        ("files", "remove the topic and the policy of the queue"),
    ] {
        assert_eq!(texts(program, request), None, "{request}");
    }
}

/// An answer that shortens a block loses nothing, and the notes name what it left out.
#[test]
fn arguments_that_an_answer_leaves_out_stay() {
    let shop = hcl::parse(program_text("shop"));
    let shown = ["aws_instance.front".to_owned()];
    let answer = "resource \"aws_instance\" \"front\" {\n  instance_type = \"t3.small\"\n  monitoring    = true\n\n  root_block_device {\n    volume_size = 40\n  }\n}\n";
    let merged = reply::merge_patch(&shop, answer, &[], &shown, &|_| false);
    let before = shop
        .text
        .replace("\"t3.micro\" # enough", "\"t3.small\" # enough");
    let before = before.replace("    volume_size = 20\n", "    volume_size = 40\n");
    let after: Vec<&str> = merged
        .text
        .lines()
        .filter(|line| !line.contains("monitoring"))
        .collect();
    assert_eq!(
        after.iter().map(|line| words(line)).collect::<Vec<_>>(),
        before.lines().map(words).collect::<Vec<_>>()
    );
    assert!(merged.text.contains("monitoring"));
    let notes = merged.left_out.join("\n");
    for name in [
        "ami",
        "subnet_id",
        "vpc_security_group_ids",
        "encrypted",
        "tags",
    ] {
        assert!(notes.contains(&format!("`{name}`")), "{name}: {notes}");
    }
    assert!(notes.contains("stay"), "{notes}");
}

#[test]
fn arguments_that_a_request_removes_go_and_are_named() {
    let shop = hcl::parse(program_text("shop"));
    let shown = ["aws_vpc_security_group_ingress_rule.front_ssh".to_owned()];
    let answer = "resource \"aws_vpc_security_group_ingress_rule\" \"front_ssh\" {\n  security_group_id = aws_security_group.front.id\n  referenced_security_group_id = aws_security_group.orders.id\n  from_port = 22\n  to_port = 22\n  ip_protocol = \"tcp\"\n}\n";
    let merged = reply::merge_patch(&shop, answer, &[], &shown, &|name| name == "description");
    let module = hcl::parse(merged.text);
    let rule = module.at(&shown[0]).unwrap();
    assert!(
        rule.body.attribute("cidr_ipv4").is_none(),
        "the group replaces the addresses"
    );
    assert!(
        rule.body.attribute("description").is_none(),
        "the request asked for it"
    );
    let notes = merged.left_out.join("\n");
    assert!(
        notes.contains("removed `description`, `cidr_ipv4`"),
        "{notes}"
    );
}

/// No follow-up takes long, whatever its words and the size of the program are.
#[test]
fn long_texts_are_read_in_bounded_time() {
    let long = program_text("shop").repeat(40);
    let module = hcl::parse(long.as_str());
    let words = "and change the instance type to t3.small, ".repeat(60);
    let begin = std::time::Instant::now();
    let _ = followup::read(&words, &module);
    let _ = followup::read(
        "remove the database and open port 80 and tag everything with A=b and c",
        &module,
    );
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn a_program_stays_byte_for_byte_where_nothing_is_asked() {
    // Completion and the deployability rules both have a fix for a database without credentials:
    // what one of them leaves out, the other one must not make.
    let code = "resource \"aws_db_instance\" \"orders\" {\n  engine = \"postgres\"\n  \
                instance_class = \"db.t3.micro\"\n  allocated_storage = 20\n}\n\
                resource \"aws_s3_bucket_acl\" \"logs\" {\n  bucket = aws_s3_bucket.logs.id\n  \
                acl = \"private\"\n}\nresource \"aws_s3_bucket\" \"logs\" {}\n";
    for request in ["why is there a bucket?", "thanks!", "a queue"] {
        let request = Request::parse(request).unwrap();
        let kept = Candidate::from_program(code, &request, &Policy::minimal()).unwrap();
        assert_eq!(kept.fixed.module.text, code);
        assert_eq!(kept.fixed.changes, []);
    }
}
