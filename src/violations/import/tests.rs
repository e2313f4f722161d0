//! Tests reports in the shapes that tools write, and in malformed shapes.

use super::*;
use crate::scan::aws::TABLES;
use proptest::prelude::*;
use serde_json::json;

fn read(report: &serde_json::Value) -> ImportedReport {
    import(&report.to_string(), TABLES).expect("a report that reads")
}

fn ids(import: &ImportedReport) -> Vec<&str> {
    import
        .groups
        .iter()
        .map(|group| group.id.as_str())
        .collect()
}

fn failed(id: &str, resource: &str) -> serde_json::Value {
    json!({
        "check_id": id, "check_name": "Ensure it is right", "severity": null,
        "check_result": {"result": "FAILED"}, "file_path": "/net/main.tf",
        "file_line_range": [3, 9], "resource": resource, "guideline": "https://example.test/a",
    })
}

#[test]
fn merges_checkov_reports_and_applies_own_severities_and_texts() {
    let report = json!([
        {"check_type": "terraform", "results": {
            "passed_checks": [failed("CKV_AWS_7", "x.y")],
            "failed_checks": [failed("CKV_AWS_26", "aws_sns_topic.a"), failed("OWN_1", "t.a"),
                failed("CKV_AWS_26", "aws_sns_topic.b")],
            "skipped_checks": [{}], "parsing_errors": ["/broken.tf"],
        }, "summary": {"failed": 3}},
        {"check_type": "secrets", "results": {"failed_checks": [failed("CKV_AWS_3", "v.a")]}},
        {"passed": 0, "failed": 0, "checkov_version": "3.3.30"},
    ]);
    let import = read(&report);
    assert_eq!(
        (import.format, import.tool.as_str()),
        (Format::Checkov, "Checkov")
    );
    assert_eq!(
        (import.violations, import.passed, import.skipped),
        (4, 1, 1)
    );
    let topics = import
        .groups
        .iter()
        .find(|group| group.id == "CKV_AWS_26")
        .unwrap();
    assert_eq!(topics.count, 2);
    assert_eq!(
        topics.message,
        "messages are not encrypted (kms_master_key_id)"
    );
    assert!(topics.rationale.is_some() && topics.remedy.is_some());
    let item = &topics.items[1];
    assert_eq!(item.address.as_deref(), Some("aws_sns_topic.b"));
    assert_eq!(
        (item.file.as_deref(), item.line),
        (Some("net/main.tf"), Some(3))
    );
    let own = import
        .groups
        .iter()
        .find(|group| group.id == "OWN_1")
        .unwrap();
    assert_eq!(
        (own.severity, own.rationale),
        (Some(Severity::Medium), None)
    );
    assert_eq!(own.link.as_deref(), Some("https://example.test/a"));
    assert_eq!(
        import.notes,
        [
            "`broken.tf` was not read by the tool.",
            "One check has no severity and counts as medium."
        ]
    );
    let severities: Vec<_> = import.groups.iter().map(|group| group.severity).collect();
    assert!(
        severities.is_sorted_by(|one, other| one >= other),
        "{severities:?}"
    );
}

#[test]
fn reads_rules_levels_and_suppressions_of_sarif() {
    let location = |snippet: &str| {
        json!([{"physicalLocation": {
            "artifactLocation": {"uri": "./main.tf"},
            "region": {"startLine": 4, "snippet": {"text": snippet}},
        }}])
    };
    let report = json!({"version": "2.1.0", "runs": [{
        "tool": {"driver": {"name": "scanner", "rules": [
            {"id": "R1", "shortDescription": {"text": "Ports are open"}, "helpUri": "javascript:alert(1)",
             "properties": {"security-severity": "9.1"}},
            {"id": "R2", "defaultConfiguration": {"level": "note"},
             "messageStrings": {"default": {"text": "{0} holds {1}"}}},
            7,
        ]}},
        "results": [
            {"ruleId": "R2", "message": {"id": "default", "arguments": ["the {1}", "a secret"]}},
            {"ruleIndex": 0, "level": "warning", "message": {"text": "port 22"},
             "locations": location("data \"aws_ami\" \"x\" {\n  a = 1\n}\n")},
            {"ruleId": "R1", "kind": "pass", "message": {"text": "fine"}},
            {"ruleId": "R1", "kind": "notApplicable", "message": {"text": "not asked"}},
            {"ruleId": "R1", "message": {"text": "known"}, "suppressions": [{"kind": "inSource"}]},
            {"message": {"text": "of no rule"}},
            "junk",
        ],
    }, {"tool": {"driver": {"name": "other"}}, "results": null}]});
    let import = read(&report);
    assert_eq!(
        (import.format, import.tool.as_str()),
        (Format::Sarif, "scanner, other")
    );
    assert_eq!(ids(&import), ["R1", "R2"]);
    assert_eq!(
        (import.violations, import.passed, import.skipped),
        (2, 1, 1)
    );
    let [first, second] = &import.groups[..] else {
        panic!()
    };
    assert_eq!(
        (first.severity, first.message.as_str()),
        (Some(Severity::Critical), "Ports are open")
    );
    assert_eq!(first.link, None, "a link is one of the web");
    assert_eq!(first.items[0].address.as_deref(), Some("data.aws_ami.x"));
    assert_eq!(
        (first.items[0].file.as_deref(), first.items[0].line),
        (Some("main.tf"), Some(4))
    );
    assert_eq!(
        (second.severity, second.message.as_str()),
        (Some(Severity::Low), "the a secret holds a secret")
    );
    assert_eq!(import.notes, ["2 records are unreadable."]);
}

#[test]
fn ranks_terraform_errors_above_warnings() {
    let diagnostic = |severity: &str, summary: &str, line: u32| {
        json!({"severity": severity, "summary": summary, "detail": "Because of this.",
            "range": {"filename": "main.tf", "start": {"line": line, "column": 3, "byte": 9}},
            "snippet": {"context": "resource \"aws_vpc\" \"main\"", "code": "  a = 1"}})
    };
    let report = json!({"format_version": "1.0", "valid": false, "error_count": 2, "diagnostics": [
        diagnostic("warning", "Argument is deprecated", 2),
        diagnostic("error", "Unsupported argument", 3),
        diagnostic("error", "Unsupported argument", 8),
        {"severity": "error", "summary": "Missing required provider", "range": null},
    ]});
    let import = read(&report);
    assert_eq!(
        ids(&import),
        [
            "Unsupported argument",
            "Missing required provider",
            "Argument is deprecated"
        ]
    );
    let severities: Vec<_> = import.groups.iter().map(|group| group.severity).collect();
    assert_eq!(severities, [None, None, Some(Severity::Low)]);
    let item = &import.groups[0].items[1];
    assert_eq!(item.address.as_deref(), Some("aws_vpc.main"));
    assert_eq!(
        (item.line, item.message.as_str()),
        (Some(8), "Because of this.")
    );
    let valid = read(&json!({"format_version": "1.0", "valid": true, "diagnostics": []}));
    assert_eq!((valid.violations, valid.groups.len()), (0, 0));
}

#[test]
fn explains_why_a_text_is_not_a_report() {
    for (text, why) in [
        ("", "the report is empty"),
        ("  \u{FEFF} \n", "the report is empty"),
        (
            "resource \"a\" \"b\" {}",
            "not valid JSON at line 1, column 1",
        ),
        ("{\"runs\": [\n", "is incomplete"),
        ("{\"runs\": [}]}", "not valid JSON at line 1"),
        ("7", "not a supported report"),
        ("{\"Results\": []}", "not a supported report"),
        (
            "{\"runs\": 7}",
            "looks like SARIF, but its `runs` has another type",
        ),
        ("{\"results\": []}\n", "not a supported report"),
        ("[[]]", "not a supported report"),
        (
            "{\"diagnostics\": {}}",
            "looks like the output of `terraform validate -json`",
        ),
    ] {
        let error = import(text, TABLES).unwrap_err().to_string();
        assert!(error.contains(why), "{text:?}: {error}");
    }
    let deep = format!("{{\"runs\": {}", "[".repeat(200_000));
    assert!(matches!(
        import(&deep, TABLES),
        Err(Malformed::NoJson(1, _))
    ));
    let long = " {}".repeat(BYTES_MAX / 3 + 1);
    assert_eq!(
        import(&long, TABLES),
        Err(Malformed::TooLong(long.len() - 1))
    );
}

#[test]
fn counts_all_violations_and_keeps_some_of_a_long_report() {
    let many = vec![failed("OWN_1", &"x".repeat(1_000)); ITEMS_MAX + 5];
    let import = read(&json!({"check_type": "terraform", "results": {"failed_checks": many}}));
    let [group] = &import.groups[..] else {
        panic!()
    };
    assert_eq!((group.count, group.items.len()), (ITEMS_MAX + 5, ITEMS_MAX));
    assert_eq!(
        group.items[0].address.as_ref().unwrap().chars().count(),
        CHARS_MAX
    );
    assert!(
        import
            .notes
            .contains(&"5 more violations are counted but not listed.".to_owned())
    );
}

proptest! {
    #[test]
    fn returns_a_report_or_an_error_for_any_json(
        name in "runs|results|diagnostics|failed_checks|valid|check_id|tool",
        inner in "[\\[\\]{}:,\"a-z0-9]{0,60}",
    ) {
        let _ = import(&format!("{{\"{name}\": {inner}}}"), TABLES);
        let _ = import(&inner, TABLES);
    }
}
