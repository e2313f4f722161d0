//! Reads the failed results of a SARIF report.
//!
//! The severity is the `security-severity` number of the rule if it has one, else the level of the
//! result, else the level of the rule.

use super::{Collector, ImportItem, Read, Record, Violation, address, line, list, severity, short};
use crate::hcl::number;
use crate::scan::Severity;
use foldhash::HashMap;
use serde::Deserialize;
use serde_json::Value;

/// Maximum placeholders of a message that are filled.
const ARGUMENTS_MAX: usize = 9;

pub(super) fn read(text: &str, heap: &mut Collector) -> serde_json::Result<String> {
    let log: Log = serde_json::from_str(text)?;
    let mut tools: Vec<String> = Vec::new();
    for Run { tool, results } in log.runs {
        let name = tool.driver.name.and_then(|Record(name)| name);
        let name = name.unwrap_or_else(|| "SARIF".to_owned());
        if !tools.contains(&name) {
            tools.push(name);
        }
        let rules: Vec<Rule> = tool.driver.rules.into_iter().map(rule).collect();
        let rules_by_id: HashMap<&str, &Rule> =
            rules.iter().map(|rule| (rule.id.as_str(), rule)).collect();
        for Record(result) in results.unwrap_or_default() {
            let Some(result) = result else {
                heap.unreadable_records += 1;
                continue;
            };
            if result.is_suppressed {
                heap.skipped += 1;
            } else if result.kind.as_deref() == Some("pass") {
                heap.passed += 1;
            } else if result.is_failure() {
                match result.violation(&rules, &rules_by_id) {
                    Some(violation) => heap.add(violation),
                    None => heap.unreadable_records += 1,
                }
            }
        }
    }
    Ok(tools.join(", "))
}

/// Returns a rule, or an empty one if it could not be read.
///
/// Unreadable rules are kept in the list, because results refer to rules by index.
fn rule(Record(rule): Record<Rule>) -> Rule {
    rule.unwrap_or_default()
}

#[derive(Deserialize)]
struct Log {
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    #[serde(default)]
    tool: Tool,
    results: Option<Vec<Record<Outcome>>>,
}

#[derive(Default, Deserialize)]
struct Tool {
    #[serde(default)]
    driver: Driver,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Driver {
    name: Option<Record<String>>,
    rules: Vec<Record<Rule>>,
}

#[derive(Default)]
struct Rule {
    id: String,
    short_description: Option<String>,
    help_uri: Option<String>,
    level: Option<String>,
    /// Texts of messages, by their ids.
    message_strings: HashMap<String, String>,
    /// Severity from 0 to 10.
    security_severity: Option<f64>,
}

impl Read for Rule {
    fn read(value: &Value) -> Option<Self> {
        let strings = value["messageStrings"].as_object();
        let strings = strings.into_iter().flatten();
        // The specification requires a string; some tools write a number.
        let severity = &value["properties"]["security-severity"];
        Some(Rule {
            id: String::read(&value["id"]).unwrap_or_default(),
            short_description: String::read(&value["shortDescription"]["text"]),
            help_uri: String::read(&value["helpUri"]),
            level: String::read(&value["defaultConfiguration"]["level"]),
            message_strings: strings
                .filter_map(|(id, text)| Some((id.clone(), String::read(&text["text"])?)))
                .collect(),
            security_severity: severity.as_f64().or_else(|| number(severity.as_str()?)),
        })
    }
}

struct Outcome {
    rule_id: Option<String>,
    rule_index: Option<usize>,
    level: Option<String>,
    kind: Option<String>,
    is_suppressed: bool,
    message: Message,
    item: ImportItem,
}

#[derive(Default)]
struct Message {
    text: Option<String>,
    id: Option<String>,
    arguments: Vec<String>,
}

impl Read for Outcome {
    fn read(value: &Value) -> Option<Self> {
        value.as_object()?;
        let index = |value: &Value| usize::try_from(value.as_u64()?).ok();
        let (rule, message) = (&value["rule"], &value["message"]);
        let location = &value["locations"][0];
        let logical_location = &location["logicalLocations"][0];
        let physical = &location["physicalLocation"];
        let region = &physical["region"];
        let snippet = region["snippet"]["text"].as_str();
        Some(Outcome {
            rule_id: String::read(&value["ruleId"]).or_else(|| String::read(&rule["id"])),
            rule_index: index(&value["ruleIndex"]).or_else(|| index(&rule["index"])),
            level: String::read(&value["level"]),
            kind: String::read(&value["kind"]),
            is_suppressed: !list(&value["suppressions"]).is_empty()
                || value["baselineState"].as_str() == Some("absent"),
            message: Message {
                text: String::read(&message["text"]),
                id: String::read(&message["id"]),
                arguments: list(&message["arguments"])
                    .iter()
                    .map(|argument| String::read(argument).unwrap_or_default())
                    .collect(),
            },
            item: ImportItem {
                address: String::read(&logical_location["fullyQualifiedName"])
                    .or_else(|| String::read(&logical_location["name"]))
                    .or_else(|| address(snippet?)),
                file: String::read(&physical["artifactLocation"]["uri"]),
                line: line(&region["startLine"]),
                message: String::new(),
            },
        })
    }
}

impl Outcome {
    fn is_failure(&self) -> bool {
        self.kind.as_deref().is_none_or(|kind| kind == "fail")
    }

    fn violation(self, rules: &[Rule], rules_by_id: &HashMap<&str, &Rule>) -> Option<Violation> {
        let by_index = self.rule_index.and_then(|at| rules.get(at));
        let by_id = self
            .rule_id
            .as_deref()
            .and_then(|id| rules_by_id.get(id).copied());
        let rule = by_id.or(by_index);
        let id = self.rule_id.or_else(|| rule.map(|rule| rule.id.clone()));
        let message = message_text(&self.message, rule);
        let description = rule.and_then(|rule| rule.short_description.clone());
        Some(Violation {
            id: id.filter(|id| !id.is_empty())?,
            severity: rule
                .and_then(Rule::severity_from_number)
                .or_else(|| severity(self.level.as_deref()?))
                .or_else(|| severity(rule?.level.as_deref()?))
                .or(Some(Severity::Medium)),
            description: description.unwrap_or_else(|| message.clone()),
            link: rule.and_then(|rule| rule.help_uri.clone()),
            item: ImportItem {
                message,
                ..self.item
            },
            ..Violation::default()
        })
    }
}

impl Rule {
    /// Returns the severity for the number from 0 to 10 that security tools write.
    fn severity_from_number(&self) -> Option<Severity> {
        Some(match self.security_severity? {
            9.0.. => Severity::Critical,
            7.0.. => Severity::High,
            4.0.. => Severity::Medium,
            number if number > 0.0 => Severity::Low,
            _ => Severity::Info,
        })
    }
}

fn message_text(message: &Message, rule: Option<&Rule>) -> String {
    let named = || {
        let rule = rule?;
        let id = message.id.as_deref();
        let by_id = id.and_then(|id| rule.message_strings.get(id));
        by_id.or(rule.short_description.as_ref())
    };
    let text = message.text.as_ref().or_else(named);
    let mut words = short(text.map_or("", String::as_str));
    for (at, argument) in message.arguments.iter().enumerate().take(ARGUMENTS_MAX) {
        words = short(&words.replace(&format!("{{{at}}}"), &short(argument)));
    }
    words
}
