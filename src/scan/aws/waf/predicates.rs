//! Implements the custom predicates of the WAF rules.

use crate::hcl::Value;
use crate::scan::check::{passed, truthy};
use crate::scan::{Resource, Verdict, tree};

/// Checks that every rule has an action, or is a rule group with its own actions.
pub(super) fn every_rule_acts(resource: &Resource) -> Verdict {
    let rules = ["rule", "rules", "activated_rule"].iter().find_map(|name| {
        resource
            .values_at(name)
            .into_iter()
            .find(|rules| truthy(rules))
    });
    let Some(rules) = rules else {
        return Verdict::Unknown;
    };
    let acts = |rule: &Value| {
        let set = |name: &str| rule.get(name).is_some_and(truthy);
        let mut statements = rule.get("statement").map_or(&[][..], tree::items).iter();
        set("action")
            || set("override_action")
            || statements.any(|it| it.get("managed_rule_group_statement").is_some())
    };
    passed(tree::items(rules).iter().all(acts))
}

/// Checks that the AWS rules against known bad inputs are present and block them.
pub(super) fn blocks_log4j(resource: &Resource) -> Verdict {
    let is =
        |value: Option<&Value>, text: &str| matches!(value, Some(Value::Text(it)) if it == text);
    let rules = resource.values_at("rule").into_iter().flat_map(tree::items);
    for rule in rules {
        let Some(statement) = rule.get("statement") else {
            continue;
        };
        let Some(group) = tree::items(statement)
            .first()
            .and_then(|it| it.get("managed_rule_group_statement"))
        else {
            continue;
        };
        if !is(group.get("name"), "AWSManagedRulesKnownBadInputsRuleSet") {
            continue;
        }
        let left_out = group.get("excluded_rule").map_or(&[][..], tree::items);
        if left_out.iter().any(|it| is(it.get("name"), "Log4JRCE")) {
            return Verdict::Failed;
        }
        return match rule.get("override_action") {
            Some(action) => passed(action.get("none").is_some()),
            None => Verdict::Unknown,
        };
    }
    Verdict::Failed
}
