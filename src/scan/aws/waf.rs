//! Defines the rules for WAF.

use crate::hcl::Value;
use crate::scan::{Resource, Verdict, is_text, passed, tree, truthy, truthy_at};

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
    CKV_AWS_342 Low "a firewall rule has no action" // severity: as a firewall without rules
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
    let names = ["rule", "rules", "activated_rule"].into_iter();
    let mut values = names.flat_map(|name| resource.values_at(name));
    let Some(rules) = values.find(|rules| truthy(rules)) else {
        return Verdict::Unknown;
    };
    let acts = |rule: &Value| {
        truthy_at(rule, "action")
            || truthy_at(rule, "override_action")
            || !tree::values_at(rule, "statement.*.managed_rule_group_statement").is_empty()
    };
    passed(tree::items(rules).iter().all(acts))
}

/// Checks that the AWS rules against known bad inputs are present and block them.
fn blocks_log4j(resource: &Resource) -> Verdict {
    for rule in resource.values_at("rule.*") {
        let statement = rule.get("statement").map(tree::items);
        let statement = statement.and_then(|statements| statements.first());
        let group = statement.and_then(|it| it.get("managed_rule_group_statement"));
        let name = group.and_then(|group| group.get("name"));
        if !is_text(name, "AWSManagedRulesKnownBadInputsRuleSet") {
            continue;
        }
        let excluded = group.map_or(Vec::new(), |it| tree::values_at(it, "excluded_rule.*.name"));
        if excluded.into_iter().any(|it| is_text(Some(it), "Log4JRCE")) {
            return Verdict::Failed;
        }
        return match rule.get("override_action") {
            Some(action) => passed(action.get("none").is_some()),
            None => Verdict::Unknown,
        };
    }
    Verdict::Failed
}
