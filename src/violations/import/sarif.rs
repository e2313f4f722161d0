//! Reads the failed results of a SARIF report.
//!
//! The severity is the `security-severity` number of the rule if it has one, else the level of the
//! result, else the level of the rule.

use super::{
    Collector, ImportItem, Violation, address, line, list, nullable_list, object, severity, short,
    text,
};
use crate::hcl::number;
use crate::scan::Severity;
use foldhash::HashMap;
use serde_json::Value;

/// Maximum placeholders of a message that are filled.
const ARGUMENTS_MAX: usize = 9;

/// Rules of a run by their ids; results also refer to rules by index.
type Rules<'v> = HashMap<&'v str, &'v Value>;

pub(super) fn read(log: &Value, collector: &mut Collector) -> Result<String, &'static str> {
    let mut tools: Vec<&str> = Vec::new();
    let runs = list(log, "runs")?;
    if !runs.iter().all(Value::is_object) {
        return Err("runs");
    }
    for run in runs {
        let driver = object(object(run, "tool")?, "driver")?;
        let name = driver["name"].as_str().unwrap_or("SARIF");
        if !tools.contains(&name) {
            tools.push(name);
        }
        let rules = list(driver, "rules")?;
        let by_id = rules
            .iter()
            .map(|rule| (rule["id"].as_str().unwrap_or_default(), rule));
        let rules_by_id: Rules = by_id.collect();
        for result in nullable_list(run, "results")? {
            let suppressions = result["suppressions"].as_array();
            if suppressions.is_some_and(|list| !list.is_empty())
                || result["baselineState"].as_str() == Some("absent")
            {
                collector.skipped += 1;
                continue;
            }
            match result["kind"].as_str() {
                Some("pass") => collector.passed += 1,
                None | Some("fail") => collector.add(violation(result, rules, &rules_by_id)),
                Some(_) => {}
            }
        }
    }
    Ok(tools.join(", "))
}

fn violation(result: &Value, rules: &[Value], rules_by_id: &Rules) -> Option<Violation> {
    let (own_rule, location) = (&result["rule"], &result["locations"][0]);
    let index = |value: &Value| usize::try_from(value.as_u64()?).ok();
    let by_index = index(&result["ruleIndex"]).or_else(|| index(&own_rule["index"]));
    let id = text(&result["ruleId"]).or_else(|| text(&own_rule["id"]));
    let by_id = id.as_deref().and_then(|id| rules_by_id.get(id).copied());
    // A rule that is missing or not an object has no fields.
    let rule = by_id.or_else(|| rules.get(by_index?));
    let id = id.or_else(|| Some(text(&rule?["id"]).unwrap_or_default()));
    let rule = rule.unwrap_or(&Value::Null);
    let message = message(&result["message"], rule);
    let level = |level: &Value| severity(level.as_str()?);
    let logical = &location["logicalLocations"][0];
    let physical = &location["physicalLocation"];
    let region = &physical["region"];
    let snippet = region["snippet"]["text"].as_str();
    Some(Violation {
        id: id.filter(|id| !id.is_empty())?,
        severity: severity_from_number(&rule["properties"]["security-severity"])
            .or_else(|| level(&result["level"]))
            .or_else(|| level(&rule["defaultConfiguration"]["level"]))
            .or(Some(Severity::Medium)),
        description: text(&rule["shortDescription"]["text"]).unwrap_or_else(|| message.clone()),
        link: text(&rule["helpUri"]),
        item: ImportItem {
            address: text(&logical["fullyQualifiedName"])
                .or_else(|| text(&logical["name"]))
                .or_else(|| address(snippet?)),
            file: text(&physical["artifactLocation"]["uri"]),
            line: line(&region["startLine"]),
            message,
        },
        ..Violation::default()
    })
}

/// Returns the severity for the number from 0 to 10 that security tools write.
///
/// The specification requires a string; some tools write a number.
fn severity_from_number(severity: &Value) -> Option<Severity> {
    let number = severity.as_f64().or_else(|| number(severity.as_str()?));
    Some(match number? {
        9.0.. => Severity::Critical,
        7.0.. => Severity::High,
        4.0.. => Severity::Medium,
        number if number > 0.0 => Severity::Low,
        _ => Severity::Info,
    })
}

/// Returns the message of a result with its arguments filled in.
fn message(message: &Value, rule: &Value) -> String {
    let named = || rule["messageStrings"][message["id"].as_str()?]["text"].as_str();
    let text = message["text"].as_str().or_else(named);
    let text = text.or_else(|| rule["shortDescription"]["text"].as_str());
    let mut words = short(text.unwrap_or_default());
    let arguments = message["arguments"].as_array().into_iter().flatten();
    for (at, argument) in arguments.enumerate().take(ARGUMENTS_MAX) {
        let argument = short(argument.as_str().unwrap_or_default());
        words = short(&words.replace(&format!("{{{at}}}"), &argument));
    }
    words
}
