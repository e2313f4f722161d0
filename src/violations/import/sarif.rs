//! SARIF in, its failed results out. A severity is the rule's number of the security tools where it
//! has one, else the level of the result, else that of the rule.

use super::{Heap, ImportItem, Record, Violation, address, lenient, severity, short};
use crate::scan::Severity;
use foldhash::HashMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Most places of a message that are filled.
const ARGUMENTS_MAX: usize = 9;

pub(super) fn read(text: &str, heap: &mut Heap) -> serde_json::Result<String> {
    let log: Log = serde_json::from_str(text)?;
    let mut tools: Vec<String> = Vec::new();
    for Run { tool, results } in log.runs {
        let name = tool.driver.name.unwrap_or_else(|| "SARIF".to_owned());
        if !tools.contains(&name) {
            tools.push(name);
        }
        let rules: Vec<Rule> = tool.driver.rules.into_iter().map(rule).collect();
        let at: HashMap<&str, &Rule> = rules.iter().map(|rule| (rule.id.as_str(), rule)).collect();
        for Record(result) in results.unwrap_or_default() {
            let Some(result) = result else {
                heap.unread += 1;
                continue;
            };
            if result.is_suppressed() {
                heap.skipped += 1;
            } else if result.kind.as_deref() == Some("pass") {
                heap.passed += 1;
            } else if result.is_failure() {
                match result.violation(&rules, &at) {
                    Some(violation) => heap.add(violation),
                    None => heap.unread += 1,
                }
            }
        }
    }
    Ok(tools.join(", "))
}

/// A rule that does not read keeps its place: results name rules by it.
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
    #[serde(deserialize_with = "lenient")]
    name: Option<String>,
    rules: Vec<Record<Rule>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Rule {
    id: String,
    #[serde(deserialize_with = "lenient")]
    short_description: Text,
    #[serde(deserialize_with = "lenient")]
    help_uri: Option<String>,
    #[serde(deserialize_with = "lenient")]
    default_configuration: Configuration,
    #[serde(deserialize_with = "lenient")]
    message_strings: HashMap<String, Text>,
    #[serde(deserialize_with = "lenient")]
    properties: Properties,
}

#[derive(Default, Deserialize)]
struct Configuration {
    level: Option<String>,
}

#[derive(Default, Deserialize)]
struct Properties {
    /// A text by the specification, a number by some tools.
    #[serde(rename = "security-severity")]
    security_severity: Option<serde_json::Value>,
}

/// A message: its words, or the name of words of the rule.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Text {
    #[serde(deserialize_with = "lenient")]
    text: Option<String>,
    #[serde(deserialize_with = "lenient")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient")]
    arguments: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Outcome {
    #[serde(deserialize_with = "lenient")]
    rule_id: Option<String>,
    #[serde(deserialize_with = "lenient")]
    rule_index: Option<usize>,
    #[serde(deserialize_with = "lenient")]
    rule: Named,
    #[serde(deserialize_with = "lenient")]
    level: Option<String>,
    #[serde(deserialize_with = "lenient")]
    kind: Option<String>,
    #[serde(deserialize_with = "lenient")]
    baseline_state: Option<String>,
    #[serde(deserialize_with = "lenient")]
    message: Text,
    #[serde(deserialize_with = "lenient")]
    locations: Vec<Location>,
    suppressions: Option<Vec<IgnoredAny>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    id: Option<String>,
    index: Option<usize>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Location {
    #[serde(deserialize_with = "lenient")]
    physical_location: Physical,
    #[serde(deserialize_with = "lenient")]
    logical_locations: Vec<Logical>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Physical {
    #[serde(deserialize_with = "lenient")]
    artifact_location: Artifact,
    #[serde(deserialize_with = "lenient")]
    region: Region,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Artifact {
    uri: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Region {
    start_line: Option<u32>,
    #[serde(deserialize_with = "lenient")]
    snippet: Text,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Logical {
    fully_qualified_name: Option<String>,
    name: Option<String>,
}

impl Outcome {
    fn is_suppressed(&self) -> bool {
        self.suppressions
            .as_ref()
            .is_some_and(|them| !them.is_empty())
            || self.baseline_state.as_deref() == Some("absent")
    }

    fn is_failure(&self) -> bool {
        self.kind.as_deref().is_none_or(|kind| kind == "fail")
    }

    fn violation(self, rules: &[Rule], at: &HashMap<&str, &Rule>) -> Option<Violation> {
        let id = self.rule_id.or(self.rule.id);
        let by_index = self
            .rule_index
            .or(self.rule.index)
            .and_then(|at| rules.get(at));
        let by_id = id.as_deref().and_then(|id| at.get(id).copied());
        let rule = by_id.or(by_index);
        let id = id.or_else(|| rule.map(|rule| rule.id.clone()));
        let message = words(self.message, rule);
        let wrong = rule.and_then(|rule| rule.short_description.text.clone());
        let place = self.locations.into_iter().next().unwrap_or_default();
        let named = place.logical_locations.into_iter().next();
        let named = named.and_then(|it| it.fully_qualified_name.or(it.name));
        let Physical {
            artifact_location,
            region,
        } = place.physical_location;
        Some(Violation {
            id: id.filter(|id| !id.is_empty())?,
            severity: rule
                .and_then(Rule::number)
                .or_else(|| severity(self.level.as_deref()?))
                .or_else(|| severity(rule?.default_configuration.level.as_deref()?))
                .or(Some(Severity::Medium)),
            wrong: wrong.unwrap_or_else(|| message.clone()),
            link: rule.and_then(|rule| rule.help_uri.clone()),
            item: ImportItem {
                address: named.or_else(|| address(region.snippet.text.as_deref()?)),
                file: artifact_location.uri,
                line: region.start_line.filter(|line| *line > 0),
                message,
            },
            ..Violation::default()
        })
    }
}

impl Rule {
    /// The severity by the number that security tools give, from 0 to 10.
    fn number(&self) -> Option<Severity> {
        let value = self.properties.security_severity.as_ref()?;
        let number = value.as_f64().or_else(|| value.as_str()?.parse().ok())?;
        Some(match number {
            9.0.. => Severity::Critical,
            7.0.. => Severity::High,
            4.0.. => Severity::Medium,
            _ if number > 0.0 => Severity::Low,
            _ => Severity::Info,
        })
    }
}

/// What a result says, with its arguments in the places that the rule left for them.
fn words(message: Text, rule: Option<&Rule>) -> String {
    let named = || {
        let rule = rule?;
        let strings = message
            .id
            .as_deref()
            .and_then(|id| rule.message_strings.get(id));
        strings
            .and_then(|text| text.text.clone())
            .or(rule.short_description.text.clone())
    };
    let mut words = short(&message.text.clone().or_else(named).unwrap_or_default());
    for (at, argument) in message.arguments.iter().enumerate().take(ARGUMENTS_MAX) {
        words = short(&words.replace(&format!("{{{at}}}"), &short(argument)));
    }
    words
}
