//! Defines the rules for WAF.

use crate::hcl::Value;
use crate::scan::check::{passed, truthy};
use crate::scan::{Resource, Verdict, tree};

rules! {
    CKV_AWS_176 Low "logging of the web ACL is off"
        "Without a log, an attack cannot be distinguished from a mistaken rule."
        ["aws_waf_web_acl", "aws_wafregional_web_acl"]: Has("logging_configuration.log_destination");
    CKV_AWS_175 Low "firewall has no rules"
        "A firewall without rules filters no traffic."
        ["aws_waf_web_acl", "aws_wafregional_web_acl"]: Any(&[Has("rules"), Has("rule")]),
        "aws_wafv2_web_acl": Any(&[Has("rules"), Has("rule")]);
    CKV2_AWS_31 Low "firewall logging is off"
        "After an incident, it cannot be determined what was tried."
        "aws_wafv2_web_acl": graph!(and[
            filter "aws_wafv2_web_acl",
            or["aws_wafv2_web_acl" connected "aws_wafv2_web_acl_logging_configuration"],
        ]);
    // no published severity: as a firewall without rules
    CKV_AWS_342 Low "a firewall rule has no action"
        "Requests that match the rule are not blocked."
        [
            "aws_waf_web_acl", "aws_wafregional_web_acl", "aws_wafv2_web_acl", "aws_wafv2_rule_group",
            "aws_wafregional_rule_group", "aws_waf_rule_group",
        ]:
            Custom(every_rule_acts);
    CKV_AWS_192 High "firewall does not block Log4j attacks"
        "A single line of text in a request can run an attacker's code."
        "aws_wafv2_web_acl": Custom(blocks_log4j);
}

/// Checks that every rule has an action, or is a rule group with its own actions.
fn every_rule_acts(resource: &Resource) -> Verdict {
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
fn blocks_log4j(resource: &Resource) -> Verdict {
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
